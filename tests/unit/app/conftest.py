"""A studio to ask, with and without its safety layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from asking import TestClient
from commonground.app.safety.password import Password
from commonground.app.safety.sessions import Sessions
from commonground.app.serve import guarded
from commonground.app.server import create_app
from commonground.app.studio import Studio

HOST = "127.0.0.1:8765"
CASE = """\
commonground: 1
name: water
title: Will the two share the river?
as_of: 2025-01-01
horizon: 12 months
questions:
  deal:
    text: Will there be a deal?
    deadline: 2026-01-01
    outcome: agreement
    resolves_if: Both sign.
parties:
  up: {name: Upstream, role: signatory}
  down: {name: Downstream, role: signatory}
issues:
  flow: {name: Flow in summer, kind: scale, lo: 0, hi: 100, unit: m3/s, levels: [0, 25, 50, 75, 100],
    status_quo: {value: 20, because: Measured.}}
  data: {name: Shared data, kind: options, options: {none: No data, daily: Daily levels}, status_quo: none}
positions:
  up:
    flow: {ideal: "10 to 30", salience: "40 to 60", because: Said so in talks.}
    data: {utility: {none: 1, daily: "0.3 to 0.7"}, salience: 20}
  down:
    flow: {ideal: "70 to 95", salience: "60 to 80"}
    data: {utility: {none: 0, daily: 1}, salience: 20}
walk_away: {up: "0.3 to 0.6", down: "0.2 to 0.5"}
talks: {tempo: "4 to 18"}
study: {draws: 800, seed: 3}
"""


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("studio") / "water.yaml"
    path.write_text(CASE, "utf-8")
    return path


@pytest.fixture(scope="module")
def studio(case_file: Path) -> Studio:
    return Studio(case_file)


@pytest.fixture(scope="module")
def open_client(studio: Studio) -> Iterator[TestClient]:
    """The application alone: everybody is let in."""
    with TestClient(create_app(studio, "word"), base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(8765)


@pytest.fixture
def stranger(studio: Studio, sessions: Sessions) -> TestClient:
    """A browser that has not been let in, in front of the layers."""
    app = guarded(studio, sessions, {HOST})
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture
def guest(stranger: TestClient, sessions: Sessions) -> TestClient:
    """A browser that came by the link."""
    answer = stranger.get(f"/?token={sessions.token}")
    assert answer.status_code == 303
    return stranger


@pytest.fixture
def team(studio: Studio, sessions: Sessions) -> TestClient:
    """A browser of a team, which has a password."""
    app = guarded(studio, sessions, {HOST}, Password("correct horse battery"))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
