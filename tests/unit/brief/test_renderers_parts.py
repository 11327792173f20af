"""The pieces under the renderers: pictures, letters, column widths, breaks, anchors."""

from __future__ import annotations

import gc

import pytest
from tests.unit.brief.sample_document import SVG, StubFigure, sample_brief
from tests.unit.brief.sample_reading import pdf_text

from commonground.brief import typst
from commonground.brief.anchors import Anchors
from commonground.brief.columns import PAGE, crowded, widths
from commonground.brief.document import Cite, Em, Number, Paragraph, Section, Source, Strong, iter_parts
from commonground.brief.foreign import breakable, is_rtl, number_text, split_direction
from commonground.brief.glyphs import _RANGES, PLACEHOLDER, drawable, plain
from commonground.brief.html import render_html
from commonground.brief.markdown import render_markdown
from commonground.brief.outline import _relative, outline_svg
from commonground.brief.picture import PictureError, drawing, framed_png, inline_svg, size

# Pictures


def test_picture_loses_everything_but_shapes_and_text() -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
        ' onload="alert(1)" style="background:url(http://evil.example)"><script>alert(1)</script>'
        '<style>@import "http://evil.example"</style><image href="http://evil.example/a.png"/>'
        '<foreignObject><p>x</p></foreignObject><a href="javascript:alert(1)"><text>kept out</text></a>'
        '<use href="http://evil.example#x"/><use href="#dot"/><animate attributeName="href" to="javascript:x"/>'
        '<rect fill="url(http://evil.example#g)" onclick="x()" width="3"/><rect id="dot" fill="url(#g)"/>'
        "<text>R&amp;D &lt;b&gt; <tspan>one</tspan> two</text><?php echo 1 ?><!-- note --></svg>"
    )
    clean = inline_svg(hostile, "f1", 'say "hi" <b>')
    assert clean == (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=\'say "hi" &lt;b&gt;\' width="9" height="9"'
        ' viewBox="0 0 9 9"><use/><use href="#f1-dot"/><rect width="3"/><rect id="f1-dot" fill="url(#f1-g)"/>'
        "<text>R&amp;D &lt;b&gt; <tspan>one</tspan> two</text></svg>"
    )


@pytest.mark.parametrize(
    "bad", ["", "<svg", "<p/>", '<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>', "\x00"]
)
def test_what_is_no_picture_is_refused(bad: str) -> None:
    with pytest.raises(PictureError):
        inline_svg(bad, "f", "")


def test_picture_size_is_read_from_either_place() -> None:
    assert size(SVG) == (520, 150)
    assert size('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30.4 20"/>') == (30, 20)
    assert size('<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="20px"/>') == (30, 20)


def test_letters_become_shapes_from_their_own_first_point() -> None:
    shapes = outline_svg(SVG)
    assert "<text" not in shapes
    assert "agreement" not in shapes
    assert outline_svg(SVG) == shapes
    assert _relative("M10.5,2 L11.5,2 Q12,3 13.5,2 Z") == ("M 0 0 L 100 0 C 133 67 200 67 300 0 Z", 10.5, 2.0)


def test_a_figure_is_drawn_once_and_not_kept_alive() -> None:
    drawn: list[str] = []

    class Counting(StubFigure):
        def svg(self) -> str:
            drawn.append(self.id)
            return SVG

    figure = Counting()
    assert drawing(figure) is drawing(figure)
    assert drawn == ["outcome"]
    del figure
    gc.collect()
    drawing(Counting(id="other"))
    assert drawn == ["outcome", "other"]


def test_a_raster_can_stand_in_for_shapes() -> None:
    assert 'xlink:href="data:image/png;base64,QUI="' in framed_png(b"AB", 3, 2)


# Letters


@pytest.mark.parametrize("kind", [str, Em, Strong])
def test_every_letter_said_to_be_drawable_is_drawn(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = [
        chr(code)
        for token in _RANGES.split()
        for first, _, last in [token.partition("-")]
        for code in range(int(first, 16), int(last or first, 16) + 1)
    ]
    text = " ".join("".join(letters[start : start + 20]) for start in range(0, len(letters), 20))
    parts = tuple(kind(text[start : start + 2_000]) for start in range(0, len(text), 2_000))
    monkeypatch.setattr(typst, "_RETRIES", 0)
    monkeypatch.setattr(typst, "plain", lambda text: text)
    assert typst.render_pdf(sample_brief(sections=(Section("s", "S", (Paragraph(parts),)),)))


def test_letters_no_font_holds_become_one_sign() -> None:
    assert drawable("a核协b\U0001f642c") == f"a{PLACEHOLDER}b{PLACEHOLDER}c"
    assert drawable("ايران – 3.67 %") == "ايران – 3.67 %"
    assert drawable("a[b]-c", also_missing="[]-") == f"a{PLACEHOLDER}b{PLACEHOLDER}c"
    assert plain("café ایران …") == f"café {PLACEHOLDER} …"


def test_pdf_tries_again_without_a_letter_that_a_font_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(text: str, missing: str = "") -> str:
        return text.translate(dict.fromkeys(map(ord, missing), PLACEHOLDER))

    brief = sample_brief(sections=(Section("s", "S", (Paragraph(("核 and 协",)),)),))
    monkeypatch.setattr(typst, "drawable", without)
    assert "□ and □" in pdf_text(typst.render_pdf(brief))
    # Even a message that names nothing new must come to an end.
    monkeypatch.setattr(typst, "drawable", lambda text, missing="": text)
    assert "□ and □" in pdf_text(typst.render_pdf(brief))


# Words and columns


def test_long_words_get_places_to_break() -> None:
    assert breakable("short words stay, even positions.iran.x") == "short words stay, even positions.iran.x"
    path = "positions.iran.enrichment.red_line.min"
    assert breakable(path).split("\u200b") == ["positions.", "iran.", "enrichment.", "red_", "line.", "min"]
    assert max(map(len, breakable("x" * 500).split("\u200b"))) == 15


def test_direction_of_runs() -> None:
    assert split_direction("Iran (ایران) and اسرائیل شرقی.") == [
        ("Iran (", False),
        ("ایران", True),
        (") and ", False),
        ("اسرائیل شرقی", True),
        (".", False),
    ]
    assert is_rtl("2015: توافق with words")
    assert not is_rtl("Deal توافق")
    assert not is_rtl("2015")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.37, "0.37"),
        (0.123456, "0.1235"),
        (5.0, "5"),
        (0.0, "0"),
        (0.00001234, "1.2e-05"),
        (float("nan"), "–"),
        (float("inf"), "–"),
        (1e20, "1e+20"),
        (12, "12"),
        (True, "yes"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_cells_of_data_tables(value: object, text: str) -> None:
    assert number_text(value) == text


def test_narrow_tables_are_as_wide_as_their_text() -> None:
    assert widths(("A", "B"), (("one", "two"),)) == [0, 0]


def test_wide_tables_fill_the_page_and_favour_the_long_column() -> None:
    found = widths(("Package", "Terms", "Range"), (("1", "word " * 60, "5 to 15"),))
    assert sum(found) == pytest.approx(PAGE, abs=0.5)
    assert found[1] > 5 * found[0]
    assert found[2] >= 7 * 4


def test_too_many_columns_ask_for_smaller_type() -> None:
    columns = tuple(f"heading{number:02}" for number in range(14))
    assert crowded(columns, ())
    assert sum(widths(columns, ())) == pytest.approx(PAGE, abs=1)
    assert not crowded(("A", "B"), ())


def test_ragged_rows_and_no_columns() -> None:
    assert widths((), ()) == []
    assert widths(("A",), (("x", "y"),)) == [0, 0]


# Anchors


def test_names_of_anchors_are_unique_and_uses_lead_back() -> None:
    paths = ("a b", "a-b", "a/b", "a:1", "a")
    brief = sample_brief(
        sections=(Section("s", "S", (Paragraph(tuple(Number("1", path) for path in (*paths, "a"))),)),),
        meta=(),
        values=(),
    )
    anchors = Anchors(brief)
    assert len(set(anchors.numbers.values())) == len(paths)
    used = [anchors.use(part) for part in iter_parts(brief)]
    assert len(set(used)) == len(used)
    assert anchors.uses(anchors.numbers["a"]) == ["number-a:1", "number-a:2"]


def test_a_number_used_often_gets_few_ways_back() -> None:
    brief = sample_brief(sections=(Section("s", "S", (Paragraph((Number("1", "p"),) * 40),)),), meta=())
    anchors = Anchors(brief)
    used = [anchors.use(part) for part in iter_parts(brief)]
    assert [name for name in used if name] == anchors.uses("number-p")


@pytest.mark.slow
def test_ten_thousand_sources_are_rendered() -> None:
    sources = tuple(
        Source(f"e{number}", f"Title {number}", "What happened. " * 10, "2024-01-01")
        for number in range(10_000)
    )
    parts = tuple(Cite(source.id) for source in sources[:500])
    brief = sample_brief(sources=sources, sections=(Section("s", "S", (Paragraph(parts),)),))
    assert render_html(brief).count("<li id=") == 10_000
    assert typst.render_pdf(brief).startswith(b"%PDF")
    assert "10000. **Title 9999**" in render_markdown(brief)
