"""Series of prices: what is read, what is refused, what is missing, and that nothing later than a day is seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from commonground.errors import MarketError, UsageError
from commonground.market.series import Series, named, numbered, read_prices, shipped


def written(folder: Path, text: str) -> Path:
    path = folder / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "date,price\n2024-01-02,70.5\n2024-01-03,71\n",
        "2024-01-02,70.5\n2024-01-03,71\n",
        "Date;Close\n2024-01-02;70,5\n2024-01-03;71,0\n",
        "Price\tDay\n70.5\t2024-01-02\n71\t2024-01-03\n",
        "\ufeffdate,price,volume\n2024-01-02,70.5,9\n\n2024-01-03,71,9\n",
        "name,price,date\nx,70.5,2024-01-02\nx,71,2024-01-03\n",
    ],
)
def test_forms_of_a_file(tmp_path: Path, text: str) -> None:
    series, findings = read_prices(written(tmp_path, text))
    assert series.days == (date(2024, 1, 2), date(2024, 1, 3))
    assert series.prices.tolist() == [70.5, 71.0]
    assert not series.monthly
    assert findings == ()


def test_months_are_read_as_means(tmp_path: Path) -> None:
    series, _ = read_prices(written(tmp_path, "2024-01,70\n2024-02,71\n"))
    assert series.monthly
    assert series.days == (date(2024, 1, 1), date(2024, 2, 1))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "date,price\n2024-01-02,70\n2024-13-01,70\n2024-01-03,-37.6\n2024-01-02,70\n2024-01-04,much\n4.1.2024,70\n"
    with pytest.raises(MarketError) as caught:
        read_prices(written(tmp_path, text))
    said = caught.value.message
    assert not said.endswith("\n")  # a full stop follows
    assert 'line 3: "2024-13-01" is not a date' in said
    assert "line 4: a price of -37.6: only prices above 0" in said
    assert "line 5: 2024-01-02 is there twice" in said
    assert 'line 6: "much" is not a price' in said
    assert 'line 7: "4.1.2024" is not a date' in said
    assert caught.value.exit_code == 5
    assert caught.value.fix.startswith("Write a date and a price above 0")


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "there is no price in it"),
        ("date,price\n", "there is no price in it"),
        ("2024-01-03,70\n2024-01-02,71\n", "line 2: 2024-01-02 is out of order"),
        ("2024-01,70\n2024-02-03,71\n", "both days"),
        ("2024-01-02,inf\n", "only prices above 0"),
        ("2024-01-02\n", "no price in it"),
    ],
)
def test_what_is_no_series(tmp_path: Path, text: str, fragment: str) -> None:
    with pytest.raises(MarketError, match=fragment):
        read_prices(written(tmp_path, text))


def test_many_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(MarketError, match="and 40 more"):
        read_prices(written(tmp_path, "date,price\n" + "x,1\n" * 50))


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_prices(tmp_path / "none.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not text in UTF-8"):
        read_prices(bad)


def test_missing_months_are_found(tmp_path: Path) -> None:
    text = "2024-01,70\n2024-02,\n2024-03,72\n2024-06,73\n"
    series, (finding,) = read_prices(written(tmp_path, text))
    assert len(series.days) == 3
    assert finding.level == "warning"
    assert "3 months without a price" in finding.message
    assert finding.got == "2024-02, 2024-04, 2024-05"


def test_long_gaps_of_days_are_found(tmp_path: Path) -> None:
    _, (finding,) = read_prices(written(tmp_path, "2024-01-02,70\n2024-01-31,71\n2024-02-01,72\n"))
    assert "1 gaps of more than 10 days" in finding.message
    assert finding.got == "2024-01-02 to 2024-01-31"


def test_nothing_later_than_a_day_is_handed_on() -> None:
    monthly, daily = shipped("brent")
    as_of = date(2025, 3, 8)
    assert monthly.until(as_of).days[-1] == date(2025, 2, 1)  # the mean of March is not known by the 8th
    assert monthly.until(date(2025, 3, 31)).days[-1] == date(2025, 3, 1)
    assert daily.until(as_of).days[-1] == date(2025, 3, 7)
    assert daily.by_month(as_of).days[-1] == date(2025, 2, 1)
    assert monthly.days[-1] == date(2025, 3, 1)
    assert daily.days[-1] <= date(2025, 3, 31)


def test_days_make_the_means_of_their_months() -> None:
    monthly, daily = shipped("brent")
    made = daily.by_month(date(2025, 3, 8))
    known = dict(zip(monthly.days, monthly.prices, strict=True))
    gaps = [abs(price / known[day] - 1) for day, price in zip(made.days, made.prices, strict=True)]
    assert len(gaps) > 240
    assert max(gaps) < 0.01


def test_a_month_with_few_days_has_no_mean() -> None:
    days = tuple(date(2024, 1, day) for day in range(1, 31)) + tuple(
        date(2024, 2, day) for day in range(1, 10)
    )
    made = Series(days, np.full(39, 70.0), False, "test").by_month(date(2024, 6, 1))
    assert made.days == (date(2024, 1, 1),)


def test_an_unknown_series_is_told() -> None:
    with pytest.raises(MarketError, match="no series 'urals'"):
        shipped("urals")


def test_months_are_numbered_without_gaps() -> None:
    assert numbered(date(2025, 1, 1)) - numbered(date(2024, 12, 1)) == 1
    assert named(numbered(date(1987, 5, 1))) == "1987-05"
