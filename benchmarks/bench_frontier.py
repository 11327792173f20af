"""Cost of the frontier of additive talks, beside a plain numpy listing of all packages in the same run.

What is timed is the whole set: frontier, Nash, Kalai-Smorodinsky, egalitarian and utilitarian. Targets, in seconds of
processor time on one core after compilation: 10^6 packages of two or three parties 0.05 by listing or better, 10^10
packages of three parties 1 by merging. NegMAS is timed beside it where it can be imported: it is AGPL, so it belongs
in an environment of its own and never among our dependencies.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from commonground.methods.frontier import (
    AdditiveProblem,
    additive_problem,
    cooperative_solutions,
    pareto_frontier,
    point_solutions,
    undominated,
    zone_report,
)


def talks(n_party: int, n_issue: int, n_level: int, seed: int = 0) -> AdditiveProblem:
    """Worths of each issue from 0 to 1 for each party, weights of sum 1, reservation value 0.2."""
    rng = np.random.default_rng(seed)
    values = rng.random((n_party, n_issue, n_level))
    low, high = values.min(axis=2, keepdims=True), values.max(axis=2, keepdims=True)
    weights = rng.dirichlet(np.ones(n_issue), n_party)
    return additive_problem(((values - low) / (high - low)).tolist(), weights, np.full(n_party, 0.2))


def every_utility(problem: AdditiveProblem) -> Any:
    """(package, party) utilities, issue by issue."""
    total = problem.constant[None, :]
    for table in problem.contribution:
        total = (total[:, None, :] + table[None, :, :]).reshape(-1, total.shape[1])
    return total


def by_merging(problem: AdditiveProblem) -> int:
    """What the package offers."""
    frontier = pareto_frontier(problem)
    cooperative_solutions(frontier)
    return len(frontier)


def by_listing(problem: AdditiveProblem) -> int:
    """All packages at once, with our compiled filter."""
    utility = every_utility(problem)
    rational = utility[(utility >= problem.reservation - 1e-9).all(axis=1)]
    front = rational[undominated(rational)]
    point_solutions(front, problem.reservation)
    return len(front)


def plainly(problem: AdditiveProblem) -> int:
    """As one would write it first in numpy: sort by the sum, let each survivor strike out what it dominates."""
    utility = every_utility(problem)
    left = utility[(utility >= problem.reservation - 1e-9).all(axis=1)]
    left = left[np.argsort(-left.sum(axis=1))]
    front = []
    while len(left):
        front.append(left[0])
        left = left[(left > left[0] + 1e-9).any(axis=1)]
    gain = np.array(front) - problem.reservation
    for value in (
        gain.prod(axis=1),
        (gain / gain.max(axis=0)).min(axis=1),
        gain.min(axis=1),
        gain.sum(axis=1),
    ):
        value.argmax()
    return len(front)


def negmas_of(problem: AdditiveProblem) -> Callable[[], int] | None:
    """The same with NegMAS; None where it cannot be imported."""
    try:
        from negmas import make_issue, make_os
        from negmas.preferences import LinearAdditiveUtilityFunction
        from negmas.preferences.ops import (
            kalai_points,
            ks_points,
            max_welfare_points,
            nash_points,
            pareto_frontier,
        )
    except ImportError:
        return None
    issues = [make_issue(list(range(count)), name) for name, count in zip(problem.issues, problem.counts)]
    space = make_os(issues)
    functions = [
        LinearAdditiveUtilityFunction(
            [dict(enumerate(table[:, party].tolist())) for table in problem.contribution],
            issues=issues,
            reserved_value=float(problem.reservation[party]),
        )
        for party in range(len(problem.parties))
    ]

    def run() -> int:
        front, _ = pareto_frontier(functions, issues=issues)
        for solution in (nash_points, kalai_points, ks_points, max_welfare_points):
            solution(functions, front, outcome_space=space)
        return len(front)

    return run


def cpu(call: Callable[[], int], repeat: int = 3) -> tuple[float, int]:
    """Best processor seconds, and the size of the frontier."""
    best, size = np.inf, 0
    for _ in range(repeat):
        start = time.process_time()
        size = call()
        best = min(best, time.process_time() - start)
    return best, size


def main() -> None:
    """Print the table."""
    for n_party in (2, 3, 4, 5):  # compile
        by_merging(talks(n_party, 4, 8))
        by_listing(talks(n_party, 4, 8))
    print(
        f"{'packages, parties':24} {'frontier':>8} {'merging':>10} {'listing':>10} {'numpy':>10} {'ratios':>18}"
    )
    for n_issue in (4, 5, 6):
        for n_party in (2, 3, 4, 5):
            problem = talks(n_party, n_issue, 10)
            merged, size = cpu(lambda p=problem: by_merging(p))  # type: ignore[misc]
            listing, same = cpu(lambda p=problem: by_listing(p))  # type: ignore[misc]
            plain, again = cpu(lambda p=problem: plainly(p), 1)  # type: ignore[misc]
            assert size == same == again, (size, same, again)
            ratios = f"{plain / listing:7.0f}x {plain / merged:7.0f}x"
            label = f"10^{n_issue}, {n_party}"
            print(f"{label:24} {size:8,} {merged:10.4f} {listing:10.4f} {plain:10.3f} {ratios:>18}")
            peer = negmas_of(problem)
            if peer is not None:
                theirs, _ = cpu(peer, 1)
                print(f"{'  NegMAS':24} {'':8} {theirs:10.3f} s, {theirs / merged:,.0f} times the merging")
    for n_party, n_issue in ((2, 10), (3, 10), (4, 10), (2, 50)):
        problem = talks(n_party, n_issue, 10)
        merged, size = cpu(lambda p=problem: by_merging(p))  # type: ignore[misc]
        print(f"{f'10^{n_issue}, {n_party}':24} {size:8,} {merged:10.4f}")
    problem = talks(3, 6, 10)
    print(
        f"zone report, level by level, 10^6 packages of 3: {cpu(lambda: int(zone_report(problem).total))[0]:.3f}"
    )
    start = time.process_time()
    for seed in range(1000):
        by_merging(talks(2, 4, 10, seed))
    print(f"1,000 problems of 10^4 packages of 2, made and solved: {time.process_time() - start:.2f}")


if __name__ == "__main__":
    main()
