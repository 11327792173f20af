"""Will these parties ever find common ground?

From evidence to an analyst's brief: a case file says who wants what, methods from the
literature are solved over every uncertain value at once, and a study records the run.

Rooms, in the order in which data flow (imports only go back along this line):
errors, quantity < case < {evidence, methods, market} < forecast < explore < study < charts
< brief < app < cli.  The names below are resolved when first used, so that
``import commonground`` costs almost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from commonground.brief.write import write_brief
    from commonground.case.change import change
    from commonground.case.check import check_case
    from commonground.case.draws import Draws, draw
    from commonground.case.io import load_case, parse_case
    from commonground.case.model import Case
    from commonground.errors import CommongroundError, Finding
    from commonground.explore.levers import LeverFront, search_levers
    from commonground.explore.what_if import Comparison, what_if
    from commonground.methods.base import MethodCard, Solution
    from commonground.methods.registry import solve
    from commonground.quantity import Quantity, parse_quantity
    from commonground.study.record import Study
    from commonground.study.run import run

_HOME = {
    "Case": "commonground.case.model",
    "CommongroundError": "commonground.errors",
    "Comparison": "commonground.explore.what_if",
    "Draws": "commonground.case.draws",
    "Finding": "commonground.errors",
    "LeverFront": "commonground.explore.levers",
    "MethodCard": "commonground.methods.base",
    "Quantity": "commonground.quantity",
    "Solution": "commonground.methods.base",
    "Study": "commonground.study.record",
    "change": "commonground.case.change",
    "check_case": "commonground.case.check",
    "draw": "commonground.case.draws",
    "load_case": "commonground.case.io",
    "parse_case": "commonground.case.io",
    "parse_quantity": "commonground.quantity",
    "run": "commonground.study.run",
    "search_levers": "commonground.explore.levers",
    "solve": "commonground.methods.registry",
    "what_if": "commonground.explore.what_if",
    "write_brief": "commonground.brief.write",
}

__all__ = [
    "Case",
    "CommongroundError",
    "Comparison",
    "Draws",
    "Finding",
    "LeverFront",
    "MethodCard",
    "Quantity",
    "Solution",
    "Study",
    "__version__",
    "change",
    "check_case",
    "draw",
    "load_case",
    "parse_case",
    "parse_quantity",
    "run",
    "search_levers",
    "solve",
    "what_if",
    "write_brief",
]


def __getattr__(name: str) -> object:
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module 'commonground' has no attribute {name!r}") from None
    value = getattr(import_module(home), name)
    globals()[name] = value  # the next look-up costs nothing
    # A card shows what several rooms know, so no room can draw its own; they are imported when one is shown.
    import_module("commonground.case.cards").offer(_card)
    return value


def _card(kind: str, value: object) -> str:
    made: str = import_module("commonground.brief.cards").card(kind, value)
    return made


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
