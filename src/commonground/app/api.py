"""The same as JSON, for Excel, R or a notebook: every page's values, figures, and the study of a pushed case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from commonground.app.context import Context
from commonground.app.drawing import drawn
from commonground.app.faults import FAULTS
from commonground.app.live import panel
from commonground.app.pages import pages_for
from commonground.app.pushing import Path, Text
from commonground.app.state import BASE, MOST_CHANGES, more_of, state_of, state_of_query
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


def api_router(studio: Studio) -> APIRouter:
    """The addresses below `/api`. A case is pushed by `?set.PATH=VALUE`, as on the pages."""
    router = APIRouter(prefix="/api", responses=FAULTS)

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

    async def looked(request: Request, made: Callable[[Context], Any]) -> dict[str, Any]:
        """What is made of a look at the whole study of an address; who waits for it holds no thread."""
        pairs = request.query_params.multi_items()
        state, more = state_of_query(studio.case, pairs), more_of(pairs)
        for wanted in (BASE, state):
            if await studio.line.whole(studio.solver, wanted, request.is_disconnected) is None:
                raise HTTPException(499)
        return {"ok": True, "data": await run_in_threadpool(lambda: made(studio.look(state, more)))}

    @router.get("/pages/{page_id}", summary="What a page says, as plain values")
    async def page(page_id: Name, request: Request) -> dict[str, Any]:
        found = next((page for page in pages_for(studio.case) if page.id == page_id), None)
        if found is None:
            raise HTTPException(404)
        return await looked(request, lambda context: {"panel": panel(context), **studio.view(found, context)})

    @router.get("/figures", summary="Ids and titles of the figures")
    async def figures(request: Request) -> dict[str, Any]:
        def listed(context: Context) -> list[dict[str, str]]:
            return [{"id": name, "title": drawn.title} for name, drawn in _figures(studio, context).items()]

        return await looked(request, listed)

    @router.get(
        "/figures/{figure_id}", summary="A figure: Vega-Lite specification, table, words instead of it"
    )
    async def figure(figure_id: Name, request: Request) -> dict[str, Any]:
        def found(context: Context) -> dict[str, Any]:
            if figure_id not in context.figures:
                _figures(studio, context)
            values = drawn(context.figures, figure_id)
            if values is None:
                raise HTTPException(404)
            return values

        return await looked(request, found)

    @router.get("/study", summary="The whole study, as `commonground run` writes it")
    async def study(request: Request) -> JSONResponse:
        return JSONResponse(await looked(request, lambda context: context.view.study.data))

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


def _figures(studio: Studio, context: Context) -> dict[str, Any]:
    """All figures of a state: those of its pages, each made once."""
    for page in pages_for(studio.case):
        studio.view(page, context)
    return dict(context.figures)
