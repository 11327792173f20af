"""Read what explore found out of a study: names of values, chances at two ends, rules as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground.charts.lettering import clean
from commonground.charts.reading import (
    case_of,
    finite,
    issue_name,
    issue_unit,
    level_name,
    mapping,
    number,
    party_name,
    sequence,
    with_unit,
)

# What the goal of a search is called in a sentence.
GOALS = {"agreement": "an agreement", "found": "finding a package"}
_NAMED = {
    "talks.tempo": "length of talks",
    "talks.starts_in": "time until talks begin",
}


def explored(study: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a study holds of explore; empty if it holds nothing."""
    return mapping(study.get("explore"))


def goal_of(study: Mapping[str, Any]) -> str:
    """The outcome by which values and levers are judged."""
    return str(explored(study).get("goal") or "agreement")


def chance(told: object, *keys: str) -> float | None:
    """The probability at some keys of an entry, such as after, p."""
    for key in keys:
        told = mapping(told).get(key)
    return finite(told)


def value_name(study: Mapping[str, Any], path: str) -> str:
    """A case value as a reader would call it: "Iran, Sanctions relief, salience"."""
    if path in _NAMED:
        return _NAMED[path]
    keys = path.split(".")
    if keys[0] == "positions" and len(keys) > 3:
        head = f"{party_name(study, keys[1])}, {issue_name(study, keys[2])}"
        if keys[3] == "utility" and len(keys) > 4:
            return f"{head}, worth of {option_label(study, keys[2], keys[4])}"
        return f"{head}, {_plain(keys[3:])}"
    if keys[0] in ("walk_away", "durability", "collapse") and len(keys) > 1:
        return f"{party_name(study, keys[1])}, {_plain([keys[0], *keys[2:]])}"
    return ", ".join(_others(study, keys))


def _others(study: Mapping[str, Any], keys: list[str]) -> list[str]:
    parties = mapping(case_of(study).get("parties"))
    mediators = mapping(case_of(study).get("mediators"))
    said: list[str] = []
    for key in keys:
        name = mapping(mediators.get(key)).get("name")
        if name or key in parties:
            said.append(clean(name) if name else party_name(study, key))
        elif key.isdecimal() and said:
            said[-1] += f" {int(key) + 1}"
        elif key not in ("governments", "mediators"):
            said.append(key.replace("_", " "))
    return said


def _plain(keys: list[str]) -> str:
    return (
        " ".join(keys)
        .replace("_", " ")
        .replace("walk away", "walk-away")
        .replace("red line holds", "red line")
    )


def option_label(study: Mapping[str, Any], issue: str, option: str) -> str:
    """What stands before a colon or comma in an option's text."""
    name = level_name(study, issue, option)
    head = name.partition(": ")[0].partition(", ")[0].strip()
    return head or name


def end_text(study: Mapping[str, Any], path: str, value: object) -> str:
    """A value at one end of its range, in words where it is whether something happens."""
    amount = finite(value)
    if amount is None:
        return "–"
    if path.endswith(".red_line.holds"):
        return "holds" if amount > 0.5 else "does not"
    if path.startswith("mediators.") and path.endswith(".accepted"):
        return "accepted" if amount > 0.5 else "not accepted"
    return number(float(f"{amount:.3g}"))


def unit_of(study: Mapping[str, Any], path: str) -> str:
    """The unit in which a case states a value."""
    return clean(mapping(mapping(study.get("values")).get(path)).get("unit") or "")


def bound_words(study: Mapping[str, Any], bound: object) -> str:
    """One bound of a rule: "length of talks at most 7.9 months", "Sanctions relief at least Staged"."""
    given = mapping(bound)
    side = "at least" if given.get("at_least") else "at most"
    if "issue" in given:
        issue = str(given["issue"])
        level = given.get("level")
        text = (
            option_label(study, issue, str(level))
            if finite(level) is None
            else with_unit(number(level), issue_unit(study, issue))
        )
        return f"{issue_name(study, issue)} {side} {text}"
    path = str(given.get("path") or "")
    if path.endswith(".red_line.holds"):
        return f"{value_name(study, path)} {'holds' if given.get('at_least') else 'does not hold'}"
    if path.startswith("mediators.") and path.endswith(".accepted"):
        return f"{value_name(study, path)}: {'yes' if given.get('at_least') else 'no'}"
    text = with_unit(end_text(study, path, given.get("value")), unit_of(study, path))
    return f"{value_name(study, path)} {side} {text}"


def rule_words(study: Mapping[str, Any], rule: object) -> list[str]:
    """The bounds of a rule; both sides of one issue are told together."""
    bounds = [mapping(bound) for bound in sequence(mapping(rule).get("bounds"))]
    told: list[str] = []
    seen: set[tuple[str, str]] = set()
    for bound in bounds:
        key = ("issue", str(bound["issue"])) if "issue" in bound else ("path", str(bound.get("path")))
        if key in seen:
            continue
        seen.add(key)
        same = [one for one in bounds if str(one.get(key[0])) == key[1]]
        told.append(_between(study, same) if len(same) == 2 else bound_words(study, bound))
    return told


def _between(study: Mapping[str, Any], bounds: list[Mapping[str, Any]]) -> str:
    low, high = sorted(bounds, key=lambda bound: not bound.get("at_least"))
    if "issue" in low:
        issue = str(low["issue"])
        ends = [
            option_label(study, issue, str(bound.get("level")))
            if finite(bound.get("level")) is None
            else number(bound.get("level"))
            for bound in (low, high)
        ]
        unit = issue_unit(study, issue) if finite(low.get("level")) is not None else ""
        if ends[0] == ends[1]:
            return f"{issue_name(study, issue)}: {with_unit(ends[0], unit)}"
        return f"{issue_name(study, issue)} from {ends[0]} to {with_unit(ends[1], unit)}"
    path = str(low.get("path"))
    first, last = (end_text(study, path, bound.get("value")) for bound in (low, high))
    return f"{value_name(study, path)} from {first} to {with_unit(last, unit_of(study, path))}"


def points(change: float | None) -> str:
    """A difference of chances in percentage points, with its sign; one decimal below ten."""
    if change is None:
        return "–"
    value = 100 * change
    if 0 < abs(value) < 0.05:
        return "<0.1" if value > 0 else ">−0.1"
    text = f"{value:+.0f}" if abs(value) >= 9.95 else f"{value:+.1f}"
    return text.replace("-", "−") if float(text) else "0"
