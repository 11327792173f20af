"""Which states can be: all combinations of options but those that a pattern or a rule excludes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commonground.case.graph_formula import Formula
from commonground.case.graph_options import BoolArray, IntArray, OptionForm, Pattern
from commonground.errors import NoSolution

_BLOCK = 1 << 20  # states looked at together, so that statements need little memory


def feasible_codes(
    form: OptionForm, infeasible: Sequence[Pattern] = (), rules: Sequence[Formula] = ()
) -> IntArray:
    """Codes of all states that fit no infeasible pattern and keep every rule, ascending.

    Parameters
    ----------
    form       : the options
    infeasible : a state that fits one of these cannot be
    rules      : statements that hold in every state, for instance "inspect only if sign"

    Returns
    -------
    (state,) int64

    Raises
    ------
    NoSolution : nothing is left; says how many states there were and which conditions contradict each other.
    """
    kept = [start + np.flatnonzero(_holds(block, infeasible, rules)) for start, block in _blocks(form)]
    codes = np.concatenate(kept)
    if not codes.size:
        raise _contradiction(form, infeasible, rules)
    return codes


def _blocks(form: OptionForm) -> list[tuple[int, IntArray]]:
    size = min(_BLOCK, form.n_raw)
    return [(start, np.arange(start, start + size)) for start in range(0, form.n_raw, size)]


def _holds(codes: IntArray, infeasible: Sequence[Pattern], rules: Sequence[Formula]) -> BoolArray:
    held = np.ones(codes.shape, dtype=np.bool_)
    for pattern in infeasible:
        held &= ~pattern.fits(codes)
    for rule in rules:
        held &= rule(codes)
    return held


def _contradiction(form: OptionForm, infeasible: Sequence[Pattern], rules: Sequence[Formula]) -> NoSolution:
    """The error, with a smallest set of conditions that already excludes everything (none of them can go)."""
    patterns, formulas = list(infeasible), list(rules)
    blocks = [block for _, block in _blocks(form)]

    def possible(some: Sequence[Pattern], others: Sequence[Formula]) -> bool:
        return any(bool(_holds(block, some, others).any()) for block in blocks)

    for pattern in list(patterns):
        fewer = [other for other in patterns if other is not pattern]
        if not possible(fewer, formulas):
            patterns = fewer
    for rule in list(formulas):
        rest = [other for other in formulas if other is not rule]
        if not possible(patterns, rest):
            formulas = rest
    told = [f'"{rule.text}"' for rule in formulas] + [
        _letters(pattern, form.n_option) for pattern in patterns
    ]
    return NoSolution(
        f"no state is feasible: all {form.n_raw:,} are excluded, already by {', '.join(told)} taken together",
        "Drop or weaken one of these.",
    )


def _letters(pattern: Pattern, n_option: int) -> str:
    letters = (
        "-" if not pattern.care >> k & 1 else "Y" if pattern.want >> k & 1 else "N" for k in range(n_option)
    )
    return f"the infeasible pattern {''.join(letters)}"
