"""Cost of the bargaining models, beside versions as one would write them first, in the same run.

Targets on two cores after compilation: challenge 10,000 draws x 30 parties x 20 rounds 8 s, x 10 parties 0.8 s;
spatial 100 parties to the stop 8 s; one exchange round of 15 parties and 13 issues 0.5 s. The first versions run on
a small part of the work and are scaled up by the number of draws. Quote the ratios and the CPU seconds: wall time
depends on who else uses the machine. Instability, which solves some draws again, is left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from commonground.methods.bargaining.talks import Talks, talks
from commonground.methods.challenge.settings import ChallengeSettings
from commonground.methods.challenge.solve import solve_challenge
from commonground.methods.compromise.solve import solve_compromise
from commonground.methods.exchange.settings import ExchangeSettings
from commonground.methods.exchange.solve import solve_exchange
from commonground.methods.median.solve import solve_median
from commonground.methods.nash.solve import solve_nash
from commonground.methods.spatial.settings import SpatialSettings
from commonground.methods.spatial.solve import solve_spatial


def random_talks(n: int, n_party: int, n_issue: int = 1, seed: int = 0, hold: float = 1.0) -> Talks:
    """Positions, saliences and capabilities at random; a share `hold` of the positions is held."""
    rng = np.random.default_rng(seed)
    position = rng.uniform(0, 100, (n, n_party, n_issue))
    position[:, rng.random((n_party, n_issue)) > hold] = np.nan
    return talks(position, rng.uniform(0.05, 1, (n, n_party, n_issue)), rng.uniform(0.05, 1, (n, n_party)))


def naive_challenge(place: np.ndarray, weight: np.ndarray, pay: np.ndarray, rounds: int) -> np.ndarray:
    """One draw of the preset scholz-code in plain Python, probabilities once per round and pass."""
    n, here = len(place), list(map(float, place))
    span = max(here) - min(here)

    def chances(r: list[float]) -> list[list[float]]:
        loss = [[weight[k] * (abs(here[k] - here[i]) / span) ** r[k] for i in range(n)] for k in range(n)]
        support = [
            [sum(max(0.0, loss[k][j] - loss[k][i]) for k in range(n)) for j in range(n)] for i in range(n)
        ]
        total = 2 * sum(map(sum, support))
        return [[support[i][j] / total for j in range(n)] for i in range(n)]

    def expected(p: float, d: float, r: float, s: float) -> float:
        good, bad, still = 2 - 4 * (0.5 - 0.5 * d) ** r, 2 - 4 * (0.5 + 0.5 * d) ** r, 2 - 4 * 0.5**r
        return float(s * (p * good + (1 - p) * bad) + (1 - s) * good - still)

    for _ in range(rounds):
        p = chances([1.0] * n)
        danger = [
            sum(expected(p[j][i], abs(here[i] - here[j]) / span, 1.0, pay[i]) for j in range(n) if j != i)
            for i in range(n)
        ]
        low, high = min(danger), max(danger)
        share = [(2 * d - high - low) / (high - low) for d in danger]
        r = [(1 - x / 3) / (1 + x / 3) for x in share]
        p = chances(r)
        new = list(here)
        for i in range(n):
            best: tuple[int, float, float] | None = None
            for j in range(n):
                if abs(here[i] - here[j]) <= 1e-9 * span:
                    continue
                d = abs(here[i] - here[j]) / span
                a, b = expected(p[i][j], d, r[i], pay[j]), expected(p[j][i], d, r[i], pay[i])
                if b > a > 0:
                    offer = (1, abs(here[j] - here[i]), here[j])
                elif a < 0 < b and b > -a:
                    offer = (
                        2,
                        (-a * here[i] + b * here[j]) / (b - a),
                        here[i] + (here[j] - here[i]) * -a / b,
                    )
                else:
                    continue
                if best is None or offer[:2] < best[:2]:
                    best = offer
            if best is not None:
                new[i] = best[2]
        here = new
    return np.array(here)


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds, after compilation."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def report(name: str, target: float, used: tuple[float, float], first: float | None = None) -> None:
    """One line."""
    beside = (
        ""
        if first is None
        else f"   first version about {first:9.0f} s, {first / used[1]:7.0f} times as much"
    )
    print(f"{name:42s} wall {used[0]:6.2f} s  CPU {used[1]:6.2f} s  target {target:4.1f} s{beside}")


def main() -> None:
    """Run all."""
    quiet = ChallengeSettings(instability_draws=0)
    for n_party, target, part in ((10, 0.8, 5), (30, 8.0, 1)):
        given = random_talks(10_000, n_party)
        solve_challenge(given.first(2), quiet)
        used = cost(lambda given=given: solve_challenge(given, quiet))  # type: ignore[misc]
        weight = given.weight()
        spent = 0.0
        for draw in range(part):
            start = time.process_time()
            naive_challenge(given.position[draw, :, 0], weight[draw, :, 0], given.salience[draw, :, 0], 20)
            spent += time.process_time() - start
        report(f"challenge 10,000 x {n_party} x 20", target, used, spent / part * 10_000)
    still = SpatialSettings(instability_draws=0)
    for n_party in (30, 100):
        given = random_talks(1, n_party, seed=n_party)
        solve_spatial(given, still)
        report(
            f"spatial {n_party} parties to the stop",
            8.0,
            cost(lambda given=given: solve_spatial(given, still)),
        )  # type: ignore[misc]
    given = random_talks(1, 15, 13, seed=3, hold=0.94)
    plain = ExchangeSettings(instability_draws=0)
    solve_exchange(given, plain)
    report("exchange 15 parties x 13 issues, a round", 0.5, cost(lambda: solve_exchange(given, plain)))
    given = random_talks(10_000, 30)
    for name, solve in (("compromise", solve_compromise), ("median", solve_median), ("nash", solve_nash)):
        report(f"{name} 10,000 x 30", 1.0, cost(lambda solve=solve: solve(given)))  # type: ignore[misc]


if __name__ == "__main__":
    main()
