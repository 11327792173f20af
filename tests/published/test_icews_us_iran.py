"""Months of the United States and Iran in ICEWS, against counts made from the same events by other hands."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from commonground.evidence.importers.load import import_file
from commonground.evidence.importers.mapping import mapped_layout
from commonground.evidence.store import Store
from commonground.evidence.timeline import timeline

FOLDER = Path(os.environ.get("COMMONGROUND_REFERENCE", "../shared/data")) / "icews"
pytestmark = pytest.mark.published


def test_events_of_each_month(tmp_path: Path) -> None:
    events, months = FOLDER / "us_iran_events.csv", FOLDER / "us_iran_monthly.csv"
    if not events.exists() or not months.exists():
        pytest.skip(f"the reference data are not in {FOLDER}")
    path = tmp_path / "events.csv"
    with events.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as sink:
        sink.write("day,who,whom,code\n")
        for row in csv.DictReader(source):
            # The counts are of governments, and leave out the random sample from another release.
            if row["gov_only"] == "True" and not row["part"].startswith("mm_"):
                pair = ("USA", "IRN") if row["actor_side"] == "US" else ("IRN", "USA")
                sink.write(f"{row['date']},{','.join(pair)},{row['cameo']}\n")
    layout = mapped_layout({"date": "day", "source": "who", "target": "whom", "cameo": "code"})
    with Store(tmp_path / "workspace") as store:
        assert import_file(store, path, "icews", layout).left_out == 0
        counted = "SELECT strftime(day, '%Y-%m'), count(*) FROM events WHERE cameo LIKE '14%' GROUP BY 1"
        protests = dict(store.sets.query(date(2020, 1, 1), counted))
        line = timeline(store, ("USA", "IRN"), date(2020, 1, 1), convention="gdelt")
    ours = {period.start.isoformat()[:7]: period for period in line.periods}
    with months.open(encoding="utf-8") as rows:
        theirs = list(csv.DictReader(rows))
    assert len(theirs) > 30
    for row in theirs:
        period = ours[row["month"]]
        assert period.events == float(row["n"]), row["month"]
        # Two tables of Goldstein scores differ in a few codes.
        assert period.goldstein == pytest.approx(float(row["mean_goldstein"]), abs=0.5), row["month"]
        # GDELT's class has protests among material conflict, which their count begins after.
        assert period.conflict - protests.get(row["month"], 0) == float(row["material_conflict"]), row[
            "month"
        ]
