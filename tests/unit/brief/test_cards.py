"""Cards in a notebook: table and chart, words for who does not see it, and nothing of a stranger's that runs."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

import commonground
from commonground.case.io import case_from_data, load_case
from commonground.forecast.pool import pool
from commonground.forecast.voice import Voice

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"' </div> \u202eevil\u202c"
PERSIAN = "جمهوری اسلامی ایران"


class Read(HTMLParser):
    """Tags, attributes and text of a piece of HTML, with tags that are left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def card(value: Any) -> Read:
    html = value._repr_html_()
    assert isinstance(html, str)
    assert html == value._repr_html_()
    read = Read(html)
    assert read.open == []
    assert not {"script", "img", "link", "iframe", "style", "foreignobject"} & set(read.tags)
    assert not any(name.startswith("on") or name == "href" for name, _ in read.attributes)
    for name, given in read.attributes:
        assert name == "xmlns" or "://" not in (given or "")
    return read


def hostile_case() -> Any:
    data = load_case("split-the-pie").dump()
    names = [HOSTILE, PERSIAN, "L" * 5000]
    data["title"] = HOSTILE
    for place, party in enumerate(data["parties"].values()):
        party["name"] = names[place % 3]
    for question in data["questions"].values():
        question["text"] = HOSTILE
    return case_from_data(data)


@pytest.fixture(autouse=True)
def offered() -> None:
    """A public name has been used, as in every notebook."""
    assert commonground.load_case


@pytest.mark.parametrize("name", ["us-iran-2025", "split-the-pie", "prisoners-dilemma", "greece-debt-2015"])
def test_a_case_and_its_study(name: str) -> None:
    case = commonground.load_case(name)
    told = card(case)
    assert case.title in told.text
    assert {"table", "svg"} <= set(told.tags)
    study = commonground.run(case, draws=60, explore=False)
    told = card(study)
    assert case.title in told.text
    assert "60 draws" in told.text
    assert ("svg" in told.tags) == (name != "greece-debt-2015")  # positions only: no chances to draw


@pytest.mark.parametrize("method", ["common-ground", "crisis", "trust", "compromise"])
def test_a_solution(method: str) -> None:
    solution = commonground.solve(commonground.load_case("us-iran-2025"), method, n=60)
    told = card(solution)
    assert solution.title in told.text
    assert ("svg" in told.tags) == (solution.outcome is not None)


def test_a_pooled_forecast_of_each_kind() -> None:
    voices = [
        Voice("class:accords", "history", 0.2, 0.1, 0.3, "counts", ("x",)),
        Voice(HOSTILE, "people", 0.4, None, None, HOSTILE, ()),
    ]
    told = card(pool(voices))
    assert "Pooled forecast: 2" in told.text
    assert "svg" in told.tags
    assert HOSTILE.split("\u202e")[0].split("<img")[0] in told.text


def test_comparison_and_levers() -> None:
    case = commonground.load_case("us-iran-2025")
    found = commonground.what_if(case, {"walk_away.usa": 0.2}, draws=60)
    told = card(found)
    assert "walk_away.usa" in told.text
    assert "points" in told.text
    lever = next(iter(case.levers))
    assert case.levers[lever].name in card(commonground.search_levers(case, levers=[lever], draws=60)).text


@pytest.mark.parametrize("kind", ["case", "solution", "study"])
def test_hostile_names_are_only_text(kind: str) -> None:
    case = hostile_case()
    value: Any = case
    if kind == "solution":
        value = commonground.solve(case, n=60)
    elif kind == "study":
        value = commonground.run(case, draws=60)
    told = card(value)
    assert "\u202e" not in told.text
    assert len(value._repr_html_()) < 400_000


def test_a_card_is_drawn_only_when_a_public_name_was_used() -> None:
    """Rooms do not know who draws their cards, and none of what draws them is loaded before one is shown."""
    script = (
        "import sys\n"
        "from commonground.case.io import load_case\n"
        "case = load_case('split-the-pie')\n"
        "assert case._repr_html_() is None\n"
        "import commonground\n"
        "commonground.change\n"
        "assert 'altair' not in sys.modules and 'commonground.brief.cards' not in sys.modules\n"
        "assert '<svg' in case._repr_html_()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": ":".join(sys.path)})
