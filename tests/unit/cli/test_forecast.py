"""The commands forecast, ledger and import questions, from the words typed to what is printed and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Invoke = Callable[..., Result]
LEDGER = "us-iran-2025.ledger.jsonl"
DEAL = "deal-by-march-2026"
EARLY = "deal-by-october-2025"
FEW = ("--draws", "200", "--seed", "1")
METHODS = ("common-ground", "trust")
PAST = ("reference-class:nuclear-crises", "reference-class:tournament-questions", "crises")


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]


def add(invoke: Invoke, p: str = "0.2", by: str = "Ann", question: str = DEAL, *more: str) -> Result:
    return invoke(
        "forecast",
        "add",
        "us-iran-2025",
        "--question",
        question,
        "--p",
        p,
        "--by",
        by,
        "--because",
        "No talks.",
        *more,
    )


class TestForecast:
    def test_history_and_methods(self, invoke: Invoke) -> None:
        found = data(invoke("forecast", "us-iran-2025", "--json", *FEW))
        assert (found["ledger"], len(found["questions"])) == (None, 3)
        first = found["questions"][0]
        assert first["id"] == DEAL
        said = [voice["p"] for voice in first["voices"]]
        assert [voice["id"] for voice in first["voices"]] == [*PAST, *METHODS]
        assert [voice["weight"] for voice in first["voices"]] == pytest.approx([1 / 6] * 3 + [1 / 4] * 2)
        assert min(said) <= first["p"] <= max(said)
        assert first["voices"][3]["rests_on"][0].startswith("solutions.common-ground")
        force = found["questions"][1]
        assert [voice["id"] for voice in force["voices"]] == [
            "reference-class:crises-with-violence",
            "common-ground",
        ]

    def test_who_is_silent_and_why(self, invoke: Invoke) -> None:
        questions = data(invoke("forecast", "us-iran-2025", "--json", *FEW))["questions"]
        told = [{one["id"]: one["because"] for one in entry["silent"]} for entry in questions]
        assert "no evidence is at hand" in told[0]["event-history"]
        assert "asks for an agreement" in told[0]["reference-class:crises-with-violence"]
        # crisis and mediation answer for the case that no agreement comes first: another question
        assert "another question" in told[1]["crisis"]
        assert "nothing of when" in told[2]["trust"]
        text = invoke("forecast", "us-iran-2025", *FEW).stdout
        assert "silent: event-history. It abstains" in text

    def test_a_case_without_the_block_has_methods_alone(self, invoke: Invoke) -> None:
        (first,) = data(invoke("forecast", "split-the-pie", "--json", *FEW))["questions"][:1]
        assert [voice["family"] for voice in first["voices"]] == ["structure"]
        assert "only one voice" in first["disagreement"]["words"]

    def test_people_are_heard_with_weight_influence_and_band(self, invoke: Invoke) -> None:
        add(invoke, "0.4", "Ann", DEAL, "--low", "0.3", "--high", "0.5")
        found = data(invoke("forecast", "us-iran-2025", "--json", *FEW))
        first = found["questions"][0]
        assert [(voice["family"], round(9 * voice["weight"], 6)) for voice in first["voices"]] == [
            *[("history", 1)] * 3, *[("structure", 1.5)] * 2, ("people", 3),
        ]  # fmt: skip
        *others, ann = first["voices"]
        assert max(other["p"] for other in others) < first["p"] < ann["p"]
        assert ann["influence"] == pytest.approx(first["p"] - ann["without"]["p"])
        assert first["band90"][0] < first["band50"][0] < first["p"] < first["band50"][1] < first["band90"][1]
        assert found["ledger"]["lines"] == 3

    def test_weights(self, invoke: Invoke) -> None:
        add(invoke, "0.9")
        plain = data(invoke("forecast", "us-iran-2025", "--json", *FEW))["questions"][0]["p"]
        people = data(invoke("forecast", "us-iran-2025", "--json", *FEW, "--weight", "people=3"))[
            "questions"
        ][0]
        assert people["p"] > plain
        assert people["voices"][-1]["weight"] == 0.6
        silent = data(invoke("forecast", "us-iran-2025", "--json", *FEW, "--weight", "Ann=0"))["questions"][0]
        alone = data(invoke("forecast", "us-iran-2025", "--json", *FEW, "--weight", "people=0"))["questions"][
            0
        ]
        assert silent["p"] == pytest.approx(alone["p"])
        learned = data(invoke("forecast", "us-iran-2025", "--json", *FEW, "--learned-weights"))["questions"][
            0
        ]
        assert "the ledger has 0" in learned["weights_because"]

    def test_a_question_that_only_silenced_voices_answer_is_told(self, invoke: Invoke) -> None:
        add(invoke, "0.9", "Ann", DEAL, "--as-of", "2025-03-01")
        mute = ("--weight", "structure=0", "--weight", "history=0")
        result = invoke("forecast", "us-iran-2025", "--json", *FEW, *mute)
        deal, force, _ = data(result)["questions"]
        assert deal["p"] == pytest.approx(0.9)
        assert force["p"] is None
        assert any(
            "no voice answers" in finding["message"] for finding in json.loads(result.stdout)["findings"]
        )
        silent = data(invoke("forecast", "us-iran-2025", "--json", *FEW, "--weight", "Ann=0"))["questions"][0]
        assert [day["as_of"] for day in silent["history"]] == ["2025-03-08"]
        assert "Not answered" in invoke("forecast", "us-iran-2025", *FEW, *mute).stdout

    def test_a_voice_of_a_later_day_is_not_heard(self, invoke: Invoke) -> None:
        add(invoke, "0.9", "Ann", DEAL, "--as-of", "2025-03-09")
        found = data(invoke("forecast", "us-iran-2025", "--json", *FEW))["questions"][0]
        assert [voice["id"] for voice in found["voices"]] == [*PAST, *METHODS]
        later = data(invoke("forecast", "us-iran-2025", "--as-of", "2025-03-10", "--json", *FEW))[
            "questions"
        ][0]
        assert [voice["id"] for voice in later["voices"]] == [*PAST, *METHODS, "Ann"]

    def test_record_keeps_methods_and_pool_once(self, invoke: Invoke) -> None:
        add(invoke)
        found = data(invoke("forecast", "us-iran-2025", "--record", "--json", *FEW))
        # common-ground and the pool on each of three, trust on one; history 3, 1 and 3
        assert found["ledger"]["recorded"] == 14
        assert data(invoke("forecast", "us-iran-2025", "--record", "--json", *FEW))["ledger"]["recorded"] == 0
        listed = data(invoke("ledger", "list", LEDGER, "--json"))
        assert {one["by"] for one in listed[0]["newest"]} == {"Ann", *PAST, *METHODS, "pool"}
        assert data(invoke("ledger", "verify", LEDGER, "--json"))["valid"]

    def test_nested_deadlines_are_mended_with_a_finding(self, invoke: Invoke) -> None:
        add(invoke, "0.9", "Ann", EARLY)
        add(invoke, "0.05", "Ben", DEAL)
        result = invoke("forecast", "us-iran-2025", "--json", *FEW)
        questions = {one["id"]: one for one in data(result)["questions"]}
        assert questions[EARLY]["p"] == pytest.approx(questions[DEAL]["p"])
        assert questions[EARLY]["p_before_nesting"] > questions[EARLY]["p"]
        assert any("earlier" in finding["message"] for finding in json.loads(result.stdout)["findings"])

    def test_the_text_names_number_word_and_every_voice(self, invoke: Invoke) -> None:
        add(invoke)
        text = invoke("forecast", "us-iran-2025", *FEW).stdout
        assert "unlikely, " in text
        assert "Ann" in text
        assert "families weigh equally" in text.lower()

    def test_help_needs_no_case(self, invoke: Invoke) -> None:
        for words in (["forecast"], ["forecast", "--help"], ["forecast", "add", "--help"], ["ledger"]):
            assert invoke(*words).exit_code == 0

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["us-iran-2025", "--modes"], "no forecast"),
            (["us-iran-2025", "--weight", "people"], "not name=number"),
            (["us-iran-2025", "--weight", "people=-1"], "not name=number"),
            (["us-iran-2025", "--weight", "a=1", "--weight", "a=2"], "given twice"),
            (["us-iran-2025", "--weight", "Anna=2", "--draws", "20"], "No voice or family"),
            (["us-iran-2025", "--ledger", "none.jsonl"], "no ledger"),
            (["us-iran-2025", "--learned-weights"], "there is none"),
            (["us-iran"], "no case file"),
        ],
    )
    def test_usage(self, invoke: Invoke, failure: Any, words: list[str], told: str) -> None:
        result = invoke("forecast", *words, "--json")
        assert result.exit_code == 2
        assert told in failure(result)["message"]


class TestAdd:
    def test_the_line_and_its_head(self, invoke: Invoke) -> None:
        found = data(add(invoke, "0.2", "Ann", DEAL, "--json", "--rests-on", "letter-2025"))
        assert (found["line"], found["as_of"], found["rests_on"]) == (3, "2025-03-08", ["letter-2025"])
        assert data(invoke("ledger", "verify", LEDGER, "--json"))["head"] == found["head"]

    @pytest.mark.parametrize(
        ("words", "told", "code"),
        [
            (["20", "Ann", DEAL], "not a probability", 2),
            (["nan", "Ann", DEAL], "not a probability", 2),
            (["0.2", "common-ground", DEAL], "another voice", 2),
            (["0.2", "people", DEAL], "another voice", 2),
            (["0.2", "Crises", DEAL], "another voice", 2),
            (["0.2", "reference-class:nuclear-crises", DEAL], "another voice", 2),
            (["0.2", " ", DEAL], "--by", 2),
            (["0.2", "Ann", DEAL, "--because", " \n "], "--because is empty", 2),
            (["0.2", "Ann", DEAL, "--ledger", "."], "is a folder", 5),
            (["0.2", "Ann", "deal"], "no question", 2),
            (["0.2", "Ann", DEAL, "--as-of", "2999-01-01"], "day to come", 2),
            (["0.2", "Ann", DEAL, "--as-of", "2026-04-01"], "after its deadline", 5),
            (["0.2", "Ann", DEAL, "--low", "0.3", "--high", "0.4"], "does not hold", 5),
            (["0.2", "Ann", DEAL, "--low", "0.1"], "lacks an end", 5),
        ],
    )
    def test_refusals_write_nothing(
        self, invoke: Invoke, failure: Any, words: list[str], told: str, code: int
    ) -> None:
        result = add(invoke, words[0], words[1], words[2], "--json", *words[3:])
        assert result.exit_code == code
        assert told in failure(result)["message"]
        assert not Path(LEDGER).exists() or Path(LEDGER).read_bytes() == b""

    def test_a_contradiction_between_deadlines_is_refused(self, invoke: Invoke, failure: Any) -> None:
        add(invoke, "0.2")
        told = failure(add(invoke, "0.3", "Ann", EARLY, "--json"))
        assert "cannot be likelier" in told["message"]
        assert add(invoke, "0.3", "Ben", EARLY).exit_code == 0

    def test_one_person_is_one_voice(self, invoke: Invoke, failure: Any) -> None:
        add(invoke, "0.2", "Ann Lee")
        assert add(invoke, "0.3", " Ann  Lee ").exit_code == 0
        told = failure(add(invoke, "0.4", "ann lee", DEAL, "--json"))
        assert "stands in the ledger as 'Ann Lee'" in told["message"]
        listed = data(invoke("ledger", "list", LEDGER, "--json"))[0]["newest"]
        assert [(one["by"], one["p"]) for one in listed] == [("Ann Lee", 0.3)]

    def test_a_changed_question_needs_a_new_id(self, invoke: Invoke, failure: Any, tmp_path: Path) -> None:
        add(invoke)
        copied = Path(
            data(invoke("catalog", "us-iran-2025", "--copy", str(tmp_path / "own"), "--json"))["path"]
        )
        copied.write_text(
            copied.read_text().replace("accept an agreement limiting", "sign an agreement limiting")
        )
        told = failure(
            invoke(
                "forecast", "add", str(copied), "--question", DEAL, "--p", "0.2", "--by", "Ben", "--because", "x",
                "--json",
            )
        )  # fmt: skip
        assert "another text" in told["message"]
        assert "new id" in told["fix"]


class TestLedger:
    def test_an_edit_is_found_with_its_line(self, invoke: Invoke, failure: Any) -> None:
        add(invoke)
        add(invoke, "0.3")
        raw = Path(LEDGER).read_bytes()
        Path(LEDGER).write_bytes(raw.replace(b'"p":0.2', b'"p":0.1'))
        result = invoke("ledger", "verify", LEDGER, "--json")
        assert result.exit_code == 5
        assert "not as it was written" in failure(result)["message"]
        shape = json.loads(result.stdout)
        assert [finding["path"] for finding in shape["findings"]] == ["line 3", "line 4"]
        assert "line 3" in invoke("ledger", "verify", LEDGER).stderr

    def test_a_cut_end_is_found(self, invoke: Invoke) -> None:
        add(invoke)
        add(invoke, "0.3")
        lines = Path(LEDGER).read_bytes().splitlines(keepends=True)
        Path(LEDGER).write_bytes(b"".join(lines[:-1]))
        result = invoke("ledger", "verify", LEDGER)
        assert result.exit_code == 5
        assert "cut off" in result.stderr
        assert add(invoke, "0.4").exit_code == 5

    def test_resolve_score_and_correct(self, invoke: Invoke, failure: Any) -> None:
        add(invoke)
        words = ("ledger", "resolve", LEDGER, "--question", DEAL, "--source", "AP")
        found = data(invoke(*words, "--outcome", "No", "--by", "Ben", "--json"))
        assert found["resolution"]["outcome"] == "no"
        assert found["id"] == f"us-iran-2025:{DEAL}"
        record = data(invoke("ledger", "score", LEDGER, "--json"))
        assert record["voices"][0]["yes_no"]["brier"] == pytest.approx(0.04)
        assert "too few" in record["voices"][0]["yes_no"]["calibration"]["verdict"]
        assert "too few" in invoke("ledger", "score", LEDGER).stdout
        assert "resolved already" in failure(invoke(*words, "--outcome", "yes", "--json"))["message"]
        corrected = invoke(
            *words, "--outcome", "yes", "--correct", "--because", "First report was wrong.", "--json"
        )
        assert data(corrected)["resolution"]["outcome"] == "yes"
        assert "is resolved" in failure(add(invoke, "0.3", "Ann", DEAL, "--json"))["message"]
        assert data(invoke("ledger", "verify", LEDGER, "--json"))["valid"]

    def test_what_happened_by_one_deadline_happened_by_a_later_one(
        self, invoke: Invoke, failure: Any
    ) -> None:
        add(invoke)
        add(invoke, "0.1", "Ann", EARLY)

        def resolve(key: str, outcome: str, *more: str) -> Result:
            words = ("--question", key, "--source", "AP", "--outcome", outcome, "--json")
            return invoke("ledger", "resolve", LEDGER, *words, *more)

        assert resolve(EARLY, "yes").exit_code == 0
        assert f"cannot end no: us-iran-2025:{EARLY}" in failure(resolve(DEAL, "no"))["message"]
        assert resolve(DEAL, "yes").exit_code == 0
        again = ("--correct", "--because", "First report was wrong.")
        assert "cannot end no" in failure(resolve(DEAL, "no", *again))["message"]
        assert resolve(EARLY, "no", *again).exit_code == 0
        assert resolve(DEAL, "no", *again).exit_code == 0

    def test_an_outcome_known_before_all_forecasts_scores_none_and_says_so(self, invoke: Invoke) -> None:
        add(invoke)
        words = ("ledger", "resolve", LEDGER, "--question", DEAL, "--source", "AP", "--outcome", "no")
        assert "none is scored" in invoke(*words, "--on", "2024-01-01").stderr
        again = ("--correct", "--because", "A slip.", "--on", "2025-06-01")
        assert "none is scored" not in invoke(*words, *again).stderr

    def test_list_one_question(self, invoke: Invoke) -> None:
        add(invoke)
        add(invoke, "0.3")
        found = data(invoke("ledger", "list", LEDGER, "--question", DEAL, "--json"))
        assert [one["p"] for one in found["forecasts"]] == [0.2, 0.3]
        assert "No talks." in invoke("ledger", "list", LEDGER, "--question", DEAL).stdout

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["verify", "none.jsonl"], 2, "no ledger"),
            (["verify", LEDGER, "--head", "zz"], 2, "A head is"),
            (["list", LEDGER, "--question", "deel"], 5, "no question"),
            (
                ["resolve", LEDGER, "--question", DEAL, "--outcome", "maybe", "--source", "AP"],
                5,
                "no outcome",
            ),
            (["resolve", LEDGER, "--question", DEAL, "--outcome", "no", "--source", " "], 5, "lacks source"),
            (
                [
                    "resolve",
                    LEDGER,
                    "--question",
                    DEAL,
                    "--outcome",
                    "no",
                    "--source",
                    "AP",
                    "--on",
                    "2999-01-01",
                ],
                2,
                "before its day",
            ),
            (
                ["resolve", LEDGER, "--question", DEAL, "--outcome", "no", "--source", "AP", "--correct"],
                2,
                "its reason",
            ),
            (["score", LEDGER, "--topic", "tennis"], 2, "has the topic"),
        ],
    )
    def test_usage(self, invoke: Invoke, failure: Any, words: list[str], code: int, told: str) -> None:
        add(invoke)
        result = invoke("ledger", *words, "--json")
        assert result.exit_code == code
        assert told in failure(result)["message"]

    def test_other_files_are_refused(self, invoke: Invoke) -> None:
        for content in (b"{}\n", b"\x00\xff\n", b"[]\nnull\n", b"A note to myself"):
            Path("x.jsonl").write_bytes(content)
            for words in (["list", "x.jsonl"], ["score", "x.jsonl"], ["verify", "x.jsonl"]):
                assert invoke("ledger", *words).exit_code == 5
            assert add(invoke, "0.2", "Ann", DEAL, "--ledger", "x.jsonl").exit_code == 5
            assert Path("x.jsonl").read_bytes() == content


class TestImportQuestions:
    ROWS = (
        "id,source,question,resolution_criteria,open_date,close_date,freeze_date,market_prob,iran,url,resolution_date,"
        "resolved_to\n"
        "12,infer,Will it?,As asked.,2024-01-01,2025-01-01,2024-07-12,0.3,1,https://example.org/12,2024-12-01,1\n"
        "13,infer,Will that?,,2024-01-01,2025-01-01,2024-07-12,30,0,,,\n"
    )

    def test_a_ledger_to_score_and_bad_rows_told(self, invoke: Invoke) -> None:
        Path("q.csv").write_text(self.ROWS)
        result = invoke("import", "questions", "q.csv", "--json")
        found = data(result)
        assert (found["rows"], found["bad_rows"], found["questions"], found["resolved"]) == (2, 1, 1, 1)
        assert "no chance" in json.loads(result.stdout)["findings"][0]["message"]
        record = data(invoke("ledger", "score", found["path"], "--json"))
        assert record["voices"][0]["yes_no"]["brier"] == pytest.approx(0.49)
        assert invoke("import", "questions", "q.csv").exit_code == 2

    def test_no_usable_row(self, invoke: Invoke) -> None:
        Path("q.csv").write_text("\n".join(self.ROWS.splitlines()[::2]))
        assert invoke("import", "questions", "q.csv").exit_code == 5
        assert not Path("q.ledger.jsonl").exists()
        assert invoke("import", "questions", "none.csv").exit_code == 2
