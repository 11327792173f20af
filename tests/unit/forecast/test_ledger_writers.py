"""Many writers at once, and writers that are killed, leave a valid ledger with every entry that was confirmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.forecast import books

import commonground
from commonground.forecast.ledger import Ledger
from commonground.forecast.verify import verify

SOURCE = str(Path(commonground.__file__).resolve().parents[1])
ABOUT = books.question()

# Adds forecasts one by one and prints the line of each once it is on the disk.
WRITER = """
import sys
from datetime import date
from commonground.forecast.book import forecast_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.voice import Voice

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger = Ledger(path)
question = ledger.book.questions["deal"]
for turn in range(count):
    voice = Voice(name, "people", 0.2, because=f"Turn {turn}.")
    print(*ledger.add([forecast_entry(question, voice, date(2025, 1, 1))]), flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "talks.ledger.jsonl"
    books.ledger(place, books.asked(ABOUT))
    return place


def test_writers_at_once_lose_nothing(path: Path) -> None:
    writers = [start(path, f"writer-{n}", 15) for n in range(5)]
    printed = []
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
        printed += [int(line) for line in out.split()]
    assert verify(path).valid
    assert sorted(printed) == list(range(2, 77))
    by = [entry.by for entry in Ledger(path).book.forecasts]
    assert all(by.count(f"writer-{n}") == 15 for n in range(5))


def test_a_question_is_opened_by_one_writer_only(path: Path) -> None:
    """Two writers with other words for one id: one is refused, whichever comes second."""
    code = """
import sys
from datetime import date
from commonground.errors import ForecastError
from commonground.forecast.book import question_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.question import Question
question = Question("new", f"Text of {sys.argv[2]}?", date(2025, 6, 30), "Yes if.")
try:
    Ledger(sys.argv[1]).add([question_entry(question)])
except ForecastError as error:
    print(error)
"""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), name],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
        )
        for name in ("one", "two", "three")
    ]
    told = [process.communicate(timeout=60)[0] for process in running]
    assert sum("cannot change" in text for text in told) == 2
    assert verify(path).valid


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_killed_writers_leave_a_valid_ledger(path: Path) -> None:
    confirmed: list[int] = []
    for turn in range(6):
        writer = start(path, f"writer-{turn}", 100_000)
        assert writer.stdout is not None
        confirmed.append(int(writer.stdout.readline()))
        time.sleep(0.02 * turn)
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate(timeout=60)
        confirmed += [int(line) for line in rest.split("\n")[:-1]]
        verdict = verify(path)
        assert verdict.valid, [finding.line() for finding in verdict.findings]
        assert verdict.lines > max(confirmed)
    Ledger(path).add([books.said(ABOUT, "after", 0.3)])
    verdict = verify(path)
    assert verdict.valid
    assert not verdict.findings
    assert {entry.n for entry in verdict.book.forecasts} >= set(confirmed)
