"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.errors import Finding
from commonground.methods.base import Solution
from commonground.methods.latency.card import CARD
from commonground.methods.latency.from_draws import programme_of
from commonground.methods.latency.on_case import (
    MOST_SEARCHED,
    Programme,
    by_turnover,
    covert_data,
    covert_thresholds,
    price_thresholds,
    solve_programme,
    watch_thresholds,
)
from commonground.methods.measures import measure
from commonground.methods.phrases import figure, per_cent, prose, sentence, share_of, whether
from commonground.methods.settings import require_setting


@dataclass(frozen=True, kw_only=True)
class Settings:
    """offer: payment per year that the thresholds are for, 0: the mean of today's price; seen: how surely a dash is to
    be seen in time; war: the risk of war that the least detection is for."""

    offer: float = 0.0
    seen: float = 0.9
    war: float = 0.1

    def __post_init__(self) -> None:
        require_setting(
            np.isfinite(self.offer) and self.offer >= 0.0,
            "offer",
            self.offer,
            "Write a number of at least 0, such as 0.2.",
        )
        for name in ("seen", "war"):
            require_setting(
                0.0 <= getattr(self, name) <= 1.0, name, getattr(self, name), "Write a number from 0 to 1."
            )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """How soon could a programme be through, and at what price does it stay where it is?

    Steps: 1. the price of a freeze at every step, with the turnover there is, with none, and over all of its range;
    2. breakout and warning time; 3. the hidden programme; 4. what the rest would have to be.

    Parameters
    ----------
    draws : with the block `latency`
    settings : see `Settings`

    Returns
    -------
    Solution without outcomes; `data` keys are listed in the method's chapter. Prices are per year.

    Raises
    ------
    MissingInput : the case has no such block.

    References
    ----------
    powell2006, debs2014, wolford2012

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    block = programme_of(draws)
    programme = solve_programme(block)
    price, breakout = programme.price_now, programme.breakout
    known = price[np.isfinite(price)]
    offer = settings.offer or (float(known.mean()) if known.size else 0.0)
    builder, other = draws.name(block.builder), draws.name(block.other)
    data: dict[str, Any] = {
        "builder": draws.parties[block.builder],
        "other": draws.parties[block.other],
        "steps": block.steps,
        "at": block.at,
        "breakout_months": measure(breakout.breakout),
        "warning_months": None if block.inspections is None else measure(breakout.warning),
        "seen_in_time": None if block.inspections is None else measure(breakout.seen_in_time),
        "price": [
            {"step": step, "measure": measure(programme.price[:, step])} for step in range(block.steps)
        ],
        "price_now": measure(price),
        "price_seen_late": None if programme.seen_late is None else measure(programme.seen_late),
        "moves_alone": float(programme.freeze.moves_alone[:, block.at].mean()),
        "without_turnover": measure(programme.without),
        "turnover": measure(block.turnover),
        "by_turnover": by_turnover(block),
        "covert": covert_data(programme),
        "offer": offer,
        "searched_draws": min(draws.n, MOST_SEARCHED),
        "thresholds": [
            *price_thresholds(programme, offer, builder),
            *watch_thresholds(programme, settings.seen),
            *covert_thresholds(programme, settings.war, builder),
        ],
        "reading": _reading(programme, builder, other),
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=None,
        settlement=None,
        findings=tuple(_findings(programme)),
        data=data,
        settings=asdict(settings),
    )


def _reading(programme: Programme, builder: str, other: str) -> str:
    block, breakout, price = programme.block, programme.breakout, programme.price_now
    text = (
        f"{builder} is at step {block.at} of {block.steps}; from there, a dash takes"
        f" {figure(breakout.breakout)} months."
    )
    if block.inspections is not None:
        text += (
            f" Inspections leave {other} {figure(breakout.warning, spread=False)} months of warning, and see a dash in"
            f" time with probability {per_cent(breakout.seen_in_time, spread=False)}."
        )
    alone = programme.freeze.moves_alone[:, block.at]
    moves = whether(
        alone,
        f"{builder} would move on if nothing were paid",
        "it would stay there without being paid",
    )
    text += f" {sentence(moves)}"
    asked = figure(price, spread=False)
    calm = figure(programme.without, spread=False)
    text += (
        f" To stay it asks {figure(price)} a year, in shares of all that is at stake; if governments of {other} never"
        f" changed, {'as much' if calm == asked else calm}"
    )
    if programme.seen_late is not None:
        late = figure(programme.seen_late, spread=False)
        text += f"; if advances are seen as late as inspections allow, {'as much' if late == asked else late}"
    text += "."
    result, hidden = programme.covert, programme.hidden
    if result is not None and hidden is not None:
        needed = result.detection_needed
        text += (
            f" In secret, {builder} starts a programme with probability"
            f" {per_cent(hidden.spread(result.invest), spread=False)}; the risk of war is"
            f" {per_cent(hidden.spread(result.war), spread=False)}, by mistake"
            f" {per_cent(hidden.spread(result.mistaken_war), spread=False)}. "
        )
        text += sentence(
            whether(
                np.isnan(needed),
                f"no monitoring would keep {builder} from starting one, or {other} from striking",
                f"monitoring that sees it with probability {per_cent(needed[~np.isnan(needed)], spread=False)} would"
                f" keep {builder} from starting one",
            )
        )
    return prose(text, f"Both sides are taken to know the step, and {other} to make the offer.")


def _findings(programme: Programme) -> list[Finding]:
    found = []
    none = float(np.isnan(programme.price_now).mean())
    if none > 0.0:
        found.append(
            Finding(
                "warning",
                "latency",
                "in some draws no payment keeps the programme where it is",
                "See the thresholds.",
                got=f"{share_of(none)} of draws",
            )
        )
    hidden, result = programme.hidden, programme.covert
    if hidden is not None and not hidden.fits.all():
        found.append(
            Finding(
                "warning",
                "latency.covert",
                "in some draws the payoffs do not fit the model of a hidden programme: the builder would prefer war to"
                " quiet, or the other side an armed builder to a quiet one; these draws are left out of it",
                "Let builder.quiet lie above builder.war, and other.quiet above other.armed.",
                got=f"{share_of(~hidden.fits)} of draws",
            )
        )
    if result is not None and result.several_equilibria.any():
        found.append(
            Finding(
                "note",
                "latency.covert",
                "in some draws the hidden programme has several equilibria; the one with the fewest programmes is told",
                "See the chapter on latency.",
                got=f"{share_of(result.several_equilibria)} of draws",
            )
        )
    return found
