"""ACLED, current and legacy exports: byte order mark, comma or semicolon, two styles of dates, inter codes as words
or integers. Its data are licensed: users bring their own and none is in this project.
"""

from __future__ import annotations

from commonground.evidence.importers.layout import Columns, Fields, Layout, choice, one

_EVENTS: dict[str, str | None] = {
    "Battles": "ASSAULT",
    "Explosions/Remote violence": "ASSAULT",
    "Violence against civilians": "ASSAULT",
    "Protests": "PROTEST",
    "Riots": "PROTEST",
}
_SUB: dict[str, str | None] = {
    "Agreement": "AGREE",
    "Arrests": "COERCE",
    "Disrupted weapons use": "COERCE",
    "Headquarters or base established": "MOBILIZE",
    "Looting/property destruction": "COERCE",
    "Non-violent transfer of territory": "RETREAT",
    "Abduction/forced disappearance": "ASSAULT",
    "Excessive force against protesters": "ASSAULT",
    "Protest with intervention": "PROTEST",
}
_INTER: dict[str, str | None] = {
    "1": "MIL", "2": "REB", "3": "UAF", "4": "UAF", "5": "OPP", "6": "OPP", "7": "CVL", "8": "MIL",
    "state forces": "MIL", "rebel group": "REB", "rebel groups": "REB", "rebel forces": "REB",
    "political militia": "UAF", "political militias": "UAF", "identity militia": "UAF", "identity militias": "UAF",
    "rioters": "OPP", "protesters": "OPP", "civilians": "CVL",
    "external/other forces": "MIL", "external forces": "MIL", "other forces": "MIL",
}  # fmt: skip


def _fields(columns: Columns) -> Fields:
    first, second = columns("actor1"), columns("actor2")
    event = (
        f"coalesce({choice(columns('sub_event_type'), _SUB)}, {choice(columns('event_type'), _EVENTS)}, '')"
    )
    return Fields(
        id=f"coalesce({columns('event_id_cnty')}, {columns('data_id')})",
        day=columns.day("event_date", "%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d/%m/%Y"),
        source=one(first),
        source_name=first,
        source_sector=choice(f"lower({columns('inter1')})", _INTER),
        target=one(second),
        target_name=second,
        target_sector=choice(f"lower({columns('inter2')})", _INTER),
        event=f"(CASE WHEN {columns('event_type')} IS NULL THEN NULL ELSE {event} END)",
        mode=columns("sub_event_type"),
        deaths=columns.number("fatalities", "INTEGER"),
        place=columns("country"),
        text=columns("notes"),
    )


def _layout(name: str, title: str, own: set[str]) -> Layout:
    return Layout(
        name=name,
        title=title,
        fields=_fields,
        delimiters=(",", ";", "\t"),
        needs=frozenset({"event_date", "event_type", "sub_event_type", "actor1", "fatalities", *own}),
        quote='"',
        coded="plover",
    )


LEGACY = _layout("acled-legacy", "ACLED, export of about 2018 to 2022", {"data_id", "iso3"})
ACLED = _layout("acled", "ACLED", {"event_id_cnty"})
