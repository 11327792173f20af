"""Acceptance map: how often each party accepts the packages, and which package all accept most often."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from commonground.charts import theme
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import fit, wrap
from commonground.charts.reading import (
    common_ground,
    finite,
    hundredfold,
    issue_name,
    issue_unit,
    level_name,
    mapping,
    party_name,
    percent,
    sequence,
    short,
    solution_data,
    with_unit,
)

_LEFT, _TOP, _SIDE = 58, 12, 372  # the square plot, pixels
_LIST = _LEFT + _SIDE + 26  # left edge of the list beside it
_CELL = "#8A8A8A"  # 3.5:1 on white


@dataclass(frozen=True)
class _Spot:
    """A listed package: its number and place on the map."""

    number: int
    words: str
    x: float | None
    y: float | None
    joint: float | None


def acceptance_map(study: Mapping[str, Any]) -> Figure | None:
    """Map of all packages by acceptance; None without packages to show."""
    given = common_ground(study, "acceptance_map")
    cells = [cell for cell in map(_cell, sequence(given.get("cells"))) if cell is not None]
    if not cells:
        return None
    first, second = str(given.get("first", "")), str(given.get("second", ""))
    names = (party_name(study, first), "all others" if second == "others" else party_name(study, second))
    spots = _spots(study, first, second, mapping(given.get("best")))
    frontier = [
        (x, y)
        for x, y in (
            (finite(point[0]), finite(point[1])) for point in map(sequence, sequence(given.get("frontier")))
        )
        if x is not None and y is not None
    ]
    everybody = "both parties" if second != "others" else "all parties"
    columns = (
        "Mark",
        f"Accepted by {names[0]} (%)",
        f"Accepted by {names[1]} (%)",
        f"Accepted by {everybody} (%)",
        "Packages",
        "Terms",
    )
    return Figure(
        id="acceptance-map",
        title="Packages by acceptance",
        alt=_alt(names, everybody, spots, cells),
        caption=(
            f"Acceptance is the share of draws in which a party prefers the package to walking away and no red line "
            f"is crossed: {short(names[0])} to the right, {short(names[1])} upwards. The size of a grey square shows "
            f"how many packages lie there. Numbers mark the packages of the list, ordered by how often {everybody} "
            "accept them in the same draw. On the frontier no package gives one side more acceptance without "
            "giving the other less."
            + (" A package without a number on the map is in the list only." if _unplaced(spots) else "")
        ),
        chart=_draw(names, everybody, cells, spots, frontier).chart(),
        columns=columns,
        rows=_rows(spots, cells, frontier),
    )


def _cell(given: object) -> tuple[float, float, float, float, int] | None:
    cell = mapping(given)
    corners = [finite(cell.get(key)) for key in ("x0", "x1", "y0", "y1", "packages")]
    if any(value is None for value in corners) or not corners[4]:
        return None
    x0, x1, y0, y1, packages = (value or 0.0 for value in corners)
    return x0, x1, y0, y1, int(packages)


def _spots(study: Mapping[str, Any], first: str, second: str, best: Mapping[str, Any]) -> list[_Spot]:
    """The listed packages; with three signatories or more only the best one's place among the others is known."""
    spots = []
    for place, package in enumerate(map(mapping, sequence(solution_data(study).get("packages")))):
        accept = mapping(package.get("acceptance"))
        among_others = package.get("acceptance_others", best.get("y") if place == 0 else None)
        levels = (
            f"{issue_name(study, issue)}: {with_unit(level_name(study, issue, level), issue_unit(study, issue))}"
            for issue, level in mapping(package.get("levels")).items()
        )
        spots.append(
            _Spot(
                number=place + 1,
                words="; ".join(levels),
                x=finite(accept.get(first)),
                y=finite(among_others if second == "others" else accept.get(second)),
                joint=finite(package.get("joint")),
            )
        )
    return spots


def _unplaced(spots: Sequence[_Spot]) -> bool:
    return any(spot.x is None or spot.y is None for spot in spots)


def _rows(
    spots: Sequence[_Spot],
    cells: Sequence[tuple[float, float, float, float, int]],
    frontier: Sequence[tuple[float, float]],
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (f"package {s.number}", hundredfold(s.x), hundredfold(s.y), hundredfold(s.joint), 1, s.words)
        for s in spots
    ]
    rows += [("frontier", hundredfold(x), hundredfold(y), None, None, "") for x, y in frontier]
    rows += [
        ("square", f"{100 * x0:g} to {100 * x1:g}", f"{100 * y0:g} to {100 * y1:g}", None, packages, "")
        for x0, x1, y0, y1, packages in cells
    ]
    return tuple(rows)


def _alt(
    names: tuple[str, str],
    everybody: str,
    spots: Sequence[_Spot],
    cells: Sequence[tuple[float, float, float, float, int]],
) -> str:
    total = sum(cell[4] for cell in cells)
    opening = f"Map of {total:,} package{'' if total == 1 else 's'} by how often each side accepts them. "
    best = spots[0] if spots else None
    if best is None or not best.joint:
        return f"{opening}No package is acceptable to {everybody} in any draw."
    return (
        f"{opening}The most robust package is acceptable to {everybody} in {percent(best.joint)} of the draws "
        f"({short(names[0])} {percent(best.x)}, {short(names[1])} {percent(best.y)}): {short(best.words, 240)}"
    )


def _draw(
    names: tuple[str, str],
    everybody: str,
    cells: Sequence[tuple[float, float, float, float, int]],
    spots: Sequence[_Spot],
    frontier: Sequence[tuple[float, float]],
) -> Sheet:
    reach = max(
        [x for cell in cells for x in (cell[1], cell[3])] + [v for s in spots for v in (s.x or 0, s.y or 0)]
    )
    top = 1.0 if reach > 0.5 else math.ceil(round(reach * 10, 6)) / 10 or 0.1
    most = max(cell[4] for cell in cells)

    def across(share: float) -> float:
        return _LEFT + _SIDE * share / top

    def down(share: float) -> float:
        return _TOP + _SIDE * (1 - share / top)

    sheet = Sheet(_TOP + _SIDE + 48)
    _draw_axes(sheet, names, top)
    squares = []
    for x0, x1, y0, y1, packages in cells:
        half = _side(packages, most) * _SIDE * min(x1 - x0, y1 - y0) / top / 2
        x, y = across((x0 + x1) / 2), down((y0 + y1) / 2)
        squares.append((x - half, y - half, x + half, y + half, _CELL))
    sheet.boxes(squares)
    path = [(across(x), down(y)) for x, y in sorted(frontier)]
    # Steps, not slopes: between two packages of the frontier there is no third one.
    corners = [point for a, b in pairwise(path) for point in (a, (a[0], b[1]))] + path[-1:]
    sheet.lines([(*a, *b, theme.PURPLE) for a, b in pairwise(corners)], thick=2)
    sheet.symbols([(x, y, theme.PURPLE) for x, y in path], size=5)
    _draw_spots(
        sheet, [(s.number, across(s.x), down(s.y)) for s in spots if s.x is not None and s.y is not None]
    )
    _draw_list(
        sheet, names, everybody, spots, most, max(c[1] - c[0] for c in cells) * _SIDE / top, bool(frontier)
    )
    return sheet


def _side(packages: int, most: int) -> float:
    """Side of a square as a share of its cell: grows with the logarithm of the number of packages."""
    return 0.22 + 0.7 * math.log(packages) / math.log(max(most, 10))


def _draw_axes(sheet: Sheet, names: tuple[str, str], top: float) -> None:
    steps = [top * place / 5 for place in range(6)]
    grid, across, down = [], [], []
    for step in steps:
        x, y = _LEFT + _SIDE * step / top, _TOP + _SIDE * (1 - step / top)
        grid += [(x, _TOP, x, _TOP + _SIDE, theme.GRID), (_LEFT, y, _LEFT + _SIDE, y, theme.GRID)]
        across.append((x, _TOP + _SIDE + 13, f"{100 * step:.3g} %"))
        down.append((_LEFT - 8, y, f"{100 * step:.3g} %"))
    sheet.lines(grid)
    sheet.texts(across, align="center")
    sheet.texts(down, align="right")
    label = fit(f"accepted by {names[0]}, share of draws", theme.BODY, _SIDE, bold=True)
    sheet.texts([(_LEFT + _SIDE / 2, _TOP + _SIDE + 34, label)], bold=True, align="center")
    label = fit(f"accepted by {names[1]}, share of draws", theme.BODY, _SIDE, bold=True)
    sheet.texts([(8, _TOP + _SIDE / 2, label)], bold=True, align="center", upright=True)


def _draw_spots(sheet: Sheet, spots: Sequence[tuple[int, float, float]]) -> None:
    """Numbered badges, moved off each other with a line back to the true place."""
    placed: list[tuple[int, float, float, float, float]] = []
    for name, x, y in spots:
        options = [(x, y)] + [
            (x + radius * math.cos(turn * math.pi / 8), y - radius * math.sin(turn * math.pi / 8))
            for radius in (18, 28, 40, 54, 70, 90)
            for turn in (2, 6, 10, 14, 0, 4, 8, 12, 1, 3, 5, 7, 9, 11, 13, 15)
        ]
        free = (
            (bx, by)
            for bx, by in options
            if _LEFT + 8 <= bx <= _LEFT + _SIDE - 8
            and _TOP + 8 <= by <= _TOP + _SIDE - 8
            and all(math.hypot(bx - px, by - py) >= 18 for _, _, _, px, py in placed)
        )
        placed.append((name, x, y, *next(free, (x, y))))
    moved = [(x, y, bx, by) for _, x, y, bx, by in placed if (x, y) != (bx, by)]
    sheet.lines([(*line, theme.PAPER) for line in moved], thick=4)
    sheet.lines([(*line, theme.INK) for line in moved], thick=1.4)
    sheet.symbols([(x, y, theme.INK) for _, x, y, _, _ in placed], size=5)
    sheet.symbols(
        [(bx, by, theme.INK) for name, _, _, bx, by in placed if name > 1], size=16, edge=theme.PAPER
    )
    for name, _, _, bx, by in placed:
        if name == 1:
            _draw_best(sheet, bx, by)
    rows = [(bx, by + 0.5, str(name)) for name, _, _, bx, by in placed if name > 1]
    sheet.texts(rows, theme.SMALL, bold=True, align="center", colour=theme.PAPER)


def _draw_best(sheet: Sheet, x: float, y: float) -> None:
    """The badge of the most robust package: larger, and light where the others are dark."""
    sheet.symbols([(x, y, theme.PAPER)], size=24)
    sheet.symbols([(x, y, theme.INK)], size=20, hollow=True)
    sheet.texts([(x, y + 0.5, "1")], theme.HEAD, bold=True, align="center")


def _draw_list(
    sheet: Sheet,
    names: tuple[str, str],
    everybody: str,
    spots: Sequence[_Spot],
    most: int,
    cell: float,
    frontier: bool,
) -> None:
    lefts = (_LIST + 66, _LIST + 122, _LIST + 182)
    y = _TOP + 8.0
    if spots and spots[0].joint:
        lines = wrap(f"Accepted by {everybody} in the same draw, and by each", theme.BODY, 184, 2, bold=True)
        sheet.texts([(_LIST, y + 14 * place, text) for place, text in enumerate(lines)], bold=True)
        y += 14 * len(lines) + 6
        heads = [wrap(name, theme.SMALL, 56, 2) for name in (everybody.removesuffix(" parties"), *names)]
        deepest = max(map(len, heads))
        sheet.texts(
            [
                (x, y + 12 * (deepest - len(head) + line), text)
                for x, head in zip(lefts, heads)
                for line, text in enumerate(head)
            ],
            theme.SMALL,
            align="right",
            colour=theme.GREY,
        )
        y += 12 * (deepest - 1)
        table, badges, numbers = [], [], []
        for spot in spots:
            y += 18
            shares = (spot.joint, spot.x, spot.y)
            table += [(x, y, percent(share)) for x, share in zip(lefts, shares)]
            if spot.number == 1:
                _draw_best(sheet, _LIST + 9, y)
                y += 2
            else:
                badges.append((_LIST + 9, y, theme.INK))
                numbers.append((_LIST + 9, y + 0.5, str(spot.number)))
        sheet.symbols(badges, size=16)
        sheet.texts(numbers, theme.SMALL, bold=True, align="center", colour=theme.PAPER)
        sheet.texts(table, align="right")
        _draw_best(sheet, _LIST + 12, _TOP + _SIDE + 10)
        sheet.texts([(_LIST + 32, _TOP + _SIDE + 10, "most robust package")])
    else:
        lines = wrap(f"No package is acceptable to {everybody} in any draw.", theme.BODY, 184, 3, bold=True)
        sheet.texts([(_LIST, y + 14 * place, text) for place, text in enumerate(lines)], bold=True)
    y = _TOP + _SIDE - 84.0
    sheet.texts([(_LIST, y, "packages in a square")], bold=True)
    samples = sorted({1, *(10**power for power in range(1, 12) if 10**power < most), most})
    samples = samples if len(samples) <= 4 else [samples[0], samples[len(samples) // 2], samples[-1]]
    boxes, texts = [], []
    for place, packages in enumerate(samples):
        half, x = _side(packages, most) * cell / 2, _LIST + 12 + 46 * place
        boxes.append((x - half, y + 22 - half, x + half, y + 22 + half, _CELL))
        texts.append((x, y + 42, f"{packages:,}"))
    sheet.boxes(boxes)
    sheet.texts(texts, theme.SMALL, align="center")
    if frontier:
        sheet.lines([(_LIST, y + 68, _LIST + 24, y + 68, theme.PURPLE)], thick=2)
        sheet.symbols([(_LIST + 12, y + 68, theme.PURPLE)], size=5)
        sheet.texts([(_LIST + 32, y + 68, "frontier")])
