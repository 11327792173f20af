"""Addresses of the evidence: bring files, have them read, look at proposals and decide them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from commonground.app.faults import OF_BODIES
from commonground.app.gathering.documents import has_store, opened
from commonground.app.gathering.documents import today as now
from commonground.app.gathering.proposals import decide, looked_at
from commonground.app.gathering.uploads import Uploads
from commonground.errors import EvidenceError
from commonground.evidence.store import Store

if TYPE_CHECKING:
    from commonground.app.studio import Studio

Number = Annotated[int, InPath(ge=1, le=10**12)]


class Reading(BaseModel):
    """Files to read.

    files  : ids of files that were brought
    day    : day of publication, where the files do not say one
    source : publisher of what names none
    """

    model_config = ConfigDict(extra="forbid")

    files: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=40)]
    day: date | None = None
    source: Annotated[str, Field(max_length=200)] = ""


class Decision(BaseModel):
    """What was decided of a proposal; `move_as_of` lets the case's day move to the document's."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "reject"]
    move_as_of: bool = False


def router(studio: Studio) -> APIRouter:
    """The addresses below `/api/evidence`."""
    made = APIRouter(prefix="/api/evidence", responses=OF_BODIES)
    uploads = Uploads(studio.workspace / "uploads")

    @made.post("/files", summary="Bring a file: its bytes as they are")
    async def bring(
        name: Annotated[str, Query(min_length=1, max_length=300)], request: Request
    ) -> dict[str, Any]:
        raw = await request.body()
        return _told({"file": await run_in_threadpool(uploads.keep, name, raw), "name": name})

    @made.post("/read", summary="Read files into the workspace, and look for what they propose")
    def read(body: Reading) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "folder": str(studio.workspace.resolve()),
            "files": [str(uploads.path(name).resolve()) for name in body.files],
            "names": [uploads.names[name] for name in body.files],
            "case": str(studio.path.resolve()),
            "source": body.source,
            "now": now().isoformat(),
        }
        if body.day is not None:
            asked["day"] = body.day.isoformat()
        return _told(studio.desk.start("code", asked).as_dict())

    @made.post("/suggest", summary="Look for what new documents of the workspace propose")
    def suggest() -> dict[str, Any]:
        asked = {"folder": str(studio.workspace.resolve()), "case": str(studio.path.resolve())}
        return _told(studio.desk.start("suggest", asked | {"now": now().isoformat()}, again=True).as_dict())

    @made.get("/documents/{name}", summary="A document with the words that were coded")
    def document(name: Annotated[str, InPath(max_length=80, pattern="^[0-9a-f]{4,64}$")]) -> dict[str, Any]:
        with _store(studio) as store:
            found = opened(store, name)
        if found is None:
            raise EvidenceError(f"The workspace has no document {name}", "See the list on the page.")
        return _told(found)

    @made.get("/proposals/{number}", summary="What accepting a proposal would write")
    def look(number: Number) -> dict[str, Any]:
        with _store(studio) as store:
            return _told(looked_at(studio, store, number))

    @made.post("/proposals/{number}", summary="Accept or reject a proposal")
    def decided(number: Number, body: Decision) -> dict[str, Any]:
        with _store(studio) as store:
            return _told(decide(studio, store, number, body.decision == "accept", body.move_as_of))

    return made


def _store(studio: Studio) -> Store:
    if not has_store(studio.workspace):
        raise EvidenceError("There is no evidence in the workspace yet", "Bring a document first.")
    return Store(studio.workspace, create=False)


def _told(data: Any) -> dict[str, Any]:
    return {"ok": True, "data": data}
