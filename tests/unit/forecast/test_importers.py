"""Question files: what is read, and that rows that cannot be used are counted and told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import EvidenceError
from commonground.forecast.importers import forecastbench, gjp
from commonground.forecast.importers.files import read_questions
from commonground.forecast.ledger import Ledger
from commonground.forecast.track import track_record
from commonground.forecast.verify import verify

HEAD = (
    "id,source,question,resolution_criteria,open_date,close_date,freeze_date,market_prob,iran,url,"
    "resolution_date,resolved_to"
)
GJP = "ifp_id,q_type,q_text,q_desc,options,n_opts,date_start,date_closed,outcome,open_price_supers"


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


class TestForecastBench:
    def test_prices_become_voices_and_outcomes_resolutions(self, tmp_path: Path) -> None:
        found = read_questions(
            table(
                tmp_path, HEAD,
                "12,infer,Will it?,As asked.,2024-01-01,2025-01-01,2024-07-12,0.3,1,https://example.org/12,2024-12-01,1",
                "12,infer,Will it?,As asked.,2024-01-01,2025-01-01,2024-11-12,0.6,1,https://example.org/12,2024-12-01,1",
                "13,infer,Will that?,,2024-01-01,2025-01-01,2024-07-12,0.1,0,,,",
            )
        )  # fmt: skip
        assert (found.rows, found.bad, list(found.questions)) == (
            3,
            0,
            ["forecastbench:infer:12", "forecastbench:infer:13"],
        )
        assert [(name, voice.id, voice.p) for name, voice, _ in found.forecasts][:2] == [
            ("forecastbench:infer:12", "market", 0.3), ("forecastbench:infer:12", "market", 0.6),
        ]  # fmt: skip
        assert found.outcomes["forecastbench:infer:12"][0] == "yes"
        assert found.questions["forecastbench:infer:12"].topic == "iran"

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            (",infer,Will it?,x,,2025-01-01,2024-07-12,0.3,1,,,", "lacks id"),
            ("1,infer,,x,,2025-01-01,2024-07-12,0.3,1,,,", "lacks text"),
            ("1,infer,Will it?,x,,soon,2024-07-12,0.3,1,,,", "close_date is no day"),
            ("1,infer,Will it?,x,,,2024-07-12,0.3,1,,,", "lacks close_date"),
            ("1,infer,Will it?,x,,2025-01-01,2024-07-12,30,1,,,", "no chance from 0 to 1"),
            ("1,infer,Will it?,x,,2025-01-01,2024-07-12,,1,,,", "lacks market_prob"),
            ("1,infer,Will it?,x,,2025-01-01,2024-07-12,0.3,1,,2024-12-01,0.4", "neither yes nor no"),
            ("1,infer,Will it?,x,,2025-01-01,2024-07-12,0.3,1,,,1", "lacks resolution_date"),
            ("1,infer,Will it?,x,,2024-01-01,2024-07-12,0.3,1,,,", "frozen after it closed"),
            ("9,infer,Good?,x,,2025-01-01,2024-07-12,0.3,1,,,", "stands twice"),
        ],
    )
    def test_bad_rows_are_counted_and_told(self, tmp_path: Path, row: str, told: str) -> None:
        good = "9,infer,Good?,x,,2025-01-01,2024-07-12,0.3,1,,,"
        found = read_questions(table(tmp_path, HEAD, good, row))
        assert (found.rows, found.bad, len(found.questions)) == (2, 1, 1)
        assert told in found.findings[0].message
        assert found.findings[0].path == "row 3"

    def test_a_question_with_other_words_is_another_question(self, tmp_path: Path) -> None:
        found = read_questions(
            table(
                tmp_path, HEAD,
                "12,infer,Will it?,As asked.,,2025-01-01,2024-07-12,0.3,1,,2024-12-01,0",
                "12,infer,Will it?,As asked now.,,2025-01-01,2024-08-12,0.3,1,,2024-12-01,0",
            )
        )  # fmt: skip
        assert list(found.questions) == ["forecastbench:infer:12", "forecastbench:infer:12.v2"]
        assert found.findings[0].level == "note"
        assert len(found.outcomes) == 2

    def test_json_sets(self, tmp_path: Path) -> None:
        def asked(name: Any, close: str = "2025-01-01T00:00:00+00:00") -> dict[str, Any]:
            return {
                "id": name, "source": "metaculus", "question": "Will it?", "resolution_criteria": "As asked.",
                "freeze_datetime": "2024-07-12T00:00:00+00:00", "freeze_datetime_value": "0.25",
                "market_info_close_datetime": close, "url": "https://example.org",
            }  # fmt: skip

        questions, ended = tmp_path / "set.json", tmp_path / "ended.json"
        questions.write_text(
            json.dumps({"questions": [asked("1"), asked("2"), asked(["1", "2"]), asked("3", "N/A"), 7]})
        )
        ended.write_text(
            json.dumps(
                {
                    "resolutions": [
                        {
                            "id": "1",
                            "source": "metaculus",
                            "resolved": True,
                            "resolved_to": 1.0,
                            "resolution_date": "2024-09-01",
                        },
                        {
                            "id": "2",
                            "source": "metaculus",
                            "resolved": False,
                            "resolved_to": 0.4,
                            "resolution_date": "2024-09-01",
                        },
                        {"id": ["1", "2"], "source": "metaculus", "resolved": True, "resolved_to": 1.0},
                    ]
                }
            )
        )
        found = read_questions(questions, ended)
        assert (found.rows, found.bad) == (5, 3)
        assert list(found.outcomes) == ["forecastbench:metaculus:1"]
        assert len(read_questions(questions).outcomes) == 0


class TestGoodJudgment:
    def test_yes_no_and_choices(self, tmp_path: Path) -> None:
        found = read_questions(
            table(
                tmp_path, GJP,
                '1011-0,0,Will it?,As told.,"(a) Yes, (b) No",2,2011-09-07,2011-09-29,b,0.2',
                '1012-6,6,When?,As told.,"(a) In May, (b) In June, (c) Not before July",3,9/7/11,9/29/11,c,',
                '1013-0,0,Who?,As told.,"(a) Ann, (b) Ben",2,2011-09-07,2011-09-29,a,0.2',
            )
        )  # fmt: skip
        yes_no, when, who = found.questions.values()
        assert (yes_no.kind, when.kind, who.kind) == ("yes_no", "choice", "choice")
        assert (when.ordered, who.ordered) == (True, False)
        assert when.options == ("(a) In May", "(b) In June", "(c) Not before July")
        assert when.deadline == yes_no.deadline
        assert [one[0] for one in found.outcomes.values()] == ["no", "(c) Not before July", "(a) Ann"]
        assert [(voice.id, voice.p) for _, voice, _ in found.forecasts] == [("supers", 0.2)]

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ('1,0,Will it?,x,"(a) Yes, (b) No",2,2011-09-07,2011-09-29,e,', "none of its options"),
            ("1,0,Will it?,x,Yes or no,2,2011-09-07,2011-09-29,a,", "options cannot be read"),
            ('1,0,Will it?,x,"(a) Yes, (b) No",2,later,2011-09-29,a,', "date_start is no day"),
            ('1,0,Will it?,x,"(a) Yes, (b) No",2,2011-09-07,2011-09-29,a,2', "no chance"),
            (',0,Will it?,x,"(a) Yes, (b) No",2,2011-09-07,2011-09-29,a,', "lacks ifp_id"),
        ],
    )
    def test_bad_rows(self, tmp_path: Path, row: str, told: str) -> None:
        found = read_questions(table(tmp_path, GJP, row))
        assert (found.bad, len(found.questions)) == (1, 0)
        assert told in found.findings[0].message


class TestFiles:
    @pytest.mark.parametrize(
        "content", [b"", b"a,b\n1,2\n", b"{", b"{}", b"[1]", b'{"a": 1}', b"\x00\x01\x02"]
    )
    def test_other_files_are_refused(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        with pytest.raises(EvidenceError):
            read_questions(path)

    def test_windows_text_is_read_and_told(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        row = '1011-0,0,Will São Tomé\x92s?,As told.,"(a) Yes, (b) No",2,2011-09-07,2011-09-29,b,0.2'
        path.write_bytes(f"{GJP}\n{row}\n".encode("latin-1"))
        found = read_questions(path)
        assert "São Tomé’s" in next(iter(found.questions.values())).text
        assert "Windows-1252" in found.findings[0].message

    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from([*HEAD.split(","), *GJP.split(",")]),
                st.text(max_size=12) | st.none() | st.just("2024-01-01") | st.just("0.5"),
            ),
            max_size=4,
        )
    )
    def test_any_row_is_read_or_counted(self, rows: list[dict[str, Any]]) -> None:
        for importer in (forecastbench, gjp):
            found = importer.read_table(enumerate(rows, 1))
            assert found.rows == len(rows)
            assert found.bad + len(found.questions) >= min(1, len(rows))


REFERENCE = Path(os.environ.get("COMMONGROUND_REFERENCE", "../shared/data"))
FILES = sorted((REFERENCE / "questions").glob("*.csv"))


@pytest.mark.published
@pytest.mark.skipif(not FILES, reason="no reference data (COMMONGROUND_REFERENCE)")
@pytest.mark.parametrize("path", FILES or [Path("none")], ids=lambda path: path.stem)
def test_published_files_are_read_whole(path: Path, tmp_path: Path) -> None:
    found = read_questions(path)
    assert found.bad == 0
    kept = Ledger(tmp_path / "x.jsonl")
    kept.add(found.entries())
    assert verify(tmp_path / "x.jsonl").valid
    record = track_record(kept.book)
    for voice in record["voices"]:
        scores = voice.get("yes_no")
        if scores and scores["questions"] >= 20:
            assert scores["brier"] < scores["baselines"]["half"]["brier"]
