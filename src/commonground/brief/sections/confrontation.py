"""Risk of confrontation: how the number comes about, the demand behind it, and what would bring it down."""

from __future__ import annotations

from commonground.brief.document import Block, FigureBlock, Paragraph, Part, Parts, Section, Table
from commonground.brief.found import Found
from commonground.brief.view import View, day
from commonground.charts.force import force


def section(view: View) -> Section | None:
    found = Found(view, "crisis")
    if not found:
        return None
    chance = found.path("confrontation.mean")
    out: list[Block] = [
        Paragraph(
            (
                "If no agreement comes first, there is ",
                *view.a_chance(chance),
                f" chance ({view.chance_in_words(chance)}) of a confrontation by {day(view.case['horizon'])}. This is"
                " what happens if the talks fail; the outlook above also counts the chance that they do not.",
            )
        ),
        Table(
            ("Step", "Chance", "5 to 95 %", "What it says"),
            tuple(_steps(found)),
            align=("left", "right", "right", "left"),
            widths=(2.2, 0.9, 1.5, 5.4),
        ),
        Paragraph(_demand(found)),
    ]
    figure = force(view.study.data)
    if figure is not None:
        out.append(FigureBlock(figure))
    out += found.thresholds("What would have to be for less risk")
    out += view.callouts("confrontation")
    return Section("confrontation", "Risk of confrontation", tuple(out))


def _sides(found: Found) -> tuple[str, str]:
    sides = found.data["parties"]
    return found.view.the(sides["demander"]), found.view.the(sides["resister"])


def _steps(found: Found) -> list[tuple[Parts, ...]]:
    demander, resister = _sides(found)
    hidden = (
        f"what a war would cost {resister}"
        if found.data.get("private") == "cost"
        else "how a war would end, which only the other side knows"
    )
    rows = [
        (
            "A demand comes to a head",
            "comes_to_head",
            (
                f"Without an agreement, {demander} backs a demand with force by the horizon. ",
                *_judged(found.view, "comes_to_head"),
            ),
        ),
        (
            "... and is met by force",
            "risk",
            (
                f"{resister[:1].upper()}{resister[1:]} would sooner fight than give in. {demander[:1].upper()}"
                f"{demander[1:]} does not know {hidden}, and asks for as much as pays it best on average.",
            ),
        ),
        ("Force by another path", "other_paths", _judged(found.view, "other_paths")),
        (
            "Confrontation without an agreement",
            "confrontation",
            ("At least one of the two paths: 1 less the chance that neither is taken.",),
        ),
    ]
    return [
        ((name,), found.chance(key), found.ends(key, found.view.chance), says)
        for name, key, says in rows
        if key != "other_paths" or found.get("other_paths.high")
    ]


def _judged(view: View, key: str) -> Parts:
    """A judgement of the case with its sources; the reason stands among the case's values."""
    path = f"crisis.{key}"
    if not view.has_value(path):
        return ()
    entry = view.study.data["values"][path]
    return ("A judgement of the case: ", view.value(path), ". ", *view.cites(entry["evidence"]))


def _demand(found: Found) -> Parts:
    demander, _ = _sides(found)
    parts: list[Part] = [
        f"The demand that pays {demander} best is for ",
        *found.share_spread("demand"),
        " of all that is at stake. ",
    ]
    parts += _protocol(found)
    for key, said in (
        ("would_attack", f" of draws {demander} would sooner fight than keep what it has today"),
        ("several", " of draws several demands are as good; the figures are of the safest"),
    ):
        if found.get(key):
            parts += ["In ", found.view.share(found.path(key)), f"{said}. "]
    return tuple(parts)


def _protocol(found: Found) -> Parts:
    """What any procedure of talks could reach, and what is left to how the demand is made."""
    bound, risk, gap = found.middle("bound"), found.middle("risk"), found.middle("gap")
    if bound is None or risk is None or gap is None:
        return ()
    view = found.view
    if view.get(bound) < 0.005:
        return (
            "Between sides that know only what these do, some procedure of talks would leave next to no risk of force;"
            " all of it comes from how the demand is made. ",
        )
    parts: Parts = (
        "No procedure of talks between sides that know only what these do could bring the risk of force below ",
        view.chance(bound),
        " on average",
    )
    if view.get(gap) < 0.005:
        return (*parts, ". ")
    rest = view.points_between(bound, risk, gap)
    return (*parts, "; the other ", rest, " come from how the demand is made, not from what is hidden. ")
