"""Warns, and so fails the build, when a built page would fetch anything from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
FETCHES = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b[^>]*\brel=["']?(?:stylesheet|preload|preconnect|dns-prefetch|icon)[^>]*\bhref=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|@import\s+(?:url\()?["']?((?:https?:)?//[^"')\s]+)"""
    r"""|url\(["']?((?:https?:)?//[^"')\s]+)"""
)


def look(app: Sphinx, error: Exception | None) -> None:
    """Look through all pages and styles of the finished build."""
    if error is not None or app.builder.format != "html":
        return
    for path in sorted(Path(app.outdir).rglob("*")):
        if path.suffix in {".html", ".css"}:
            for hit in FETCHES.finditer(path.read_text("utf-8")):
                address = next(filter(None, hit.groups()))
                logger.warning("%s would fetch %s", path.relative_to(app.outdir), address)


def setup(app: Sphinx) -> dict[str, Any]:
    """Look when the build is finished."""
    app.connect("build-finished", look)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
