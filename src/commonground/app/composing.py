"""A package that is put together by hand: which levels, who accepts it in how many draws, who not and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from commonground.app.context import Context
from commonground.brief.view import View
from commonground.methods.common_ground.kernel import TOLERANCE
from commonground.methods.common_ground.utility import Problem

PICK: Final = "pick."


def choices(context: Context, problem: Problem) -> list[dict[str, Any]]:
    """The issues with their levels, and the one picked.

    Picked is what the address says (`pick.ISSUE=PLACE`, the first level 0), else what the most robust package of the
    case as it is has, else the status quo or the first level.
    """
    view = context.before
    found = []
    for issue, place in zip(problem.issues, picked(context.more, view, problem), strict=True):
        keys: list[Any] = list(issue.options) or [float(level) for level in issue.levels]
        found.append(
            {
                "id": issue.id,
                "name": view.issue(issue.id),
                "levels": [view.level(issue.id, key) for key in keys],
                "picked": place,
            }
        )
    return found


def picked(more: Mapping[str, str], view: View, problem: Problem) -> tuple[int, ...]:
    """The place of the picked level of each issue."""
    listed = (view.solved or {}).get("packages") or [{"levels": {}}]
    best: Mapping[str, Any] = listed[0]["levels"]
    places = []
    for issue in problem.issues:
        keys: list[Any] = list(issue.options) or [float(level) for level in issue.levels]
        text = more.get(f"{PICK}{issue.id}", "")
        if text.isdecimal() and len(text) < 6 and int(text) < len(keys):
            places.append(int(text))
        else:
            wanted = best.get(issue.id)
            near = [k for k, key in enumerate(keys) if key == wanted or _close(key, wanted)]
            places.append(near[0] if near else 0)
    return tuple(places)


def _close(key: Any, wanted: Any) -> bool:
    return (
        isinstance(key, float)
        and isinstance(wanted, int | float)
        and abs(key - wanted) <= 1e-6 * max(1, abs(key))
    )


def accepted(problem: Problem, places: tuple[int, ...]) -> dict[str, Any]:
    """Who accepts a package, as common ground counts it.

    Returns
    -------
    joint   : share of draws in which all signatories do
    parties : party -> share, gain (mean over walking away, red lines left aside), line (share of draws in which it
        crosses a red line)
    """
    columns = np.asarray(problem.offsets[:-1]) + np.asarray(places)
    base = problem.base
    left = base - problem.cost[:, :, columns].sum(axis=2)
    gain = base - problem.own_cost[:, :, columns].sum(axis=2)
    crossed = np.asarray(problem.forbidden[:, :, columns].any(axis=2))
    accepts = np.asarray(left >= -TOLERANCE)
    return {
        "joint": float(accepts.all(axis=1).mean()),
        "parties": {
            party: {
                "share": float(accepts[:, s].mean()),
                "gain": float(gain[:, s].mean()),
                "line": float(crossed[:, s].mean()),
            }
            for s, party in enumerate(problem.parties)
        },
    }


def answer(context: Context) -> dict[str, Any] | None:
    """The composed package in the pushed case, and in the case as it is.

    Returns
    -------
    joint and parties as shares with text and what they were; None where nothing is negotiated
    """
    if context.problems is None or context.base is None:
        return None
    problems = context.problems()
    places = picked(context.more, context.before, problems.now)
    now, was = accepted(problems.now, places), accepted(problems.base, places)
    few = now if problems.like is None else accepted(problems.like, places)

    def moved(key: float, old: float, like: float) -> dict[str, Any]:
        p = key if problems.like is None else min(max(old + key - like, 0.0), 1.0)
        return {"p": p, "text": percent(p), "was": old, "before": percent(old)}

    return {
        "own": any(name.startswith(PICK) for name in context.more),
        "joint": moved(now["joint"], was["joint"], few["joint"]),
        "parties": [
            {
                "id": party,
                "name": context.before.party(party),
                **moved(held["share"], was["parties"][party]["share"], few["parties"][party]["share"]),
                "gain": f"{round(held['gain'], 2) + 0.0:+.2f}".replace("-", "\N{MINUS SIGN}"),
                "line": percent(held["line"]) if held["line"] > 0 else "",
            }
            for party, held in now["parties"].items()
        ],
    }


def percent(share: float) -> str:
    """A share of draws, as the brief prints it."""
    from commonground.charts.reading import percent as printed

    return printed(share)
