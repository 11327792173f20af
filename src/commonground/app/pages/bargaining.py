"""Bargaining: where each model would settle an issue, round by round, with the parties' positions as sliders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from commonground.app.asking import address
from commonground.app.context import Context
from commonground.app.controls import Controls
from commonground.app.drawing import figure, sections
from commonground.app.pages import Page
from commonground.app.settling import draws_told, models_of, settled
from commonground.brief.sections import settlements
from commonground.case.model import Case, OptionsIssue
from commonground.charts import theme
from commonground.charts.bargaining_reading import MODELS, MOVING, Line, lines, plain, weights
from commonground.charts.exchange_network import exchange_network
from commonground.charts.figure import Figure
from commonground.charts.positions_by_round import positions_by_round
from commonground.charts.reading import number
from commonground.charts.start_sweep import start_sweep
from commonground.charts.support_flow import support_flow

REGION: Final = "settling"
_MOST_MARKS = 12


def available(case: Case) -> bool:
    """A case that says what the parties can bring to bear, and where they stand."""
    return case.bargaining is not None and bool(case.positions)


def view(context: Context) -> dict[str, Any]:
    """One issue by model, its rounds, its sliders; then all issues as the brief has them.

    Returns
    -------
    issues   : id, name, href, current
    issue    : id and name of the chosen one; None where no model can take any
    live     : see `line_of`
    parties  : id, name, colour, and wants, weighs, options: controls of each one's position on the issue and its weight
    rounds   : a chart a model in which parties move
    sections : of the brief; charts : flow of support, exchanges, sweep
    """
    known = {line.issue: line for line in lines(context.view.study.data)}
    chosen = known.get(context.more.get("issue", "")) or next(iter(known.values()), None)
    return {
        "issues": [
            {
                "id": key,
                "name": line.name,
                "href": address(context, "bargaining", issue=key),
                "current": chosen is not None and key == chosen.issue,
            }
            for key, line in known.items()
        ],
        "issue": None if chosen is None else {"id": chosen.issue, "name": chosen.name},
        "live": None if chosen is None else line_of(context, chosen),
        "parties": [] if chosen is None else parties(context, chosen.issue),
        "rounds": [] if chosen is None else _rounds(context, chosen),
        "sections": sections(context, [settlements.section(context.view)]),
        "charts": [
            drawn
            for make in (support_flow, exchange_network, start_sweep)
            if (drawn := figure(context, make(context.view.study.data))) is not None
        ],
    }


def live(context: Context) -> dict[str, dict[str, Any]]:
    """The chosen issue after a slider has moved."""
    if context.base is None:
        return {}
    known = {line.issue: line for line in lines(context.base.data)}
    chosen = known.get(context.more.get("issue", "")) or next(iter(known.values()), None)
    return {} if chosen is None else {REGION: line_of(context, chosen)}


def line_of(context: Context, line: Line) -> dict[str, Any]:
    """The scale of an issue with every model's settlement on it.

    Returns
    -------
    name, told, low, high (ends in words), today: place and text; models: id, name, text, before, and places along the
    line from 0 to 100: mean, low, high, least, most, was; marks: the parties, most weight first: name, text, place,
    size, colour
    """
    found = settled(context, line.issue)
    base = models_of({} if context.base is None else context.base.data, line.issue)

    def place(value: float) -> float:
        return round(100 * (min(max(value, line.low), line.high) - line.low) / (line.high - line.low), 2)

    def words(value: float) -> str:
        return line.at(value)

    (_, low), (_, high) = line.ends()
    models = []
    for method, told in found.items():
        text, before = words(told["mean"]), words(base[method]["mean"]) if method in base else ""
        short = before if line.options or not before else number(plain(base[method]["mean"]))
        models.append(
            {
                "id": method,
                "name": MODELS.get(method, method),
                "text": text,
                "before": short if before != text else "",
                "range": f"{words(told['least'])} to {words(told['most'])}",
                **{part: place(told[part]) for part in ("mean", "low", "high", "least", "most")},
                "was": place(base[method]["mean"]) if method in base else None,
            }
        )
    return {
        "name": line.name,
        "told": draws_told(context),
        "low": low,
        "high": high,
        "today": None if line.today is None else {"place": place(line.today), "text": words(line.today)},
        "models": models,
        "marks": _marks(context, line, place),
    }


def _marks(context: Context, line: Line, place: Any) -> list[dict[str, Any]]:
    """Where the parties stand at their most likely values, or where they were pushed to."""
    if context.base is None:
        return []
    study = context.base.data
    shares = weights(study, "compromise", line.issue)
    colours = theme.party_colors(study["case"])
    controls = Controls(context)
    out = []
    for party, share in sorted(shares.items(), key=lambda one: -one[1])[:_MOST_MARKS]:
        made = controls.control(f"positions.{party}.{line.issue}.ideal", "")
        if made is None:
            continue
        at = float(made["at"])
        out.append(
            {
                "name": context.case.parties[party].name,
                "text": line.at(at),
                "place": place(at),
                "size": round(2 + 10 * share**0.5, 1),
                "colour": colours.get(party, theme.GREY),
            }
        )
    return out


def parties(context: Context, issue: str) -> list[dict[str, Any]]:
    """Sliders of everybody who holds a position on an issue."""
    case, controls = context.case, Controls(context)
    about = case.issues[issue]
    colours = {} if context.base is None else theme.party_colors(context.base.data["case"])
    out = []
    for party, said in case.parties.items():
        if issue not in case.positions.get(party, {}):
            continue
        root = f"positions.{party}.{issue}"
        weighs = [
            (f"{root}.salience", "Weight of the issue to it"),
            (f"bargaining.power.{party}.{issue}", "What it can bring to bear here"),
            (f"bargaining.capability.{party}", "What it can bring to bear"),
        ]
        wants = controls.control(f"{root}.ideal", "Wants")
        found = [made for path, label in weighs if (made := controls.control(path, label)) is not None]
        worth: list[dict[str, Any]] = []
        if isinstance(about, OptionsIssue):
            made_of = (
                controls.control(f"{root}.utility.{option}", words) for option, words in about.options.items()
            )
            worth = [made for made in made_of if made is not None]
        if wants or found or worth:
            out.append(
                {
                    "id": party,
                    "name": said.name,
                    "colour": colours.get(party, theme.GREY),
                    "wants": wants,
                    "weighs": found,
                    "options": worth,
                }
            )
    return out


def _rounds(context: Context, line: Line) -> list[dict[str, Any]]:
    """A chart of positions by round for each model in which parties move, of one issue."""
    study: Mapping[str, Any] = context.view.study.data
    alone = {**study, "settlements": {line.issue: study["settlements"][line.issue]}}
    out = []
    for method in MOVING:
        if method not in study["solutions"]:
            continue
        drawn = positions_by_round({**alone, "solutions": {method: study["solutions"][method]}})
        if drawn is not None:
            made = figure(context, _of_model(drawn, method, line))
            if made is not None:
                out.append(made)
    return out


def _of_model(drawn: Figure, method: str, line: Line) -> Figure:
    return replace(
        drawn,
        id=f"positions-by-round-{method}-{line.issue}",
        title=f"{line.name}, round by round: {MODELS[method]}",
    )


PAGE = Page("bargaining", "Bargaining", 60, available, view, live=live, script="sliders.js models.js")
