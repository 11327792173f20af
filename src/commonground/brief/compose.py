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
from commonground.brief.explore_meanings import explored
from commonground.brief.meanings import STRATEGIC, market_meaning, meaning
from commonground.brief.quantities import by_quantity, in_one
from commonground.brief.sections import (
    alternatives,
    annexes,
    assumptions,
    confrontation,
    contention,
    developments,
    drivers,
    durability,
    indicators,
    judgements,
    levers,
    market,
    mediators,
    outlook,
    packages,
    question,
    recommendations,
    resting,
    resting_annex,
    scenarios,
    settlements,
    stakes,
    strategy_annex,
    voices_annex,
)
from commonground.brief.view import View, day, sentence, value_row
from commonground.study.record import Study

SECTIONS: tuple[Callable[[View], Section | None], ...] = (
    judgements.section,
    question.section,
    outlook.section,
    stakes.section,
    contention.section,
    packages.section,
    settlements.section,
    resting.section,
    confrontation.section,
    mediators.section,
    durability.section,
    drivers.section,
    levers.section,
    scenarios.section,
    alternatives.section,
    market.section,
    developments.section,
    recommendations.section,
    assumptions.section,
    indicators.section,
    voices_annex.voices,
    voices_annex.record,
    strategy_annex.chain,
    strategy_annex.figures,
    strategy_annex.inverses,
    resting_annex.section,
    levers.annex,
    alternatives.annex,
    scenarios.changes,
    settlements.annex,
    annexes.notes,
    annexes.more_packages,
    annexes.sources,
    annexes.case_values,
    annexes.numbers,
)
MOST_SOURCES = 300  # listed beyond the cited ones; a study keeps them all


def compose(study: Study) -> Brief:
    """The brief of a study; it computes nothing of the case."""
    from altair.utils.schemapi import debug_mode

    view = View(study)
    with debug_mode(False):  # the charts are tested against their schema; here they are only built
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
        sources=sources_of(data, sections),
        values=_values(data["values"]),
    )
    groups = by_quantity(number.path for number in iter_numbers(brief))
    return replace(brief, numbers=tuple(_row(view, paths) for paths in groups))


def _row(view: View, paths: tuple[str, ...]) -> NumberRow:
    """The row of a quantity; what each of its numbers is follows from the names in braces."""
    exact = ", ".join(_exact(view.get(path)) for path in paths)
    said = [about(view, path) for path in paths]
    if len(paths) > 1 and ".packages." in paths[0]:
        said = ["how often all accept the package, how often each does, and its mean gain over walking away"]
    elif len(paths) > 1:
        said = [text.rpartition("; ")[0] or text for text in said]
    return NumberRow(in_one(paths), exact, "; ".join(dict.fromkeys(filter(None, said))), paths=paths)


def _values(values: dict[str, Any]) -> tuple[ValueRow, ...]:
    """One row per value; the utilities of one position stand in one row, with all their reasons and sources."""
    rows: dict[str, ValueRow] = {}
    for path, entry in values.items():
        key, text = value_row(path), entry["words"]
        if key != path:
            text = f"{path.removeprefix(f'{key}.')}: {text}"
        if key in rows:
            held = rows[key]
            because = held.because
            if entry["because"] not in because:
                because = " ".join(sentence(said) for said in (because, entry["because"]) if said)
            evidence = tuple(dict.fromkeys((*held.evidence, *entry["evidence"])))
            rows[key] = replace(held, text=f"{held.text}; {text}", because=because, evidence=evidence)
        else:
            rows[key] = ValueRow(key, text, entry["because"], tuple(entry["evidence"]))
    return tuple(rows.values())


def _exact(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def sources_of(
    data: dict[str, Any], sections: Iterable[Section], most: int = MOST_SOURCES
) -> tuple[Source, ...]:
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
    kept = cited | {item["id"] for item in rest[:most]}
    listed = sorted(
        (item for item in items if item["id"] in kept), key=lambda item: (item["date"], item["id"])
    )
    return tuple(
        Source(
            id=item["id"],
            title=item["title"],
            text=item.get("text", ""),
            date=f"before {item['date']}" if item.get("before") else item["date"],
            kind=item["kind"],
            publisher=item.get("source", ""),
            url=item.get("url", ""),
            reliability=item.get("reliability", ""),
        )
        for item in listed
    )


_SHORTFALL = "share of the draws without common ground"
_RESULTS = {
    "exists": "share of draws in which a package suits every signatory",
    "exists_se": "standard error of `exists` from finitely many draws",
    "private": "mean chance that a signatory's best single offer is accepted",
    "private_se": "standard error of `private` from finitely many draws",
    "found": "private, moved towards exists by the mediator's effect",
    "in_time": "share of draws in which talks that can succeed do so by the horizon",
    "agreement": "mean over draws of a package found, and found in time",
    "gap_median_if_empty": (
        "median shortfall of the nearest package, draws without common ground in which red lines leave one"
    ),
}
_QUANTILES = {"mean": "mean", "low": "5 %", "high": "95 %"}
_SHIFTS = {
    "shift": "smallest change that reaches the target, by bisection on the same draws",
    "exists_after": "share of draws with common ground after the change",
}
_OFF_THE_TABLE = {
    "exists_without": "share of draws with common ground when the issue is off the table",
    "rise": "exists without the issue, less exists; same draws",
    "rise_se": "standard error of the rise from finitely many draws",
}


def about(view: View, path: str) -> str:
    """What a number is, in words. The place in the path decides, never an id: an issue may be called `exists`."""
    match path.split("."):
        case ["questions", i, "voices", j, _]:
            return f"read from {view.get(f'questions.{i}.voices.{j}.path')}"
        case ["explore", *keys]:
            return explored(view, keys)
        case ["forecasts", i, *keys]:
            return _about_forecast(view, i, keys)
        case ["contrasts", i, which, *keys]:
            entry = view.get(f"contrasts.{i}.{which}")
            return f"{entry['id']} ({entry['source']}); {_COUNTED.get(keys[0], 'end of its 90 % interval')}"
        case ["chain", index, "value", last]:
            link = view.get(f"chain.{index}")
            return f"{link['text']}; {_QUANTILES.get(last, last)} over draws"
        case ["solutions", method, "data", *keys] if method in STRATEGIC:
            return meaning(view, method, keys)
        case ["market", *keys]:
            return market_meaning(keys)
        case ["settlements", _, *keys]:
            return _about_settlement(keys)
        case ["solutions", _, "data", "record", last]:
            return _RECORD.get(last, "")
        case ["solutions", _, "data", "instability"]:
            return "share of draws in which a millionth of noise moves some party's end by over a tenth of the scale"
        case ["questions", index, _]:
            found = view.get(f"questions.{index}")["path"]
            return f"read from {found}" if found else ""
        case ["solutions", _, "outcome", _, "p"]:
            return "chance of this outcome by the horizon"
        case ["solutions", _, "outcome", _, "se"]:
            return "standard error from finitely many draws"
        case ["solutions", _, "data", *keys]:
            return _about_result(keys)
    return ""


_COUNTED = {"count": "cases in which it came true", "n": "all cases", "rate": "share"}
_OF_VOICE = {
    "p": "chance of yes",
    "low": "5 % of it",
    "high": "95 % of it",
    "weight": "weight in the pool",
    "without": "pooled chance without it",
    "influence": "the pool less the pool without it",
}


def _about_forecast(view: View, i: str, keys: list[str]) -> str:
    """What a number of a pooled forecast is."""
    entry = view.get(f"forecasts.{i}")
    match keys:
        case ["p"]:
            return f"pooled chance of yes, {entry['id']}"
        case ["band90", end]:
            return f"how far the pooled chance could lie, {entry['id']}; {'95 %' if end == '1' else '5 %'}"
        case ["families", j, "p"]:
            return (
                f"pool of the voices of the family {entry['families'][int(j)]['family']} alone, {entry['id']}"
            )
        case ["disagreement", end]:
            return f"chance of the voices on {entry['id']}; {end}est"
        case ["voices", j, key, *_]:
            return f"the voice {entry['voices'][int(j)]['id']} on {entry['id']}; {_OF_VOICE.get(key, key)}"
    return ""


_RECORD = {
    "n": "resolved issues of the European Union on which the model was scored",
    "mae": "mean absolute error of the model on them, on scales of 0 to 100",
}
_OF_MODEL = {
    "mean": "where the model puts the settlement, mean over draws, in the issue's unit",
    "low": "5 % of draws of the same",
    "high": "95 % of draws of the same",
}


def _about_settlement(keys: list[str]) -> str:
    match keys:
        case ["status_quo"]:
            return "what holds today, mean over draws"
        case ["models", _, last]:
            return _OF_MODEL.get(last, "")
        case ["models", _, "interval", last]:
            return (
                f"{'lower' if last == 'low' else 'upper'} end of what holds 80 % with the model's own error"
            )
    return ""


def _about_result(keys: list[str]) -> str:
    match keys:
        case [key]:
            return _RESULTS.get(key, "")
        case ["packages", _, "joint"]:
            return "share of draws in which all signatories accept the package"
        case ["packages", _, "acceptance", _]:
            return "share of draws in which this signatory accepts the package"
        case ["packages", _, "mean_gain", _]:
            return "mean over draws of what the package is worth to it, less its walk-away value"
        case ["durability", _, last]:
            said = "share of the time that a deal is expected to live, as this signatory reckons"
            return f"{said}; {_QUANTILES.get(last, last)} over draws"
        case ["binding", _]:
            return f"{_SHORTFALL} in which the nearest package falls short for it"
        case ["short", *_]:
            return f"{_SHORTFALL}, each counted once"
        case ["stakes", _, _, "salience_share", _]:
            return "mean over draws of the issue's share in the party's attention"
        case ["settlement", _, "typical", _]:
            return "the level this solution picks most often, draws with common ground"
        case ["walk_away", _, "today"]:
            return "mean over draws of what today's levels are worth to the party"
        case ["walk_away", _, last]:
            return f"the walk-away value; {_QUANTILES[last]} over draws" if last in _QUANTILES else ""
        case ["logrolling_gain", _]:
            return "gain of the Nash package over halfway on every issue, summed over signatories"
        case ["blocks", "raise_by"]:
            return "the rise that every shift in the list must reach"
        case ["blocks", "issues", _, last]:
            return _OFF_THE_TABLE.get(last, "")
        case ["blocks", "shifts" | "walk_away", _, last]:
            return _SHIFTS.get(last, "")
    return ""
