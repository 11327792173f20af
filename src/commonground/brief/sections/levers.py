"""What could be done: every lever by its computed effect, what is recommended, and levers together."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import (
    Block,
    Bullets,
    Callout,
    FigureBlock,
    Heading,
    Headline,
    Number,
    Paragraph,
    Part,
    Parts,
    Section,
    Strong,
    Table,
)
from commonground.brief.explored import Explored
from commonground.brief.view import View, joined, quoted, sentence
from commonground.charts.lever_front import lever_front

_NONE = "no shown effect"
_MOST_RECOMMENDED = 4
_MOST_SETS = 3


def section(view: View) -> Section | None:
    found = Explored(view)
    if not found or not found.data["levers"]:
        return None
    blocks: list[Block] = [
        Paragraph(_lead(found)),
        *_recommended(found),
        *_rest(found),
        *_in_hindsight(found),
    ]
    figure = lever_front(view.study.data)
    if figure is not None:
        blocks.append(FigureBlock(figure))
    blocks += _together(found)
    return Section("levers", "What could be done", tuple(blocks))


def annex(view: View) -> Section | None:
    """Every lever with all that was computed of it."""
    found = Explored(view)
    if not found or not found.data["levers"]:
        return None
    lead = (
        "Effects are in percentage points, the chance to work counted; the range is what follows from what is not known"
        f" about the lever itself. Worse in: draws in which it lowers the chance of {found.what}."
    )
    return Section(
        "lever-table", "Every lever by its effect", (Paragraph((lead,)), _table(found)), annex=True
    )


def judgement(view: View) -> list[Block]:
    """The best single lever, or that there is none, among the key judgements."""
    found = Explored(view)
    if not found or not found.data["levers"]:
        return []
    count = len(found.data["levers"]["levers"])
    if not found.data["levers"]["recommended"]:
        return [
            Paragraph(
                (
                    f"None of the {count} things that the case says somebody could do has a shown effect of a point or"
                    f" more on the chance of {found.what}; none is recommended.",
                )
            )
        ]
    i, best = _entry(found, found.data["levers"]["recommended"][0])
    after = f"levers.levers.{i}.outcomes.{found.goal}"
    sets = found.data["levers"]["sets"]["best"]
    parts: list[Part] = [
        f"Of the {count} things that the case says somebody could do, {quoted(best['name'])} has the largest shown"
        f" effect: it would move the chance of {found.what} ",
        *found.from_to(after),
        ", its own chance to work counted.",
    ]
    if sets and len(sets[0]["levers"]) > 1:
        parts += [
            f" The best of what {_budget(found)} together is {found.names(sets[0]['levers'])}: ",
            found.chance("levers.sets.best.0.after"),
            ".",
        ]
    return [Headline(found.chance(f"{after}.after.p"), tuple(parts))]


def _entry(found: Explored, name: str) -> tuple[int, dict[str, Any]]:
    entries: list[dict[str, Any]] = found.data["levers"]["levers"]
    return next((i, entry) for i, entry in enumerate(entries) if entry["id"] == name)


def _budget(found: Explored) -> str:
    return "can be pulled" if found.data["levers"]["budget"] is None else "the budget pays for"


def _lead(found: Explored) -> Parts:
    data = found.data["levers"]
    unit = f", in {data['unit']}" if data["unit"] else ""
    return (
        f"What somebody could do, by its computed effect. Each acts through the model, on the same draws; its chance to"
        f" work is counted. Effects are in percentage points; the range is what follows from what is not known about"
        f" the lever itself, and where it covers no change at all, no effect is shown. Costs are judgements of the"
        f" case{unit}. An annex lists every lever.",
    )


def _table(found: Explored) -> Table:
    force = "confrontation" in found.data["before"]
    rows: list[tuple[Parts, ...]] = []
    for i, entry in enumerate(found.data["levers"]["levers"]):
        below = f"levers.levers.{i}"
        effect = f"{below}.outcomes.{found.goal}"
        rows.append(
            (
                (entry["name"],),
                (found.parties(entry["by"]),),
                ("none shown",) if entry["verdict"] == _NONE else (found.points(f"{effect}.change"),),
                (found.points(f"{effect}.low"), " to ", found.points(f"{effect}.high")),
                *(((found.points(f"{below}.outcomes.confrontation.change"),),) if force else ()),
                (found.cost(f"{below}.cost.mean"),),
                (found.share(f"{below}.works.mean"),),
                (found.share(f"{below}.backfires"),),
            )
        )
    head = found.what.removeprefix("an ").capitalize()
    return Table(
        ("Lever", "Who", head, "Range", *(("Force",) if force else ()), "Cost", "Works", "Worse in"),
        tuple(rows),
        align=("left", "left", *("right",) * (6 if force else 5)),
        widths=(3.2, 1.7, 1.2, 1.6, *((0.9,) if force else ()), 0.8, 0.9, 0.9),
    )


def _recommended(found: Explored) -> list[Block]:
    data = found.data["levers"]
    if not data["recommended"]:
        return [
            Callout(
                (
                    f"No lever has a shown effect of a point or more on the chance of {found.what}. On these numbers"
                    " none is recommended.",
                ),
                title="Nothing to recommend",
            )
        ]
    items = [_item(found, name) for name in data["recommended"][:_MOST_RECOMMENDED]]
    return [Heading("Recommended, by computed effect"), Bullets(tuple(items), ordered=True)]


def _in_hindsight(found: Explored) -> list[Block]:
    """Regret, of doing nothing and of the first recommendation."""
    data = found.data["levers"]
    if not data["recommended"] or data["regret_of_none"]["mean"] is None:
        return []
    i, best = _entry(found, data["recommended"][0])
    return [
        Paragraph(
            (
                "Nobody knows which draw is the true one. Doing nothing falls behind the best single lever of each"
                " draw by ",
                found.size("levers.regret_of_none.mean"),
                f" points on average; {quoted(best['name'])} by ",
                found.size(f"levers.levers.{i}.regret.mean"),
                ".",
            )
        )
    ]


def _rest(found: Explored) -> list[Block]:
    """The other levers in a few lines: small effects, none shown, and those that lower the chance."""
    entries = list(enumerate(found.data["levers"]["levers"]))
    told = set(found.data["levers"]["recommended"][:_MOST_RECOMMENDED])
    items: list[Parts] = []
    for lead, verdict in (
        ("A smaller effect: ", "raises"),
        ("No shown effect, since the range covers no change at all: ", _NONE),
        ("Lower it: ", "lowers"),
    ):
        named: list[Parts] = [
            (f"{entry['name']}, ", *_range(found, i, verdict != _NONE))
            for i, entry in entries
            if entry["verdict"] == verdict and entry["id"] not in told
        ]
        if named:
            items.append((lead, *joined(named, "; ", "; "), "."))
    return [Bullets(tuple(items))] if items else []


def _range(found: Explored, i: int, whole: bool = True) -> Parts:
    """An effect in points with its range: "+4.9 points (+1.6 to +9.0)"; the range alone where no effect is shown."""
    effect = f"levers.levers.{i}.outcomes.{found.goal}"
    ends: Parts = (found.points(f"{effect}.low"), " to ", found.points(f"{effect}.high"))
    return (found.points(f"{effect}.change"), " points (", *ends, ")") if whole else ends


def _item(found: Explored, name: str) -> Parts:
    i, entry = _entry(found, name)
    below = f"levers.levers.{i}"
    said = found.view.case["levers"].get(name, {})
    parts: list[Part] = [
        Strong(entry["name"]),
        f" ({found.parties(entry['by'])}): ",
        *_range(found, i),
        ", ",
        *found.from_to(f"{below}.outcomes.{found.goal}"),
        "; if it works, ",
        found.chance(f"{below}.if_works.after.p"),
        ". ",
    ]
    worth: list[Parts] = [
        (f"{found.view.the(party)} ", _worth(found, f"{below}.accounts.{party}.value"))
        for party in entry["accounts"]
    ]
    if worth:
        parts += ["On each side's own scale of a hundred it is worth to ", *joined(worth), ". "]
    if said.get("because"):
        parts += [sentence(said["because"]), " "]
    return (*parts, *found.view.cites(said.get("evidence", ())))


def _worth(found: Explored, below: str) -> Number:
    """A change on a party's own scale, in hundredths."""
    return Number(f"{100 * found.get(below):+.1f}".replace("-", "\N{MINUS SIGN}"), found.path(below))


def _together(found: Explored) -> list[Block]:
    data = found.data["levers"]
    shown = {entry["id"] for entry in data["levers"] if entry["verdict"] == "raises"}
    several = [
        (i, one)
        for i, one in enumerate(data["sets"]["best"])
        if len(one["levers"]) > 1 and shown.issuperset(one["levers"])
    ]
    items: list[Parts] = []
    for i, one in several[:_MOST_SETS]:
        below = f"levers.sets.best.{i}"
        parts: list[Part] = [
            f"{found.names(one['levers'])}: ",
            found.chance(f"{below}.after"),
            ", a change of ",
            found.points(f"{below}.low"),
            " to ",
            found.points(f"{below}.high"),
            " points, at a cost of ",
            found.cost(f"{below}.cost"),
        ]
        if one["synergy"] is not None and abs(one["synergy"]) > 2 * one["synergy_se"]:
            more = "more" if one["synergy"] > 0 else "less"
            parts += ["; ", found.size(f"{below}.synergy"), f" points {more} than each alone adds up to"]
        items.append((*parts, "."))
    if not items:
        return []
    parts = ["The best sets of levers with a shown effect"]
    if data["budget"] is not None:
        parts += [" within a budget of ", found.amount("levers.budget")]
    parts += [f", of at most {data['most']} together. Pairs and sets were looked for at "]
    parts += [
        found.count("levers.draws.search"),
        " draws; what a set brings beyond its levers alone is from ",
        found.count("levers.draws.told"),
    ]
    if data["sets"]["solved"] < data["sets"]["there"]:
        parts += [", and only ", found.count("levers.sets.solved"), " of ", found.count("levers.sets.there")]
        parts += [" sets that fit were solved"]
    return [Heading("Together"), Paragraph((*parts, ".")), Bullets(tuple(items))]
