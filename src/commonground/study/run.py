"""From a case to a study: draw once, solve by each method, answer the questions, keep the record."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from commonground import __version__
from commonground.case.as_of import seen_from
from commonground.case.check import check_case
from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.methods.registry import solve
from commonground.study.confidence import confidence
from commonground.study.questions import answers
from commonground.study.record import FORMAT, Study, plain

METHODS = ("common-ground",)


def run(
    case: Case,
    *,
    draws: int | None = None,
    seed: int | None = None,
    modes: bool = False,
    as_of: date | None = None,
    methods: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    command: str = "",
) -> Study:
    """Solve a case and keep everything a brief needs.

    Parameters
    ----------
    draws, seed : default: the case's own `study` block
    modes : solve once, at the mode of every value
    as_of : look at the case as on this day: later evidence is left out
    methods : ids; default: every method the project ships
    settings : of the methods, by name
    command : the command line to print in the footer, so that a reader can repeat the run

    Returns
    -------
    Study: the same case, version, seed and draws give the same record, to the byte.

    Raises
    ------
    MissingInput : a method lacks input; names the keys to add.
    CaseError : the case cannot be seen from `as_of`.
    """
    findings = list(check_case(case))
    if as_of is not None:
        case, left_out = seen_from(case, as_of)
        findings = [*check_case(case), *left_out]
    sample = draw(case, draws, seed, modes)
    solutions = {
        method: plain(solve(sample, method, settings=settings).as_dict()) for method in methods or METHODS
    }
    questions, unanswered = answers(case, solutions)
    values = case_values(case)
    answered = sum(solution["outcome"] is not None for solution in solutions.values())
    return Study(
        plain(
            {
                "format": FORMAT,
                "version": __version__,
                "command": command,
                "case": case.dump(),
                "case_hash": case.hash,
                "draws": {"n": sample.n, "seed": sample.seed, "modes": modes},
                "values": values,
                "solutions": solutions,
                "questions": questions,
                "confidence": confidence(case, answered, values),
                "findings": [finding.as_dict() for finding in (*findings, *unanswered)],
            }
        )
    )


def case_values(case: Case) -> dict[str, Any]:
    """Every value of the case: as written, as 5 %, mode and 95 %, with its reason and evidence."""
    out: dict[str, Any] = {}
    for path, value in case.values().items():
        quantity = value.quantity
        low, high = (float(v) for v in quantity.quantile(np.array([0.05, 0.95])))
        domain = [bound if math.isfinite(bound) else None for bound in (quantity.lo, quantity.hi)]
        out[path] = {
            "text": quantity.text(),
            "words": quantity.in_words(),
            "low": low,
            "mode": quantity.mode(),
            "high": high,
            "domain": domain,
            "unit": quantity.unit,
            "because": value.because,
            "evidence": list(value.evidence),
        }
    return out
