"""The pages of the studio, one module each; a module that is here is a page, and a part that is not built has none.

A module has `PAGE = Page(id, title, order, available, view)` and a template `pages/ID.html`. The template and the API
are given the same dict, so that a page says what the API says, and both what the command line says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from commonground.app.context import Context
from commonground.case.model import Case

if TYPE_CHECKING:
    from fastapi import APIRouter

    from commonground.app.studio import Studio


@dataclass(frozen=True)
class Page:
    """One page.

    Parameters
    ----------
    id, title : of its address and in the list of pages
    order     : place in that list, the lowest first
    available : whether a case has what it shows; of the case alone, so that the list is there before anything is solved
    view      : plain values for template and API; asked of a whole study unless `early`
    early     : whether it needs no study, so that it is shown at once
    live      : region id -> values, of a light study, for what follows a slider; its template is `live/REGION.html`
    routes    : further addresses of its own
    script    : files in static/ of its own, parted by blanks
    fresh     : whether its values are made anew each time, as they tell of more than the study
    """

    id: str
    title: str
    order: int
    available: Callable[[Case], bool]
    view: Callable[[Context], dict[str, Any]]
    early: bool = False
    live: Callable[[Context], dict[str, dict[str, Any]]] | None = None
    routes: Callable[[Studio], APIRouter] | None = None
    script: str = ""
    fresh: bool = False


@cache
def pages() -> tuple[Page, ...]:
    """All pages there are, in order."""
    found = (import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__))
    made = [module.PAGE for module in found if hasattr(module, "PAGE")]
    return tuple(sorted(made, key=lambda page: (page.order, page.id)))


def pages_for(case: Case) -> tuple[Page, ...]:
    """The pages of a case."""
    return tuple(page for page in pages() if page.available(case))
