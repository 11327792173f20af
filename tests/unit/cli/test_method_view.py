"""A method's result at the most likely values says nothing of draws."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from commonground.cli.method_view import at_most_likely
from commonground.methods.registry import method_ids

Invoke = Callable[..., Result]


@pytest.fixture
def river(tmp_path: Path) -> str:
    """A case that has every block."""
    from tests.unit.case.strategic import fed_text

    path = tmp_path / "river.yaml"
    path.write_text(fed_text(), "utf-8")
    return str(path)


@pytest.mark.parametrize("method", [m for m in method_ids() if m != "common-ground"])
def test_no_draws_at_the_modes(invoke: Invoke, river: str, method: str) -> None:
    told = invoke("solve", river, "--method", method, "--modes", "--quiet")
    assert told.exit_code == 0, told.stderr
    assert not re.search(r"\bdraws?\b", " ".join(told.stdout.split()))
    assert "mean, 5 to 95 %" not in told.stdout


def test_a_spread_is_announced_where_there_is_one(invoke: Invoke, river: str) -> None:
    told = invoke("solve", river, "--method", "crisis", "--draws", "100")
    assert "What would have to be (mean, 5 to 95 %)" in told.stdout


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("In all draws the U.S. asks for all.", "The U.S. asks for all."),
        ("It asks. In all draws A asks again.", "It asks. A asks again."),
        ("Over the draws, A could believe B in 0 %, C in 100 %. Nobody helps in any draw.", "Nobody helps."),
        (
            "A can believe the EU in no draw: its word is nothing.",
            "A cannot believe the EU: its word is nothing.",
        ),
        ("A can believe the EU in all draws.", "A can believe the EU."),
        ("A takes 20 %.", "A takes 20 %."),
    ],
)
def test_words_on_draws_are_left_out(text: str, instead: str) -> None:
    assert at_most_likely(text) == instead
