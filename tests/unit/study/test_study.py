"""The study: one record, the same to the byte, read back without solving."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commonground.case.io import load_case
from commonground.errors import CaseError, EvidenceError, MissingInput, UsageError
from commonground.methods import registry
from commonground.study import run as running
from commonground.study.record import Study, plain, split_path, write_whole
from commonground.study.run import run


@pytest.fixture(scope="module")
def study() -> Study:
    return run(load_case("us-iran-2025"), draws=300, command="commonground run us-iran-2025")


def test_same_case_version_and_seed_give_the_same_bytes(study: Study) -> None:
    again = run(load_case("us-iran-2025"), draws=300, command="commonground run us-iran-2025")
    assert again.to_json() == study.to_json()
    other = run(load_case("us-iran-2025"), draws=300, seed=1, command="commonground run us-iran-2025")
    assert other.to_json() != study.to_json()


def test_saved_and_loaded_is_the_same(study: Study, tmp_path: Path) -> None:
    path = study.save(tmp_path / "deep" / "study.json")
    assert Study.load(path) == study
    assert [p.name for p in path.parent.iterdir()] == ["study.json"]


def test_record_is_strict_json_and_names_everything(study: Study) -> None:
    data = json.loads(study.to_json(), parse_constant=lambda word: pytest.fail(f"{word} in the record"))
    assert data["case_hash"] == load_case("us-iran-2025").hash
    assert data["draws"] == {"n": 300, "seed": 0, "modes": False}
    assert set(data["solutions"]) == {"common-ground"}


def test_paths(study: Study) -> None:
    assert study.get("solutions.common-ground.data.packages.0.joint") > 0
    assert study.get("values[walk_away.usa].text") == "0.1 to 0.6"
    assert split_path("a[b.c].d[0]") == ["a", "b.c", "d", "0"]
    with pytest.raises(KeyError, match='Did you mean "exists"'):
        study.get("solutions.common-ground.data.exist")
    with pytest.raises(KeyError):
        study.get("solutions.common-ground.data.packages.99")


def test_outcomes_sum_to_one_and_questions_are_nested(study: Study) -> None:
    outcome = study.get("solutions.common-ground.outcome")
    assert sum(entry["p"] for entry in outcome.values()) == pytest.approx(1.0, abs=1e-6)
    chance = {q["id"]: q["probability"] for q in study.get("questions")}
    assert chance["deal-by-march-2026"] == pytest.approx(outcome["agreement"]["p"])
    assert chance["confrontation-by-march-2026"] == pytest.approx(outcome["confrontation"]["p"])
    assert chance["deal-by-october-2025"] <= chance["deal-by-march-2026"]
    for question in study.get("questions"):
        found = study.get(question["path"])
        assert found["p"] == question["probability"]


def test_each_case_value_keeps_its_reason_and_evidence(study: Study) -> None:
    for path, entry in study.get("values").items():
        assert entry["because"], path
        assert entry["evidence"], path
        assert entry["low"] <= entry["high"], path


def test_confidence_is_computed_and_gives_its_reasons(study: Study) -> None:
    found = study.get("confidence")
    assert found["level"] in ("low", "moderate", "high")
    assert found["level"] != "high" or not found["reasons"]
    assert found["measures"]["without_evidence"] == 0


def test_confidence_falls_when_evidence_goes(study: Study) -> None:
    data = load_case("us-iran-2025").dump()
    bare = run(_stripped(data), draws=50)
    assert bare.get("confidence")["measures"]["without_evidence"] > 0
    assert len(bare.get("confidence")["reasons"]) > len(study.get("confidence")["reasons"])


def _stripped(data: Any) -> Any:
    from commonground.case.io import case_from_data

    def without(held: Any) -> Any:
        if isinstance(held, dict):
            return {key: without(inner) for key, inner in held.items() if key != "evidence"}
        return [without(item) for item in held] if isinstance(held, list) else held

    return case_from_data(without(data))


def test_an_earlier_day_would_be_hindsight() -> None:
    with pytest.raises(CaseError, match="before the case's own date"):
        run(load_case("us-iran-2025"), draws=50, as_of=date(2024, 6, 1))


def test_a_later_day_leaves_less_time_and_says_so() -> None:
    case = load_case("us-iran-2025")
    now, later = run(case, draws=300), run(case, draws=300, as_of=date(2025, 9, 1))
    assert later.get("case.as_of") == "2025-09-01"
    outcome = "solutions.common-ground.outcome.agreement.p"
    assert later.get(outcome) < now.get(outcome)
    assert later.get("solutions.common-ground.data.exists") == now.get("solutions.common-ground.data.exists")
    assert [finding.level for finding in later.findings if finding.path == "as_of"] == ["warning"]


def test_loosely_dated_evidence_is_pointed_out() -> None:
    from commonground.case.check import check_case
    from commonground.case.io import case_from_data

    data = load_case("us-iran-2025").dump()
    data["evidence"].append(
        {"id": "planted", "date": "2025", "kind": "event", "title": "Planted", "source": "x"}
    )
    found = [f.level for f in check_case(case_from_data(data)) if f.path == "evidence.planted.date"]
    assert found == ["warning"]


def test_seen_from_after_the_horizon_is_refused() -> None:
    with pytest.raises(CaseError, match="horizon"):
        run(load_case("us-iran-2025"), draws=50, as_of=date(2027, 1, 1))


def test_missing_walk_away_names_the_key() -> None:
    from commonground.case.io import case_from_data

    data = load_case("split-the-pie").dump()
    del data["walk_away"]["ben"]
    data["assumptions"] = []
    with pytest.raises(MissingInput, match=r"walk_away\.ben"):
        run(case_from_data(data), draws=50)


def test_settings_are_read_and_refused_by_name() -> None:
    case = load_case("split-the-pie")
    study = run(case, draws=50, settings={"packages": "3", "blocks": "false"})
    assert study.get("solutions.common-ground.data.blocks") is None
    assert len(study.get("solutions.common-ground.data.packages")) <= 3
    with pytest.raises(UsageError, match='Did you mean "packages"'):
        run(case, draws=50, settings={"package": 3})
    with pytest.raises(UsageError, match="does not fit"):
        run(case, draws=50, settings={"packages": "many"})
    with pytest.raises(UsageError, match='Did you mean "common-ground"'):
        run(case, draws=50, methods=["common-grund"])


def test_modes_solve_once(study: Study) -> None:
    once = run(load_case("us-iran-2025"), modes=True)
    assert once.get("draws")["n"] == 1
    assert once.get("solutions.common-ground.data.exists") in (0.0, 1.0)


def test_an_abstaining_method_leaves_questions_unanswered() -> None:
    from commonground.case.io import case_from_data

    data = load_case("split-the-pie").dump()
    del data["talks"]
    study = run(case_from_data(data), draws=50)
    assert study.get("solutions.common-ground.outcome") is None
    assert study.get("questions.0.probability") is None
    assert any(finding.path == "questions.split" for finding in study.findings)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON"),
        (b"[]", "is not a study"),
        (b'{"format": "commonground-study/9"}', "is not a study"),
        (b'{"format": "commonground-study/1"}', "lacks"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
    ],
)
def test_what_is_not_a_study_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "study.json"
    path.write_bytes(content)
    with pytest.raises(EvidenceError, match=said):
        Study.load(path)


def test_an_interrupted_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.json"
    path.write_text("before")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"after")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["study.json"]


def test_plain_values_are_rounded_and_finite() -> None:
    assert plain({"a": [0.1 + 0.2, float("inf"), float("nan"), True, 3, None, "x"]}) == {
        "a": [0.3, None, None, True, 3, None, "x"]
    }


def test_nothing_is_solved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(draws: Any, method: str, **more: Any) -> Any:
        calls.append(method)
        return registry.solve(draws, method, **more)

    monkeypatch.setattr(running, "solve", counted)
    run(load_case("split-the-pie"), draws=50)
    assert calls == ["common-ground"]
