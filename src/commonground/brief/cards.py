"""Cards for a notebook: what a case, a solution, a pooled forecast, a study or a comparison says, with its chart.

A card is one piece of HTML without script or request: a title, a line, a table, and a chart as SVG with its words. All
text is escaped, and what could hide in it is taken out; a picture passes the same filter as in a brief.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, TypeAlias

from commonground.brief.document import FigureLike
from commonground.brief.foreign import LABEL_LIMIT, TEXT_LIMIT, clean
from commonground.brief.picture import drawing, inline_svg
from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.charts.blocks import blocks
from commonground.charts.outcome_dots import outcome_dots
from commonground.charts.reading import mapping, percent, sequence
from commonground.charts.stakes import stakes
from commonground.charts.state_graph import state_graph
from commonground.charts.voices import voices
from commonground.explore.levers import LeverFront
from commonground.explore.what_if import Comparison
from commonground.forecast.pool import Pooled
from commonground.forecast.words import in_words
from commonground.methods.base import Solution
from commonground.methods.common_ground.settlement import stakes as method_stakes
from commonground.methods.registry import solve
from commonground.study.record import Study, plain
from commonground.study.run import case_values

Rows: TypeAlias = Sequence[Sequence[str]]
MOST_ROWS = 12
FEW = 200  # draws; a card answers at once
GRAPH = "graph-model"
_BOX = (
    "max-width:44rem;border:1px solid #d0d0d0;border-radius:6px;padding:.8rem 1rem;background:#fff;color:#1a1a1a;"
    "font:14px/1.45 system-ui,sans-serif;text-align:left"
)
_TABLE = "border-collapse:collapse;margin:.6rem 0;font-size:13px"
_CELL = "padding:.15rem .9rem .15rem 0;border-bottom:1px solid #e4e4e4;text-align:start;vertical-align:top"
_QUIET = "margin:.1rem 0;color:#4a4a4a"


def card(kind: str, value: object) -> str:
    """The card of a value, by its kind."""
    return _MAKERS[kind](value)


def _case(case: Case) -> str:
    rows = [
        (
            party.name,
            "signs" if name in case.signatories else party.role,
            ", ".join(issue.name for key, issue in case.issues.items() if key in case.positions.get(name, {}))
            or "–",
        )
        for name, party in case.parties.items()
    ]
    parts = [
        _count(len(case.parties), "party", "parties"),
        _count(len(case.issues), "issue"),
        _count(len(case.questions), "question"),
        _count(len(case.levers), "lever"),
        _count(len(case.scenarios), "scenario"),
        _count(len(case.evidence), "item of evidence", "items of evidence"),
    ]
    lines = [f"As of {case.as_of}, horizon {case.horizon}", ", ".join(filter(None, parts))]
    lines += [question.text for question in case.questions.values()][:2]
    return _card(case.title, lines, ("Party", "Role", "Speaks on"), rows, _picture_of(case))


def _picture_of(case: Case) -> FigureLike | None:
    """Who wants what, or where a conflict without issues can rest: what is quickly told of a case by itself."""
    study = {"case": case.dump(evidence=False), "values": case_values(case)}
    if case.issues:
        found = {"stakes": method_stakes(draw(case, FEW))}
        return stakes(study | {"solutions": {"common-ground": {"data": plain(found)}}})
    if case.graph is None:
        return None
    solution = solve(case, GRAPH, modes=True)
    return state_graph(study | {"solutions": {GRAPH: plain(solution.as_dict())}})


def _solution(solution: Solution) -> str:
    told = plain(solution.as_dict())
    study = {"solutions": {solution.method: told}}
    figure = blocks(study) if told["outcome"] is None else outcome_dots(_as_headline(told))
    lines = [finding["message"] for finding in told["findings"]][:3]
    if told["outcome"] is None and not solution.settlement:
        lines = ["It gives no chances of outcomes by itself; see .data.", *lines]
    rows = [(name, percent(one["p"]), _points(one["se"])) for name, one in (told["outcome"] or {}).items()]
    return _card(solution.title, lines, ("Outcome", "Chance", "Monte Carlo error"), rows, figure)


def _as_headline(told: Mapping[str, Any]) -> dict[str, Any]:
    """The dots of an outcome are the same picture whatever method gives it."""
    return {"solutions": {"common-ground": {"outcome": told["outcome"]}}}


def _pooled(pooled: Pooled) -> str:
    told = plain(pooled.as_dict())
    chance = told.get("p")
    title = "Pooled forecast" if chance is None else f"Pooled forecast: {_chance(chance)}"
    lines = []
    if told["band90"]:
        lines.append(f"90 % band {percent(told['band90'][0])} to {percent(told['band90'][1])}")
    lines += [str(told["disagreement"].get("words") or ""), told["weights_because"]]
    rows = [
        (voice["id"], voice["family"], percent(voice.get("p")), percent(voice["weight"]))
        for voice in told["voices"]
    ]
    figure = voices({"forecasts": [{**told, "text": "", "deadline": ""}]})
    return _card(title, lines, ("Voice", "Family", "Chance", "Weight"), rows, figure)


def _study(study: Study) -> str:
    data = study.data
    case, draws = mapping(data.get("case")), mapping(data.get("draws"))
    made = (
        "at the most likely values"
        if draws.get("modes")
        else f"{draws.get('n'):,} draws, seed {draws.get('seed')}"
    )
    lines = [f"As of {case.get('as_of')}, horizon {case.get('horizon')}; {made}"]
    counted = _count(len(data["findings"]), "finding")
    lines.append(f"{_count(len(data['solutions']), 'method')}: {', '.join(data['solutions'])}")
    lines += [f"{counted}, see .findings"] if counted else []
    pooled = [one for one in map(mapping, sequence(data.get("forecasts"))) if one.get("p") is not None]
    asked = [(str(one["text"]), str(one["deadline"]), _chance(one["p"])) for one in pooled]
    if asked:
        return _card(str(case.get("title")), lines, ("Question", "By", "Pooled chance"), asked, voices(data))
    outcome = mapping(mapping(data["solutions"].get("common-ground")).get("outcome"))
    rows = [(name, str(case.get("horizon")), _chance(one["p"])) for name, one in outcome.items()]
    figure = outcome_dots(data) or state_graph(data) or stakes(data)
    return _card(str(case.get("title")), lines, ("Outcome", "By", "Chance"), rows, figure)


def _comparison(found: Comparison) -> str:
    told = plain(found.as_dict())
    lines = [f"By {told['horizon']}, {found.draws:,} draws in both"]
    lines += [f"{one['path']}: {one['from'] or '–'} → {one['to']}" for one in told["changes"]][:6]
    rows = [
        (name, percent(one["before"]["p"]), percent(one["after"]["p"]), _signed(one))
        for name, one in told["outcomes"].items()
    ]
    names = ("Outcome", "As it is", "Changed", "Difference (90 % interval)")
    return _card(f"What if: {told['case']}", lines, names, rows, None)


def _levers(front: LeverFront) -> str:
    told = front.data
    goal = told["goal"]
    named = [one["name"] for one in told["levers"] if one["id"] in told["recommended"]]
    lines = [f"Effect on the chance of {goal}; {told['draws']['full']:,} draws"]
    lines.append(
        f"Worth a recommendation: {', '.join(named)}" if named else "None is worth a recommendation."
    )
    rows = [
        (
            one["name"],
            _signed(one["outcomes"][goal]),
            f"{one['cost']['mean']:.2g} {told['unit']}".strip(),
            one["verdict"],
        )
        for one in told["levers"]
    ]
    return _card("Levers", lines, ("Lever", "Effect (90 % interval)", "Cost", "Verdict"), rows, None)


_MAKERS: dict[str, Callable[[Any], str]] = {
    "case": _case,
    "solution": _solution,
    "pooled": _pooled,
    "study": _study,
    "comparison": _comparison,
    "levers": _levers,
}


def _card(
    title: str, lines: Sequence[str], names: Sequence[str], rows: Rows, figure: FigureLike | None
) -> str:
    """Title, lines, table and chart; what is long is cut, and said to be."""
    told = "".join(f'<p style="{_QUIET}" dir="auto">{_text(line)}</p>' for line in lines if line)
    inside = (
        f'<p style="margin:0 0 .3rem;font-weight:600;font-size:16px" dir="auto">{_text(title, LABEL_LIMIT)}</p>'
        f"{told}{_table(names, rows)}{_picture(figure)}"
    )
    return f'<div class="commonground-card" style="{_BOX}">{inside}</div>'


def _table(names: Sequence[str], rows: Rows) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col" style="{_CELL}">{_text(name)}</th>' for name in names)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}" dir="auto">{_text(cell, LABEL_LIMIT)}</td>' for cell in row)
        + "</tr>"
        for row in rows[:MOST_ROWS]
    )
    more = f'<p style="{_QUIET}">{len(rows) - MOST_ROWS} more</p>' if len(rows) > MOST_ROWS else ""
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def _picture(figure: FigureLike | None) -> str:
    if figure is None:
        return ""
    svg, alt = drawing(figure), clean(figure.alt, TEXT_LIMIT)
    # Two cards in one notebook must not share ids; the same card twice may.
    own = f"cg-{hashlib.sha256(svg.encode()).hexdigest()[:10]}"
    words = _text(f"{figure.title}. {figure.caption}")
    return (
        f'<figure style="margin:.6rem 0 0">{inline_svg(svg, own, alt)}'
        f'<figcaption style="{_QUIET};font-size:12px">{words}</figcaption></figure>'
    )


def _text(text: object, limit: int = TEXT_LIMIT) -> str:
    return escape(clean(text, limit))


def _count(number: int, name: str, several: str = "") -> str:
    return "" if not number else f"{number:,} {name if number == 1 else several or f'{name}s'}"


def _chance(chance: float) -> str:
    return f"{percent(chance)} ({in_words(chance)})" if chance is not None else "–"


def _points(share: float) -> str:
    return f"{100 * share:.1f} points"


def _signed(one: Mapping[str, Any]) -> str:
    """A difference with its interval, in points."""
    low, high = 100 * one["low"], 100 * one["high"]
    told = f"{100 * one['change']:+.1f} points ({low:+.1f} to {high:+.1f})"
    return told.replace("-", "−")
