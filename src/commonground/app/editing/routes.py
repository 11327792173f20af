"""Addresses of the case file: its text, what a change of it would be, and saving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from commonground.app.editing.copying import LONGEST_NAME
from commonground.app.editing.lock import StaleEdit
from commonground.app.editing.patch import checked, with_scenario, with_values
from commonground.app.faults import OF_BODIES
from commonground.app.pushing import Path, Text
from commonground.app.state import MOST_CHANGES, state_of
from commonground.case.check import check_case
from commonground.case.io import MAX_CASE
from commonground.errors import CaseError, Finding, UsageError

if TYPE_CHECKING:
    from commonground.app.studio import Studio

Etag = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Edit(BaseModel):
    """A whole new text; `etag` is of the file that it was made from, `save` writes it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAX_CASE)]
    etag: Etag
    save: bool = False


class Values(BaseModel):
    """Values to write in place of those of the file."""

    model_config = ConfigDict(extra="forbid")

    changes: Annotated[dict[Path, Text | float], Field(min_length=1, max_length=MOST_CHANGES)]
    etag: Etag | None = None
    save: bool = False


class NewScenario(Values):
    """Values to write as a scenario beside the case."""

    id: Annotated[str, Field(max_length=60)]
    name: Annotated[str, Field(max_length=200)] = ""
    about: Annotated[str, Field(max_length=1000)] = ""


class Copy(BaseModel):
    """The name of a new folder, where the studio was started."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=LONGEST_NAME)]


def router(studio: Studio) -> APIRouter:
    """The addresses below `/api/file`."""
    made = APIRouter(prefix="/api/file", responses=OF_BODIES)

    @made.get("", summary="The text of the case file, its fingerprint and its faults")
    def text() -> dict[str, Any]:
        read = studio.file.read()
        return _told({"text": read.text, "etag": read.etag, **faults(studio, read.text)})

    @made.post("", summary="What a new text would change, with its faults; or save it")
    def edit(body: Edit) -> Any:
        return _answer(studio, body.etag, lambda _: body.text, body.save)

    @made.post("/values", summary="Other values in the file; comments and layout stay")
    def values(body: Values) -> Any:
        raw = state_of(studio.case, body.changes).raw()
        return _answer(studio, body.etag, lambda text: with_values(text, raw, studio.path), body.save)

    @made.post("/scenarios", summary="One more scenario in the file, made of changed values")
    def scenario(body: NewScenario) -> Any:
        raw = state_of(studio.case, body.changes).raw()
        return _answer(
            studio,
            body.etag,
            lambda text: with_scenario(text, body.id, body.name, raw, studio.path, body.about),
            body.save,
        )

    @made.post("/copy", summary="Save a copy of a case of the catalog, and go on with it")
    def copy(body: Copy) -> dict[str, Any]:
        studio.save_copy(body.name)
        return _told({"file": studio.place})

    return made


def faults(studio: Studio, text: str) -> dict[str, Any]:
    """Faults of a text, and notes where it has none; each with the line it stands in."""
    try:
        case = checked(text, studio.path)
    except CaseError as error:
        return {"faults": [_placed(finding) for finding in error.findings], "notes": []}
    return {"faults": [], "notes": [_placed(finding) for finding in check_case(case)]}


def _answer(studio: Studio, etag: str | None, edit: Callable[[str], str], save: bool) -> Any:
    etag = studio.file.read().etag if etag is None else etag
    if not save:
        new = edit(studio.file.base(etag))
        return _told({"difference": studio.file.preview(etag, lambda _: new), **faults(studio, new)})
    if not studio.writable:
        raise UsageError(
            f"{studio.path.name} belongs to the catalog and is not changed",
            "Choose “Save a copy here” on the page Case, and go on with the copy.",
        )
    try:
        read, case = studio.file.save(etag, edit)
    except StaleEdit as stale:
        error = {"message": stale.message, "fix": stale.fix}
        return JSONResponse({"ok": False, "error": error, "findings": [], "conflict": stale.as_dict()}, 409)
    studio.reopen()
    notes = [_placed(finding) for finding in check_case(case)]
    return _told({"saved": True, "text": read.text, "etag": read.etag, "faults": [], "notes": notes})


def _placed(finding: Finding) -> dict[str, Any]:
    """A finding with line and column as numbers, None where it has none."""
    *_, line, column = ["", "", *finding.where.rsplit(":", 2)[-2:]]
    place = {"line": int(line), "column": int(column)} if line.isdecimal() and column.isdecimal() else {}
    return {"line": None, "column": None, **finding.as_dict(), **place}


def _told(data: Any) -> dict[str, Any]:
    return {"ok": True, "data": data}
