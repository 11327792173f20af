"""Common ground: what blocks it, which packages all could accept, and a package put together by hand."""

from __future__ import annotations

from typing import Any

from commonground.app.composing import answer, choices
from commonground.app.context import Context
from commonground.app.drawing import sections
from commonground.app.pages import Page
from commonground.brief.sections import contention, packages
from commonground.case.model import Case


def available(case: Case) -> bool:
    """A case in which something is negotiated, and not only positions are known."""
    return bool(case.issues) and not case.positions_only


def view(context: Context) -> dict[str, Any]:
    """The composer and the brief's sections on packages and on what blocks."""
    if context.view.solved is None or context.problems is None:
        return {"sections": [], "choices": [], "composed": None}
    made = [make(context.view) for make in (packages.section, contention.section)]
    return {
        "choices": choices(context, context.problems().base),
        "composed": answer(context),
        "sections": sections(context, made),
    }


def live(context: Context) -> dict[str, dict[str, Any]]:
    """Who accepts the composed package now."""
    found = answer(context)
    return {} if found is None else {"composed": found}


PAGE = Page("common-ground", "Common ground", 30, available, view, live=live, script="composer.js")
