"""Solutions of the strategic methods made by hand for the chart tests: plausible in shape, invented in content."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

REPAIRS = (
    ("escrow", "Money in escrow, paid out on collapse", 1.05, 0.9),
    ("front_load", "Money at signing", 0.42, 0.95),
    ("loss", "A smaller loss on collapse", 0.18, 1.0),
    ("reconstitution", "A shorter way back", 7.0, 0.8),
    ("durability", "A deal that lives longer", 0.71, 1.0),
    ("renege", "Less fear of reneging", 0.44, 1.0),
)


def spoil(found: dict[str, Any], turn: Iterator[str]) -> None:
    """Put these texts wherever a case's own words reach a strategic solution."""
    for mediator in found["mediation"]["data"]["mediators"].values():
        mediator["name"] = next(turn)
    for pair in found["trust"]["data"]["pairs"]:
        pair["path"]["labels"] = [next(turn) for _ in pair["path"]["labels"]]
    for repair in found["turnover"]["data"]["deal"]["repairs"]:
        repair["text"] = next(turn)
    for stage in found["sequencing"]["data"]["proposed"]["stages"]:
        stage["name"] = next(turn)


def measure(
    middle: float, low: float | None = None, high: float | None = None, share: float = 1.0
) -> dict[str, Any]:
    """A measure over draws around a middle."""
    return {
        "mean": middle,
        "low": middle * 0.6 if low is None else low,
        "median": middle,
        "high": middle * 1.4 if high is None else high,
        "share": share,
    }


def solutions(signatories: Sequence[str], others: Sequence[str]) -> dict[str, Any]:
    """One solution of each strategic method between the first two signatories."""
    first, second = signatories[:2]
    found = {
        "crisis": _crisis(first, second),
        "trust": {"pairs": [_pair(first, second, 0.3), _pair(second, first, 0.12)], "agreement": 0.2},
        "mediation": _mediation([*others[:3], "oman"]),
        "turnover": _turnover(first, second),
        "latency": _latency(first, second),
        "sequencing": _sequencing(),
        "sanctions": {"reading": "A threat of sanctions moves little.", "thresholds": []},
    }
    return {
        method: {
            "method": method,
            "title": method,
            "settings": {},
            "outcome": None,
            "findings": [],
            "data": data,
        }
        for method, data in found.items()
    }


def _threshold(key: str, text: str, value: float, now: float | None) -> dict[str, Any]:
    return {"id": key, "text": text, "value": measure(value), "now": None if now is None else measure(now)}


def _crisis(demander: str, resister: str) -> dict[str, Any]:
    demands = [place / 40 for place in range(41)]
    mean = [1 / (1 + math.exp(-9 * (demand - 0.62))) for demand in demands]
    return {
        "parties": {"demander": demander, "resister": resister},
        "private": "cost",
        "risk": measure(0.24, 0.0, 0.55),
        "risk_se": 0.004,
        "demand": measure(0.55, 0.42, 0.7),
        "comes_to_head": measure(0.6, 0.4, 0.8),
        "other_paths": measure(0.08, 0.02, 0.16),
        "confrontation": measure(0.21, 0.05, 0.42),
        "bound": measure(0.06, 0.0, 0.2),
        "gap": measure(0.18, 0.0, 0.4),
        "would_attack": 0.03,
        "several": 0.0,
        "curve": {
            "demand": demands,
            "risk": {
                "low": [max(0.0, 1.6 * risk - 0.6) for risk in mean],
                "mean": mean,
                "high": [min(1.0, 1.7 * risk) for risk in mean],
            },
            "value": [demand * (1 - risk) for demand, risk in zip(demands, mean)],
        },
        "value": {demander: measure(0.5), resister: measure(0.3)},
        "walk_away": {demander: measure(0.45), resister: measure(0.35)},
        "thresholds": [_threshold("cost_a", "the demander's cost of war at which the risk is nil", 0.4, 0.2)],
        "reading": "One side asks for more than the other would bear in some draws.",
    }  # fmt: skip


def _pair(truster: str, trusted: str, trust: float) -> dict[str, Any]:
    grid = [place / 20 for place in range(21)]
    return {
        "truster": truster,
        "trusted": trusted,
        "prior": measure(trust + 0.1),
        "trust": measure(trust),
        "path": {
            "dates": ["2015-07-14", "2018-05-08"],
            "labels": ["An agreement is signed", "One side leaves it"],
            "friendly": [True, False],
            "low": [trust, trust * 0.5],
            "median": [trust + 0.2, trust],
            "high": [trust + 0.4, trust + 0.2],
        },
        "needed": measure(0.55),
        "dares": 0.08,
        "window": {"low": measure(0.1), "high": measure(0.3), "open": 0.8},
        "window_by_trust": {
            "trust": grid,
            "low": [0.45 * value for value in grid],
            "high": [min(1.0, 0.08 + 1.1 * value**1.5) for value in grid],
        },
        "steps_to_reach": measure(3.0),
        "steps_to_lose": measure(2.0),
        "thresholds": [],
        "reading": "A small first step would tell the types apart.",
    }


def _mediation(mediators: Sequence[str]) -> dict[str, Any]:
    bias = [-1.0 + place / 10 for place in range(31)]
    accuracy = [0.5 + place / 40 for place in range(21)]
    shares = [[_believed(b, a) for a in accuracy] for b in bias]
    entries = {
        key: {
            "name": key.capitalize(),
            "party": key if key != "oman" else None,
            "believed": 0.1 + 0.25 * place,
            "why_not": {"ignored": 0.1, "lies_low": 0.3 - 0.05 * place, "lies_high": 0.1},
            "effect": measure(0.1 + 0.05 * place, 0.0, 0.4),
            "accepted": measure(0.2 + 0.1 * place),
            "bias": measure(-0.4 + 0.5 * place, -0.7 + 0.5 * place, -0.1 + 0.5 * place),
            "accuracy": measure(0.62 + 0.07 * place, 0.55 + 0.07 * place, 0.7 + 0.07 * place),
            "bias_needed": [measure(0.1), measure(0.8)],
            "accuracy_needed": measure(0.66),
            "risk_without": measure(0.24),
            "risk_with": measure(0.2 - 0.02 * place),
            "alarms": 0.02,
            "guarantee": None,
            "reading": "It is believed in some draws.",
        }
        for place, key in enumerate(mediators)
    }
    return {
        "mediators": entries,
        "effect": measure(0.12, 0.0, 0.4),
        "best": mediators[-1],
        "risk_without": measure(0.24),
        "risk_with": measure(0.2),
        "map": {
            "bias": bias,
            "cost_of_war": measure(0.12),
            "accuracy": accuracy,
            "believed": shares,
            "risk": [[0.24 - 0.1 * share for share in row] for row in shares],
        },
        "thresholds": [],
        "reading": "Some would be believed.",
    }


def _believed(bias: float, accuracy: float) -> float:
    return round(
        math.exp(-(((bias - 0.5) / (0.3 + accuracy - 0.5)) ** 2)) * min(1.0, 2.4 * (accuracy - 0.5)), 4
    )


def _turnover(first: str, second: str) -> dict[str, Any]:
    renege = [place / 20 for place in range(21)]
    median = [0.4 - 0.9 * value for value in renege]
    changes = [
        {
            "date": f"{2029 + 4 * place}-01-20",
            "name": f"Hand-over {place + 1}",
            "leaves": measure(0.5),
            "alive": measure(0.7**place),
        }
        for place in range(3)
    ]
    return {
        "durability": {first: measure(0.55), second: measure(0.55)},
        "government": {first: {"next": "2029-01-20", "changes": changes}},
        "by_date": [{"date": f"{2026 + place}-03-08", "alive": measure(0.9**place)} for place in range(10)],
        "deal": {
            "price": {first: measure(0.3), second: measure(0.5)},
            "fallback": {first: measure(0.3), second: measure(0.3)},
            "width": measure(-0.12, -0.3, 0.1),
            "opens": 0.3,
            "renege_now": measure(0.55, 0.4, 0.7),
            "renege_curve": {
                "renege": renege,
                "width": {
                    "low": [value - 0.25 for value in median],
                    "median": median,
                    "high": [value + 0.2 for value in median],
                },
            },
            "repairs": [
                {"id": key, "text": text, "needed": measure(needed), "opens_with": share}
                for key, text, needed, share in REPAIRS
            ],
        },
        "thresholds": [],
        "reading": "The deal is likely to be left.",
    }


def _latency(builder: str, other: str) -> dict[str, Any]:
    prices = [measure(0.08 + 0.05 * step) for step in range(6)]
    return {
        "builder": builder,
        "other": other,
        "steps": 6,
        "at": 4,
        "breakout_months": measure(3.0),
        "warning_months": measure(1.5),
        "price": [{"step": step, "measure": price} for step, price in enumerate(prices)],
        "price_now": prices[4],
        "moves_alone": 0.4,
        "without_turnover": measure(0.11),
        "by_turnover": {"turnover": [0.0, 0.5], "price": {"low": [0.1, 0.2], "median": [0.2, 0.3], "high": [0.3, 0.4]}},
        "covert": None,
        "thresholds": [],
        "reading": "A freeze has a price.",
    }  # fmt: skip


def _sequencing() -> dict[str, Any]:
    return {
        "endless": {
            "feasible": 0.9,
            "first_tranche": measure(0.3),
            "ratio": measure(0.8),
            "efficiency": measure(0.9),
        },
        "equal": {"tranches": measure(9.0), "feasible": 0.8},
        "schedule": {"tranches": measure(5.0), "earliest": [0.3, 0.25, 0.2, 0.15, 0.1], "feasible": 0.8},
        "proposed": {
            "stages": [
                {"name": "First oil waivers", "share": 0.5, "safe": 0.2, "breaks_off": "Iran"},
                {"name": "Banking channels", "share": 0.3, "safe": 0.6, "breaks_off": None},
                {"name": "The rest", "share": 0.2, "safe": 0.9, "breaks_off": None},
            ]
        },
        "thresholds": [],
        "reading": "Smaller steps are safer.",
    }
