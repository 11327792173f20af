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
    assert ids == ["outcome", "stakes", "blocks", "acceptance-map", "settlement", "timeline"]
    assert len(CHARTS) == len(ids)


def test_a_study_without_solutions_has_only_its_timeline(study: dict[str, Any]) -> None:
    study["solutions"] = {}
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
        assert [row[3] for row in rows] == ["status quo", "", ""]

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

    def test_status_quo_between_levels_is_kept(self, study: dict[str, Any]) -> None:
        data(study)["settlement"]["duration"]["status_quo"] = 12
        figure = settlement(study)
        assert figure is not None
        assert ("Duration of limits", "12 years", None, "status quo") in figure.rows

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
        rises = sorted((entry["rise"] for entry in data(study)["blocks"]["issues"].values()), reverse=True)
        assert [row[1] for row in figure.rows[:7]] == [round(100 * rise, 1) for rise in rises]
        assert figure.rows[7:] == (("United States binds", None, 72.0), ("Iran binds", None, 35.0))

    def test_alt_gives_rise_and_fall(self, study: dict[str, Any]) -> None:
        data(study)["blocks"]["issues"]["sanctions"].update(rise=-0.2, exists_without=0.142)
        figure = blocks(study)
        assert figure is not None
        assert "exists in 34 % of the draws" in figure.alt
        assert "Taking Enrichment level off the table raises this most, by 20 points to 54 %." in figure.alt
        assert "Taking Sanctions relief off lowers it most, by 20 points to 14 %." in figure.alt

    def test_binding_alone_is_enough(self, study: dict[str, Any]) -> None:
        data(study)["blocks"] = None
        figure = blocks(study)
        assert figure is not None
        assert len(figure.rows) == 2


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
