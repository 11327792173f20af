"""Cost of a ledger of 100,000 forecasts. Targets: verified in 2 s, read and scored in 5 s of processor time.

2,000 questions, 900 of them resolved; 25 voices; forecasts of yes or no, of choices and of numbers.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.book import forecast_entry, question_entry, resolve_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.question import Kind, Question
from commonground.forecast.track import track_record
from commonground.forecast.verify import verify
from commonground.forecast.voice import FAMILIES, Voice

QUESTIONS, RESOLVED, VOICES, FORECASTS = 2_000, 900, 25, 100_000
FIRST = date(2024, 1, 1)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def build(path: Path, seed: int = 0) -> None:
    """Write the ledger: questions first, then forecasts day by day, then resolutions."""
    rng = np.random.default_rng(seed)
    kinds: tuple[Kind, ...] = ("yes_no",) * 8 + ("choice", "number")
    questions = [
        Question(
            f"q-{i}",
            f"Will event {i} take place by the deadline?",
            FIRST + timedelta(days=int(rng.integers(30, 400))),
            "Yes if two of three agencies report it. No otherwise.",
            "Reuters, AP, AFP",
            kind=kinds[i % 10],
            options=("low", "middle", "high") if kinds[i % 10] == "choice" else (),
            topic=f"topic-{i % 7}",
        )
        for i in range(QUESTIONS)
    ]
    entries = [question_entry(question) for question in questions]
    for i, place in enumerate(rng.integers(0, QUESTIONS, FORECASTS)):
        question = questions[place]
        day = FIRST + timedelta(days=int(rng.integers(0, 30)))
        name, family = f"voice-{i % VOICES}", FAMILIES[i % VOICES % 3]
        if question.kind == "yes_no":
            p = round(float(rng.beta(1, 3)), 3)
            voice = Voice(
                name, family, p, max(p - 0.1, 0.0), min(p + 0.1, 1.0), because="Base rate and news."
            )
        elif question.kind == "choice":
            share = np.round(rng.dirichlet((2, 2, 2)), 3)
            held = Shares(
                question.options, (float(share[0]), float(share[1]), float(1 - share[0] - share[1]))
            )
            voice = Voice(name, family, distribution=held)
        else:
            values = tuple(float(v) for v in np.sort(rng.normal(70, 10, 5)).round(2))
            voice = Voice(name, family, distribution=Quantiles(LEVELS, values))
        entries.append(forecast_entry(question, voice, day))
    for question in questions[:RESOLVED]:
        outcome = {"yes_no": "yes" if rng.random() < 0.25 else "no", "choice": "middle", "number": 71.0}
        entries.append(resolve_entry(question.id, outcome[question.kind], question.deadline, "AP"))
    Ledger(path, lambda: datetime(2024, 1, 1, tzinfo=UTC)).add(entries)


def main() -> None:
    """Build, verify and score one ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        start = time.process_time()
        build(path)
        print(f"written: {time.process_time() - start:.2f} s, {path.stat().st_size / 1e6:.0f} MB")
        start = time.process_time()
        verdict = verify(path)
        print(
            f"verified: {time.process_time() - start:.2f} s of processor time, target 2; valid {verdict.valid}"
        )
        start = time.process_time()
        record = track_record(Ledger(path).book)
        print(
            f"read and scored: {time.process_time() - start:.2f} s, target 5; {record['questions']} questions"
        )
        book = verdict.book
        start = time.process_time()
        track_record(book)
        print(f"scored only: {time.process_time() - start:.2f} s")


if __name__ == "__main__":
    main()
