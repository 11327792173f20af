"""What a number of explore is, in words: what it belongs to, then after a semicolon which of its numbers it is."""

from __future__ import annotations

from commonground.brief.view import View, path_in_words, quoted
from commonground.charts.explore_reading import GOALS

_WHEN = {"before": "as things are", "after": "then"}
_LEVER = {
    "cost": "what it costs",
    "works": "chance that it works",
    "outcomes": "effect on the chances, its chance to work counted",
    "if_works": "effect if it works",
    "backfires": "share of draws in which it lowers the chance",
    "accounts": "what it is worth to a party, on its own scale from 0 to 1",
    "regret": "how far it falls behind the best single lever, mean over draws",
}
_RULE = {
    "support": "share of draws inside",
    "coverage": "share of all the chance that lies inside",
    "density": "mean chance inside",
    "before": "mean chance in all draws",
    "bounds": "a bound of the rule",
}
_LEARNT = {
    "moves": "how far the forecast would lie from today's, a standard deviation over what may be learnt",
    "narrows": "share of the expected Brier score that would go",
    "low": "forecast in its lowest tenth",
    "high": "forecast in its highest tenth",
}


def explored(view: View, keys: list[str]) -> str:
    """A number of explore, by the keys below `explore`; empty if it is not known."""
    match keys:
        case ["draws", which]:
            return f"draws {'in all' if which == 'full' else 'at which values were screened'}"
        case ["before", outcome, "p"]:
            return f"chance of {outcome} as things are, by explore's own count of the same draws"
        case ["information", index, key]:
            path = path_in_words(view, view.get(f"explore.information.{index}.path"))
            return f"if this were known: {path}; {_LEARNT.get(key, key)}"
        case ["rules", which, key, *_]:
            said = {"goal": f"{_goal(view)} is likeliest", "zone": "common ground is likeliest"}.get(
                which, which
            )
            return f"rule for where {said}; {_RULE.get(key, key)}"
        case ["scenarios", index, *rest]:
            said = f"scenario {quoted(view.get(f'explore.scenarios.{index}.name'))}"
            return f"{said}; {_scenario(rest)}"
        case ["indicators", "events", index, "outcomes", outcome, when, _]:
            event = view.get(f"explore.indicators.events.{index}.event")
            return f"if seen: {quoted(event)}; chance of {outcome} {_WHEN.get(when, when)}"
        case ["levers", *rest]:
            return _of_levers(view, rest)
        case ["robustness", *rest]:
            return _of_robustness(view, rest)
    return ""


def _goal(view: View) -> str:
    goal = str(view.get("explore.goal"))
    return GOALS.get(goal, goal)


def _scenario(keys: list[str]) -> str:
    match keys:
        case ["mixed", "probability"]:
            return "its probability, mean over draws"
        case ["mixed", "outcomes", outcome, when, _]:
            return f"chance of {outcome} weighed by its probability, {_WHEN.get(when, when)}"
        case ["outcomes", outcome, when, _]:
            return f"chance of {outcome} {_WHEN.get(when, when)}"
    return ""


def _of_levers(view: View, keys: list[str]) -> str:
    match keys:
        case ["levers", index, key, *_]:
            name = view.get(f"explore.levers.levers.{index}.name")
            return f"lever {quoted(name)}; {_LEVER.get(key, key)}"
        case ["sets", "best", index, key]:
            names = " + ".join(view.get(f"explore.levers.sets.best.{index}.levers"))
            said = {
                "after": "chance then",
                "cost": "what it costs",
                "low": "change of the chance in points, 5 %, what is not known of the levers counted",
                "high": "change of the chance in points, 95 %, what is not known of the levers counted",
                "synergy": "beyond the sum of its levers alone",
            }
            return f"levers together: {names}; {said.get(key, key)}"
        case ["sets", which]:
            return f"sets of levers that {'fit the budget' if which == 'there' else 'were solved'}"
        case ["draws", which]:
            return f"draws {'for single levers and for what is named' if which == 'full' else 'to look for sets'}"
        case ["budget"]:
            return "what levers may cost together, as the case says"
        case ["regret_of_none", "mean"]:
            return "how far doing nothing falls behind the best single lever of each draw, mean over draws"
    return ""


def _of_robustness(view: View, keys: list[str]) -> str:
    main = view.get("explore.robustness.main.outcome")
    match keys:
        case ["main", "p"]:
            return f"chance of the main line, {main}"
        case ["against", index, _]:
            point = view.get(f"explore.robustness.against.{index}")
            return f"against the main line: {point['kind']} {point['id']}; chance of {main} then"
        case ["values", "outcomes", outcome, *_]:
            return f"with the values that speak most against the main line all at their ends; chance of {outcome}"
        case ["values", *_]:
            return "with the values that speak most against the main line all at their ends; where one then stands"
        case ["assumptions", index, how, outcome, *_]:
            name = view.get(f"explore.robustness.assumptions.{index}.id")
            said = (
                "the other way"
                if how == "opposite"
                else f"its values at the ends that {_side(how)} the main line"
            )
            return f"assumption {name}, {said}; chance of {outcome}"
    return ""


def _side(how: str) -> str:
    return "lower" if how == "low" else "raise"
