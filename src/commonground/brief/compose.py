"""From a study to a brief: which sections, in which order, with every number's row and every source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from commonground.brief.document import (
    Brief,
    Cite,
    NumberRow,
    Section,
    Source,
    ValueRow,
    block_parts,
    iter_numbers,
)
from commonground.brief.sections import (
    annexes,
    assumptions,
    contention,
    developments,
    judgements,
    outlook,
    packages,
    question,
    stakes,
)
from commonground.brief.view import View, day, value_row
from commonground.study.record import Study

SECTIONS: tuple[Callable[[View], Section | None], ...] = (
    judgements.section,
    question.section,
    outlook.section,
    stakes.section,
    contention.section,
    packages.section,
    developments.section,
    assumptions.section,
    annexes.notes,
    annexes.more_packages,
    annexes.sources,
    annexes.case_values,
    annexes.numbers,
)
MOST_SOURCES = 300  # listed beyond the cited ones; a study keeps them all


def compose(study: Study) -> Brief:
    """The brief of a study; it computes nothing of the case."""
    view = View(study)
    sections = tuple(section for make in SECTIONS if (section := make(view)) is not None)
    data = study.data
    draws = data["draws"]
    drawn = "at the modes" if draws["modes"] else f"{draws['n']:,}"
    brief = Brief(
        title=data["case"]["title"],
        subtitle=f"Information to {day(data['case']['as_of'])}; forecast to {day(data['case']['horizon'])}",
        sections=sections,
        as_of=date.fromisoformat(data["case"]["as_of"]),
        footer=(
            ("Case", f"{data['case']['name']} {data['case_hash'][:12]}"),
            ("Draws", drawn),
            ("Seed", str(draws["seed"])),
            ("Version", f"commonground {data['version']}"),
            ("Command", data["command"] or "not recorded"),
        ),
        sources=_sources(data, sections),
        values=_values(data["values"]),
    )
    paths = dict.fromkeys(number.path for number in iter_numbers(brief))
    rows = tuple(NumberRow(path, _exact(study.get(path)), about(view, path)) for path in paths)
    return replace(brief, numbers=rows)


def _values(values: dict[str, Any]) -> tuple[ValueRow, ...]:
    """One row per value; the utilities of one position, which share a reason, stand in one row."""
    rows: dict[str, ValueRow] = {}
    for path, entry in values.items():
        key, text = value_row(path), entry["words"]
        if key != path:
            text = f"{path.removeprefix(f'{key}.')}: {text}"
        if key in rows:
            rows[key] = replace(rows[key], text=f"{rows[key].text}; {text}")
        else:
            rows[key] = ValueRow(key, text, entry["because"], tuple(entry["evidence"]))
    return tuple(rows.values())


def _exact(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _sources(data: dict[str, Any], sections: Iterable[Section]) -> tuple[Source, ...]:
    """The cited items, then the newest of the rest up to a limit; all in order of date."""
    cited = {
        part.evidence_id
        for s in sections
        for block in s.blocks
        for part in block_parts(block)
        if isinstance(part, Cite)
    }
    cited |= {key for entry in data["values"].values() for key in entry["evidence"]}
    items = data["case"].get("evidence", ())
    rest = sorted(
        (item for item in items if item["id"] not in cited), key=lambda item: item["date"], reverse=True
    )
    kept = cited | {item["id"] for item in rest[:MOST_SOURCES]}
    listed = sorted(
        (item for item in items if item["id"] in kept), key=lambda item: (item["date"], item["id"])
    )
    return tuple(
        Source(
            id=item["id"],
            title=item["title"],
            text=item.get("text", ""),
            date=item["date"],
            kind=item["kind"],
            publisher=item.get("source", ""),
            url=item.get("url", ""),
            reliability=item.get("reliability", ""),
        )
        for item in listed
    )


_ABOUT = (
    ("exists_se", "standard error of `exists` from finitely many draws"),
    ("exists_without", "share of draws with common ground when the issue is off the table"),
    ("exists_after", "share of draws with common ground after the change"),
    ("exists", "share of draws in which a package suits every signatory"),
    ("private", "mean chance that a signatory's best single offer is accepted"),
    ("found", "private, moved towards exists by the mediator's effect"),
    ("in_time", "share of draws in which talks that can succeed do so by the horizon"),
    ("agreement", "found x in_time"),
    ("joint", "share of draws in which all signatories accept the package"),
    ("rise", "exists without the issue, less exists; same draws"),
    ("raise_by", "the rise that every shift in the list must reach"),
    ("shift", "smallest change that reaches the target, by bisection on the same draws"),
    ("gap_median_if_empty", "median shortfall of the nearest package, draws without common ground"),
    ("red_line_conflict", "share of draws in which red lines leave no package"),
    ("se", "standard error from finitely many draws"),
)


def about(view: View, path: str) -> str:
    """What a number is, in words, from the last key of its path."""
    last = path.rsplit(".", 1)[-1]
    if ".acceptance." in path:
        return "share of draws in which this signatory accepts the package"
    if ".mean_gain." in path:
        return "mean over draws of what the package is worth to it, less its walk-away value"
    if ".binding." in path:
        return "share of the draws without common ground in which the nearest package falls short for it"
    if ".salience_share." in path:
        return "mean over draws of the issue's share in the party's attention"
    if ".outcome." in path and last == "p":
        return "chance of this outcome by the horizon"
    if path.startswith("questions."):
        found = view.get(path.rsplit(".", 1)[0])["path"]
        return f"read from {found}" if found else ""
    if ".typical." in path:
        return "the level this solution picks most often, draws with common ground"
    if ".short." in path:
        return "share of the draws without common ground, each counted once"
    if ".walk_away." in path and last in ("mean", "low", "high", "today"):
        if last == "today":
            return "mean over draws of what today's levels are worth to the party"
        return {"mean": "mean", "low": "5 %", "high": "95 %"}[last] + " of the walk-away value over draws"
    if ".logrolling_gain." in path:
        return "gain of the Nash package over halfway on every issue, summed over signatories"
    return next((text for key, text in _ABOUT if key == last), "")
