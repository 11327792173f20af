"""ICEWS coded events: the original tab-separated files, and the repository's ".tab" variant.

The variant puts strings in double quotes and reads codes as numbers, so that leading zeros are lost. The data
hold leaf codes only: no such code has two digits, and none of three digits lies above 204, so both kinds lost one.
Countries are English names. Sectors are lists, "Executive,Executive Office,Government".
"""

from __future__ import annotations

from commonground.evidence.importers.layout import Columns, Fields, Layout, one

_SECTORS = {
    "Military": "MIL", "Police": "COP", "Parliament": "LEG", "Legislative": "LEG", "Judicial": "JUD",
    "Government": "GOV", "Executive": "GOV", "Rebel": "REB", "Insurgent": "REB", "Radicals": "REB",
    "Separatist": "REB", "Opposition": "OPP", "Dissident": "OPP", "Parties": "PTY", "Media": "MED",
    "Business": "BUS", "Criminals": "CRM", "Civilian": "CVL", "General Population": "CVL", "Citizen": "CVL",
    "Refugees": "REF", "Education": "EDU", "Labor": "LAB", "Legal": "JUD", "Medical": "HLH",
}  # fmt: skip


def mended(code: str) -> str:
    """A CAMEO code as text with the leading zero that a spreadsheet took away."""
    whole = f"regexp_replace({code}, '\\.0$', '')"
    lost = f"length({whole}) = 2 OR (length({whole}) = 3 AND TRY_CAST({whole} AS INTEGER) >= 205)"
    return f"(CASE WHEN {lost} THEN '0' || {whole} ELSE {whole} END)"


def _sector(text: str) -> str:
    cases = " ".join(f"WHEN contains({text}, '{word}') THEN '{code}'" for word, code in _SECTORS.items())
    return f"(CASE {cases} END)"


def _fields(columns: Columns) -> Fields:
    code = columns("CAMEO Code")
    return Fields(
        id=columns("Event ID"),
        day=columns.day("Event Date", "%Y-%m-%d", "%m/%d/%Y"),
        source=one(columns("Source Country")),
        source_name=columns("Source Name"),
        source_sector=_sector(columns("Source Sectors")),
        target=one(columns("Target Country")),
        target_name=columns("Target Name"),
        target_sector=_sector(columns("Target Sectors")),
        cameo=mended(code),
        goldstein=columns.number("Intensity"),
        place=columns("Country"),
        text=columns("Event Text"),
    )


ICEWS = Layout(
    name="icews",
    title="ICEWS coded events",
    fields=_fields,
    delimiters=("\t", ","),
    needs=frozenset({"event id", "event date", "source name", "cameo code", "target name"}),
    quote="?",
    nulls=("None", "NULL"),
)
