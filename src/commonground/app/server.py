"""The addresses of the studio. Thin: each asks the studio for a look and prints it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from commonground import __version__
from commonground.app import files
from commonground.app.api import api_router
from commonground.app.context import Context
from commonground.app.drawing import rendered
from commonground.app.jobs.routes import router as jobs_router
from commonground.app.live import headline, panel
from commonground.app.pages import Page, pages, pages_for
from commonground.app.pushing import Push
from commonground.app.state import BASE, State, more_of, state_of, state_of_query
from commonground.app.studio import Studio
from commonground.errors import CaseError, CommongroundError

_THREADS: Final = 4
_REFUSED: Final = {
    400: ("What was sent cannot be read", "Send JSON, as /api/openapi.json describes it."),
    405: ("This address is not asked in this way", "See /api/openapi.json."),
}
PART = "x-part"  # header by which our script asks for the inside of a page, as soon as it is there


def create_app(studio: Studio, word: str = "") -> FastAPI:
    """The web application of a studio; `word` is what its pages send along with whatever changes something.

    It lets everybody in: `serve.guarded` puts the safety layers around it.
    """
    app = FastAPI(
        title="commonground studio",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        description="A case, what is pushed in it, and what comes of it: the numbers of every page.",
        lifespan=_life,
        redirect_slashes=False,
    )
    for page in pages():  # of every page: a saved change may bring one
        if page.routes is not None:
            app.include_router(page.routes(studio))
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)
    app.include_router(api_router(studio))
    app.include_router(jobs_router(studio))
    app.include_router(files.router)
    _faults(app, word)

    @app.get("/", include_in_schema=False)
    def start(request: Request) -> Response:
        first = pages_for(studio.case)[0]
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{first.id}{query}", 303)

    @app.post("/push", include_in_schema=False)
    def push(body: Push) -> dict[str, Any]:
        state = state_of(studio.case, body.changes)
        page = _page(studio, body.page)
        context = studio.glance(state, body.full, body.more)
        regions = {"panel": rendered("live/panel.html", panel=panel(context), state=state, context=context)}
        if page.live is not None:
            for region, values in page.live(context).items():
                regions[region] = rendered(f"live/{region}.html", values=values, context=context)
        return {
            "query": state.query(),
            "regions": regions,
            "said": headline(context) if body.full else "",
        }

    @app.get("/{page_id}", include_in_schema=False)
    async def show(page_id: str, request: Request) -> Response:
        page = _page(studio, page_id)
        state = state_of_query(studio.case, request.query_params.multi_items())
        more = more_of(request.query_params.multi_items())
        inside = PART in request.headers
        if inside:
            solver = studio.solver
            for wanted in (BASE, state):
                if await studio.line.whole(solver, wanted, request.is_disconnected) is None:
                    return Response(status_code=204)

        def printed() -> str:
            context = studio.look(state, more) if inside else studio.early(state, more)
            return _printed(studio, page, context, word, inside)

        return HTMLResponse(await run_in_threadpool(printed))

    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Few threads: they share one interpreter, and each that ever ran keeps memory of its own."""
    current_default_thread_limiter().total_tokens = _THREADS
    yield


def _page(studio: Studio, page_id: str) -> Page:
    found = next((page for page in pages_for(studio.case) if page.id == page_id), None)
    if found is None:
        raise HTTPException(404)
    return found


def _printed(studio: Studio, page: Page, context: Context, word: str, inside: bool) -> str:
    """A page, or its inside; where the numbers are not there yet, a page that says so and asks for them."""
    ready = context.study is not None
    values = studio.view(page, context) if ready or page.early else None
    return rendered(
        "inside.html" if inside else "base.html",
        page=page,
        pages=pages_for(studio.case),
        context=context,
        panel=panel(context),
        state=context.state,
        values=values,
        ready=ready,
        word=word,
        title=context.case.title,
    )


def _faults(app: FastAPI, word: str) -> None:
    """Faults in words, as the API's JSON or as a page."""

    def answer(request: Request, status: int, faults: list[dict[str, str]]) -> Response:
        if request.url.path.startswith("/api/") or request.method != "GET":
            first = faults[0]
            told = {"message": first["message"], "fix": first["fix"]}
            return JSONResponse({"ok": False, "error": told, "findings": faults}, status)
        return HTMLResponse(rendered("fault.html", faults=faults, inside=PART in request.headers), status)

    @app.exception_handler(CommongroundError)
    def known(request: Request, error: CommongroundError) -> Response:
        if isinstance(error, CaseError):
            return answer(request, 422, [finding.as_dict() for finding in error.findings])
        return answer(
            request, 503 if type(error).__name__ == "BusyError" else 422, [_one(error.message, error.fix)]
        )

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        faults = [
            {**_one(one["msg"], "See /api/openapi.json."), "path": ".".join(map(str, one["loc"][1:]))}
            for one in error.errors()
        ]
        return answer(request, 422, faults)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        # starlette raises it again after this answer, so that it is in the log
        return answer(
            request, 500, [_one(f"A fault of commonground ({type(error).__name__})", "Please report it.")]
        )

    @app.exception_handler(404)
    def missing(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return answer(
                request, 404, [_one("There is nothing there for this case", "See /api/openapi.json.")]
            )
        return answer(
            request, 404, [_one("There is no such page for this case", "Choose one from the list.")]
        )

    @app.exception_handler(StarletteHTTPException)
    def refused(request: Request, error: StarletteHTTPException) -> Response:
        told = _REFUSED.get(error.status_code, ("It cannot be done", "See /api/openapi.json."))
        return answer(request, error.status_code, [_one(*told)])


def _one(message: str, fix: str) -> dict[str, str]:
    return {"level": "error", "path": "", "message": message, "fix": fix, "got": "", "where": ""}


__all__ = ["State", "create_app"]
