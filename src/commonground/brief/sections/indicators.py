"""What to watch: dated events, each with the shift of the forecast that seeing it would bring."""

from __future__ import annotations

from commonground.brief.document import Block, Paragraph, Parts, Section, Table
from commonground.brief.explored import Explored
from commonground.brief.view import View, at_start, day, joined

_MOST = 12


def section(view: View) -> Section | None:
    found = Explored(view)
    if not found or not found.data["indicators"]:
        return None
    data = found.data["indicators"]
    force = "confrontation" in found.data["before"]
    rows: list[tuple[Parts, ...]] = []
    for i, event in enumerate(data["events"][:_MOST]):
        below = f"indicators.events.{i}.outcomes"
        said = view.case.get("indicators", {}).get(event["id"], {})
        rows.append(
            (
                (f"{at_start(event['event'])} ", *view.cites(said.get("evidence", ()))),
                (f"by {day(event['by'])}" if event["by"] else "at any time",),
                found.shift(f"{below}.{found.goal}"),
                *((found.shift(f"{below}.confrontation"),) if force else ()),
            )
        )
    head = at_start(found.what.removeprefix("an "))
    table = Table(
        ("If this is seen", "When", head, *(("Confrontation",) if force else ())),
        tuple(rows),
        align=("left", "left", *("right",) * (2 if force else 1)),
        widths=(5, 1.9, 1.6, *((1.6,) if force else ())),
    )
    blocks: list[Block] = [
        Paragraph(
            (
                "Events that anybody can see, with what each would do to the forecast: how far the case would be"
                " changed by it is a judgement of the case, the shift is computed. The largest comes first.",
            )
        ),
        table,
    ]
    if data["unwatched"]:
        blocks.append(
            Paragraph(
                (
                    "Much rests too on values for which the case names no event: ",
                    *joined([(found.value(path),) for path in data["unwatched"]]),
                    ".",
                )
            )
        )
    return Section("indicators", "What to watch", tuple(blocks))
