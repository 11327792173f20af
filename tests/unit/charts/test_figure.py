"""A figure renders to the same bytes each time, and its words are escaped."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from commonground.charts.drawing import Sheet
from commonground.charts.figure import Figure


def figure(text: str = "Words") -> Figure:
    sheet = Sheet(60, 200)
    sheet.boxes([(0, 0, 50, 20, "#0072B2")])
    sheet.symbols([(100, 10, "#1A1A1A")], "diamond", hollow=True)
    sheet.texts([(5, 40, text)], bold=True)
    sheet.texts([(60, 40, "ایران Київ")])
    return Figure(
        "test",
        "Title",
        "Alternative <text>",
        "Caption & more",
        sheet.chart(),
        ("A", "B"),
        (("x<y", 1.5), (None, 2)),
    )


def test_same_bytes_twice() -> None:
    one, two = figure(), figure()
    assert one.svg() == two.svg()
    assert one.png() == two.png()
    assert one.pdf() == two.pdf()


def test_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.unit.charts.test_figure import figure; f = figure();"
        "print(hashlib.sha256(f.svg().encode() + f.png() + f.pdf()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path = {sys.path!r}; {code}"],
            capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]


def test_pdf_stays_readable() -> None:
    pypdf = pytest.importorskip("pypdf")
    from io import BytesIO

    page = pypdf.PdfReader(BytesIO(figure("Selectable").pdf())).pages[0]
    assert "Selectable" in page.extract_text()


def test_svg_is_labelled_and_escaped() -> None:
    svg = figure("<script>alert(1)</script>").svg()
    assert 'role="img"' in svg
    assert 'aria-label="Alternative &lt;text&gt;"' in svg
    assert "<script" not in svg


def test_spec_has_data_inline_and_words() -> None:
    spec = figure().spec()
    assert spec["description"] == "Alternative <text>"
    assert "datasets" not in spec
    assert all("values" in layer["data"] for layer in spec["layer"])


def test_cells_are_text_for_renderers() -> None:
    assert figure().cells() == (("x<y", "1.5"), ("–", "2"))


def test_html_fragment_is_escaped_and_complete() -> None:
    html = figure().html()
    assert "x&lt;y" in html
    assert "Caption &amp; more" in html
    assert html.count("<svg") == 1
    assert not re.search(r"(?:src|href)\s*=", html)
    assert figure()._repr_html_() == html
