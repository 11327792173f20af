"""What is said of slips in the strategic blocks: the keys of a part, the weight of a year, the day looked from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.case.strategic import strategic, strategic_data

from commonground.case.as_of import seen_from
from commonground.case.io import case_from_data
from commonground.errors import CaseError, Finding


def faults(changes: dict[str, Any]) -> list[Finding]:
    """The faults of the case with every block after some changes; a key in dots names the place."""
    data = strategic_data()
    for path, value in changes.items():
        *rooms, last = path.split(".")
        node = data
        for room in rooms:
            node = node[room]
        node[last] = value
    with pytest.raises(CaseError) as caught:
        case_from_data(data)
    return list(caught.value.findings)


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2027, 1, 1)])
def test_a_day_not_before_the_horizon_is_the_fault_of_the_day(day: date) -> None:
    with pytest.raises(CaseError) as caught:
        seen_from(strategic(), day)
    (finding,) = caught.value.findings
    assert (finding.path, finding.got) == ("as_of", day.isoformat())
    assert finding.message == "the day given with --as-of must be before the horizon 2026-03-08"


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("latency.flow", "now, successor, armed"),
        ("latency.inspections", "interval, sensitivity, response"),
        ("mediators.envoy.guarantee", "escrow, snapback, war_cost"),
        ("elections.deal", "fallback"),
        ("trust.upland.untrustworthy", "temptation, exposure"),
    ],
)
def test_a_number_for_a_part_is_told_the_keys_of_the_part(path: str, keys: str) -> None:
    (finding,) = (found for found in faults({path: 0.3}) if found.path == path)
    assert finding.message == "must be a mapping of keys"
    assert finding.fix == f"Write key: value pairs, indented below it: {keys}."


def test_a_mapping_from_parties_has_no_keys_of_its_own() -> None:
    (finding,) = (
        found for found in faults({"elections.governments": 1}) if found.path.endswith("governments")
    )
    assert finding.fix == "Write key: value pairs, indented below it."
