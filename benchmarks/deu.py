"""Every bargaining model scored on the resolved issues of DEU III, with bootstrap intervals against the compromise.

    COMMONGROUND_REFERENCE=... python benchmarks/deu.py

Prints the table that docs/explanation/compromise.md holds. Positions, outcomes and errors on 0-100. Intervals are of
the mean absolute error minus that of the compromise, 95 %, 5,000 draws of whole dossiers, seed 0.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from deu_data import FOLDER, present, read_issues
from deu_methods import METHODS

from commonground.methods.bargaining.forecast import bootstrap_interval, figures


def main() -> int:
    """Score all, then the subsets that the literature uses, then the distributions."""
    if not present():
        print(f"no DEU III in {FOLDER}: set COMMONGROUND_REFERENCE to the reference folder", file=sys.stderr)
        return 5
    issues = read_issues()
    outcome = np.array([issue.outcome for issue in issues])
    dossier = np.array([issue.dossier for issue in issues])
    reference = np.array([issue.reference for issue in issues])
    many = np.array([np.sum(dossier == name) > 1 for name in dossier])
    found: dict[str, np.ndarray] = {}
    print(
        f"{len(issues)} issues, {len(set(dossier))} dossiers, {sum(i.two_camps for i in issues)} with two camps\n"
    )
    print("| model | MAE | RMSE | median | within 10 | MAE minus compromise | s |")
    print("|---|---|---|---|---|---|---|")
    for name, forecast in METHODS.items():
        start = time.process_time()
        found[name] = forecast(issues)
        seconds = time.process_time() - start
        error = np.abs(found[name] - outcome)
        if not np.isfinite(found[name]).all():
            print(f"{name}: not finite on {int((~np.isfinite(found[name])).sum())} issues", file=sys.stderr)
            return 1
        base = np.abs(found["compromise"] - outcome)
        low, high = bootstrap_interval(error - base, group=dossier)
        against = "-" if name == "compromise" else f"{low:+.2f} to {high:+.2f}"
        print(
            f"| {name} | {error.mean():.2f} | {np.sqrt((error**2).mean()):.2f} | {np.median(error):.2f}"
            f" | {np.mean(error <= 10 + 1e-9):.3f} | {against} | {seconds:.1f} |"
        )
    known = np.isfinite(reference)
    blend = 0.85 * found["compromise"] + 0.15 * reference
    for told, which, names in (
        ("with a reference point", known, ("compromise", "nash from the status quo where known")),
        ("in dossiers of several issues", many, ("compromise", "exchange", "exchange, moves unlimited")),
        (
            "with more than two camps",
            np.array([not issue.two_camps for issue in issues]),
            ("compromise", "median", "challenge", "spatial", "exchange"),
        ),
    ):
        print(f"\n{int(which.sum())} issues {told}:")
        base = np.abs(found["compromise"] - outcome)[which]
        for name in names:
            error = np.abs(found[name] - outcome)[which]
            low, high = bootstrap_interval(error - base, group=dossier[which])
            print(f"  {name:40s} {error.mean():.2f}  ({low:+.2f} to {high:+.2f})")
        if told == "with a reference point":
            print(f"  {'the reference point itself':40s} {np.abs(reference - outcome)[which].mean():.2f}")
            print(f"  {'0.85 compromise + 0.15 of it':40s} {np.abs(blend - outcome)[which].mean():.2f}")
    print("\nDistributions, cross-validated by dossier (shipped with the package):")
    for name, row in figures()["score"].items():
        gain = 1 - row["crps"] / row["mae"]
        print(
            f"  {name:12s} MAE {row['mae']:.2f}  CRPS {row['crps']:.2f} ({gain:.0%} below)"
            f"  80 % interval covers {row['coverage_80']:.1%}, width {row['width_80']:.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
