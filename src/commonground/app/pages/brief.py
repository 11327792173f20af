"""Brief: what an analyst would sign, of the case as it is or as it is pushed, to read and to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from commonground.app.context import Context
from commonground.app.drawing import sections
from commonground.app.faults import OF_BODIES
from commonground.app.live import changes
from commonground.app.pages import Page
from commonground.app.printing import brief_of, printed
from commonground.app.state import state_of_query
from commonground.case.model import Case

if TYPE_CHECKING:
    from commonground.app.studio import Studio

_KINDS: Final = {
    "html": ("text/html; charset=utf-8", "Web page"),
    "pdf": ("application/pdf", "PDF"),
    "md": ("text/markdown; charset=utf-8", "Markdown"),
    "json": ("application/json", "JSON"),
}


def available(case: Case) -> bool:
    """Whatever can be solved can be briefed."""
    return bool(case.questions or case.issues or case.graph)


def view(context: Context) -> dict[str, Any]:
    """The brief's sections, the titles of its annexes, and where to take it along."""
    made = brief_of(context.view.study, _rows(context))
    body = [section for section in made.sections if not section.annex]
    return {
        "title": made.title,
        "subtitle": made.subtitle,
        "sections": sections(context, body),
        "annexes": [section.title for section in made.sections if section.annex],
        "downloads": [
            {"kind": kind, "name": name, "href": f"/brief/file/{kind}{context.state.query()}"}
            for kind, (_, name) in _KINDS.items()
        ],
        "changed": len(context.state.changes),
    }


def _rows(context: Context) -> list[tuple[str, str, str]]:
    """What differs from the file: value, as in the file, as pushed."""
    return [(row["label"], row["before"] or "–", row["now"]) for row in changes(context)]


def routes(studio: Studio) -> APIRouter:
    """The files of the brief."""
    made = APIRouter(responses=OF_BODIES)

    @made.get("/brief/file/{kind}", summary="The brief as a file", response_class=Response)
    def file(kind: Literal["html", "pdf", "md", "json"], request: Request) -> Response:
        context = studio.look(state_of_query(studio.case, request.query_params.multi_items()))
        body = printed(context.view.study, _rows(context), kind)
        trial = "" if context.state.is_base else "-changed"
        name = f"{context.case.name}-{context.case.as_of.isoformat()}{trial}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type=_KINDS[kind][0], headers=headers)

    return made


PAGE = Page("brief", "Brief", 110, available, view, routes=routes)
