"""Frontier and the four solutions of every negotiation domain of the reference data.

Folders below $COMMONGROUND_REFERENCE/negotiation are tried by form, not by name: one with a `reference.json` beside XML
or JSON domain files (domains/, formats/geniusweb/), and files that hold a scenario with its solutions in one
(synthetic/, illustrative/). A further folder or file of the same form is tested without a change here.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from checkout import ROOT
from commonground.case.draws import draw
from commonground.case.importers import (
    Domain,
    case_from_domain,
    read_genius_domain,
    read_geniusweb_domain,
)
from commonground.methods.common_ground.utility import build_problem
from commonground.methods.frontier import (
    AdditiveProblem,
    CooperativeSolutions,
    Linkage,
    SolutionPoints,
    additive_problem,
    cooperative_solutions,
    from_case,
    from_domain,
    pareto_frontier,
    undominated,
    zone_report,
)
from commonground.methods.frontier.count import packages

pytestmark = pytest.mark.published

REFERENCE = Path(os.environ.get("COMMONGROUND_REFERENCE", ROOT.parent / "shared" / "data"))
FOLDER = REFERENCE / "negotiation"
TOLERANCE = 1e-9  # the files print ten decimals
ENUMERATED = 1_000_000

FloatArray = NDArray[np.float64]


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def folders() -> list[Any]:
    found = sorted(path.parent for path in FOLDER.rglob("reference.json"))
    return [pytest.param(path, id=path.relative_to(FOLDER).as_posix()) for path in found]


def scenarios() -> list[Any]:
    found = []
    for path in sorted(FOLDER.rglob("*.json")):
        data = read_json(path)
        if isinstance(data, dict) and "parties" in data and ("results" in data or "pareto_size" in data):
            found.append(pytest.param(path, id=path.relative_to(FOLDER).as_posix()))
    return found


def read_domain(folder: Path, reference: dict[str, Any]) -> Domain:
    """By the names the reference gives; else the file that the others extend by a number is the domain."""
    if "domain_file" in reference:
        profiles = [folder / name for name in reference["profiles"]]
        read = read_genius_domain if reference["domain_file"].endswith(".xml") else read_geniusweb_domain
        return read(folder / reference["domain_file"], profiles)
    files = sorted(path for path in folder.glob("*.json") if path.name != "reference.json")
    domain = next(path for path in files if "issuesValues" in read_json(path))
    return read_geniusweb_domain(domain, [path for path in files if path != domain])


def utilities_of(entry: Any) -> list[list[float]]:
    """Utility vectors of a solution, however the file lists its ties."""
    if isinstance(entry, list):
        return [vector for one in entry for vector in utilities_of(one)]
    return utilities_of(entry["points"]) if "points" in entry else [entry["utilities"]]


def value_of(entry: Any) -> float | None:
    for key in ("value", "gain", "ratio", "product", "total"):
        if isinstance(entry, dict) and key in entry:
            return float(entry[key])
    return None


def compare_solution(ours: SolutionPoints, entry: Any, unit: FloatArray | float = 1.0) -> None:
    """The same value at a point that the file lists; where the file lists several, all of ours are among them."""
    listed = np.array(utilities_of(entry))
    far = np.abs(ours.utility[:, None, :] * unit - listed[None, :, :]).max(axis=2)
    assert far.min() <= TOLERANCE
    assert len(listed) == 1 or far.min(axis=1).max() <= TOLERANCE
    value = value_of(entry)
    if value is not None and np.all(np.asarray(unit) == 1.0):
        assert ours.value == pytest.approx(value, abs=5e-7 if value == round(value, 6) else 2 * TOLERANCE)


def named_solutions(reference: dict[str, Any]) -> dict[str, Any]:
    """The keys that SOURCES.md tells to use, over those of the other files."""
    choices = {
        "nash": ("nash_d_reservation", "nash"),
        "egalitarian": ("egalitarian_d_reservation", "egalitarian"),
        "kalai_smorodinsky": ("ks_maxmin_d_reservation", "kalai_smorodinsky_maxmin"),
        "utilitarian": ("utilitarian",),
    }
    return {name: next(reference[key] for key in keys if key in reference) for name, keys in choices.items()}


def in_order(utility: FloatArray) -> FloatArray:
    return utility[np.lexsort((*np.round(utility, 8).T[::-1],))]


def same(ours: FloatArray, theirs: FloatArray) -> None:
    assert len(ours) == len(theirs)
    np.testing.assert_allclose(in_order(ours), in_order(theirs), rtol=0.0, atol=TOLERANCE)


def within(problem: AdditiveProblem, ours: FloatArray, pareto: FloatArray) -> FloatArray:
    """Ours without points at a reservation value, give or take rounding, that the file has left out for it."""
    edge = (np.abs(ours - problem.reservation) <= TOLERANCE).any(axis=1)
    lacking = np.array([np.abs(pareto - point).max(axis=1).min() > TOLERANCE for point in ours])
    return ours[~(edge & lacking)]


def compare(problem: AdditiveProblem, reference: dict[str, Any], pareto: FloatArray) -> CooperativeSolutions:
    """To the letter with tolerance 0; by default without points that only rounding keeps on the file's frontier.

    The files compare sums to the last digit. In one domain six points stay that lose to another of the listed
    points in one coordinate and tie in the other: in exact fractions they are dominated.
    """
    frontier = pareto_frontier(problem)
    plain = within(problem, pareto_frontier(problem, tolerance=0.0).utility, pareto)
    assert len(plain) == reference["pareto_size"]
    if len(pareto) == reference["pareto_size"]:
        same(plain, pareto)
        same(within(problem, frontier.utility, pareto), pareto[undominated(pareto)])
    else:  # the file lists the first of them only
        far = [np.abs(plain - point).max(axis=1).min() for point in pareto]
        assert max(far) <= TOLERANCE
    solutions = cooperative_solutions(frontier)
    for name, entry in named_solutions(reference).items():
        compare_solution(getattr(solutions, name), entry)
    return solutions


def compare_with_listing(problem: AdditiveProblem, with_ties: int | None = None) -> None:
    """The merged frontier is that of all packages, one by one; so is the number of packages on it."""
    if problem.n_package > ENUMERATED:
        return
    utility = problem.utility(packages(problem))
    rational = utility[(utility >= problem.reservation - TOLERANCE).all(axis=1)]
    same(pareto_frontier(problem).utility, rational[undominated(rational)])
    assert len(pareto_frontier(problem, ties="all")) == len(undominated(rational, ties="all"))
    if with_ties is not None:
        assert len(undominated(rational, tolerance=0.0, ties="all")) == with_ties


def compare_count(problem: AdditiveProblem, count: int) -> None:
    """A package exactly at a reservation value counts for us, and for the files only if rounding is kind to it."""
    zone = zone_report(problem, by_level=False)
    above = replace(problem, reservation=problem.reservation + 2 * TOLERANCE)
    assert zone_report(above, by_level=False).count <= count <= zone.count


@pytest.mark.skipif(not folders(), reason="no reference data (set COMMONGROUND_REFERENCE)")
@pytest.mark.parametrize("folder", folders())
def test_domain(folder: Path) -> None:
    reference = read_json(folder / "reference.json")
    domain = read_domain(folder, reference)
    problem = from_domain(domain)
    assert problem.n_package == reference["n_outcomes"]
    assert list(problem.issues) == [
        issue["name"] if isinstance(issue, dict) else issue for issue in reference["issues"]
    ]
    np.testing.assert_allclose(problem.reservation, reference["reservation"], atol=TOLERANCE)
    compare(problem, reference, np.array([point["utilities"] for point in reference["pareto"]]))
    for point in reference["pareto"]:  # the levels mean the same, not only the numbers
        package = [problem.levels[j].index(str(name)) for j, name in enumerate(point["outcome"])]
        np.testing.assert_allclose(problem.utility(package), point["utilities"], atol=TOLERANCE)
    compare_count(problem, reference["rational_count"])
    compare_with_listing(problem, reference.get("pareto_outcomes_with_ties"))


@pytest.mark.skipif(not folders(), reason="no reference data (set COMMONGROUND_REFERENCE)")
@pytest.mark.parametrize("folder", folders())
def test_domain_as_a_case(folder: Path) -> None:
    """The way through a case file changes nothing but the unit where weights sum to more than 1."""
    reference = read_json(folder / "reference.json")
    domain = read_domain(folder, reference)
    case = case_from_domain(domain)
    problem = from_case(build_problem(draw(case, modes=True)))
    unit = np.maximum(1.0, domain.weight.sum(axis=1))
    pareto = np.array([point["utilities"] for point in reference["pareto"]])
    frontier = pareto_frontier(problem)
    same(frontier.utility * unit, pareto[undominated(pareto)])
    solutions = cooperative_solutions(frontier)
    for name, entry in named_solutions(reference).items():
        if np.ptp(unit) == 0.0 or name in ("nash", "kalai_smorodinsky"):  # the others compare parties
            compare_solution(getattr(solutions, name), entry, unit)


def scenario_problem(data: dict[str, Any]) -> tuple[AdditiveProblem, dict[str, Any], FloatArray]:
    """A scenario file of either form: parties with their tables, or tables by party with linkages."""
    if "results" not in data:
        problem = additive_problem(
            [party["values"] for party in data["parties"]],
            [party["weights"] for party in data["parties"]],
            [party["reservation"] for party in data["parties"]],
            parties=[party["name"] for party in data["parties"]],
        )
        return problem, data, np.array(data["pareto_utilities_sorted"])
    parties, issues = data["parties"], [issue["name"] for issue in data["issues"]]
    levels = [issue["values"] for issue in data["issues"]]
    linkages = []
    for entry in data.get("linkages", []):
        places = tuple(issues.index(name) for name in entry["issues"])
        taken = tuple(levels[j].index(name) for j, name in zip(places, entry["when"], strict=True))
        linkages.append(Linkage(places, taken, np.array([entry["add"].get(p, 0.0) for p in parties])))
    problem = additive_problem(
        [data["values"][party] for party in parties],
        [data["weights"][party] for party in parties],
        [data["reservation"][party] for party in parties],
        parties=parties, issues=issues, levels=levels, linkages=linkages,
    )  # fmt: skip
    results = data["results"]
    return problem, results, np.array([point["utilities"] for point in results["pareto"]])


@pytest.mark.skipif(not scenarios(), reason="no reference data (set COMMONGROUND_REFERENCE)")
@pytest.mark.parametrize("path", scenarios())
def test_scenario(path: Path) -> None:
    data = read_json(path)
    problem, results, pareto = scenario_problem(data)
    assert problem.n_package == results["n_outcomes"]
    solutions = compare(problem, results, pareto)
    compare_count(problem, results.get("rational_count", results.get("zopa_count")))
    fair = results["kalai_smorodinsky_maxmin"]
    ideal = results.get("ideal_within_rational", fair.get("ideal"))
    if ideal is not None:
        np.testing.assert_allclose(solutions.ideal, ideal, atol=TOLERANCE)
    compare_with_listing(problem)
    table = next((value for key, value in results.items() if key.startswith("zopa_count_by_reservation")), {})
    for pair, count in table.items():
        compare_count(replace(problem, reservation=np.array(pair.split(","), float)), count)
    if "zopa_count_without_linkages" in results:
        compare_count(replace(problem, linkages=()), results["zopa_count_without_linkages"])
