"""Historical Phoenix of the Cline Center (NYT, FBIS, SWB): 25 comma-separated columns with a header.

Codes may have lost their leading zero; the root code beside them says which ("10" under root 1 is 010).
"""

from __future__ import annotations

from commonground.evidence.importers.icews import mended
from commonground.evidence.importers.layout import Columns, Fields, Layout
from commonground.evidence.importers.phoenix import body


def _fields(columns: Columns) -> Fields:
    code, root = columns("code"), columns("root_code")
    two = f"lpad({root}, 2, '0')"
    lost = f"WHEN starts_with('0' || {code}, {two}) THEN '0' || {code}"
    by_root = f"(CASE WHEN starts_with({code}, {two}) THEN {code} {lost} END)"
    return Fields(
        id=columns("eid"),
        day=columns.day("story_date", "%m/%d/%Y", "%Y-%m-%d"),
        source=body(columns("source_root"), columns("source")),
        source_name=columns("source"),
        source_sector=columns("source_agent"),
        target=body(columns("target_root"), columns("target")),
        target_name=columns("target"),
        target_sector=columns("target_agent"),
        cameo=f"coalesce({by_root}, {mended(code)})",
        context=columns("joined_issues"),
        quad=columns.number("quad_class", "INTEGER"),
        goldstein=columns.number("goldstein"),
        place=columns("countryname"),
    )


CLINE = Layout(
    name="cline",
    title="Cline Center Historical Phoenix",
    fields=_fields,
    delimiters=(",", "\t"),
    needs=frozenset({"eid", "story_date", "source_root", "target_root", "code"}),
    quote='"',
    nulls=("NA",),
    quad_convention="phoenix",
)
