"""Cost of what-ifs and of the search over levers, and how exact paired differences are, with naive runs beside them.

The naive way makes a changed case for every world, draws it anew with another seed, and solves it with the method
*common ground*; differences are then between runs that share nothing. Targets on two cores: a what-if on the US-Iran
case 0.3 s, all singles and pairs of twelve levers 30 s; on a case with a closed form the change within two standard
errors at 4,000 draws, and its standard error at most a third of that of unpaired runs; Sobol' indices of the Ishigami
function to two digits.
"""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Callable, Collection
from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import qmc

from commonground.case.change import change
from commonground.case.draws import draw
from commonground.case.io import load_case
from commonground.case.model import Case
from commonground.explore.boxes import find_box
from commonground.explore.drawn import drawn
from commonground.explore.engine import Engine
from commonground.explore.levers import search_levers
from commonground.explore.run import SCREEN, explore
from commonground.explore.sobol import indices
from commonground.explore.tornado import swings
from commonground.explore.what_if import what_if
from commonground.explore.worlds import Worlds
from commonground.methods.common_ground.method import Settings
from commonground.methods.common_ground.method import solve as solve_method
from commonground.quantity import parse_quantity

CHANGES = {"positions.usa.enrichment.red_line.max": 3.67, "walk_away.iran.cost": 0.3}
PLAIN = Settings(blocks=False, solutions=False)
A = 0.9  # Ada's least share uniform on 0 to A: the change of the chance of an agreement is known


def timed(call: Callable[[], Any], repeat: int = 1) -> tuple[float, float, Any]:
    """Best wall seconds, CPU seconds of that run, and the result."""
    best: tuple[float, float, Any] = (math.inf, math.inf, None)
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = call()
        best = min(
            best, (time.perf_counter() - wall, time.process_time() - cpu, result), key=lambda run: run[0]
        )
    return best


def naive(case: Case, changes: dict[str, Any], n: int, seed: int) -> float:
    """The chance of an agreement in a case of its own, drawn and solved on its own."""
    world = change(case, changes) if changes else case
    solution = solve_method(draw(world, n, seed), PLAIN)
    assert solution.outcome is not None
    return solution.outcome["agreement"].p


def told(what: str, wall: float, cpu: float) -> None:
    """Print one line of the table."""
    print(f"{what:62} {wall:8.3f} {cpu:8.3f}", flush=True)


def main() -> None:
    """Print the tables."""
    case = load_case("us-iran-2025")
    engine = Engine(case)
    what_if(engine, CHANGES)  # compile
    naive(case, {}, 50, 0)
    print(f"{'what, at 4,000 draws unless said':62} {'wall s':>8} {'CPU s':>8}")
    told("what-if on US-Iran, from its file's case", *timed(lambda: what_if(case, CHANGES), 3)[:2])
    told("the same, the case drawn already", *timed(lambda: what_if(engine, CHANGES), 3)[:2])
    quick = timed(lambda: what_if(engine, CHANGES, settled=False, blocking=False), 3)
    told("the same, outcomes only", *quick[:2])
    plain = timed(lambda: naive(case, CHANGES, 4000, 1) - naive(case, {}, 4000, 2), 2)
    told("naive: two cases of their own", *plain[:2])

    names = tuple(case.levers)[:12]
    pairs = timed(lambda: all_pairs(case, names))
    told(f"all singles and pairs of 12 levers: {pairs[2]} worlds", *pairs[:2])
    told(f"naive, for as many worlds (from one, times {pairs[2]})", *(pairs[2] * v / 2 for v in plain[:2]))
    told("levers CASE: singles, pairs, sets, front", *timed(lambda: search_levers(case))[:2])
    few = Engine(case, SCREEN)
    swung = timed(lambda: swings(few))
    told(f"swings of all {len(swung[2])} uncertain values at {SCREEN} draws", *swung[:2])
    apart = timed(lambda: apart_swings(few, [one.path for one in swung[2][:40]]))
    told("naive: 40 of them, one world at a time", *apart[:2])
    values, chance = drawn(engine), engine.base.outcomes()["agreement"].chance
    told("a rule of boxes over 4,000 draws", *timed(lambda: find_box(values.table, chance))[:2])
    told("all of explore, as in a study", *timed(lambda: explore(case))[:2])
    print(f"most memory held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")

    exactness()
    ishigami()


def all_pairs(case: Case, names: tuple[str, ...]) -> int:
    """Every lever and every pair, drawn and solved once each."""
    worlds = Worlds(Engine(case), names)
    sets = [
        (name,) for name in names
    ] + [pair for pair in combinations(names, 2) if worlds.together(pair)]  # fmt: skip
    for levers in sets:
        worlds.effect(levers)
    return len(sets)


def apart_swings(engine: Engine, paths: list[str]) -> None:
    """Both ends of some values, each world drawn by itself."""
    stated = engine.case.values()
    for path in paths:
        quantity = stated[path].quantity
        for end in quantity.quantile([0.1, 0.9]):
            engine.with_held({path: parse_quantity(float(end), quantity.lo, quantity.hi)})


def exactness() -> None:
    """On a case in closed form: the paired difference against the known one, and against runs that share nothing."""
    pie = load_case("split-the-pie")
    changes = {"walk_away.ada": {"uniform": [0, A]}}
    want = (0.5 - A / 4 + 1 / (4 * A)) / 2 - 0.25
    print(f"\nsplit the pie, change of the chance of an agreement: exactly {want:.5f}")
    print(f"{'seed':>4} {'paired':>9} {'s.e.':>8} {'off, s.e.':>9} {'s.e./unpaired':>13} {'apart':>9}")
    for seed in range(5):
        found = what_if(Engine(pie, 4000, seed), changes, settled=False, blocking=False).outcomes["agreement"]
        apart = naive(pie, changes, 4000, seed + 100) - naive(pie, {}, 4000, seed + 200)
        off, ratio = (found.change - want) / found.se, found.se / found.unpaired
        print(f"{seed:4} {found.change:9.5f} {found.se:8.5f} {off:9.2f} {ratio:13.2f} {apart:9.5f}")


def ishigami() -> None:
    """Sobol' indices of the Ishigami function, a = 7 and b = 0.1, through the same wiring as a case's."""
    a, b = 7.0, 0.1
    whole = a * a / 8 + b * math.pi**4 / 5 + b * b * math.pi**8 / 18 + 0.5
    first = np.array([0.5 * (1 + b * math.pi**4 / 5) ** 2, a * a / 8, 0.0]) / whole
    third = b * b * math.pi**8 * (1 / 18 - 1 / 50) / whole
    total = first + np.array([third, 0.0, third])
    points, names = qmc.Sobol(6, seed=0).random(2**14), ["x1", "x2", "x3"]

    def function(again: Collection[str], all_but: bool = False) -> np.ndarray:
        swapped = [(name in again) != all_but for name in names]
        x = np.pi * (2 * np.where(swapped, points[:, 3:], points[:, :3]) - 1)
        return np.asarray(np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]))

    found = indices(function, names, seed=0)[:3]
    print(f"\n{'Ishigami function':20} {'first order':26} total")
    print(f"{'exactly':20} {np.round(first, 4)!s:26} {np.round(total, 4)}")
    printed = [np.round([one[key] for one in found], 4) for key in ("first", "total")]
    print(f"{'at 16,384 points':20} {printed[0]!s:26} {printed[1]}")


if __name__ == "__main__":
    main()
