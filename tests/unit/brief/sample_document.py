"""A small brief with every kind of block and part, for tests of the renderers. Its numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from commonground.brief.document import (
    Brief,
    Bullets,
    Callout,
    Cite,
    Em,
    FigureBlock,
    Heading,
    Headline,
    Link,
    Number,
    NumberRow,
    Paragraph,
    Section,
    Source,
    Strong,
    Table,
    ValueRef,
    ValueRow,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"'
    ' class="marks" width="520" height="150" viewBox="0 0 520 150"><defs><clipPath id="clip0"><rect width="520"'
    ' height="150"/></clipPath><linearGradient id="gradient_0"><stop offset="0" stop-color="#0072B2"/>'
    '<stop offset="1" stop-color="#C85200"/></linearGradient></defs><rect width="520" height="150" fill="white"/>'
    '<g clip-path="url(#clip0)"><rect x="120" y="20" width="250" height="26" fill="#0072B2" role="graphics-symbol"'
    ' aria-label="agreement 37"/><rect x="120" y="60" width="180" height="26" fill="#C85200"/><rect x="120" y="100"'
    ' width="90" height="26" fill="url(#gradient_0)"/></g><g font-family="Liberation Sans, Arial, sans-serif"'
    ' font-size="12" fill="#1A1A1A"><text x="110" y="37" text-anchor="end">agreement</text><text x="110" y="77"'
    ' text-anchor="end">impasse</text><text x="110" y="117" text-anchor="end">confrontation</text>'
    '<text x="376" y="37">37 %</text></g></svg>'
)


@dataclass(frozen=True)
class StubFigure:
    """A chart without a chart library."""

    id: str = "outcome"
    title: str = "Outcome by March 2026"
    alt: str = "Bars: agreement 37 per cent, impasse 48 per cent, confrontation 15 per cent."
    caption: str = "Share of 4,000 draws. The bars add up to 100 %."
    columns: tuple[str, ...] = ("Outcome", "Share", "Standard error")
    rows: tuple[tuple[object, ...], ...] = (
        ("agreement", 0.37, 0.0076),
        ("impasse", 0.48, 0.0079),
        ("confrontation", 0.15, None),
    )
    picture: str = SVG

    def svg(self) -> str:
        return self.picture

    def png(self, scale: float = 2.0) -> bytes:
        import vl_convert

        return bytes(vl_convert.svg_to_png(SVG, scale=scale))

    def pdf(self) -> bytes:
        import vl_convert

        return bytes(vl_convert.svg_to_pdf(SVG))


AGREEMENT = "solutions.common-ground.outcome.agreement.p"
EXISTS = "solutions.common-ground.data.exists"
IDEAL = "positions.iran.enrichment.ideal"
RED_LINE = "positions.iran.enrichment.red_line.min"


def sample_brief(**changes: object) -> Brief:
    """The sample; ``changes`` replace whole fields of the brief."""
    judgements = Section(
        "key-judgements",
        "Key judgements",
        (
            Headline(
                Number("37 %", AGREEMENT),
                (
                    "There is a ",
                    Number("37 %", AGREEMENT),
                    " chance (unlikely, 20-45 %) that the two sides reach an agreement by 8 March 2026.",
                ),
                ("Our confidence is low: 3 of 9 positions rest on one source.",),
            ),
            Headline(
                Number("62 %", EXISTS),
                ("A package that both accept exists in ", Number("62 %", EXISTS), " of the draws."),
            ),
            Callout(("The case was written from public reports only", Cite("jcpoa-2015"), "."), "Limit."),
        ),
    )
    wants = Section(
        "who-wants-what",
        "Who wants what",
        (
            Paragraph(
                (
                    Strong("Iran"),
                    " (ایران) would like enrichment at ",
                    ValueRef("20 to 60 %", IDEAL),
                    " and holds ",
                    ValueRef("3.67 %", RED_LINE),
                    " as its red line",
                    Cite("enrich-60-2021"),
                    Cite("jcpoa-2015"),
                    ". It says that enrichment is ",
                    Em("not negotiable"),
                    ". See ",
                    Link("the agency's page", "https://www.iaea.org/topics/iran?a=1&b=2"),
                    ".",
                )
            ),
            Heading("Positions"),
            Table(
                ("Issue", "United States", "Iran", "Weight"),
                (
                    (
                        ("Enrichment level",),
                        ("0 to 3.67 %",),
                        (ValueRef("20 to 60 %", IDEAL), Cite("enrich-60-2021")),
                        ("25",),
                    ),
                    (("Inspections | anytime",), ("Anytime, anywhere",), ("Basic safeguards",), ("10",)),
                ),
                caption="Positions on two issues",
                align=("left", "left", "left", "right"),
            ),
            Bullets((("Sanctions relief comes first for Iran.",), ("Inspections come first for the US.",))),
            Bullets((("First step",), ("Second step",)), ordered=True),
            FigureBlock(StubFigure()),
            FigureBlock(StubFigure(id="outcome-2", title="The same again", caption="")),
        ),
    )
    notes = Section(
        "notes", "Method notes", (Paragraph(("Utilities are additive over issues.",)),), annex=True
    )
    brief = Brief(
        title="Will Iran and the United States find common ground?",
        subtitle="A brief on the nuclear talks, as of 8 March 2025",
        as_of=date(2025, 3, 8),
        meta=(
            ("Question", ("Will an agreement be signed by 8 March 2026?",)),
            ("Answer", (Number("37 %", AGREEMENT), " (unlikely)")),
        ),
        sections=(judgements, notes, wants),
        footer=(
            ("case", "9f2c4b7a0d1e6f88aa0c5d3b9f2c4b7a0d1e6f88aa0c5d3b9f2c4b7a0d1e6f88"),
            ("version", "0.1.0"),
            ("seed", "0"),
            ("command", "commonground brief us-iran-2025 --draws 4000 --seed 0"),
        ),
        sources=(
            Source(
                "jcpoa-2015",
                "Joint Comprehensive Plan of Action",
                "Limits enrichment to 3.67 % for 15 years.",
                "2015-07-14",
                "event",
                "United Nations",
                "https://www.un.org/securitycouncil/content/2231/background",
                "A",
            ),
            Source(
                "enrich-60-2021",
                "غنی‌سازی ۶۰ درصد",
                "آغاز غنی‌سازی با غنای ۶۰ درصد در نطنز",
                "2021-04",
                "report",
                "IAEA",
                "",
                "B",
            ),
        ),
        values=(
            ValueRow(
                IDEAL, "20 to 60", "Enriches to 60 % since April 2021.", ("enrich-60-2021", "jcpoa-2015")
            ),
            ValueRow(RED_LINE, "3.67", "Kept in every round of talks.", ("jcpoa-2015",)),
        ),
        numbers=(NumberRow(AGREEMENT, "0.3713", "Share of draws with agreement", (IDEAL, RED_LINE)),),
    )
    return replace(brief, **changes)  # type: ignore[arg-type]
