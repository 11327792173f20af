"""Pooled forecasts and a track record made by hand for the chart tests: invented in content."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

VOICES = (
    ("reference-class", "history", 0.22, (0.15, 0.31), 0.17),
    ("event-history", "history", 0.12, (0.06, 0.2), 0.17),
    ("common-ground", "structure", 0.134, None, 0.17),
    ("crisis", "structure", 0.3, None, 0.17),
    ("Ann", "people", 0.2, (0.1, 0.35), 0.16),
    ("Ben", "people", 0.35, None, 0.16),
)


def forecasts() -> list[dict[str, Any]]:
    """Three questions; the first with ten days of history."""
    return [
        _question("deal", "Will the parties sign a text by 8 March 2026?", "2026-03-08", 0.21),
        _question("early-deal", "Will the parties sign a text by 18 October 2025?", "2025-10-18", 0.11),
        _question("force", "Will there be an armed attack by 8 March 2026?", "2026-03-08", 0.3),
    ]


def _question(key: str, text: str, deadline: str, p: float) -> dict[str, Any]:
    days = ["2024-11-06", "2024-12-10", "2025-01-20", "2025-02-04", "2025-02-08", "2025-02-20"]
    days += ["2025-03-01", "2025-03-04", "2025-03-07", "2025-03-08"]
    return {
        "id": key,
        "text": text,
        "deadline": deadline,
        "kind": "yes_no",
        "p": p,
        "band50": [p - 0.04, p + 0.06],
        "band90": [p - 0.09, p + 0.18],
        "disagreement": {"mean": 0.07, "low": 0.12, "high": 0.35, "words": "the voices differ a little"},
        "voices": [
            {
                "id": name,
                "family": family,
                "p": said,
                "low": None if band is None else band[0],
                "high": None if band is None else band[1],
                "weight": weight,
                "without": {"p": p + 0.02},
                "influence": -0.02,
                "because": "Invented.",
            }
            for name, family, said, band, weight in VOICES
        ],
        "history": [
            {
                "as_of": day,
                "p": round(p + 0.02 * ((place * 3) % 5 - 2), 3),
                "band50": [round(p - 0.04 - 0.004 * place, 3), p + 0.06],
                "band90": [0.03, p + 0.2],
                "by": ["Ann"],
            }
            for place, day in enumerate(days)
        ],
    }


def track_record() -> dict[str, Any]:
    """Three voices; one of them has answered too few questions."""
    return {
        "questions": 64,
        "voices": [
            _record("pool", 64, 0.141, 0.018),
            _record("Ann", 48, 0.182, 0.024),
            _record("Ben", 12, 0.12, 0.05),
        ],
    }


def _record(name: str, questions: int, brier: float, error: float) -> dict[str, Any]:
    edges = (0.0, 0.05, 0.15, 0.3, 0.45, 0.55, 0.7, 0.85)
    bins = [
        {
            "from": low,
            "to": high,
            "n": questions / 8 + place,
            "forecast": (low + high) / 2,
            "happened": max(0.0, (low + high) / 2 - 0.05),
            "low": max(0.0, (low + high) / 2 - 0.15),
            "high": min(1.0, (low + high) / 2 + 0.12),
        }
        for place, (low, high) in enumerate(itertools.pairwise(edges))
    ]
    bases = {"half": 0.25, "base_rate": 0.19, "base_rate_then": 0.2, "last_value": 0.17}
    return {
        "by": name,
        "family": "people",
        "questions": questions,
        "yes_no": {
            "questions": questions,
            "brier": brier,
            "brier_se": error,
            "baselines": {key: {"brier": value, "log": 2 * value} for key, value in bases.items()},
            "calibration": {
                "bins": bins,
                "error": 0.05,
                "verdict": f"no sign of miscalibration in {questions} questions",
            },
            "sharpness": {"sd": 0.2, "bins": [0.3, 0.2, 0.15, 0.1, 0.05, 0.05, 0.05, 0.05, 0.03, 0.02]},
        },
    }


def spoil(study: dict[str, Any], turn: Iterator[str]) -> None:
    """Put these texts in place of every text that a forecast can carry."""
    for question in study["forecasts"]:
        question["text"] = next(turn)
        question["disagreement"]["words"] = next(turn)
        for voice in question["voices"]:
            voice["id"] = next(turn)
    for voice in study["track_record"]["voices"]:
        voice["by"] = next(turn)
        voice["yes_no"]["calibration"]["verdict"] = next(turn)
