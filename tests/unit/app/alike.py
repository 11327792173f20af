"""Whether a page's values are those of the command line."""

from __future__ import annotations

from typing import Any

import pytest


def apart(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Places of the first that the second has otherwise, beyond the last digit that a study keeps."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [one for key in ours for one in apart(ours[key], theirs.get(key), f"{path}.{key}")]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [one for k, held in enumerate(ours) for one in apart(held, theirs[k], f"{path}.{k}")]
    close = isinstance(ours, float) and ours == pytest.approx(theirs, rel=1e-7, abs=1e-12)
    return [] if close or ours == theirs else [f"{path}: {ours!r} {theirs!r}"]
