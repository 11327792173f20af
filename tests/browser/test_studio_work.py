"""The studio's working pages in a browser: by role, by keyboard, on a phone, with hostile and with much content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.studio import DESK, PATIENCE, Tab, axe, chromium, fits, running

from checkout import run_words
from commonground.case.io import load_case

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"' {{ 7*7 }}"
PERSIAN = "جمهوری اسلامی ایران"
HEBREW = "ישראל"
ARTICLE = f"""Iran rejects direct talks

TEHRAN, 7 March 2025 - Iran rejected direct talks with the United States on Friday. {HOSTILE} {PERSIAN}
The United States threatened Iran with new sanctions. Oman offered to mediate between Iran and the United States.
"""
PAGES = ["what-if", "evidence", "track-record", "brief", "case"]


def own_case(folder: Path) -> Path:
    """The US-Iran case with few draws, a hostile and two right-to-left names."""
    run = run_words("catalog", "us-iran-2025", "--copy", folder)
    assert run.returncode == 0, run.stderr
    path = folder / "us-iran-2025" / "case.yaml"
    text = path.read_text("utf-8").replace("draws: 4000", "draws: 300")
    quoted = HOSTILE.replace("'", "''")
    for name, other in (("Russia", f"'{quoted}'"), ("Israel", HEBREW), ("Gulf states", PERSIAN)):
        assert f"name: {name}" in text
        text = text.replace(f"name: {name}", f"name: {other}", 1)
    path.write_text(text, "utf-8")
    load_case(path)
    return path


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str, Path]]:
    """A browser that was let in, the link, and the case file."""
    path = own_case(tmp_path_factory.mktemp("studio"))
    with chromium() as browser, running(path, path.parent) as link:
        context = browser.new_context(viewport=DESK, reduced_motion="reduce")
        page = context.new_page()
        page.goto(link)
        page.close()
        yield context, link, path


@pytest.fixture
def tab(studio: tuple[Any, str, Path]) -> Iterator[Tab]:
    made = Tab(studio[0], studio[1])
    yield made
    made.page.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_and_fits(tab: Tab, name: str) -> None:
    page = tab.go(f"/{name}?set.walk_away.usa=0.3")
    assert page.get_by_role("heading", level=1).count() == 1
    assert (
        page.get_by_role("link", name=re.compile("^(What-if|Evidence|Track record|Brief|Case)$")).count() == 5
    )
    page.wait_for_timeout(300)
    assert axe(page) == []
    assert page.locator("main script, main img").count() == 0
    fits(page)
    tab.check()


def test_choices_by_keyboard_alone(tab: Tab) -> None:
    page = tab.go("/what-if")
    first = page.get_by_role("checkbox").first
    first.focus()
    page.keyboard.press("Space")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Compare":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What it changes").wait_for(timeout=PATIENCE)
    assert "take=" in page.url
    page.reload()
    page.get_by_role("heading", name="What it changes").wait_for(timeout=PATIENCE)
    assert page.get_by_role("checkbox").first.is_checked()
    tab.check()


def test_a_search_survives_a_reload_and_is_stopped(tab: Tab) -> None:
    page = tab.go("/what-if?set.walk_away.usa=0.25")
    page.get_by_role("button", name="Start: What drives the forecast").click()
    page.get_by_role("button", name="Stop: What drives the forecast").wait_for()
    page.reload()
    stop = page.get_by_role("button", name="Stop: What drives the forecast")
    if stop.count():  # few draws: it may be done by now
        stop.click()
    page.get_by_role("button", name=re.compile("(Start again: What drives|Start: Which values)")).wait_for(
        timeout=PATIENCE
    )
    page.get_by_role("button", name="Start: Which levers are worth pulling").click()
    page.get_by_text("Every lever: effect on").wait_for(timeout=PATIENCE)
    assert axe(page) == []
    fits(page)


def test_two_tabs_and_the_command_line_lose_nothing(studio: tuple[Any, str, Path]) -> None:
    context, link, path = studio
    one, two = Tab(context, link), Tab(context, link)
    first, second = one.go("/case?set.walk_away.usa=0.35"), two.go("/case")
    first.get_by_label("Title of the scenario").fill(f"Firmer {PERSIAN} line")
    assert first.get_by_label("Short name").input_value() == "firmer-line"
    first.get_by_role("button", name="Save as a scenario…").click()
    first.get_by_role("button", name="Save to the file").click()
    first.get_by_text("Saved. The pages are made anew").wait_for()

    text = path.read_text("utf-8")
    path.write_text(text.replace("commonground: 1", "commonground: 1  # by the command line", 1), "utf-8")

    editor = second.get_by_role("textbox", name=re.compile("YAML"))
    editor.fill(re.sub(r"(?m)^title: .*$", "title: Written in the second tab", editor.input_value()))
    editor.press("Control+s")
    second.get_by_role("button", name="Save to the file").click()
    second.get_by_role("heading", name="Somebody else changed the file").wait_for()
    assert axe(second) == []
    second.get_by_role("button", name="Review both together…").click()
    second.get_by_role("button", name="Save to the file").click()
    second.get_by_text("Saved. The pages are made anew").wait_for()

    case = load_case(path)
    assert case.title == "Written in the second tab"
    assert "firmer-line" in case.scenarios
    assert "# by the command line" in path.read_text("utf-8")
    one.check()
    assert [said for said in two.seen.complaints if "409" not in said] == []
    first.close()
    second.close()


def test_what_is_taken_back_is_not_kept(tab: Tab) -> None:
    ideal, weight = "positions.usa.enrichment.ideal", "positions.usa.enrichment.salience"
    page = tab.go(f"/case?set.{ideal}=3.67&set.{weight}=25")
    keep = page.get_by_role("region", name="Keep what you changed")
    assert "2 values differ from the file" in keep.inner_text()
    page.get_by_label("Title of the scenario").fill("Half way")
    page.get_by_role("button", name="Save as a scenario…").click()
    outcome = page.locator("#outcome")
    outcome.get_by_role("button", name="Save to the file").wait_for(timeout=20_000)
    page.locator(f'[data-reset="{weight}"]').click()
    keep.get_by_text("1 value differs from the file").wait_for(timeout=20_000)
    assert outcome.inner_text() == ""
    page.get_by_role("button", name="Save as a scenario…").click()
    outcome.get_by_role("button", name="Save to the file").wait_for(timeout=20_000)
    assert ideal in outcome.inner_text()
    assert weight not in outcome.inner_text()
    page.get_by_role("link", name="Reset all").click()
    keep.wait_for(state="hidden", timeout=20_000)
    tab.check()


def test_faults_lead_to_their_line(tab: Tab) -> None:
    page = tab.go("/case")
    editor = page.get_by_role("textbox", name=re.compile("YAML"))
    kept = editor.input_value()
    editor.fill(kept.replace("as_of:", "as_off:", 1))
    page.get_by_role("button", name="Review changes…").click()
    page.get_by_role("heading", name=re.compile("Faults")).first.wait_for()
    page.get_by_role("link", name=re.compile("^Line")).first.click()
    assert "as_off" in page.evaluate(
        "(() => { const t = document.getElementById('text');"
        " const at = t.value.lastIndexOf('\\n', t.selectionStart - 1) + 1;"
        " return t.value.slice(at, t.value.indexOf('\\n', at)); })()"
    )
    assert page.get_by_role("button", name="Save to the file").count() == 0
    assert axe(page) == []
    page.reload()
    assert page.get_by_text("your text of before the reload").count() == 1, "a draft outlives a reload"
    page.get_by_role("button", name="Back to the file").click()
    assert editor.input_value() == kept
    tab.check()


def test_documents_are_brought_read_and_decided(
    tab: Tab, studio: tuple[Any, str, Path], tmp_path: Path
) -> None:
    article = tmp_path / f"{PERSIAN} <b>.txt"
    article.write_text(ARTICLE, "utf-8")
    page = tab.go("/evidence")
    page.get_by_label("Files").set_input_files([str(article)])
    page.get_by_role("button", name="Read them").click()
    page.get_by_text("1 document read").wait_for(timeout=PATIENCE)
    page.get_by_role("heading", name=re.compile(r"Proposals \(")).wait_for(timeout=PATIENCE)
    open_before = page.get_by_role("button", name=re.compile("^Reject proposal")).count()
    page.get_by_role("button", name=re.compile("^Show what proposal")).first.click()
    page.get_by_role("table", name=re.compile("before and after")).wait_for()
    assert axe(page) == []
    fits(page)
    page.get_by_role("button", name=re.compile("^Accept proposal")).first.click()
    page.wait_for_function(
        "n => document.querySelectorAll('[data-decide=reject]').length === n - 1",
        arg=open_before,
        timeout=PATIENCE,
    )
    page.get_by_role("link", name=re.compile("^The document of proposal")).first.click()
    text = page.get_by_role("group", name="Text of the document")
    text.wait_for(timeout=PATIENCE)
    assert "<script>alert(1)</script>" in text.inner_text()
    assert text.locator("mark").count() >= 1
    assert page.locator("main script, main img").count() == 0
    assert axe(page) == []
    load_case(studio[2])
    tab.check()


def test_a_file_that_is_too_large_is_refused_in_words(tab: Tab, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 8_100_000)
    page = tab.go("/evidence")
    page.get_by_label("Files").set_input_files([str(large)])
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("alert").filter(has_text="8 MB").wait_for(timeout=PATIENCE)


def test_the_brief_is_taken_along(tab: Tab, tmp_path: Path) -> None:
    page = tab.go("/brief?set.walk_away.usa=0.3")
    assert page.get_by_role("heading", name="What was changed for this brief").count() == 1
    for name, start in (("Web page", b"<!"), ("PDF", b"%PDF"), ("Markdown", b""), ("JSON", b"{")):
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_role("link", name=name, exact=True).click()
        place = tmp_path / download.value.suggested_filename
        download.value.save_as(place)
        assert place.read_bytes().startswith(start)
        assert "changed" in place.name
    tab.check()
