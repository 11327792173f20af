"""The case against the main line: what would lower it, the assumptions reversed, and values that would overturn it."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import (
    Block,
    Bullets,
    Number,
    Paragraph,
    Part,
    Parts,
    Section,
    Table,
)
from commonground.brief.explored import Explored
from commonground.brief.view import View, at_start, joined, quoted, sentence
from commonground.charts import reading
from commonground.charts.explore_reading import end_text, unit_of
from commonground.methods.registry import card, method_ids

_MOST_AGAINST = 4
_NO_CARD = "common-ground, nothing hidden"


def section(view: View) -> Section | None:
    found = Explored(view)
    if not found or not found.data["robustness"]:
        return None
    data = found.data["robustness"]
    main = data["main"]["outcome"]
    parts: list[Part] = [
        f"The main line is {_noun(main)}, at ",
        found.chance("robustness.main.p"),
        ". What speaks against it, the strongest first, computed one at a time:"
        if data["against"]
        else ". Nothing that the case names lowers it by half a point or more.",
    ]
    blocks: list[Block] = [Paragraph(tuple(parts))]
    items = [_against(found, i, point) for i, point in enumerate(data["against"][:_MOST_AGAINST])]
    if items:
        blocks.append(Bullets(tuple(items), ordered=True))
    if data["values"]:
        blocks.append(Paragraph(_values(found, main)))
    return Section("alternatives", "The case against the main line", tuple(blocks))


def annex(view: View) -> Section | None:
    """The forecast with each assumption reversed."""
    found = Explored(view)
    if not found or not found.data["robustness"]:
        return None
    blocks = _reversed(found)
    return Section("reversed", "Each assumption reversed", tuple(blocks), annex=True) if blocks else None


def _noun(outcome: str) -> str:
    return {"agreement": "an agreement", "confrontation": "a confrontation"}.get(outcome, outcome)


def _against(found: Explored, i: int, point: dict[str, Any]) -> Parts:
    view, key = found.view, point["id"]
    after: Parts = (found.chance(f"robustness.against.{i}.after"), *_instead(found, point))
    if point["kind"] == "scenario":
        name = view.case.get("scenarios", {}).get(key, {}).get("name") or key
        return (f"In the scenario {quoted(name)}: ", *after, ".")
    if point["kind"] == "method":
        return (f"By {_method(key)}: ", *after, ".")
    said, wrong = _assumption(view, key)
    lead = "With the values behind an assumption at their ends: " if point["kind"] == "values" else ""
    told: Parts = (lead or "If an assumption is wrong: ", *after, f". We assume: {sentence(said)}")
    return (*told, f" If not: {sentence(wrong)}") if wrong else told


def _instead(found: Explored, point: dict[str, Any]) -> Parts:
    """What becomes likelier in its place, where it was computed: " (a confrontation 42 %)"."""
    data, kind, key = found.data, point["kind"], point["id"]
    if kind == "scenario":
        place = next((i for i, row in enumerate(data["scenarios"] or ()) if row["id"] == key), None)
        below = f"scenarios.{place}.outcomes"
    elif kind in ("assumption", "values"):
        entries = data["robustness"]["assumptions"]
        place = next((i for i, entry in enumerate(entries) if entry["id"] == key), None)
        below = f"robustness.assumptions.{place}.{'opposite' if kind == 'assumption' else 'low'}"
    else:
        return ()
    if place is None:
        return ()
    rises = {name: one["change"] for name, one in found.get(below).items()}
    most = max(rises, key=lambda name: rises[name])
    if rises[most] <= 0.0:
        return ()
    return (f" ({_noun(most)} ", *found.shift(f"{below}.{most}"), ")")


def _assumption(view: View, key: str) -> tuple[str, str]:
    """What is assumed, and what follows if it is wrong."""
    said: dict[str, Any] = next((item for item in view.case.get("assumptions", ()) if item["id"] == key), {})
    return str(said.get("text") or key), str(said.get("if_wrong") or "")


def _method(name: str) -> str:
    if name == _NO_CARD:
        return "common ground, if nothing were hidden at the table"
    return f"the method {quoted(card(name).title)}" if name in method_ids() else name


def _values(found: Explored, main: str) -> Parts:
    """The few values that would lower it most, all at once."""
    view = found.view
    told: list[Parts] = []
    for path, number in found.get("robustness.values")["at"].items():
        text = reading.with_unit(end_text(view.study.data, path, number), unit_of(view.study.data, path))
        told.append((found.value(path), " at ", Number(text, found.path(f"robustness.values.at[{path}]"))))
    outcomes = found.get("robustness.values")["outcomes"]
    rest: list[Parts] = [
        (f"{_noun(name)} ", found.chance(f"robustness.values.outcomes.{name}.after.p"))
        for name in outcomes
        if name != main
    ]
    return (
        f"With {'these values' if len(told) > 1 else 'this value'} at the end that speaks against it"
        f"{', all at once' if len(told) > 1 else ''}, ",
        *joined(told),
        f", {_noun(main)} would have a chance of ",
        found.chance(f"robustness.values.outcomes.{main}.after.p"),
        *(("; ", *joined(rest)) if rest else ()),
        ".",
    )


def _reversed(found: Explored) -> list[Block]:
    """The forecast with each assumption the other way."""
    names = list(found.data["before"])
    rows: list[tuple[Parts, ...]] = [
        (("As things are",), *((found.chance(f"before.{name}.p"),) for name in names))
    ]
    silent = 0
    for i, entry in enumerate(found.data["robustness"]["assumptions"]):
        below = f"robustness.assumptions.{i}"
        if entry["by"] == "nothing":
            silent += 1
            continue
        said = (_assumption(found.view, entry["id"])[0],)
        if entry["by"] == "opposite":
            rows.append((said, *((found.chance(f"{below}.opposite.{name}.after.p"),) for name in names)))
        else:
            rows.append((said, *(_ends(found, below, name) for name in names)))
    if len(rows) == 1:
        return []
    table = Table(
        ("If this were wrong", *map(at_start, names)),
        tuple(rows),
        align=("left", *("right",) * len(names)),
        widths=(6, *(1.5,) * len(names)),
    )
    blocks: list[Block] = [table]
    if silent:
        count = "One assumption is" if silent == 1 else f"{silent} assumptions are"
        blocks.append(Paragraph((f"{count} left out: nothing computed here rests on them.",)))
    return blocks


def _ends(found: Explored, below: str, name: str) -> Parts:
    """Two numbers where the values behind an assumption stand at their ends, in place of its opposite."""
    paths = sorted(
        (f"{below}.{end}.{name}.after.p" for end in ("low", "high")), key=lambda path: float(found.get(path))
    )
    return (found.chance(paths[0]), " or ", found.chance(paths[1]))
