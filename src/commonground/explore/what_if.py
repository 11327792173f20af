"""What if: a case with some things different, compared with the case as it is on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from commonground.case.cards import card_of
from commonground.case.composing import plain
from commonground.case.draws import DAYS_PER_MONTH
from commonground.case.model import Case
from commonground.case.moves import Move
from commonground.errors import Finding, UsageError
from commonground.explore.answer import Answer, Difference, Outcomes, difference, mixed
from commonground.explore.batches import batch_errors
from commonground.explore.blocks import blocks
from commonground.explore.engine import Engine
from commonground.explore.plan import OWN, Staged, plan_of
from commonground.explore.settled import accounts, settlement
from commonground.methods.common_ground.outcome import Reach, in_time
from commonground.quantity import number_text


@dataclass(frozen=True)
class Comparison:
    """Two worlds on the same draws.

    changes     : what differs, in the order taken: path, from, to, by whom
    outcomes    : agreement, impasse, confrontation by the horizon -> paired difference; only `found` without a tempo
    parts       : exists, private, found, in_time -> paired difference: what the outcomes are made of
    by_deadline : question about an agreement -> paired difference by its deadline
    mixed       : outcomes if a scenario comes about with its probability, and that probability; None without one
    settlement, blocks, accounts : see `settled.py` and `blocks.py`; None where they were not asked for
    """

    case: str
    changes: tuple[dict[str, Any], ...]
    scenarios: tuple[str, ...]
    levers: tuple[str, ...]
    horizon: date
    draws: int
    seed: int
    outcomes: Mapping[str, Difference]
    parts: Mapping[str, Difference]
    by_deadline: Mapping[str, Difference]
    mixed: dict[str, Any] | None
    settlement: dict[str, Any] | None
    blocks: dict[str, Any] | None
    accounts: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()

    def _repr_html_(self) -> str | None:
        return card_of("comparison", self)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as a study keeps them."""
        return {
            "case": self.case,
            "changes": list(self.changes),
            "scenarios": list(self.scenarios),
            "levers": list(self.levers),
            "horizon": self.horizon.isoformat(),
            "draws": {"n": self.draws, "seed": self.seed},
            "outcomes": {name: found.as_dict() for name, found in self.outcomes.items()},
            "parts": {name: found.as_dict() for name, found in self.parts.items()},
            "by_deadline": {name: found.as_dict() for name, found in self.by_deadline.items()},
            "mixed": self.mixed,
            "settlement": self.settlement,
            "blocks": self.blocks,
            "accounts": self.accounts,
        }

    def __repr__(self) -> str:
        told = ", ".join(
            f"{name} {100 * found.before.p:.1f} -> {100 * found.after.p:.1f} %"
            for name, found in self.outcomes.items()
        )
        return f"Comparison({self.case}: {told})"


def what_if(
    case: Case | Engine,
    changes: Mapping[str, Any] | None = None,
    *,
    scenarios: Sequence[str] = (),
    levers: Sequence[str] = (),
    draws: int | None = None,
    seed: int | None = None,
    modes: bool = False,
    settled: bool = True,
    blocking: bool = True,
) -> Comparison:
    """The case with some things different, against the case as it is.

    Scenarios come first, in the order given, each with what it builds on; then levers, taken to work; then changes,
    which have the last word.

    Parameters
    ----------
    case      : a case, or an `Engine` with its draws at hand, which answers sooner
    changes   : path -> value in any form a case file allows, or a move: {"times": 0.5}, {"plus": 0.1}
    scenarios, levers : ids
    draws, seed, modes : as in `draw`; an engine has its own
    settled   : whether to tell where the parties would settle, and for whose account the change is
    blocking  : whether to tell what stands in the way

    Raises
    ------
    UsageError   : nothing to change, an unknown scenario or lever, or changes that contradict each other
    CaseError    : unknown paths, values out of range, or changes that no case file could make; all at once
    MissingInput : the case lacks what common ground needs

    Limits
    ------
    All parties know what changes. In a world that begins on a day, each draw's talks end once: those that would end
    before the day do so as things were, and do not begin anew.
    """
    engine = case if isinstance(case, Engine) else Engine(case, draws, seed, modes)
    staged = plan_of(engine.case, changes, scenarios, levers)
    if staged.now.is_empty and not staged.later:
        raise UsageError("nothing changes", "Give changes, a scenario or a lever.")
    return compare(engine, staged, scenarios, settled=settled, blocking=blocking)


def compare(
    engine: Engine,
    staged: Staged,
    scenarios: Sequence[str] = (),
    *,
    settled: bool = True,
    blocking: bool = True,
) -> Comparison:
    """As `what_if`, for a plan at hand."""
    before = engine.base
    months = None if staged.horizon is None else engine.months_to(staged.horizon)
    one, two = before.outcomes(months), engine.outcomes(staged)
    last = engine.last(staged)
    plan = staged.later[-1][1] if staged.later else staged.now
    return Comparison(
        case=engine.case.name,
        changes=tuple(_changes(engine.case, staged)),
        scenarios=tuple(scenarios),
        levers=plan.levers,
        horizon=staged.horizon or engine.case.horizon,
        draws=engine.n,
        seed=engine.seed,
        outcomes=_with_batches(
            {name: difference(one[name], two[name]) for name in two if name in one},
            {} if staged.later else batch_errors(before, last, months),
        ),
        parts=_parts(before, last, engine.case.months if months is None else months),
        by_deadline=_by_deadline(engine, staged),
        mixed=_mixed(engine, scenarios, one, two),
        settlement=settlement(before, last) if settled else None,
        blocks=blocks(before, last) if blocking else None,
        accounts=accounts((before, one), (last, two)) if settled else None,
        findings=tuple(_findings(engine, staged, settled or blocking)),
    )


def _with_batches(found: dict[str, Difference], errors: Mapping[str, float]) -> dict[str, Difference]:
    """The differences with the larger of two standard errors, where both are known."""
    return {name: replace(one, se=max(one.se, errors.get(name, 0.0))) for name, one in found.items()}


def _parts(before: Answer, after: Answer, months: float) -> dict[str, Difference]:
    pairs = {
        "exists": (before.found.exists, after.found.exists),
        "private": (before.found.private, after.found.private),
        "found": (before.reach, after.reach),
    }
    times = in_time(before.draws, months), in_time(after.draws, months)
    if times[0] is not None and times[1] is not None:
        still = np.zeros(before.draws.n)
        pairs["in_time"] = (Reach(times[0], still), Reach(times[1], still))
    return {name: difference(*pair) for name, pair in pairs.items()}


def _by_deadline(engine: Engine, staged: Staged) -> dict[str, Difference]:
    """The chance of an agreement by the deadline of each question about one."""
    found = {}
    for name, question in engine.case.questions.items():
        if question.outcome != "agreement":
            continue
        months = (question.deadline - engine.case.as_of).days / DAYS_PER_MONTH
        one = engine.base.outcomes(months).get("agreement")
        two = engine.outcomes(Staged(staged.now, staged.later, question.deadline)).get("agreement")
        if one is not None and two is not None:
            found[name] = difference(one, two)
    return found


def _mixed(engine: Engine, scenarios: Sequence[str], one: Outcomes, two: Outcomes) -> dict[str, Any] | None:
    """What to expect if the scenarios come about with their probabilities, each apart from the others."""
    share = np.ones(engine.n)
    for name in scenarios:
        chance = engine.case.scenarios[name].probability
        if chance is None:
            return None
        share = share * engine.value(f"scenarios.{name}.probability", chance)
    if not scenarios:
        return None
    outcomes = {
        name: difference(one[name], mixed(one[name], two[name], share)).as_dict()
        for name in two
        if name in one
    }
    return {"probability": float(share.mean()), "outcomes": outcomes}


def _changes(case: Case, staged: Staged) -> list[dict[str, Any]]:
    """What differs, in words: each change with the value it replaces and the day from which it holds."""
    stated, told, seen = case.values(), [], set()
    for day, plan in [(None, staged.now), *staged.later]:
        for step in plan.steps:
            if (step.owner, step.path) in seen:
                continue
            seen.add((step.owner, step.path))
            held = stated.get(step.path)
            told.append(
                {
                    "path": step.path,
                    "from": None if held is None else held.quantity.text(),
                    "to": _in_words(step.change),
                    "by": "" if step.owner == OWN else step.owner,
                    "since": None if day is None else day.isoformat(),
                }
            )
    return told


def _in_words(change: Any) -> str:
    if isinstance(change, Move):
        parts = [] if change.times is None else [f"times {change.times.quantity.text()}"]
        parts += [] if change.plus is None else [f"plus {change.plus.quantity.text()}"]
        return ", ".join(parts)
    raw = plain(change)
    if isinstance(raw, dict):
        return ", ".join(f"{key} {_in_words(inner)}" for key, inner in raw.items())
    if isinstance(raw, list | tuple):
        return ", ".join(map(_in_words, raw))
    return number_text(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else str(raw)


def _findings(engine: Engine, staged: Staged, detailed: bool) -> list[Finding]:
    found = []
    if staged.later and detailed:
        day = staged.later[-1][0].isoformat()
        message = "settlement, blocks and accounts are those from the last day on; outcomes are of all stages"
        found.append(Finding("note", "scenarios", message, "", day))
    if staged.horizon is not None and staged.horizon > engine.case.horizon:
        message = "compared beyond the case's horizon, up to which alone the case says what force may do"
        found.append(
            Finding(
                "note",
                "scenarios",
                message,
                "Read the chance of an agreement only.",
                staged.horizon.isoformat(),
            )
        )
    return found
