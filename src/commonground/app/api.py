"""The same as JSON, for Excel, R or a notebook: every page's values, figures, and the study of a pushed case."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from commonground.app.live import panel
from commonground.app.pages import pages_for
from commonground.app.pushing import Path, Text
from commonground.app.state import MOST_CHANGES, state_of, state_of_query
from commonground.app.studio import Studio

Name = Annotated[str, InPath(max_length=100, pattern="^[a-z0-9-]+$")]


class Solve(BaseModel):
    """Changes to try.

    changes : path -> value as a case file has it
    full    : all draws; else as few as follow a slider
    """

    model_config = ConfigDict(extra="forbid")

    changes: Annotated[dict[Path, Text | float], Field(max_length=MOST_CHANGES)] = {}
    full: bool = True


class Fault(BaseModel):
    """What was wrong, and how to mend it."""

    ok: bool
    error: dict[str, str]
    findings: list[dict[str, str]] = []


_FAULTS: dict[int | str, dict[str, Any]] = {
    404: {"model": Fault, "description": "There is no such thing in this case"},
    503: {"model": Fault, "description": "Too much is asked for at once"},
}


def api_router(studio: Studio) -> APIRouter:
    """The addresses below `/api`. A case is pushed by `?set.PATH=VALUE`, as on the pages."""
    router = APIRouter(prefix="/api", responses=_FAULTS)

    @router.get("/case", summary="The case as it is, and its pages")
    def case() -> dict[str, Any]:
        held = studio.case
        return {
            "ok": True,
            "data": {
                "name": held.name,
                "title": held.title,
                "as_of": held.as_of.isoformat(),
                "horizon": held.horizon.isoformat(),
                "file": studio.path.name,
                "writable": studio.writable,
                "hash": held.hash,
                "pages": [{"id": page.id, "title": page.title} for page in pages_for(held)],
            },
        }

    @router.get("/pages/{page_id}", summary="What a page says, as plain values")
    def page(page_id: Name, request: Request) -> dict[str, Any]:
        found = next((page for page in pages_for(studio.case) if page.id == page_id), None)
        if found is None:
            raise HTTPException(404)
        state = state_of_query(studio.case, request.query_params.multi_items())
        context = studio.look(state)
        return {"ok": True, "data": {"panel": panel(context), **studio.view(found, context)}}

    @router.get("/figures", summary="Ids and titles of the figures")
    def figures(request: Request) -> dict[str, Any]:
        kept = _figures(studio, request)
        return {"ok": True, "data": [{"id": name, "title": drawn.title} for name, drawn in kept.items()]}

    @router.get(
        "/figures/{figure_id}", summary="A figure: Vega-Lite specification, table, words instead of it"
    )
    def figure(figure_id: Name, request: Request) -> dict[str, Any]:
        state = state_of_query(studio.case, request.query_params.multi_items())
        kept = studio.solver.whole(state).figures
        drawn = kept.get(figure_id) or _figures(studio, request).get(figure_id)
        if drawn is None:
            raise HTTPException(404)
        return {
            "ok": True,
            "data": {
                "id": drawn.id,
                "title": drawn.title,
                "alt": drawn.alt,
                "caption": drawn.caption,
                "columns": drawn.columns,
                "rows": drawn.rows,
                "spec": drawn.spec(),
            },
        }

    @router.get("/study", summary="The whole study, as `commonground run` writes it")
    def study(request: Request) -> JSONResponse:
        state = state_of_query(studio.case, request.query_params.multi_items())
        return JSONResponse({"ok": True, "data": studio.look(state).view.study.data})

    @router.post("/solve", summary="The chances of a pushed case, soon")
    def solve(body: Solve) -> dict[str, Any]:
        state = state_of(studio.case, body.changes)
        context = studio.glance(state, body.full)
        return {
            "ok": True,
            "data": {
                "query": state.query(),
                "draws": context.view.study.data["draws"]["n"],
                "full": body.full,
                **panel(context),
            },
        }

    return router


def _figures(studio: Studio, request: Request) -> dict[str, Any]:
    """All figures of a state: those of its pages, each made once."""
    context = studio.look(state_of_query(studio.case, request.query_params.multi_items()))
    for page in pages_for(studio.case):
        studio.view(page, context)
    return dict(context.figures)
