"""What is pushed, as an address."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from commonground.app.state import MOST_CHANGES, State, state_of, state_of_query
from commonground.app.studio import Studio
from commonground.errors import CaseError


def test_the_address_holds_it_all(studio: Studio) -> None:
    given = {
        "talks.tempo": "4 to 9",
        "walk_away.up": 0.25,
        "positions.up.flow.ideal": "30.0",
        "positions.down.flow.salience": "{triangular: [1, 2, 9]}",
        "positions.up.data.utility.daily": "0.1 to 0.9",
    }
    state = state_of(studio.case, given)
    query = state.query()
    assert state_of_query(studio.case, parse_qsl(query[1:])) == state
    assert state.raw()["positions.up.flow.ideal"] == 30
    assert ("positions.up.flow.ideal", "30") in state.changes
    assert state.raw()["positions.down.flow.salience"] == {"triangular": [1, 2, 9]}


def test_what_means_the_same_is_the_same(studio: Studio) -> None:
    one = state_of(studio.case, {"talks.tempo": "6", "walk_away.up": "0.50"})
    two = state_of(studio.case, {"walk_away.up": 0.5, "talks.tempo": " 6.0 "})
    assert one == two
    assert one.query(without="talks.tempo") == state_of(studio.case, {"walk_away.up": 0.5}).query()
    assert State().query() == ""


def test_all_faults_at_once(studio: Studio) -> None:
    with pytest.raises(CaseError) as found:
        state_of(
            studio.case, {"walk_away.upp": 1, "as_of": "2025-01-01", "talks.tempo": "", "walk_away.up": "[}"}
        )
    assert [one.path for one in found.value.findings] == [
        "walk_away.upp",
        "as_of",
        "talks.tempo",
        "walk_away.up",
    ]
    assert "walk_away.up" in found.value.findings[0].fix


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "true",
        "null",
        "~",
        "{times: 2}",
        "{plus: 1}",
        "a\nb",
        "9" * 600,
        "&a 1\n",
        "[}",
        "!!python/none x",
    ],
)
def test_what_is_no_value(studio: Studio, raw: str) -> None:
    with pytest.raises(CaseError):
        state_of(studio.case, {"walk_away.up": raw})


def test_a_value_out_of_range_is_told_when_it_is_tried(studio: Studio) -> None:
    state = state_of(studio.case, {"walk_away.up": "7", "positions.up.flow.ideal": "300"})
    for solve in (lambda: studio.solver.light(state, False), lambda: studio.solver.whole(state)):
        with pytest.raises(CaseError) as found:
            solve()
        assert {one.path for one in found.value.findings} == {"walk_away.up", "positions.up.flow.ideal"}


def test_one_path_once_and_not_without_end(studio: Studio) -> None:
    with pytest.raises(CaseError, match="twice"):
        state_of_query(studio.case, [("set.talks.tempo", "1"), ("set.talks.tempo", "2")])
    assert state_of_query(studio.case, [("tab", "1"), ("pick.flow", "2")]) == State()
    with pytest.raises(CaseError, match="more than"):
        state_of(studio.case, {f"p{i}": 1 for i in range(MOST_CHANGES + 1)})
