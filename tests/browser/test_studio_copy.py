"""From a case of the catalog to a file of one's own, in a browser: nothing that was tried on the way is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.browser.studio import DESK, PATIENCE, PHONE, QUIET, Seen, axe, overflow, ready, running

from commonground.case.io import load_case

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_copy_is_saved_by_keyboard_and_gone_on_with(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian's package chromium)")
    from playwright.sync_api import sync_playwright

    path = next(name for name in load_case("split-the-pie").values() if name.endswith(".salience"))
    (tmp_path / "mine").mkdir()
    with running("split-the-pie", tmp_path) as link, sync_playwright() as played:
        browser: Any = played.chromium.launch(executable_path=chromium, args=QUIET.split())
        page = browser.new_page(viewport=DESK)
        page.goto(link)
        seen = Seen(link.partition("/?")[0])
        seen.watch(page)
        ready(page, f"{seen.base}/stakes?set.{path}=6")
        assert page.get_by_role("link", name="Save a copy here to keep these…").is_visible()
        page.get_by_role("link", name="Save a copy here", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#editor[data-started]", timeout=PATIENCE)
        assert page.url.endswith(f"?set.{path}=6#copy")
        assert axe(page) == []
        page.set_viewport_size(PHONE)
        assert overflow(page) == ""
        page.set_viewport_size(DESK)

        # a text that is not saved goes along
        text = page.get_by_label("YAML, one case to a file")
        text.fill("# tried\n" + text.input_value())

        name = page.get_by_label("Name of its folder")
        assert name.input_value() == "split-the-pie"
        name.fill("mine")
        name.press("Enter")
        page.get_by_role("alert").filter(has_text="mine exists already").wait_for(timeout=PATIENCE)
        name.fill("my-pie")
        seen.complaints.clear()  # the browser notes the refusal
        name.press("Enter")
        page.get_by_text("This is your copy").wait_for(timeout=PATIENCE)
        page.wait_for_selector("#editor[data-started]", timeout=PATIENCE)
        assert page.url.endswith(f"/case?set.{path}=6#save")
        assert text.input_value().startswith("# tried\n")
        assert page.get_by_text("of the catalog").count() == 0
        page.get_by_role("button", name="Back to the file").click()

        page.get_by_label("Title of the scenario").fill("Six")
        page.get_by_role("button", name="Save as a scenario…").click()
        page.get_by_role("button", name="Save to the file").click()
        page.get_by_text("Saved. The pages are made anew").wait_for(timeout=PATIENCE)
        assert axe(page) == []
        assert seen.complaints == []
        assert seen.outside == []
        browser.close()
    assert list(load_case(tmp_path / "my-pie").scenarios) == ["six"]
    assert list((tmp_path / "mine").iterdir()) == []
