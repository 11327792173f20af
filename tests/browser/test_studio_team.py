"""A team's way in, in a browser: the password on a page of its own, and on to where one was going."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.browser.studio import PATIENCE, QUIET, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"


def test_a_colleague_signs_in_and_goes_on(tmp_path: Path) -> None:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (Debian's package chromium)")
    from playwright.sync_api import sync_playwright

    file = tmp_path / "team.txt"
    file.write_text(PASSWORD, "utf-8")
    file.chmod(0o600)
    with (
        running("split-the-pie", tmp_path, "--password-file", str(file)) as link,
        sync_playwright() as played,
    ):
        browser = played.chromium.launch(executable_path=path, args=QUIET.split())
        page = browser.new_page()
        page.goto(f"{link.partition('/?')[0]}/case?words=river")
        page.get_by_label("Password").fill("not the password")
        page.get_by_role("button", name="Sign in").click()
        assert page.get_by_role("alert").inner_text() == "That is not the password."
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#editor", timeout=PATIENCE)
        assert page.url.endswith("/case?words=river")
        browser.close()
