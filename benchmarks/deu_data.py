"""The resolved issues of DEU III as arrays, read from the reference folder; nothing of them is in this project.

Source: Arregui & Perarnaud 2021, DEU III, doi 10.34810/data53. Positions, salience and outcomes on 0-100.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonground.methods.bargaining.talks import Talks, talks

FOLDER = Path(os.environ.get("COMMONGROUND_REFERENCE", "../shared/data")) / "bargaining"
LARGEST = {"com", "ep"}  # Commission and Parliament count as the largest state


@dataclass(frozen=True)
class Issue:
    """One issue: its talks, what came of it, and the level without an agreement (NaN if unknown)."""

    name: str
    dossier: str
    parties: tuple[str, ...]
    position: np.ndarray  # (party,)
    salience: np.ndarray  # (party,), 0-1
    capability: np.ndarray  # (party,)
    reference: float
    outcome: float

    @property
    def talks(self) -> Talks:
        return talks(
            self.position,
            self.salience,
            self.capability,
            status_quo=self.reference,
            parties=self.parties,
            issues=[self.name],
        )

    @property
    def two_camps(self) -> bool:
        return len(np.unique(self.position)) <= 2


def present(folder: Path = FOLDER) -> bool:
    """Whether the data are there."""
    return (folder / "deu3_issues.csv").is_file()


def read_issues(folder: Path = FOLDER) -> list[Issue]:
    """All issues of the file, in its order."""
    power: dict[str, dict[str, float]] = {}
    with (folder / "deu3_council_power.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            power.setdefault(row["regime"], {})[row["actor"]] = float(row["raw"])
    with (folder / "deu3_issues.csv").open(encoding="utf-8") as stream:
        return list(_read(csv.DictReader(stream), power))


def _read(rows: csv.DictReader[str], power: dict[str, dict[str, float]]) -> Iterator[Issue]:
    for row in rows:
        seats = power[row["regime"]]
        largest = max(seats.values())
        parties = [
            name.removeprefix("pos_")
            for name in row
            if name.startswith("pos_") and row[name] and row[name.replace("pos_", "sal_", 1)]
        ]
        yield Issue(
            name=row["issue"],
            dossier=row["dossier"],
            parties=tuple(parties),
            position=np.array([float(row[f"pos_{party}"]) for party in parties]),
            salience=np.array([float(row[f"sal_{party}"]) / 100 for party in parties]),
            capability=np.array(
                [1.0 if party in LARGEST else seats.get(party, 0.0) / largest for party in parties]
            ),
            reference=float(row["reference_point"] or "nan"),
            outcome=float(row["outcome"]),
        )
