"""Deals with elections: the numbers of the documentation, backward recursion, repairs that work, durability."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.turnover import (
    DealParameters,
    ElectionCalendar,
    RenegeParameters,
    durability,
    durability_by_date,
    durability_that_holds,
    escrow_that_holds,
    first_election_that_holds,
    front_load_that_holds,
    loss_that_holds,
    penalty_that_holds,
    penalty_that_limits,
    periods_between,
    reconstitution_that_holds,
    renege_that_holds,
    reservation_flow,
    solve_deal,
    solve_renege,
    steady_durability,
    survival,
    term_that_holds,
)

QUARTERS: dict[str, Any] = {
    "discount": 0.98,
    "term": 16,
    "fallback_a": 0.35,
    "fallback_b": 0.35,
    "loss_b": 0.25,
}
SHARE = st.floats(0.0, 1.0)
PATIENCE = st.floats(0.5, 0.97)
TERM = st.integers(1, 20)


@st.composite
def deals(draw: st.DrawFn, **fixed: Any) -> DealParameters:
    """Any deal worth having if it is sure to last."""
    values = {
        "renege": draw(st.floats(0.01, 0.99)),
        "discount": draw(PATIENCE),
        "term": draw(TERM),
        "first_election": draw(st.none() | st.integers(1, 20)),
        "fallback_a": draw(st.floats(0.0, 0.45)),
        "fallback_b": draw(st.floats(0.0, 0.45)),
        "loss_a": draw(st.floats(0.0, 0.5)),
        "loss_b": draw(st.floats(0.01, 0.5)),
        "reconstitution_b": draw(st.none() | st.integers(0, 40)),
    }
    return DealParameters(**(values | fixed))


def close(actual: Any, expected: Any, within: float = 1e-6) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=within)


# --- numbers of the documentation ---


def test_the_price_of_a_deal_rises_with_reneging() -> None:
    result = solve_deal(DealParameters(renege=np.array([0.0, 0.25, 0.5]), **QUARTERS))
    close(result.price_b, [0.35, 0.513783, 0.677567])
    close(result.ceiling, 0.65)
    close(result.width, [0.3, 0.136217, -0.027567])
    close(result.renege_limit, 0.457922)
    assert result.opens.tolist() == [True, True, False]


def test_repairs_at_even_odds() -> None:
    deal = DealParameters(renege=0.5, **QUARTERS)
    close(escrow_that_holds(deal), 1.052, 1e-3)
    close(solve_deal(replace(deal, escrow_b=escrow_that_holds(deal))).width, 0.0, 1e-12)
    close(solve_deal(replace(deal, escrow_b=5.0)).price_b, 0.546540)
    close(front_load_that_holds(deal), 0.59662, 5e-6)
    close(solve_deal(replace(deal, front_load_b=2.0)).price_b, 0.585156)
    close(loss_that_holds(deal), 0.228961)
    close(reconstitution_that_holds(deal), 122.5, 0.05)
    close(first_election_that_holds(deal), 17.9, 0.05)
    close(term_that_holds(deal), 17.2, 0.05)
    close([durability_that_holds(deal)[0], deal.alive[0]], [0.455, 0.433], 5e-4)
    tempted = RenegeParameters(hostile=0.6, temptation=0.2, discount=0.98)
    close(penalty_that_holds(deal, tempted), 2.37, 5e-3)
    close(solve_deal(replace(deal, reconstitution_b=8)).price_b, 0.398885)


def test_a_first_election_soon_makes_a_deal_dear() -> None:
    first = np.array([1.0, 4, 8, 12, 16])
    result = solve_deal(DealParameters(renege=0.5, first_election=first, **QUARTERS))
    close(result.price_b, [1.177137, 1.001695, 0.849932, 0.749156, 0.677567])
    assert (np.diff(result.price_b) < 0).all()


def test_yearly_terms() -> None:
    deal = DealParameters(renege=0.1, discount=0.95, term=1, fallback_b=0.3, loss_b=0.1)
    close(solve_deal(deal).price_b, 0.49, 1e-12)


def test_a_reneging_penalty_makes_reneging_rarer() -> None:
    penalty = np.array([0.0, 2, 5, 10])
    result = solve_renege(RenegeParameters(hostile=0.6, temptation=0.2, discount=0.98, escrow=penalty))
    close(result.renege, [0.6, 0.48, 0.3, 0.0], 1e-12)
    close(survival(result.renege, 3), (1 - result.renege) ** 3, 1e-15)
    close(result.enough, 10.0, 1e-9)


# --- backward recursion, period by period ---


def by_recursion(flow: float, deal: DealParameters, periods: int = 2600) -> float:
    """B's value at signing of getting `flow` while the deal lives, from the last period back."""
    d, w, loss = (float(np.asarray(x)[0]) for x in (deal.discount, deal.fallback_b, deal.loss_b))
    q, term, first = (float(np.asarray(x)[0]) for x in (deal.renege, deal.term, deal.first))
    lasting = periods if deal.reconstitution_b is None else int(np.asarray(deal.reconstitution_b)[0])
    fallen = sum(d**t * (w - loss) for t in range(lasting)) + d**lasting * w / (1 - d)
    fallen += float(np.asarray(deal.escrow_b)[0])
    value = w / (1 - d)
    for period in reversed(range(periods)):
        end = period + 1
        votes = end >= first and (end - first) % term == 0
        ahead = q * fallen + (1 - q) * value if votes else value
        value = flow + d * ahead
    return value + float(np.asarray(deal.front_load_b)[0])


@given(deal=deals(), escrow=st.floats(-1, 3), front=st.floats(-1, 3))
def test_the_price_leaves_a_side_where_it_would_be_without_a_deal(
    deal: DealParameters, escrow: float, front: float
) -> None:
    deal = replace(deal, escrow_b=escrow, front_load_b=front)
    price = float(solve_deal(deal).price_b[0])
    without = float(np.asarray(deal.fallback_b)[0] / (1 - deal.patience[0]))
    assert by_recursion(price, deal) == pytest.approx(without, abs=1e-7 * max(1.0, abs(price)) * 50)


@given(deal=deals(), escrow=st.floats(-1, 3), front=st.floats(-1, 3))
def test_durability_carries_the_price_as_common_ground_weighs_it(
    deal: DealParameters, escrow: float, front: float
) -> None:
    """lambda v + (1 - lambda) c, with the value after collapse for c, and the money at signing, is the fallback."""
    deal = replace(deal, escrow_b=escrow, front_load_b=front)
    result, delta = solve_deal(deal), deal.patience
    after = deal.fallback_b - deal.lasting_b + (1 - delta) * escrow
    worth = result.alive * result.price_b + (1 - result.alive) * after + (1 - delta) * front
    close(worth, deal.fallback_b, 1e-9)


# --- limits and monotonicity ---


@given(deal=deals(loss_a=0.0, loss_b=0.0))
def test_without_a_loss_reneging_changes_nothing(deal: DealParameters) -> None:
    result = solve_deal(deal)
    close(result.price_a, deal.fallback_a, 1e-12)
    close(result.price_b, deal.fallback_b, 1e-12)
    close(result.renege_limit, 1.0)
    assert "nothing" in result.reading()


@given(deal=deals())
def test_without_reneging_the_price_is_the_fallback(deal: DealParameters) -> None:
    result = solve_deal(replace(deal, renege=0.0))
    close(result.alive, 1.0, 1e-12)
    close(result.width, deal.surplus, 1e-9)


RISES = {"renege": 0.01, "loss_b": 0.1, "reconstitution_b": 5.0}
FALLS = {"escrow_b": 0.5, "front_load_b": 0.5, "first_election": 1.0}


@given(deal=deals(first_election=5, reconstitution_b=3), name=st.sampled_from([*RISES, *FALLS]))
def test_what_raises_and_lowers_the_price(deal: DealParameters, name: str) -> None:
    more = replace(deal, **{name: np.asarray(getattr(deal, name)) + {**RISES, **FALLS}[name]})
    before, after = solve_deal(deal).price_b[0], solve_deal(more).price_b[0]
    assert after >= before - 1e-12 if name in RISES else after <= before + 1e-12


@given(deal=deals(), escrow=st.floats(0, 5), front=st.floats(0, 5))
def test_money_from_one_side_to_the_other_leaves_the_width_as_it_is(
    deal: DealParameters, escrow: float, front: float
) -> None:
    paid = replace(deal, escrow_b=escrow, escrow_a=-escrow, front_load_b=front, front_load_a=-front)
    close(solve_deal(paid).width, solve_deal(deal).width, 1e-8 * (1 + escrow + front) / deal_scale(deal))
    assert solve_deal(paid).price_b[0] <= solve_deal(deal).price_b[0] + 1e-12


def deal_scale(deal: DealParameters) -> float:
    return min(1.0, float(deal.alive[0]))


@given(deal=deals(loss_b=0.3, loss_a=0.1, reconstitution_b=None), escrow=st.floats(0.0, 30.0))
def test_the_width_falls_with_reneging_unless_collapse_pays(deal: DealParameters, escrow: float) -> None:
    """The sign of the effect is that of the losses less what escrow and front-loading give in their place."""
    deal = replace(deal, escrow_b=escrow)
    more = replace(deal, renege=np.asarray(deal.renege) + 0.005)
    change = (solve_deal(more).width - solve_deal(deal).width)[0]
    exposure = 0.4 - (1 - deal.patience[0]) * escrow
    assert change * exposure <= 1e-9
    assert bool(solve_deal(deal).collapse_pays_b[0]) == ((1 - deal.patience[0]) * escrow > 0.3 + 1e-12)


# --- inverses ---


@given(deal=deals())
def test_repairs_open_a_closed_zone_exactly(deal: DealParameters) -> None:
    result = solve_deal(deal)
    for find, field in (
        (escrow_that_holds, "escrow_b"),
        (front_load_that_holds, "front_load_a"),
    ):
        size = find(deal)
        if result.opens[0]:
            assert size[0] == 0.0
            continue
        close(solve_deal(replace(deal, **{field: size})).width, 0.0, 1e-9 / result.alive[0])
        assert not solve_deal(replace(deal, **{field: 0.99 * size})).opens[0]


@given(deal=deals(reconstitution_b=None))
def test_losses_up_to_the_threshold_keep_the_zone_open(deal: DealParameters) -> None:
    most = loss_that_holds(deal)
    assert most[0] >= 0.0  # without a loss any deal worth having holds
    assert solve_deal(replace(deal, loss_a=0.0, loss_b=most)).opens[0] or most[0] < 1e-9
    assert not solve_deal(replace(deal, loss_a=0.0, loss_b=1.001 * most + 1e-6)).opens[0]
    periods = reconstitution_that_holds(deal)
    if np.isinf(periods[0]):
        assert solve_deal(deal).opens[0]
    else:
        assert solve_deal(replace(deal, reconstitution_a=periods, reconstitution_b=periods)).width[0] == (
            pytest.approx(0.0, abs=1e-7 / float(deal.alive[0]))
        )


@given(deal=deals())
def test_durability_reneging_and_calendar_thresholds_agree(deal: DealParameters) -> None:
    least = durability_that_holds(deal)
    most = renege_that_holds(deal)
    at_edge = replace(deal, renege=most)
    if most[0] < 1.0:
        close(solve_deal(at_edge).width, 0.0, 1e-7 / at_edge.alive[0])
        close(at_edge.alive, least, 1e-9)
        assert not solve_deal(replace(deal, renege=min(1.0, most[0] * 1.001 + 1e-9))).opens[0]
    else:
        assert solve_deal(replace(deal, renege=1.0)).opens[0] or least[0] <= at_edge.alive[0] + 1e-9
    for find, field in ((first_election_that_holds, "first_election"), (term_that_holds, "term")):
        wait = find(deal)
        if wait[0] > 0.0:
            changed = {"first_election": None, field: wait} if field == "term" else {field: wait}
            close(replace(deal, **changed).alive, least, 1e-9)


def test_no_repair_where_there_is_nothing_to_share() -> None:
    poor = DealParameters(renege=0.5, discount=0.98, term=16, fallback_a=0.6, fallback_b=0.6, loss_b=0.2)
    for find in (durability_that_holds, renege_that_holds, first_election_that_holds, term_that_holds):
        assert np.isnan(find(poor)).all(), find.__name__
    assert np.isnan(loss_that_holds(poor)).all()
    assert np.isnan(reconstitution_that_holds(poor)).all()
    assert "stays closed even if nobody reneges" in solve_deal(poor).reading()
    assert front_load_that_holds(poor)[0] > 0
    sure = replace(poor, renege=0.0)
    assert np.isnan(escrow_that_holds(sure)).all(), "nobody expects a collapse, so escrow is worth nothing"
    assert np.isnan(loss_that_holds(sure)).all()
    assert np.isinf(loss_that_holds(DealParameters(renege=0.0, **QUARTERS))).all()


def test_a_deal_that_cannot_live_has_no_price() -> None:
    stillborn = DealParameters(renege=1.0, first_election=0.0, **QUARTERS)
    result = solve_deal(stillborn)
    assert result.alive[0] == 0.0
    assert np.isinf(result.price_b[0])
    assert not result.opens[0]
    close(first_election_that_holds(stillborn), np.log(0.3 / 0.55) / np.log(0.98))


@given(deal=deals(), hostile=st.floats(0.01, 1.0), temptation=st.floats(0.01, 1.0))
def test_a_penalty_large_enough_opens_the_zone(
    deal: DealParameters, hostile: float, temptation: float
) -> None:
    tempted = RenegeParameters(hostile=hostile, temptation=temptation, discount=deal.patience)
    penalty = penalty_that_holds(deal, tempted)
    reneging = solve_renege(replace(tempted, audience_cost=penalty)).renege
    assert reneging[0] <= renege_that_holds(deal)[0] + 1e-9
    assert (penalty[0] == 0.0) == (hostile <= renege_that_holds(deal)[0])


@given(hostile=SHARE, temptation=st.floats(0.01, 2.0), discount=PATIENCE, penalty=st.floats(0, 50))
def test_reneging_by_simulation(hostile: float, temptation: float, discount: float, penalty: float) -> None:
    """A hostile government with each temptation on a fine grid leaves if the gain for ever exceeds the penalty."""
    result = solve_renege(
        RenegeParameters(hostile=hostile, temptation=temptation, discount=discount, snapback=penalty)
    )
    gains = (np.arange(20_000) + 0.5) / 20_000 * temptation / (1 - discount)
    close(result.renege, hostile * np.mean(gains > penalty), 1e-4)
    assert result.renege[0] <= hostile


def test_penalty_that_limits() -> None:
    tempted = RenegeParameters(hostile=np.array([0.6, 0.6, 0.0]), temptation=0.2, discount=0.98)
    close(penalty_that_limits(tempted, np.array([0.3, 0.9, 0.0])), [5.0, 0.0, 0.0], 1e-9)
    assert np.isnan(penalty_that_limits(tempted, np.nan)).all()


# --- durability ---


@given(q=SHARE, d=PATIENCE, term=TERM, first=st.integers(0, 20), horizon=st.integers(1, 60))
def test_durability_is_the_discounted_share_of_periods_alive(
    q: float, d: float, term: int, first: int, horizon: int
) -> None:
    elections = range(first, horizon + 40, term)
    alive = [(1 - q) ** sum(e <= t for e in elections) for t in range(horizon)]
    weights = d ** np.arange(horizon)
    close(durability(q, d, list(elections), horizon), np.dot(weights, alive) / weights.sum(), 1e-9)


@given(q=SHARE, d=PATIENCE, term=TERM, first=st.none() | st.integers(0, 20))
def test_the_steady_share_is_that_of_an_endless_calendar(
    q: float, d: float, term: int, first: int | None
) -> None:
    elections = list(range(term if first is None else first, 1500, term))
    close(steady_durability(q, d, term, first), durability(q, d, elections, 1500), 1e-9)


@given(q=st.lists(SHARE, min_size=2, max_size=2), d=st.floats(0.5, 1.0), h=st.floats(0, 0.9))
def test_durability_by_numeric_integration(q: list[float], d: float, h: float) -> None:
    time = (np.arange(40_000) + 0.5) / 4_000
    alive = (1 - h) ** time * np.where(time > 2.5, 1 - q[0], 1) * np.where(time > 7, 1 - q[1], 1)
    close(durability(q, d, [2.5, 7.0], 10.0, h), np.dot(d**time, alive) / (d**time).sum(), 2e-4)


@given(q=st.floats(0, 0.9), d=st.floats(0.5, 0.99), h=st.floats(0, 0.8), first=st.floats(0.5, 8))
def test_what_shortens_a_deal(q: float, d: float, h: float, first: float) -> None:
    base = durability(q, d, [first, first + 4], 12, h)[0]
    assert durability(q + 0.1, d, [first, first + 4], 12, h)[0] <= base + 1e-12
    assert durability(q, d, [first, first + 4], 12, h + 0.1)[0] <= base + 1e-12
    assert durability(q, d, [first + 1, first + 5], 12, h)[0] >= base - 1e-12
    assert durability(q, d - 0.1, [first, first + 4], 12, h)[0] >= base - 1e-12, (
        "the impatient see less of the end"
    )
    assert 0.0 <= base <= 1.0


def test_limits_of_durability() -> None:
    close(durability(0.0, 0.9, [1, 2], 10), 1.0, 1e-12)
    close(durability(0.7, 0.9, [10, 12], 10), 1.0, 1e-12)
    close(durability(0.7, 0.9, [], 10), 1.0, 1e-12)
    close(durability(1.0, 1.0, [4.0], 10), 0.4, 1e-12)
    close(durability([0.5, np.array([0.0, 1.0])], 1.0, [5.0, 7.5], 10), [0.75, 0.625], 1e-12)


def test_a_deal_signed_shortly_before_a_change_of_office_is_worth_less() -> None:
    offices = ElectionCalendar(dates=(date(2029, 1, 20),), every_months=48)
    for signed, share in ((date(2025, 3, 8), 0.773), (date(2028, 3, 8), 0.552)):
        last_day = date(signed.year + 10, 3, 8)
        close(durability_by_date(0.4, 0.9, offices, start=signed, end=last_day), share, 5e-4)


def test_durability_from_dates() -> None:
    calendar = ElectionCalendar(dates=(date(2029, 1, 20),), every_months=48)
    start, end = date(2025, 3, 8), date(2035, 3, 8)
    assert calendar.between(start, end) == (date(2029, 1, 20), date(2033, 1, 20))
    times = [periods_between(start, day, periods_a_year=1) for day in calendar.between(start, end)]
    years = periods_between(start, end, periods_a_year=1)
    share = durability_by_date([0.4, 0.4], 0.92, calendar, start=start, end=end, hazard=0.02)
    close(share, durability(0.4, 0.92, times, years, 0.02), 1e-12)
    assert 0.5 < share[0] < 0.9


# --- calendar ---


def test_the_next_election() -> None:
    calendar = ElectionCalendar(dates=(date(2026, 11, 3), date(2029, 1, 20)), every_months=48)
    assert calendar.next_after(date(2025, 3, 8)) == date(2026, 11, 3)
    assert calendar.next_after(date(2026, 11, 3)) == date(2029, 1, 20)
    assert calendar.next_after(date(2029, 1, 20)) == date(2033, 1, 20)
    assert calendar.next_after(date(2050, 6, 1)) == date(2053, 1, 20)
    once = ElectionCalendar(dates=(date(2028, 6, 18),))
    assert once.next_after(date(2028, 6, 18)) is None
    assert once.between(date(2020, 1, 1), date(2040, 1, 1)) == (date(2028, 6, 18),)
    close(once.first_election(date(2026, 6, 18)), 731 / 365.25 * 4, 1e-12)
    leap = ElectionCalendar(dates=(date(2024, 2, 29),), every_months=12)
    assert leap.next_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert leap.next_after(date(2025, 2, 28)) == date(2026, 2, 28)
    assert leap.next_after(date(2027, 6, 1)) == date(2028, 2, 29)


@given(
    day=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    months=st.integers(1, 90),
)
def test_the_next_election_is_the_first_one_after(day: date, first: date, months: int) -> None:
    calendar = ElectionCalendar(dates=(first,), every_months=months)
    found = calendar.next_after(day)
    assert found is not None
    assert found > day
    if found != first:
        assert calendar.between(day, found) == ()
        assert (found - day).days <= 31 * months


# --- readings and errors ---


def test_readings_say_numbers_in_words() -> None:
    one = solve_deal(DealParameters(renege=0.5, **QUARTERS)).reading()
    assert "0.678" in one
    assert "45.8 %" in one
    assert "ask for more than the deal yields" in one
    many = solve_deal(DealParameters(renege=np.linspace(0, 1, 20), **QUARTERS)).reading()
    assert "5-95 %" in many
    assert "of the draws" in many
    bribed = solve_deal(DealParameters(renege=0.5, **(QUARTERS | {"escrow_b": 20.0}))).reading()
    assert "could come to want one" in bribed
    fear = solve_renege(RenegeParameters(hostile=0.6, temptation=0.2, discount=0.98, escrow=2)).reading()
    assert "48 %" in fear
    assert "14.1 %" in fear


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: DealParameters(renege=1.2, **QUARTERS), "renege"),
        (lambda: DealParameters(renege=0.2, **(QUARTERS | {"discount": 1.0})), "discount"),
        (lambda: DealParameters(renege=0.2, **(QUARTERS | {"term": 0})), "term"),
        (lambda: DealParameters(renege=0.2, **(QUARTERS | {"loss_b": -0.1})), "loss_b"),
        (lambda: DealParameters(renege=0.2, first_election=-1, **QUARTERS), "first_election"),
        (lambda: DealParameters(renege=[0.2, 0.3], **(QUARTERS | {"loss_b": [1, 2, 3]})), "renege"),
        (lambda: RenegeParameters(hostile=0.5, temptation=0.0, discount=0.9), "temptation"),
        (lambda: survival(0.5, -1), "elections"),
        (lambda: durability(0.5, 0.9, [3, 2], 10), "elections"),
        (lambda: durability(0.5, 0.9, [3], 0), "horizon"),
        (lambda: durability([0.5, 0.4], 0.9, [3], 5), "renege"),
        (lambda: durability(0.5, 0.9, [3], 5, hazard=1.0), "hazard"),
        (lambda: durability(np.full(3, 0.5), np.full(2, 0.9), [3], 5), "renege"),
        (lambda: ElectionCalendar(dates=()), "dates"),
        (lambda: ElectionCalendar(dates=(date(2025, 1, 1), date(2025, 1, 1))), "dates"),
        (lambda: ElectionCalendar(dates=(date(2025, 1, 1),), every_months=0), "every_months"),
        (lambda: ElectionCalendar(dates=(date(2025, 1, 1),)).first_election(date(2026, 1, 1)), "dates"),
        (lambda: periods_between(date(2026, 1, 1), date(2025, 1, 1)), "end"),
        (lambda: periods_between(date(2025, 1, 1), date(2026, 1, 1), periods_a_year=0), "periods_a_year"),
    ],
)
def test_faults_are_named_with_the_fix(call: Any, name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        call()
    assert caught.value.name == name
    assert caught.value.fix


def test_reservation_flow_takes_any_durability() -> None:
    share = durability(0.3, 0.98, range(7, 4000, 16), 4000)
    price = reservation_flow(np.array([0.35]), np.array([0.25]), share, np.array([0.98]))
    deal = DealParameters(renege=0.3, first_election=7, **QUARTERS)
    close(price, solve_deal(deal).price_b, 1e-9)
