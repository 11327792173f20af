"""The brief as one self-contained HTML file: no script, no request, readable from a phone to a printed page."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from commonground.brief.document import Brief, FigureLike, iter_figures
from commonground.brief.foreign import breakable
from commonground.brief.picture import drawing, inline_svg
from commonground.brief.tree import brief_tree

CONTENT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""Content Security Policy of the page: styles inside the file and nothing else."""
_TEMPLATES: Final = ("brief.html.jinja", "parts.html.jinja", "brief.css")


def render_html(brief: Brief) -> str:
    """Return the brief as one HTML page that needs no network and runs no script.

    Charts stand in it as SVG with an alternative text; each has its data table in a fold below it.
    """
    tree = brief_tree(brief)
    pictures = iter(iter_figures(brief))
    for section in tree["sections"]:
        for node in section["blocks"]:
            if node["k"] == "figure":
                node["picture"] = _picture(next(pictures), node["id"], node["alt"])
    return _template().render(brief=tree, content_policy=CONTENT_POLICY) + "\n"


def _picture(figure: FigureLike, prefix: str, alt: str) -> Markup:
    # Only elements and attributes on a list of known ones are in the string; see picture.py.
    return Markup(inline_svg(drawing(figure), prefix, alt))  # noqa: S704


def _soft(text: str) -> Markup:
    """Escape a path or name and mark where it may break."""
    return Markup("<wbr>").join(escape(piece) for piece in breakable(text).split("\u200b"))


@lru_cache(maxsize=1)
def _template() -> Template:
    folder = files("commonground.brief").joinpath("templates")
    sources = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in _TEMPLATES}
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["soft"] = _soft
    return environment.get_template("brief.html.jinja")
