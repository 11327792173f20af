"""Each chart says what the study says: tables, alternative texts and choices of what to show."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.charts import sample_study

from commonground.charts import CHARTS, all_figures
from commonground.charts.acceptance_map import acceptance_map
from commonground.charts.blocks import blocks
from commonground.charts.outcome_dots import in_twenty, outcome_dots
from commonground.charts.settlement import settlement
from commonground.charts.stakes import stakes
from commonground.charts.timeline import timeline


@pytest.fixture
def study() -> dict[str, Any]:
    return sample_study.sample()


def data(study: dict[str, Any]) -> dict[str, Any]:
    return study["solutions"]["common-ground"]["data"]


def test_all_figures_in_the_order_of_a_brief(study: dict[str, Any]) -> None:
    ids = [figure.id for figure in all_figures(study)]
    assert ids == [
        "outcome", "voices", "forecast-history", "stakes", "blocks", "acceptance-map", "settlement",
        "state-graph", "equilibria", "equilibrium-share",
        "force", "credibility-map", "trust-window", "deal-value", "freeze-price", "relief-schedule",
        "tornado", "box-rules", "scenario-comparison", "lever-front",
        "settlement-by-model", "positions-by-round", "support-flow", "exchange-network", "start-sweep",
        "price-fan", "price-paths", "timeline", "track-record", "calibration",
    ]  # fmt: skip
    assert len(CHARTS) == len(ids)


def test_a_study_without_solutions_has_only_its_timeline(study: dict[str, Any]) -> None:
    study["solutions"] = {}
    for key in ("forecasts", "track_record", "market", "settlements", "explore"):
        del study[key]
    assert [figure.id for figure in all_figures(study)] == ["timeline"]
    assert all_figures({}) == ()


class TestStakes:
    def test_table_equals_study(self, study: dict[str, Any]) -> None:
        figure = stakes(study)
        assert figure is not None
        given = data(study)["stakes"]
        assert len(figure.rows) == 42
        by_cell = {(row[1], row[0]): row for row in figure.rows}
        row = by_cell["Iran", "Sanctions relief"]
        share = given["iran"]["sanctions"]["salience_share"]
        assert row[2:5] == tuple(round(100 * share[key], 1) for key in ("mean", "low", "high"))
        assert row[5] == "Relief in stages against verified steps"
        assert by_cell["United States", "Enrichment level"][5:] == ("0 % U-235", "0 to 3.7")

    @pytest.mark.parametrize(
        ("stated", "words"),
        [
            ({"low": 0.093, "mode": 0.0, "high": 2.85}, ("0 % U-235", "0 to 2.9")),
            ({"low": 17.24, "mode": 25.0, "high": 24.75}, ("25 % U-235", "17 to 25")),
            ({"low": 36.7, "mode": 60.0, "high": 59.2}, ("60 % U-235", "37 to 60")),
            ({"low": 0.958, "mode": 3.67, "high": 4.42}, ("3.67 % U-235", "1.0 to 4.4")),
            ({"low": 5348.0, "mode": 8294.4, "high": 8198.0}, ("8294 % U-235", "5300 to 8294")),
            ({"low": 2000.0, "mode": 2000.0, "high": 2000.0}, ("2000 % U-235", "")),
            ({"low": -4.0, "mode": -1.0, "high": 2.0}, ("−1 % U-235", "−4 to 2")),
            (
                {"low": 39.25, "mode": 77.5, "high": 115.75, "text": "uniform 35, 120"},
                ("39 to 116 % U-235", ""),
            ),
            ({"low": None, "mode": 5.0, "high": None}, ("5 % U-235", "")),
            ({"low": 1.0, "mode": None, "high": 2.0}, ("60 % U-235", "20 to 60")),  # the draws, as before
        ],
    )
    def test_the_wish_is_what_the_case_states(
        self, study: dict[str, Any], stated: dict[str, Any], words: tuple[str, str]
    ) -> None:
        study["values"]["positions.iran.enrichment.ideal"] = stated
        data(study)["stakes"]["iran"]["enrichment"]["ideal"] = {"low": 20, "median": 60, "high": 60}
        figure = stakes(study)
        assert figure is not None
        found = [row[5:] for row in figure.rows if row[:2] == ("Enrichment level", "Iran")]
        assert found == [words]

    def test_says_that_wishes_are_an_estimate(self, study: dict[str, Any]) -> None:
        figure = stakes(study)
        assert figure is not None
        assert figure.title == "What each party wants, and how much each issue matters to it"
        assert figure.caption.startswith("Our estimate of what each party wants")
        assert figure.caption.endswith("the full table is in the web page.")

    def test_issues_ordered_by_weight_for_signatories(self, study: dict[str, Any]) -> None:
        figure = stakes(study)
        assert figure is not None
        given = data(study)["stakes"]
        names = study["case"]["issues"]
        seen = list(dict.fromkeys(row[0] for row in figure.rows))
        weight = {
            names[issue]["name"]: sum(given[p][issue]["salience_share"]["mean"] for p in ("usa", "iran"))
            for issue in names
        }
        assert [weight[name] for name in seen] == sorted(weight.values(), reverse=True)

    def test_alt_names_what_each_signatory_wants_most(self, study: dict[str, Any]) -> None:
        figure = stakes(study)
        assert figure is not None
        assert "for United States, Inspections weighs most (23 % of its stakes, 16 % to 31 %)" in figure.alt

    def test_in_a_crowd_only_signatories_show_wishes_and_the_caption_says_so(self) -> None:
        figure = stakes(sample_study.large())
        assert figure is not None
        assert "For parties who need not accept the chart shows weights only" in figure.caption
        assert len(figure.rows) == 240
        assert all(row[5] for row in figure.rows)

    def test_missing_cells_stay_empty(self, study: dict[str, Any]) -> None:
        del data(study)["stakes"]["gulf"]["missiles"]
        figure = stakes(study)
        assert figure is not None
        assert len(figure.rows) == 41
        assert "no stake" in figure.caption


class TestAcceptanceMap:
    def test_table_equals_study(self, study: dict[str, Any]) -> None:
        figure = acceptance_map(study)
        assert figure is not None
        given = data(study)
        listed = [row for row in figure.rows if str(row[0]).startswith("package")]
        for row, package in zip(listed, given["packages"], strict=True):
            shares = (package["acceptance"]["usa"], package["acceptance"]["iran"], package["joint"])
            assert row[1:4] == tuple(round(100 * share, 1) for share in shares)
        squares = [row for row in figure.rows if row[0] == "square"]
        assert [row[4] for row in squares] == [cell["packages"] for cell in given["acceptance_map"]["cells"]]
        assert sum(row[0] == "frontier" for row in figure.rows) == len(given["acceptance_map"]["frontier"])

    def test_heads_need_no_verb(self, study: dict[str, Any]) -> None:
        two, three = acceptance_map(study), acceptance_map(sample_study.three_signatories())
        assert two is not None
        assert three is not None
        heads = ("Accepted by United States (%)", "Accepted by Iran (%)", "Accepted by both parties (%)")
        assert two.columns[1:4] == heads
        assert three.columns[2:4] == ("Accepted by all others (%)", "Accepted by all parties (%)")

    def test_alt_gives_the_best_package(self, study: dict[str, Any]) -> None:
        figure = acceptance_map(study)
        assert figure is not None
        assert "acceptable to both parties in 23 % of the draws (United States 46 %, Iran 48 %)" in figure.alt

    def test_three_signatories_show_the_first_against_all_others(self) -> None:
        figure = acceptance_map(sample_study.three_signatories())
        assert figure is not None
        assert "all parties" in figure.alt
        second = [row[2] for row in figure.rows if str(row[0]).startswith("package")]
        # Only the best package's place among all others is in the study; the rest is listed, not placed.
        assert second[0] is not None
        assert second[1:] == [None] * 9
        assert "in the list only" in figure.caption

    def test_empty_zone_is_said(self) -> None:
        figure = acceptance_map(sample_study.empty_zone())
        assert figure is not None
        assert "No package is acceptable to both parties in any draw." in figure.alt


class TestSettlement:
    def test_table_equals_study(self, study: dict[str, Any]) -> None:
        figure = settlement(study)
        assert figure is not None
        given = data(study)["settlement"]["inspections"]
        rows = [row for row in figure.rows if row[0] == "Inspections"]
        assert [row[2] for row in rows] == [round(100 * share, 1) for share in given["nash"]]
        assert [row[3] for row in rows] == ["today", "", ""]

    def test_scales_add_median_and_range(self, study: dict[str, Any]) -> None:
        figure = settlement(study)
        assert figure is not None
        rows = [row[1:] for row in figure.rows if row[0] == "Enrichment level"]
        assert rows[-3:] == [
            ("0 % U-235", None, "5 % point"),
            ("3.67 % U-235", None, "median"),
            ("60 % U-235", None, "95 % point"),
        ]
        assert "Enrichment level: median 3.67 % U-235 (5–95 %: 0 to 60)" in figure.alt

    @pytest.mark.parametrize(
        ("today", "words"), [(12, "12 years"), (-5, "−5 years"), (1, "1 year"), (30, "30 years")]
    )
    def test_today_beside_the_levels_is_told_and_marks_none(
        self, study: dict[str, Any], today: float, words: str
    ) -> None:
        data(study)["settlement"]["duration"]["status_quo"] = today
        figure = settlement(study)
        assert figure is not None
        rows = [row[1:] for row in figure.rows if row[0] == "Duration of limits" and row[3] == "today"]
        assert rows == [(words, None, "today")]
        assert f"today: {words}" in str(figure.spec())

    def test_today_on_a_level_marks_it(self, study: dict[str, Any]) -> None:
        data(study)["settlement"]["duration"]["status_quo"] = 10.0000000001
        figure = settlement(study)
        assert figure is not None
        rows = [row[1:] for row in figure.rows if row[0] == "Duration of limits" and row[3] == "today"]
        assert [row[0] for row in rows] == ["10 years"]
        assert rows[0][1] is not None
        assert "today: " not in str(figure.spec())

    def test_today_is_what_the_case_states_before_the_middle_of_the_draws(
        self, study: dict[str, Any]
    ) -> None:
        data(study)["settlement"]["enrichment"]["status_quo"] = 57.9318
        study["values"]["issues.enrichment.status_quo"] = {"low": 52.0, "mode": 60.0, "high": 60.0}
        figure = settlement(study)
        assert figure is not None
        rows = [row for row in figure.rows if row[0] == "Enrichment level" and row[3] == "today"]
        assert [row[1] for row in rows] == ["60 % U-235"]
        assert rows[0][2] is not None

    def test_nothing_is_said_of_today_where_the_case_is_silent(self, study: dict[str, Any]) -> None:
        for entry in data(study)["settlement"].values():
            entry["status_quo"] = None
        figure = settlement(study)
        assert figure is not None
        assert all(row[3] != "today" for row in figure.rows)

    def test_none_without_a_zone(self) -> None:
        assert settlement(sample_study.empty_zone()) is None


class TestOutcomeDots:
    def test_table_equals_study(self, study: dict[str, Any]) -> None:
        figure = outcome_dots(study)
        assert figure is not None
        assert figure.rows == (
            ("Agreement", 13.4, 0.5, 3),
            ("Impasse", 69.4, 0.7, 14),
            ("Confrontation", 17.2, 0.6, 3),
        )
        assert "by 2026-03-08: agreement 13.4 %, impasse 69.4 % and confrontation 17.2 %" in figure.alt

    @pytest.mark.parametrize(
        ("shares", "dots"),
        [
            ({"agreement": 0.25, "impasse": 0.75}, (5, 15)),
            ({"agreement": 0.025, "impasse": 0.975}, (1, 19)),
            ({"agreement": 0.03, "impasse": 0.485, "confrontation": 0.485}, (1, 9, 10)),
            ({"agreement": 0.026, "impasse": 0.924, "confrontation": 0.05}, (1, 18, 1)),
            ({"agreement": 0.02, "impasse": 0.98}, (0, 20)),
            ({"agreement": 1.0, "impasse": 0.0}, (20, 0)),
        ],
    )
    def test_twenty_dots_and_none_lost_from_two_and_a_half_per_cent(
        self, shares: dict[str, float], dots: tuple[int, ...]
    ) -> None:
        found = in_twenty(shares)
        assert sum(found.values()) == 20
        assert tuple(found.values()) == dots

    def test_an_outcome_too_small_for_a_dot_is_named(self, study: dict[str, Any]) -> None:
        outcome = study["solutions"]["common-ground"]["outcome"]
        outcome.update(agreement={"p": 0.018, "se": 0.002}, impasse={"p": 0.81, "se": 0.005})
        figure = outcome_dots(study)
        assert figure is not None
        assert "Too small for a dot, but not impossible in the model: agreement (1.8 %)." in figure.caption

    def test_never_certain_in_words(self) -> None:
        figure = outcome_dots(sample_study.empty_zone())
        assert figure is not None
        assert "agreement <1 %" in figure.alt

    def test_none_without_an_outcome(self) -> None:
        assert outcome_dots(sample_study.single_issue()) is None


class TestBlocks:
    def test_table_equals_study(self, study: dict[str, Any]) -> None:
        figure = blocks(study)
        assert figure is not None
        given = sorted(data(study)["blocks"]["issues"].values(), key=lambda entry: -entry["rise"])
        assert figure.rows[0] == ("with all issues on the table", None, 34)
        assert [row[2] for row in figure.rows[1:8]] == [
            round(100 * entry["exists_without"]) for entry in given
        ]
        assert figure.rows[8:] == (
            ("where no zone exists: red lines exclude each other", None, 61.0),
            ("where no zone exists: only the United States falls short", None, 25.0),
            ("where no zone exists: only Iran falls short", None, 13.0),
            ("where no zone exists: several fall short", None, 1.0),
        )

    @pytest.mark.parametrize(
        ("exists", "without", "words"),
        [
            (0.814, 0.975, "+17 points, to 98 %"),  # a rise of 16.1 points, but 81 and 98 are what is printed
            (0.806, 0.804, "−1 point, to 80 %"),
            (0.806, 0.814, "up by less than 1 point, to 81 %"),
            (0.814, 0.806, "down by less than 1 point, to 81 %"),
            (0.81, 0.998, "+18 points, to >99 %"),
            (0.004, 0.05, "+4 points, to 5 %"),
            (0.0, 1.0, "+100 points, to 100 %"),
            (0.81, 0.81, "no change"),
        ],
    )
    def test_points_are_the_difference_of_the_per_cents_printed(
        self, study: dict[str, Any], exists: float, without: float, words: str
    ) -> None:
        given = data(study)
        entry = {"exists_without": without, "rise": without - exists, "rise_se": 0.0001}
        given.update(exists=exists, blocks={"issues": {"duration": entry}})
        figure = blocks(study)
        assert figure is not None
        assert f"'{words}'" in str(figure.spec())
        now, rise = figure.rows[0], figure.rows[1]
        assert rise[1] == int(rise[2] or 0) - int(now[2] or 0)

    def test_a_rise_within_sampling_error_is_told(self, study: dict[str, Any]) -> None:
        data(study)["blocks"]["issues"] = {
            "duration": {"exists_without": 0.36, "rise": 0.018, "rise_se": 0.01}
        }
        figure = blocks(study)
        assert figure is not None
        assert "+2 points, to 36 %, within sampling error" in str(figure.spec())

    def test_what_never_happens_has_no_bar(self, study: dict[str, Any]) -> None:
        data(study)["short"] = {"red_lines": 0.0, "alone": {"usa": 0.4, "iran": 0.6}, "several": 0.0}
        figure = blocks(study)
        assert figure is not None
        assert [row[2] for row in figure.rows[8:]] == [40.0, 60.0]
        assert "Of the draws where none exists: only the United States falls short in 40 %" in figure.alt

    def test_no_reasons_where_every_draw_has_a_zone(self, study: dict[str, Any]) -> None:
        data(study)["short"] = None
        figure = blocks(study)
        assert figure is not None
        assert len(figure.rows) == 8
        assert "Lower bars" not in figure.caption

    def test_an_older_record_tells_who_binds(self, study: dict[str, Any]) -> None:
        del data(study)["short"]
        figure = blocks(study)
        assert figure is not None
        assert figure.rows[8:] == (
            ("where no zone exists: United States binds", None, 72.0),
            ("where no zone exists: Iran binds", None, 35.0),
        )
        assert "more than 100 %" in figure.caption

    def test_alt_gives_rise_and_fall(self, study: dict[str, Any]) -> None:
        data(study)["blocks"]["issues"]["sanctions"].update(rise=-0.2, exists_without=0.142)
        figure = blocks(study)
        assert figure is not None
        assert "exists in 34 % of the draws" in figure.alt
        assert "Taking Enrichment level off the table raises this most, by 20 points to 54 %." in figure.alt
        assert "Taking Sanctions relief off lowers it most, by 20 points to 14 %." in figure.alt

    def test_reasons_alone_are_enough(self, study: dict[str, Any]) -> None:
        data(study)["blocks"] = None
        figure = blocks(study)
        assert figure is not None
        assert len(figure.rows) == 4


class TestTimeline:
    def test_table_lists_every_item_in_order(self, study: dict[str, Any]) -> None:
        figure = timeline(study)
        assert figure is not None
        assert len(figure.rows) == len(sample_study.EVENTS)
        assert figure.rows[0][:3] == (
            "1979-11-04",
            "event",
            "Embassy in Tehran seized; 52 hostages held for 444 days",
        )
        assert figure.rows[-1][0] == "2025-03-08"
        assert {
            row[4] for row in figure.rows if row[2] == "Joint Comprehensive Plan of Action agreed in Vienna"
        } == {2}
        assert "19 events and 6 statements from 1979-11-04 to 2025-03-08" in figure.alt

    def test_only_events_and_statements(self, study: dict[str, Any]) -> None:
        study["case"]["evidence"].append({"id": "d", "date": "2020", "kind": "data", "title": "A figure"})
        figure = timeline(study)
        assert figure is not None
        assert len(figure.rows) == len(sample_study.EVENTS)

    def test_most_cited_items_are_labelled(self) -> None:
        study = sample_study.sample()
        many = [
            {"id": f"x{n}", "date": f"{1980 + n % 40}-0{n % 9 + 1}", "kind": "event", "title": f"Event {n}"}
            for n in range(60)
        ]
        study["case"]["evidence"] = study["case"]["evidence"] + many
        figure = timeline(study)
        assert figure is not None
        drawn = str(figure.spec())
        assert all(
            title in drawn for title in ("52 hostages", "Joint Comprehensive Plan", "restores sanctions")
        )
        assert "25 of 85 items are labelled" in figure.caption  # all of the last two years, 14 before

    def test_each_decade_keeps_its_most_cited_item_and_a_use_of_force(self) -> None:
        study = sample_study.sample()
        more = [
            {
                "id": f"x{n}",
                "date": f"201{n % 9}-0{n % 9 + 1}",
                "kind": "statement",
                "title": f"Statement {n}",
            }
            for n in range(40)
        ]
        study["case"]["evidence"] = study["case"]["evidence"] + more
        for n in range(3):
            study["values"][f"v{n}"] = {"evidence": [item["id"] for item in more]}
        study["values"]["w"] = {"evidence": ["iran-air-1988", "ilsa-1996", "axis-2002", "enrich-60-2021"]}
        figure = timeline(study)
        assert figure is not None
        drawn = str(figure.spec())
        kept = (
            "Embassy in Tehran",
            "Iran Air 655",
            "Sanctions on investment",
            "address that names",
            "Enrichment to 60",
        )
        assert all(title in drawn for title in kept)
        assert "Strike in Baghdad" in drawn  # cited once, by the chance of confrontation

    def test_equal_citations_prefer_more_parties_then_the_earlier(self) -> None:
        study = sample_study.sample()
        study["case"]["as_of"] = "2012-01-01"
        study["case"]["evidence"] = [
            {
                "id": f"e{n}",
                "date": f"2011-01-{n + 1:02}",
                "kind": "event",
                "title": f"Day {n + 1}",
                "parties": parties,
            }
            for n, parties in enumerate([["usa"]] * 20 + [["usa", "iran"]] * 2 + [["usa"]] * 5)
        ]
        figure = timeline(study)
        assert figure is not None
        drawn = str(figure.spec())
        assert "'Day 21'" in drawn
        assert "'Day 22'" in drawn
        assert "'Day 2'" in drawn
        assert "'Day 27'" not in drawn

    @pytest.mark.parametrize("date", ["1979", "1979-11", "1979-11-04"])
    def test_dates_of_any_precision(self, date: str) -> None:
        study = sample_study.sample()
        study["case"]["evidence"] = [{"id": "a", "date": date, "kind": "event", "title": "It begins"}]
        figure = timeline(study)
        assert figure is not None
        assert figure.rows == ((date, "event", "It begins", "", 0),)

    def test_none_without_dated_items(self, study: dict[str, Any]) -> None:
        study["case"]["evidence"] = [{"id": "a", "date": "soon", "kind": "event", "title": "?"}]
        assert timeline(study) is None
