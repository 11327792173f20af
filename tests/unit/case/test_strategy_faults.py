"""What is said of slips in the strategic blocks: the keys of a part, the weight of a year, the day looked from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.case.strategic import strategic, strategic_data

from commonground.case.as_of import seen_from
from commonground.case.change import change
from commonground.case.check import check_case
from commonground.case.draws import draw
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


@pytest.mark.parametrize("block", ["elections", "latency", "relief"])
@pytest.mark.parametrize("weight", [1, {"value": 1.0, "because": "It can wait."}], ids=["short", "reason"])
def test_a_weight_of_one_has_no_bound_where_something_is_priced(block: str, weight: Any) -> None:
    (finding,) = faults({f"{block}.discount": weight})
    assert finding.path == f"{block}.discount"
    assert finding.message == "must be below 1: what comes for ever would have no bound"
    assert finding.fix == "Write 0.99 for a party in no hurry."


def test_a_weight_of_one_may_stand_where_no_deal_is_priced() -> None:
    data = strategic_data()
    del data["elections"]["deal"]
    data["elections"]["discount"] = 1
    elections = draw(case_from_data(data), 3).strategy.elections
    assert elections is not None
    assert elections.discount.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "belief", ["0.95 to 1", {"uniform": [0.99995, 1]}, 0.99999, {"triangular": [0.9, 1, 1]}]
)
def test_a_belief_that_reaches_one_stays_bounded(belief: Any) -> None:
    blocks = ("elections", "latency", "relief")
    case = change(strategic(), {f"{block}.discount": belief for block in blocks})
    strategy = draw(case, 400).strategy
    assert strategy.elections is not None
    assert strategy.latency is not None
    assert strategy.relief is not None
    for block in (strategy.elections, strategy.latency, strategy.relief):
        assert block.discount.max() == pytest.approx(0.9999, abs=5e-3)
        assert block.discount.max() <= 0.9999


@pytest.mark.parametrize("party", ["upland", "lowland"])
def test_a_deal_needs_the_fallback_of_each_signatory(party: str) -> None:
    other = {"upland": "lowland", "lowland": "upland"}[party]
    (finding,) = faults({"elections.deal.fallback": {other: 0.4}})
    assert finding.path == "elections.deal.fallback"
    assert finding.message == f"no fallback of {party}, a signatory"
    assert finding.fix.startswith(f"Add {party}: ")


def test_a_loss_that_is_left_out_is_said_to_be_nothing() -> None:
    (finding,) = (found for found in check_case(strategic()) if "counts as 0" in found.message)
    assert (finding.level, finding.path) == ("note", "elections.deal.loss.upland")
    assert finding.message == "no loss after a collapse is given, so it counts as 0"


WEIGHT = "It is the weight of a year from now: for a rate of 5 % a year write 0.95."


@pytest.mark.parametrize("block", ["elections", "latency", "relief"])
@pytest.mark.parametrize("rate", [5, "3 to 8", "5 %", "5 ± 1 %", 0], ids=str)
def test_a_rate_is_not_advised_as_a_weight(block: str, rate: Any) -> None:
    (finding,) = faults({f"{block}.discount": rate})
    assert finding.fix == f"Use a value above 0 and at most 1. {WEIGHT}"


@pytest.mark.parametrize(
    ("path", "raw", "fix"),
    [
        ("trust.lowland.temptation", 40, "Use a value from 0 to 1."),
        ("trust.lowland.temptation", "40 %", "Use a value from 0 to 1."),
        ("trust.lowland.exposure", "40 %", "Use a value that is above 0."),
        ("trust.lowland.untrustworthy.temptation", "150 %", "Use a value that is above 1."),
        ("trust.lowland.untrustworthy.exposure", "40 %", "Use a value that is above 0."),
        ("trust.lowland.prior", 40, "Use a value from 0 to 1. If you mean 40 %, write 0.4."),
    ],
)
def test_payoffs_of_trust_are_no_per_cent(path: str, raw: Any, fix: str) -> None:
    (finding,) = faults({path: raw})
    assert finding.fix == fix


@pytest.mark.parametrize("block", ["elections", "latency", "relief"])
def test_a_weight_below_a_half_may_be_the_rate(block: str) -> None:
    def found(weight: Any) -> list[Finding]:
        case = change(strategic(), {f"{block}.discount": weight})
        return [finding for finding in check_case(case) if "is it the rate?" in finding.message]

    (finding,) = found("0.03 to 0.08")
    assert (finding.level, finding.path) == ("warning", f"{block}.discount")
    assert finding.message == "weighs a year from now less than half: is it the rate?"
    assert found(0.5) == []
