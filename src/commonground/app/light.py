"""The few numbers that follow a slider: outcomes and pooled forecasts of a pushed case, and nothing else.

They are made as a study makes them, from the same draws by the same functions, and a test holds the two together.
What takes time and nobody reads while a slider moves is left out: what blocks, where the parties would settle, prices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from commonground.app.sources import Sources
from commonground.case.change import change
from commonground.explore.answer import Answer
from commonground.explore.engine import Engine
from commonground.explore.plan import plan_of
from commonground.forecast.precedents import Heard, precedents
from commonground.methods.common_ground.outcome import by_deadline, in_time, outcomes
from commonground.methods.common_ground.utility import Problem
from commonground.methods.registry import HEADLINE, solve
from commonground.study.forecasts import forecasts
from commonground.study.questions import answers
from commonground.study.record import Study, plain

NEGOTIATED = frozenset({"positions", "walk_away", "collapse"})  # what is pushed most
BY_OTHER_VALUES = frozenset(
    {"trust"}
)  # methods that read nothing of what is negotiated; a test holds them to it


@dataclass(frozen=True)
class Light:
    """The light part of a study, what the signatories decided by, and what history said, by question."""

    study: Study
    problem: Problem
    heard: Mapping[str, Heard]

    @property
    def size(self) -> int:
        """Bytes, about."""
        arrays = (held for held in vars(self.problem).values() if isinstance(held, np.ndarray))
        return 60_000 + sum(held.nbytes for held in arrays)


def light_study(
    engine: Engine, base: Study, raw: Mapping[str, Any], sources: Sources, like: Light | None = None
) -> Light:
    """A part of a study, under the same paths: outcomes, how they come about, questions, pooled forecasts.

    Parameters
    ----------
    engine : the case with its draws at hand
    base   : the study of the case as it is, which says who has a voice
    raw    : path -> value, as `change` takes it
    like   : the light study of the case as it is, from the same engine; what the changes leave alone is taken from it

    Raises
    ------
    CaseError : a path or value that the case does not take
    """
    plan = plan_of(engine.case, raw).now
    draws = engine.draws(plan)
    answer = engine.solved(draws)
    solutions = {HEADLINE: plain({**_head(base), "outcome": _outcome(answer), "data": _data(answer)})}
    moved = {path.partition(".")[0] for path in raw}
    for method in voices(base):
        if like is not None and method in BY_OTHER_VALUES and moved <= NEGOTIATED:
            solutions[method] = like.study.solutions[method]
        elif method != HEADLINE:
            solutions[method] = plain(solve(draws, method).as_dict())
    # a deadline is no value, so that the questions are those of the case as it is
    case = engine.case
    questions, _ = answers(case, solutions)
    found: dict[str, Any] = {
        "format": base.data["format"],
        "version": base.data["version"],
        "command": "",
        "case": base.data["case"],
        "case_hash": base.data["case_hash"],
        "draws": {"n": engine.n, "seed": engine.seed, "modes": False},
        "values": {},
        "solutions": solutions,
        "questions": plain(questions),
        "findings": [],
    }
    heard: Mapping[str, Heard] = {}
    if "forecasts" in base.data:
        with sources.opened() as read:
            if like is not None and read.events is None and "history" not in moved:
                heard = like.heard
            else:
                past = {path: held for path, held in raw.items() if path.startswith("history.")}
                told = change(case, past) if past else case
                heard = precedents(told, engine.history(plan), read.events)
            pooled, _ = forecasts(found, read.book, None, dict(heard))
            found["forecasts"] = plain(pooled)
    return Light(Study(found), answer.found.problem, heard)


def voices(base: Study) -> tuple[str, ...]:
    """Methods whose answer to some question counts as it stands, in the order of the study."""
    speaking = {
        voice["method"]
        for question in base.data["questions"]
        for voice in question["voices"]
        if "only_if" not in voice
    }
    return tuple(method for method in base.solutions if method in speaking)


def _head(base: Study) -> dict[str, Any]:
    held = base.solutions[HEADLINE]
    return {key: held[key] for key in ("method", "title") if key in held}


def _outcome(answer: Answer) -> dict[str, Any] | None:
    found = outcomes(answer.reach, answer.draws)
    return None if found is None else {name: estimate.as_dict() for name, estimate in found.items()}


def _data(answer: Answer) -> dict[str, Any]:
    """What common ground says of how often, under the keys it has in the method."""
    exists, private, reach = answer.found.exists, answer.found.private, answer.reach
    time = in_time(answer.draws, answer.draws.months)
    outcome = outcomes(reach, answer.draws)
    return {
        "exists": exists.mean,
        "exists_se": exists.estimate().se,
        "private": min(private.mean, exists.mean),
        "private_se": private.estimate().se,
        "found": reach.mean,
        "found_se": reach.estimate().se,
        "in_time": None if time is None else float(time.mean()),
        "agreement": None if outcome is None else outcome["agreement"].p,
        "agreement_se": None if outcome is None else outcome["agreement"].se,
        "by_deadline": by_deadline(reach, answer.draws),
    }
