"""Months of pairs in ICEWS: an agreement-type or a force-type event in the month, against the pair's own base rate.

What a month's forecast may use ends with the month before; the model is fitted to months before the ones judged. If
months between the two files are covered by neither, the chance of the next month is taken for the one after.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.errors import Finding, ForecastError
from commonground.forecast.backtest.measures import briers, calibration, log_losses, paired_interval
from commonground.forecast.history.hazard import LEAST_MONTHS, Hazard, Panel, fit_hazard
from commonground.forecast.history.icews import panel_of, read_events
from commonground.forecast.history.kinds import KINDS
from commonground.forecast.history.series import month_name, own_rate

FloatArray = NDArray[np.float64]
OURS, OWN = "event history", "the pair's own base rate"
ROWS = (OURS, OWN, "base rate of all pairs", "as last month")


def run_icews(
    train: Path, test: Path | None = None, *, folds: int = 10, seed: int = 0
) -> tuple[dict[str, Any], list[Finding]]:
    """Forward test on a second file; with one file, rolling origin over its later half and folds over pairs.

    Raises
    ------
    ForecastError : not ICEWS events, or too few months.
    """
    beside = [train, *([test] if test else [])]
    past = read_events(train, beside)
    data: dict[str, Any] = {
        "task": "icews",
        "target": "at least one agreement-type (or force-type) event between two parties in a month",
        "classes": ["no event", "event"],
    }
    if test is not None:
        panel = panel_of([past, read_events(test, beside)])
        alone = panel_of([past])
        end = alone.first + alone.counts.shape[1] - 1 - panel.first
        months = [m for m in range(end + 1, panel.counts.shape[1]) if panel.covered[m]]
        if not months:
            raise ForecastError(f"{test} covers no whole month after those of {train}", "Give later events.")
        protocols = [_forward(panel, kind, end, months) for kind in (0, 1)]
        return data | {"protocols": protocols}, []
    panel = panel_of([past])
    n = panel.counts.shape[1]
    if n < LEAST_MONTHS + 3:
        raise ForecastError(
            f"{train} covers {n} months, too few to learn and judge", "Give half a year or more."
        )
    protocols = []
    for kind in (0, 1):
        protocols.append(_rolling(panel, kind, max(n // 2, LEAST_MONTHS + 1)))
        protocols.append(_folds(panel, kind, folds, seed))
    return data | {"protocols": protocols}, []


class Judged:
    """Forecasts of months by every forecaster, collected."""

    def __init__(self) -> None:
        self.p: dict[str, list[FloatArray]] = {name: [] for name in ROWS}
        self.y: list[NDArray[np.intp]] = []
        self.pair: list[NDArray[np.intp]] = []

    def month(
        self, hazard: Hazard, panel: Panel, month: int, after: int, members: NDArray[np.intp], rate: float
    ) -> None:
        """Add one month, forecast from the last covered month before it that is not after `after`."""
        origin = last_covered(panel, min(month - 1, after))
        if not len(members):
            return
        counts, kind = panel.counts[members, : origin + 1], hazard.kind
        came = panel.counts[members, month, kind] > 0
        self.y.append(came.astype(np.intp))
        self.pair.append(members)
        before = (counts[:, -1, kind] > 0).astype(float)
        values = (
            hazard.probability(counts, 1.0),
            own_rate(counts, kind, hazard.prior),
            np.full(len(members), rate),
            np.where(before > 0, *persistence(panel, kind, origin)),
        )
        for name, p in zip(ROWS, values):
            self.p[name].append(np.column_stack([1 - p, p]))

    def report(self, id: str, title: str, kind: int) -> dict[str, Any]:
        """Scores, with intervals that resample pairs."""
        if not self.y:
            raise ForecastError("no pair has enough events before the months to judge", "Give more months.")
        y, pair = np.concatenate(self.y), np.concatenate(self.pair)
        rows: dict[str, Any] = {}
        squared = {name: briers(np.concatenate(parts), y) for name, parts in self.p.items()}
        lost = {name: log_losses(np.concatenate(parts), y) for name, parts in self.p.items()}
        for name, parts in self.p.items():
            rows[name] = {
                "role": "ours" if name == OURS else "base rate",
                "log_loss": float(lost[name].mean()),
                "brier": float(squared[name].mean()),
                "calibration_error": calibration(np.concatenate(parts), y).error,
            }
            if name != OWN:
                rows[name] |= {
                    "log_loss_reduction": 1 - float(lost[name].mean() / lost[OWN].mean()),
                    "log_loss_reduction_95": list(
                        paired_interval(lost[name], lost[OWN], pair, relative=True)
                    ),
                    "brier_below": float((squared[OWN] - squared[name]).mean()),
                    "brier_below_95": list(paired_interval(squared[name], squared[OWN], pair)),
                    "brier_skill": 1 - float(squared[name].mean() / squared[OWN].mean()),
                    "brier_skill_95": list(paired_interval(squared[name], squared[OWN], pair, relative=True)),
                }
        return {
            "id": f"{KINDS[kind]}-{id}", "title": f"{KINDS[kind]}: {title}", "n": len(y),
            "pairs": len(np.unique(pair)), "outcomes": [int((1 - y).sum()), int(y.sum())], "ours": OURS,
            "against": OWN, "forecasters": rows,
            "calibration": calibration(np.concatenate(self.p[OURS]), y).as_dict(),
        }  # fmt: skip


def last_covered(panel: Panel, month: int) -> int:
    """The last covered month up to the one given."""
    return int(np.flatnonzero(panel.covered[: month + 1])[-1])


def persistence(panel: Panel, kind: int, last: int) -> tuple[float, float]:
    """How often an event followed in the next month, after a month with and one without, up to month `last`."""
    past = panel.counts[:, : last + 1, kind]
    here, following = past[:, :-1], past[:, 1:]
    there = np.isfinite(here) & np.isfinite(following)
    rates = []
    for state in (here > 0, ~(here > 0)):
        cases = there & state
        rates.append(float(((following > 0) & cases).sum() + 0.5) / float(cases.sum() + 1.0))
    return rates[0], rates[1]


def overall(panel: Panel, kind: int, last: int) -> float:
    """Share of months with an event over the pairs that may be forecast by then."""
    members = panel.known_at(last)
    past = panel.counts[members, : last + 1, kind]
    return float(((past > 0).sum() + 0.5) / (np.isfinite(past).sum() + 1.0))


def _forward(panel: Panel, kind: int, end: int, months: Sequence[int]) -> dict[str, Any]:
    hazard = fit_hazard([panel], kind, (1,), [end])
    judged = Judged()
    for month in months:
        origin = last_covered(panel, month - 1)
        judged.month(hazard, panel, month, month - 1, panel.known_at(origin), overall(panel, kind, end))
    names = [month_name(panel.first + m) for m in (0, end, months[0], months[-1])]
    return judged.report(
        "forward", f"fitted on {names[0]} to {names[1]}, judged on {names[2]} to {names[3]}", kind
    )


def _rolling(panel: Panel, kind: int, first: int) -> dict[str, Any]:
    judged = Judged()
    for month in range(first, panel.counts.shape[1]):
        if panel.covered[month]:
            hazard = fit_hazard([panel], kind, (1,), [month - 1])
            origin = last_covered(panel, month - 1)
            judged.month(
                hazard, panel, month, month - 1, panel.known_at(origin), overall(panel, kind, month - 1)
            )
    return judged.report(
        "rolling-origin", f"rolling origin, month by month from {month_name(panel.first + first)}", kind
    )


def _folds(panel: Panel, kind: int, folds: int, seed: int) -> dict[str, Any]:
    fold = np.random.default_rng(seed).permutation(len(panel.pairs)) % folds
    judged = Judged()
    for k in range(folds):
        learn = panel.subset(np.flatnonzero(fold != k))
        hazard = fit_hazard([learn], kind, (1,))
        rate = overall(learn, kind, panel.counts.shape[1] - 1)
        for month in range(LEAST_MONTHS, panel.counts.shape[1]):
            if panel.covered[month]:
                members = panel.known_at(last_covered(panel, month - 1))
                judged.month(hazard, panel, month, month - 1, members[fold[members] == k], rate)
    return judged.report("folds", f"{folds} folds over pairs", kind)
