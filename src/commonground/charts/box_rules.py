"""A rule over the acceptance map: which packages it lets in, and how many of the good ones it catches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, Key, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.explore_reading import explored, rule_words
from commonground.charts.figure import Figure
from commonground.charts.lettering import wrap
from commonground.charts.reading import finite, hundredfold, mapping, party_name, percent, sequence, short

_CELL = "#8A8A8A"  # 3.5:1 on white
_LIST = 414.0
_MOST = 7


@dataclass(frozen=True)
class _Spot:
    """One square of the map: where it lies, its packages, and how many of them the rule lets in."""

    x0: float
    x1: float
    y0: float
    y1: float
    packages: int
    inside: int


def box_rules(study: Mapping[str, Any]) -> Figure | None:
    """The map of all packages with those inside the rule marked; None without a rule for packages."""
    rule = mapping(mapping(explored(study).get("rules")).get("packages"))
    spots = [spot for given in sequence(rule.get("cells")) if (spot := _spot(given)) is not None]
    bounds = rule_words(study, rule)
    shares = [finite(rule.get(key)) for key in ("support", "coverage", "density", "before", "least")]
    if not spots or not bounds or None in shares:
        return None
    support, coverage, density, before, least = (share or 0.0 for share in shares)
    second = str(rule.get("second") or "")
    names = (
        party_name(study, str(rule.get("first") or "")),
        "all others" if second == "others" else party_name(study, second),
    )
    told = [
        f"{percent(support)} of all packages are inside.",
        f"{percent(density)} of those inside are good, {percent(before)} of all.",
        f"{percent(coverage)} of the good ones are inside.",
    ]
    return Figure(
        id="box-rules",
        title="A rule for packages that all can live with",
        alt=f"Rule: {short('; '.join(bounds), 420)}. {' '.join(told)}",
        caption=(
            f"Packages by how often {short(names[0])} (to the right) and {short(names[1])} (upwards) prefer them to "
            "walking away; the size of a square shows how many lie there. Dark: packages that keep to the rule on the "
            f"right. A package is good if all accept it in {percent(least)} of the draws or more, half as often as the "
            "best one. The rule is found by peeling and pasting (PRIM), and is one of several that might be."
        ),
        chart=_draw(names, spots, bounds, told).chart(),
        columns=(
            f"Accepted by {names[0]} (%)",
            f"Accepted by {names[1]} (%)",
            "Packages",
            "Inside the rule",
        ),
        rows=tuple(
            (
                f"{hundredfold(spot.x0):g} to {hundredfold(spot.x1):g}",
                f"{hundredfold(spot.y0):g} to {hundredfold(spot.y1):g}",
                spot.packages,
                spot.inside,
            )
            for spot in spots
        ),
    )


def _spot(given: object) -> _Spot | None:
    cell = mapping(given)
    numbers = [finite(cell.get(key)) for key in ("x0", "x1", "y0", "y1", "packages", "inside")]
    if None in numbers or not numbers[4]:
        return None
    x0, x1, y0, y1, packages, inside = (value or 0.0 for value in numbers)
    return _Spot(x0, x1, y0, y1, int(packages), int(inside))


def _side(packages: int, most: int) -> float:
    """Side of a square as a share of its cell: grows with the logarithm of the number of packages."""
    return 0.22 + 0.7 * math.log(packages) / math.log(max(most, 10))


def _draw(
    names: tuple[str, str], spots: Sequence[_Spot], bounds: Sequence[str], told: Sequence[str]
) -> Sheet:
    reach = max(max(spot.x1, spot.y1) for spot in spots)
    top = 1.0 if reach > 0.5 else math.ceil(round(reach * 10, 6)) / 10
    most = max(spot.packages for spot in spots)
    frame = Frame(58, 30, 394, 366, 0.0, top, 0.0, top)
    sheet = Sheet(408)
    key = Key(sheet, 8.0, 58.0)
    key.box("packages", _CELL)
    key.box("of these inside the rule", theme.PURPLE)
    steps = [(value / 100, f"{text} %") for value, text in ticks(0.0, 100 * top)]
    frame.axes(
        sheet,
        steps,
        steps,
        f"accepted by {names[0]}, share of draws",
        f"accepted by {names[1]}, share of draws",
    )
    for marked in (False, True):
        squares = []
        for spot in spots:
            count = spot.inside if marked else spot.packages
            if not count:
                continue
            half = _side(count, most) * (frame.x(spot.x1) - frame.x(spot.x0)) / 2
            x, y = frame.x((spot.x0 + spot.x1) / 2), frame.y((spot.y0 + spot.y1) / 2)
            squares.append((x - half, y - half, x + half, y + half, theme.PURPLE if marked else _CELL))
        sheet.boxes(squares)
    _draw_rule(sheet, bounds, told)
    return sheet


def _draw_rule(sheet: Sheet, bounds: Sequence[str], told: Sequence[str]) -> None:
    wide = theme.WIDTH - _LIST
    y = 38.0
    sheet.texts([(_LIST, y, "The rule")], theme.BODY, bold=True)
    rows = []
    for bound in bounds[:_MOST]:
        for place, line in enumerate(wrap(bound, theme.SMALL, wide - 12, 3)):
            y += 20 if place == 0 else 13
            rows.append((_LIST + (0 if place == 0 else 10), y, f"• {line}" if place == 0 else line))
    if len(bounds) > _MOST:
        y += 20
        rows.append((_LIST, y, f"• and {len(bounds) - _MOST} more"))
    y += 14
    for sentence in told:
        for place, line in enumerate(wrap(sentence, theme.SMALL, wide, 3)):
            y += 20 if place == 0 else 13
            rows.append((_LIST, y, line))
    sheet.texts(rows, theme.SMALL)
