"""The six models on cases: edge cases have a defined answer, units are the issue's, and there is never an outcome."""

# ruff: noqa: E501 - a table of cases

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from tests.unit.case.strategic import strategic
from tests.unit.case.test_bargaining_block import table

from commonground.case.draws import draw
from commonground.case.io import case_from_data, load_case
from commonground.case.model import Case
from commonground.errors import MissingInput, NoSolution, UsageError
from commonground.methods.bargaining.forecast import figures
from commonground.methods.bargaining.from_draws import given_of
from commonground.methods.base import Solution
from commonground.methods.registry import BARGAINING, card, methods_for, solve
from commonground.study.run import run

SOLVED = 40


def several(*held: tuple[Any, Any], issues: int = 1, **block: Any) -> Case:
    """A case of positions only: a party for each pair of ideal (None: no position) and salience."""
    data = table(bargaining=block)
    names = [f"p{k}" for k in range(len(held))]
    topics = [f"t{k}" for k in range(issues)]
    data["parties"] = {name: {"name": name.upper(), "role": "other"} for name in names}
    data["issues"] = {topic: {"name": topic, "kind": "scale", "lo": 0, "hi": 100} for topic in topics}
    data["positions"] = {
        name: {
            topic: {"salience": salience} | ({} if ideal is None else {"ideal": ideal}) for topic in topics
        }
        for name, (ideal, salience) in zip(names, held, strict=True)
    }
    return case_from_data(data)


def half_empty() -> Case:
    """Two issues, on one of which nobody holds a position."""
    data = several((0, 1), (50, 1), (100, 1), issues=2).dump()
    for held in data["positions"].values():
        del held["t1"]
    return case_from_data(data)


EDGES = {
    "one party": several((30, 1)),
    "one party that does not care": several((30, 0)),
    "two parties": several((0, 1), (100, 1)),
    "all equal": several((40, 1), (40, 2), (40, 1)),
    "two camps": several((0, 1), (0, 1), (100, 1), (100, 3), (100, 2)),
    "a missing position": several((0, 1), (None, 0), (100, 1), (60, 1)),
    "a party that does not care": several((0, 1), (50, 0), (100, 1), (60, 1)),
    "nobody cares": several((0, 0), (50, 0), (100, 0)),
    "nobody can bring anything to bear but one": several((0, 1), (50, 1), (100, 1), capability={"p0": 0, "p1": 0, "p2": 1}),
    "uncertain": several(("0 to 20", "1 to 2"), ("40 to 90", 1), (100, "0 to 1"), capability={"p0": "1 to 3", "p1": 2, "p2": 1}),
    "two issues, one without positions": half_empty(),
}  # fmt: skip


def finite(value: Any, path: str = "") -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            finite(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            finite(inner, f"{path}.{number}")
    elif isinstance(value, float):
        assert np.isfinite(value), path


def solved(case: Case, method: str, **settings: Any) -> Solution:
    return solve(case, method, n=SOLVED, settings=settings)


@pytest.mark.parametrize("method", BARGAINING)
@pytest.mark.parametrize("name", EDGES)
def test_edge_cases_have_a_defined_answer(name: str, method: str) -> None:
    case = EDGES[name]
    solution = solved(case, method)
    assert solution.outcome is None
    assert solution.settlement is not None
    finite(solution.data)
    json.dumps(solution.as_dict(), allow_nan=False)
    for issue, told in solution.data["settlement"].items():
        assert told["lo"] - 1e-9 <= told["mean"] <= told["hi"] + 1e-9
        assert told["forecast"]["interval"]["holds"] >= 0.8
        assert np.isfinite(solution.settlement[issue]).all()
    assert run(case, draws=SOLVED).solutions[method]


@pytest.mark.parametrize("method", BARGAINING)
def test_one_party_and_all_equal_are_settled_where_they_stand(method: str) -> None:
    for name, where in (("one party", 30), ("one party that does not care", 30), ("all equal", 40)):
        data = solved(EDGES[name], method).data
        told = data["settlement"]["t0"]
        assert "hold 80 %" not in data["reading"]
        assert "nobody holds another position" in data["reading"]
        assert told["mean"] == pytest.approx(where)
        assert (
            told["forecast"]["interval"]["low"]
            == told["forecast"]["interval"]["high"]
            == pytest.approx(where)
        )


@pytest.mark.parametrize("method", BARGAINING)
def test_settlements_are_in_the_units_of_the_issue(method: str) -> None:
    """Stretching a scale stretches the answer."""
    one = EDGES["uncertain"]
    data = one.dump()
    data["issues"]["t0"] |= {"lo": 1000, "hi": 1200, "unit": "kg"}
    for held in data["positions"].values():
        ideal = held["t0"]["ideal"]
        low, _, high = str(ideal).partition(" to ")
        held["t0"]["ideal"] = (
            f"{1000 + 2 * float(low)} to {1000 + 2 * float(high)}" if high else 1000 + 2 * float(low)
        )
    here, there = solved(one, method), solved(case_from_data(data), method)
    a, b = here.data["settlement"]["t0"], there.data["settlement"]["t0"]
    assert b["unit"] == "kg"
    assert b["mean"] == pytest.approx(1000 + 2 * a["mean"], abs=0.5)
    assert b["forecast"]["interval"]["high"] == pytest.approx(
        1000 + 2 * a["forecast"]["interval"]["high"], abs=2
    )


def test_options_need_places() -> None:
    given = given_of(draw(strategic(), 50))
    assert given.talks.issues == ("share", "gauges")
    np.testing.assert_array_equal(np.unique(given.talks.position[:, 0, 1]), [0.0])  # upland likes none best
    np.testing.assert_array_equal(np.unique(given.talks.position[:, 1, 1]), [100.0])
    assert given.talks.status_quo.tolist() == [70, 0]
    told = solve(strategic(), "compromise", n=50).data["settlement"]["gauges"]
    assert told["places"] == {"none": 0, "joint": 60, "third": 100}
    assert sum(told["options"].values()) == pytest.approx(1)

    data = strategic().dump()
    del data["bargaining"]["places"]
    solution = solve(case_from_data(data), "compromise", n=50)
    assert set(solution.data["settlement"]) == {"share"}
    assert solution.data["left_out"] == {"gauges": "its options have no places on a line"}
    assert any("bargaining.places.gauges" in finding.path for finding in solution.findings)


def test_saliences_are_shares_unless_the_case_says_what_is_full() -> None:
    draws = draw(strategic(), 5)
    np.testing.assert_allclose(given_of(draws).talks.salience[0, 1], [0.8, 0.4])
    data = strategic().dump()
    del data["bargaining"]["full_salience"]
    shares = given_of(draw(case_from_data(data), 5)).talks.salience
    np.testing.assert_allclose(shares.sum(axis=2)[:, :2], 1)


def test_capability_counts_and_its_absence_is_told() -> None:
    strong = several((0, 1), (100, 1), capability={"p0": 3, "p1": 1})
    assert solved(strong, "compromise").data["settlement"]["t0"]["mean"] == pytest.approx(25)
    silent = solved(several((0, 1), (100, 1)), "compromise")
    assert silent.data["settlement"]["t0"]["mean"] == pytest.approx(50)
    assert any("every party counts alike" in finding.message for finding in silent.findings)
    assert not any(
        "every party counts alike" in finding.message for finding in solved(strong, "compromise").findings
    )


def test_a_case_without_the_block_can_be_solved_but_is_not_by_default() -> None:
    case = load_case("panama-canal-1977")
    assert not set(BARGAINING) & set(methods_for(case))
    assert solve(case, "compromise", n=20).data["settlement"]


def test_positions_only_leave_out_the_headline_method() -> None:
    assert methods_for(EDGES["two camps"]) == BARGAINING
    assert methods_for(strategic())[0] == "common-ground"
    assert set(BARGAINING) <= set(methods_for(strategic()))


def test_a_case_without_positions_says_so() -> None:
    data = table(positions={}, bargaining={})
    with pytest.raises(MissingInput, match="positions"):
        solve(case_from_data(data), "median")


@pytest.mark.parametrize("method", BARGAINING)
def test_rounds_are_at_the_modes_and_the_sweep_moves_one_party(method: str) -> None:
    case = EDGES["uncertain"]
    solution = solved(case, method, sweep="p1")
    modes = draw(case, modes=True)
    first = solution.data["rounds"][0]["position"]
    assert first["p1"]["t0"] == pytest.approx(modes.position[0, 1, 0])
    sweep = solution.data["sweep"]["t0"]
    assert (sweep["party"], sweep["start"][0], sweep["start"][-1]) == ("p1", 0, 100)
    assert len(sweep["settlement"]) == len(sweep["start"]) == 11
    if method == "compromise":
        share = solution.data["weights"]["p1"]["t0"]
        assert sweep["settlement"][-1] - sweep["settlement"][0] == pytest.approx(100 * share)


def test_at_the_modes_there_is_one_draw_and_still_a_distribution() -> None:
    solution = solve(EDGES["two camps"], "compromise", modes=True)
    told = solution.data["settlement"]["t0"]
    assert told["quantiles"]["q5"] == told["quantiles"]["q95"] == told["mean"]
    assert told["forecast"]["interval"]["low"] < told["forecast"]["interval"]["high"]


def test_an_unsteady_case_is_told() -> None:
    """Several parties in one place: the last digit decides who is pressed by whom."""
    case = several((40, 0.8), (70, 0.4), (40, 0.2), (40, 0.8), (100, 0.6), (100, 0.6), (100, 0.9), (70, 0.1), (40, 1), (70, 0.7), full_salience=1,
                   capability={f"p{k}": c for k, c in enumerate([8, 8, 3, 16, 16, 16, 16, 5, 5, 8])})  # fmt: skip
    solution = solve(case, "challenge", modes=True)
    assert solution.data["instability"] > 0.1
    assert any("unsteady" in finding.message for finding in solution.findings)


def test_settings_that_do_not_exist() -> None:
    case = EDGES["two camps"]
    for method, settings in (
        ("challenge", {"preset": "scholz"}), ("challenge", {"capitulate": "maybe"}), ("challenge", {"votes": "liner"}),
        ("spatial", {"voting": "x"}), ("exchange", {"ties": "x"}), ("compromise", {"sweep": "p9"}), ("median", {"exponent": -1}),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            solved(case, method, **settings)


def test_presets_of_the_challenge_model_differ() -> None:
    case = EDGES["uncertain"]
    code, paper = (solved(case, "challenge", preset=name) for name in ("scholz-code", "scholz-paper"))
    assert code.data["settlement"] != paper.data["settlement"]
    assert solved(case, "challenge", denominator="pair").data["settlement"] != code.data["settlement"]


def test_at_most_so_many_draws_are_solved() -> None:
    solution = solve(EDGES["uncertain"], "spatial", n=300, settings={"most_draws": 25})
    assert solution.data["solved"] == 25
    assert solution.settlement is not None
    assert solution.settlement["t0"].shape == (25,)


def test_exchanges_and_what_they_do_to_others() -> None:
    data = table(bargaining={"full_salience": 1})
    data["issues"] = {key: {"name": key, "kind": "scale", "lo": 0, "hi": 100} for key in ("oil", "tax")}
    data["positions"] = {
        "a": {"oil": {"ideal": 0, "salience": 0.9}, "tax": {"ideal": 100, "salience": 0.2}},
        "b": {"oil": {"ideal": 100, "salience": 0.3}, "tax": {"ideal": 0, "salience": 0.8}},
        "c": {"oil": {"ideal": 80, "salience": 0.5}, "tax": {"ideal": 50, "salience": 0.5}},
    }
    found = solved(case_from_data(data), "exchange").data
    assert found["struck"] == sum(len(one) for one in found["exchanges"]) > 0
    assert {tuple(pair["parties"]) for pair in found["pairs"]} <= {("a", "b"), ("a", "c"), ("b", "c")}
    total = dict.fromkeys("abc", 0.0)
    for exchange in found["exchanges"][0]:
        for party, worth in exchange["others"].items():
            assert party not in exchange["parties"]
            total[party] += worth
    assert total == pytest.approx(found["externality"])


def test_the_cards_state_the_record() -> None:
    """The error of each card is that of the shipped figures."""
    for method in BARGAINING:
        first = card(method).limits[0]
        mae = (
            25.1 if method == "exchange" else figures()["score"][method]["mae"]
        )  # exchange: dossiers of several issues
        assert f"{mae:.1f} points of" in first.replace("points of 100", "points of"), (method, first)
        assert "no voice on agreement" in card(method).limits[-1]


def test_questions_of_agreement_are_left_alone() -> None:
    data = deepcopy(EDGES["two camps"].dump())
    data["questions"] = {
        "deal": {
            "text": "Will they agree?",
            "deadline": "2026-01-01",
            "outcome": "agreement",
            "resolves_if": "They sign.",
        }
    }
    study = run(case_from_data(data), draws=SOLVED)
    assert study.get("questions.0.probability") is None
    assert study.get("questions.0.voices") == []


@pytest.mark.parametrize("method", ["exchange", "spatial"])
def test_the_unit_of_one_issue_does_not_change_the_others(method: str) -> None:
    """Kilograms or tonnes: who trades what for what stays."""
    data = table(bargaining={"full_salience": 1})
    data["issues"] = {key: {"name": key, "kind": "scale", "lo": 0, "hi": 100} for key in ("oil", "tax")}
    data["positions"] = {
        "a": {"oil": {"ideal": 0, "salience": 0.6}, "tax": {"ideal": 100, "salience": 0.2}},
        "b": {"oil": {"ideal": 100, "salience": 0.3}, "tax": {"ideal": 0, "salience": 0.5}},
        "c": {"oil": {"ideal": 80, "salience": 0.4}, "tax": {"ideal": 50, "salience": 0.4}},
    }
    here = solved(case_from_data(data), method).data
    data["issues"]["oil"] |= {"lo": -1000, "hi": 9000}
    for held in data["positions"].values():
        held["oil"]["ideal"] = -1000 + 100 * held["oil"]["ideal"]
    there = solved(case_from_data(data), method).data
    assert there["settlement"]["tax"]["mean"] == pytest.approx(here["settlement"]["tax"]["mean"], abs=1e-6)
    expected = -1000 + 100 * here["settlement"]["oil"]["mean"]
    assert there["settlement"]["oil"]["mean"] == pytest.approx(expected, abs=1e-4)
    if method == "exchange":
        assert there["externality"] == pytest.approx(here["externality"])


def test_hundreds_of_parties_end_soon_or_are_refused() -> None:
    """The spatial model weighs each pair of parties with each third one: 300 of them would take hours."""
    crowd = several(*((k % 101, 0.5) for k in range(300)))
    with pytest.raises(NoSolution, match=r"too much for 300 parties \(at most 150\)"):
        solve(draw(crowd, 2), "spatial")
    given = given_of(draw(several(*((k, 0.5) for k in range(60))), 200))
    fewer = given.within(1000, 21_600_000)
    assert fewer.talks.n == 100
    assert "with 60 parties only 100 of the draws are solved" in fewer.findings[-1].message
    assert given.within(50, 21_600_000).findings == given.findings
    assert given.within(1000, 10**9) is given
