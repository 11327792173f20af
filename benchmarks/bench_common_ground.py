"""Cost of the common-ground method, with the plain numpy version of the same counts in the same run.

Target on two cores, after compilation: 10,000 draws x 15,000 packages x 2 signatories, items 1 to 3 and 6 of the
method (zone, gap, robust packages, private offers), in 1 s and 300 MB; 2,000 draws in 0.2 s.
Quote the ratios and the CPU seconds: wall time depends on who else uses the machine.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unit.methods.worlds import options, scale, world

from commonground.case.draws import Draws, draw
from commonground.case.io import load_case
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.method import Settings, solve
from commonground.methods.common_ground.utility import build_problem


def talks(n: int, seed: int = 1) -> Draws:
    """Six issues, 5 x 5 x 5 x 5 x 4 x 6 = 15,000 packages, two signatories at odds."""
    rng = np.random.default_rng(seed)
    issues = [*(scale(f"s{j}", 5) for j in range(4)), options("o4", *"abcd"), scale("s5", 6)]
    ideal = np.stack([rng.beta(2, 5, (n, 6)), rng.beta(5, 2, (n, 6))], axis=1)
    return world(
        issues,
        ideal,
        rng.random((n, 2, 6)),
        rng.uniform(0.35, 0.75, (n, 2)),
        utility={4: rng.random((n, 2, 4))},
        tempo=rng.uniform(1, 30, n),
    )


def naive(draws: Draws, block: int = 50) -> dict[str, float]:
    """The same counts and offers as one would write them first: numpy, packages in blocks, gains as matrices."""
    problem = build_problem(draws)
    grid = Grid(problem.counts)
    columns = grid.columns(np.arange(grid.n_package))
    cost, base, n = problem.cost, problem.base, problem.n
    blocks = np.array_split(columns, -(-len(columns) // block))

    def gains(part: Any) -> Any:
        return base[None] - np.stack([cost[:, :, row].sum(axis=2) for row in part])

    accept = np.empty((grid.n_package, 2))
    joint = np.empty(grid.n_package)
    best = np.full(n, -np.inf)
    at = 0
    for part in blocks:
        gain = gains(part)
        accepted = gain >= -1e-9
        accept[at : at + len(part)] = accepted.sum(axis=1)
        joint[at : at + len(part)] = accepted.all(axis=2).sum(axis=1)
        best = np.maximum(best, gain.min(axis=2).max(axis=0))
        at += len(part)
    top, belief = np.zeros((n, 2)), np.zeros((n, 2))
    at = 0
    for part in blocks:
        gain = gains(part)
        for s in (0, 1):
            others = accept[at : at + len(part), 1 - s, None] - (gain[:, :, 1 - s] >= -1e-9)
            worth = np.where(gain[:, :, s] > 1e-9, gain[:, :, s] * others, 0.0)
            y = worth.argmax(axis=0)
            value = worth[y, np.arange(n)]
            better = value > top[:, s]
            top[better, s] = value[better]
            belief[better, s] = others[y, np.arange(n)][better] / (n - 1)
        at += len(part)
    return {
        "exists": float((best >= -1e-9).mean()),
        "joint": float(joint.max() / n),
        "private": float(belief.mean()),
    }


def timed(call: Callable[[], Any], repeat: int = 3) -> tuple[float, float, Any]:
    """Best wall seconds, CPU seconds of that run, and the result."""
    best: tuple[float, float, Any] = (np.inf, np.inf, None)
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = call()
        spent = (time.perf_counter() - wall, time.process_time() - cpu, result)
        best = min(best, spent, key=lambda run: run[0])
    return best


def peak_mb() -> float:
    """Most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    quick = Settings(blocks=False, solutions=False)
    solve(talks(50), Settings())  # compile
    before = peak_mb()
    print(f"{'what':58} {'wall s':>8} {'CPU s':>8}")
    for n in (2_000, 10_000):
        draws = talks(n)
        wall, cpu, solution = timed(lambda draws=draws: solve(draws, quick))  # type: ignore[misc]
        print(f"{f'{n:,} draws x 15,000 packages, items 1-3 and 6':58} {wall:8.3f} {cpu:8.3f}")
    print(f"{'memory above the compiled program, MB':58} {peak_mb() - before:8.0f}")
    wall_naive, cpu_naive, plain = timed(lambda: naive(draws), 1)
    print(f"{'10,000 draws, plain numpy':58} {wall_naive:8.3f} {cpu_naive:8.3f}")
    print(f"ratio numpy / streamed: wall {wall_naive / wall:.1f}, CPU {cpu_naive / cpu:.1f}")
    for key in ("exists", "private"):
        assert abs(plain[key] - solution.data[key]) < 1e-9, (key, plain[key], solution.data[key])
    assert abs(plain["joint"] - solution.data["packages"][0]["joint"]) < 1e-9
    case = load_case("us-iran-2025")
    wall, cpu, _ = timed(lambda: solve(draw(case), Settings()))
    print(f"{'us-iran-2025, 4,000 draws, everything with what blocks':58} {wall:8.3f} {cpu:8.3f}")
    wall, cpu, _ = timed(lambda: solve(draw(case, 500), quick))
    print(f"{'us-iran-2025, 500 draws, as a slider asks':58} {wall:8.3f} {cpu:8.3f}")


if __name__ == "__main__":
    main()
