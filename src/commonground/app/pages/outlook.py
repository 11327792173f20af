"""Outlook: the question, the pooled forecast with its voices, key judgements, and what the changes do to them."""

from __future__ import annotations

from typing import Any

from commonground.app.context import Context
from commonground.app.drawing import sections
from commonground.app.pages import Page
from commonground.brief.sections import judgements, outlook, question
from commonground.case.model import Case


def available(case: Case) -> bool:
    """Any case that asks, negotiates or has a graph."""
    return bool(case.questions or case.issues or case.graph)


def view(context: Context) -> dict[str, Any]:
    """Sections of the brief: judgements, question, outlook."""
    made = [make(context.view) for make in (judgements.section, question.section, outlook.section)]
    return {"sections": sections(context, made)}


PAGE = Page("outlook", "Outlook", 10, available, view)
