"""The web page of a brief, opened as a reader does: from disk, in Debian's Chromium, with no server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT, run_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
CASES = ["us-iran-2025", "split-the-pie"]
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --force-color-profile=srgb"
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip(
            "chromium is not installed (Debian's package chromium); make test installs it when it may"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=CASES)
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    run = run_words("brief", request.param, "--format", "html", "--out", folder, "--quiet")
    assert run.returncode == 0, run.stderr
    (page,) = folder.glob("*.html")
    return page


@pytest.fixture
def opened(chromium: Any, page_file: Path) -> Iterator[Any]:
    """The page, with everything that it asked for or complained of in `page.asked` and `page.complaints`."""
    context = chromium.new_context(viewport=DESK, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(page_file.as_uri(), wait_until="load")
    yield page
    context.close()


def ask(page: Any, check: str) -> Any:
    """Answer of one of the checks in checks.js."""
    return page.evaluate(f"() => {{ {CHECKS}\nreturn checks.{check}(); }}")


def test_it_opens_without_complaint_or_request(opened: Any, page_file: Path) -> None:
    assert opened.complaints == []
    outside = [url for url in opened.asked if url != page_file.as_uri() and not url.startswith("data:")]
    assert outside == []


def test_it_has_a_title_a_language_and_ordered_headings(opened: Any) -> None:
    assert len(opened.title()) > 10
    assert opened.locator("html").get_attribute("lang")
    levels = opened.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) >= 4
    jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert jumps == [], "a heading level is left out"


def test_links_inside_the_page_lead_somewhere(opened: Any) -> None:
    links = opened.eval_on_selector_all(
        "a[href^='#']", "all => all.map(a => a.getAttribute('href').slice(1))"
    )
    assert len(links) > 20
    ids = opened.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert len(ids) == len(set(ids)), "two elements share an id"
    assert {link for link in links if link} <= set(ids)


def test_links_outside_are_plain_and_send_nothing_along(opened: Any) -> None:
    links = opened.eval_on_selector_all(
        "a:not([href^='#'])", "all => all.map(a => [a.getAttribute('href'), a.rel, a.target])"
    )
    for address, relation, target in links:
        assert address.startswith(("https://", "http://")), address
        assert "noopener" in relation or not target


def test_each_figure_has_alt_text_and_a_table(opened: Any) -> None:
    figures = opened.locator("figure")
    assert figures.count() >= 3
    for figure in figures.all():
        told = figure.locator(
            "[role=img][aria-label], img[alt], svg[aria-label], svg title, svg desc"
        ).count()
        assert told, figure.get_attribute("id")
        assert figure.locator("table").count(), figure.get_attribute("id")


def test_tables_have_headings(opened: Any) -> None:
    bare = opened.eval_on_selector_all(
        "table", "all => all.filter(t => !t.querySelector('th')).map(t => t.outerHTML.slice(0, 80))"
    )
    assert bare == []


@pytest.mark.parametrize(
    ("name", "size", "zoom"),
    [
        ("desk", DESK, 1),
        ("phone", PHONE, 1),
        ("narrow-phone", {"width": 320, "height": 640}, 1),
        ("zoomed", DESK, 2),
    ],
)
def test_it_fits_the_screen(opened: Any, page_file: Path, name: str, size: dict[str, int], zoom: int) -> None:
    """No sideways scrolling: on a desk, on phones, and at 200 % (which halves the room there is)."""
    opened.set_viewport_size({"width": size["width"] // zoom, "height": size["height"] // zoom})
    assert ask(opened, "overflow") == ""
    if name != "narrow-phone":
        folder = Path(os.environ.get("COMMONGROUND_ARTIFACTS", ROOT / "artifacts"))
        folder.mkdir(parents=True, exist_ok=True)
        opened.screenshot(path=folder / f"{page_file.stem}-{name}.png", full_page=True)


def test_large_text_fits(opened: Any) -> None:
    """Text at 200 % by the reader's font setting, not by zoom."""
    opened.set_viewport_size(DESK)
    opened.add_style_tag(content="html { font-size: 200% !important }")
    assert ask(opened, "overflow") == ""


def test_the_keyboard_reaches_links_and_shows_where_it_is(opened: Any) -> None:
    seen = []
    for _ in range(6):
        opened.keyboard.press("Tab")
        seen.append(ask(opened, "focus"))
    assert all(tag != "BODY" for tag, _ in seen)
    assert all(shown for _, shown in seen), seen


def test_text_stands_out_from_its_ground(opened: Any) -> None:
    """WCAG AA, computed from what is painted."""
    assert ask(opened, "faint") == []


def test_a_link_from_a_number_leads_to_its_row(opened: Any) -> None:
    """The promise of the brief: from a printed number to where it comes from."""
    link = opened.locator("main a[href^='#'], body a[href^='#']").filter(has_text="%").first
    target = link.get_attribute("href")
    link.click()
    assert opened.evaluate("decodeURIComponent(location.hash)") == target
    opened.wait_for_function(
        "id => document.getElementById(id).getBoundingClientRect().top < innerHeight", arg=target[1:]
    )
