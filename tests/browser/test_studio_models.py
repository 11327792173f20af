"""The pages of the models in a browser: sliders that answer live, and a graph that can be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.studio import DESK, PATIENCE, Tab, axe, fits, running
from tests.browser.studio import chromium as browser

from checkout import run_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["crisis", "graph?state=16&target=793", "bargaining?issue=sanctions", "market"]
MOST_BYTES = 1_200_000


def own_copy(name: str, folder: Path) -> Path:
    """A case of the catalog with few draws."""
    run = run_words("catalog", name, "--copy", folder)
    assert run.returncode == 0, run.stderr
    path = folder / name / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("draws: 4000", "draws: 300"), "utf-8")
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


def opened(chromium: Any, name: str, folder: Path) -> Iterator[Tab]:
    path = own_copy(name, folder)
    with running(path, path.parent) as link:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        tab = Tab(context, link)
        tab.page.goto(link)
        tab.page.wait_for_selector("body:not([data-waiting])", timeout=PATIENCE)
        yield tab
        context.close()


@pytest.fixture(scope="module")
def iran(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    yield from opened(chromium, "us-iran-2025", tmp_path_factory.mktemp("iran"))


@pytest.fixture(scope="module")
def elmira(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    yield from opened(chromium, "elmira-1991", tmp_path_factory.mktemp("elmira"))


@pytest.fixture(scope="module")
def greece(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    yield from opened(chromium, "greece-debt-2015", tmp_path_factory.mktemp("greece"))


def drawn(page: Any) -> None:
    """Every chart of the page is there."""
    for place in page.locator("[data-figure]").all():
        place.scroll_into_view_if_needed()
        place.locator("svg").wait_for(timeout=PATIENCE)
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_light_and_for_everybody(iran: Tab, address: str) -> None:
    page = iran.go(f"/{address}")
    page.set_viewport_size(DESK)
    drawn(page)
    weight = page.evaluate(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
        ".reduce((sum, one) => sum + one.encodedBodySize, 0)"
    )
    assert 0 < weight < MOST_BYTES
    assert axe(page) == []
    fits(page)
    iran.check()


@pytest.mark.parametrize(
    ("address", "control", "region"),
    [
        ("market", "market.agreement.paths.limited.exports_to", "market-live"),
        ("bargaining", "positions.iran.enrichment.ideal", "settling"),
        ("crisis", "crisis.comes_to_head", "risk"),
    ],
)
def test_a_slider_is_answered_with_the_keyboard_and_taken_back(
    iran: Tab, address: str, control: str, region: str
) -> None:
    page = iran.go(f"/{address}")
    strip, slider = page.locator(f"#{region}"), page.locator(f'input[type="range"][data-path="{control}"]')
    before = strip.inner_text()
    assert "was" not in before
    slider.focus()
    for _ in range(4):
        page.keyboard.press("PageUp" if address != "bargaining" else "PageDown")
    page.wait_for_function(
        "([id, held]) => document.getElementById(id).innerText !== held",
        arg=[region, before],
        timeout=PATIENCE,
    )
    assert slider.evaluate("one => one === document.activeElement")
    page.wait_for_function(f"() => location.search.includes('set.{control}')", timeout=PATIENCE)
    page.wait_for_function("() => document.getElementById('stale').hidden", timeout=PATIENCE)
    page.wait_for_function(
        f"() => document.getElementById('{region}').innerText.includes('300 draws')", timeout=PATIENCE
    )
    assert "was" in strip.inner_text()
    assert "About" not in strip.inner_text()
    page.locator(f'[data-reset-one="{control}"]').click()
    page.wait_for_function(
        "([id, held]) => document.getElementById(id).innerText === held",
        arg=[region, before],
        timeout=PATIENCE,
    )
    assert "set." not in page.url
    iran.check()


def test_the_graph_is_asked_with_the_keyboard(elmira: Tab) -> None:
    page = elmira.go("/graph")
    assert page.locator("#why").count() == 0
    link = page.get_by_role("link", name="Why does state 5 hold or not")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why", timeout=PATIENCE)
    page.wait_for_function("() => document.activeElement.id === 'why'")
    assert page.locator("#why").inner_text().startswith("Why state 5")
    assert "state=5" in page.url
    page.get_by_label("What would lead there?").focus()
    page.keyboard.type("21")
    page.keyboard.press("Enter")
    page.wait_for_selector("#target", timeout=PATIENCE)
    assert page.locator("#target").inner_text() == "What would lead to state 21"
    assert "state=5" in page.url
    assert "target=21" in page.url
    assert page.locator("#why").count() == 1
    assert axe(page) == []
    page.go_back()
    page.wait_for_selector("body:not([data-waiting])", timeout=PATIENCE)
    page.wait_for_selector("#why", timeout=PATIENCE)
    assert page.locator("#target").count() == 0
    elmira.check()


def test_a_concept_is_chosen_and_a_state_is_clicked_in_the_picture(elmira: Tab) -> None:
    page = elmira.go("/graph")
    page.get_by_role("link", name=re.compile("general metarational", re.IGNORECASE)).click()
    page.wait_for_function("() => location.search.includes('concept=gmr')", timeout=PATIENCE)
    page.wait_for_function(
        "() => document.querySelector('.choose [aria-current]').textContent.includes('GMR')", timeout=PATIENCE
    )
    picture = page.locator('[data-figure="state-graph-gmr"]')
    picture.scroll_into_view_if_needed()
    picture.locator("svg").wait_for(timeout=PATIENCE)
    picture.locator("text", has_text=re.compile("^18$")).click()
    page.wait_for_selector("#why", timeout=PATIENCE)
    assert page.locator("#why").inner_text().startswith("Why state 18")
    assert "concept=gmr" in page.url
    fits(page)
    elmira.check()


def test_the_graph_can_be_asked_without_script(chromium: Any, elmira: Tab) -> None:
    context = chromium.new_context(
        storage_state=elmira.page.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{elmira.seen.base}/graph")
    page.get_by_label("Why does it hold, or not?").fill("18")
    page.get_by_role("button", name="Why").click()
    assert page.locator("#why").inner_text().startswith("Why state 18")
    page.get_by_role("link", name="What would lead to state 5").click()
    assert page.locator("#target").inner_text() == "What would lead to state 5"
    context.close()


def test_positions_alone_are_dragged(greece: Tab) -> None:
    page = greece.go("/bargaining")
    drawn(page)
    assert axe(page) == []
    fits(page)
    slider = page.get_by_label("Greece, Wants", exact=True)
    slider.focus()
    page.keyboard.press("PageUp")
    page.wait_for_function(
        "() => document.getElementById('settling').innerText.includes('was 82.2')", timeout=PATIENCE
    )
    page.wait_for_function(
        "() => document.getElementById('settling').innerText.includes('1,000 draws.')", timeout=PATIENCE
    )
    assert "set.positions.greece.terms.ideal=" in page.url
    greece.check()
