"""The studio under hands: sliders, numbers, resets, the composer, the address; with the mouse and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.studio import DESK, PHONE, QUIET, Seen, ready, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOON = 40_000  # milliseconds; everything is compiled by then
IDEAL = "positions.usa.enrichment.ideal"
SLIDER = "United States, Enrichment level, Wants"


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


@pytest.fixture(scope="module")
def inside(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """The address of a studio of US-Iran, and a browser context that was let in."""
    with running("us-iran-2025", tmp_path_factory.mktemp("studio")) as link:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        page = context.new_page()
        page.goto(link)
        page.close()
        yield link.partition("/?")[0], context
        context.close()


@pytest.fixture
def page(inside: tuple[str, Any]) -> Iterator[Any]:
    base, context = inside
    page = context.new_page()
    page.seen = Seen(base)
    page.seen.watch(page)
    page.base = base
    yield page
    assert page.seen.complaints == []
    assert page.seen.outside == []
    page.close()


def first_chance(page: Any) -> str:
    return str(page.locator("[data-live='forecasts.0.p']").inner_text())


def settled(page: Any, query: str) -> None:
    """Wait until the address says so and the whole study has come."""
    page.wait_for_url(re.compile(re.escape(query) + "(#.*)?$"), timeout=SOON)
    page.wait_for_selector("#content:not([aria-busy=true])", timeout=SOON)


def test_a_slider_moves_the_chances_and_the_address(page: Any) -> None:
    ready(page, f"{page.base}/stakes")
    before = first_chance(page)
    slider = page.get_by_role("slider", name=SLIDER)
    slider.evaluate("e => { e.value = '20'; e.dispatchEvent(new Event('input', {bubbles: true})) }")
    page.wait_for_function(
        "() => document.getElementById('told').textContent.startsWith('About')", timeout=SOON
    )
    assert "500 of 4,000 draws" in page.locator("#told").inner_text()
    assert "set." not in page.url
    slider.evaluate("e => e.dispatchEvent(new Event('change', {bubbles: true}))")
    settled(page, f"?set.{IDEAL}=20")
    assert page.locator("#told").inner_text() == "4,000 draws"
    assert page.get_by_role("spinbutton", name=SLIDER).input_value() == "20"
    row = page.get_by_role("row", name=re.compile("Enrichment level"))
    assert "20" in row.inner_text()
    said = page.locator("#said").inner_text()
    assert said.startswith("Agreement by 8 March 2026, pooled forecast:")
    assert first_chance(page) in said
    # the API says the same of the same address
    told = page.evaluate(
        "async () => (await (await fetch('/api/pages/outlook' + location.search)).json()).data"
    )
    assert told["panel"]["chances"][0]["text"] == first_chance(page)
    # the state survives a reload and goes along to other pages
    page.reload()
    page.wait_for_selector("body:not([data-waiting])", timeout=SOON)
    assert page.get_by_role("slider", name=SLIDER).input_value() == "20"
    page.get_by_role("link", name="Outlook").click()
    settled(page, f"/outlook?set.{IDEAL}=20")
    # one reset takes it back
    page.get_by_role("link", name=re.compile("Reset United States")).click()
    settled(page, "/outlook")
    assert first_chance(page) == before
    assert page.get_by_text("Nothing: this is the case as it is.").is_visible()


def test_what_moves_does_not_jump(page: Any) -> None:
    """The panel keeps its place and size, and the same value gives the same number."""
    ready(page, f"{page.base}/stakes?set.{IDEAL}=10")
    found = page.evaluate(
        """async (path) => {
          const slider = document.querySelector(`input[type=range][data-path="${path}"]`);
          const panel = document.getElementById("panel");
          const seen = [];
          for (const value of ["12", "15", "12", "15", "12"]) {
            const changed = new Promise((done) => {
              const watch = new MutationObserver(() => { watch.disconnect(); done(); });
              watch.observe(panel, { childList: true, subtree: true });
            });
            slider.value = value;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            await changed;
            const box = slider.getBoundingClientRect();
            const number = panel.querySelector("[data-live='forecasts.0.p']").getBoundingClientRect();
            seen.push([value, panel.innerText, [box.top, box.left, number.top, number.right]]);
          }
          return seen;
        }""",
        IDEAL,
    )
    texts = {value: {text for at, text, _ in found if at == value} for value in ("12", "15")}
    assert all(len(said) == 1 for said in texts.values())
    assert len({tuple(place) for _, _, place in found}) == 1


def test_with_the_keyboard_alone(page: Any) -> None:
    ready(page, f"{page.base}/stakes")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "range":
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == SLIDER
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(r"set\.positions\.usa\.enrichment\.ideal="), timeout=SOON)
    value = float(page.get_by_role("slider", name=SLIDER).input_value())
    assert value == pytest.approx(13 * 0.5)
    page.keyboard.press("Tab")
    page.keyboard.type("")
    number = page.get_by_role("spinbutton", name=SLIDER)
    assert number.evaluate("e => e === document.activeElement")
    number.press("Control+a")
    page.keyboard.type("3.67")
    page.keyboard.press("Tab")
    settled(page, f"?set.{IDEAL}=3.67")
    assert page.evaluate("document.activeElement.textContent") == "Reset"
    page.keyboard.press("Enter")
    settled(page, "/stakes")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == SLIDER


def test_a_wrong_number_is_told_and_changes_nothing(page: Any) -> None:
    ready(page, f"{page.base}/stakes")
    number = page.get_by_role("spinbutton", name=SLIDER)
    number.fill("700")
    number.press("Tab")
    alert = page.get_by_role("alert")
    assert "from 0 to 60" in alert.inner_text()
    assert "set." not in page.url
    assert number.input_value() == "0"


def test_the_changes_stay_in_view_and_go_at_once(page: Any) -> None:
    ready(
        page, f"{page.base}/stakes?set.{IDEAL}=20&set.talks.tempo=6&set.positions.iran.stockpile.ideal=3000"
    )
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for y in (0, 1500, 2500):
            page.evaluate(f"scrollTo(0, {y})")
            page.wait_for_timeout(50)
            box = page.get_by_role("heading", name="What you changed").bounding_box()
            assert 0 <= box["y"] < size["height"], (size, y)
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="Reset all").click()
    settled(page, "/stakes")
    assert page.get_by_role("slider", name=SLIDER).input_value() == "0"
    assert page.locator(".control.changed").count() == 0


def test_evidence_is_a_click_away(page: Any) -> None:
    ready(page, f"{page.base}/stakes")
    control = page.locator(f"[data-control='{IDEAL}']")
    assert not control.get_by_text("As written").is_visible()
    control.locator("summary").click()
    assert control.get_by_text("0 to 3.67 % U-235, most likely 0").is_visible()
    assert control.get_by_role("link").count() == 3


def test_a_package_is_put_together(page: Any) -> None:
    ready(page, f"{page.base}/common-ground")
    share = page.locator("#composed [data-live=package]")
    best = share.inner_text()
    page.get_by_role("combobox", name="Sanctions relief").select_option(label="No relief")
    page.wait_for_url(re.compile(r"pick\.sanctions=0"), timeout=SOON)
    assert int(share.inner_text().strip("< %")) < int(best.strip("< %"))
    ready(page, page.url)
    assert page.get_by_role("combobox", name="Sanctions relief").input_value() == "0"
    assert "your package" in page.locator("#panel").inner_text()


def test_an_address_that_the_case_does_not_take_says_so(page: Any) -> None:
    page.goto(f"{page.base}/outlook?set.{IDEAL.replace('ideal', 'idael')}=4")
    assert "no value of this case" in page.inner_text("main")
    assert "Did you mean" in page.inner_text("main")
    page.seen.complaints.clear()  # the browser notes the status of the page itself
    page.goto(f"{page.base}/outlook?set.{IDEAL}=400")
    page.wait_for_function("() => document.body.innerText.includes('range')", timeout=SOON)
    page.seen.complaints.clear()


def test_without_the_cookie_nothing_is_shown(chromium: Any, inside: tuple[str, Any]) -> None:
    base, _ = inside
    context = chromium.new_context()
    stranger = context.new_page()
    answer = stranger.goto(f"{base}/outlook")
    assert answer.status == 401
    assert "let in" in stranger.inner_text("body")
    context.close()
