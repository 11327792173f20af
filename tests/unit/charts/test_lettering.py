"""Text fits where it is put, in any script, and labels never overlap."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from commonground.charts import theme
from commonground.charts.lettering import ELLIPSIS, clean, fit, listing, spread, text_width, wrap
from commonground.charts.reading import number, numbers, percent, with_unit


@given(st.text(max_size=200), st.floats(20, 400))
def test_fitted_text_is_never_wider(text: str, width: float) -> None:
    fitted = fit(text, 11, width)
    assert text_width(fitted, 11) <= width or fitted == ELLIPSIS


@given(st.text(alphabet="ab -é漢ن", min_size=1, max_size=80), st.floats(30, 200), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_silently(text: str, width: float, lines: int) -> None:
    wrapped = wrap(text, 10, width, lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 10) <= width for line in wrapped)
    if ELLIPSIS not in "".join(wrapped):
        assert "".join(wrapped).replace(" ", "") == clean(text).replace(" ", "")


@given(
    st.lists(st.floats(0, 300), min_size=1, max_size=12),
    st.lists(st.floats(10, 30), min_size=12, max_size=12),
)
def test_spread_labels_keep_order_and_distance(wanted: list[float], sizes: list[float]) -> None:
    sizes = sizes[: len(wanted)]
    places = spread(sorted(wanted), sizes, 0, 400)
    for (one, two), (above, below) in zip(pairwise(places), pairwise(sizes), strict=True):
        assert two - one >= (above + below) / 2 - 1e-6
    assert places[0] >= sizes[0] / 2 - 1e-6
    assert places[-1] <= 400 - sizes[-1] / 2 + 1e-6


def test_spread_leaves_labels_with_room_in_place() -> None:
    assert spread([50, 100], [10, 10], 0, 200) == [50, 100]
    assert spread([], [], 0, 10) == []


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font_that_draws(bold: bool) -> None:
    line = "The quick brown fox: 3.67 % (0 to 20), “why” – WAVE"
    values = [{"t": line}]
    mark = {"type": "text", "fontSize": 20, "align": "left", "fontWeight": "bold" if bold else "normal"}
    layers = [
        {"mark": mark, "encoding": {"text": {"field": "t"}, "x": {"value": 0}, "y": {"value": 10}}},
    ]
    spec = {
        "data": {"values": values},
        "layer": layers,
        "width": 20,
        "height": 20,
        "config": theme.config(),
        "padding": 0,
    }
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    found = re.search(r'<svg[^>]* width="(\d+)"', svg)
    assert found
    drawn = float(found[1])
    assert drawn - 2 <= text_width(line, 20, bold) <= 1.025 * drawn


def test_clean_drops_what_could_disturb_a_page() -> None:
    assert clean("a\u202eb\u2066c\x00d\ne\ud800f") == "abc d ef"
    assert clean("ایران می‌خواهد") == "ایران می‌خواهد"
    assert len(clean("e" + "\u0301" * 50)) == 5


def test_cut_right_to_left_text_keeps_its_ellipsis_at_its_end() -> None:
    assert fit("جمهوری اسلامی ایران", 11, 60).endswith(ELLIPSIS + "\u200f")


def test_words_of_numbers() -> None:
    assert [number(v) for v in (3.67, 0, -2.5, 8294, 1234567, 1e-5, None, float("nan"))] == [
        "3.67", "0", "−2.5", "8294", "1,234,567", "1e−05", "–", "–"
    ]  # fmt: skip
    assert numbers([0.1006, 1.057, 2.8812]) == ["0.1", "1.1", "2.9"]
    assert numbers([5371.2, 7218.4, 8210.9]) == ["5400", "7200", "8200"]
    assert numbers([2000, 2000, 2000]) == ["2000"] * 3
    assert [percent(p) for p in (0, 0.004, 0.345, 0.996, 1)] == ["0 %", "<1 %", "34 %", ">99 %", "100 %"]
    assert with_unit("1997", "year") == "1997"
    assert with_unit("15", "years") == "15 years"
    assert listing(["a", "b", "c"]) == "a, b and c"
