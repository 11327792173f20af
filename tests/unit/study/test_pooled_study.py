"""Forecasts and the track record in a study: when they are there, what is in them, and which weights they take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.case.cases import river
from tests.unit.case.historical import historical

from commonground.errors import ForecastError
from commonground.forecast.book import forecast_entry, question_entry, resolve_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.pool import EQUAL, Weights
from commonground.forecast.question import Question
from commonground.forecast.voice import Voice
from commonground.study.forecasts import ledger_question
from commonground.study.record import Study
from commonground.study.run import run

AS_OF = date(2025, 3, 8)


def ledger(folder: Path, resolved: int = 0, **people: float) -> Path:
    """A ledger with people's forecasts on the deal, and so many resolved questions on which Ann saw better."""
    place = folder / "river.ledger.jsonl"
    kept = Ledger(place, lambda: datetime(2025, 2, 1, 12, tzinfo=UTC))
    deal = ledger_question(historical().dump(evidence=False), "deal")
    made: list[dict[str, Any]] = [question_entry(deal)]
    for k, (name, p) in enumerate(people.items()):
        made += [forecast_entry(deal, Voice(name, "people", p, because="So."), AS_OF - timedelta(days=k))]
    for k in range(resolved):
        asked = Question(f"old-{k}", "Will it?", date(2025, 6, 1), "If it does.")
        made.append(question_entry(asked))
        yes = k % 2 == 0
        for name, family, p in (("Ann", "people", 0.9), ("common-ground", "structure", 0.5)):
            said = Voice(name, family, p if yes else 1 - p)  # type: ignore[arg-type]
            made.append(forecast_entry(asked, said, date(2025, 1, 10)))
        made.append(resolve_entry(asked.id, "yes" if yes else "no", date(2025, 3, 4), "AP"))
    kept.add(made)
    return place


def study(case: Any = None, **given: Any) -> dict[str, Any]:
    return run(case or historical(), draws=200, **given).data


class TestWhenTheyAreThere:
    def test_a_case_without_block_and_ledger_has_none(self) -> None:
        found = study(river())
        assert not {"forecasts", "track_record", "contrasts"} & set(found)
        assert "forecasts" in study(river(), pooled=True)

    def test_the_block_suffices_and_so_does_a_ledger(self, tmp_path: Path) -> None:
        found = study()
        assert "track_record" not in found
        assert [entry["id"] for entry in found["forecasts"]] == ["deal", "early", "force"]
        with_ledger = study(river(), ledger=ledger(tmp_path))
        assert [entry["id"] for entry in with_ledger["forecasts"]] == ["deal"]
        assert with_ledger["track_record"]["questions"] == 0
        assert "contrasts" not in with_ledger

    def test_one_calculation_at_the_modes_pools_nothing(self) -> None:
        assert "forecasts" not in run(historical(), modes=True).data

    def test_a_ledger_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ForecastError, match="no ledger"):
            study(ledger=tmp_path / "none.jsonl")


class TestWhatIsInThem:
    def test_the_same_again_to_the_byte_and_kept_whole(self, tmp_path: Path) -> None:
        place = ledger(tmp_path, resolved=3, Ann=0.3)
        one, two = (run(historical(), draws=100, ledger=place) for _ in range(2))
        assert one.to_json() == two.to_json()
        assert Study.load(one.save(tmp_path / "study.json")).data == one.data

    def test_families_and_voices_add_up(self, tmp_path: Path) -> None:
        deal = study(ledger=ledger(tmp_path, Ann=0.6, Ben=0.4))["forecasts"][0]
        assert [said["family"] for said in deal["families"]] == ["history", "structure", "people"]
        assert [said["voices"] for said in deal["families"]] == [3, 1, 2]
        assert sum(said["weight"] for said in deal["families"]) == pytest.approx(1)
        assert sum(voice["weight"] for voice in deal["voices"]) == pytest.approx(1)
        chances = [said["p"] for said in deal["families"]]
        assert min(chances) < deal["p"] < max(chances)
        assert all(voice["title"] and voice["label"] for voice in (*deal["voices"], *deal["silent"]))
        assert {voice["label"] for voice in deal["voices"]} >= {"Crises", "Asked", "Common ground", "Ann"}

    def test_over_time_the_days_of_people_come_before_the_case(self, tmp_path: Path) -> None:
        deal = study(ledger=ledger(tmp_path, Ann=0.6, Ben=0.4))["forecasts"][0]
        assert [entry["as_of"] for entry in deal["history"]] == ["2025-03-07", "2025-03-08"]
        assert deal["history"][-1]["p"] == pytest.approx(deal["p"], abs=1e-6)

    def test_what_a_silenced_source_said_before_is_record_and_no_voice(self, tmp_path: Path) -> None:
        place = ledger(tmp_path, Ann=0.6)
        alone = study(ledger=place)["forecasts"][0]
        deal = ledger_question(historical().dump(evidence=False), "deal")
        gone = Voice("reference-class:renamed", "history", 0.9)
        Ledger(place).add([forecast_entry(deal, gone, AS_OF - timedelta(days=3))])
        found = study(ledger=place)["forecasts"][0]
        assert [voice["id"] for voice in found["voices"]] == [voice["id"] for voice in alone["voices"]]
        assert found["p"] == alone["p"]
        assert found["history"][0] | {"band50": None, "band90": None} == {
            "as_of": "2025-03-05", "p": pytest.approx(0.9), "band50": None, "band90": None, "by": [gone.id],
        }  # fmt: skip
        assert found["history"][-1]["p"] == pytest.approx(alone["p"], abs=1e-6)

    def test_deadlines_stay_nested(self, tmp_path: Path) -> None:
        """A person who holds the early deadline alone for likely lifts it above the late one: both are moved."""
        place = ledger(tmp_path)
        early = ledger_question(historical().dump(evidence=False), "early")
        Ledger(place).add([question_entry(early), forecast_entry(early, Voice("Ann", "people", 0.99), AS_OF)])
        found = run(historical(), draws=200, ledger=place, weights=Weights({"people": 9.0}))
        by_id = {entry["id"]: entry for entry in found.data["forecasts"]}
        assert by_id["early"]["p_before_nesting"] > by_id["deal"]["p_before_nesting"]
        assert by_id["early"]["p"] == pytest.approx(by_id["deal"]["p"])
        assert sum("earlier deadline" in finding.message for finding in found.findings) == 2

    def test_classes_side_by_side(self) -> None:
        (told,) = study()["contrasts"]
        assert (told["id"], told["apart"]) == ("leaders", True)
        assert (told["with"]["count"], told["with"]["n"]) == (254, 1303)
        assert (told["without"]["count"], told["without"]["n"]) == (358, 4176)
        assert told["with"]["interval_90"] == pytest.approx([0.1774, 0.2134], abs=2e-4)

    def test_classes_of_a_later_day_are_not_shown(self) -> None:
        case = historical()
        assert case.history is not None
        past = case.history.model_copy(update={"crisis": None})
        found = study(case.model_copy(update={"as_of": date(2015, 6, 1), "history": past}))
        assert "after 2015-06-01" in found["contrasts"][0]["silent"]
        heard = {voice["id"] for entry in found["forecasts"] for voice in entry["voices"]}
        assert heard == {"reference-class:asked", "common-ground"}


class TestWeights:
    def test_they_are_learned_once_thirty_questions_are_resolved(self, tmp_path: Path) -> None:
        few = study(ledger=ledger(tmp_path, resolved=29, Ann=0.5))["forecasts"][0]
        assert "the ledger has 29" in few["weights_because"]
        assert [said["weight"] for said in few["families"]] == pytest.approx([1 / 3] * 3)
        (tmp_path / "more").mkdir()
        place = ledger(tmp_path / "more", resolved=30, Ann=0.5)
        many = study(ledger=place)["forecasts"][0]
        assert many["weights_because"].startswith("learned from 30 resolved questions")
        weight = {said["family"]: said["weight"] for said in many["families"]}
        assert weight["people"] > weight["history"] > weight["structure"]
        equal = study(ledger=place, weights=EQUAL)["forecasts"][0]
        assert [said["weight"] for said in equal["families"]] == pytest.approx([1 / 3] * 3)

    def test_outcomes_of_a_later_day_teach_nothing(self, tmp_path: Path) -> None:
        place = ledger(tmp_path, resolved=40, Ann=0.5)
        before = historical().model_copy(update={"as_of": date(2025, 3, 2)})
        told = study(before, ledger=place)
        assert told["track_record"]["questions"] == 0
        assert "the ledger has 0" in told["forecasts"][0]["weights_because"]

    def test_confidence_counts_what_was_tested(self, tmp_path: Path) -> None:
        assert "not yet tested" in " ".join(study()["confidence"]["standing"])
        found = study(ledger=ledger(tmp_path, resolved=12))["confidence"]
        assert (found["measures"]["scored"], found["standing"][-1]) == (
            12,
            "the numbers are tested against 12 outcomes only",
        )
