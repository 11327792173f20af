"""Every renderer on a small brief: structure, links, golden text, same bytes twice."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from tests.unit.brief.sample_document import AGREEMENT, EXISTS, IDEAL, StubFigure, sample_brief
from tests.unit.brief.sample_reading import Page, pdf_text

from commonground.brief.document import (
    Brief,
    Bullets,
    Cite,
    FigureBlock,
    Number,
    NumberList,
    Paragraph,
    Section,
    Source,
    SourceList,
    Table,
    ValueRef,
    ValueRow,
    iter_cites,
    iter_figures,
    iter_numbers,
    iter_value_refs,
    number_rows,
    ordered_sections,
)
from commonground.brief.html import render_html
from commonground.brief.markdown import render_markdown
from commonground.brief.plain import render_json
from commonground.brief.typst import render_pdf

GOLDEN = Path(__file__).parent / "golden_sample"


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_html(sample_brief()))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(sample_brief())


# The document


def test_walks_in_reading_order_with_annexes_last() -> None:
    brief = sample_brief()
    assert [section.id for section in ordered_sections(brief)] == [
        "key-judgements",
        "who-wants-what",
        "notes",
        "sources",
        "case-values",
        "numbers",
    ]
    assert [number.text for number in iter_numbers(brief)] == ["37 %", "37 %", "37 %", "62 %", "62 %"]
    assert [cite.evidence_id for cite in iter_cites(brief)] == [
        "jcpoa-2015",
        "enrich-60-2021",
        "jcpoa-2015",
        "enrich-60-2021",
    ]
    assert {ref.path for ref in iter_value_refs(brief)} == {row.path for row in brief.values}
    assert [figure.id for figure in iter_figures(brief)] == ["outcome", "outcome-2"]


def test_every_printed_path_has_a_row_even_if_nobody_described_it() -> None:
    rows = number_rows(sample_brief())
    assert [row.path for row in rows] == [AGREEMENT, EXISTS]
    assert [row.value for row in rows] == ["0.3713", "62 %"]


def test_closing_lists_stand_where_a_section_puts_them() -> None:
    brief = sample_brief(sections=(Section("s", "Evidence", (SourceList(), NumberList()), annex=True),))
    assert [section.id for section in ordered_sections(brief)] == ["s", "case-values"]


# HTML


def test_html_is_well_formed_and_links_inside_itself_only(page: Page) -> None:
    assert page.open == []
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    inner = [href[1:] for href in page.hrefs if href.startswith("#")]
    assert set(inner) <= set(page.ids)
    assert [href for href in page.hrefs if not href.startswith("#")] == [
        "https://www.iaea.org/topics/iran?a=1&b=2",
        "https://www.un.org/securitycouncil/content/2231/background",
    ]


def test_html_needs_nothing_from_outside(page: Page) -> None:
    assert {tag for tag, _ in page.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
    } == set()
    assert not any("src" in attrs or any(name.startswith("on") for name in attrs) for _, attrs in page.tags)
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") and tag == "meta")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    outside = [attrs for tag, attrs in page.tags if tag == "a" and attrs["href"].startswith("http")]
    assert all(attrs["rel"] == "noopener noreferrer nofollow" for attrs in outside)


def test_html_number_leads_to_its_row_and_back(page: Page) -> None:
    numbers = [
        attrs for tag, attrs in page.tags if tag == "a" and attrs.get("class", "").startswith("number")
    ]
    assert [attrs["href"] for attrs in numbers] == [f"#number-{AGREEMENT}"] * 3 + [f"#number-{EXISTS}"] * 2
    assert f"#{numbers[2]['id']}" in page.hrefs
    values = [attrs for tag, attrs in page.tags if tag == "a" and attrs.get("class", "") == "value short"]
    assert values[0]["href"] == f"#value-{IDEAL}"


def test_html_charts_have_alternative_text_table_and_ids_of_their_own(page: Page) -> None:
    charts = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert [attrs["role"] for attrs in charts] == ["img", "img"]
    assert all(attrs["aria-label"] == StubFigure().alt for attrs in charts)
    assert {"figure-1-clip0", "figure-2-clip0", "figure-1-gradient_0"} <= set(page.ids)
    assert "Data of figure 1" in page.text
    assert "0.0076" in page.text


def test_html_page_frame(page: Page) -> None:
    assert page.tags[0] == ("html", {"lang": "en"})
    assert ("a", {"class": "skip", "href": "#text"}) in page.tags
    headings = [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    levels = [int(tag[1]) for tag in headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.tags if tag == "th")
    assert ("bdi", {"dir": "rtl"}) in page.tags
    assert all(
        attrs["tabindex"] == "0" for _, attrs in page.tags if attrs.get("class") in {"scroll", "chart"}
    )


# PDF


def test_pdf_is_tagged_accessible_and_says_what_the_brief_says(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == sample_brief().title
    text = pdf_text(pdf)
    for words in (
        "There is a 37 % chance (unlikely, 20-45 %)",
        "Our confidence is low",
        "Inspections | anytime",
        "Figure 1. Outcome by March 2026",
        "solutions.common-ground.outcome.agreement.p",
        "Joint Comprehensive Plan of Action. United Nations, 2015-07-14, event, reliability A",
        "commonground brief us-iran-2025 --draws 4000 --seed 0",
        "Data of the charts",
    ):
        assert words in text


def test_pdf_links_lead_to_places_in_it_or_to_plain_addresses(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    actions = [annotation.get_object() for sheet in reader.pages for annotation in sheet.get("/Annots", [])]
    addresses = {action["/A"]["/URI"] for action in actions if "/A" in action and "/URI" in action["/A"]}
    assert addresses == {
        "https://www.iaea.org/topics/iran?a=1&b=2",
        "https://www.un.org/securitycouncil/content/2231/background",
    }
    assert sum("/Dest" in action or action.get("/A", {}).get("/S") == "/GoTo" for action in actions) >= 12


def test_pdf_charts_carry_their_alternative_text(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    alternatives: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, pypdf.generic.IndirectObject):
            node = node.get_object()
        if isinstance(node, pypdf.generic.DictionaryObject):
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            walk(node.get("/K"))
        elif isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert StubFigure().alt in alternatives


@pytest.mark.parametrize(
    "figure", [StubFigure(picture="<svg xmlns='http://www.w3.org/2000/svg'/>"), StubFigure()]
)
def test_pdf_shows_a_chart_whatever_its_picture(figure: StubFigure) -> None:
    assert render_pdf(sample_brief(sections=(Section("s", "S", (FigureBlock(figure),)),))).startswith(b"%PDF")


# All forms


def test_same_brief_same_bytes() -> None:
    assert render_html(sample_brief()) == render_html(sample_brief())
    assert render_markdown(sample_brief()) == render_markdown(sample_brief())
    assert render_pdf(sample_brief()) == render_pdf(sample_brief())
    assert json.dumps(render_json(sample_brief())) == json.dumps(render_json(sample_brief()))


def test_markdown_is_the_golden_text() -> None:
    golden = GOLDEN / "sample.md"
    text = render_markdown(sample_brief(), {"outcome": "figures/outcome one.png"})
    if text != golden.read_text(encoding="utf-8"):
        golden.with_suffix(".md.new").write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_html_has_the_golden_structure(page: Page) -> None:
    kept = {
        "h1",
        "h2",
        "h3",
        "nav",
        "main",
        "section",
        "figure",
        "table",
        "ul",
        "ol",
        "header",
        "footer",
        "svg",
        "dl",
    }
    outline = "\n".join(
        " ".join(filter(None, (tag, attrs.get("id", ""), attrs.get("class", ""))))
        for tag, attrs in page.tags
        if tag in kept
    )
    golden = GOLDEN / "sample-structure.txt"
    if outline != golden.read_text(encoding="utf-8").strip():
        golden.with_suffix(".txt.new").write_text(outline + "\n", encoding="utf-8")
    assert outline == golden.read_text(encoding="utf-8").strip()


def test_json_holds_every_number_with_its_path() -> None:
    data = json.loads(json.dumps(render_json(sample_brief()), allow_nan=False))
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "number" in node and "path" in node:
                found.append((node["number"], node["path"]))
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk([data["meta"], data["sections"]])
    assert found == [(number.text, number.path) for number in iter_numbers(sample_brief())]
    assert data["numbers"][0]["rests_on"] == [IDEAL, "positions.iran.enrichment.red_line.min"]


def test_empty_brief() -> None:
    brief = Brief(title="Nothing yet", sections=(), as_of=date(2025, 3, 8))
    assert Page(render_html(brief)).text.strip().endswith("Contents")
    assert render_pdf(brief).startswith(b"%PDF")
    assert render_markdown(brief) == "# Nothing yet\n"
    assert render_json(brief)["sections"] == []


def test_odd_documents_do_not_break() -> None:
    twice = Source("a", "First"), Source("a", "Second")
    values = ValueRow("p", "1", evidence=("a", "gone")), ValueRow("p", "2"), ValueRow("q", "3")
    blocks = (
        Table((), ()),
        Table(("A", "B"), ((("x",),), ((), ("y",), ("z",)))),
        Table(("A",), (), align=("sideways",), widths=(1, 2)),
        Bullets(()),
        Paragraph(()),
        Paragraph(
            (Cite("gone"), ValueRef("5", "gone"), Number("", ""), Number("1", "a b"), Number("2", "a-b"))
        ),
        FigureBlock(StubFigure(columns=(), rows=())),
        FigureBlock(StubFigure(rows=(("one",), ("a", float("nan"), True, "extra")))),
    )
    brief = replace(
        sample_brief(), sections=(Section("", "", blocks), Section("", "", ())), sources=twice, values=values
    )
    page = Page(render_html(brief))
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert "[gone]" in page.text
    assert render_pdf(brief).startswith(b"%PDF")
    assert "| x |  |  |" in render_markdown(brief)
    json.dumps(render_json(brief), allow_nan=False)
