"""Differences, levers and drivers as lines and tables on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from commonground.cli.output import Output

_NAME = 46  # characters of a name in a table


def percent(share: float) -> str:
    """A chance in per cent, to one decimal where it is small."""
    return f"{100 * share:.1f} %"


def points(change: float) -> str:
    """A difference of chances in percentage points, with its sign; to two decimals where it is below a tenth."""
    digits = 1 if abs(change) >= 0.00095 or change == 0.0 else 2
    text = f"{100 * change:+.{digits}f}"
    return text[1:] if not float(text) else text


def span(found: Mapping[str, Any]) -> str:
    """The range of a difference, or that there is none."""
    low, high = points(found["low"]), points(found["high"])
    return low if low == high else f"{low} to {high}"


def half_width(found: Mapping[str, Any]) -> str:
    """Half of the range of a difference, as "±0.3"."""
    return f"\N{PLUS-MINUS SIGN}{points((found['high'] - found['low']) / 2).lstrip('+')}"


def outcome_rows(outcomes: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Outcome, before, after, change and its range."""
    return [
        [name, percent(one["before"]["p"]), percent(one["after"]["p"]), points(one["change"]), span(one)]
        for name, one in outcomes.items()
    ]


OUTCOME_COLUMNS = ("outcome", "now", "then", "change", "90 % range")


def show_outcomes(out: Output, outcomes: Mapping[str, Any], title: str) -> None:
    """Each outcome in both worlds."""
    out.table(OUTCOME_COLUMNS, outcome_rows(outcomes), title)


def show_changes(out: Output, changes: Sequence[Mapping[str, Any]]) -> None:
    """What differs, one row per change."""
    rows = [
        [one["path"], one["from"] or "-", one["to"], one["by"] or "set", one["since"] or "from the start"]
        for one in changes
    ]
    if any(one["since"] for one in changes):
        out.table(["what", "now", "then", "by", "since"], rows, "What differs")
    elif rows:
        out.table(["what", "now", "then", "by"], [row[:-1] for row in rows], "What differs")


def show_settlement(out: Output, settlement: Mapping[str, Any]) -> None:
    """Where they would settle, issue by issue."""
    rows = []
    for issue, held in settlement.items():
        if held["before"] is None or held["after"] is None:
            rows.append([issue, _settled(held["before"]), _settled(held["after"])])
        elif held["kind"] == "scale":
            unit = f" {held['unit']}" if held["unit"] else ""
            rows.append([issue, *(f"{held[when]['mean']:.4g}{unit}" for when in ("before", "after"))])
        else:
            rows.append([issue, _options(held["before"]), _options(held["after"])])
    out.table(
        ["issue", "now", "then"],
        rows,
        "Where they would settle (Nash): mean on a scale, the two likeliest options",
    )


def _settled(held: Any) -> str:
    return "no zone in any draw" if held is None else "a zone in some draws"


def _options(shares: Mapping[str, float]) -> str:
    ranked = sorted(shares, key=lambda option: -shares[option])[:2]
    return ", ".join(f"{option} {100 * shares[option]:.0f} %" for option in ranked)


def show_blocks(out: Output, blocks: Mapping[str, Any]) -> None:
    """What stands in the way: issues, and who falls short."""
    rows = [[issue, points(one["before"]), points(one["after"])] for issue, one in blocks["issues"].items()]
    if rows:
        out.table(
            ["without", "now", "then"], rows, f"Zone of agreement without an issue, {blocks['draws']:,} draws"
        )
    told = {when: blocks["short"][when] for when in ("before", "after")}
    for word, short in zip(("now", "then"), told.values(), strict=True):
        if short:
            parts = [f"red lines {100 * short['red_lines']:.0f} %"] if short["red_lines"] else []
            parts += [
                f"only {party} falls short {100 * share:.0f} %" for party, share in short["alone"].items()
            ]
            parts += [f"several {100 * short['several']:.0f} %"] if short["several"] else []
            out.data(f"Where there is none {word}: {', '.join(parts)}")


def show_accounts(out: Output, accounts: Mapping[str, Any]) -> None:
    """For whose account a change is."""
    rows = [[party, points(one["walk_away"]), points(one["value"])] for party, one in accounts.items()]
    out.table(
        ["party", "walking away", "all in all"],
        rows,
        "For whose account: change on each party's own scale, in hundredths of all it wants",
    )


# levers


def show_levers(out: Output, data: Mapping[str, Any]) -> None:
    """Every lever alone."""
    goal = data["goal"]
    rows = []
    for one in data["levers"]:
        effect = one["outcomes"][goal]
        rows.append(
            [
                one["id"],
                points(effect["change"]) if one["verdict"] != "no shown effect" else "no shown effect",
                span(effect),
                points(one["outcomes"]["confrontation"]["change"])
                if "confrontation" in one["outcomes"]
                else "-",
                f"{one['cost']['mean']:.1f}",
                f"{100 * one['works']['mean']:.0f} %",
                f"{100 * one['backfires']:.0f} %",
                points(one["regret"]["mean"]).lstrip("+"),
            ]
        )
    out.table(
        ["lever", goal, "range", "confrontation", "cost", "works", "worse in", "regret"],
        rows,
        f"What each lever does to the chance of {goal}, in percentage points",
    )


def show_sets(out: Output, title: str, sets: Sequence[Mapping[str, Any]]) -> None:
    """Sets of levers, with what they bring beyond their parts."""
    rows = [
        [
            " + ".join(one["levers"]),
            points(one["change"]),
            span(one),
            "-" if one["synergy"] is None else points(one["synergy"]),
            f"{one['cost']:.1f}",
        ]
        for one in sets
    ]
    if rows:
        out.table(["levers", "change", "range", "beyond the sum", "cost"], rows, title)


# drivers


def show_drivers(out: Output, data: Mapping[str, Any]) -> None:
    """The values that move the goal most, one at a time."""
    goal = data["goal"]
    rows = [
        [
            one["path"],
            f"{one['at']['low']:.3g}",
            percent(one["low"][goal]["after"]["p"]),
            f"{one['at']['high']:.3g}",
            percent(one["high"][goal]["after"]["p"]),
        ]
        for one in data["drivers"]
    ]
    before = percent(data["before"][goal]["p"])
    out.table(
        ["value", "at its 10 %", goal, "at its 90 %", goal],
        rows,
        f"One value at a time: the chance of {goal}, now {before}",
    )


def show_information(out: Output, data: Mapping[str, Any]) -> None:
    """What it would be worth to know."""
    rows = [
        [one["path"], f"{100 * one['moves']:.1f}", f"{100 * one['narrows']:.1f} %"]
        for one in data["information"]
    ]
    if rows:
        out.table(
            ["value", "moves the forecast by", "narrows it by"],
            rows,
            "If it were known: standard deviation in points, share of the expected Brier score",
        )


def show_rule(out: Output, title: str, rule: Mapping[str, Any] | None, noun: str) -> None:
    """A rule as its bounds and what it catches."""
    if rule is None or not rule["bounds"]:
        return
    said = [
        f"{bound.get('path') or bound.get('issue')} {'>=' if bound['at_least'] else '<='} "
        f"{bound['value'] if 'value' in bound else bound['level']:{'.3g' if 'value' in bound else ''}}"
        for bound in rule["bounds"]
    ]
    out.data(f"{title}: {' and '.join(said)}")
    out.data(
        f"  {percent(rule['support'])} of {noun}; {percent(rule['density'])} inside against"
        f" {percent(rule['before'])} in all; catches {percent(rule['coverage'])}"
    )


def show_events(out: Output, data: Mapping[str, Any]) -> None:
    """What to watch."""
    if not data:
        return
    rows = []
    for event in data["events"]:
        one = event["outcomes"][event["moves"]]
        rows.append(
            [
                shorten(event["event"], 2 * _NAME, placeholder=" …"),
                event["by"] or "-",
                event["moves"],
                f"{percent(one['before']['p'])} -> {percent(one['after']['p'])}",
            ]
        )
    out.table(["if this is seen", "by", "outcome", "shift"], rows, "What to watch")
