"""Every page of the studio, for a finished case and for a crowded one: seen, measured and read by axe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.crowded import crowded_text
from tests.browser.studio import DESK, PHONE, QUIET, ZOOMED, Seen, axe, overflow, photograph, ready, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (Debian's package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["us-iran-2025", "crowded", "elmira-1991"])
def studio(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Name of the case, and the link of its studio."""
    folder = tmp_path_factory.mktemp("studio")
    case: str | Path = request.param
    if case == "crowded":
        case = folder / "crowded.yaml"
        case.write_text(crowded_text(), "utf-8")
    with running(case, folder) as link:
        yield request.param, link


@pytest.fixture(scope="module")
def browser_in(chromium: Any, studio: tuple[str, str]) -> Iterator[tuple[str, Seen, Any]]:
    """A browser that followed the link."""
    name, link = studio
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    seen = Seen(link.partition("/?")[0])
    page = context.new_page()
    seen.watch(page)
    page.goto(link)
    assert "token" not in page.url
    yield name, seen, page
    context.close()


def test_every_page_is_fit_to_be_shown(browser_in: tuple[str, Seen, Any]) -> None:
    """No complaint, no request to elsewhere, nothing axe-core objects to, no sideways scrolling at any size."""
    name, seen, page = browser_in
    links = page.eval_on_selector_all("nav.pages a", "all => all.map(a => a.getAttribute('href'))")
    assert links
    faults: list[str] = []
    for link in links:
        page.set_viewport_size(DESK)
        ready(page, f"{seen.base}{link}")
        at = f"{name} {link}"
        levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(h => h.tagName)")
        if levels.count("H1") != 1:
            faults.append(f"{at}: {levels.count('H1')} main headings")
        faults += [f"{at}: {one}" for one in axe(page)]
        for size, label in ((DESK, "desk"), (ZOOMED, "zoomed"), (PHONE, "phone")):
            page.set_viewport_size(size)
            wide = overflow(page)
            if wide:
                faults.append(f"{at} {label}: {wide}")
            if label != "zoomed":
                photograph(page, f"{name}-{link.strip('/')}-{label}")
        faults += [f"{at} phone: {one}" for one in axe(page)]
    assert not faults, "\n".join(faults)
    assert seen.complaints == []
    assert seen.outside == []


def test_no_page_prints_markup_of_the_case(browser_in: tuple[str, Seen, Any]) -> None:
    name, seen, page = browser_in
    if name != "crowded":
        pytest.skip("only the crowded case holds markup")
    page.set_viewport_size(DESK)
    ready(page, f"{seen.base}/stakes")
    assert page.locator("b[onclick], main i").count() == 0
    assert page.get_by_text("{{ 7 * 7 }}").count() > 0
    persian = page.locator("h2 bdi", has_text="جمهوری").first
    assert persian.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
