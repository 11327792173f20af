"""Adapters from test vectors to the closed-form models: one file per model, found by themselves.

Each file has `ADAPTERS: dict[str, Adapter]`, from a vector's model name to a function of its inputs that returns
its outputs under the vector's own names. Numbers, arrays of one draw, lists, None and truth values all do.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Inputs = dict[str, Any]
Adapter = Callable[[Inputs], dict[str, Any]]


def collect() -> dict[str, Adapter]:
    """Every adapter of this folder by the model name it answers to; a name given twice is an error."""
    found: dict[str, Adapter] = {}
    for module in sorted(entry.name for entry in pkgutil.iter_modules([str(Path(__file__).parent)])):
        adapters: dict[str, Adapter] = importlib.import_module(f"{__name__}.{module}").ADAPTERS
        twice = found.keys() & adapters.keys()
        if twice:
            raise ValueError(f"{module}.py: another file has an adapter for {', '.join(sorted(twice))}")
        found |= adapters
    return found
