"""Write the errors of the bargaining models on resolved issues, as quantiles that ship with the package.

    COMMONGROUND_REFERENCE=... python tools/fit_bargaining_residuals.py [--check]

Scores are cross-validated by dossier in ten folds: an issue never helps to judge itself or its own dossier.
With --check nothing is written; the exit code is 1 if the file would change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

from deu_data import Issue, present, read_issues  # noqa: E402
from deu_methods import METHODS, SHIPPED  # noqa: E402

from commonground.methods.bargaining.forecast import TYPES, crps, fit, interval, turned  # noqa: E402

TARGET = ROOT / "src" / "commonground" / "methods" / "bargaining" / "residuals.json"
LEVEL = np.round(np.linspace(0.0, 1.0, 101), 2)
FOLDS = 10


def sample(settlement: float, camps: bool, error: Any, n: int = 400) -> np.ndarray:
    """The forecast distribution of one case, 0-1."""
    share = (np.arange(n) + 0.5) / n
    miss = error.draw(np.full(n, 0 if camps else 1), share)
    side = turned(np.array([settlement]), np.zeros(1), np.ones(1))[0]
    return np.clip(settlement + side * miss, 0.0, 1.0)


def cross_validate(issues: list[Issue], settlement: np.ndarray) -> dict[str, float]:
    """Mean absolute error, CRPS and coverage out of sample, on 0-100."""
    outcome = np.array([issue.outcome for issue in issues]) / 100
    camps = np.array([issue.two_camps for issue in issues])
    dossiers = sorted({issue.dossier for issue in issues})
    order = np.random.default_rng(0).permutation(len(dossiers))
    fold_of = {dossiers[place]: number % FOLDS for number, place in enumerate(order)}
    fold = np.array([fold_of[issue.dossier] for issue in issues])
    score, inside, width = [], [], []
    for number in range(FOLDS):
        train, test = fold != number, np.flatnonzero(fold == number)
        error = fit(settlement[train], outcome[train], camps[train], LEVEL)
        for case in test:
            drawn = sample(settlement[case], camps[case], error)
            low, high = interval(drawn)
            score.append(crps(drawn, outcome[case]))
            inside.append(low - 1e-9 <= outcome[case] <= high + 1e-9)
            width.append(high - low)
    return {
        "n": len(issues),
        "mae": round(100 * float(np.abs(settlement - outcome).mean()), 3),
        "crps": round(100 * float(np.mean(score)), 3),
        "coverage_80": round(float(np.mean(inside)), 4),
        "width_80": round(100 * float(np.mean(width)), 2),
    }


def figures() -> dict[str, Any]:
    """What is written."""
    issues = read_issues()
    outcome = np.array([issue.outcome for issue in issues]) / 100
    camps = np.array([issue.two_camps for issue in issues])
    residual: dict[str, Any] = {}
    score: dict[str, Any] = {}
    for method in SHIPPED:
        settlement = METHODS[method](issues) / 100
        fitted = fit(settlement, outcome, camps, LEVEL)
        residual[method] = {
            kind: [round(float(v), 4) + 0.0 for v in row] for kind, row in zip(TYPES, fitted.quantile)
        }
        score[method] = cross_validate(issues, settlement)
    return {
        "source": "Errors of these models on DEU III (Arregui & Perarnaud 2021, doi 10.34810/data53, CC BY 4.0)",
        "written_by": "tools/fit_bargaining_residuals.py",
        "unit": "share of the scale, outcome minus settlement, turned towards the far end of the scale",
        "cases": {kind: int(which.sum()) for kind, which in zip(TYPES, (camps, ~camps))},
        "cross_validation": "by dossier, ten folds, seed 0; on 0-100",
        "level": LEVEL.tolist(),
        "residual": residual,
        "score": score,
    }


def main() -> int:
    """Write the file, or compare with it."""
    if not present():
        print("DEU III is not there: set COMMONGROUND_REFERENCE to the reference folder.", file=sys.stderr)
        return 5
    text = json.dumps(figures(), indent=1) + "\n"
    if "--check" in sys.argv:
        return int(not TARGET.is_file() or TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    for method, row in json.loads(text)["score"].items():
        print(f"{method:12s} {row}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
