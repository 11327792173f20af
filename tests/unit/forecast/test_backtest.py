"""Backtests: scores, who may learn from what, and files with gaps."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from checkout import run_words
from commonground.errors import ForecastError
from commonground.forecast.backtest import icb, mid, sanctions
from commonground.forecast.backtest.measures import briers, calibration, log_losses, paired_interval
from commonground.forecast.backtest.protocols import (
    Problem,
    base_rate,
    by_rolling_origin,
    in_folds,
    recent_base_rate,
)
from commonground.forecast.backtest.report import merged, run_task
from commonground.forecast.backtest.tasks import forest, tilted

RNG = np.random.default_rng(0)


def problem(n: int = 300) -> Problem:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n, 2))
    time = np.sort(rng.integers(1950, 2000, n)).astype(float)
    y = (rng.random(n) < 1 / (1 + np.exp(-2 * X[:, 0]))).astype(np.intp)
    return Problem(X, y, time, time + rng.integers(0, 3, n), np.arange(n) // 3, ("no", "yes"), ("a", "b"))


def test_scores_of_a_worked_example() -> None:
    p, y = np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([1, 1])
    np.testing.assert_allclose(log_losses(p, y), -np.log([0.8, 0.4]))
    np.testing.assert_allclose(briers(p, y), [0.04, 0.36])
    three = np.array([[0.1, 0.7, 0.2]])
    np.testing.assert_allclose(briers(three, np.array([1])), [0.01 + 0.09 + 0.04])


def test_calibration_error_is_the_mean_distance_by_bin() -> None:
    p = np.repeat([0.25, 0.75], 50)
    y = np.r_[np.arange(50) < 10, np.arange(50) < 40].astype(np.intp)
    found = calibration(np.column_stack([1 - p, p]), y)
    assert found.error == pytest.approx(0.5 * 0.05 + 0.5 * 0.05)
    assert [b.happened for b in found.bins] == [10, 40]
    assert calibration(np.column_stack([1 - p, p])[:20], y[:20]).error is None


def test_the_interval_of_a_difference_holds_it_and_minds_groups() -> None:
    a, b = RNG.random(400), RNG.random(400) + 0.1
    low, high = paired_interval(a, b)
    assert low < (b - a).mean() < high
    one = paired_interval(np.repeat(a[:20], 20), np.repeat(b[:20], 20), np.repeat(np.arange(20), 20))
    alone = paired_interval(np.repeat(a[:20], 20), np.repeat(b[:20], 20))
    assert one[1] - one[0] > 2 * (alone[1] - alone[0])


@pytest.mark.parametrize("grouped", [False, True])
def test_folds_never_learn_from_what_they_judge(grouped: bool) -> None:
    seen = []

    def spy(p: Problem, learn: np.ndarray, judge: np.ndarray) -> np.ndarray:
        assert not set(learn) & set(judge)
        if grouped:
            assert not set(p.group[learn]) & set(p.group[judge])
        seen.extend(judge)
        return base_rate(p, learn, judge)

    in_folds(problem(), {"spy": spy}, grouped=grouped)
    assert sorted(seen) == list(range(300))


def test_rolling_origin_learns_only_from_outcomes_known_before() -> None:
    def spy(p: Problem, learn: np.ndarray, judge: np.ndarray) -> np.ndarray:
        assert p.known[learn].max() < p.time[judge].min()
        return base_rate(p, learn, judge)

    rows, found = by_rolling_origin(problem(), {"spy": spy}, first=1970, step=5)
    assert (problem().time[rows] >= 1970).all()
    assert len(found["spy"]) == len(rows)


def test_a_forward_forecast_is_the_same_whatever_comes_later() -> None:
    """No leak: outcomes and columns of later cases are changed, and nothing forecast before them moves."""
    first = problem()
    later = first.time >= 1985
    X, y = first.X.copy(), first.y.copy()
    X[later], y[later] = 99.0, 0
    changed = Problem(X, y, first.time, first.known, first.group, first.classes, first.names)
    ours = {"tilted": tilted(recent_base_rate(15), forest(trees=10)), "forest": forest(trees=10)}
    judged, a = by_rolling_origin(first, ours, first=1970, step=5)
    _, b = by_rolling_origin(changed, ours, first=1970, step=5)
    early = first.time[judged] < 1985
    for name in ours:
        np.testing.assert_array_equal(a[name][early], b[name][early])


def test_the_tilt_is_none_where_a_model_does_not_help() -> None:
    p = problem()
    noise = Problem(
        RNG.normal(size=p.X.shape), RNG.permutation(p.y), p.time, p.known, p.group, p.classes, p.names
    )
    recent = recent_base_rate(15)
    judge = np.flatnonzero(p.time >= 1990)
    learn = np.flatnonzero(p.known < 1990)
    told = tilted(recent, forest(trees=20))(noise, learn, judge)
    assert np.abs(told - recent(noise, learn, judge)).max() < 0.1


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def crises(n: int, start: int = 1950) -> list[dict[str, object]]:
    rng = np.random.default_rng(start)
    triggers = ["Violent act", "Political act", "Verbal act"]
    return [
        {
            "crisno": start * 1000 + i, "trigger_year": start + i % 40, "termination_year": start + i % 40,
            "trigger": triggers[k := int(rng.integers(3))],
            "outcome": "Formal agreement" if rng.random() < 0.2 + 0.3 * k else "Unilateral act",
        }
        for i in range(n)
    ]  # fmt: skip


def test_missing_columns_levels_and_cells_are_borne(tmp_path: Path) -> None:
    train = write(tmp_path / "system.csv", crises(120))
    later = crises(40, start=1960)
    for row in later[::3]:
        row["trigger"] = "Something new"
    later[1]["trigger"] = ""
    del_rows = [{key: value for key, value in row.items() if key != "termination_year"} for row in later]
    test = write(tmp_path / "other.csv", [*del_rows, {**del_rows[0], "crisno": 1, "outcome": ""}])
    data, findings = run_task(icb.TASK, train, test)
    (protocol,) = data["protocols"]
    assert protocol["n"] == 40
    assert findings
    for score in protocol["forecasters"].values():
        assert np.isfinite([score["log_loss"], score["brier"]]).all()


def test_cases_of_both_files_are_learnt_from_and_not_judged() -> None:
    train, test = [{k: str(v) for k, v in row.items()} for row in crises(60)], crises(40, start=1960)
    hidden = [{**row, "outcome": ""} for row in train[:10]]
    given = [*train[:10], *[{k: str(v) for k, v in row.items()} for row in test], *train[20:25]]
    learnt, judged, both = merged(icb.TASK, hidden + train[10:], given)
    assert len(learnt) == 50
    assert len(judged) == 50
    assert len(both) == 100
    assert not learnt & judged


def test_what_cannot_be_done_without_is_named(tmp_path: Path) -> None:
    for task, names in ((mid.TASK, "outcome, year"), (sanctions.TASK, "success, objective, begin")):
        with pytest.raises(ForecastError, match=names):
            run_task(task, write(tmp_path / "t.csv", [{"a": 1}]))
    with pytest.raises(ForecastError, match="at least 50"):
        run_task(icb.TASK, write(tmp_path / "t.csv", crises(10)))


def test_a_file_to_judge_that_lacks_columns_is_told_which(tmp_path: Path) -> None:
    train = write(tmp_path / "system.csv", crises(60))
    with pytest.raises(ForecastError, match=r"lacks columns of .*: crisno, trigger_year"):
        run_task(icb.TASK, train, write(tmp_path / "t.csv", [{"a": 1}]))


def test_surroundings_count_only_what_had_begun() -> None:
    rows = [
        {"sanctioned_state": "Iran", "sanctioning_state": s, "begin": b, "end": e, "objective": "other"}
        for s, b, e in (("UN", "2000", "2010"), ("EU", "2005", ""), ("United States", "2008", "2009"))
    ]
    found = sanctions.surroundings(rows)[:, 0]
    assert found.tolist() == [1.0, 2.0, 3.0]


def test_the_command_prints_tables_and_json(tmp_path: Path) -> None:
    train = write(tmp_path / "system.csv", crises(120))
    said = run_words("backtest", "--task", "icb", "--train", train, "--folds", "3")
    assert said.returncode == 0, said.stderr
    assert "3 folds at random: 120 cases" in said.stdout
    assert "base rate" in said.stdout
    told = run_words("backtest", "--task", "icb", "--train", train, "--folds", "3", "--json")
    data = json.loads(told.stdout)["data"]
    assert [p["id"] for p in data["protocols"]] == ["folds", "grouped-folds", "rolling-origin"]
    for protocol in data["protocols"]:
        for score in protocol["forecasters"].values():
            assert {"log_loss", "brier", "calibration_error"} <= score.keys()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--task", "icb"], 2),
        (["--task", "cow", "--train", "x.csv"], 2),
        (["--task", "icb", "--train", "absent.csv"], 2),
        (["--task", "icb", "--train", "bad.csv"], 5),
        (["--task", "icews", "--train", "bad.csv"], 5),
    ],
)
def test_the_command_refuses_with_the_right_code(words: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", "utf-8")
    said = run_words("backtest", *words, cwd=tmp_path)
    assert said.returncode == code, said.stderr
    assert "Traceback" not in said.stderr
