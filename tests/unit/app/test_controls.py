"""Sliders: where they may go, where they stand, what they rest on; and what stands beside the page."""

from __future__ import annotations

import pytest

from commonground.app.context import Context
from commonground.app.controls import Controls
from commonground.app.live import headline, panel
from commonground.app.state import BASE, state_of
from commonground.app.studio import Studio


@pytest.fixture(scope="module")
def controls(studio: Studio) -> Controls:
    return Controls(Context(studio.case))


def test_a_slider_has_the_range_of_its_value(controls: Controls) -> None:
    found = controls.control("positions.up.flow.ideal", "Wants")
    assert found is not None
    assert (found["least"], found["most"], found["unit"]) == ("0", "100", "m3/s")
    assert (found["at"], found["default"], found["low"], found["high"]) == ("20", "20", "10", "30")
    assert found["places"] == pytest.approx({"default": 20.0, "low": 10.0, "high": 30.0}, abs=0.1)
    assert found["because"] == "Said so in talks."
    assert not found["changed"]


def test_a_value_without_bounds_has_room_on_both_sides(controls: Controls) -> None:
    found = controls.control("talks.tempo", "How long talks take")
    assert found is not None
    low, high = float(found["least"]), float(found["most"])
    assert 0 <= low < float(found["low"])
    assert high > float(found["high"])
    assert 100 <= (high - low) / float(found["step"]) <= 400


def test_an_exact_value_can_move_too(controls: Controls) -> None:
    found = controls.control("positions.up.data.salience", "Weight")
    assert found is not None
    assert found["exact"]
    assert float(found["least"]) < float(found["at"]) < float(found["most"])


@pytest.mark.parametrize("path", ["walk_away.nobody", "positions.up.data.ideal", "as_of", ""])
def test_what_is_no_value_has_no_slider(controls: Controls, path: str) -> None:
    assert controls.control(path, "x") is None


@pytest.mark.parametrize(
    ("given", "at"), [("55", "55"), ("40 to 60", "50"), ("{triangular: [0, 70, 100]}", "70")]
)
def test_it_stands_where_it_was_pushed(studio: Studio, given: str, at: str) -> None:
    state = state_of(studio.case, {"positions.up.flow.ideal": given})
    found = Controls(Context(studio.case, state)).control("positions.up.flow.ideal", "Wants")
    assert found is not None
    assert (found["at"], found["default"], found["changed"]) == (at, "20", True)


def test_a_pushed_value_out_of_range_leaves_the_slider_alone(studio: Studio) -> None:
    state = state_of(studio.case, {"positions.up.flow.ideal": "500"})
    found = Controls(Context(studio.case, state)).control("positions.up.flow.ideal", "Wants")
    assert found is not None
    assert found["at"] == "20"


def test_before_there_are_numbers_the_changes_are_there(studio: Studio) -> None:
    state = state_of(studio.case, {"walk_away.up": "0.9"})
    found = panel(Context(studio.case, state))
    assert not found["ready"]
    assert found["chances"] == []
    assert [row["path"] for row in found["changes"]] == ["walk_away.up"]


def test_the_panel_says_whose_number_it_is_and_what_moved(studio: Studio) -> None:
    base = panel(studio.glance(BASE, True))
    assert [one["voice"] for one in base["chances"]] == ["common ground alone"] * 3
    assert all(one["moved"] == "" for one in base["chances"])
    pushed = studio.glance(state_of(studio.case, {"walk_away.up": "0.9"}), True)
    found = panel(pushed)
    first = found["chances"][0]
    assert first["before"]["text"] == base["chances"][0]["text"]
    assert first["moved"].startswith("down ")
    assert first["p"] < first["before"]["p"]
    assert headline(pushed).startswith(f"{first['label']}, common ground alone: {first['text']}")
    same = panel(studio.glance(state_of(studio.case, {"positions.up.data.utility.none": 1}), True))
    assert same["chances"][0]["moved"].startswith("unchanged from")
