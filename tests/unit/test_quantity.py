"""Quantities: exact at the bounds, monotone, true to their names, and back to the file unchanged."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.quantity import Quantity, QuantityError, parse_quantity

FORMS: list[tuple[object, float, float]] = [
    (7, -math.inf, math.inf),
    ("3 to 9", -math.inf, math.inf),
    ("3 to 9", 0, 10),
    ("0 to 0.2", 0, 1),
    ({"triangular": [0, 3.67, 5]}, 0, 90),
    ({"triangular": [0, 0, 5]}, 0, 90),
    ({"triangular": [0, 5, 5]}, 0, 90),
    ({"pert": [0, 3.67, 5]}, 0, 90),
    ({"beta": [2, 5]}, 0, 1),
    ({"beta": [0.5, 0.5]}, 10, 20),
    ({"beta": [2, 5]}, 0, math.inf),
    ({"normal": [5, 2]}, -math.inf, math.inf),
    ({"normal": [-3, 1]}, 0, 1),
    ({"normal": [4, 1]}, 0, 1),
    ({"lognormal": [8, 40]}, 0, math.inf),
    ({"lognormal": [8, 40]}, 5, 50),
    ({"uniform": [2, 4]}, 0, 10),
    ({"choice": {"3.67": 0.7, "20": 0.3}}, 0, 60),
]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(100)
every_form = pytest.mark.parametrize(("raw", "lo", "hi"), FORMS, ids=str)


@every_form
def test_the_quantile_is_monotone_and_stays_in_the_domain(raw: object, lo: float, hi: float) -> None:
    quantity = parse_quantity(raw, lo, hi)
    share = np.concatenate([[0.0, 1e-300, 1e-12], np.linspace(0, 1, 2001), [1 - 1e-12, 1.0]])
    values = quantity.quantile(np.sort(share))
    assert np.isfinite(values).all()
    assert (np.diff(values) >= -1e-12 * np.maximum(1, np.abs(values[1:]))).all()
    assert values.min() >= lo
    assert values.max() <= hi
    low, high = quantity.support
    assert not math.isfinite(low) or quantity.quantile(0.0) == low
    assert not math.isfinite(high) or quantity.quantile(1.0) == high


@every_form
def test_cdf_undoes_quantile(raw: object, lo: float, hi: float) -> None:
    quantity = parse_quantity(raw, lo, hi)
    share = np.linspace(0.001, 0.999, 500)
    back = quantity.cdf(quantity.quantile(share))
    if quantity.kind in ("exact", "choice"):
        assert (back >= share - 1e-12).all()
    else:
        np.testing.assert_allclose(back, share, rtol=1e-9, atol=1e-12)


@every_form
def test_mean_is_the_integral_of_the_quantile(raw: object, lo: float, hi: float) -> None:
    quantity = parse_quantity(raw, lo, hi)
    # substitution u = s^2 (3 - 2 s) flattens the ends, where the quantile of a normal is steep
    s = (NODES + 1) / 2
    values = quantity.quantile(s**2 * (3 - 2 * s)) * 6 * s * (1 - s)
    tolerance = 2e-2 if quantity.kind == "choice" else 1e-6
    assert quantity.mean() == pytest.approx(float(values @ WEIGHTS) / 2, rel=tolerance, abs=1e-9)


@every_form
def test_the_mode_lies_in_the_support(raw: object, lo: float, hi: float) -> None:
    quantity = parse_quantity(raw, lo, hi)
    low, high = quantity.support
    assert low <= quantity.mode() <= high


@every_form
def test_to_raw_round_trips(raw: object, lo: float, hi: float) -> None:
    quantity = parse_quantity(raw, lo, hi)
    again = parse_quantity(quantity.to_raw(), lo, hi)
    assert again == quantity
    assert hash(again) == hash(quantity)


def test_an_interval_holds_nine_tenths_of_an_unbounded_normal() -> None:
    quantity = parse_quantity("3 to 9")
    np.testing.assert_allclose(quantity.quantile([0.05, 0.5, 0.95]), [3, 6, 9], rtol=1e-14)
    assert quantity.effective_interval() == pytest.approx((3, 9))


def test_an_interval_that_fills_its_domain_is_narrower_than_written() -> None:
    quantity = parse_quantity("0 to 1", 0, 1)
    assert quantity.cut == pytest.approx(0.1)
    low, high = quantity.effective_interval()
    assert low == pytest.approx(1 - high)
    assert low == pytest.approx(0.1016, abs=1e-4)


def test_a_truncated_tail_is_precise() -> None:
    # Standard normal above 4, scaled: P(Z > 4.5 | Z > 4), from tables of the normal tail.
    quantity = parse_quantity({"normal": [-4, 1]}, 0, 1e6)
    tail = 3.3976731247300535e-06 / 3.167124183311986e-05
    assert float(quantity.cdf(0.5)) == pytest.approx(1 - tail, rel=1e-9)
    assert float(quantity.quantile(1 - tail)) == pytest.approx(0.5, rel=1e-9)
    mirrored = parse_quantity({"normal": [4, 1]}, -1e6, 0)
    shares = np.linspace(0, 1, 101)
    np.testing.assert_allclose(
        mirrored.quantile(shares)[1:-1], -quantity.quantile(1 - shares)[1:-1], rtol=1e-9
    )


def test_known_values() -> None:
    pert = parse_quantity({"pert": [0, 3, 12]})
    assert pert.mean() == pytest.approx((0 + 4 * 3 + 12) / 6)
    triangular = parse_quantity({"triangular": [0, 2, 8]})
    assert float(triangular.quantile(0.25)) == pytest.approx(2.0)  # P(X <= mode) = (mode - lo) / (hi - lo)
    lognormal = parse_quantity({"lognormal": [8, 40]})
    assert lognormal.effective_interval() == pytest.approx((8, 40))
    assert float(lognormal.quantile(0.5)) == pytest.approx(math.sqrt(8 * 40))
    beta = parse_quantity({"beta": [2, 5]}, 0, 1)
    assert beta.mode() == pytest.approx(0.2)
    assert beta.mean() == pytest.approx(2 / 7)
    choice = parse_quantity({"choice": {"20": 0.3, "3.67": 0.7}})
    assert choice.mode() == 3.67
    np.testing.assert_array_equal(choice.quantile([0, 0.7, 0.7001, 1]), [3.67, 3.67, 20, 20])


def test_draws_are_quantiles_of_uniform_numbers() -> None:
    quantity = parse_quantity("0.3 to 0.5", 0, 1)
    drawn = quantity.draw(np.random.default_rng(5), 1000)
    np.testing.assert_array_equal(drawn, quantity.quantile(np.random.default_rng(5).random(1000)))


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        parse_quantity("3 to 9").quantile(share)


@pytest.mark.parametrize(
    ("raw", "message", "fix"),
    [
        (120, "outside the range 0 to 90", "from 0 to 90"),
        ("-3 to 9", "outside the range", "from 0 to 90"),
        (math.nan, "not a number", "Leave the key out"),
        (math.inf, "not a finite number", "finite"),
        (10**400, "larger than 1e+15", "larger unit"),
        (True, "not a number", "3 to 9"),
        (None, "no value", "3 to 9"),
        ("NO", "not a number or an interval", "3 to 9"),
        ("9 to 3", "lower end is above", "3 to 9"),
        ("3 to 3", "both ends are the same", "Write 3"),
        ("3 – 9", "not an interval in the form A to B", "Write 3 to 9"),
        ("3-9", "not an interval", "Write 3 to 9"),
        ("20% to 40%", "per cent", "Write 20 to 40"),
        ("3,5", "a comma is not a decimal point here", "Write 3.5."),
        ("0 to 0,2", "a comma is not a decimal point here", "Write 0 to 0.2."),
        ("0,1 to 0,2", "a comma is not a decimal point here", "Write 0.1 to 0.2."),
        ("0,1-0,2", "a comma is not a decimal point here", "Write 0.1 to 0.2."),
        ("0,1, 0,2", "a comma is not a decimal point here", "Write 0.1 to 0.2."),
        ("0,125", "a comma is not a decimal point here", "Write 0.125."),
        ("-0,5", "a comma is not a decimal point here", "Write -0.5."),
        ("1,5e1", "a comma is not a decimal point here", "Write 1.5e1."),
        ("0,2 months", "a comma is not a decimal point here", "Write 0.2 only."),
        ("0,1 0,2", "a comma is not a decimal point here", "Write numbers with a point"),
        ("0,1,0,2", "a comma is not a decimal point here", "Write numbers with a point"),
        ("3, 9", "not an interval", "Write 3 to 9."),
        ("8,294.4", "without separators", "Write 8294.4."),
        ("8.294,4", "without separators", "Write 8294.4."),
        ("1 000", "without separators", "Write 1000."),
        ("1\u202f000,5", "without separators", "Write 1000.5."),
        ("1'000 to 2'000", "without separators", "Write 1000 to 2000."),
        ("1,234,567", "without separators", "Write 1234567."),
        ("1.234.567", "without separators", "Write 1234567."),
        ("20 100", "without separators", "Write 20100 or 20 to 100, whichever is meant."),
        ("1,000", "may mark decimals or thousands", "Write 1000 or 1.000, whichever is meant."),
        (
            "1,000 to 2,500",
            "decimals or thousands",
            "Write 1000 to 2500 or 1.000 to 2.500, whichever is meant.",
        ),
        ("5 +/- 1", "not an interval in the form A to B", "Write 4 to 6, or {normal: [5, 1]}."),
        ("5 ± 1", "not an interval in the form A to B", "Write 4 to 6, or {normal: [5, 1]}."),
        ("5+-0,5", "not an interval in the form A to B", "Write 4.5 to 5.5, or {normal: [5, 0.5]}."),
        ("5 ± 6", "not an interval in the form A to B", "Write {normal: [5, 6]}, which is cut to the range."),
        ("5 ± 0", "not an interval in the form A to B", "Write 5."),
        ("30-50%", "per cent", "Write 30 to 50."),
        ("0,5 %", "per cent", "Write 0.5."),
        ("about 40 %", "per cent", "Write 40."),
        (
            {"triangular": [0, 1, 0, 2, 0, 3]},
            "triangular needs 3 numbers",
            "decimals take a point, not a comma",
        ),
        ({"choice": {"3,67": 0.7, "20": 0.3}}, "a comma is not a decimal point here", "Write 3.67."),
        ("6 months", "words after the number", "Write 6 only."),
        ("6 months to 2 years", "words after the number", "Write one number, or an interval"),
        ([3, 9], "a list is not a value", "3 to 9"),
        ({}, "exactly one kind", "triangular"),
        ({"triangle": [1, 2, 3]}, "unknown kind", 'Did you mean "triangular"?'),
        ({"triangular": [5, 3, 9]}, "mode lies outside", "ascending"),
        ({"triangular": [9, 5, 3]}, "lower end is above", "{triangular: [3, 5, 9]}"),
        ({"triangular": [1, 2]}, "needs 3 numbers", "[lo, mode, hi]"),
        ({"normal": [5, 0]}, "standard deviation must be above 0", "sd above 0"),
        ({"normal": [-500, 1]}, "practically none", "Move its centre"),
        ({"normal": ["a", 1]}, "not a number", ""),
        ({"lognormal": [0, 4]}, "must be above 0", "90 %"),
        ({"beta": [0, 4]}, "must be above 0", "beta"),
        ({"uniform": [4, 4]}, "both ends are the same", "Write 4"),
        ({"choice": {"3": 0.5, "4": 0.4}}, "sum to 0.9", "choice"),
        ({"choice": {"3": 0.5, "3.0": 0.5}}, "listed twice", "added"),
        ({"choice": {"3": 1}}, "one number", "Write 3"),
        ({"choice": {"3": 1.5, "4": -0.5}}, "below 0", "choice"),
        ({"choice": [3, 4]}, "with their weights", "choice"),
    ],
    ids=str,
)
def test_a_faulty_value_says_what_is_wrong_and_how_to_mend_it(raw: object, message: str, fix: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(raw, 0, 90)
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_per_cent_in_a_share_is_turned_into_a_share() -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity("20% to 40%", 0, 1)
    assert caught.value.fix == "Write 0.2 to 0.4."


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        (70, "Use a value from 0 to 1. If you mean 70 %, write 0.7."),
        ("70", "Use a value from 0 to 1. If you mean 70 %, write 0.7."),
        ("20 to 40", "Use a value from 0 to 1. If you mean 20 to 40 %, write 0.2 to 0.4."),
        ("0 to 40", "Use a value from 0 to 1. If you mean 0 to 40 %, write 0 to 0.4."),
        ({"uniform": [0.2, 40]}, "Use a value from 0 to 1. If you mean 40 %, write 0.4."),
        (700, "Use a value from 0 to 1."),
        (-1, "Use a value from 0 to 1."),
        ("70 %", "Write 0.7."),
        ("0,5 %", "Write 0.005."),
        ("50 % ± 5 %", "Write 0.45 to 0.55, or {normal: [0.5, 0.05]}."),
        ("170 %", "Use a value from 0 to 1."),
        ("1,250 %", "Write a share from 0 to 1."),
    ],
    ids=str,
)
def test_per_cent_where_a_share_is_wanted(raw: object, fix: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(raw, 0, 1)
    assert caught.value.fix == fix


@given(st.integers(0, 99), st.integers(0, 9999), st.sampled_from(["", " months"]))
def test_property_a_fix_for_a_decimal_comma_never_names_another_number(
    whole: int, part: int, rest: str
) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(f"{whole},{part}{rest}", 0, 1e9)
    meant = f"{whole}.{part}"
    assert meant in caught.value.fix
    if len(str(part)) != 3 or whole == 0:
        assert caught.value.fix == f"Write {meant}{' only' if rest else ''}."


def test_a_strict_bound_excludes_itself() -> None:
    assert parse_quantity("1 to 3", 0, strict=True).lo == 0
    with pytest.raises(QuantityError, match="above 0"):
        parse_quantity(0, 0, strict=True)


def test_text_is_short() -> None:
    texts = [parse_quantity(raw).text() for raw in (3.67, 7.0, "20 to 45", {"triangular": [0, 3.67, 5]})]
    assert texts == ["3.67", "7", "20 to 45", "triangular 0, 3.67, 5"]


number = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Any belief with a domain that may cut it."""
    low, mode, high = sorted(draw(st.lists(number, min_size=3, max_size=3, unique=True)))
    kind = draw(st.sampled_from(["exact", "interval", "triangular", "pert", "uniform", "normal", "choice"]))
    raw: object = {
        "exact": mode,
        "interval": f"{low!r} to {high!r}",
        "triangular": {"triangular": [low, mode, high]},
        "pert": {"pert": [low, mode, high]},
        "uniform": {"uniform": [low, high]},
        "normal": {"normal": [mode, high - low]},
        "choice": {"choice": {low: 0.2, mode: 0.5, high: 0.3}},
    }[kind]
    bounds = draw(st.sampled_from([(-math.inf, math.inf), (low, high), (low, math.inf), (-math.inf, high)]))
    return parse_quantity(raw, *bounds)


@given(quantities(), st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_property_quantiles_ascend_within_the_support(quantity: Quantity, shares: list[float]) -> None:
    values = quantity.quantile(np.sort(shares))
    low, high = quantity.support
    scale = max(1.0, float(np.abs(values).max()))
    assert ((values >= low) & (values <= high)).all()
    assert (np.diff(values) >= -1e-9 * scale).all()
    assert low <= quantity.mean() <= high
    assert low <= quantity.mode() <= high


@given(quantities())
def test_property_raw_round_trips(quantity: Quantity) -> None:
    again = parse_quantity(quantity.to_raw(), quantity.lo, quantity.hi)
    assert again == quantity
    assert hash(again) == hash(quantity)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.integers())))
def test_property_anything_is_read_or_refused_with_a_fix(raw: object) -> None:
    try:
        quantity = parse_quantity(raw, 0, 1)
    except QuantityError as error:
        said = error.message, error.fix
    else:
        said = "accepted", 0 <= quantity.mode() <= 1
    assert all(said)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (3.67, "3.67 kg"),
        ("20 to 45", "20 to 45 kg"),
        ({"triangular": [0, 0, 5]}, "0 to 5 kg, most likely 0"),
        ({"pert": [1, 2, 5]}, "1 to 5 kg, most likely 2"),
        ({"uniform": [0, 1]}, "0 to 1 kg, all equally likely"),
        ({"lognormal": [1, 24]}, "1 to 24 kg, with a long upper tail"),
        ({"normal": [5, 2]}, "about 5 kg, give or take 2"),
        ({"choice": {"0": 0.25, "5": 0.75}}, "0 kg (25 in 100) or 5 kg (75 in 100)"),
    ],
)
def test_in_words_for_readers(raw: object, words: str) -> None:
    assert parse_quantity(raw, 0, 100, "kg").in_words() == words
