"""Case: the file itself, with its faults by line; edited as text, and saved so that nobody's edit is lost."""

from __future__ import annotations

from typing import Any

from commonground.app.context import Context
from commonground.app.editing.routes import faults, router
from commonground.app.live import changes
from commonground.app.pages import Page
from commonground.case.model import Case


def available(case: Case) -> bool:
    """Every case is a file."""
    return True


def view(context: Context) -> dict[str, Any]:
    """Text and fingerprint of the file, its faults and notes, and what is pushed on the other pages."""
    if context.studio is None:
        raise ValueError("this page needs what is open")
    read = context.studio.file.read()
    return {
        "file": context.place,
        "writable": context.writable,
        "text": read.text,
        "etag": read.etag,
        "changes": changes(context),
        **faults(context.studio, read.text),
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
