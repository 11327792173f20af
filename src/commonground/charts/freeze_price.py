"""Price of a freeze: what a programme must be paid to stay where it is, at each step on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, Key, outer, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.reading import (
    Measured,
    finite,
    mapping,
    measured,
    party_name,
    rounded,
    sequence,
    short,
    solution_data,
    spread_text,
    with_article,
)

_TOP, _BOTTOM = 52, 284
_MOST_TICKS = 26  # steps up to which each has its number at the axis


def freeze_price(study: Mapping[str, Any]) -> Figure | None:
    """Median and 5-95 % of the price by step; None without a solution of the latency method."""
    data = solution_data(study, "latency")
    prices = _prices(data)
    if not prices:
        return None
    at = finite(data.get("at"))
    now = prices.get(int(at)) if at is not None else None
    steady = measured(data.get("without_turnover"))
    builder, other = (
        with_article(short(party_name(study, str(data.get(key, ""))))) for key in ("builder", "other")
    )
    first, last = min(prices), max(prices)
    opening = (
        f"Yearly price of a freeze, in shares of what is at stake: median {rounded(prices[first].median)} at step "
        f"{first} and {rounded(prices[last].median)} at step {last}, the last before the threshold."
    )
    told = [opening]
    if at is not None and now is not None:
        told.append(f"Today, at step {at:g}: {spread_text(now, rounded, now.median)}.")
    if steady.middle is not None:
        told.append(f"If no government changed it would be {spread_text(steady, rounded, steady.median)}.")
    return Figure(
        id="freeze-price",
        title="Price of a freeze by step",
        alt=" ".join(told),
        caption=(
            f"Across: the steps of {builder} towards the threshold, of which there are {last - first + 1}; upwards: "
            f"what {builder} must be given a year by {other} to stay at that step rather than go on, as a share of "
            "all that is at stake. Circle: median over draws; bar: the middle 90 %. The filled diamond is where the "
            "programme stands today."
            + (
                " The square is the median price today if no government changed."
                if steady.median is not None
                else ""
            )
            + " At a price of 0 it would stay unpaid."
        ),
        chart=_draw(prices, None if at is None else int(at), steady, builder).chart(),
        columns=("Step", "Price a year, median", "5 %", "95 %", "Note"),
        rows=_rows(prices, at, steady),
    )


def _prices(data: Mapping[str, Any]) -> dict[int, Measured]:
    """Price by step; a step without a median is left out."""
    found: dict[int, Measured] = {}
    for place, entry in enumerate(map(mapping, sequence(data.get("price")))):
        step = finite(entry.get("step"))
        price = measured(entry.get("measure", entry))
        if price.median is not None:
            found[place if step is None else int(step)] = price
    return found


def _rows(prices: Mapping[int, Measured], at: float | None, steady: Measured) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (step, *_cells(price), "today" if step == at else "") for step, price in prices.items()
    ]
    if steady.median is not None and at is not None:
        rows.append((int(at), *_cells(steady), "today, if no government changed"))
    return tuple(rows)


def _cells(price: Measured) -> tuple[Cell, ...]:
    return tuple(
        None if value is None else round(value, 4) for value in (price.median, price.low, price.high)
    )


def _draw(prices: Mapping[int, Measured], at: int | None, steady: Measured, builder: str) -> Sheet:
    ends = [
        value
        for price in (*prices.values(), steady)
        for value in (price.low, price.median, price.high)
        if value is not None
    ]
    low, high = outer(min(0.0, *ends), max(0.0, *ends))
    low = low if min(ends) < 0 else -0.04 * high
    steps = list(prices)
    frame = Frame(66, _TOP, theme.WIDTH - 14, _BOTTOM, min(steps) - 0.5, max(steps) + 0.5, low, high)
    sheet = Sheet(_BOTTOM + 36)
    frame.axes(
        sheet,
        _steps(steps),
        ticks(low, high),
        f"Step of {builder}; the threshold lies after step {max(steps)}",
        "Price a year, share of the stake",
    )
    if low < 0:
        # The axis runs a little below zero, so that marks at zero stand clear of the steps' numbers.
        sheet.lines([(frame.left, frame.y(0), frame.right, frame.y(0), theme.INK)], thick=1.6)
    bars: list[tuple[float, float, float, float, str]] = []
    circles: list[tuple[float, float]] = []
    today: list[tuple[float, float]] = []
    for step, price in prices.items():
        x = frame.x(step)
        if price.low is not None and price.high is not None:
            ink = theme.INK if step == at else theme.DATA
            bars.append((x, frame.y(price.low), x, frame.y(price.high), ink))
        if price.median is not None:
            (today if step == at else circles).append((x, frame.y(price.median)))
    sheet.lines(bars, thick=3)
    sheet.symbols([(x, y, theme.DATA) for x, y in circles], size=10, hollow=True)
    sheet.symbols([(x, y, theme.INK) for x, y in today], "diamond", 14, edge=theme.PAPER)
    key = Key(sheet, 8)
    key.symbol("median over draws", theme.DATA, "circle", 10, hollow=True)
    key.line("middle 90 % of draws", theme.DATA, 3)
    if at is not None and at in prices:
        key.next_line()
        now = prices[at]
        key.symbol(f"today: {spread_text(now, rounded, now.median)}", theme.INK, "diamond")
        if steady.median is not None:
            # Beside its bar, so that neither mark covers the other where the two are equal.
            sheet.symbols([(frame.x(at) + 16, frame.y(steady.median), theme.INK)], "square", 9, hollow=True)
            key.symbol(
                f"if no government changed: {rounded(steady.median)}", theme.INK, "square", 9, hollow=True
            )
    return sheet


def _steps(steps: Sequence[int]) -> list[tuple[float, str]]:
    every = -(-len(steps) // _MOST_TICKS)
    return [(step, str(step)) for step in steps[::every]]
