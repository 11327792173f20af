"""The desk: at most a few jobs run at a time, a few more wait, and what has ended is kept for a while."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonground.app.jobs.job import Job, key_of
from commonground.app.jobs.work import TITLES, WORK
from commonground.errors import UsageError, did_you_mean

RUNNING = 1  # at a time; two cores have a page to answer as well
WAITING = 8
KEPT = 24  # ended jobs, the latest
KEPT_BYTES = 60_000_000  # of all results
_PATIENCE = 2.0  # seconds that a process gets to end by itself
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
_SOURCE = Path(__file__).resolve().parents[3]


class Desk:
    """All jobs of one server. Every method may be called from any thread.

    Parameters
    ----------
    running, waiting, kept : how many jobs at most
    """

    def __init__(self, running: int = RUNNING, waiting: int = WAITING, kept: int = KEPT) -> None:
        self._running, self._waiting, self._kept = running, waiting, kept
        self._jobs: dict[str, Job] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._listening: set[threading.Thread] = set()
        self._guard = threading.RLock()
        self._closed = False

    def start(self, work: str, arguments: Mapping[str, Any], title: str = "", again: bool = False) -> Job:
        """Begin a job, or find the one that was begun by the same request and has not failed.

        Parameters
        ----------
        again : also where the same was done before, as its answer may be another now

        Raises
        ------
        UsageError : no such work, or too many jobs wait already
        """
        if work not in WORK:
            raise UsageError(f"there is no work called {work}", did_you_mean(work, WORK))
        asked = key_of(work, arguments)
        alike = ("waiting", "running") if again else ("waiting", "running", "done")
        with self._guard:
            if self._closed:
                raise UsageError("the studio is being closed", "Start it again.")
            for job in self._jobs.values():
                if job.asked == asked and job.state in alike:
                    return job
            if sum(job.state == "waiting" for job in self._jobs.values()) >= self._waiting:
                raise UsageError(f"{self._waiting} jobs are waiting already", "Cancel one, or wait for one.")
            job = Job(secrets.token_urlsafe(12), work, title or TITLES[work], asked, dict(arguments))
            self._jobs[job.id] = job
            self._next()
            return job

    def find(self, work: str, arguments: Mapping[str, Any]) -> Job | None:
        """The latest job of this very request, however it went."""
        asked = key_of(work, arguments)
        return next((job for job in self.all() if job.asked == asked), None)

    def get(self, name: str) -> Job:
        """A job by its id.

        Raises
        ------
        UsageError : there is none, or it ended long ago
        """
        with self._guard:
            if name not in self._jobs:
                raise UsageError("there is no such job, or it ended long ago", "Start it again.")
            return self._jobs[name]

    def all(self) -> list[Job]:
        """Every job that is known, the latest first."""
        with self._guard:
            return list(reversed(self._jobs.values()))

    def cancel(self, name: str) -> Job:
        """Stop a job; when this returns its process is gone. One that has ended stays as it is."""
        with self._guard:
            job = self.get(name)
            if job.over:
                return job
            job.state, job.ended = "cancelled", time.monotonic()
            process = self._processes.pop(name, None)
        if process is not None:
            _end(process)
        with self._guard:
            self._next()
        return job

    def close(self) -> None:
        """Stop everything; the server is about to end."""
        with self._guard:
            self._closed = True
            names = [job.id for job in self._jobs.values() if not job.over]
            listening = list(self._listening)
        for name in names:
            self.cancel(name)
        for thread in listening:
            thread.join(_PATIENCE)

    def _next(self) -> None:
        """Start those that wait while there is room; forget what ended long ago."""
        if not self._closed:
            for job in list(self._jobs.values()):
                if len(self._processes) < self._running and job.state == "waiting":
                    self._begin(job)
        ended = [job for job in self._jobs.values() if job.over]
        held = sum(job.size for job in ended)
        for job in ended:
            if len(ended) <= self._kept and held <= KEPT_BYTES:
                break
            del self._jobs[job.id]
            ended = ended[1:]
            held -= job.size

    def _begin(self, job: Job) -> None:
        paths = [str(_SOURCE), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        environment = {**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), "PYTHONPATH": os.pathsep.join(paths)}
        job.state, job.begun, job.doing = "running", time.monotonic(), "Starting"
        try:
            # -P: a file beside the case is not taken for a module; a session of its own: Ctrl-C is for the server.
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "commonground.app.jobs.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            _fail(job, f"no process can be started: {error.strerror}", "Close other programs, and try again.")
            return
        self._processes[job.id] = process
        thread = threading.Thread(target=self._listen, args=(job, process), name=f"job {job.id}", daemon=True)
        self._listening.add(thread)
        thread.start()

    def _listen(self, job: Job, process: subprocess.Popen[bytes]) -> None:
        asked = json.dumps({"work": job.work, "arguments": job.arguments}) + "\n"
        with contextlib.suppress(OSError, ValueError):
            if process.stdin is not None and process.stdout is not None:
                process.stdin.write(asked.encode("ascii"))
                process.stdin.flush()
                for line in process.stdout:
                    self._hear(job, line)
        _end(process)
        if process.stdout is not None:
            process.stdout.close()
        with self._guard:
            self._processes.pop(job.id, None)
            if job.state == "running":
                _fail(job, "the job ended without an answer", "Try again; if it happens again, report it.")
            self._listening.discard(threading.current_thread())
            job.arguments = {}  # a case each; what was asked stays as its key
            self._next()

    def _hear(self, job: Job, line: bytes) -> None:
        said = json.loads(line)
        with self._guard:
            if job.state != "running":
                return
            if "progress" in said:
                job.done, job.total, job.doing = said["progress"]
            elif "result" in said:
                job.result, job.size = said["result"], len(line)
                job.state, job.ended = "done", time.monotonic()
                job.total = job.done = max(job.done, 1)
            elif "error" in said:
                _fail(job, said["error"]["message"], said["error"]["fix"])


def _fail(job: Job, message: str, fix: str) -> None:
    job.state, job.ended, job.error = "failed", time.monotonic(), {"message": message, "fix": fix}


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process is gone when this returns."""
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
