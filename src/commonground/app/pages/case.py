"""Case: the file itself, with its faults by line; edited as text, and saved so that nobody's edit is lost."""

from __future__ import annotations

from typing import Any

from commonground.app.context import Context
from commonground.app.editing.copying import free_name
from commonground.app.editing.routes import faults, router
from commonground.app.live import changes
from commonground.app.pages import Page
from commonground.case.model import Case


def available(case: Case) -> bool:
    """Every case is a file."""
    return True


def view(context: Context) -> dict[str, Any]:
    """Text and fingerprint of the file, its faults and notes, what is pushed elsewhere, and a name for a copy."""
    if context.studio is None:
        raise ValueError("this page needs what is open")
    studio = context.studio
    read = studio.file.read()
    return {
        "file": context.place,
        "writable": context.writable,
        "text": read.text,
        "etag": read.etag,
        "changes": changes(context),
        "copy_name": "" if context.writable else free_name(studio.home, context.case.name),
        "copied": studio.copied,
        **faults(studio, read.text),
    }


PAGE = Page(
    "case",
    "Case",
    120,
    available,
    view,
    early=True,
    routes=router,
    script="difference.js case.js",
    fresh=True,
)
