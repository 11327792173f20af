"""A studio in a process of its own and a browser that was let in, with all that the browser says kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from checkout import child_environment

CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --force-color-profile=srgb"
)
DESK, ZOOMED, PHONE = (
    {"width": 1280, "height": 900},
    {"width": 640, "height": 450},
    {"width": 360, "height": 740},
)
PATIENCE = 120_000  # milliseconds: the first run of an installation compiles


@contextmanager
def running(case: str | Path, folder: Path, *options: str) -> Iterator[str]:
    """The link of a studio that runs until the end of the block."""
    server = subprocess.Popen(
        [sys.executable, "-m", "commonground", "app", str(case), "--no-browser", "--quiet", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=child_environment(),
    )
    assert server.stdout is not None
    assert server.stderr is not None
    try:
        link = server.stdout.readline().strip()
        assert link.startswith("http://127.0.0.1:"), server.stderr.read()
        yield link
    finally:
        server.terminate()
        try:
            said = server.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            server.kill()
            said = server.communicate()[1]
        assert "Traceback" not in said, said


@dataclass
class Seen:
    """What a browser asked for and complained of."""

    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def outside(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((f"{self.base}/", "data:"))]


class Tab:
    """One tab of a browser that was let in, with what it asked for and complained of."""

    def __init__(self, context: Any, link: str) -> None:
        self.seen = Seen(link.partition("/?")[0])
        self.page = context.new_page()
        self.seen.watch(self.page)

    def go(self, address: str) -> Any:
        """A page of the studio, with its numbers."""
        self.page.goto(self.seen.base + address, timeout=PATIENCE)
        self.page.wait_for_selector("body:not([data-waiting])", timeout=PATIENCE)
        return self.page

    def check(self) -> None:
        """Nothing was complained of, and nothing asked for elsewhere."""
        assert self.seen.complaints == []
        assert self.seen.outside == []


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's browser."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (Debian's package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield browser
        browser.close()


def ready(page: Any, address: str) -> None:
    """Go to a page and wait until its numbers and its charts are there."""
    page.goto(address, wait_until="load", timeout=PATIENCE)
    page.wait_for_selector("body:not([data-waiting])", timeout=PATIENCE)
    page.evaluate(SCROLL)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-figure]')].every("
        "e => e.querySelector('svg') || !e.checkVisibility())",
        timeout=PATIENCE,
    )
    page.wait_for_load_state("networkidle", timeout=PATIENCE)


SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 500) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 30));
  }
  scrollTo(0, 0);
}"""


def overflow(page: Any) -> str:
    """The elements that make a page scroll sideways, or ""."""
    return str(page.evaluate(f"() => {{ {CHECKS}\nreturn checks.overflow(); }}"))


def fits(page: Any) -> None:
    """Neither zoomed nor on a phone anything has to be scrolled sideways."""
    for size in (DESK, ZOOMED, PHONE):
        page.set_viewport_size(size)
        page.wait_for_timeout(150)
        assert overflow(page) == ""
    page.set_viewport_size(DESK)


def axe(page: Any) -> list[str]:
    """What axe-core finds wrong, in a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"][:4]
    ]


def photograph(page: Any, name: str) -> None:
    """Keep a picture of the page, for people to look at."""
    from checkout import ROOT

    folder = Path(os.environ.get("COMMONGROUND_ARTIFACTS", ROOT / "artifacts"))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"studio-{name}.png", full_page=True)
