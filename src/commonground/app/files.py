"""Style, scripts, and the chart library, which comes from the wheel it is installed with: no copy, no network."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from commonground.app.memory import give_back

_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
CHARTS: Final = "charts.js"
# The bundle is a module: this makes what our script needs a name of the page.
_SNIPPET: Final = "window.vegaEmbed = vegaEmbed;"

router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
def static(name: str, request: Request) -> Response:
    """A file of ours; the browser keeps it and asks whether it has changed."""
    body, packed, mark, kind = _file(name)
    headers = {"etag": mark, "cache-control": "no-cache", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(body, media_type=kind, headers=headers)


@cache
def _file(name: str) -> tuple[bytes, bytes | None, str, str]:
    """Content, the same packed if that is worth it, its mark and its kind."""
    known = {entry.name: entry for entry in files("commonground.app").joinpath("static").iterdir()}
    if name == CHARTS:
        body, ending = _bundle(), ".js"
    elif name in known and any(name.endswith(kind) for kind in _KINDS):
        body, ending = known[name].read_bytes(), name[name.rindex(".") :]
    else:
        raise HTTPException(404)
    packed = gzip.compress(body, 6, mtime=0) if len(body) > 1000 else None
    return body, packed, f'"{hashlib.sha256(body).hexdigest()[:32]}"', _KINDS[ending]


def _bundle() -> bytes:
    import vl_convert

    bundle = vl_convert.javascript_bundle(_SNIPPET).encode()
    give_back()
    return bundle
