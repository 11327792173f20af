"""Values and scenarios written into a case's text: only what is meant changes, comments stay, the result is a case."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from commonground import catalog
from commonground.app.editing.patch import checked, with_scenario, with_values
from commonground.case.change import change
from commonground.errors import CaseError, UsageError

US_IRAN = catalog.path("us-iran-2025")


def case_text(name: str) -> tuple[str, Path]:
    path = catalog.path(name)
    return path.read_text("utf-8"), path


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    found = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [x[2:] for x in found if x.startswith("- ")], [x[2:] for x in found if x.startswith("+ ")]


def test_a_value_takes_one_line_and_keeps_its_reason() -> None:
    text, path = case_text("us-iran-2025")
    changes = {"positions.usa.enrichment.ideal": 3.67, "walk_away.usa": "0.2 to 0.4"}
    after = with_values(text, changes, path)
    gone, new = changed_lines(text, after)
    assert len(gone) == len(new) <= 4
    before, case = checked(text, path), checked(after, path)
    assert case.values()["positions.usa.enrichment.ideal"].quantity.mode() == 3.67
    held = before.values()["positions.usa.enrichment.ideal"]
    assert case.values()["positions.usa.enrichment.ideal"].because == held.because != ""
    assert case.dump() == change(before, changes).dump()
    assert [line for line in after.splitlines() if "#" in line] == [
        line for line in text.splitlines() if "#" in line
    ]


@pytest.mark.parametrize("name", ["us-iran-2025", "split-the-pie", "panama-canal-1977", "greece-debt-2015"])
def test_every_number_can_be_written(name: str) -> None:
    """Each exact value at its own mode: the text says so, or the change is refused; it never says something else."""
    text, path = case_text(name)
    case = checked(text, path)
    paths = [path for path in case.values() if path.startswith(("positions.", "walk_away."))][:12]
    written = 0
    for place in paths:
        mode = case.values()[place].quantity.mode()
        try:
            after = with_values(text, {place: mode}, path)
        except CaseError:
            continue
        written += 1
        assert checked(after, path).values()[place].quantity.mode() == pytest.approx(mode)
    assert written >= 0.7 * len(paths)


def test_a_value_that_was_not_stated_is_entered() -> None:
    text, path = case_text("us-iran-2025")
    case = checked(text, path)
    place = next(
        f"positions.{party}.{issue}.red_line.max"
        for party in case.parties
        for issue, position in case.positions[party].items()
        if position.red_line is None and f"positions.{party}.{issue}.ideal" in case.values()
    )
    high = case.values()[place.replace("red_line.max", "ideal")].quantity.hi
    after = with_values(text, {place: high}, path)
    assert checked(after, path).values()[place].quantity.mode() == high


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"positions.usa.enrichment.ideal": 400}, "ideal"),
        ({"positions.usa.enrichmnt.ideal": 4}, "no such value"),
        ({"walk_away.usa": "nonsense"}, "walk_away.usa"),
    ],
)
def test_what_no_case_may_say_is_refused(changes: dict[str, object], words: str) -> None:
    text, path = case_text("us-iran-2025")
    with pytest.raises(CaseError, match=words):
        with_values(text, changes, path)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["us-iran-2025", "split-the-pie"])
def test_a_scenario_is_added_line_by_line(name: str, newline: str) -> None:
    text, path = case_text(name)
    text = text.replace("\n", newline)
    case = checked(text, path)
    place = next(path for path in case.values() if path.endswith(".salience"))
    after = with_scenario(
        text, "softer-line", "A softer <b>line</b>", {place: 1}, path, about="Tried # today"
    )
    gone, new = changed_lines(text, after)
    assert gone == []
    assert "softer-line:" in {line.strip() for line in new}
    assert f"{place}: 1" in {line.strip() for line in new}
    assert after.count("\n") == after.count(newline)
    added = checked(after, path).scenarios["softer-line"]
    assert (added.name, added.about) == ("A softer <b>line</b>", "Tried # today")
    again = with_scenario(after, "softer-still", "", {place: 0.5}, path, after=("softer-line",))
    assert checked(again, path).scenarios["softer-still"].after == ("softer-line",)


@pytest.mark.parametrize("name", ["Softer line", "", "../x", "1", "a" * 500])
def test_a_scenario_needs_a_name(name: str) -> None:
    text, path = case_text("split-the-pie")
    with pytest.raises((UsageError, CaseError)):
        with_scenario(text, name, "x", {"study.draws": 100}, path)


def test_a_scenario_is_not_written_over() -> None:
    text, path = case_text("us-iran-2025")
    name = next(iter(checked(text, path).scenarios))
    with pytest.raises(UsageError, match="already"):
        with_scenario(text, name, "x", {"walk_away.usa": 0.3}, path)
    with pytest.raises(UsageError, match="changes nothing"):
        with_scenario(text, "new-one", "x", {}, path)
