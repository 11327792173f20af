"""Settlements on the screen: those of one bargaining model, or of all methods side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground.cli.method_view import say_reading
from commonground.cli.output import Output
from commonground.cli.summary import outcome_line


def is_settlement(found: Mapping[str, Any]) -> bool:
    """Whether the data of a solution are those of a bargaining model."""
    return "sweep" in found and "settlement" in found


def show_settlement(out: Output, solution: Mapping[str, Any], modes: bool = False) -> None:
    """What the model found, with how it has scored, and a table of the issues; `modes` if there is one draw only."""
    found = solution["data"]
    out.data(str(solution["title"]))
    say_reading(out, str(found["reading"]))
    out.data("")
    rows = [
        [
            issue,
            _level(entry, entry["mean"]),
            *([] if modes else [_between(entry["quantiles"]["q5"], entry["quantiles"]["q95"])]),
            _between(entry["forecast"]["interval"]["low"], entry["forecast"]["interval"]["high"]),
            "-" if entry["status_quo"] is None else _level(entry, entry["status_quo"]),
        ]
        for issue, entry in found["settlement"].items()
    ]
    columns = [
        "issue",
        "settlement",
        *([] if modes else ["5 to 95 % of draws"]),
        "80 % with model error",
        "today",
    ]
    out.table(columns, rows, "Where the issues would be settled")


def show_all(out: Output, compared: Mapping[str, Any], solutions: Mapping[str, Mapping[str, Any]]) -> None:
    """Outcomes of the methods that have some, then a row per issue and a column per model."""
    for solution in solutions.values():
        for line in outcome_line(solution):
            out.data(f"{solution['title']}: {line}")
    if not compared:
        return
    methods = list(dict.fromkeys(method for entry in compared.values() for method in entry["models"]))
    rows = [
        [
            issue,
            *(
                _level(entry, entry["models"][method]["mean"]) if method in entry["models"] else "-"
                for method in methods
            ),
            "-" if entry["status_quo"] is None else _level(entry, entry["status_quo"]),
        ]
        for issue, entry in compared.items()
    ]
    out.table(["issue", *methods, "today"], rows, "Where the issues would be settled")
    for issue, entry in compared.items():
        for said in entry["says"]:
            out.data(
                f"{issue}: {said['method']} lies {100 * abs(said['by']):.0f} % of the scale {said['direction']}"
                f" than the compromise ({said['because']})"
            )


def _level(entry: Mapping[str, Any], value: float) -> str:
    from commonground.methods.bargaining.words import number

    text = number(value)
    if entry["kind"] == "options":
        near = min(entry["places"], key=lambda option: abs(entry["places"][option] - value))
        return f"{text} (near {near})"
    return f"{text} {entry['unit']}".strip()


def _between(low: float, high: float) -> str:
    from commonground.methods.bargaining.words import number

    return f"{number(low)} to {number(high)}"
