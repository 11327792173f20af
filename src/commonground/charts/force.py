"""Risk of force: how likely a demand is to be met by force, the more it asks for, with the demand that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.reading import (
    Measured,
    finite,
    hundredfold,
    mapping,
    measured,
    party_name,
    percent,
    sequence,
    short,
    solution_data,
    spread_text,
    with_article,
)

_FRAME = Frame(left=66, top=52, right=theme.WIDTH - 14, bottom=300)


@dataclass(frozen=True)
class _Curve:
    """Risk by demand: mean and the middle 90 % of draws, and the share above which no threat is believed."""

    demand: tuple[float, ...]
    low: tuple[float, ...]
    mean: tuple[float, ...]
    high: tuple[float, ...]
    ceiling: Measured


def force(study: Mapping[str, Any]) -> Figure | None:
    """Curve of the risk against the demand; None without a solution of the crisis method."""
    data = solution_data(study, "crisis")
    curve = _curve(mapping(data.get("curve")))
    if curve is None:
        return None
    demand, risk, bound = (measured(data.get(key)) for key in ("demand", "risk", "bound"))
    parties = mapping(data.get("parties"))
    demander, resister = (party_name(study, str(parties.get(role, ""))) for role in ("demander", "resister"))
    return Figure(
        id="force",
        title="Risk of force by the size of the demand",
        alt=_alt(with_article(short(demander)), curve, demand, risk, bound),
        caption=(
            f"For each share of what is at stake that {with_article(short(demander))} could demand: the chance that "
            f"{with_article(short(resister))} answers with force rather than give in, as the demander sees it, if the "
            "demand is backed by force. "
            + _of_ceiling(with_article(short(demander)), curve.ceiling)
            + "Line: mean over draws; band: the middle 90 % of draws. The diamond marks the demand that pays the "
            "demander best and its risk, the bars through it their middle 90 %; it can lie off the line, because in "
            "each draw another demand pays best."
            + (
                " Dashed: the least risk that any protocol of talks could reach between sides who know what these do."
                if bound.middle is not None
                else ""
            )
        ),
        chart=_draw(with_article(demander), curve, demand, risk, bound).chart(),
        columns=("Demand (% of what is at stake)", "Risk of force, mean (%)", "5 % (%)", "95 % (%)", "Note"),
        rows=_rows(curve, demand, risk, bound),
    )


def _curve(given: Mapping[str, Any]) -> _Curve | None:
    risk = mapping(given.get("risk"))
    columns = [sequence(given.get("demand")), *(sequence(risk.get(key)) for key in ("low", "mean", "high"))]
    whole = [
        tuple(value for value in map(finite, row) if value is not None)
        for row in zip(*columns)
    ]  # fmt: skip
    points = [row for row in whole if len(row) == 4]
    if len(points) < 2:
        return None
    demand, low, mean, high = zip(*points)
    return _Curve(demand, low, mean, high, measured(given.get("believed_up_to")))


def _of_ceiling(demander: str, ceiling: Measured) -> str:
    """What the upright line is; nothing where no share is held or the demander would sooner fight than keep it."""
    if ceiling.middle is None:
        return ""
    where = "" if ceiling.share == 1.0 else f" in {percent(ceiling.share)} of draws"
    return (
        f"Upright: what {demander} holds today, {spread_text(ceiling, percent)}; its threat to fight for more would "
        f"not be believed{where}, since it would sooner keep that than fight, so that to the right of it the curve "
        "tells what would happen if the threat were carried out all the same. "
    )


def _alt(demander: str, curve: _Curve, demand: Measured, risk: Measured, bound: Measured) -> str:
    opening = (
        f"Risk of force against what {demander} demands: on average {percent(curve.mean[0])} at a demand of "
        f"{percent(curve.demand[0])} of what is at stake, {percent(curve.mean[len(curve.mean) // 2])} at "
        f"{percent(curve.demand[len(curve.demand) // 2])} and {percent(curve.mean[-1])} at "
        f"{percent(curve.demand[-1])}."
    )
    told = [opening]
    if demand.middle is not None and risk.middle is not None:
        told.append(
            f"The demand chosen is {spread_text(demand, percent)}, its risk {spread_text(risk, percent)}."
        )
    if curve.ceiling.middle is not None:
        held = spread_text(curve.ceiling, percent)
        told.append(f"It holds {held} today; a threat to fight for more would not be believed.")
    if bound.middle is not None:
        told.append(f"Any protocol leaves a risk of at least {spread_text(bound, percent)}.")
    return " ".join(told)


def _rows(curve: _Curve, demand: Measured, risk: Measured, bound: Measured) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (hundredfold(x), hundredfold(mean), hundredfold(low), hundredfold(high), "")
        for x, low, mean, high in zip(curve.demand, curve.low, curve.mean, curve.high)
    ]
    if demand.middle is not None:
        spread = f"demand 5 to 95 %: {percent(demand.low)} to {percent(demand.high)}"
        rows.append(
            (hundredfold(demand.middle), *_cells(risk), f"the demand chosen; {spread}")
        )  # fmt: skip
    if curve.ceiling.middle is not None:
        held = f"5 to 95 %: {percent(curve.ceiling.low)} to {percent(curve.ceiling.high)}"
        note = f"what it holds today ({held}): more is not believed"
        rows.append((hundredfold(curve.ceiling.middle), None, None, None, note))
    if bound.middle is not None:
        rows.append((None, *_cells(bound), "least risk of any protocol"))
    return tuple(rows)


def _cells(measure: Measured) -> tuple[Cell, Cell, Cell]:
    return hundredfold(measure.middle), hundredfold(measure.low), hundredfold(measure.high)


def _draw(demander: str, curve: _Curve, demand: Measured, risk: Measured, bound: Measured) -> Sheet:
    # One more line of text above where there is one more thing to explain.
    frame = _FRAME if curve.ceiling.middle is None else replace(_FRAME, top=72, bottom=320)
    sheet = Sheet(frame.bottom + 36)
    band = zip(curve.demand, curve.low, curve.high)
    sheet.area([(frame.x(x), frame.y(low), frame.y(high)) for x, low, high in band], theme.DATA, opacity=0.2)
    title = f"What {demander} demands, share of all that is at stake"
    frame.axes(sheet, PER_CENT, PER_CENT, title, "Risk of force")
    sheet.curve([(frame.x(x), frame.y(y)) for x, y in zip(curve.demand, curve.mean)], theme.DATA, thick=2.4)
    key = Key(sheet, 8.0)
    key.line("mean over draws", theme.DATA)
    key.box("middle 90 % of draws", theme.DATA, 0.2)
    if curve.ceiling.middle is not None:
        x = frame.x(curve.ceiling.middle)
        sheet.lines([(x, frame.top, x, frame.bottom, theme.INK)], thick=1.4, dash=(2, 3))
        held = spread_text(curve.ceiling, percent)
        ceiling = f"what it holds today: {held}; more is not believed"
        key.line(ceiling, theme.INK, 1.4, (2, 3))
    if bound.middle is not None:
        y = frame.y(bound.middle)
        sheet.lines([(frame.left, y, frame.right, y, theme.INK)], thick=1.4, dash=(5, 4))
        key.line(f"least risk of any protocol: {percent(bound.middle)}", theme.INK, 1.4, (5, 4))
    if demand.middle is not None and risk.middle is not None:
        x, y = frame.x(demand.middle), frame.y(risk.middle)
        across = (frame.x(_or(demand.low, demand.middle)), frame.x(_or(demand.high, demand.middle)))
        up = (frame.y(_or(risk.low, risk.middle)), frame.y(_or(risk.high, risk.middle)))
        sheet.lines([(across[0], y, across[1], y, theme.INK), (x, up[0], x, up[1], theme.INK)], thick=2)
        sheet.symbols([(x, y, theme.INK)], "diamond", 13, edge=theme.PAPER)
        key.next_line()
        words = (
            f"demand chosen: {spread_text(demand, percent)}; its risk of force: {spread_text(risk, percent)}"
        )
        key.symbol(words, theme.INK, "diamond")
    return sheet


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
