"""The brief as composed from a study: every number leads back, and the wording keeps its rules."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.unit.brief.sample_reading import written_out

from commonground.brief.anchors import Anchors
from commonground.brief.compose import about, compose
from commonground.brief.document import (
    Brief,
    Bullets,
    Cite,
    Headline,
    Number,
    Table,
    ValueRef,
    block_parts,
    iter_cites,
    iter_numbers,
    iter_value_refs,
)
from commonground.brief.html import render_html
from commonground.brief.markdown import render_markdown
from commonground.brief.view import View, label, value_row
from commonground.brief.write import write_brief
from commonground.case.io import case_from_data, load_case
from commonground.charts.reading import with_article
from commonground.charts.stakes import stakes
from commonground.errors import UsageError
from commonground.forecast.words import ICD_203
from commonground.study.record import Study
from commonground.study.run import run

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def study() -> Study:
    return run(load_case("us-iran-2025"), draws=500, command="commonground brief us-iran-2025")


@pytest.fixture(scope="module")
def brief(study: Study) -> Brief:
    return compose(study)


def test_sections_follow_the_article_and_the_analyst(brief: Brief) -> None:
    assert [section.id for section in brief.sections] == [
        "key-judgements", "question", "outlook", "stakes", "contention", "packages", "settlements",
        "graph", "confrontation", "mediators", "durability", "drivers", "levers", "scenarios", "alternatives",
        "market", "developments", "assumptions", "indicators",
        "voices", "chain", "trust-freeze-tranches", "inverses", "graph-annex", "lever-table", "reversed",
        "scenario-changes", "bargaining",
        "method-notes", "more-packages", "sources", "case-values", "numbers",
    ]  # fmt: skip


def test_every_number_is_a_place_in_the_study(study: Study, brief: Brief) -> None:
    numbers = list(iter_numbers(brief))
    assert len(numbers) > 60
    for number in numbers:
        value = study.get(number.path)
        assert isinstance(value, (int, float)), number.path
        digits = re.search(r"\d+(?:[.,]\d+)*", number.text)
        assert digits is not None
        shown = float(digits[0].replace(",", ""))
        # a difference of printed chances adds up for the reader, and may be a point off the unrounded one
        slack = (
            1.0
            if "point" in number.text and ".rise" in number.path
            else 0.5000001 * 10 ** -_decimals(digits[0])
        )
        assert any(abs(abs(value) * scale - shown) <= slack for scale in (1, 100)) or _clipped(
            value, shown, number.text
        ), (
            number,
            value,
        )


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _clipped(value: float, shown: float, text: str) -> bool:
    """1 and 99 % stand for anything beyond, and a share under 1 % or a shift under a tenth is said to be so."""
    if text in ("<0.1", ">\N{MINUS SIGN}0.1"):
        return 0.0 < abs(value) < 0.0005 and (value > 0.0) == (text[0] == "<")
    return (shown == 1 and value < 0.015) or (shown == 99 and value > 0.985)


def test_every_number_has_a_row_that_says_what_it_is(study: Study, brief: Brief) -> None:
    rows = {path: row for row in brief.numbers for path in row.places}
    assert {number.path for number in iter_numbers(brief)} == set(rows)
    assert [path for path, row in rows.items() if not row.about] == []
    for row in brief.numbers:
        assert written_out(row.path) == row.places
        assert len(row.value.split(", ")) == len(row.places)
    page, anchors = render_html(brief), Anchors(brief)
    for number in iter_numbers(brief):
        row = rows[number.path]
        assert number.path in written_out(row.path)
        value = study.get(number.path)
        assert (f"{value:.6g}" if isinstance(value, float) else str(value)) in row.value.split(", ")
        anchor = anchors.target(number)
        assert f'<tr id="{anchor}">' in page, number.path


def test_the_members_of_a_measure_share_a_row(brief: Brief) -> None:
    numbers = {number.path for number in iter_numbers(brief)}
    assert len(brief.numbers) < len(numbers) / 2
    root = "solutions.crisis.data.thresholds.0"
    (row,) = (row for row in brief.numbers if row.path.startswith(f"{root}."))
    assert row.path == f"{root}.{{value.mean,value.low,value.high,now.mean,value.share}}"


def test_every_case_value_and_every_citation_leads_somewhere(study: Study, brief: Brief) -> None:
    rows, sources = {row.path for row in brief.values}, {source.id for source in brief.sources}
    assert {ref.path for ref in iter_value_refs(brief)} <= rows
    assert {cite.evidence_id for cite in iter_cites(brief)} <= sources
    assert {key for row in brief.values for key in row.evidence} <= sources
    assert {value_row(path) for path in study.data["values"]} == rows


def test_likelihood_and_confidence_never_share_a_sentence(brief: Brief) -> None:
    terms = [word.term for word in ICD_203]
    for section in brief.sections:
        for block in section.blocks:
            text = _plain(block)
            if isinstance(block, Headline) and block.more:
                assert not any(term in _plain_parts(block.more) for term in terms)
            for sentence in re.split(r"(?<=[.!?])\s", text):
                assert not ("onfidence" in sentence and any(f"({term}" in sentence for term in terms)), (
                    sentence
                )


def test_number_comes_before_its_word(brief: Brief) -> None:
    first = brief.sections[0].blocks[0]
    assert isinstance(first, Headline)
    assert re.match(r"There is an? \d+ % chance \([a-z ]+, \d+-\d+ %\) that ", _plain_parts(first.parts))


def test_no_result_is_printed_without_its_path(study: Study, brief: Brief) -> None:
    """Per cents and points in our own sentences are Numbers; bare text holds only the case's words."""
    for section in brief.sections:
        if section.id not in ("key-judgements", "outlook", "contention"):
            continue
        for block in section.blocks:
            for part in block_parts(block):
                if isinstance(part, str):
                    ours = _without_ranges(part)
                    for entry in study.data["values"].values():
                        ours = ours.replace(entry["because"], "") if entry["because"] else ours
                    for item in study.data["case"]["assumptions"]:
                        ours = ours.replace(item["if_wrong"], "")
                    assert not re.search(r"\d ?(?:%|points?)(?! U-235)", ours), part


def _without_ranges(text: str) -> str:
    for word in ICD_203:
        text = text.replace(word.range, "")
    return re.sub(r"\d[\d.,]* % U-235", "", text)


def test_sections_whose_input_is_missing_are_absent() -> None:
    data = load_case("split-the-pie").dump()
    for key in ("talks", "assumptions", "questions", "summary", "outcomes"):
        data.pop(key, None)
    brief = compose(run(case_from_data(data), draws=200, settings={"blocks": False, "solutions": False}))
    ids = {section.id for section in brief.sections}
    assert not ids & {"outlook", "contention", "assumptions"}
    assert {"key-judgements", "stakes"} <= ids


def test_one_calculation_at_the_modes_gives_no_chances() -> None:
    brief = compose(run(load_case("us-iran-2025"), modes=True))
    assert not {section.id for section in brief.sections} & {"outlook", "contention"}
    text = render_markdown(brief)
    assert "Not a forecast" in text
    assert " chance (" not in text


def test_a_case_without_common_ground_says_so() -> None:
    data = load_case("split-the-pie").dump()
    data["walk_away"] = {"ada": 0.9, "ben": 0.9}
    data["assumptions"], data["indicators"] = [], {}
    text = render_markdown(compose(run(case_from_data(data), draws=100)))
    assert "In no draw does any package on the grid suit all signatories" in text
    assert "1 %" in text  # never 0


def test_three_signatories() -> None:
    data = load_case("split-the-pie").dump()
    data["parties"]["cem"] = {"name": "Cem", "role": "signatory"}
    data["positions"]["cem"] = {"share": {"ideal": 0.5, "salience": 1}}
    data["walk_away"]["cem"] = 0.2
    assert "Ada, Ben and Cem" in render_markdown(compose(run(case_from_data(data), draws=100)))


def test_rendering_again_solves_nothing(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Study.load(study.save(tmp_path / "study.json"))
    monkeypatch.setattr("commonground.methods.common_ground.method.solve", _never)
    monkeypatch.setattr("commonground.case.draws.draw", _never)
    first = write_brief(study, tmp_path / "a")
    second = write_brief(saved, tmp_path / "b")
    assert list(first) == ["html", "pdf", "md", "json"]
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name


def _never(*_: Any, **__: Any) -> Any:
    raise AssertionError("solved or drawn again")


def test_unknown_format(study: Study, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='Did you mean "html"'):
        write_brief(study, tmp_path, ("htm",))
    assert not list(tmp_path.iterdir())


def test_golden_brief() -> None:
    """The whole text of the teaching case's brief; on a change, look at the .new file and move it if it is right."""
    found = render_markdown(
        compose(run(load_case("split-the-pie"), command="commonground brief split-the-pie"))
    )
    expected = GOLDEN / "split-the-pie.md"
    fresh = expected.with_suffix(".md.new")
    if not expected.exists() or expected.read_text("utf-8") != found:
        fresh.write_text(found, "utf-8")
        pytest.fail(f"the brief's text changed: compare {fresh.name} with {expected.name}, then move it")
    fresh.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("Iran", "Iran"),
        ("Gulf states", "the Gulf states"),
        ("Russia", "Russia"),
    ],
)
def test_article(name: str, said: str) -> None:
    assert with_article(name) == said


@pytest.mark.parametrize(
    ("option", "short"),
    [
        ("2015 terms: Additional Protocol, continuous monitoring", "2015 terms"),
        (
            "Iran's own limit of 2,000 km written down; no more",
            "Iran's own limit of 2,000 km written down; no more",
        ),
        ("No relief, as now", "No relief"),
        (": odd", ": odd"),
    ],
)
def test_short_label(option: str, short: str) -> None:
    assert label(option) == short


def _case(parties: int = 2, **more: Any) -> dict[str, Any]:
    """A small case of opposed parties over two scales; `more` replaces parts of it."""
    names = ["alpha", "beta", "gamma"][:parties]
    return {
        "commonground": 1, "name": "small", "title": "Small?", "as_of": "2025-01-01", "horizon": "2026-01-01",
        "questions": {
            "q": {"text": "Deal?", "deadline": "2026-01-01", "outcome": "agreement", "resolves_if": "If so."}
        },
        "parties": {name: {"name": name.capitalize(), "role": "signatory"} for name in names},
        "issues": {
            "a": {"name": "Issue A", "kind": "scale", "lo": 0, "hi": 10, "levels": 11, "unit": "kg"},
            "b": {"name": "Issue B", "kind": "scale", "lo": 0, "hi": 10, "levels": 11},
        },
        "positions": {
            name: {
                "a": {"ideal": 10 * (k % 2), "salience": 3 - 2 * (k % 2)},
                "b": {"ideal": 10 * (k % 2), "salience": 1 + 2 * (k % 2)},
            }
            for k, name in enumerate(names)
        },
        "walk_away": dict.fromkeys(names, "0.6 to 0.9"),
        "talks": {"tempo": {"lognormal": [4, 20]}},
        "study": {"draws": 200, "seed": 0},
        **more,
    }  # fmt: skip


def _study(**more: Any) -> Study:
    return run(case_from_data(_case(**more)))


def _text(study: Study) -> str:
    return render_markdown(compose(study))


def _with(study: Study, **found: Any) -> Study:
    """The study with other results of the headline method, by key."""
    data = deepcopy(study.data)
    data["solutions"]["common-ground"]["data"].update(found)
    return Study(data)


def test_where_little_is_left_to_block_no_list_of_shifts_misleads() -> None:
    text = _text(_study(walk_away={"alpha": "0 to 0.1", "beta": "0 to 0.1"}))
    assert "Common ground exists in nearly every draw; there is little left that could block it." in text
    for misleading in (
        "keeps it from existing",
        "smallest shifts",
        "no fall in what walking away",
        "No shift of",
    ):
        assert misleading not in text


def test_trading_is_told_only_where_there_is_something_to_trade() -> None:
    assert "Trading across issues" not in _text(run(load_case("split-the-pie"), draws=200))
    study = _study()
    assert "Trading across issues rather than meeting halfway on each adds 0." in _text(study)
    none = _with(study, logrolling_gain={"mean": -0.08, "low": -0.1, "high": 0.0})
    assert "Trading across issues adds nothing here over meeting halfway on each." in _text(none)


def test_options_that_share_a_head_keep_their_whole_text() -> None:
    data = _case()
    data["issues"]["c"] = {
        "name": "Relief", "kind": "options",
        "options": {"x": "Relief, reversible", "y": "Relief, permanent", "z": "No relief, as now"},
    }  # fmt: skip
    for party in ("alpha", "beta"):
        data["positions"][party]["c"] = {"utility": {"x": 1, "y": 0.5, "z": 0}, "salience": 1}
    view = View(run(case_from_data(data)))
    assert [view.level("c", o) for o in "xyz"] == ["Relief, reversible", "Relief, permanent", "No relief"]


def test_wording_fits_any_number_of_parties_and_cases_without_force() -> None:
    questions = {
        "q": {"text": "None?", "deadline": "2026-01-01", "outcome": "impasse", "resolves_if": "If none."}
    }
    data = _case(3, questions=questions)
    data["parties"]["alpha"]["name"] = "Gulf states"
    text = _text(run(case_from_data(data)))
    assert "that there is no agreement by" in text
    assert "confrontation" not in text
    assert "what the others would settle for is private" in text
    assert "0 the worst level of every issue for it" in text
    data["confrontation_if_no_deal"] = 0.2
    data["outcomes"] = {"confrontation": "Force is used."}
    assert "neither an agreement nor a confrontation" in _text(run(case_from_data(data)))


def test_plural_names_take_no_singular_verb() -> None:
    data = _case()
    data["parties"]["alpha"]["name"] = "Gulf states"
    short = {"red_lines": 0.2, "alone": {"alpha": 0.5, "beta": 0.0}, "several": 0.3}
    sections = compose(_with(run(case_from_data(data)), short=short)).sections
    told = " ".join(_plain(block) for section in sections for block in section.blocks)
    assert "to the Gulf states alone in" in told
    assert not re.search(r"Gulf states (?:falls|is|has|wants)\b", told)


@pytest.mark.parametrize(
    ("exists", "without", "said"),
    [
        (0.40, 0.402, None),  # beyond the computing error, but not a printed point
        (0.40, 0.45, "the chance that common ground exists would rise by 5 points, to 45 %."),
        (0.40, 0.30, "the chance that common ground exists would fall by 10 points, to 30 %."),
        (0.0, 0.05, "the share of draws with common ground would rise by 5 points, from 0 % to 5 %."),
    ],
)
def test_an_issue_is_named_only_for_a_printed_point(exists: float, without: float, said: str | None) -> None:
    study = _study()
    blocks = deepcopy(study.get("solutions.common-ground.data.blocks"))
    blocks["issues"] = {"a": {"exists_without": without, "rise": without - exists, "rise_se": 0.0001}}
    text = " ".join(_plain(b) for b in compose(_with(study, exists=exists, blocks=blocks)).sections[0].blocks)
    assert "+0 points" not in text
    assert (said in text) if said else ("off the table" not in text)


def test_values_are_said_in_words_and_ranges_as_they_are() -> None:
    text = _text(_study())
    assert "| Path | Value | Reason | Sources |" in text
    assert "more where the value's own scale cuts it" in text
    assert "written" not in text


@pytest.mark.parametrize("questions", [True, False])
def test_confidence_stands_with_the_first_headline(questions: bool) -> None:
    data = _case() if questions else _case(questions={})
    headlines = [b for b in compose(run(case_from_data(data))).sections[0].blocks if isinstance(b, Headline)]
    assert _plain_parts(headlines[0].more).startswith("Our confidence in these numbers is low: ")
    assert "the numbers rest on one method and are not yet tested against outcomes." in _plain_parts(
        headlines[0].more
    )
    assert not any("onfidence" in _plain_parts(headline.more) for headline in headlines[1:])


def _options() -> dict[str, Any]:
    """A case with an option issue, where each kind of reason has one source of its own."""
    data = _case()
    data["evidence"] = [
        {"id": f"e{k}", "date": "2024-06-01", "kind": "report", "title": f"Report {k}", "source": "x"}
        for k in range(6)
    ]
    data["issues"]["a"]["status_quo"] = 5
    data["issues"]["b"]["status_quo"] = 5
    data["issues"]["c"] = {
        "name": "Relief", "kind": "options", "options": {"x": "All", "y": "Some", "z": "None"},
        "status_quo": {"value": "z", "because": "None is given today.", "evidence": ["e0"]},
    }  # fmt: skip
    data["positions"]["alpha"]["c"] = {
        "utility": {
            "x": {"value": {"triangular": [0, 0.9, 1]}, "because": "It asked for all.", "evidence": ["e1"]},
            "y": {"value": 0.8, "because": "Some would help.", "evidence": ["e2"]},
            "z": 0,
        },
        "salience": 1,
    }
    data["positions"]["beta"]["c"] = {
        "order": ["z", "y", "x"], "salience": 1,
        "red_line": {"forbid": ["x"], "holds": 0.5, "because": "Its parliament said so.", "evidence": ["e3"]},
    }  # fmt: skip
    data["walk_away"]["beta"] = {"from": "status_quo", "because": "It can wait.", "evidence": ["e4"]}
    return data


def test_every_reason_is_shown_and_cited() -> None:
    brief = compose(run(case_from_data(_options())))
    rows = {row.path: row for row in brief.values}
    assert (rows["issues.c.status_quo"].because, rows["issues.c.status_quo"].evidence) == (
        "None is given today.",
        ("e0",),
    )
    utility = rows["positions.alpha.c.utility"]
    assert (utility.because, utility.evidence) == ("It asked for all. Some would help.", ("e1", "e2"))
    assert rows["positions.beta.c.red_line.forbid"].because == "Its parliament said so."
    assert rows["walk_away.beta.from"].evidence == ("e4",)
    stakes = next(section for section in brief.sections if section.id == "stakes")
    told = " ".join(_plain(block) for block in stakes.blocks)
    assert "It asked for all. Some would help." in told
    assert "Today, on the levels above. It can wait." in told
    cited = {part.evidence_id for b in stakes.blocks for part in block_parts(b) if isinstance(part, Cite)}
    assert cited == {"e0", "e1", "e2", "e4"}
    assert {ref.path for ref in iter_value_refs(brief)} <= set(rows)


def test_table_and_figure_name_the_same_wish() -> None:
    study = run(case_from_data(_options()))
    assert (
        study.get("values[positions.alpha.c.utility.x].mode") == 0.9
    )  # the mode would choose another option
    assert study.get("solutions.common-ground.data.stakes.alpha.c.best_option") == "y"
    figure = stakes(study.data)
    assert figure is not None
    drawn = next(row for row in figure.rows if row[:2] == ("Relief", "Alpha"))
    section = next(section for section in compose(study).sections if section.id == "stakes")
    tables = [block for block in section.blocks if isinstance(block, Table) and "Wants" in block.columns]
    written = next(row for row in tables[0].rows if row[0] == ("Relief",))
    assert (drawn[5], written[2]) == ("Some", ("Some",))


def test_ids_do_not_change_what_a_number_is_said_to_be() -> None:
    view, root = View(_study()), "solutions.common-ground.data"
    for path, plain in (
        ("stakes.alpha.{}.salience_share.mean", "a"),
        ("blocks.issues.{}.rise", "a"),
        ("settlement.{}.typical.nash", "a"),
        ("packages.0.acceptance.{}", "alpha"),
    ):
        expected = about(view, f"{root}.{path.format(plain)}")
        assert expected
        for odd in ("binding", "exists", "short", "se", "acceptance", "typical"):
            assert about(view, f"{root}.{path.format(odd)}") == expected
    assert "nearest package falls short" in about(view, f"{root}.binding.exists")


def test_findings_left_out_are_counted_and_the_gravest_stand_first() -> None:
    study = _study()
    data = deepcopy(study.data)
    data["findings"] = []
    data["solutions"]["common-ground"]["findings"] = [
        {"level": "note", "path": "", "message": f"note {k}", "fix": ""} for k in range(25)
    ] + [{"level": "warning", "path": "", "message": "a warning", "fix": ""}]
    notes = next(section for section in compose(Study(data)).sections if section.id == "method-notes")
    bullets = [block for block in notes.blocks if isinstance(block, Bullets)][-1]
    assert bullets.items[0] == ("a warning.",)
    assert bullets.items[-1] == ("6 more stand in the study file.",)
    assert len(bullets.items) == 21


def _plain(block: Any) -> str:
    if isinstance(block, Headline):
        return f"{block.number.text} {_plain_parts(block.parts)} {_plain_parts(block.more)}"
    return _plain_parts(tuple(block_parts(block)))


def _plain_parts(parts: Any) -> str:
    return "".join(
        part if isinstance(part, str)
        else part.text if isinstance(part, (Number, ValueRef)) or hasattr(part, "text")
        else "" if isinstance(part, Cite)
        else str(part)
        for part in parts
    )  # fmt: skip
