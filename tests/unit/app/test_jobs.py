"""Long work: begun, watched, cancelled for good, found again, bounded; and gone when the server is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commonground.app.jobs.desk import Desk
from commonground.app.jobs.job import Job
from commonground.app.jobs.work import perform
from commonground.case.io import load_case
from commonground.errors import UsageError
from commonground.explore.levers import search_levers
from commonground.study.record import plain

LONG = 60.0


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def small(name: str = "split-the-pie", seed: int = 1) -> dict[str, Any]:
    return {"case": load_case(name).dump(), "draws": 50, "seed": seed}


def large(seed: int = 1) -> dict[str, Any]:
    return {"case": load_case("us-iran-2025").dump(), "draws": 4000, "seed": seed}


def ended(job: Job, within: float = LONG) -> Job:
    until = time.monotonic() + within
    while not job.over:
        assert time.monotonic() < until, job
        time.sleep(0.02)
    return job


def running(job: Job) -> Job:
    until = time.monotonic() + LONG
    while not job.done:
        assert time.monotonic() < until, job
        time.sleep(0.02)
    return job


def gone(pid: int, within: float = 5.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
            if state == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_a_job_gives_what_the_command_gives(desk: Desk) -> None:
    case = load_case("us-iran-2025")
    asked = {"case": case.dump(), "draws": 40, "seed": 3, "most": 2}
    job = ended(desk.start("levers", asked))
    assert job.state == "done", job.error
    front = search_levers(case, draws=40, seed=3, most=2)
    told = dict(job.result)
    assert told.pop("findings") == [finding.as_dict() for finding in front.findings]
    assert told == plain(front.data)
    assert job.done == job.total > 10
    assert "result" not in job.as_dict()
    assert desk.get(job.id).as_dict(whole=True)["result"] == job.result


def test_the_same_request_finds_the_same_job(desk: Desk) -> None:
    one = desk.start("sensitivity", small())
    assert desk.start("sensitivity", small()) is one
    other = desk.start("sensitivity", small(seed=2))
    assert other is not one
    assert desk.all() == [other, one]
    assert ended(one).state == "done", one.error
    assert desk.start("sensitivity", small()) is one
    assert ended(other).state == "done"


def test_cancelling_ends_the_process(desk: Desk) -> None:
    job = running(desk.start("sensitivity", large()))
    waiting = desk.start("sensitivity", small())
    assert waiting.state == "waiting"
    (process,) = desk._processes.values()
    begun = time.monotonic()
    desk.cancel(job.id)
    assert time.monotonic() - begun < 3
    assert gone(process.pid, 0.1)
    assert job.state == "cancelled"
    assert ended(waiting).state == "done"
    assert desk.cancel(waiting.id).state == "done"
    again = desk.start("sensitivity", large())
    assert again is not job
    desk.cancel(again.id)


def test_cancelling_one_that_waits(desk: Desk) -> None:
    first = desk.start("sensitivity", large())
    second = desk.start("sensitivity", small())
    desk.cancel(second.id)
    assert (first.state, second.state) == ("running", "cancelled")
    desk.cancel(first.id)
    assert not desk._processes


def test_faults_of_the_work_are_told(desk: Desk) -> None:
    case = load_case("split-the-pie").dump()
    job = ended(desk.start("levers", {"case": case}))
    assert job.state == "failed"
    assert job.error is not None
    assert "levers" in job.error["message"]
    assert job.error["fix"]
    odd = ended(desk.start("sensitivity", {"case": case, "no such": 1}))
    assert odd.state == "failed"
    assert odd.error is not None
    assert "without an answer" in odd.error["message"]


def test_numbers_are_bounded() -> None:
    desk = Desk(running=1, waiting=2, kept=2)
    try:
        jobs = [desk.start("sensitivity", large(seed)) for seed in range(3)]
        with pytest.raises(UsageError, match="waiting already"):
            desk.start("sensitivity", large(9))
        for job in reversed(jobs):
            desk.cancel(job.id)
        assert [job.id for job in desk.all()] == [jobs[2].id, jobs[1].id]
        with pytest.raises(UsageError, match="no such job"):
            desk.get(jobs[0].id)
    finally:
        desk.close()
    with pytest.raises(UsageError, match="being closed"):
        desk.start("sensitivity", small())


@pytest.mark.parametrize("work", ["", "sensitivty", "__class__"])
def test_unknown_work(desk: Desk, work: str) -> None:
    with pytest.raises(UsageError, match="no work called"):
        desk.start(work, {})
    with pytest.raises(UsageError):
        perform(work, {}, lambda *_: None)


@pytest.mark.parametrize("end", ["os._exit(130)", "os.kill(os.getpid(), signal.SIGKILL)", "raise SystemExit"])
def test_no_job_outlives_the_server(end: str) -> None:
    script = (
        "import os, signal, sys, time\n"
        "from commonground.app.jobs.desk import Desk\n"
        "from commonground.case.io import load_case\n"
        "desk = Desk()\n"
        "job = desk.start('sensitivity', {'case': load_case('us-iran-2025').dump(), 'draws': 4000})\n"
        "while not job.done: time.sleep(0.02)\n"
        "print([process.pid for process in desk._processes.values()][0], flush=True)\n" + end
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    server = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, timeout=LONG, check=False
    )
    assert gone(int(server.stdout)), "the job goes on without its server"


def test_documents_are_coded_one_by_one(desk: Desk, tmp_path: Path) -> None:
    from commonground.evidence.store import Store

    texts = {
        "one.txt": "WASHINGTON, 3 March 2025 - The United States imposed sanctions on Iran on Monday.",
        "two.txt": "TEHRAN, 4 March 2025 - Iran rejected an offer of talks from the United States on Tuesday.",
        "three.bin": "\x00\x01",
    }
    files = []
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, "utf-8")
        files.append(str(path))
    job = ended(desk.start("code", {"folder": str(tmp_path / "store"), "files": files, "day": "2025-03-05"}))
    assert job.state == "done", job.error
    assert [document["new"] for document in job.result["documents"]] == [True, True]
    assert all(document["events"] for document in job.result["documents"])
    assert len(job.result["unread"]) == 1
    with Store(tmp_path / "store", create=False) as store:
        assert store.document(job.result["documents"][0]["id"], date(2025, 3, 8)).text == texts["one.txt"]
