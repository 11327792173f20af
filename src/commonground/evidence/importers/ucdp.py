"""UCDP GED: deadly events, 49 comma-separated columns, usually with a header; dates may carry a time.

Every row is an ASSAULT with at least one death; `deaths` is UCDP's best estimate. There is no code and no Goldstein.
"""

from __future__ import annotations

from commonground.evidence.importers.layout import Columns, Fields, Layout, one

_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip


def _sector(name: str) -> str:
    civil = f"lower({name}) = 'civilians'"
    return (
        f"(CASE WHEN {civil} THEN 'CVL' WHEN starts_with({name}, 'Government of ') THEN 'MIL' ELSE 'REB' END)"
    )


def _fields(columns: Columns) -> Fields:
    a, b = columns("side_a"), columns("side_b")
    start = "date_start"
    formats = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y")
    ended = columns.day("date_end", *formats)
    return Fields(
        id=columns("id"),
        day=columns.day(start, *formats),
        known=ended,  # an event that lasts is known as a whole when it is over
        source=one(a),
        source_name=a,
        source_sector=_sector(a),
        target=one(b),
        target_name=b,
        target_sector=_sector(b),
        event="'ASSAULT'",
        deaths=columns.number("best", "INTEGER"),
        place=columns("country"),
        text=columns("source_headline"),
    )


UCDP = Layout(
    name="ucdp",
    title="UCDP Georeferenced Event Dataset",
    fields=_fields,
    columns=_COLUMNS,
    delimiters=(",", ";", "\t"),
    header=None,
    needs=frozenset({"id", "type_of_violence", "side_a", "side_b", "date_start"}),
    counts=(49,),
    quote='"',
    nulls=("NA",),
    coded="plover",
)
