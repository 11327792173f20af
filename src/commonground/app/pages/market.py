"""Market: the price after each outcome and mixed, with the supply assumptions as sliders."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.controls import Controls
from commonground.app.drawing import sections
from commonground.app.pages import Page
from commonground.app.pricing import draws_told, has_market, priced
from commonground.brief.sections import market
from commonground.case.market import MARKET_OUTCOMES
from commonground.forecast.words import shown_percent

REGION: Final = "market-live"
_TITLES: Final = {
    "agreement": "After an agreement",
    "impasse": "Impasse",
    "confrontation": "After a confrontation",
    "mixed": "Mixed by the forecast",
}
_TODAY: Final = {
    "price": "Price today",
    "exports": "Exports of the sanctioned party today",
    "demand": "Demand",
    "spare_capacity": "Spare capacity",
    "spare_ready_in": "Months until all of it flows",
    "stocks": "Stocks of governments",
    "release": "Greatest release from them",
    "growth": "How many times more elastic after a year",
    "priced_in": "Share that today's price carries already",
}
_OUTCOME: Final = {
    "begins": "Months until it comes",
    "on_the_day": "Price on the day, beyond barrels",
    "fades": "Months in which half of that is gone",
}
_PATH: Final = {
    "chance": "Chance, given the outcome",
    "exports_to": "Exports go to",
    "change": "Change of supply",
    "transit": "Flow through the passage",
    "cut": "Share of it that is cut",
    "around": "What can go around",
    "offset": "Share that others make up for",
    "spare_reaches": "Share of spare capacity that reaches buyers",
    "stocks_used": "Share of the release from stocks",
    "starts_after": "Months until it starts",
    "phased_over": "Months to all of it",
    "lasts": "Months it lasts",
    "returns_over": "Months of its end",
}
_WIDE, _TALL, _LEFT, _RIGHT, _TOP, _FOOT = 200.0, 112.0, 26.0, 6.0, 6.0, 16.0


def view(context: Context) -> dict[str, Any]:
    """The fans, the sliders, and the market section of the brief.

    Returns
    -------
    live     : see `fans`; None where nothing gives the chances of the outcomes
    groups   : id, title, controls, paths: id, name, about, controls
    sections : of the brief
    market   : as `commonground oil --json` has it
    """
    data = priced(context)
    return {
        "live": None if data is None else fans(context, data),
        "groups": groups(context),
        "sections": sections(context, [market.section(context.view)]),
        "market": data,
    }


def live(context: Context) -> dict[str, dict[str, Any]]:
    """The fans after a slider has moved."""
    data = priced(context)
    return {} if data is None else {REGION: fans(context, data)}


def fans(context: Context, data: Mapping[str, Any]) -> dict[str, Any]:
    """A small fan an outcome and mixed, with the figures at the farthest horizon, now and as the case is.

    Returns
    -------
    commodity, unit, months, told; levels: place and text of the price axis; panels: id, title, chance, median, range,
    before, effect, and the outlines of the drawing
    """
    before = _base(context)
    months = data["horizons"][-1]
    bottom, top, levels = _scale(data, before)

    def y(price: float) -> float:
        share = (min(max(price, bottom), top) - bottom) / (top - bottom)
        return round(_TALL - _FOOT - share * (_TALL - _FOOT - _TOP), 1)

    today = data["reference"]["price"]["mean"]
    names = [name for name in (*MARKET_OUTCOMES, "mixed") if name in data["price"]]
    return {
        "commodity": data["commodity"],
        "unit": data["units"]["price"],
        "months": months,
        "told": draws_told(context),
        "levels": [{"y": y(level), "text": f"{level:g}"} for level in levels],
        "size": {"wide": _WIDE, "tall": _TALL, "left": _LEFT, "right": _WIDE - _RIGHT, "foot": _TALL - _FOOT},
        "panels": [_panel(name, data, before, today, y) for name in names],
    }


def _base(context: Context) -> Mapping[str, Any]:
    """The market of the case as it is."""
    found = None if context.base is None else context.base.data.get("market")
    return found or {"price": {}, "fan": {}, "effect": {}}


def _panel(
    name: str, data: Mapping[str, Any], before: Mapping[str, Any], today: float, y: Any
) -> dict[str, Any]:
    last, fan = data["price"][name][-1], data["fan"][name]
    held = before["price"].get(name)
    chance = data["chances"].get(name)
    effect = data["effect"].get(name)
    old = before["fan"].get(name)
    return {
        "id": name,
        "title": _TITLES[name],
        "chance": "" if chance is None else f"{shown_percent(chance)} %",
        "median": _price(last["median"]),
        "range": f"{_price(last['low'])} to {_price(last['high'])}",
        "before": "" if held is None else _price(held[-1]["median"]),
        "effect": _alone(effect[-1]) if effect is not None else "",
        "effect_before": _percent(before["effect"][name][-1]["mean"]) if name in before["effect"] else "",
        "by_itself": _price(data["price"]["no_shock"][-1]["median"]) if name == "mixed" else "",
        "outer": _band(fan, "p05", "p95", today, y),
        "inner": _band(fan, "p25", "p75", today, y),
        "middle": _line(fan["p50"], today, y),
        "quiet": [_line(data["fan"]["no_shock"][part], today, y) for part in ("p05", "p95")],
        "was": "" if old is None else _line(old["p50"], before["reference"]["price"]["mean"], y),
    }


def _x(month: int, months: int) -> float:
    return round(_LEFT + (_WIDE - _LEFT - _RIGHT) * month / months, 1)


def _line(values: list[float], today: float, y: Any) -> str:
    points = [today, *values]
    return " ".join(f"{_x(k, len(values))},{y(price)}" for k, price in enumerate(points))


def _band(fan: Mapping[str, list[float]], low: str, high: str, today: float, y: Any) -> str:
    there = _line(fan[high], today, y)
    back = " ".join(reversed(_line(fan[low], today, y).split(" ")))
    return f"{there} {back}"


def _scale(data: Mapping[str, Any], before: Mapping[str, Any]) -> tuple[float, float, list[float]]:
    """The ends of the price axis and what is written on it; of the case as it is, so that it stands still."""
    seen = [
        price
        for market in (before, data)
        for name, fan in market["fan"].items()
        if name != "months"
        for part in ("p05", "p95")
        for price in fan[part]
    ]
    low, high = min(seen), max(seen)
    step = _step((high - low) / 3)
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    levels = [bottom + step * k for k in range(round((top - bottom) / step) + 1)]
    return bottom, top, levels


def _step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= raw * 0.999)


def _price(price: float) -> str:
    """As the brief prints it: three digits, whole from 20 on."""
    return f"{price:.0f}" if abs(price) >= 20 else f"{price:.3g}"


def _percent(share: float) -> str:
    text = f"{100 * share:+.1f}"
    return "0.0 %" if float(text) == 0.0 else f"{text} %".replace("-", "\N{MINUS SIGN}")


def _alone(effect: Mapping[str, float]) -> str:
    """What the outcome alone does to the price: mean, and the range of nine draws in ten."""
    return f"{_percent(effect['mean'])} ({_percent(effect['low'])} to {_percent(effect['high'])})"


def groups(context: Context) -> list[dict[str, Any]]:
    """The sliders: what follows each outcome first, then today's market, then how steeply the price answers."""
    held = context.case.market
    if held is None:
        return []
    controls = Controls(context)

    def made(root: str, labels: Mapping[str, str]) -> list[dict[str, Any]]:
        found = (controls.control(f"{root}.{key}", label) for key, label in labels.items())
        return [one for one in found if one is not None]

    out: list[dict[str, Any]] = []
    for name, outcome in held.outcomes.items():
        root = f"market.{name}"
        paths = [
            {
                "id": key,
                "name": path.name,
                "about": path.because,
                "controls": made(f"{root}.paths.{key}", _PATH),
            }
            for key, path in outcome.paths.items()
        ]
        out.append(
            {
                "id": name,
                "title": f"Supply {_TITLES[name].lower()}" if name != "impasse" else "Supply in an impasse",
                "controls": made(root, _OUTCOME),
                "paths": [path for path in paths if path["controls"]],
            }
        )
    out.append({"id": "today", "title": "The market today", "controls": made("market", _TODAY), "paths": []})
    answers = [
        {
            "id": key,
            "name": source.name,
            "about": "",
            "controls": made(
                f"market.elasticities.{key}", {"supply": "Supply elasticity", "demand": "Demand elasticity"}
            ),
        }
        for key, source in held.elasticities.items()
    ]
    out.append({"id": "answers", "title": "How steeply the price answers", "controls": [], "paths": answers})
    return [group for group in out if group["controls"] or group["paths"]]


PAGE = Page("market", "Market", 70, has_market, view, live=live, script="sliders.js")
