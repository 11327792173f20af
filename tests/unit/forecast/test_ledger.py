"""The ledger grows only by what fits, and shows every change to what stands in it."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.forecast import books

from commonground.errors import ForecastError, UsageError
from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.book import forecast_entry, resolve_entry
from commonground.forecast.ledger import Ledger, head_path
from commonground.forecast.lines import BadLineError, line_hash, read, written
from commonground.forecast.verify import verify
from commonground.forecast.voice import Voice

DEAL = books.question()
Rows = list[bytes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of a question, five forecasts and a resolution."""
    place = tmp_path / "talks.ledger.jsonl"
    forecasts = [books.said(DEAL, name, 0.1 * n, f"2025-01-1{n}") for n, name in enumerate("abcde", 1)]
    books.ledger(place, books.asked(DEAL), *forecasts, books.resolved(DEAL))
    return place


def rows_of(path: Path) -> Rows:
    return path.read_bytes().splitlines()


def write(path: Path, rows: Rows) -> None:
    path.write_bytes(b"".join(row + b"\n" for row in rows))


def test_a_forged_end_takes_no_further_line(tmp_path: Path) -> None:
    """The head shows that the last line was written anew; a new line would move the head past the proof."""
    path = tmp_path / "l.jsonl"
    about = books.question()
    books.ledger(path, books.asked(about), books.said(about, "Ann", 0.2))
    *whole, last = path.read_bytes().splitlines()
    forged = json.loads(last) | {"p": 0.9}
    n, before, at = (forged.pop(key) for key in ("n", "before", "at"))
    forged.pop("seal")
    path.write_bytes(b"".join(raw + b"\n" for raw in (*whole, written(n, before, at, forged))))
    assert not verify(path).valid
    kept = path.read_bytes()
    with pytest.raises(ForecastError, match="is not the line that"):
        Ledger(path).add([books.said(about, "Ben", 0.3)])
    assert path.read_bytes() == kept


class TestGrowth:
    def test_each_line_carries_the_hash_of_the_line_before(self, path: Path) -> None:
        rows = rows_of(path)
        assert json.loads(rows[0])["before"] == "0" * 64
        for before, row in itertools.pairwise(rows):
            assert json.loads(row)["before"] == line_hash(before)
        assert [json.loads(row)["n"] for row in rows] == list(range(len(rows)))

    def test_a_sound_ledger_verifies_and_reads_back(self, path: Path) -> None:
        verdict = verify(path)
        assert verdict.valid
        assert verdict.findings == ()
        assert verdict.lines == 8
        assert [entry.answer for entry in Ledger(path).book.forecasts] == pytest.approx(
            [0.1, 0.2, 0.3, 0.4, 0.5]
        )
        assert verdict.head == Ledger(path).head == line_hash(rows_of(path)[-1])

    def test_nothing_is_written_before_the_first_entry(self, tmp_path: Path) -> None:
        kept = Ledger(tmp_path / "new.jsonl")
        assert kept.add([]) == []
        assert not list(tmp_path.glob("*.head"))

    def test_all_kinds_of_answers_come_back(self, tmp_path: Path) -> None:
        choice = books.question("who", kind="choice", options=("a", "b", "c"))
        number = books.question("oil", kind="number", unit="USD")
        day = books.question("when", kind="date")
        held = {
            choice: Shares(("a", "b", "c"), (0.2, 0.3, 0.5)),
            number: Quantiles((0.05, 0.5, 0.95), (60.0, 72.0, 90.0)),
            day: Quantiles((0.1, 0.9), (739_000.0, 739_100.0)),
        }
        entries = [
            forecast_entry(about, Voice("Ann", "people", distribution=answer), date(2025, 1, 1), now=None)
            for about, answer in held.items()
        ]
        books.ledger(tmp_path / "x.jsonl", *(books.asked(about) for about in held), *entries)
        assert [entry.answer for entry in Ledger(tmp_path / "x.jsonl").book.forecasts] == list(held.values())
        assert verify(tmp_path / "x.jsonl").valid

    def test_names_in_any_script_are_kept(self, tmp_path: Path) -> None:
        about = books.question(text="آیا توافق می‌کنند؟\u2028 \x00 مذاکره")
        books.ledger(tmp_path / "x.jsonl", books.asked(about), books.said(about, "علی", 0.2))
        assert Ledger(tmp_path / "x.jsonl").book.questions["deal"].text == about.text
        assert verify(tmp_path / "x.jsonl").valid

    def test_two_readers_of_one_file_see_each_others_lines(self, path: Path) -> None:
        other = books.question("other")
        one, two = Ledger(path, books.clock()), Ledger(path, books.clock())
        one.add([books.asked(other), books.said(other, "Ann", 0.2)])
        two.add([books.said(other, "Ben", 0.3)])
        one.add([books.said(other, "Ann", 0.4)])
        assert [entry.by for entry in one.book.standing("other")] == ["Ann", "Ben"]
        assert verify(path).valid


class TestRefusals:
    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            (books.asked(books.question(text="Will they sign at all?")), "cannot change"),
            (books.said(DEAL, "f", 0.2), "is resolved"),
            (books.said(books.question("none"), "f", 0.2), "no question"),
            (books.resolved(DEAL, "no"), "resolved already"),
            ({"kind": "delete"}, "no entries of the kind"),
            ({"kind": "ledger", "format": "commonground-ledger/1"}, "opens once"),
            ({"kind": "question"}, "lacks its question"),
        ],
    )
    def test_what_contradicts_the_ledger_leaves_no_trace(
        self, path: Path, entry: dict[str, Any], told: str
    ) -> None:
        before = path.read_bytes(), head_path(path).read_bytes()
        kept = Ledger(path)
        with pytest.raises(ForecastError, match=told):
            kept.add([entry])
        assert (path.read_bytes(), head_path(path).read_bytes()) == before
        assert kept.lines == 8

    @pytest.mark.parametrize(
        "change",
        [
            {"p": 1.2}, {"p": True}, {"p": None}, {"p": "0.2"}, {"by": ""}, {"family": "spirits"}, {"as_of": "soon"},
            {"as_of": "2026-01-01"}, {"low": 0.3}, {"low": 0.3, "high": 0.4}, {"now": "x"}, {"question_hash": "0" * 64},
            {"p": float("nan")}, {"because": "\ud800"},
        ],
    )  # fmt: skip
    def test_bad_forecasts(self, tmp_path: Path, change: dict[str, Any]) -> None:
        kept = books.ledger(tmp_path / "x.jsonl", books.asked(DEAL))
        with pytest.raises(ForecastError):
            kept.add([{**books.said(DEAL, "Ann", 0.2), **change}])
        assert verify(tmp_path / "x.jsonl").lines == 2

    def test_all_entries_or_none(self, tmp_path: Path) -> None:
        kept = Ledger(tmp_path / "x.jsonl")
        with pytest.raises(ForecastError):
            kept.add([books.asked(DEAL), books.said(DEAL, "Ann", 0.2), {"kind": "nonsense"}])
        assert (tmp_path / "x.jsonl").read_bytes() == b""
        kept.add([books.asked(DEAL)])
        assert verify(tmp_path / "x.jsonl").valid

    def test_a_resolution_is_corrected_by_name_only_and_both_stay(self, path: Path) -> None:
        kept = Ledger(path)
        held = kept.book.resolutions["deal"]
        entry = resolve_entry("deal", "no", date(2025, 6, 2), "AP", because="The first report was wrong.")
        kept.add([{**entry, "corrects": held.n}])
        assert Ledger(path).book.resolutions["deal"].outcome == "no"
        assert b'"outcome":"yes"' in path.read_bytes()

    def test_a_damaged_ledger_takes_no_entry(self, path: Path) -> None:
        rows = rows_of(path)
        write(path, [*rows[:3], rows[4], rows[3], *rows[5:]])
        with pytest.raises(ForecastError, match=r"ledger\.jsonl:4: the line does not follow"):
            Ledger(path)

    def test_a_cut_ledger_takes_no_entry(self, path: Path) -> None:
        write(path, rows_of(path)[:-2])
        with pytest.raises(ForecastError, match="lost lines"):
            Ledger(path).add([books.asked(books.question("other"))])

    def test_a_ledger_that_shrinks_while_open_is_noticed(self, path: Path) -> None:
        kept = Ledger(path)
        write(path, rows_of(path)[:-2])
        with pytest.raises(ForecastError, match="become shorter"):
            kept.add([books.asked(books.question("other"))])


def _edit(rows: Rows) -> Rows:
    return [*rows[:3], rows[3].replace(b'"p":0.2', b'"p":0.9'), *rows[4:]]


def _reseal(rows: Rows) -> Rows:
    """An edit whose seal was computed anew, as a careful forger would."""
    entry = json.loads(rows[3])
    n, before, at = entry.pop("n"), entry.pop("before"), entry.pop("at")
    entry.pop("seal")
    return [*rows[:3], written(n, before, at, {**entry, "p": 0.9}), *rows[4:]]


def _edit_last(rows: Rows) -> Rows:
    return [*rows[:-1], rows[-1].replace(b'"yes"', b'"no"')]


DAMAGE: dict[str, Callable[[Rows], Rows]] = {
    "edited": _edit,
    "edited and sealed anew": _reseal,
    "last line edited": _edit_last,
    "first line deleted": lambda rows: rows[1:],
    "line deleted": lambda rows: [*rows[:4], *rows[5:]],
    "last line deleted": lambda rows: rows[:-1],
    "half deleted": lambda rows: rows[:4],
    "all deleted": lambda rows: [],
    "two lines swapped": lambda rows: [*rows[:3], rows[4], rows[3], *rows[5:]],
    "line doubled": lambda rows: [*rows[:4], rows[3], *rows[4:]],
    "last line doubled": lambda rows: [*rows, rows[-1]],
    "line added": lambda rows: [*rows, b'{"kind":"forecast","question":"deal","p":0.99}'],
    "empty line": lambda rows: [*rows[:3], b"", *rows[3:]],
    "line ends changed": lambda rows: [row + b"\r" for row in rows],
    "byte order mark": lambda rows: [b"\xef\xbb\xbf" + rows[0], *rows[1:]],
    "space added": lambda rows: [*rows[:3], rows[3].replace(b'"p":', b'"p": '), *rows[4:]],
}


class TestVerify:
    @pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
    def test_damage_is_found(self, path: Path, damage: Callable[[Rows], Rows]) -> None:
        write(path, damage(rows_of(path)))
        verdict = verify(path)
        assert not verdict.valid
        assert verdict.faults
        assert any(finding.level == "error" and finding.fix for finding in verdict.findings)

    def test_damage_is_named_by_its_line(self, path: Path) -> None:
        write(path, _edit(rows_of(path)))
        found = [finding.path for finding in verify(path).findings]
        assert found == ["line 4", "line 5"]

    def test_without_its_head_a_cut_end_shows_only_by_a_noted_head(self, path: Path) -> None:
        head = verify(path).head
        write(path, rows_of(path)[:-1])
        head_path(path).unlink()
        verdict = verify(path)
        assert verdict.valid
        assert "would not be noticed" in verdict.findings[0].message
        assert not verify(path, head).valid
        assert verify(path, verdict.head[:12]).valid

    def test_a_ledger_written_anew_shows_by_its_kept_head_and_by_a_noted_one(self, path: Path) -> None:
        noted = line_hash(rows_of(path)[4])
        assert verify(path, noted).valid
        forecasts = [books.said(DEAL, name, 0.9) for name in "abcde"]
        forged = path.with_name("forged.jsonl")
        books.ledger(forged, books.asked(DEAL), *forecasts, books.resolved(DEAL))
        path.write_bytes(forged.read_bytes())
        verdict = verify(path)
        assert not verdict.valid
        assert "written anew" in verdict.findings[0].message
        head_path(path).write_bytes(head_path(forged).read_bytes())
        assert verify(path).valid
        assert not verify(path, noted).valid

    @pytest.mark.parametrize("noted", ["xyz", "abc", "0" * 65, "g" * 64])
    def test_a_noted_head_is_a_hash(self, path: Path, noted: str) -> None:
        with pytest.raises(UsageError):
            verify(path, noted)

    @pytest.mark.parametrize("torn", [b"", b"{", b"null", b'{"lines":"8"}', b"[" * 5000])
    def test_a_torn_head_is_told_and_no_fault(self, path: Path, torn: bytes) -> None:
        head_path(path).write_bytes(torn)
        verdict = verify(path)
        assert verdict.valid
        assert verdict.findings[0].level == "warning"

    def test_contradictions_under_a_sound_chain_are_found(self, path: Path) -> None:
        rows = rows_of(path)
        wrong = written(len(rows), line_hash(rows[-1]), "2025-07-01T00:00:00Z", books.said(DEAL, "f", 0.2))
        write(path, [*rows, wrong])
        assert "is resolved" in verify(path).findings[0].message

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(data=st.data())
    def test_any_changed_byte_is_found(self, path: Path, data: st.DataObject) -> None:
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 2))
        other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
        try:
            path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
            assert not verify(path).valid
        finally:
            path.write_bytes(whole)


class TestTornEnds:
    def test_a_write_cut_off_anywhere_leaves_a_valid_ledger_that_grows_on(self, path: Path) -> None:
        whole, head = path.read_bytes(), head_path(path).read_bytes()
        other = books.question("other")
        Ledger(path, books.clock()).add([books.asked(other)])
        longer = path.read_bytes()
        for cut in [*range(len(whole), len(longer) - 1, 7), len(longer) - 1]:
            path.write_bytes(longer[:cut])
            head_path(path).write_bytes(head)  # the head is noted after the line is on the disk
            verdict = verify(path)
            assert verdict.valid, cut
            assert verdict.lines == 8 + (cut == len(longer) - 1)
            assert (cut in (len(whole), len(longer) - 1)) == (not verdict.findings)
        Ledger(path, books.clock()).add([books.asked(books.question("third"))])
        assert verify(path).valid
        assert verify(path).lines == 10
        path.write_bytes(longer[: len(whole) + 20])
        head_path(path).write_bytes(head)
        Ledger(path, books.clock()).add([books.asked(other)])
        assert path.read_bytes() == longer

    def test_a_full_disk_leaves_the_ledger_as_it_was(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = path.read_bytes()
        real = os.write

        def half(handle: int, content: Any) -> int:
            if len(content) < 60:
                raise OSError(28, "No space left on device")
            return real(handle, bytes(content)[: len(content) // 2])

        monkeypatch.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            Ledger(path).add([books.asked(books.question("other"))])
        monkeypatch.undo()
        assert path.read_bytes() == before
        assert verify(path).valid


class TestLines:
    @settings(max_examples=400)
    @given(st.binary(max_size=300))
    def test_any_bytes_are_refused_without_a_crash(self, raw: bytes) -> None:
        with pytest.raises(BadLineError):
            read(raw)

    @given(
        st.dictionaries(
            st.text(max_size=5).filter(lambda key: key not in ("n", "before", "at", "kind", "seal")),
            st.none()
            | st.booleans()
            | st.integers(-(10**15), 10**15)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=20),
            max_size=5,
        )
    )
    def test_what_is_written_is_read(self, entry: dict[str, Any]) -> None:
        try:
            raw = written(3, "0" * 64, "2025-01-01T00:00:00Z", {"kind": "x", **entry})
        except ForecastError:
            assert any("\ud800" <= sign <= "\udfff" for sign in repr(entry)) or "\\ud" in repr(entry)
            return
        assert b"\n" not in raw
        back = read(raw)
        assert {key: back[key] for key in entry} == entry

    @pytest.mark.parametrize(
        "body",
        [
            b"[1",
            b'{"n":1',
            b'{"n":1e999',
            b'{"n":' + b"[" * 20_000,
            b'{"n":true,"before":"","at":"","kind":""',
        ],
    )
    def test_sealed_nonsense_is_refused(self, body: bytes) -> None:
        import hashlib

        with pytest.raises(BadLineError):
            read(body + b',"seal":"' + hashlib.sha256(body).hexdigest().encode() + b'"}')

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        st.sampled_from(
            [
                "question",
                "question_hash",
                "as_of",
                "by",
                "family",
                "p",
                "low",
                "high",
                "because",
                "now",
                "imported",
            ]
        ),
    )
    def test_an_entry_of_any_value_is_taken_or_refused(self, value: Any, key: str) -> None:
        made = books.book(books.asked(DEAL))
        try:
            made.take({**books.said(DEAL, "Ann", 0.2), key: value, "n": 2})
        except ForecastError:
            assert not made.forecasts
