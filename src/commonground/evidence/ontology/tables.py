"""CAMEO codes and PLOVER categories with their labels and scores, read from the two shipped tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

CATEGORIES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
STATEMENT = "STATEMENT"
CLASSES = (*CATEGORIES, STATEMENT)

# CAMEO 163, "impose embargo, boycott or sanctions": the 2021 table files it under COERCE, the PLOVER gold
# records (and plain English) under SANCTION. One setting decides, for every reader of a code.
Embargo = Literal["SANCTION", "COERCE"]
EMBARGO: Embargo = "SANCTION"
# Here too the gold records differ from the table: they count taking a place by force as ASSAULT, burning an
# office and breaking up a march as COERCE, lifting a curfew or martial law as
# CONCEDE, and resigning as RETREAT.
_AS_RECORDED = {
    "175": "COERCE",
    "192": "ASSAULT",
    "1712": "COERCE",
    "0813": "CONCEDE",
    "0814": "CONCEDE",
    "0831": "RETREAT",
}


@dataclass(frozen=True)
class Code:
    """One CAMEO code.

    Parameters
    ----------
    code      : two to four digits as text, leading zero kept
    label     : what it means
    category  : PLOVER-2021 category, STATEMENT for root 01
    mode      : PLOVER mode, "" where the table has none
    context   : PLOVER context, "" where the table has none
    goldstein : conflict-cooperation scale of GDELT, -10 to 10
    goldstein_phoenix : the same in the OEDA pipeline, which differs for seven codes
    """

    code: str
    label: str
    category: str
    mode: str
    context: str
    goldstein: float
    goldstein_phoenix: float


@cache
def codes() -> dict[str, Code]:
    """All CAMEO codes of the table by their digits."""
    found = {}
    for row in _rows("cameo_codes.csv"):
        found[row["code"]] = Code(
            code=row["code"],
            label=row["label"],
            category=row["plover_2021"] or STATEMENT,
            mode=row["plover_mode"],
            context=row["plover_context"],
            goldstein=float(row["goldstein"] or 0.0),
            goldstein_phoenix=float(row["goldstein_phoenix"] or row["goldstein"] or 0.0),
        )
    return found


def code_of(digits: str) -> Code | None:
    """The entry of a code, or of the nearest shorter code that the table knows ("1129" -> "112")."""
    table = codes()
    while len(digits) >= 2:
        if digits in table:
            return table[digits]
        digits = digits[:-1]
    return None


def category_of(digits: str, embargo: Embargo = EMBARGO) -> str:
    """PLOVER-2021 category of a CAMEO code; `embargo` says where code 163 goes. "" for an unknown code."""
    if digits.startswith("163"):
        return embargo
    if digits in _AS_RECORDED:
        return _AS_RECORDED[digits]
    entry = code_of(digits)
    return entry.category if entry else ""


def goldstein(digits: str) -> float:
    """Goldstein score of a CAMEO code on GDELT's scale; 0 for an unknown code."""
    entry = code_of(digits)
    return entry.goldstein if entry else 0.0


def intensity(category: str, mode: str = "") -> float:
    """PLOVER 0.8 intensity, -10 to 10, of a category with its mode; of the category where the mode has none.

    The manual prints ACCUSE as +3 while its modes are -2 to -3.5; the lost minus is put back.
    """
    scores = _intensities()
    return scores.get((category, mode), scores.get((category, ""), 0.0))


@cache
def _intensities() -> dict[tuple[str, str], float]:
    scores = {(row["event"], row["mode"]): float(row["score"]) for row in _rows("plover_scores.csv")}
    scores["ACCUSE", ""] = -abs(scores["ACCUSE", ""])
    return scores


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("commonground.evidence.ontology") / name
    with table.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
