"""Write forecast/crises/coefficients.json from the ICB tables.

    python tools/fit_icb.py REFERENCE

REFERENCE is a folder with icb/icb_system_core.csv and icb_actor_core.csv. Only coefficients, counts and quantiles of
durations are written.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

import numpy as np

TARGET = (
    Path(__file__).resolve().parents[1] / "src" / "commonground" / "forecast" / "crises" / "coefficients.json"
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_of(text: str) -> int | None:
    """A date such as "5 April 2009" as a number; the 15th where the day is not known."""
    found = re.search(r"(\d*)\D*?\b(" + "|".join(MONTHS) + r")\s+(\d{4})", text)
    if not found:
        return None
    day = int(found[1]) if found[1] else 15
    try:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, day).toordinal()
    except ValueError:
        return None


def main(reference: Path) -> None:
    """Fit both variants and write them."""
    from commonground.forecast.crises.fields import crises, matrix
    from commonground.forecast.crises.model import CrisisModel, fit
    from commonground.forecast.learn.tables import read_rows

    rows = [row for row in read_rows(reference / "icb" / "icb_system_core.csv") if row["outcome"]]
    found = crises(rows, read_rows(reference / "icb" / "icb_actor_core.csv"))
    X, y = matrix(found), np.array([float(bool(c.agreement)) for c in found])
    lasted: dict[str, list[int]] = {"with": [], "without": []}
    for row, crisis in zip(rows, found):
        start, end = day_of(row["trigger_date"]), day_of(row["termination_date"])
        if start is not None and end is not None and end >= start:
            lasted["with" if crisis.agreement else "without"].append(end - start)
    steps = np.linspace(0.0, 1.0, 21)
    days = {name: tuple(round(float(q), 1) for q in np.quantile(v, steps)) for name, v in lasted.items()}
    source = "International Crisis Behavior, core tables of July 2026 (brecher1997), crises 1918-2021, a part of them"
    model = CrisisModel(
        fit(X, y, True), fit(X, y, False), len(y), int(y.sum()), days, source, date(2021, 12, 31)
    )
    TARGET.write_text(json.dumps(model.as_dict(), indent=1) + "\n", "utf-8")
    print(len(y), "crises,", {name: len(v) for name, v in lasted.items()}, days)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
