"""From values to text: brief sections as plain dicts, and templates that print them escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from commonground.app.context import Context
from commonground.app.memory import give_back
from commonground.brief.compose import sources_of
from commonground.brief.document import Brief, FigureBlock, Section
from commonground.brief.foreign import clean, is_rtl
from commonground.brief.tree import brief_tree


def sections(context: Context, made: Iterable[Section | None]) -> list[dict[str, Any]]:
    """Sections of the brief as the templates and the API take them; their figures are kept for `/api/figures`."""
    kept = tuple(replace(section, annex=False) for section in made if section is not None)
    data = context.view.study.data
    brief = Brief(
        title=data["case"]["title"],
        sections=kept,
        as_of=context.now.as_of,
        sources=sources_of(data, kept, most=0),
    )
    for section in kept:
        for block in section.blocks:
            if isinstance(block, FigureBlock):
                context.figures[block.figure.id] = block.figure
    found: list[dict[str, Any]] = brief_tree(brief)["sections"][: len(kept)]  # its closing lists come after
    return found


def figure(context: Context, drawn: Any) -> dict[str, Any] | None:
    """A chart on its own, as the templates and the API take it; None where there is none."""
    if drawn is None:
        return None
    (tree,) = sections(context, [Section(f"of-{drawn.id}", drawn.title, (FigureBlock(drawn),))])
    found: dict[str, Any] = tree["blocks"][0]
    return found


@dataclass(frozen=True)
class Drawn:
    """A figure as plain values: a twentieth of the memory that its chart takes while it can still be changed."""

    title: str
    values: dict[str, Any]


def drawn(figures: dict[str, Any], name: str) -> dict[str, Any] | None:
    """A figure of those kept, as plain values, which are kept in its place; None if there is none of this name."""
    held = figures.get(name)
    if held is None:
        return None
    if not isinstance(held, Drawn):
        values = {
            "id": held.id,
            "title": held.title,
            "alt": held.alt,
            "caption": held.caption,
            "columns": held.columns,
            "rows": held.rows,
            "spec": held.spec(),
        }
        held = figures[name] = Drawn(held.title, values)
        give_back()
    return held.values


@cache
def _environment() -> Environment:
    folder = files("commonground.app").joinpath("templates")

    def load(name: str) -> str | None:
        found = folder.joinpath(*name.split("/"))
        return found.read_text("utf-8") if found.is_file() else None

    made = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["clean"] = clean
    made.tests["rtl"] = is_rtl
    return made


def rendered(name: str, **values: Any) -> str:
    """A template as text."""
    return _environment().get_template(name).render(**values)
