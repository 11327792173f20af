"""A graph model on the screen: where it rests, by which concepts, why, and the ways there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from commonground.cli.output import Output

_WIDTH = 100
_MOST_ROWS = 20
_MOST_TAKEN = 60  # letters of what is taken in a state
_HEADS = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "symseq": "symSEQ", "sim": "SIM"}


def show(out: Output, solution: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """The whole answer, or only the answers to what was asked."""
    found: Mapping[str, Any] = solution["data"]
    if not asked:
        _show_all(out, solution, found)
        return
    for entry in asked.get("why") or ():
        _show_why(out, found, entry)
    if "inverse" in asked:
        _show_inverse(out, found, asked["inverse"])
    if "path" in asked:
        _show_path(out, found, asked["path"])
    if "coalition" in asked:
        _show_coalition(out, found, asked["coalition"])
    if "mixed" in asked:
        told = "; ".join(
            f"{_who(found, party)} by {' or '.join(_HEADS[concept] for concept in given)}"
            for party, given in asked["mixed"]["concepts"].items()
        )
        out.data(f"States that hold for every party ({told}): {_listed(asked['mixed']['equilibria'])}")


def _show_all(out: Output, solution: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    from commonground.cli.summary import outcome_line

    out.data(str(solution["title"]))
    for line in outcome_line(solution):
        out.data(line)
    out.data(_filled(found["reading"]))
    out.data("")
    _show_equilibria(out, found)
    _show_rests(out, found)
    _show_readings(out, found)
    for entry in found["why"][:1]:
        out.data("")
        _show_why(out, found, entry)
    if found["way_out"]:
        out.data("")
        _show_way_out(out, found)
    if found["options"]:
        out.data("")
        _show_letters(out, found)


def _show_equilibria(out: Output, found: Mapping[str, Any]) -> None:
    concepts = list(found["equilibria"])
    held = {concept: set(states) for concept, states in found["equilibria"].items()}
    share = {row["state"]: row for row in found["share"]}
    states = [state for state in found["states"] if any(state["code"] in held[c] for c in concepts)]
    concept = found["concept"]
    rests = {row["code"]: row["p"] for row in found["rests"]}
    states.sort(
        key=lambda s: (
            -rests.get(s["code"], 0.0),
            s["code"] != found["status_quo"],
            s["outcome"] != "agreement",
            -sum(s["code"] in held[c] for c in concepts),
        )
    )
    several = found["combinations"] > 1
    rows = []
    for state in states[:_MOST_ROWS]:
        marks = ["yes" if state["code"] in held[c] else "-" for c in concepts]
        often = [_per_cent(share.get(state["code"], {}).get(concept, 0.0))] if several else []
        rows.append([*_named(found, state), state["outcome"] or "-", *marks, *often])
    if not rows:
        out.data("No state is an equilibrium under any concept.")
        return
    heads = ["state", *(["pattern"] if found["options"] else []), "what is taken", "counts as"]
    last = [f"{_HEADS[concept]} in draws"] if several else []
    counted = max(len(states), *found["count"].values())
    more = f" (the first {_MOST_ROWS} of {counted:,})" if counted > _MOST_ROWS else ""
    title = f"States that are equilibria under any concept, at the most likely values{more}"
    out.table([*heads, *(_HEADS[c] for c in concepts), *last], rows, title)


def _named(found: Mapping[str, Any], state: Mapping[str, Any]) -> list[str]:
    title = str(state["title"])
    short = title if len(title) <= _MOST_TAKEN else f"{title[: _MOST_TAKEN - 1]}…"
    return [str(state["code"]), *([str(state["pattern"])] if found["options"] else []), short]


def _show_rests(out: Output, found: Mapping[str, Any]) -> None:
    if len(found["rests"]) < 2:
        return
    out.data("")
    rows = [
        [*_named(found, row), row["outcome"] or "-", _per_cent(row["p"]), _per_cent(row["held"])]
        for row in found["rests"][:_MOST_ROWS]
    ]
    heads = ["state", *(["pattern"] if found["options"] else []), "what is taken", "counts as"]
    heads += ["chance", f"{_HEADS[found['concept']]} in draws"]
    out.table(heads, rows, "Where random improving moves from the status quo come to rest")


def _show_readings(out: Output, found: Mapping[str, Any]) -> None:
    """Further readings, a line each: equilibria under the chosen concept."""
    concept = found["concept"]
    lines = [
        f"{name} ({reading['title']}): {_listed(reading['equilibria'].get(concept, []))}"
        for name, reading in found["readings"].items()
    ]
    if found["hypergame"]:
        seen = found["hypergame"]
        lines.append(f"hypergame (each in the conflict it sees): {_listed(seen['equilibria'][concept])}")
        lines += [
            f"ground for a surprise: {row['state']}, not seen by {_all(found, row['unseen_by'])}"
            for row in seen["surprises"][:_MOST_ROWS]
        ]
    if found["coalitions"]:
        together = found["coalitions"]
        lines.append(f"against every coalition: {_listed(together['equilibria'][concept])}")
        lines += [
            f"{_all(found, row['parties'])} could go together from {row['from']} to {row['to']}"
            for row in together["jumps"][:_MOST_ROWS]
        ]
    if found["foresight"]:
        ahead = found["foresight"]["equilibria"]
        lines.append(
            f"non-myopic: {_listed(ahead['nm'])}; looking two moves ahead: {_listed(ahead.get('l2', []))}"
        )
    if lines:
        out.data("")
        out.data(f"Other readings, equilibria under {_HEADS[concept]} where it applies:")
        for line in lines:
            out.data(_filled(line, "  "))


def _show_why(out: Output, found: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    title = _title(found, entry["state"])
    held = all(one["holds"] for one in entry["parties"].values())
    verdict = "is an equilibrium" if held else "is no equilibrium"
    out.data(f"State {entry['state']} ({title}) {verdict} under {_HEADS[entry['concept']]}.")
    for one in entry["parties"].values():
        first, *rest = one["told"]
        out.data(_filled(first))
        for line in rest:
            out.data(_filled(f"- {line}", "  "))


def _show_inverse(out: Output, found: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    out.data(f"State {entry['target']} ({entry['title']}) under {_HEADS[entry['concept']]}")
    for line in entry["told"]:
        out.data(_filled(line))
    for party, one in entry["parties"].items():
        out.data("")
        counted = one["rankings"]
        share = "" if counted["share"] is None else f": {100 * counted['share']:.3g} % of all its rankings do"
        exact = f" ({int(counted['count']):,} of {int(counted['of']):,})" if _short(counted) else ""
        holds = "holds" if one["holds"] else "does not hold"
        out.data(_at_start(f"{_who(found, party)}: it {holds} for this party now{share}{exact}"))
        for line in one["told"]:
            out.data(_filled(line, "  "))


def _short(counted: Mapping[str, Any]) -> bool:
    return counted["of"] is not None and len(str(counted["of"])) <= 12


def _show_path(out: Output, found: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    out.data(f"Ways from the status quo, {found['status_quo']}, to {entry['state']} ({entry['title']})")
    for kind, count, last in (
        ("steps", "moves", "last_movers"),
        ("improving_steps", "improvements", "improving_last_movers"),
    ):
        name = "any moves" if kind == "steps" else "improvements only"
        if entry[count] is None:
            out.data(f"By {name}: none")
            continue
        movers = f"; the last is made by {_all(found, entry[last], 'or')}" if entry[last] else ""
        out.data(f"By {name}: {entry[count]} at least{movers}")
        for way in entry[kind]:
            if way:
                out.data(_filled(f"- {_way(found, way)}", "  "))
    if entry["after_one_step_that_is_none"]:
        out.data("It is one step that is no improvement away from what improvements alone reach.")


def _way(found: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> str:
    return "; then ".join(
        f"{_who(found, step['party'])} {' and '.join(step['does'])} (to {step['to']})" for step in steps
    )


def _who(found: Mapping[str, Any], party: str) -> str:
    return str(found["parties"][party])


def _all(found: Mapping[str, Any], parties: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join(_who(found, party) for party in parties)


def _show_way_out(out: Output, found: Mapping[str, Any]) -> None:
    way = found["way_out"]
    kind = "that is an equilibrium" if way["holds"] else "nearest to holding"
    out.data(f"The agreement {kind}: {way['state']} ({way['title']})")
    steps = way["improving_steps"] or way["steps"]
    if steps:
        how = "by improvements" if way["improving_steps"] else "by moves that are not all improvements"
        out.data(_filled(f"Shortest way, {how}: {_way(found, steps[0])}", "  "))
    for line in way["changes"]:
        out.data(_filled(line, "  "))


def _show_coalition(out: Output, found: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    out.data(f"States that hold against {_all(found, entry['parties'])} together")
    for concept, states in entry["stable"].items():
        out.data(f"  {_HEADS[concept]}: {_listed(states)}")
    if found["status_quo"] is not None:
        out.data(f"Joint improvements from the status quo: {_listed(entry['from_status_quo'])}")


def _show_letters(out: Output, found: Mapping[str, Any]) -> None:
    rows = [
        [str(k + 1), str(1 << k), _who(found, option["party"]), option["name"], option["id"]]
        for k, option in enumerate(found["options"])
    ]
    out.table(["letter", "code", "party", "option", "id"], rows, "Letters of a pattern")


def _at_start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(found: Mapping[str, Any], code: Any) -> str:
    return next((str(state["title"]) for state in found["states"] if state["code"] == code), "")


def _listed(states: Sequence[Any]) -> str:
    if not states:
        return "none"
    shown = ", ".join(map(str, states[:_MOST_ROWS]))
    return f"{shown} and {len(states) - _MOST_ROWS:,} more" if len(states) > _MOST_ROWS else shown


def _per_cent(share: float) -> str:
    from commonground.charts.reading import percent

    return percent(share)


def _filled(text: str, indent: str = "") -> str:
    kept = "\n".join(_lines(text.replace(" %", "\u00a0%"), indent))
    return kept.replace("\u00a0%", " %")


def _lines(text: str, indent: str) -> Iterator[str]:
    yield fill(text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "")
