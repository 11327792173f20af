"""Who could mediate, and why: whose word would be believed, what it would change, and who would accept it."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import (
    Block,
    Bullets,
    FigureBlock,
    Heading,
    Paragraph,
    Part,
    Parts,
    Section,
    Strong,
    Table,
)
from commonground.brief.found import Found
from commonground.brief.view import View, as_printed
from commonground.charts.credibility_map import credibility_map
from commonground.charts.reading import with_article

_LITTLE = 0.005  # a share that prints as nothing


def section(view: View) -> Section | None:
    found = Found(view, "mediation")
    if not found or not found.data.get("mediators"):
        return None
    demander, resister = _sides(view)
    out: list[Block] = [
        Paragraph(
            (
                f"A mediator lowers the risk of force if it can tell {demander} how far {resister} would go, and is"
                " believed. For that its word must be worth acting on, and it must gain nothing by shading it either"
                f" way: one that wants peace at any price calls {resister} resolved in any case, and one that leans"
                f" far towards {demander} calls it yielding in any case.",
            )
        ),
        Table(
            (
                "Mediator",
                "Believed (draws)",
                "If not: what fails most often",
                "Takes off the risk",
                "Adds to it in",
                "Accepted by both",
            ),
            tuple(_row(found, key, entry) for key, entry in found.data["mediators"].items()),
            align=("left", "right", "left", "right", "right", "right"),
            widths=(1.9, 1.1, 3.3, 1.1, 1, 1.4),
        ),
        Paragraph(_effect(found)),
    ]
    figure = credibility_map(view.study.data)
    if figure is not None:
        out.append(FigureBlock(figure))
    pledges = [
        line
        for key, entry in found.data["mediators"].items()
        if (line := _guarantee(found, key, entry)) is not None
    ]
    if pledges:
        out.append(Heading("As guarantors, which is another matter"))
        out.append(Bullets(tuple(pledges)))
    out += view.callouts("mediators")
    return Section("mediators", "Who could mediate, and why", tuple(out))


def _sides(view: View) -> tuple[str, str]:
    sides = Found(view, "crisis").data.get("parties") or view.case.get("crisis") or {}
    names = [
        view.the(sides[role]) if role in sides else "the other side" for role in ("demander", "resister")
    ]
    return names[0], names[1]


def _row(found: Found, key: str, entry: dict[str, Any]) -> tuple[Parts, ...]:
    path = f"mediators.{key}"
    accepted = f"{path}.accepted"
    return (
        (Strong(entry["name"]),),
        (found.view.share(found.path(f"{path}.believed")),),
        _why_not(found, key, entry),
        found.share(f"{path}.effect"),
        (found.view.share(found.path(f"{path}.alarms")),),
        (found.view.value(accepted),) if found.view.has_value(accepted) else found.chance(accepted),
    )


def _why_not(found: Found, key: str, entry: dict[str, Any]) -> Parts:
    demander, resister = _sides(found.view)
    asked = found.view.case.get("crisis", {}).get("demander")
    if asked is not None and entry.get("speaks_to") not in (None, asked):
        return (f"It does not speak to {demander}, the side that lacks knowledge",)
    reasons = {
        "ignored": "Its word would not change what is demanded",
        "lies_low": f"To keep the peace it would call {resister} resolved in any case",
        "lies_high": f"In favour of {demander} it would call {resister} yielding in any case",
    }
    shares = {name: share for name, share in (entry.get("why_not") or {}).items() if name in reasons}
    most = max(shares, key=lambda name: shares[name], default=None)
    if most is None or shares[most] < _LITTLE:
        return ("–",)
    return (
        f"{reasons[most]} (",
        found.view.share(found.path(f"mediators.{key}.why_not.{most}")),
        " of draws)",
    )


def _effect(found: Found) -> Parts:
    best = found.data.get("best")
    if best is None:
        return ("None that is believed and accepted lowers the risk of force in any draw.",)
    before, after = found.chance("risk_without"), found.chance("risk_with")
    changed: Parts = (
        ("goes from ", *before, " to ", *after, " on average")
        if as_printed(before) != as_printed(after)
        else ("hardly changes: it is ", *before, " on average without and with it")
    )
    parts: list[Part] = [
        "With the best of those accepted, draw by draw, the risk of force ",
        *changed,
        "; acceptance counted, ",
        with_article(found.data["mediators"][best]["name"]),
        " takes off most. ",
    ]
    if any((entry.get("alarms") or 0.0) >= _LITTLE for entry in found.data["mediators"].values()):
        parts.append(
            f"In some draws a word that is believed adds to the risk: it lets {_sides(found.view)[0]} dare more. "
        )
    parts.append(
        "This is what a mediator can do at most: that its word is not heeded is possible wherever it can be believed."
    )
    return tuple(parts)


_YEARS = "years of what the deal yields"
# what is pledged, in words, its unit, and which effects it has
_PLEDGES = (
    ("war_cost", "a war made dearer by ", "of all that is at stake", ("risk",)),
    ("escrow", "a sum in escrow of ", _YEARS, ("durability", "width")),
    ("snapback", "penalties for leaving of ", _YEARS, ("durability",)),
)
_EFFECTS = {"risk": "the risk of force", "durability": "a deal's durability", "width": "the zone of a deal"}


def _guarantee(found: Found, key: str, entry: dict[str, Any]) -> Parts | None:
    """What a guarantee adds and changes, one line; None without one that does anything."""
    path = f"mediators.{key}.guarantee"
    if not entry.get("guarantee"):
        return None
    pledged = [pledge for pledge in _PLEDGES if found.get(f"{path}.{pledge[0]}.high")]
    if not pledged:
        return None
    parts: list[Part] = [Strong(f"{entry['name']}: ")]
    for i, (name, words, unit, _) in enumerate(pledged):
        parts += [" and " if i else "with ", words, *found.amount_spread(f"{path}.{name}", unit)]
    moved = {effect for *_, effects in pledged for effect in effects}
    for effect, what in _EFFECTS.items():
        if effect in moved:
            parts += _change(found, path, effect, what)
    if "durability" in moved and found.middle(f"{path}.durability_with") is None:
        parts.append(
            "; what leaving a deal brings its governments is not stated, so its effect on durability is not computed"
        )
    return (*parts, ".")


def _change(found: Found, path: str, effect: str, what: str) -> Parts:
    """What goes from one figure to another with a guarantee; nothing where it is not computed."""
    places = [found.middle(f"{path}.{effect}_{when}") for when in ("without", "with")]
    if None in places:
        return ()
    write, unit = (found.amount, " of what it yields") if effect == "width" else (found.chance, "")
    first, then = write(f"{path}.{effect}_without"), write(f"{path}.{effect}_with")
    if any(effect == "width" and place and found.view.get(place) < 0 for place in places):
        unit += " (below 0 there is none)"
    if as_printed(first) == as_printed(then):
        return (f", {what} hardly changes: it is ", *first, unit)
    return (f", {what} goes from ", *first, " to ", *then, unit)
