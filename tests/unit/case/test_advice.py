"""Advice must not mislead: one slip is told once, and following what is told never makes a wrong case valid."""

from __future__ import annotations

import pytest
from tests.unit.case.cases import RIVER, river_data

from commonground.case.io import case_from_data, parse_case
from commonground.errors import CaseError


def told(text: str) -> list[str]:
    """What is said of a faulty case, without the place."""
    with pytest.raises(CaseError) as caught:
        parse_case(text, "river.yaml")
    return [finding.line().split(": ", 1)[1] for finding in caught.value.findings]


def changed(*edits: tuple[str, str]) -> str:
    text = RIVER
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


COST = '{from: status_quo, cost: "0.05 to 0.2"}'


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("0,1", "Write cost: 0.1."),
        ("0,05", "Write cost: 0.05."),
        ("0,05 to 0,2", "Write cost: 0.05 to 0.2."),
        ("0 to 0,2", "Write cost: 0 to 0.2."),
        ("0, 1", "Write the number after cost with a point and without separators, such as 0.1."),
        ("0,1,2", "Write the number after cost with a point and without separators, such as 0.1."),
    ],
)
def test_a_number_that_a_comma_split_is_told_once(written: str, fix: str) -> None:
    (only,) = told(changed((COST, f"{{from: status_quo, cost: {written}}}")))
    assert only.startswith("walk_away.lowland.cost: a comma is not a decimal point here")
    assert only.endswith(fix)


def test_a_split_number_is_found_before_a_reason_and_among_options() -> None:
    lines = told(
        changed(
            (COST, "{value: 0,3, because: Guess.}"),
            ('joint: "0.4 to 0.8", third: 0}', "joint: 0,4, third: 0,0}"),
        )
    )
    assert len(lines) == 3
    assert [line.rsplit("Write ")[1] for line in lines] == ["joint: 0.4.", "third: 0.0.", "value: 0.3."]


def test_the_rest_is_checked_with_the_number_that_was_meant() -> None:
    lines = told(changed(("{max: 75, holds: 0.8}", "{min: 75,5, max: 75,1}")))
    assert any("min is above max 75.1 (got 75.5)" in line for line in lines)


@pytest.mark.parametrize(
    "written", ["{from: status_quo, cost: , 1: }", "{from: status_quo, 1: }", "\n    cost: 0\n    1:\n"]
)
def test_a_numeric_key_that_continues_no_number_is_a_key_without_value(written: str) -> None:
    assert any("nothing is given" in line for line in told(changed((COST, written))))


def test_data_that_no_file_wrote_have_no_decimal_commas() -> None:
    data = river_data()
    data["walk_away"]["lowland"] = {"from": "status_quo", "cost": 0, "1": None}
    with pytest.raises(CaseError, match="nothing is given"):
        case_from_data(data)


@pytest.mark.parametrize(("written", "fix"), [("0,5", "Write 0.5."), ("1 000", "Write 1000.")])
def test_a_plain_number_with_a_comma_says_which_number_to_write(written: str, fix: str) -> None:
    assert any(line.endswith(fix) for line in told(changed(("    hi: 100", f"    hi: {written}"))))


def test_levels_that_a_comma_split_are_told_of_the_point() -> None:
    (only,) = told(changed(("[20, 40, 60, 80]", "[20, 60,5, 80]")))
    assert only.endswith(
        "levels must ascend (got 5). Sort them; the one before is 60. Decimals take a point."
    )


BETWEEN = "positions.upland.gauges.utility.joint]"


@pytest.mark.parametrize(
    "edits",
    [
        [("      salience: 3\n", "      saliense: 3\n"), (BETWEEN, "positions.upland.share.salience]")],
        [("      salience: 3\n", ""), (BETWEEN, "positions.upland.share.salience]")],
        [("      salience: 3\n", "      salience:\n"), (BETWEEN, "positions.upland.share.salience]")],
        [('utility: {none: 1, joint: "', 'utility: {none: 1, jiont: "')],
        [('  upland: "0.4 to 0.6"', '  uplands: "0.4 to 0.6"')],
        [("\nwalk_away:", "\nwalkaway:")],
    ],
    ids=["misspelt", "missing", "empty", "option", "party", "section"],
)
def test_a_path_that_a_told_fault_breaks_is_no_second_fault(edits: list[tuple[str, str]]) -> None:
    (only,) = told(changed(*edits))
    assert "unknown path" not in only


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("walk_away.lowland", 'Did you mean "walk_away.lowland.cost"?'),
        ("walk_away.lowlands.cost", 'Did you mean "walk_away.lowland.cost"?'),
        ("durability.lowland", "State it in the case, or name a value that the case states."),
        ("positions.lowland.share.exponent", "State it in the case, or name a value that the case states."),
        ("positions.upland.share.idael", 'Did you mean "positions.upland.share.ideal"?'),
        ("position.upland.share.ideal", 'Did you mean "positions.upland.share.ideal"?'),
        ("talks.temp", 'Did you mean "talks.tempo"?'),
        ("weather", "Use a path such as positions.PARTY.ISSUE.ideal or walk_away.PARTY."),
    ],
)
def test_a_suggested_path_speaks_of_the_same_party_and_issue(path: str, fix: str) -> None:
    (only,) = told(changed((BETWEEN, f"{path}]")))
    assert only.endswith(f'unknown path (got "{path}"). {fix}')


def test_an_unrelated_fault_hides_no_unknown_path() -> None:
    lines = told(
        changed(('ideal: "30 to 50"', "ideal: 300"), (BETWEEN, "positions.upland.share.red_line.min]"))
    )
    assert len(lines) == 2


def test_a_wrong_horizon_makes_no_deadline_wrong() -> None:
    assert len(told(changed(("horizon: 12 months", "horizon: 2024-03-08")))) == 1
    assert len(told(changed(("as_of: 2025-03-08", "as_of: 8 March 2025")))) == 1


def test_an_assumption_says_which_sections_it_bears_on() -> None:
    case = parse_case(changed(("rests_on: [walk_away.upland]", "bears_on: [outlook, packages]")))
    assert case.assumptions[0].bears_on == ("outlook", "packages")
    assert case.dump()["assumptions"][0]["bears_on"] == ["outlook", "packages"]
    assert case_from_data(case.dump()) == case
    assert "bears_on" not in parse_case(RIVER).dump()["assumptions"][0]
