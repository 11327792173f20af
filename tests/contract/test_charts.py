"""Every chart keeps the same promises: words and table present, nothing runs or fetches, hostile text is inert."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.unit.charts import sample_study

from commonground import charts
from commonground.charts import theme
from commonground.charts.figure import Figure

ROOM = Path(charts.__file__).parent
COMMON = {
    "__init__", "figure", "theme", "drawing", "axes", "lettering", "reading", "forecast_reading", "pdf_order",
    "graph_reading", "graph_layout", "graph_lines",
    "bargaining_reading", "explore_reading", "gathering",
}  # fmt: skip
NAMES = sorted(path.stem for path in ROOM.glob("*.py") if path.stem not in COMMON)

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    "expression": 'datum.x\'+alert(1)+\'"];datum["x"]//',
    "field": "a.b[0]['c'] \\ ~ $schema",
    "markup": '#import "x" $ 1 $ *bold* `code` & ]]> <!-- --',
    "arabic": "جمهوری اسلامی ایران و ایالات متحده آمریکا در مذاکرات",
    "hebrew": "\u202bישראל\u202c \u202eevil\u202c שיחות",
    "long word": "L" * 5000,
    "long text": "many words " * 500,
    "control": "a\x00b\x1bc\u2028d\ud800e",
    "empty": "",
    "emoji": "👩‍👩‍👧 漢字 ประเทศไทย हिन्दी",
}


# The texts of a set take turns over all the places where a case has text.
SETS = {
    "in turn": [*HOSTILE.values()],
    "shifted": [*HOSTILE.values()][5:] + [*HOSTILE.values()][:5],
    "one long word": [HOSTILE["long word"]],
    "right to left": [HOSTILE["arabic"], HOSTILE["hebrew"]],
    "nothing": [""],
}


def figure(name: str, study: dict[str, Any]) -> Figure | None:
    made = getattr(import_module(f"commonground.charts.{name}"), name)(study)
    assert made is None or isinstance(made, Figure)
    return made


def required(name: str, study: dict[str, Any]) -> Figure:
    made = figure(name, study)
    assert made is not None
    return made


def values(part: object) -> Iterator[tuple[str, object]]:
    """Each key with its value in a specification, data rows left out."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "values":
                yield key, value
                yield from values(value)
    elif isinstance(part, list):
        for item in part:
            yield from values(item)


def test_every_chart_file_is_in_the_register() -> None:
    assert sorted(charts.CHARTS) == NAMES


@pytest.mark.parametrize("name", NAMES)
class TestPromises:
    def test_words_and_table(self, name: str) -> None:
        made = required(name, sample_study.sample())
        assert re.fullmatch(r"[a-z][a-z-]*", made.id)
        assert made.title
        assert re.search(r"\d", made.alt)
        assert 20 <= len(made.alt) <= 900
        assert len(made.caption) > 40
        assert made.rows
        assert all(len(row) == len(made.columns) for row in made.rows)
        json.dumps(made.rows, allow_nan=False)

    def test_input_is_left_alone(self, name: str) -> None:
        study = sample_study.sample()
        before = copy.deepcopy(study)
        required(name, study).svg()
        assert study == before

    def test_renders_offline_to_all_forms_with_the_same_bytes(self, name: str) -> None:
        one, two = (required(name, sample_study.sample()) for _ in range(2))
        assert one.svg() == two.svg()
        assert one.png(1.0) == two.png(1.0)
        assert one.png(1.0).startswith(b"\x89PNG")
        assert one.pdf() == two.pdf()
        assert one.pdf().startswith(b"%PDF")

    def test_the_chart_follows_the_schema(self, name: str) -> None:
        """Drawing leaves out this check, which takes as long as the drawing itself."""
        made = required(name, sample_study.sample())
        spec = made.chart.to_dict(validate=True)
        assert spec == made.chart.to_dict(validate=False)

    def test_no_address_and_no_expression_in_the_specification(self, name: str) -> None:
        text = HOSTILE["expression"]
        spec = required(name, sample_study.hostile(text)).spec()
        for key, value in values(
            {key: part for key, part in spec.items() if key not in ("$schema", "description")}
        ):
            assert key not in (
                "url",
                "expr",
                "calculate",
                "signal",
                "href",
                "transform",
                "labelExpr",
                "test",
                "filter",
            )
            assert not (isinstance(value, str) and ("alert" in value or "://" in value))

    def test_fields_are_fixed(self, name: str) -> None:
        spec = required(name, sample_study.hostile(HOSTILE["field"])).spec()
        fields = {value for key, value in values(spec) if key == "field"}
        assert fields <= {"x", "y", "x2", "y2", "ink", "text"}

    @pytest.mark.parametrize("texts", SETS.values(), ids=SETS)
    def test_hostile_text_is_only_text(self, name: str, texts: list[str]) -> None:
        html = required(name, sample_study.hostile(*texts)).html()
        html.encode()
        root = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + len("</svg>")])
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "g", "path", "line", "rect", "text", "tspan"}
        assert not any(key.lower().startswith("on") for element in root.iter() for key in element.attrib)
        assert "<script" not in html
        assert "<img" not in html
        assert float(root.attrib["width"]) <= theme.WIDTH + 14

    @pytest.mark.parametrize("build", ["sample", "large", "three_signatories", "single_issue", "empty_zone"])
    def test_fits_a_printed_page(self, name: str, build: str) -> None:
        made = figure(name, getattr(sample_study, build)())
        if made is None:
            return
        svg = made.svg()
        root = ElementTree.fromstring(svg)
        assert float(root.attrib["width"]) <= theme.WIDTH + 14
        assert float(root.attrib["height"]) <= 1150
        sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)}
        assert min(sizes) >= theme.SMALL

    @pytest.mark.parametrize(
        "study", [{}, {"case": {}}, {"solutions": None}, {"solutions": {"common-ground": {}}}]
    )
    def test_none_without_input(self, name: str, study: dict[str, Any]) -> None:
        assert figure(name, study) is None


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_contrast_of_every_mark(name: str) -> None:
    svg = required(name, sample_study.sample()).svg()
    quiet = {theme.GRID.lower(), theme.BAND.lower(), "#fff", theme.PAPER.lower(), "white"}
    drawn = {colour.lower() for colour in re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]{6})"', svg)} - quiet
    assert drawn
    assert all(contrast(colour, theme.PAPER) >= 3 for colour in drawn)
    text = set(re.findall(r'<text[^>]*fill="(#[0-9A-Fa-f]{6})"', svg)) - {theme.PAPER}
    assert all(contrast(colour, theme.BAND) >= 4.5 for colour in text)


def test_parties_keep_their_colour_by_order_in_the_case() -> None:
    case = sample_study.sample()["case"]
    colours = theme.party_colors(case)
    assert list(colours) == list(case["parties"])
    assert list(colours.values()) == list(theme.PALETTE)
    assert theme.party_colors({}) == {}
