"""`commonground whatif`: a case with some things different, against the case as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commonground.cli.options import draw_options, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.case.model import Case
    from commonground.explore.what_if import Comparison

RANGE = (
    "The range is what other draws of the same case would give; it does not say whether the case is right."
)


class Change(click.ParamType[tuple[str, str]]):
    """A change written path=value, the value as in a case file."""

    name = "path=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        path, equals, raw = str(value).partition("=")
        if not equals or not path.strip() or not raw.strip():
            self.fail(f"{value!r} is not path=value. Write for example walk_away.usa=0.2.", param, ctx)
        return path.strip(), raw.strip()


@click.command("whatif")
@click.argument("case", metavar="CASE")
@click.option(
    "--set",
    "sets",
    type=Change(),
    multiple=True,
    help="Give a value, as in a case file: 3.67, '3 to 9', '{times: 0.5}'; repeatable.",
)
@click.option(
    "--scenario", "scenarios", multiple=True, help="Take a scenario of the case; repeatable, in order."
)
@click.option("--lever", "levers", multiple=True, help="Pull a lever of the case, taken to work; repeatable.")
@draw_options
@output_options
def command(
    case: str,
    sets: tuple[tuple[str, str], ...],
    scenarios: tuple[str, ...],
    levers: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    modes: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare CASE as it is with CASE with some things different, on the same draws.

    Scenarios come first, in the order given, then levers, then --set, which has the last word. Parts
    that set one value differently contradict each other and are refused. Without any of the three,
    all scenarios of the case are set side by side.

    \b
    Examples:
      commonground whatif us-iran-2025
      commonground whatif us-iran-2025 --set positions.usa.enrichment.ideal=3.67
      commonground whatif us-iran-2025 --scenario maximum-pressure --lever oman-channel --json
      commonground whatif us-iran-2025 --set 'talks.tempo={times: 0.5}'
    """
    from commonground.cli.inputs import read_case

    out = Output(as_json, quiet)
    changes = _read(sets)
    loaded = read_case(case)
    if not (changes or scenarios or levers):
        _all_scenarios(out, loaded, draws, seed, modes)
        return
    with out.progress(f"Solving {loaded.name} twice"):
        from commonground.explore.what_if import what_if

        found = what_if(
            loaded, changes, scenarios=scenarios, levers=levers, draws=draws, seed=seed, modes=modes
        )
    out.result(found.as_dict(), found.findings)
    if not as_json:
        _show(out, found)


def _read(sets: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Changes by path; each value is read as a case file would read it."""
    from commonground.case.yaml12 import parse_yaml
    from commonground.errors import CaseError, UsageError

    found: dict[str, Any] = {}
    for path, raw in sets:
        if path in found:
            raise UsageError(f"{path} is set twice", "Give it once.")
        try:
            found[path] = parse_yaml(f"value: {raw}", path).data["value"]
        except (CaseError, KeyError, TypeError) as error:
            fix = "Write it as in a case file: 3.67, '3 to 9', '{triangular: [0, 1, 5]}' or '{times: 0.5}'."
            raise UsageError(f"{path}: not a value (got {raw})", fix) from error
    return found


def _all_scenarios(out: Output, case: Case, draws: int | None, seed: int | None, modes: bool) -> None:
    from commonground.errors import UsageError

    if not case.scenarios:
        fix = "Give --set path=value, or add scenarios to the case."
        raise UsageError(f"nothing to compare: {case.name} names no scenarios", fix)
    with out.progress(f"Solving {len(case.scenarios)} scenarios"):
        from commonground.explore.engine import Engine
        from commonground.explore.scenarios import compare_scenarios

        engine = Engine(case, draws, seed, modes)
        found = compare_scenarios(engine)
        before = {name: reach.estimate().as_dict() for name, reach in engine.base.outcomes().items()}
    out.result({"case": case.name, "before": before, **found})
    if out.json:
        return
    from commonground.cli.explore_view import half_width, percent, points

    def width(one: dict[str, Any]) -> str:
        return f" {half_width(one)}" if engine.n > 1 else ""

    outcomes = list(before)
    rows = [["as it is", case.horizon.isoformat(), *(percent(before[name]["p"]) for name in outcomes)]]
    later = {row["horizon"]: row["outcomes"] for row in found["scenarios"]}
    for horizon in sorted(later.keys() - {case.horizon.isoformat()}):
        there = (later[horizon].get(name) for name in outcomes)
        rows.append(["as it is", horizon, *(percent(one["before"]["p"]) if one else "-" for one in there)])
    for row in found["scenarios"]:
        cells = [
            f"{percent(one['after']['p'])} ({points(one['change'])}{width(one)})" if one else "-"
            for one in (row["outcomes"].get(name) for name in outcomes)
        ]
        rows.append([row["id"], row["horizon"], *cells])
    half = ", with half of their 90 % range" if engine.n > 1 else ""
    title = f"Scenarios, each as if it came about (points of change{half})"
    out.table(["scenario", "by", *outcomes], rows, title)
    if engine.n > 1:
        out.say(RANGE)


def _show(out: Output, found: Comparison) -> None:
    from commonground.cli import explore_view as view

    plain = found.as_dict()
    title = f"By {plain['horizon']}, {found.draws:,} draw{'s' if found.draws != 1 else ''} in both"
    view.show_outcomes(out, plain["outcomes"], title)
    if found.draws > 1:
        out.say(RANGE)
    if plain["mixed"]:
        out.data("")
        chance = view.percent(plain["mixed"]["probability"])
        view.show_outcomes(out, plain["mixed"]["outcomes"], f"If it comes about with a chance of {chance}")
    out.data("")
    view.show_changes(out, plain["changes"])
    if plain["levers"]:
        out.data(f"Levers pulled: {', '.join(plain['levers'])}")
    for part, show in (
        ("settlement", view.show_settlement),
        ("blocks", view.show_blocks),
        ("accounts", view.show_accounts),
    ):
        if plain[part]:
            out.data("")
            show(out, plain[part])
    for finding in found.findings:
        out.finding(finding)
