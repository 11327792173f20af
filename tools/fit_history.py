"""Write forecast/history/cameo.json and coefficients.json from ICEWS event files.

    python tools/fit_history.py REFERENCE

REFERENCE is a folder with icews/: monthly panels of November 2013 to December 2015 (ICEWS05-15, its forecasting split)
and of January to September 2018 (ICEWS18). Only coefficients are written, no events.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOM = Path(__file__).resolve().parents[1] / "src" / "commonground" / "forecast" / "history"
SETS = (
    ("icews0515_forecast_valid.parquet", "icews0515_forecast_test.parquet"),
    ("icews18_train.parquet", "icews18_valid.parquet"),
)
HORIZONS = (1, 2, 3, 6, 12)


def write_cameo(folder: Path) -> None:
    """The code of each event name, after the table of the R package icews by Andreas Beger (MIT)."""
    from commonground.forecast.history.kinds import plain_name

    codes: dict[str, str] = {}
    with (folder / "cameo_goldstein.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes.setdefault(plain_name(row["name"]), row["code"])
    raw = {
        "source": "CAMEO event names and codes, R package icews by Andreas Beger, MIT licence",
        "codes": codes,
    }
    (ROOM / "cameo.json").write_text(json.dumps(raw, indent=0, sort_keys=True) + "\n", "utf-8")


def main(reference: Path) -> None:
    """Fit both kinds and write them."""
    from commonground.forecast.history.hazard import fit_hazard
    from commonground.forecast.history.icews import panel_of, read_events
    from commonground.forecast.history.series import month_name

    folder = reference / "icews"
    write_cameo(folder)
    panels = [panel_of([read_events(folder / name) for name in names]) for names in SETS]
    fitted = [fit_hazard(panels, kind, HORIZONS).as_dict() for kind in (0, 1)]
    spans = [
        f"{month_name(p.first)} to {month_name(p.first + p.counts.shape[1] - 1)}, {len(p.pairs):,} pairs of countries"
        for p in panels
    ]
    raw = {
        "source": "ICEWS05-15 (forecasting split) and ICEWS18, after boschee2015",
        "fitted_on": spans,
        "until": "2018-09-27",
        "kinds": fitted,
    }
    (ROOM / "coefficients.json").write_text(json.dumps(raw, indent=1) + "\n", "utf-8")
    print("; ".join(spans))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
