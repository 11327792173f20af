"""Three published ways to sort events into classes of cooperation and conflict.

They disagree (is breaking relations verbal or material conflict? is conceding a word or a deed?), so a
count by quad must name its convention. Classes: 0 neutral, 1 verbal cooperation, 2 material cooperation,
3 verbal conflict, 4 material conflict; only "phoenix" uses 0.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal, get_args

Convention = Literal["plover", "gdelt", "phoenix"]
CONVENTIONS: tuple[str, ...] = get_args(Convention)
NAMES = {
    0: "neutral",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
# PLOVER-2021 as POLECAT uses it: SANCTION counts as a deed, CONCEDE as a word.
PLOVER = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}


def quad(category: str, cameo: str = "", convention: Convention = "plover") -> int:
    """Quad class of an event.

    Parameters
    ----------
    category   : PLOVER-2021 category or STATEMENT
    cameo      : CAMEO code where known; "gdelt" and "phoenix" sort by it
    convention : "plover" (POLECAT, by category), "gdelt" (1-4, root 16 is 4, statements are 1) or
                 "phoenix" (0-4, roots 01 and 02 are 0, root 16 is 3)
    """
    if convention == "plover":
        return PLOVER.get(category, 0)
    by_code, by_category = _by_code(convention), _by_category(convention)
    digits = cameo
    while len(digits) >= 2:
        if digits in by_code:
            return by_code[digits]
        digits = digits[:-1]
    return by_category.get(category, 1 if convention == "gdelt" else 0)


@cache
def _by_code(convention: Convention) -> dict[str, int]:
    column = {"gdelt": "quad_gdelt", "phoenix": "penta_phoenix"}[convention]
    table = resources.files("commonground.evidence.ontology") / "cameo_codes.csv"
    with table.open(encoding="utf-8") as lines:
        return {row["code"]: int(row[column]) for row in csv.DictReader(lines) if row[column]}


@cache
def _by_category(convention: Convention) -> dict[str, int]:
    changed = {"SANCTION": 3, "CONCEDE": 2} if convention == "phoenix" else {"CONCEDE": 2}
    return {**PLOVER, **changed}
