"""Addresses of long work: begin it, look at it, stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from commonground.app.faults import OF_BODIES
from commonground.app.pushing import Path, Text
from commonground.app.state import MOST_CHANGES, State, state_of
from commonground.case.change import change
from commonground.case.model import Case

if TYPE_CHECKING:
    from commonground.app.studio import Studio

Id = Annotated[str, InPath(max_length=40, pattern="^[A-Za-z0-9_-]+$")]


class Begin(BaseModel):
    """What to begin.

    changes : path -> value, as on the pages
    budget, most : of a search over levers
    paths   : of Sobol' indices
    """

    model_config = ConfigDict(extra="forbid")

    work: Literal["sensitivity", "sobol", "levers"]
    changes: Annotated[dict[Path, Text | float], Field(max_length=MOST_CHANGES)] = {}
    budget: Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)] | None = None
    most: Annotated[int, Field(ge=1, le=8)] | None = None
    paths: Annotated[list[Path], Field(max_length=20)] = []


def arguments(case: Case, work: str, **options: Any) -> dict[str, Any]:
    """What a job on a case is asked for; the same however it is asked."""
    given: dict[str, Any] = {"case": case.dump(), "seed": case.study.seed}
    if work != "sobol":
        given["draws"] = case.study.draws
    return given | {name: option for name, option in options.items() if option is not None}


def pushed(case: Case, state: State) -> Case:
    """The case with what is pushed."""
    return case if state.is_base else change(case, state.raw())


def router(studio: Studio) -> APIRouter:
    """The addresses below `/api/jobs`."""
    made = APIRouter(prefix="/api/jobs", responses=OF_BODIES)

    @made.post("", summary="Begin a search, or find the one that was begun alike")
    def begin(body: Begin) -> dict[str, Any]:
        case = pushed(studio.case, state_of(studio.case, body.changes))
        options = _OPTIONS[body.work](body)
        job = studio.desk.start(body.work, arguments(case, body.work, **options))
        return _told(job.as_dict())

    @made.get("", summary="All jobs that are known, the latest first")
    def all_jobs() -> dict[str, Any]:
        return _told([job.as_dict() for job in studio.desk.all()])

    @made.get("/{job_id}", summary="A job, with its result when it is done")
    def one(job_id: Id) -> dict[str, Any]:
        return _told(studio.desk.get(job_id).as_dict(whole=True))

    @made.get("/{job_id}/progress", summary="How far a job is")
    def progress(job_id: Id) -> dict[str, Any]:
        return _told(studio.desk.get(job_id).as_dict())

    @made.post("/{job_id}/cancel", summary="Stop a job")
    def cancel(job_id: Id) -> dict[str, Any]:
        return _told(studio.desk.cancel(job_id).as_dict())

    return made


_OPTIONS: Mapping[str, Any] = {
    "sensitivity": lambda body: {},
    "levers": lambda body: {"budget": body.budget, "most": body.most},
    "sobol": lambda body: {"paths": body.paths},
}


def _told(data: Any) -> dict[str, Any]:
    return {"ok": True, "data": data}
