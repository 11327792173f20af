"""What explore keeps in a study, made by hand for the chart tests: plausible in shape, invented in content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

LEVERS = ("broker", "escrow", "forum", "exchange", "campaign")


def spoil(study: dict[str, Any], turn: Iterator[str]) -> None:
    """Put these texts wherever a case's own words reach explore."""
    found = study["explore"]
    for lever in found["levers"]["levers"]:
        lever["name"] = next(turn)
    found["levers"]["unit"] = next(turn)
    for scenario in found["scenarios"]:
        scenario["name"] = next(turn)
    for event in found["indicators"]["events"]:
        event["event"] = next(turn)


def _pair(before: float, after: float) -> dict[str, Any]:
    change = after - before
    return {
        "before": {"p": before, "se": 0.005},
        "after": {"p": after, "se": 0.005},
        "change": change,
        "se": 0.002,
        "low": change - 0.004,
        "high": change + 0.004,
        "shown": abs(change) > 0.004,
    }


def _outcomes(agreement: float, confrontation: float) -> dict[str, Any]:
    return {
        "agreement": _pair(0.134, agreement),
        "impasse": _pair(0.694, 1 - agreement - confrontation),
        "confrontation": _pair(0.172, confrontation),
    }


def explore(
    parties: Sequence[str],
    signatories: Sequence[str],
    levels: dict[str, list[Any]],
    cells: list[dict[str, Any]],
) -> dict[str, Any]:
    """The key `explore` of a study of these parties and issues."""
    issues = list(levels)
    first, second = signatories[:2]
    paths = [
        "talks.tempo",
        "talks.starts_in",
        f"positions.{second}.{issues[0]}.salience",
        f"positions.{first}.{issues[-1]}.red_line.holds",
        f"walk_away.{first}",
        f"walk_away.{second}.cost",
        f"trust.{first}.prior",
        f"mediators.{parties[-1]}.accepted",
        "elections.governments.usa.changes.0.leaves",
        "crisis.comes_to_head",
    ]
    drivers = [
        {
            "path": path,
            "at": {"low": 0.1 + place, "high": 0.9 + 3 * place},
            "low": _outcomes(0.134 + 0.2 / (1 + place), 0.16),
            "high": _outcomes(max(0.134 - 0.13 / (1 + place), 0.0), 0.18),
        }
        for place, path in enumerate(paths)
    ]
    return {
        "draws": {"full": 4000, "screen": 500},
        "goal": "agreement",
        "before": {
            name: {"p": p, "se": 0.005}
            for name, p in (("agreement", 0.134), ("impasse", 0.694), ("confrontation", 0.172))
        },
        "drivers": drivers,
        "others": [{"path": "mediator_effect", "width": 0.001}],
        "information": [
            {
                "path": path,
                "moves": 0.12 / (1 + place),
                "narrows": 0.15 / (1 + place) ** 2,
                "share": 0.3,
                "low": 0.3,
                "high": 0.02,
                "shown": True,
            }
            for place, path in enumerate(paths[:4])
        ],
        "rules": {
            "goal": _rule(
                [
                    {"path": paths[0], "at_least": False, "value": 8.1},
                    {"path": paths[3], "at_least": False, "value": 0.0},
                ]
            ),
            "zone": _rule([{"path": paths[4], "at_least": False, "value": 0.52}]),
            "packages": {
                **_rule(
                    [
                        {"issue": issue, "at_least": place % 2 == 0, "level": grid[len(grid) // 2]}
                        for place, (issue, grid) in enumerate(levels.items())
                    ][:6]
                ),
                "least": 0.11,
                "best": 0.23,
                "draws": 1000,
                "first": first,
                "second": second if len(signatories) == 2 else "others",
                "cells": [
                    {**cell, "inside": cell["packages"] // 3 if cell["x0"] > 0.2 else 0} for cell in cells
                ],
            },
        },
        "scenarios": [
            _scenario("pressure", "Pressure carried through in all its parts", 0.12, 0.19),
            _scenario("eased", "Sanctions eased", 0.19, 0.15),
            {**_scenario("later", "A new government later on", 0.3, 0.1), "horizon": "2030-01-20"},
        ],
        "levers": _levers(),
        "indicators": {
            "events": [
                {
                    "id": "expelled",
                    "event": "Inspectors are expelled",
                    "by": "2025-06-30",
                    "assumption": "calm",
                    "outcomes": _outcomes(0.06, 0.25),
                    "moves": "confrontation",
                },
                {
                    "id": "talks",
                    "event": "Talks begin",
                    "by": None,
                    "assumption": None,
                    "outcomes": _outcomes(0.24, 0.14),
                    "moves": "agreement",
                },
            ],
            "by_assumption": {"calm": "expelled"},
            "unwatched": [paths[4]],
        },
        "robustness": {
            "main": {"outcome": "impasse", "p": 0.694},
            "methods": [{"method": "common-ground", "outcomes": {"agreement": 0.134}}],
            "assumptions": [
                {"id": "calm", "by": "opposite", "opposite": _outcomes(0.05, 0.3), "low": None, "high": None}
            ],
            "values": {"at": {paths[0]: 3.9}, "outcomes": _outcomes(0.4, 0.1)},
            "rule": None,
            "against": [
                {"kind": "assumption", "id": "calm", "before": 0.694, "after": 0.65, "change": -0.044}
            ],
            "text": "The main line is impasse.",
        },
    }


def _rule(bounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bounds": bounds, "support": 0.14, "coverage": 0.58, "density": 0.59, "before": 0.134,
            "by_chance": [0.0] * len(bounds), "way": [[1.0, 1.0, 0.134], [0.14, 0.58, 0.59]]}  # fmt: skip


def _scenario(key: str, name: str, agreement: float, confrontation: float) -> dict[str, Any]:
    outcomes = _outcomes(agreement, confrontation)
    if key == "later":
        outcomes = {"agreement": outcomes["agreement"]}
    return {"id": key, "name": name, "from": None, "horizon": "2026-03-08", "outcomes": outcomes, "mixed": None,
            "changes": [], "levers": []}  # fmt: skip


def _levers() -> dict[str, Any]:
    def lever(place: int, name: str) -> dict[str, Any]:
        change = 0.05 / (1 + place) - 0.012 * (place == 4)
        outcomes = _outcomes(0.134 + change, 0.172 - change / 3)
        wide = 0.6 * abs(change) + (0.02 if place in (2, 3) else 0.0)
        outcomes["agreement"] |= {"low": change - wide, "high": change + wide}
        shown = place not in (2, 3)
        return {
            "id": name, "name": f"The {name} that somebody could pull", "by": ["gulf"],
            "cost": {"mean": 1.5 + place % 3, "low": 1.0, "median": 1.5, "high": 4.0, "share": 1.0},
            "works": {"mean": 0.5, "low": 0.3, "median": 0.5, "high": 0.7, "share": 1.0},
            "verdict": ("raises" if change > 0 else "lowers") if shown else "no shown effect",
            "outcomes": outcomes, "if_works": _pair(0.134, 0.134 + 2 * change),
            "backfires": 0.03, "accounts": {}, "regret": {"mean": 0.02}, "per_draw": {},
        }  # fmt: skip

    def several(*levers: str) -> dict[str, Any]:
        change = 0.05 + 0.02 * len(levers)
        return {"levers": list(levers), "cost": 2.0 * len(levers), "change": change, "se": 0.002,
                "low": change - 0.004, "high": change + 0.004, "shown": True, "after": 0.2,
                "synergy": 0.004, "synergy_se": 0.001}  # fmt: skip

    return {
        "goal": "agreement", "before": {}, "unit": "points of effort", "budget": 6, "most": 3,
        "draws": {"full": 4000, "search": 500},
        "levers": [lever(place, name) for place, name in enumerate(LEVERS)],
        "pairs": [several(a, b) for a in LEVERS[:3] for b in LEVERS[3:]],
        "best_pairs": [several("broker", "escrow")],
        "apart": [],
        "greedy": [several("broker")],
        "sets": {"there": 9, "solved": 9, "best": [several("broker", "escrow")]},
        "front": [{**several("broker"), "cost": 1.5, "change": 0.05}, several("broker", "escrow")],
        "recommended": ["broker"],
        "regret_of_none": {"mean": 0.05},
    }  # fmt: skip
