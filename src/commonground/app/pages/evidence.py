"""Evidence: what the case rests on, in time; documents with the words that were coded; proposals to decide."""

from __future__ import annotations

from typing import Any, Final

from commonground.app.context import Context
from commonground.app.drawing import figure
from commonground.app.gathering.documents import has_store, opened
from commonground.app.gathering.documents import listed as listed_documents
from commonground.app.gathering.proposals import listed as listed_proposals
from commonground.app.gathering.routes import router
from commonground.app.pages import Page
from commonground.brief.view import day, path_in_words
from commonground.case.evidence import EvidenceItem
from commonground.case.model import Case
from commonground.charts.timeline import timeline
from commonground.errors import UsageError
from commonground.evidence.reading.files import READERS
from commonground.evidence.store import Store

_GRADES: Final = {
    "A": "reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "cannot be judged",
}  # fmt: skip


def available(case: Case) -> bool:
    """Every case may be given evidence."""
    return True


def view(context: Context) -> dict[str, Any]:
    """Timeline, items, documents and proposals; `words` of the address pick some, `document` opens one."""
    words = context.more.get("words", "").strip()
    items = [
        _item(context, one)
        for one in sorted(context.case.evidence.values(), key=lambda one: one.day, reverse=True)
    ]
    return {
        "timeline": figure(context, timeline(context.view.study.data)),
        "words": words,
        "count": len(items),
        "items": [one for one in items if _holds(one, words)],
        "kinds": sorted(READERS),
        "writable": context.writable,
        **_workspace(context, words),
    }


def _item(context: Context, item: EvidenceItem) -> dict[str, Any]:
    case = context.case
    cited = [path for path, value in case.values().items() if item.id in value.evidence]
    return {
        "id": item.id,
        "date": ("before " if item.before else "") + day(item.date),
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "source": item.source,
        "url": item.url,
        "reliability": None
        if item.reliability is None
        else f"{item.reliability}, {_GRADES[item.reliability]}",
        "parties": [case.parties[name].name for name in item.parties if name in case.parties],
        "issues": [case.issues[name].name for name in item.issues if name in case.issues],
        "cited": [path_in_words(context.before, path) for path in cited],
        "assumptions": [one.id for one in case.assumptions if item.id in one.evidence],
    }


def _holds(item: dict[str, Any], words: str) -> bool:
    """Whether all words stand somewhere in an item."""
    told = " ".join(
        str(part)
        for key in ("id", "date", "kind", "title", "text", "source", "parties", "issues", "cited")
        for part in (item[key] if isinstance(item[key], list) else [item[key]])
    ).casefold()
    return all(word in told for word in words.casefold().split())


def _workspace(context: Context, words: str) -> dict[str, Any]:
    """What the store holds, None each where there is none."""
    none: dict[str, Any] = {"documents": None, "document": None, "proposals": None, "fault": ""}
    studio = context.studio
    if studio is None or not has_store(studio.workspace):
        return none
    with Store(studio.workspace, create=False) as store:
        try:
            documents, fault = listed_documents(store, words), ""
        except UsageError as error:
            documents, fault = [], str(error)
        named = context.more.get("document", "")
        return {
            "documents": documents,
            "document": opened(store, named) if named else None,
            "proposals": listed_proposals(store, context.case, studio),
            "fault": fault,
        }


PAGE = Page(
    "evidence",
    "Evidence",
    90,
    available,
    view,
    routes=router,
    script="jobs.js difference.js evidence.js",
    fresh=True,
)
