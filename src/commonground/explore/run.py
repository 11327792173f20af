"""All of explore for one case, as a study keeps it: looked for at fewer draws, told at all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from commonground.case.model import Case
from commonground.explore.drawn import drawn
from commonground.explore.engine import Engine
from commonground.explore.indicators import indicators
from commonground.explore.information import information
from commonground.explore.levers import search_levers
from commonground.explore.robustness import Voices, robustness
from commonground.explore.rules import rules_for_draws, rules_for_packages
from commonground.explore.scenarios import compare_scenarios
from commonground.explore.tornado import Swing, again, goal, swings
from commonground.methods.common_ground.outcome import in_time
from commonground.methods.parameters import FloatArray

SCREEN = 500  # draws at which values, pairs and sets are looked for
TOLD = 1000  # draws at which the best pairs and sets of levers are told
DRIVERS = 12  # told at all draws
SETS = 150  # solved in a study; the command `levers` solves more


def has_input(case: Case) -> bool:
    """Whether a case says anything of what would change it."""
    return bool(case.levers or case.scenarios or case.indicators)


def explore(
    case: Case,
    *,
    draws: int | None = None,
    seed: int | None = None,
    voices: Voices | None = None,
) -> dict[str, Any]:
    """What drives the forecast, what would change it, and what to watch.

    Parameters
    ----------
    draws, seed : as in `draw`
    voices : method -> outcome of its solution, for the robustness of the main line

    Returns
    -------
    {"draws", "goal", "before", "drivers", "others", "information", "rules", "scenarios", "levers", "indicators",
    "robustness", "findings"}; what the case says nothing of is None

    Raises
    ------
    MissingInput : the case lacks what common ground needs
    """
    engine = Engine(case, draws, seed)
    levers = search_levers(engine, search_draws=SCREEN, told_draws=TOLD, limit=SETS) if case.levers else None
    return {
        **_sensitivity(engine, voices),
        "levers": None if levers is None else levers.data,
        "findings": [] if levers is None else [finding.as_dict() for finding in levers.findings],
    }


def sensitivity(
    case: Case, *, draws: int | None = None, seed: int | None = None, voices: Voices | None = None
) -> dict[str, Any]:
    """As `explore`, without the search over levers."""
    return _sensitivity(Engine(case, draws, seed), voices)


def _sensitivity(engine: Engine, voices: Voices | None) -> dict[str, Any]:
    case = engine.case
    screen = engine if engine.n <= SCREEN else Engine(case, SCREEN, engine.seed)
    found = swings(screen)
    leading = again(engine, [swing for swing in found if _matters(swing)][:DRIVERS])
    values, outcome = drawn(engine), goal(engine)
    chance = engine.base.outcomes()[outcome].chance
    rule = rules_for_draws(values, chance)
    compared = compare_scenarios(engine)["scenarios"] if case.scenarios else None
    return {
        "draws": {"full": engine.n, "screen": screen.n},
        "goal": outcome,
        "before": {name: reach.estimate().as_dict() for name, reach in engine.base.outcomes().items()},
        "drivers": [swing.as_dict() for swing in leading],
        "others": [
            {"path": swing.path, "width": swing.width(outcome)}
            for swing in found
            if swing.path not in {one.path for one in leading}
        ],
        "information": [one for one in information(values, chance, _without_time(engine)) if one["shown"]][
            :DRIVERS
        ],
        "rules": {
            "goal": rule,
            "zone": rules_for_draws(values, engine.base.found.exists.chance),
            "packages": rules_for_packages(engine.base),
        },
        "scenarios": compared,
        "indicators": indicators(engine, leading) if case.indicators else None,
        "robustness": robustness(engine, _with_rest(leading, found), voices, compared or (), rule),
    }


def _matters(swing: Swing) -> bool:
    return any(swing.width(outcome) > 0.0 for outcome in swing.at_low)


def _with_rest(leading: list[Swing], found: list[Swing]) -> list[Swing]:
    """All swings, those that lead at all draws."""
    exact: Mapping[str, Swing] = {swing.path: swing for swing in leading}
    return [exact.get(swing.path, swing) for swing in found]


def _without_time(engine: Engine) -> FloatArray:
    """(draw,) the goal with the mean chance of talks ending in time; as drawn where something goes along with that."""
    chance = engine.base.outcomes()[goal(engine)].chance
    time = in_time(engine.base.draws, engine.case.months)
    joined = any(path.startswith("talks.") for said in engine.case.correlations for path in said.between)
    if time is None or joined:
        return chance
    return np.asarray(engine.base.reach.chance * float(time.mean()))
