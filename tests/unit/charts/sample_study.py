"""Study records made by hand for the chart tests: plausible in shape, invented in content."""

from __future__ import annotations

import copy
import itertools
import math
from typing import Any

from tests.unit.charts import (
    sample_bargaining,
    sample_explore,
    sample_forecasts,
    sample_graph,
    sample_market,
    sample_strategy,
)

LEVELS: dict[str, list[Any]] = {
    "enrichment": [0, 3.67, 5, 20, 60],
    "stockpile": [0, 300, 1000, 3000, 8000],
    "inspections": ["safeguards", "protocol", "anytime"],
    "sanctions": ["none", "staged", "front-loaded", "full"],
    "armed-groups": ["outside", "talks", "restraint"],
    "missiles": ["outside", "range-cap", "ban"],
    "duration": [0, 5, 10, 15, 20, 25],
}
NAMES = {
    "enrichment": ("Enrichment level", "% U-235"),
    "stockpile": ("Stockpile of enriched uranium", "kg"),
    "inspections": ("Inspections", ""),
    "sanctions": ("Sanctions relief", ""),
    "armed-groups": ("Regional armed groups", ""),
    "missiles": ("Missiles", ""),
    "duration": ("Duration of limits", "years"),
}
OPTIONS = {
    "inspections": {
        "safeguards": "Basic safeguards agreement",
        "protocol": "Additional protocol, provisionally applied",
        "anytime": "Any time, any place, including military sites",
    },
    "sanctions": {
        "none": "No relief",
        "staged": "Relief in stages against verified steps",
        "front-loaded": "Oil and banking first",
        "full": "All nuclear-related sanctions at once",
    },
    "armed-groups": {
        "outside": "Not part of the talks",
        "talks": "Separate talks",
        "restraint": "Written restraint",
    },
    "missiles": {
        "outside": "Not part of the talks",
        "range-cap": "Range cap of 2,000 km",
        "ban": "No long-range missiles",
    },
}
PARTIES = {
    "usa": ("United States", "signatory"),
    "iran": ("Iran", "signatory"),
    "russia": ("Russia", "other"),
    "e3": ("France, Germany and the United Kingdom", "other"),
    "israel": ("Israel", "other"),
    "gulf": ("Gulf states", "other"),
}
EVENTS = [
    ("hostages-1979", "1979-11-04", "event", "Embassy in Tehran seized; 52 hostages held for 444 days"),
    ("war-1980", "1980", "event", "War between Iraq and Iran begins"),
    ("iran-air-1988", "1988-07-03", "event", "Iran Air 655 shot down over the Gulf"),
    ("ilsa-1996", "1996-08", "event", "Sanctions on investment in Iranian energy"),
    ("natanz-2002", "2002-08-14", "event", "Natanz and Arak sites become public"),
    ("axis-2002", "2002-01-29", "statement", "The address that names Iran with two other states"),
    ("unsc-1737", "2006-12-23", "event", "Security Council resolution 1737 imposes sanctions"),
    ("jpoa-2013", "2013-11-24", "event", "Interim Joint Plan of Action agreed in Geneva"),
    ("jcpoa-2015", "2015-07-14", "event", "Joint Comprehensive Plan of Action agreed in Vienna"),
    ("withdrawal-2018", "2018-05-08", "event", "United States leaves the agreement and restores sanctions"),
    ("strike-2020", "2020-01-03", "event", "Strike in Baghdad kills General Soleimani"),
    ("enrich-60-2021", "2021-04", "event", "Enrichment to 60 % begins at Natanz"),
    ("vienna-2021", "2021-04-06", "event", "Talks in Vienna on a return to the agreement"),
    ("cameras-2022", "2022-06", "event", "Monitoring cameras removed"),
    ("prisoners-2023", "2023-09-18", "event", "Prisoner exchange and release of funds in Qatar"),
    ("attack-2024-04", "2024-04-13", "event", "Missiles and drones launched at Israel from Iran"),
    ("election-2024", "2024-07-05", "event", "Masoud Pezeshkian elected president"),
    ("attack-2024-10", "2024-10-01", "event", "Second missile attack on Israel"),
    ("us-election-2024", "2024-11-05", "event", "Donald Trump elected for a second term"),
    ("iaea-2024-12", "2024-12-06", "statement", "Agency reports a sharp rise in 60 % production"),
    ("pressure-2025", "2025-02-04", "event", "Memorandum restores maximum pressure"),
    (
        "khamenei-2025-02",
        "2025-02-07",
        "statement",
        "Talks are not intelligent, wise or honourable, says the Leader",
    ),
    ("russia-offer", "2025-03-04", "statement", "Russia offers to mediate"),
    ("letter-2025", "2025-03-07", "statement", "President says he sent a letter proposing talks"),
    ("letter-answer", "2025-03-08", "statement", "Leader rejects talks with bullying states"),
]


def sample() -> dict[str, Any]:
    """Seven issues, two signatories, four other parties, 25 dated items."""
    return build(PARTIES, LEVELS)


def build(parties: dict[str, tuple[str, str]], levels: dict[str, list[Any]]) -> dict[str, Any]:
    """A study with these parties and issues, its numbers made from their places in the lists."""
    signatories = [party for party, (_, role) in parties.items() if role == "signatory"]
    packages = [_package(place, signatories, levels) for place in range(10)]
    data = {
        "exists": 0.342,
        "exists_se": 0.0075,
        "private": 0.191,
        "private_se": 0.006,
        "private_by": dict.fromkeys(signatories, 0.19),
        "agreement": 0.134,
        "agreement_se": 0.005,
        "in_time": 0.7,
        "gap_median": 0.04,
        "gap_median_if_empty": 0.11,
        "red_line_conflict": 0.22,
        "binding": {
            party: round(0.72 - 0.37 * place, 3) if place < 2 else 0.1
            for place, party in enumerate(signatories)
        },
        "short": {
            "red_lines": 0.61,
            "alone": {party: round(0.25 - 0.12 * place, 3) for place, party in enumerate(signatories[:2])},
            "several": 0.01,
        },
        "parties": signatories,
        "n_packages": math.prod(len(grid) for grid in levels.values()),
        "packages": packages,
        "nearest": None,
        "settlement": {
            issue: _settlement(place, issue, grid) for place, (issue, grid) in enumerate(levels.items())
        },
        "stakes": {
            party: {issue: _stake(row, column, grid) for column, (issue, grid) in enumerate(levels.items())}
            for row, party in enumerate(parties)
        },
        "logrolling_gain": {"mean": 0.12, "low": 0.02, "high": 0.24},
        "acceptance_map": _map(signatories, packages),
        "blocks": {
            "issues": {issue: _rise(place, len(levels)) for place, issue in enumerate(levels)},
            "shifts": [],
            "walk_away": {
                party: {"shift": -0.06, "exists_after": 0.442, "reachable": True} for party in signatories
            },
            "target": 0.442,
        },
    }
    outcome = {
        "agreement": {"p": 0.134, "se": 0.005},
        "impasse": {"p": 0.694, "se": 0.007},
        "confrontation": {"p": 0.172, "se": 0.006},
    }
    solution = {
        "method": "common-ground",
        "title": "Common ground",
        "settings": {},
        "outcome": outcome,
        "data": data,
    }
    return {
        "format": "commonground-study/1",
        "version": "0.1.0",
        "case": _case(parties, levels),
        "case_hash": "0" * 64,
        "draws": {"n": 4000, "seed": 0, "modes": False},
        "values": {
            "positions.iran.enrichment.ideal": {
                "text": "20 to 60",
                "low": 22.5,
                "mode": 60.0,
                "high": 58.9,
                "evidence": ["enrich-60-2021", "jcpoa-2015"],
            },
            "confrontation_if_no_deal": {"text": "0.05 to 0.35", "evidence": ["strike-2020", "iaea-2024-12"]},
            "walk_away.usa": {
                "text": "0.3 to 0.5",
                "evidence": ["withdrawal-2018", "pressure-2025", "jcpoa-2015"],
            },
            "walk_away.iran": {
                "text": "0.3 to 0.5",
                "evidence": ["khamenei-2025-02", "letter-answer", "hostages-1979"],
            },
        },
        "solutions": {
            "common-ground": solution,
            **sample_strategy.solutions(
                signatories, [party for party in parties if party not in signatories]
            ),
            "graph-model": sample_graph.solution(signatories),
            **sample_bargaining.solutions(list(parties), levels),
        },
        "explore": sample_explore.explore(
            list(parties), signatories, levels, data["acceptance_map"]["cells"]
        ),
        "settlements": sample_bargaining.settlements(levels),
        "questions": [],
        "forecasts": sample_forecasts.forecasts(),
        "track_record": sample_forecasts.track_record(),
        "market": sample_market.market(),
        "findings": [],
    }


def large() -> dict[str, Any]:
    """Twelve parties (two sign) and twenty issues."""
    parties = {
        f"p{n}": (f"Party number {n} of the talks", "signatory" if n < 3 else "other") for n in range(1, 13)
    }
    grids = list(LEVELS.values())
    study = build(parties, {f"i{n}": grids[n % 7] for n in range(1, 21)})
    for n, issue in enumerate(study["case"]["issues"].values(), 1):
        issue["name"] = (
            f"Issue {n}: {'water, borders and the return of refugees' if n % 4 == 0 else 'share of revenue'}"
        )
    return study


def three_signatories() -> dict[str, Any]:
    """Three parties must accept; the map shows the first against the others."""
    parties = {**PARTIES, "russia": ("Russia", "signatory")}
    return build(parties, LEVELS)


def single_issue() -> dict[str, Any]:
    """One scale issue, two parties: the pie."""
    study = build({"a": ("A", "signatory"), "b": ("B", "signatory")}, {"pie": [n / 40 for n in range(41)]})
    study["case"]["issues"]["pie"]["name"] = "Share of the pie"
    study["case"]["evidence"] = []
    del study["solutions"]["common-ground"]["outcome"]
    return study


def empty_zone() -> dict[str, Any]:
    """No package is acceptable to all in any draw."""
    study = sample()
    data = study["solutions"]["common-ground"]["data"]
    data.update(exists=0.0, private=0.0, agreement=0.0, packages=[])
    for entry in data["settlement"].values():
        entry.update(nash=[0.0] * len(entry["levels"]), mean=None, median=None, low=None, high=None)
    data["acceptance_map"].update(best=None, frontier=[])
    for entry in data["blocks"]["issues"].values():
        entry.update(exists_without=0.0, rise=0.0)
    study["solutions"]["common-ground"]["outcome"] = {
        "agreement": {"p": 0.0, "se": 0.0},
        "impasse": {"p": 0.8, "se": 0.006},
        "confrontation": {"p": 0.2, "se": 0.006},
    }
    return study


def hostile(*texts: str) -> dict[str, Any]:
    """The sample with every text a case can carry replaced by these texts in turn."""
    study = copy.deepcopy(sample())
    turn = itertools.cycle(texts)
    case = study["case"]
    for party in case["parties"].values():
        party["name"] = next(turn)
    for issue in case["issues"].values():
        issue["name"] = next(turn)
        if issue["kind"] == "scale":
            issue["unit"] = next(turn)
        else:
            issue["options"] = {option: next(turn) for option in issue["options"]}
    for item in case["evidence"]:
        item["title"] = next(turn)
    case["title"] = next(turn)
    case["outcomes"] = {outcome: next(turn) for outcome in case["outcomes"]}
    sample_strategy.spoil(study["solutions"], turn)
    sample_graph.spoil(study["solutions"]["graph-model"], turn)
    sample_forecasts.spoil(study, turn)
    sample_explore.spoil(study, turn)
    sample_market.spoil(study, turn)
    return study


def _case(parties: dict[str, tuple[str, str]], levels: dict[str, list[Any]]) -> dict[str, Any]:
    issues: dict[str, Any] = {}
    for issue, grid in levels.items():
        name, unit = NAMES.get(issue, (issue, ""))
        if isinstance(grid[0], str):
            source = next(names for names in OPTIONS.values() if list(names) == grid)
            issues[issue] = {"kind": "options", "name": name, "options": dict(source), "status_quo": grid[0]}
        else:
            issues[issue] = {
                "kind": "scale",
                "name": name,
                "lo": grid[0],
                "hi": grid[-1],
                "unit": unit,
                "levels": grid,
            }
    return {
        "commonground": 1,
        "name": "sample",
        "title": "Talks on the nuclear programme",
        "as_of": "2025-03-08",
        "horizon": "2026-03-08",
        "outcomes": {
            "agreement": "The signatories accept a text that limits enrichment and lifts sanctions",
            "impasse": "Neither an accepted text nor force between the signatories",
            "confrontation": "Armed force against the nuclear facilities",
        },
        "parties": {party: {"name": name, "role": role} for party, (name, role) in parties.items()},
        "issues": issues,
        "evidence": [
            {"id": key, "date": date, "kind": kind, "title": title, "text": title, "source": "Public record"}
            for key, date, kind, title in EVENTS
        ],
    }


def _stake(row: int, column: int, grid: list[Any]) -> dict[str, Any]:
    share = round(0.05 + ((row * 5 + column * 3) % 7) * 0.03, 3)
    low, high = round(share * 0.7, 3), round(share * 1.35, 3)
    stake: dict[str, Any] = {"salience_share": {"mean": share, "low": low, "high": high}}
    best = (row * 2 + column) % len(grid)
    if isinstance(grid[0], str):
        utility = {option: round(1 - abs(place - best) / len(grid), 2) for place, option in enumerate(grid)}
        return {**stake, "best_option": grid[best], "utility": utility}
    below, above = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    return {**stake, "ideal": {"low": below, "median": grid[best], "high": above}}


def _settlement(place: int, issue: str, grid: list[Any]) -> dict[str, Any]:
    middle = (place * 2 + 1) % len(grid)
    raw = [math.exp(-((index - middle) ** 2) / (2.0 + len(grid) / 4)) for index in range(len(grid))]
    shares = [round(value / sum(raw), 4) for value in raw]
    shares[middle] = round(shares[middle] + 1 - sum(shares), 4)
    entry = dict.fromkeys(("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"), shares)
    if isinstance(grid[0], str):
        return {"kind": "options", "levels": grid, **entry, "status_quo": grid[0]}
    numbers = {
        "mean": grid[middle],
        "median": grid[middle],
        "low": grid[max(middle - 1, 0)],
        "high": grid[-1],
    }
    return {"kind": "scale", "levels": grid, **entry, **numbers, "status_quo": grid[-1]}


def _package(place: int, signatories: list[str], levels: dict[str, list[Any]]) -> dict[str, Any]:
    joint = round(0.231 - 0.008 * place, 4)
    shifts = (0, 0.02, -0.03, 0.01, 0.12, -0.08, 0.03, 0.02, -0.1, 0.05)
    return {
        "levels": {
            issue: grid[(place + column) % len(grid)] for column, (issue, grid) in enumerate(levels.items())
        },
        "joint": joint,
        "joint_se": 0.006,
        "acceptance": {
            party: round(0.46 + (shifts[place] if column == 0 else -shifts[place]) + 0.02 * column, 4)
            for column, party in enumerate(signatories)
        },
        "mean_gain": {party: round(0.02 - 0.01 * column, 4) for column, party in enumerate(signatories)},
        "pareto": 0.5,
    }


def _map(signatories: list[str], packages: list[dict[str, Any]]) -> dict[str, Any]:
    cells = []
    for i in range(20):
        for j in range(20):
            x, y = (i + 0.5) / 20, (j + 0.5) / 20
            weight = 4000 * math.exp(-(((x + y - 0.75) / 0.16) ** 2) - ((x - y) / 0.55) ** 2)
            if weight >= 1 and x + y < 1.1:
                cells.append(
                    {"x0": i / 20, "x1": (i + 1) / 20, "y0": j / 20, "y1": (j + 1) / 20, "packages": int(weight),
                     "best_joint": round(x * y, 4)}
                )  # fmt: skip
    second = signatories[1] if len(signatories) == 2 else "others"
    best = {"x": packages[0]["acceptance"][signatories[0]], "y": packages[0]["acceptance"][signatories[1]]}
    frontier = [[0.05, 0.93], [0.2, 0.83], [0.34, 0.7], [0.47, 0.58], [0.6, 0.44], [0.74, 0.3], [0.9, 0.1]]
    return {
        "first": signatories[0],
        "second": second,
        "cells": cells,
        "best": {**best, "joint": packages[0]["joint"]},
        "frontier": frontier,
    }


def _rise(place: int, count: int) -> dict[str, float]:
    rise = round(0.21 * math.exp(-((place * 3) % count) / 2.0) - 0.012, 4)
    return {"exists_without": round(0.342 + rise, 4), "rise": rise, "rise_se": 0.004}
