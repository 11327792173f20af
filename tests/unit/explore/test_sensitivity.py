"""What a forecast rests on: swings, information and Sobol' indices, in cases whose answers are known."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pytest
from scipy.stats import qmc
from tests.unit.case.explored import explored

from commonground.case.io import find_case, load_case, parse_case
from commonground.errors import UsageError
from commonground.explore.drawn import Drawn, drawn
from commonground.explore.engine import Engine
from commonground.explore.information import information
from commonground.explore.sobol import REST, indices, sobol
from commonground.explore.tornado import again, rests_on, swings, uncertain
from commonground.quantity import parse_quantity

PIE = find_case("split-the-pie").read_text("utf-8")


# tornado


def test_a_swing_is_the_forecast_with_the_value_known() -> None:
    """With Ada's least share known to be b, Ada's offer has (1 - b)/2 and Ben meets her limit: mean over his own."""
    engine = Engine(load_case("split-the-pie"), 4000)
    found = {swing.path: swing for swing in swings(engine)}["walk_away.ada"]
    assert (found.low, found.high) == (0.1, 0.9)
    for b, one in ((0.1, found.at_low), (0.9, found.at_high)):
        # Ben, who then knows it, offers just b and is accepted if he still gains: chance 1 - b
        want = ((1 - b) / 2 + (1 - b)) / 2
        assert one["agreement"].after.p == pytest.approx(want, abs=0.02)


def test_values_are_in_order_of_their_swing_and_idle_ones_last() -> None:
    engine = Engine(explored(), 60)
    found = swings(engine)
    widths = [swing.width("agreement") for swing in found]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0
    assert {swing.path for swing in found} == {path for path, _ in uncertain(engine.case)}


def test_what_nothing_rests_on_does_not_move_the_forecast() -> None:
    """The rule by which values are left out is checked by solving them all the same."""
    engine = Engine(explored(), 40)
    left_out = [path for path, _ in uncertain(engine.case) if not rests_on(engine.case, path)]
    assert any(path.startswith("latency.") for path in left_out)
    for path in left_out:
        low, high = (float(v) for v in engine.case.values()[path].quantity.quantile([0.1, 0.9]))
        for end in (low, high):
            quantity = engine.case.values()[path].quantity
            held = parse_quantity(end, quantity.lo, quantity.hi, quantity.unit)
            after = engine.with_held({path: held}).outcomes()
            for name, reach in engine.base.outcomes().items():
                assert np.array_equal(after[name].chance, reach.chance), path


@pytest.mark.parametrize("name", ["panama-canal-1977", "explored"])
def test_worlds_drawn_together_are_those_drawn_apart(name: str) -> None:
    engine = Engine(explored() if name == "explored" else load_case(name), 60)
    stated = engine.case.values()
    worlds = [
        {path: parse_quantity(end, stated[path].quantity.lo, stated[path].quantity.hi)}
        for path, ends in uncertain(engine.case)
        if rests_on(engine.case, path)
        for end in ends
    ]
    worlds.append({})
    together = list(engine.all_with_held(worlds))
    assert len(together) == len(worlds)
    for held, one in zip(worlds, together, strict=True):
        apart = engine.with_held(held).outcomes()
        for outcome, reach in one.outcomes().items():
            assert np.array_equal(reach.chance, apart[outcome].chance), (held, outcome)
            assert np.array_equal(reach.belief, apart[outcome].belief), (held, outcome)


def test_what_may_or_may_not_happen_is_held_to_either() -> None:
    ends = dict(uncertain(explored()))
    assert ends["positions.upland.share.red_line.holds"] == (0.0, 1.0)
    assert ends["mediators.bank.accepted"] == (0.0, 1.0)
    assert not any(path.startswith(("levers.", "scenarios.", "indicators.")) for path in ends)


def test_a_swing_can_be_taken_again_at_more_draws() -> None:
    few, many = Engine(load_case("split-the-pie"), 100), Engine(load_case("split-the-pie"), 800)
    found = again(many, swings(few))
    assert [swing.path for swing in found] == [swing.path for swing in swings(many)]
    assert found[0].as_dict()["at"] == {"low": 0.1, "high": 0.9}


# information


def test_information_is_the_variance_of_what_one_would_forecast() -> None:
    """A chance of x + y/2, both uniform: knowing x moves the forecast by its spread, knowing y by half of it."""
    rng = np.random.default_rng(0)
    table = rng.random((8000, 3))
    chance = (table[:, 0] + 0.5 * table[:, 1]) / 1.5
    found = {one["path"]: one for one in information(Drawn(("x", "y", "z"), table), chance, chance)}
    sd = np.sqrt(1 / 12) / 1.5
    assert found["x"]["moves"] == pytest.approx(sd, rel=0.03)
    assert found["y"]["moves"] == pytest.approx(sd / 2, rel=0.08)
    assert found["x"]["share"] == pytest.approx(0.8, abs=0.03)
    assert found["x"]["narrows"] == pytest.approx(sd**2 / 0.25, rel=0.06)
    assert found["x"]["shown"]
    assert found["x"]["low"] < 0.5 < found["x"]["high"]
    assert found["z"]["moves"] < 0.01


def test_what_tells_nothing_is_seldom_shown() -> None:
    rng = np.random.default_rng(1)
    table = rng.random((2000, 200))
    names = tuple(f"v{k}" for k in range(200))
    chance = (rng.random(2000) < 0.3).astype(float)
    shown = sum(one["shown"] for one in information(Drawn(names, table), chance, chance))
    assert shown <= 20


def test_what_happens_or_not_is_two_groups() -> None:
    rng = np.random.default_rng(2)
    event = (rng.random(4000) < 0.25).astype(float)
    chance = np.where(event == 1.0, 0.8, 0.2)
    (found,) = information(Drawn(("event",), event[:, None]), chance, chance)
    assert found["moves"] == pytest.approx(0.6 * np.sqrt(event.mean() * (1 - event.mean())), rel=0.01)
    assert found["share"] == pytest.approx(1.0, abs=0.01)


def test_drawn_values_are_those_that_the_world_uses() -> None:
    engine = Engine(explored(), 50)
    values = drawn(engine)
    draws = engine.base.draws
    assert np.array_equal(values.column("talks.tempo"), draws.tempo)
    line = values.column("positions.upland.share.red_line.holds")
    assert np.array_equal(line == 1.0, np.isfinite(draws.permitted_max[:, 0, 0]))
    bank = next(m for m in draws.strategy.mediators if m.id == "bank")
    assert np.array_equal(values.column("mediators.bank.accepted") == 1.0, bank.takes_part)


# Sobol'


def ishigami(n: int) -> list[dict[str, float]]:
    """The function of Ishigami and Homma (a = 7, b = 0.1) on a Sobol' sequence, by the wiring used for cases."""
    points = qmc.Sobol(6, seed=0).random(n)
    first, other = points[:, :3], points[:, 3:]
    names = ["x1", "x2", "x3"]

    def function(again: Collection[str], all_but: bool = False) -> np.ndarray:
        swapped = [(name in again) != all_but for name in names]
        x = np.pi * (2 * np.where(swapped, other, first) - 1)
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])  # type: ignore[no-any-return]

    return indices(function, names, seed=0)


def test_sobol_on_the_ishigami_function_to_two_digits() -> None:
    pytest.importorskip("SALib")
    found = ishigami(2**14)
    first = [0.313905, 0.442411, 0.0, 0.0]
    total = [0.557589, 0.442411, 0.243684, 0.0]
    assert [one["path"] for one in found] == ["x1", "x2", "x3", REST]
    for one, s1, st in zip(found, first, total, strict=True):
        assert one["first"] == pytest.approx(s1, abs=0.005)
        assert one["total"] == pytest.approx(st, abs=0.005)


def test_sobol_of_a_case_finds_what_matters() -> None:
    """In the pie the two walk-away values are alike, and nothing else varies."""
    pytest.importorskip("SALib")
    found = {
        one["path"]: one
        for one in sobol(load_case("split-the-pie"), ["walk_away.ada", "walk_away.ben"], draws=4000)
    }
    ada, ben, rest = found["walk_away.ada"], found["walk_away.ben"], found[REST]
    assert ada["total"] == pytest.approx(ben["total"], abs=0.1)
    # each side's own chance leans on its own limit alone: (1 - b)/2, so that nothing is left for both together
    assert ada["first"] == pytest.approx(0.5, abs=0.1)
    assert abs(rest["total"]) < 0.02


def test_sobol_counts_an_event_with_its_chance() -> None:
    pytest.importorskip("SALib")
    names = ["positions.upland.share.red_line.holds", "talks.tempo"]
    found = sobol(explored(), names, draws=400)
    assert [one["path"] for one in found] == [*names, REST]
    assert all(np.isfinite([one["first"], one["total"]]).all() for one in found)


def test_sobol_asks_for_values_that_vary() -> None:
    with pytest.raises(UsageError, match="no uncertain value on which the forecast rests"):
        sobol(explored(), ["latency.turnover"])


def test_sobol_without_salib_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    from commonground.errors import MissingInput

    whole = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("SALib"):
            raise ImportError(name)
        return whole(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingInput, match=r"commonground\[sensitivity\]"):
        indices(lambda again, all_but=False: np.zeros(8), ["x"], 0)


def test_a_case_may_be_certain_but_for_one_thing() -> None:
    text = PIE.replace("ben: {value: {uniform: [0, 1]}", "ben: {value: 0.4")
    engine = Engine(parse_case(text), 200)
    assert [swing.path for swing in swings(engine)] == ["walk_away.ada"]
