"""What-if: scenarios and levers side by side, what drives the forecast, and the search over levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.drawing import figure
from commonground.app.jobs.job import Job
from commonground.app.jobs.routes import arguments
from commonground.app.pages import Page
from commonground.brief.view import day, path_in_words
from commonground.case.model import Case
from commonground.charts.box_rules import box_rules
from commonground.charts.lever_front import lever_front
from commonground.charts.reading import percent
from commonground.charts.scenario_comparison import scenario_comparison
from commonground.charts.tornado import tornado
from commonground.errors import CommongroundError
from commonground.explore.engine import Engine
from commonground.explore.scenarios import compare_scenarios
from commonground.explore.what_if import what_if
from commonground.study.record import plain

_ABOUT: Final = {
    "sensitivity": (
        "What drives the forecast",
        "Holds each uncertain value at both its ends, and looks for rules that mark agreements.",
    ),
    "levers": (
        "Which levers are worth pulling",
        "Tries all levers alone, in pairs and in sets under a budget, each with its own chance to work.",
    ),
    "sobol": (
        "Which values matter together",
        "Shares of the variance of the values above, alone and with all others (Sobol’).",
    ),
}
_OUTCOMES: Final = {
    "agreement": "Agreement",
    "impasse": "Impasse",
    "confrontation": "Confrontation",
    "found": "A package is found",
    "exists": "Common ground exists",
    "private": "It exists, though each keeps its limits to itself",
    "in_time": "Talks end in time",
}
_MOST: Final = 12  # scenarios and levers taken at once


def available(case: Case) -> bool:
    """Something is negotiated, so that it can be tried otherwise."""
    return bool(case.issues) and not case.positions_only


def view(context: Context) -> dict[str, Any]:
    """Choices, the comparison that they ask for, all scenarios side by side, and what was searched for."""
    case = context.now
    taken, pulled = (_named(context.more.get(name, ""), there) for name, there in
                     (("take", case.scenarios), ("pull", case.levers)))  # fmt: skip
    compared, fault = _compared(context, taken, pulled)
    jobs = {work: _job(context, work) for work in ("sensitivity", "levers")}
    drivers = _result(jobs["sensitivity"])
    ten = [one["path"] for one in (drivers or {}).get("drivers", [])][:10]
    jobs["sobol"] = _job(context, "sobol", paths=ten) if ten else None
    found = _result(jobs["levers"])
    return {
        "scenarios": [
            {
                "id": name,
                "name": said.name,
                "about": said.about,
                "taken": name in taken,
                "chance": None if said.probability is None else said.probability.quantity.in_words(),
                "from": None if said.start is None else said.start.isoformat(),
            }
            for name, said in case.scenarios.items()
        ],
        "levers": [
            {
                "id": name,
                "name": said.name,
                "about": said.about,
                "taken": name in pulled,
                "by": [_who(case, one) for one in said.by],
                "cost": f"{said.cost.quantity.in_words()} {case.explore.unit}".strip(),
            }
            for name, said in case.levers.items()
        ],
        "compared": compared,
        "fault": fault,
        "side_by_side": _side_by_side(context),
        "jobs": {
            work: _told(context, work, job, ten) if _applies(case, work, ten) else None
            for work, job in jobs.items()
        },
        "drivers": _figures(context, drivers, tornado, box_rules),
        "front": _front(context, found),
        "sobol": _shares(context, _result(jobs["sobol"])),
    }


def _applies(case: Case, work: str, ten: Sequence[str]) -> bool:
    return bool({"levers": case.levers, "sobol": ten}.get(work, True))


def _named(said: str, there: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in said.split(",") if name in there))[:_MOST]


def _who(case: Case, name: str) -> str:
    held: Any = case.parties.get(name) or case.mediators.get(name)
    return str(getattr(held, "name", "") or name)


@contextmanager
def _engine(context: Context) -> Iterator[Engine]:
    """The pushed case with its draws; nobody else's meanwhile, and without other worlds after."""
    if context.studio is None:
        raise ValueError("this page needs what is open")
    if context.state.is_base:
        with context.studio.solver.trying() as held:
            yield held
        return
    with context.studio.trying:
        engine = context.studio.engines.get(context.now.hash, lambda: Engine(context.now))
        try:
            yield engine
        finally:
            engine.forget()


def _compared(
    context: Context, taken: Sequence[str], pulled: Sequence[str]
) -> tuple[dict[str, Any] | None, dict[str, str] | None]:
    """The pushed case with scenarios and levers, against the pushed case without them."""
    if not taken and not pulled:
        return None, None
    try:
        with _engine(context) as engine:
            found = plain(what_if(engine, scenarios=taken, levers=pulled, blocking=False).as_dict())
    except CommongroundError as error:
        return None, {"message": error.message, "fix": error.fix}
    rows = [_row(_OUTCOMES.get(name, name), one) for name, one in found["outcomes"].items()]
    rows += [
        _row(
            f"{context.case.questions[name].outcome} by {day(str(context.case.questions[name].deadline))}".capitalize(),
            one,
        )
        for name, one in found["by_deadline"].items()
    ]
    parts = [_row(_OUTCOMES.get(name, name), one) for name, one in found["parts"].items()]
    return {
        "horizon": found["horizon"],
        "draws": found["draws"]["n"],
        "rows": rows,
        "parts": parts,
        "mixed": None
        if found["mixed"] is None
        else {
            "chance": percent(found["mixed"]["probability"]),
            "rows": [
                _row(_OUTCOMES.get(name, name), one) for name, one in found["mixed"]["outcomes"].items()
            ],
        },
        "changes": [
            {
                "label": path_in_words(context.before, one["path"]),
                "before": one["from"] or "–",
                "now": one["to"],
                "by": one["by"],
                "since": one["since"] or "",
            }
            for one in found["changes"]
        ],
        "pulled": [context.now.levers[name].name for name in found["levers"]],
        "data": found,
    }, None


def _row(label: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """A chance in two worlds, in words."""
    return {
        "label": label,
        "before": percent(one["before"]["p"]),
        "after": percent(one["after"]["p"]),
        "change": f"{_points(one['change'])} points",
        "range": f"{_points(one['low'])} to {_points(one['high'])}",
        "shown": one["shown"],
    }


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "\N{MINUS SIGN}")


def _side_by_side(context: Context) -> dict[str, Any] | None:
    """All scenarios of the case, each if it came about."""
    if not context.now.scenarios:
        return None
    try:
        with _engine(context) as engine:
            found = compare_scenarios(engine)
            before = {name: reach.estimate().as_dict() for name, reach in engine.base.outcomes().items()}
    except CommongroundError as error:
        return {"figure": None, "fault": str(error)}
    goal = "agreement" if "agreement" in before else "found"
    explored = plain({"goal": goal, "before": before, "scenarios": found["scenarios"]})
    return {"figure": _figures(context, explored, scenario_comparison)[0], "fault": ""}


def _figures(
    context: Context, explored: Mapping[str, Any] | None, *charts: Any
) -> list[dict[str, Any] | None]:
    """Charts of what was found, as the study would hold it."""
    if explored is None:
        return [None for _ in charts]
    study = {**context.view.study.data, "explore": explored}
    return [figure(context, chart(study)) for chart in charts]


def _job(context: Context, work: str, **options: Any) -> Job | None:
    """The job that was asked for of this very case, if there is one."""
    if context.studio is None:
        return None
    return context.studio.desk.find(work, arguments(context.now, work, **options))


def _result(job: Job | None) -> dict[str, Any] | None:
    return job.result if job is not None and job.state == "done" else None


def _told(context: Context, work: str, job: Job | None, ten: Sequence[str]) -> dict[str, Any]:
    title, about = _ABOUT[work]
    return {
        "work": work,
        "title": title,
        "about": about,
        "paths": list(ten) if work == "sobol" else [],
        "job": None if job is None else job.as_dict(),
    }


def _front(context: Context, found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The lever front with its table: what each does, costs, and whom it helps."""
    if found is None:
        return None
    goal, unit = found["goal"], found["unit"]
    explored = {"goal": goal, "before": found["before"], "levers": found, "draws": found["draws"]}
    names = {one["id"]: one["name"] for one in found["levers"]}
    return {
        "figure": _figures(context, explored, lever_front)[0],
        "goal": _OUTCOMES.get(goal, goal).lower(),
        "recommended": [names[name] for name in found["recommended"]],
        "rows": [
            {
                "name": one["name"],
                "effect": f"{_points(one['outcomes'][goal]['change'])} points",
                "range": f"{_points(one['outcomes'][goal]['low'])} to {_points(one['outcomes'][goal]['high'])}",
                "cost": f"{one['cost']['mean']:.2g} {unit}".strip(),
                "works": percent(one["works"]["mean"]),
                "backfires": percent(one["backfires"]),
                "verdict": one["verdict"],
            }
            for one in found["levers"]
        ],
        "pairs": [
            {
                "names": " + ".join(names[name] for name in one["levers"]),
                "effect": f"{_points(one['change'])} points",
                "cost": f"{one['cost']:.2g} {unit}".strip(),
            }
            for one in found["best_pairs"]
        ],
        "findings": found["findings"],
    }


def _shares(context: Context, found: Mapping[str, Any] | None) -> list[dict[str, str]] | None:
    if found is None:
        return None
    return [
        {
            "label": one["path"]
            if one["path"] == "everything else"
            else path_in_words(context.before, one["path"]),
            "first": f"{one['first']:.3f} ± {one['first_90']:.3f}",
            "total": f"{one['total']:.3f} ± {one['total_90']:.3f}",
        }
        for one in found["sobol"]
    ]


PAGE = Page("what-if", "What-if", 80, available, view, script="jobs.js what-if.js", fresh=True)
