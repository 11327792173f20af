"""What the forecast rests on: swings of single values, what it would pay to find out, and where agreement lies."""

from __future__ import annotations

from commonground.brief.document import (
    Block,
    Bullets,
    FigureBlock,
    Heading,
    Paragraph,
    Part,
    Parts,
    Section,
    Table,
)
from commonground.brief.explored import Explored
from commonground.brief.view import View, at_start
from commonground.charts.box_rules import box_rules
from commonground.charts.tornado import tornado

_MOST_TO_LEARN = 6


def section(view: View) -> Section | None:
    found = Explored(view)
    if not found:
        return None
    blocks = [*_swings(found), *_to_learn(found), *_where(found)]
    if not blocks:
        return None
    return Section("drivers", "What the forecast rests on", tuple(blocks))


def _swings(found: Explored) -> list[Block]:
    figure = tornado(found.view.study.data)
    if figure is None:
        return []
    lead = (
        f"The chance of {found.what}, ",
        found.chance(f"before.{found.goal}.p"),
        " as things are, is a mean over all that is not known for sure. The chart puts one value at a time at the low"
        " end of its range, above which it lies in nine draws of ten, and at the high end, above which it lies in one"
        " of ten; the others stay as drawn. What several do together is not in it.",
    )
    parts: list[Part] = ["Shown at ", found.count("draws.full"), " draws"]
    if found.get("draws.screen") != found.get("draws.full"):
        parts += ["; which values swing it most was found at ", found.count("draws.screen")]
    return [Paragraph(lead), FigureBlock(figure), Paragraph((*parts, "."))]


def _to_learn(found: Explored) -> list[Block]:
    rows: list[tuple[Parts, ...]] = []
    for i, entry in enumerate(found.data["information"][:_MOST_TO_LEARN]):
        below = f"information.{i}"
        rows.append(
            (
                (found.value(entry["path"]),),
                (found.chance(f"{below}.low"),),
                (found.chance(f"{below}.high"),),
                (found.size(f"{below}.moves"),),
                (found.share(f"{below}.narrows"),),
            )
        )
    if not rows:
        return []
    lead = (
        "Not every value that swings the forecast is worth finding out: some are known well enough. Somebody who"
        " learned one of those below would hold another forecast than today's; the table says how far off it would"
        " be, and how much of the expected error (Brier) would be gone."
    )
    table = Table(
        (
            "If this were known",
            f"Chance of {found.what} where it is low",
            "Where it is high",
            "Off today's, points",
            "Error gone",
        ),
        tuple(rows),
        align=("left", "right", "right", "right", "right"),
        widths=(3.6, 1.9, 1.3, 1.3, 1.1),
        caption="Low and high: the lowest and the highest tenth of its draws; off today's: one standard deviation.",
    )
    return [Heading("What it would pay to find out"), Paragraph((lead,)), table]


def _where(found: Explored) -> list[Block]:
    items: list[Parts] = []
    rules = found.data["rules"]
    if rules["goal"] and rules["goal"]["bounds"]:
        items.append(
            (
                f"{at_start(found.what)} has a chance of ",
                found.chance("rules.goal.density"),
                ", against ",
                found.chance("rules.goal.before"),
                " in all, in the ",
                found.share("rules.goal.support"),
                " of draws with ",
                *found.bounds("rules.goal"),
                ". They hold ",
                found.share("rules.goal.coverage"),
                " of all the chance there is.",
            )
        )
    if rules["zone"] and rules["zone"]["bounds"]:
        items.append(
            (
                "Common ground exists in ",
                found.share("rules.zone.density"),
                ", against ",
                found.share("rules.zone.before"),
                " in all, of the ",
                found.share("rules.zone.support"),
                " of draws with ",
                *found.bounds("rules.zone"),
                ".",
            )
        )
    blocks: list[Block] = [Bullets(tuple(items))] if items else []
    figure = box_rules(found.view.study.data)
    if figure is not None:
        blocks.append(FigureBlock(figure))
    return [Heading("Where agreement lies"), *blocks] if blocks else []
