"""Stakes: who wants what and how much, as sliders with unit, default, range and evidence."""

from __future__ import annotations

from typing import Any

from commonground.app.context import Context
from commonground.app.controls import Controls, in_words
from commonground.app.drawing import figure
from commonground.app.pages import Page
from commonground.case.model import Case, OptionsIssue, Position
from commonground.charts.stakes import stakes

_WITHOUT = (
    ("walk_away", "What each has without a deal"),
    ("durability", "How long each expects a deal to live"),
    ("collapse", "What each has if a deal collapses"),
    ("talks", "The talks"),
    ("mediator_effect", "What a mediator adds"),
    ("confrontation_if_no_deal", "Confrontation without a deal"),
)
_LABELS = {"tempo": "How long talks take", "starts_in": "Until talks begin"}


def available(case: Case) -> bool:
    """A case in which parties take positions."""
    return bool(case.positions)


def view(context: Context) -> dict[str, Any]:
    """Parties with a row of sliders an issue, and what they have without a deal.

    Returns
    -------
    parties : id, name, role, about, rows: issue, name, about, wants, weight, line, options
    others  : title, controls
    chart   : the matrix of stakes, None until it is there
    """
    case, controls = context.case, Controls(context)
    parties = [
        {
            "id": party,
            "name": said.name,
            "role": said.role,
            "about": said.about,
            "rows": [
                _row(case, controls, party, issue, position)
                for issue, position in case.positions[party].items()
                if issue in case.issues
            ],
        }
        for party, said in sorted(case.parties.items(), key=lambda one: one[1].role != "signatory")
        if case.positions.get(party)
    ]
    others = [
        {"id": room, "title": title, "controls": _named(case, controls.below(room, _LABELS), room)}
        for room, title in _WITHOUT
    ]
    drawn = None if context.study is None else figure(context, stakes(context.study.data))
    return {"parties": parties, "others": [one for one in others if one["controls"]], "chart": drawn}


def _row(case: Case, controls: Controls, party: str, issue: str, position: Position) -> dict[str, Any]:
    about, path = case.issues[issue], f"positions.{party}.{issue}"
    line = position.red_line
    options: list[dict[str, Any]] = []
    forbidden: list[str] = []
    if isinstance(about, OptionsIssue):
        for option, words in about.options.items():
            made = controls.control(f"{path}.utility.{option}", words)
            if made is not None:
                options.append(made)
        forbidden = [about.options[option] for option in (line.forbid if line else ()) or ()]
    shape = controls.control(f"{path}.exponent", "How gain grows towards it (1: evenly)")
    limits = [
        controls.control(f"{path}.red_line.{key}", label)
        for key, label in (
            ("min", "Not below"),
            ("max", "Not above"),
            ("holds", "Chance that the line is real"),
        )
    ]
    return {
        "issue": issue,
        "name": about.name,
        "wants": controls.control(f"{path}.ideal", "Wants"),
        "weight": controls.control(f"{path}.salience", "Weight"),
        "more": [made for made in (shape, *limits) if made is not None],
        "forbidden": forbidden,
        "options": options,
    }


def _named(case: Case, made: list[dict[str, Any]], room: str) -> list[dict[str, Any]]:
    """Sliders of a room whose keys are parties, under the parties' names."""
    for one in made:
        keys = one["path"].split(".")[1:]
        if keys and keys[0] in case.parties:
            rest = in_words(".".join(keys[1:]))
            one["label"] = case.parties[keys[0]].name + (f", {rest}" if rest else "")
    return made


PAGE = Page("stakes", "Stakes", 20, available, view, early=True, script="sliders.js")
