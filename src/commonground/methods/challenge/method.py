"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from commonground.case.draws import Draws
from commonground.errors import UsageError
from commonground.methods.bargaining.from_draws import given_of
from commonground.methods.bargaining.result import BargainResult
from commonground.methods.bargaining.solution import solution_of
from commonground.methods.bargaining.talks import Talks
from commonground.methods.base import Solution
from commonground.methods.challenge.card import CARD
from commonground.methods.challenge.settings import ChallengeSettings, preset
from commonground.methods.challenge.solve import solve_challenge
from commonground.methods.settings import require_setting

MOST_WORK = (
    3_000_000_000  # draws times the third power of the parties; more of them are solved on fewer draws
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See the card; an empty text stands for the choice of the preset."""

    preset: str = "scholz-code"
    rounds: int = 20
    votes: str = ""
    denominator: str = ""
    judge: str = ""
    risk_from: Literal["threat", "reversed", "none"] = "threat"
    span: Literal["start", "round", "scale"] = "start"
    q: float = 1.0
    drift: bool = True
    capitulate: str = ""
    choice: str = ""
    forecast: Literal["mean", "median"] = "mean"
    most_draws: int = 1000
    instability_draws: int = 200
    sweep: str = ""

    def __post_init__(self) -> None:
        require_setting(self.most_draws >= 1, "most_draws", self.most_draws, "Use 1 or more, such as 1000.")
        self.core(0)

    def core(self, seed: int) -> ChallengeSettings:
        """The settings of the model: the preset's, but for what is said otherwise."""
        said: dict[str, Any] = {
            name: value
            for name in ("votes", "denominator", "judge", "choice")
            if (value := getattr(self, name))
        }
        if self.capitulate:
            if self.capitulate not in ("yes", "no"):
                raise UsageError(
                    f"setting capitulate does not fit (got {self.capitulate})", "Write yes or no."
                )
            said["capitulate"] = self.capitulate == "yes"
        return replace(
            preset(self.preset),
            rounds=self.rounds,
            risk=self.risk_from,
            span=self.span,
            q=self.q,
            drift=self.drift,
            forecast=self.forecast,
            instability_draws=self.instability_draws,
            seed=seed,
            **said,
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Who would press whom, who would yield, and where would that leave the issue?

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
    MissingInput : no issue has positions; UsageError : a setting or a swept party that does not exist.

    References
    ----------
    scholz2011; buenodemesquita1985; buenodemesquita1994; buenodemesquita1997.

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    core = settings.core(draws.seed)

    def play(talks: Talks, measure: bool) -> BargainResult:
        return solve_challenge(talks, core if measure else replace(core, instability_draws=0))

    return solution_of(
        CARD,
        given_of(draws).within(settings.most_draws, MOST_WORK),
        play,
        settings=asdict(settings),
        called="the challenge model",
        sweep=settings.sweep,
        detail=_risk,
    )


def _risk(result: BargainResult) -> dict[str, Any]:
    """Risk exponents of the first round: below 1 a party seeks risk, above 1 it shuns it."""
    exponent = result.detail["exponent"]
    first = exponent[1] if len(exponent) > 1 else exponent[0]
    held = result.talks.held[0]
    return {
        "exponents": {
            party: {issue: float(first[i, k]) for k, issue in enumerate(result.talks.issues) if held[i, k]}
            for i, party in enumerate(result.talks.parties)
            if held[i].any()
        }
    }
