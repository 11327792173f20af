"""Track record: what was forecast, what came of it, and what each voice has earned."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.drawing import figure, sections
from commonground.app.pages import Page
from commonground.brief.sections import voices_annex
from commonground.case.model import Case
from commonground.charts.calibration import calibration
from commonground.charts.forecast_history import forecast_history
from commonground.charts.track_record import track_record
from commonground.forecast.book import Book, Entry
from commonground.forecast.track import track_record as scores
from commonground.forecast.verify import verify
from commonground.study.record import plain

_MOST: Final = 200  # forecasts and questions listed, the latest


def available(case: Case) -> bool:
    """A case that asks something can be scored."""
    return bool(case.questions)


def view(context: Context) -> dict[str, Any]:
    """Scores and calibration as the ledger stands, forecasts over time, and the ledger's questions and forecasts."""
    ledger, scored = _ledger(context)
    # without the ledger at hand, what the study keeps of it
    kept = [] if ledger is not None else sections(context, [voices_annex.record(context.view)])
    drawn = {"track_record": scored}
    return {
        "sections": kept,
        "scored": 0 if scored is None else scored["questions"],
        "figures": [figure(context, chart(drawn)) for chart in (track_record, calibration)] if scored else [],
        "history": figure(context, forecast_history(context.view.study.data)),
        "ledger": ledger,
    }


def _ledger(context: Context) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The ledger, and its scores; None each where there is none, and no scores of one that was tampered with."""
    path = None if context.studio is None else context.studio.sources.ledger
    if path is None or not Path(path).is_file():
        return None, None
    verdict = verify(path)
    book = verdict.book
    own = f"{context.case.name}:"
    told = {
        "name": Path(path).name,
        "lines": verdict.lines,
        "valid": verdict.valid,
        "resolved": len(book.resolutions),
        "faults": [finding.as_dict() for finding in verdict.findings][:20],
        "questions": [
            _question(book, name)
            for name in sorted(book.questions, key=lambda name: not name.startswith(own))
        ][:_MOST],
        "forecasts": [_forecast(one) for one in reversed(book.forecasts[-_MOST:])],
        "more": max(0, len(book.forecasts) - _MOST),
    }
    return told, plain(scores(book)) if verdict.valid and book.resolutions else None


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
