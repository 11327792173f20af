"""POLECAT: PLOVER events of the NGEC coder, 40 tab-separated columns with a header.

"None" is missing; several values of a field are joined by "; ". The intensity column has two names, and quad
classes come in words or numbers. There are no CAMEO codes, hence no Goldstein scores.
"""

from __future__ import annotations

from commonground.evidence.importers.layout import Columns, Fields, Layout, choice, several

_QUADS = {
    "VERBAL COOPERATION": "1", "MATERIAL COOPERATION": "2", "VERBAL CONFLICT": "3", "MATERIAL CONFLICT": "4",
    "1": "1", "2": "2", "3": "3", "4": "4",
}  # fmt: skip


def _fields(columns: Columns) -> Fields:
    mode, event, quad = columns("Event Mode"), columns("Event Type"), columns("Quad Code")
    published = "Publication Date"
    return Fields(
        id=columns("Event ID"),
        day=columns.day("Event Date", "%Y-%m-%d"),
        known=columns.day(published, "%Y-%m-%d"),
        source=several(columns("Actor Country"), ";"),
        source_name=columns("Actor Name"),
        source_sector=columns("Primary Actor Sector"),
        target=several(columns("Recipient Country"), ";"),
        target_name=columns("Recipient Name"),
        target_sector=columns("Primary Recipient Sector"),
        event=f"upper({event})",
        # "ASSAULT-firearms" -> "firearms"
        mode=f"(CASE WHEN contains({mode}, '-') THEN {mode}[strpos({mode}, '-') + 1:] ELSE {mode} END)",
        context=f"lower({columns('Contexts')})",
        quad=f"TRY_CAST({choice(f'upper({quad})', _QUADS)} AS INTEGER)",
        intensity=f"coalesce({columns.number('Intensity')}, {columns.number('Event Intensity')})",
        place=columns("Country"),
        url=columns("Source"),
    )


POLECAT = Layout(
    name="polecat",
    title="POLECAT events",
    fields=_fields,
    needs=frozenset({"event id", "event date", "event type", "quad code", "actor name", "recipient name"}),
    quote="?",
    nulls=("None", "NULL"),
    quad_convention="plover",
    coded="plover",
)
