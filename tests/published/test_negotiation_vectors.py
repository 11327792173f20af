"""The closed-form models give the numbers of every vector file of the reference data.

A vector is {"model": name, "inputs": {...}, "expected": {...}}, or a record of a 2x2 game with its logit
equilibrium. Each JSON file below $COMMONGROUND_REFERENCE/negotiation that is a list of these is read, so a file of
the same form is tested without a change here. A model without an adapter is skipped by name.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.published.adapters import Adapter, collect

from checkout import ROOT

pytestmark = pytest.mark.published

REFERENCE = Path(os.environ.get("COMMONGROUND_REFERENCE", ROOT.parent / "shared" / "data"))
FOLDER = REFERENCE / "negotiation"
TOLERANCE = 1e-6  # the files print six to ten decimals
ADAPTERS = collect()


def _as_vector(entry: Any) -> dict[str, Any] | None:
    """A record as {"model", "inputs", "expected"}, or None if it is something else."""
    if not isinstance(entry, dict):
        return None
    if {"model", "inputs", "expected"} <= entry.keys():
        return entry
    if {"A", "B", "lam", "p_row_first", "p_col_first"} <= entry.keys():
        return {
            "model": "qre_bimatrix",
            "inputs": {key: entry[key] for key in ("A", "B", "lam")},
            "expected": {key: entry[key] for key in ("p_row_first", "p_col_first")},
        }
    return None


def _vectors() -> list[Any]:
    found = []
    for path in sorted(FOLDER.rglob("*.json")):
        entries = json.loads(path.read_text("utf-8"))
        if not isinstance(entries, list):
            continue
        for number, entry in enumerate(entries):
            vector = _as_vector(entry)
            if vector:
                name = f"{path.relative_to(FOLDER).with_suffix('').as_posix()}-{number}-{vector['model']}"
                found.append(pytest.param(vector, id=name))
    return found


def _matches(expected: Any, actual: Any) -> bool:
    """Equal up to the tolerance; an expected null is None or not a number."""
    if isinstance(expected, dict):
        return all(key in actual and _matches(value, actual[key]) for key, value in expected.items())
    if isinstance(expected, list):
        items = list(actual)
        return len(items) == len(expected) and all(map(_matches, expected, items))
    if isinstance(actual, np.ndarray):
        actual = actual.item()  # one draw
    if expected is None:
        return actual is None or (isinstance(actual, float) and math.isnan(actual))
    if isinstance(expected, str):
        return bool(expected == actual)
    if actual is None or (isinstance(expected, bool) and not isinstance(actual, bool | np.bool_)):
        return False
    return bool(abs(float(actual) - float(expected)) <= TOLERANCE)


def _check(vector: dict[str, Any], adapters: dict[str, Adapter]) -> None:
    model = vector["model"]
    if model not in adapters:
        pytest.skip(f"no adapter for {model}")
    actual = adapters[model](vector["inputs"])
    wrong = {
        key: {"expected": value, "got": actual.get(key, "nothing")}
        for key, value in vector["expected"].items()
        if key not in actual or not _matches(value, actual[key])
    }
    assert not wrong, f"{model} {vector['inputs']}"


def test_there_are_vectors() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"no reference data at {FOLDER}: set COMMONGROUND_REFERENCE")
    assert _vectors()


@pytest.mark.parametrize("vector", _vectors())
def test_vector(vector: dict[str, Any]) -> None:
    _check(vector, ADAPTERS)


def test_an_unknown_model_is_skipped_by_name() -> None:
    with pytest.raises(pytest.skip.Exception, match="no adapter for atlantis"):
        _check({"model": "atlantis", "inputs": {}, "expected": {"x": 1.0}}, {})


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (0.5, np.array([0.5 + 9e-7]), True),
        (0.5, 0.500002, False),
        (None, math.nan, True),
        (None, 0.0, False),
        (0.0, math.nan, False),
        (0.0, None, False),
        (True, np.array([True]), True),
        (True, 1.0, False),
        (0, np.array([False]), True),
        (0, True, False),
        ([1, [2.0]], [np.array([1]), np.array([2.0])], True),
        ([1.0, 2.0], [1.0], False),
        ({"a": 1}, {"a": 1.0, "b": 2.0}, True),
        ({"a": 1}, {"b": 1}, False),
        ("war", "war", True),
        ("war", "peace", False),
    ],
)
def test_what_counts_as_equal(expected: Any, actual: Any, same: bool) -> None:
    assert _matches(expected, actual) is same


def test_a_wrong_or_missing_number_fails() -> None:
    vector = {"model": "m", "inputs": {}, "expected": {"x": 1.0}}
    for outputs in ({"x": 1.1}, {"y": 1.0}):
        with pytest.raises(AssertionError, match="m"):
            _check(vector, {"m": lambda _, outputs=outputs: outputs})  # type: ignore[misc]
    _check(vector, {"m": lambda _: {"x": 1.0}})
