"""Write a brief to a folder: HTML, PDF, Markdown and JSON, each whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from commonground.brief.compose import compose
from commonground.brief.document import Brief
from commonground.errors import UsageError, did_you_mean
from commonground.study.record import Study, write_whole


def _html(brief: Brief) -> bytes:
    from commonground.brief.html import render_html

    return render_html(brief).encode()


def _pdf(brief: Brief) -> bytes:
    from commonground.brief.typst import render_pdf

    return render_pdf(brief)


def _markdown(brief: Brief) -> bytes:
    from commonground.brief.markdown import render_markdown

    return render_markdown(brief).encode()


def _json(brief: Brief) -> bytes:
    from commonground.brief.plain import render_json

    return (json.dumps(render_json(brief), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


RENDERERS: dict[str, Callable[[Brief], bytes]] = {"html": _html, "pdf": _pdf, "md": _markdown, "json": _json}


def write_brief(
    study: Study, folder: str | Path, formats: Sequence[str] = ("html", "pdf", "md", "json")
) -> dict[str, Path]:
    """Write the brief of a study; the study itself is not changed and nothing is solved.

    Parameters
    ----------
    folder : made if it is missing; files are named for the case and its date
    formats : of html, pdf, md, json

    Returns
    -------
    format -> path, in the order asked for

    Raises
    ------
    UsageError : an unknown format.
    """
    for name in formats:
        if name not in RENDERERS:
            raise UsageError(
                f"unknown format (got {name})",
                did_you_mean(name, RENDERERS),
            )
    brief = compose(study)
    case = study.data["case"]
    stem = f"{case['name']}-{case['as_of']}"
    written = {name: RENDERERS[name](brief) for name in dict.fromkeys(formats)}
    return {name: write_whole(Path(folder) / f"{stem}.{name}", content) for name, content in written.items()}
