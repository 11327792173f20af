"""Crisis: the risk of force and the demand behind it, who could mediate, trust, and whether a deal would last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.controls import Controls, in_words
from commonground.app.drawing import sections
from commonground.app.pages import Page
from commonground.app.risking import draws_told, risks, risks_of
from commonground.brief.sections import confrontation, durability, mediators, strategy_annex
from commonground.brief.view import at_start
from commonground.case.model import Case
from commonground.charts.reading import with_article
from commonground.forecast.words import in_words as chance_in_words
from commonground.forecast.words import shown_percent

REGION: Final = "risk"
_ROOMS: Final = {
    "crisis": "A demand backed by force",
    "mediators": "Mediators",
    "trust": "Trust",
    "elections": "Elections and successions",
    "latency": "A freeze and its watch",
    "relief": "Relief in tranches",
}
_LABELS: Final = {
    "power": "Chance that the demander prevails in a war",
    "holds_now": "Share of what is at stake that it has today",
    "comes_to_head": "Chance that a demand is made by the horizon",
    "other_paths": "Chance of force by another path",
    "least": "at least",
    "most": "at most",
    "bias": "Worth to it of the other side's gain",
    "accuracy": "Chance that it sees the other's resolve rightly",
    "cost_of_war": "What a war would cost it",
    "accepted": "Chance that both sides accept it",
    "guarantee.escrow": "Escrow, years of what the deal yields",
    "guarantee.snapback": "Penalty for leaving, years of what the deal yields",
    "guarantee.war_cost": "Added to the cost of a war",
    "prior": "Chance that the other is trustworthy, before the gestures",
    "temptation": "Worth of exploiting the other, if trustworthy",
    "exposure": "Loss if exploited, if trustworthy",
    "untrustworthy.temptation": "Worth of exploiting the other, if not",
    "untrustworthy.exposure": "Loss if exploited, if not",
    "friendly": "Chance of a friendly gesture, if trustworthy",
    "friendly_untrustworthy": "Chance of a friendly gesture, if not",
    "detection": "Chance that a breach is seen in time",
}


def available(case: Case) -> bool:
    """A case that says something of force, of trust, or of what makes a deal last."""
    return any(getattr(case, block) for block in ("crisis", "trust", "elections", "latency", "relief"))


def view(context: Context) -> dict[str, Any]:
    """The risks in view, the sections of the brief, and the sliders behind them.

    Returns
    -------
    live     : see `cards`
    groups   : id, title, rows: name, controls
    sections : of the brief, its annexes on the same included
    """
    made = (
        confrontation.section,
        mediators.section,
        durability.section,
        strategy_annex.figures,
        strategy_annex.chain,
        strategy_annex.inverses,
    )
    return {
        "live": cards(context),
        "groups": groups(context),
        "sections": sections(context, [make(context.view) for make in made]),
    }


def live(context: Context) -> dict[str, dict[str, Any]]:
    """The risks after a slider has moved."""
    return {REGION: cards(context)}


def cards(context: Context) -> dict[str, Any]:
    """The steps to a confrontation, the best mediator and trust, now and as the case is.

    Returns
    -------
    told; cards: id, title, about, text, words, range, before, place (mean, low, high, was: 0 to 100)
    """
    found = risks(context)
    before = {} if context.base is None else risks_of(context.base.solutions)
    told = _titles(context)
    return {
        "told": draws_told(context),
        "cards": [
            {
                "id": path.replace(".", "-"),
                "title": told[path][0],
                "about": told[path][1],
                "text": _percent(one["mean"]),
                "words": chance_in_words(one["mean"]),
                "range": _range(one),
                "before": _before(before.get(path), one),
                "place": {
                    **{key: round(100 * one[key], 1) for key in ("mean", "low", "high")},
                    "was": round(100 * before[path]["mean"], 1) if path in before else None,
                },
            }
            for path, one in found.items()
        ],
    }


def _percent(p: float) -> str:
    return f"{shown_percent(p)} %"


def _range(one: Mapping[str, float]) -> str:
    low, high = _percent(one["low"]), _percent(one["high"])
    return "" if low == high else f"{low} to {high}"


def _before(held: Mapping[str, float] | None, now: Mapping[str, float]) -> str:
    text = "" if held is None else _percent(held["mean"])
    return "" if text == _percent(now["mean"]) else text


def _titles(context: Context) -> dict[str, tuple[str, str]]:
    """Title and one line for each risk, in the parties' names."""
    names = {key: with_article(said.name) for key, said in context.case.parties.items()}
    crisis = context.case.crisis
    demander = names[crisis.demander] if crisis else ""
    resister = names[crisis.resister] if crisis else ""
    out = {
        "crisis.comes_to_head": ("A demand comes to a head", f"{demander} backs a demand with force"),
        "crisis.risk": ("… and is met by force", f"{resister} would sooner fight than give in"),
        "crisis.other_paths": ("Force by another path", "without such a demand"),
        "crisis.confrontation": ("Confrontation without an agreement", "by at least one of the two paths"),
        "mediation.risk_with": (
            "Met by force, with the best mediator",
            "of those accepted, draw by draw",
        ),
    }
    solved = {} if context.base is None else context.base.solutions
    pairs = solved["trust"]["data"]["pairs"] if "trust" in solved else ()
    for k, pair in enumerate(pairs):
        one, other = names[pair["truster"]], names[pair["trusted"]]
        out[f"trust.pairs.{k}.trust"] = (
            f"Trust of {one}",
            f"chance, to it, that {other} is trustworthy",
        )
    return {path: (title, at_start(about)) for path, (title, about) in out.items()}


def groups(context: Context) -> list[dict[str, Any]]:
    """Sliders of the blocks behind, in rows by party, mediator or part."""
    controls = Controls(context)
    out = []
    for room, title in _ROOMS.items():
        rows: dict[str, list[dict[str, Any]]] = {}
        for one in controls.below(room):
            name, label = _named(context.case, one["path"].split("."))
            rows.setdefault(name, []).append({**one, "label": label})
        if rows:
            kept = [{"name": name, "controls": made} for name, made in rows.items()]
            out.append({"id": room, "title": title, "rows": kept})
    return out


def _named(case: Case, keys: list[str]) -> tuple[str, str]:
    """The row that a value stands in, and its label there."""
    room, *rest = keys
    if room in ("mediators", "trust"):
        held = case.mediators.get(rest[0])
        name = held.name if room == "mediators" and held is not None else None
        party = case.parties.get(rest[0])
        return name or (party.name if party else rest[0]), _label(case, rest[1:])
    if room == "crisis" and rest[0] == "cost":
        said = f"Cost of a war to {with_article(case.parties[rest[1]].name)}"
        return "The sides", ", ".join([said, *(_LABELS.get(key, key) for key in rest[2:])])
    if room == "crisis":
        return "The sides", _label(case, rest)
    if len(rest) > 2 and rest[1] in case.parties:
        return case.parties[rest[1]].name, _label(case, rest[2:])
    if len(rest) > 1:
        return at_start(in_words(rest[0])), _label(case, rest[1:])
    return "In general", _label(case, rest)


def _label(case: Case, keys: list[str]) -> str:
    known = _LABELS.get(".".join(keys))
    if known is not None:
        return known
    said = [
        case.parties[key].name
        if key in case.parties
        else str(int(key) + 1)
        if key.isdecimal()
        else in_words(key)
        for key in keys
    ]
    return at_start(", ".join(said))


PAGE = Page("crisis", "Crisis", 40, available, view, live=live, script="sliders.js")
