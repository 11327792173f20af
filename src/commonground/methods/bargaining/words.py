"""What a bargaining model found, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground.methods.bargaining.instability import TRIES
from commonground.methods.phrases import prose, share_of

MOST = 3  # issues that the reading goes through; a table has the rest


def reading(called: str, settlement: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """A paragraph: where each issue would be settled, and how far that can be relied on."""
    issues = list(settlement)
    places = "; ".join(_issue(issue, settlement[issue]) for issue in issues[:MOST])
    sentences = [f"{called[:1].upper()}{called[1:]} puts {places}."]
    if len(issues) > MOST:
        more = len(issues) - MOST
        sentences.append(f"{more} more {'issue' if more == 1 else 'issues'}: see the settlement of each.")
    record = data["record"]
    missed = (
        f"On {record['n']} resolved issues of the European Union it missed by {record['mae']:.0f} points of 100"
        " on average"
    )
    intervals = [told["forecast"]["interval"] for told in settlement.values()]
    if any(interval["low"] < interval["high"] for interval in intervals):
        sentences.append(f"{missed}; the intervals in brackets hold 80 % with errors of that kind.")
    else:  # one position is held, and no error is added
        sentences.append(f"{missed}; here nobody holds another position, so that no error is added.")
    unsteady = data["instability"]
    if unsteady:
        tried = f"{TRIES} tries" if data["solved"] == 1 else "the draws"
        sentences.append(
            f"In {share_of(unsteady)} of {tried} a millionth of noise brings some party to another end point."
        )
    sentences.append("It says where a settlement would lie, not whether there will be one.")
    return prose(*sentences)


def _issue(issue: str, told: Mapping[str, Any]) -> str:
    forecast = told["forecast"]
    if told["kind"] == "options":
        ranked = sorted(forecast["options"].items(), key=lambda entry: -entry[1])
        likely = " or ".join(f"{option} ({share_of(share)})" for option, share in ranked[:2] if share > 0)
        return f"{issue} nearest to {likely}"
    low, high = (number(forecast["interval"][end]) for end in ("low", "high"))
    unit = f" {told['unit']}" if told["unit"] else ""
    return f"{issue} at {number(told['mean'])}{unit} ({low} to {high})"


def number(value: float) -> str:
    """A level in three significant digits, whole numbers of thousands in full."""
    text = f"{value:.3g}"
    return f"{value:,.0f}" if "e" in text and abs(value) < 1e15 else text
