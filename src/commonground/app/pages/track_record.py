"""Track record: what was forecast, what came of it, and what each voice has earned."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.drawing import figure, sections
from commonground.app.pages import Page
from commonground.brief.sections import voices_annex
from commonground.case.model import Case
from commonground.charts.forecast_history import forecast_history
from commonground.forecast.book import Book, Entry
from commonground.forecast.verify import verify

_MOST: Final = 200  # forecasts and questions listed, the latest


def available(case: Case) -> bool:
    """A case that asks something can be scored."""
    return bool(case.questions)


def view(context: Context) -> dict[str, Any]:
    """Scores and calibration, forecasts over time, and the ledger's questions and forecasts."""
    return {
        "sections": sections(context, [voices_annex.record(context.view)]),
        "history": figure(context, forecast_history(context.view.study.data)),
        "ledger": _ledger(context),
    }


def _ledger(context: Context) -> dict[str, Any] | None:
    path = None if context.studio is None else context.studio.sources.ledger
    if path is None or not Path(path).is_file():
        return None
    verdict = verify(path)
    book = verdict.book
    own = f"{context.case.name}:"
    return {
        "name": Path(path).name,
        "lines": verdict.lines,
        "valid": verdict.valid,
        "faults": [finding.as_dict() for finding in verdict.findings][:20],
        "questions": [
            _question(book, name)
            for name in sorted(book.questions, key=lambda name: not name.startswith(own))
        ][:_MOST],
        "forecasts": [_forecast(one) for one in reversed(book.forecasts[-_MOST:])],
        "more": max(0, len(book.forecasts) - _MOST),
    }


def _question(book: Book, name: str) -> dict[str, Any]:
    asked, resolved = book.questions[name], book.resolutions.get(name)
    said = [one for one in book.forecasts if one.question == name]
    return {
        "id": name,
        "text": asked.text,
        "deadline": asked.deadline.isoformat(),
        "forecasts": len(said),
        "outcome": None if resolved is None else _outcome(resolved.outcome),
        "resolved": None if resolved is None else resolved.on.isoformat(),
        "source": "" if resolved is None else resolved.source,
    }


def _outcome(outcome: str | float) -> str:
    return outcome if isinstance(outcome, str) else f"{outcome:g}"


def _forecast(one: Entry) -> dict[str, Any]:
    p = one.answer if isinstance(one.answer, float) else None
    return {
        "day": one.as_of.isoformat(),
        "question": one.question,
        "by": one.by,
        "family": one.family,
        "p": p,
        "text": "" if p is None else f"{100 * p:.0f} %",
        "because": one.because,
    }


PAGE = Page("track-record", "Track record", 100, available, view, fresh=True)
