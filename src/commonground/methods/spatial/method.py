"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from commonground.case.draws import Draws
from commonground.errors import NoSolution
from commonground.methods.bargaining.from_draws import given_of
from commonground.methods.bargaining.result import BargainResult
from commonground.methods.bargaining.solution import solution_of
from commonground.methods.bargaining.talks import Talks
from commonground.methods.base import Solution
from commonground.methods.settings import require_setting
from commonground.methods.spatial.card import CARD
from commonground.methods.spatial.settings import SpatialSettings
from commonground.methods.spatial.solve import solve_spatial

MOST_PARTIES = 150  # a turn costs as much as the third power of their number
MOST_WORK = 20_000_000  # draws times that power; more parties are solved on fewer draws


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See the card; the names are KTAB's."""

    voting: str = "proportional"
    victory: str = "linear"
    choice: str = "conditional"
    transition: str = "deterministic"
    risk_range: str = "mid"
    risk_view: str = "one-third"
    commitment: str = "semi"
    interpolation: str = "s2p2"
    bargain: str = "initiator"
    rounding: bool = True
    accommodation: float = 1.0
    most_turns: int = 100
    stop: float = 0.02
    budget: str = "scale"
    forecast: str = "mean"
    most_draws: int = 1000
    instability_draws: int = 100
    sweep: str = ""

    def __post_init__(self) -> None:
        require_setting(self.most_draws >= 1, "most_draws", self.most_draws, "Use 1 or more, such as 1000.")
        self.core(0)

    def core(self, seed: int) -> SpatialSettings:
        """The settings of the model."""
        known = {field.name for field in fields(SpatialSettings)}
        said: dict[str, Any] = {name: value for name, value in asdict(self).items() if name in known}
        return SpatialSettings(**said, seed=seed)


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Where would challenges that end in bargains, and an election over these, leave all issues together?

    Parameters
    ----------
    draws : with positions on at least one scale, or on options that the case gives places
    settings : see the card

    Returns
    -------
    Solution without outcomes (a place for a settlement is not an agreement); `data` keys are listed in the chapter on
    the compromise.

    Raises
    ------
    MissingInput : no issue has positions; UsageError : a setting or a swept party that does not exist; NoSolution :
    more parties than the model can be played with.

    References
    ----------
    wise2015; efird2016 for its use.

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    core = settings.core(draws.seed)
    given = given_of(draws)
    parties = len(given.talks.parties)
    if parties > MOST_PARTIES:
        raise NoSolution(
            f"the spatial model weighs every challenge with every third party, too much for {parties} parties"
            f" (at most {MOST_PARTIES})",
            "Join parties that want the same into blocs, or use the method compromise, median or nash.",
        )

    def play(talks: Talks, measure: bool) -> BargainResult:
        return solve_spatial(talks, core if measure else replace(core, instability_draws=0))

    return solution_of(
        CARD,
        given.within(settings.most_draws, MOST_WORK),
        play,
        settings=asdict(settings),
        called="the spatial model",
        sweep=settings.sweep,
        detail=_by_turn,
    )


def _by_turn(result: BargainResult) -> dict[str, Any]:
    """Attitude to risk (-1/2 to 1 by default) and chance of each party's place, turn by turn."""
    some = result.talks.held[0].any(axis=1)
    return {
        name: {
            party: [float(value) for value in result.detail[key][:, i]]
            for i, party in enumerate(result.talks.parties)
            if some[i]
        }
        for name, key in (("risk", "risk"), ("chance", "probability"))
    }
