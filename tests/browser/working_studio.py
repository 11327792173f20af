"""A studio that runs as a user starts it, and a browser that opens its link."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --force-color-profile=srgb"
)
WAIT = 90_000  # milliseconds; the first compilation after an installation takes half a minute


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip(
            "chromium is not installed (Debian's package chromium); make test installs it when it may"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield opened
        opened.close()


@contextmanager
def server(case: Path, *options: str) -> Iterator[str]:
    """A studio of a case in its own folder; gives the link that lets one browser in."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(
        [sys.executable, "-m", "commonground", "app", str(case), "--no-browser", "--quiet", *options],
        cwd=case.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        link = running.stdout.readline().strip()
        if not link:
            pytest.fail(f"the studio did not start: {running.communicate(timeout=10)[1]}")
        yield link
    finally:
        running.terminate()
        told = running.communicate(timeout=30)[1]
    assert "Traceback" not in told, told


class Tab:
    """One tab: what it asked for, and what it complained of."""

    def __init__(self, context: Any, link: str) -> None:
        self.base = link.split("/?")[0]
        self.page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, address: str) -> Any:
        """A page of the studio, with its numbers."""
        self.page.goto(self.base + address)
        self.page.wait_for_selector("body:not([data-waiting])", timeout=WAIT)
        return self.page

    def check(self) -> None:
        """Nothing was complained of, and nothing asked for elsewhere."""
        assert self.complaints == []
        outside = [url for url in self.asked if not url.startswith((self.base, "data:", "blob:"))]
        assert outside == []


def no_barrier(page: Any) -> None:
    """No violation that axe-core knows of."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def fits(page: Any, width: int) -> None:
    """At this width of the window nothing has to be scrolled sideways but what scrolls by itself."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(150)
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter((one) =>"
        " one.getBoundingClientRect().right > innerWidth + 1"
        " && !one.closest('.scroll, .chart, .paper, nav, .unseen, .skip')"
        " && !one.closest('details:not([open])')).map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
