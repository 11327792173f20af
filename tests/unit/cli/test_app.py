"""`commonground app`: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import RunCli

Start = Callable[..., "subprocess.Popen[str]"]


def test_it_refuses_in_words(run_cli: RunCli, tmp_path: Path) -> None:
    gone = run_cli("app", "nosuch", "--no-browser", cwd=tmp_path)
    assert (gone.returncode, "no case file" in gone.stderr) == (2, True)
    open_wide = run_cli("app", "split-the-pie", "--host", "0.0.0.0", "--no-browser", cwd=tmp_path)
    assert open_wide.returncode == 2
    assert "password" in open_wide.stderr
    assert open_wide.stdout == ""
    short = tmp_path / "short.txt"
    short.write_text("short\n")
    short.chmod(0o600)
    refused = run_cli("app", "split-the-pie", "--password-file", short, "--no-browser", cwd=tmp_path)
    assert (refused.returncode, "12 characters" in refused.stderr) == (2, True)


@pytest.mark.slow
def test_it_serves_until_it_is_interrupted(start: Start, tmp_path: Path) -> None:
    server = start("app", "split-the-pie", "--no-browser", cwd=tmp_path)
    assert server.stdout is not None
    link = server.stdout.readline().strip()
    assert link.startswith("http://127.0.0.1:")
    jar = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(jar)
    assert b"commonground" in browser.open(link, timeout=60).read()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(link, timeout=60)
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=60)
    assert server.returncode == 130, said
    assert "The studio has ended" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
