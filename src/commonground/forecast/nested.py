"""Nested deadlines: what has happened by April has happened by June, so the chances of a series never fall.

Pooled forecasts that break the rule are mended by isotonic regression, which moves them as little as possible in
the least-squares sense, and the change is told. A person's own forecast that breaks it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from commonground.errors import Finding, ForecastError
from commonground.forecast.question import NO, YES, Question, earlier_and_later

_SLACK = 1e-12


def isotonic(values: Sequence[float], weights: Sequence[float] | None = None) -> list[float]:
    """The nearest sequence that never falls: pool adjacent violators, weighted least squares.

    Questions with the same deadline are the caller's to merge. `values` and `weights` have one length; weights are
    above zero, equal by default.

    References
    ----------
    barlow1972.
    """
    blocks: list[tuple[float, float, int]] = []  # (mean, weight, members)
    for value, weight in zip(values, weights or [1.0] * len(values)):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, members = blocks.pop()
            before, more, others = blocks[-1]
            both = heavy + more
            blocks[-1] = ((mean * heavy + before * more) / both, both, members + others)
    return [mean for mean, _, members in blocks for _ in range(members)]


def mended(
    questions: Sequence[Question], chances: Mapping[str, float]
) -> tuple[dict[str, float], list[Finding]]:
    """The chances by question id with every series monotone, and a finding for each that was moved.

    Questions of a series with the same deadline ask the same thing and get their mean.
    """
    out = dict(chances)
    findings: list[Finding] = []
    for series in sorted({question.series for question in questions if question.series}):
        members = [question for question in questions if question.series == series and question.id in chances]
        by_day: dict[date, list[Question]] = {}
        for question in sorted(members, key=lambda one: (one.deadline, one.id)):
            by_day.setdefault(question.deadline, []).append(question)
        means = [sum(chances[q.id] for q in same) / len(same) for same in by_day.values()]
        level = isotonic(means, [float(len(same)) for same in by_day.values()])
        for same, chance in zip(by_day.values(), level):
            for question in same:
                if abs(chances[question.id] - chance) <= _SLACK:
                    continue
                out[question.id] = chance
                findings.append(_moved(question, chances[question.id], chance))
    return out, findings


def require_monotone(
    question: Question, p: float, others: Sequence[Question], given: Mapping[str, float]
) -> None:
    """Refuse a forecast that contradicts the same voice's newest ones on the same event.

    Parameters
    ----------
    given : the voice's newest probability by question id

    Raises
    ------
    ForecastError : an earlier deadline is held likelier than a later one; names the question.
    """
    for other in earlier_and_later(question, others):
        held = given.get(other.id)
        if other.id == question.id or held is None:
            continue
        if other.deadline < question.deadline and held > p + _SLACK:
            raise ForecastError(
                f"{question.id} by {question.deadline} cannot be less likely than {other.id} by {other.deadline}, "
                f"a part of it (got {p:g} after {held:g})",
                f"Give at least {held:g}, or first lower the forecast of {other.id}.",
            )
        if other.deadline > question.deadline and held < p - _SLACK:
            raise ForecastError(
                f"{question.id} by {question.deadline} cannot be likelier than {other.id} by {other.deadline}, "
                f"which it is part of (got {p:g} after {held:g})",
                f"Give at most {held:g}, or first raise the forecast of {other.id}.",
            )


def require_possible(
    question: Question, outcome: str | float, others: Sequence[Question], ended: Mapping[str, str | float]
) -> None:
    """Refuse an outcome that contradicts how another question on the same event ended.

    Parameters
    ----------
    ended : outcomes by question id

    Raises
    ------
    ForecastError : what has happened by one deadline has not by a later one; names the question.
    """
    for other in earlier_and_later(question, others):
        known = ended.get(other.id)
        if outcome == YES and known == NO and other.deadline >= question.deadline:
            told = f"which it is part of, ended {known}"
        elif outcome == NO and known == YES and other.deadline <= question.deadline:
            told = f"a part of it, ended {known}"
        else:
            continue
        if other.id != question.id:
            raise ForecastError(
                f"{question.id} by {question.deadline} cannot end {outcome}: {other.id} by {other.deadline}, {told}",
                f"If that was wrong, correct {other.id} first: --correct --because …",
            )


def _moved(question: Question, before: float, after: float) -> Finding:
    return Finding(
        "warning",
        f"questions.{question.id}",
        f"the pooled chance was moved from {before:.3f} to {after:.3f}, because what has happened by an earlier "
        "deadline has happened by a later one",
        "Look at the voices of the questions on this event: they do not fit together.",
    )
