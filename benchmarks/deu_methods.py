"""The point forecast of every method on every issue of DEU III."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from deu_data import Issue

from commonground.methods.bargaining.talks import Talks, talks
from commonground.methods.challenge.settings import PRESETS, ChallengeSettings
from commonground.methods.challenge.solve import solve_challenge
from commonground.methods.compromise.solve import CompromiseSettings, solve_compromise
from commonground.methods.exchange.settings import ExchangeSettings
from commonground.methods.exchange.solve import solve_exchange
from commonground.methods.median.solve import MedianSettings, solve_median
from commonground.methods.nash.solve import NashSettings, solve_nash
from commonground.methods.spatial.settings import SpatialSettings
from commonground.methods.spatial.solve import solve_spatial

Forecast = Callable[[list[Issue]], np.ndarray]


def each(solve: Callable[[Talks], float]) -> Forecast:
    """Issue by issue."""
    return lambda issues: np.array([solve(issue.talks) for issue in issues])


def challenge(settings: ChallengeSettings, what: str) -> Forecast:
    """Mean or median of the final positions."""
    from dataclasses import replace

    quiet = replace(settings, instability_draws=0)
    return each(lambda given: float(getattr(solve_challenge(given, quiet), what)[0, 0]))


def spatial(forecast: str) -> Forecast:
    """One of the readings of the final positions."""
    chosen = SpatialSettings(forecast=forecast, instability_draws=0)  # type: ignore[arg-type]
    return each(lambda given: float(solve_spatial(given, chosen).settlement[0, 0]))


def dossier_talks(issues: list[Issue]) -> Talks:
    """Issues of one dossier as one negotiation; parties that hold a position on any of them."""
    parties = sorted({party for issue in issues for party in issue.parties})
    shape = (len(parties), len(issues))
    position, salience, capability = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    for k, issue in enumerate(issues):
        for i, party in enumerate(issue.parties):
            spot = parties.index(party), k
            position[spot], salience[spot], capability[spot] = (
                issue.position[i],
                issue.salience[i],
                issue.capability[i],
            )
    return talks(
        position, salience, capability[None], parties=parties, issues=[issue.name for issue in issues]
    )


def exchange(settings: ExchangeSettings) -> Forecast:
    """Dossier by dossier; issues alone in theirs have nothing to exchange and keep the compromise."""

    def solve(issues: list[Issue]) -> np.ndarray:
        found: dict[str, float] = {}
        for dossier in dict.fromkeys(issue.dossier for issue in issues):
            part = [issue for issue in issues if issue.dossier == dossier]
            result = solve_exchange(dossier_talks(part), settings)
            found |= {issue.name: float(result.settlement[0, k]) for k, issue in enumerate(part)}
        return np.array([found[issue.name] for issue in issues])

    return solve


def _compromise(weight: str) -> Forecast:
    chosen = CompromiseSettings(weight=weight)  # type: ignore[arg-type]
    return each(lambda given: float(solve_compromise(given, chosen).settlement[0, 0]))


def _median(settings: MedianSettings) -> Forecast:
    return each(lambda given: float(solve_median(given, settings).settlement[0, 0]))


def _nash(**settings: str) -> Forecast:
    chosen = NashSettings(span="scale", **settings)  # type: ignore[arg-type]
    return each(lambda given: float(solve_nash(given, chosen).settlement[0, 0]))


# The first of each method is the one whose errors ship, see tools/fit_bargaining_residuals.py.
METHODS: dict[str, Forecast] = {
    "compromise": _compromise("both"),
    "capability mean": _compromise("capability"),
    "salience mean": _compromise("salience"),
    "unweighted mean": _compromise("equal"),
    "always the middle": lambda issues: np.full(len(issues), 50.0),
    "nash": _nash(),
    "nash, linear": _nash(loss="linear"),
    "nash, linear, equal power": _nash(loss="linear", exponent="equal"),
    "nash, equal power": _nash(exponent="equal"),
    "nash from the status quo where known": _nash(loss="linear", fallback="status-quo"),
    "median": _median(MedianSettings()),
    "median, upper rule": _median(MedianSettings(rule="upper")),
    "condorcet, squared loss": _median(MedianSettings(exponent=2)),
    "challenge": challenge(PRESETS["scholz-code"], "mean"),
    "challenge, median": challenge(PRESETS["scholz-code"], "median"),
    "challenge scholz-paper": challenge(PRESETS["scholz-paper"], "mean"),
    "challenge scholz-paper, median": challenge(PRESETS["scholz-paper"], "median"),
    "spatial": spatial("mean"),
    "spatial, median": spatial("median"),
    "spatial, most probable": spatial("probable"),
    "spatial, expected": spatial("expected"),
    "exchange": exchange(ExchangeSettings(instability_draws=0)),
    "exchange, moves unlimited": exchange(ExchangeSettings(instability_draws=0, limit_moves=False)),
    "exchange, ties by lot": exchange(ExchangeSettings(instability_draws=0, ties="sample")),
}
SHIPPED = ("compromise", "median", "nash", "challenge", "spatial", "exchange")
