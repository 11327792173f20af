"""The case's questions, answered from the solutions: never by anything else."""

from __future__ import annotations

from typing import Any

from commonground.case.model import Case
from commonground.errors import Finding


def answers(case: Case, solutions: dict[str, Any]) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Each question with its probability, Monte Carlo error and the study path it was read from.

    A question on agreement is answered at its own deadline; one on impasse or confrontation only at the case's
    horizon, because the methods say nothing of when force is used. What cannot be answered has probability None
    and a finding.
    """
    out: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for key, question in case.questions.items():
        found = _estimate(key, question.outcome, question.deadline == case.horizon, solutions)
        path, estimate = found if found is not None else ("", {"p": None, "se": None})
        if found is None:
            findings.append(
                Finding(
                    "note",
                    f"questions.{key}",
                    "no method that was run answers this question",
                    "Impasse and confrontation are answered at the horizon; agreement needs talks.tempo.",
                )
            )
        out.append(
            {
                "id": key,
                "text": question.text,
                "deadline": question.deadline.isoformat(),
                "outcome": question.outcome,
                "kind": question.kind,
                "resolves_if": question.resolves_if,
                "source": question.source,
                "probability": estimate["p"],
                "se": estimate["se"],
                "path": path,
            }
        )
    return out, findings


def _estimate(
    key: str, outcome: str, at_horizon: bool, solutions: dict[str, Any]
) -> tuple[str, dict[str, float]] | None:
    for method, solution in solutions.items():
        if outcome == "agreement" and key in (solution["data"].get("by_deadline") or {}):
            return f"solutions.{method}.data.by_deadline.{key}", solution["data"]["by_deadline"][key]
        if at_horizon and outcome in (solution["outcome"] or {}):
            return f"solutions.{method}.outcome.{outcome}", solution["outcome"][outcome]
    return None
