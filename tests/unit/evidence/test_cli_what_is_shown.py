"""What the commands on evidence show: how sure, from which day, in which sentence, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commonground.cli.main import cli

SAMPLES = Path(__file__).parent / "samples"
Run = Callable[..., Result]
WORDS = (
    "MUSCAT, April 9, 2025 - Iran rejected an offer from the United States on Tuesday.\n\n"
    "The US has imposed rigorous sanctions on Iran. In 2018, Trump withdrew from the nuclear agreement with Iran.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*words: object, told: str | bytes | None = None) -> Result:
        given = ["evidence", *map(str, words)]
        return CliRunner().invoke(cli, given, catch_exceptions=False, input=told)

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]


def failed(result: Result, code: int, words: str) -> None:
    assert (result.exit_code, words in result.output) == (code, True), result.output


def test_code_shows_how_sure_and_whether_it_happened(run: Run, article: Path) -> None:
    shown = run("code", article).stdout.splitlines()
    assert shown[0].endswith("article.txt: 3 events, published 2025-04-09")
    assert shown[1].split() == [
        "who",
        "did",
        "to",
        "whom",
        "date",
        "move",
        "issue",
        "sure",
        "status",
        "words",
    ]
    assert "2025-04-08" in shown[2]
    assert "%" in shown[2]
    assert "before 2025-04-09" in shown[3]
    assert " 2018 " in shown[4]
    assert "past" in shown[4]
    told = data(run("code", article, "--json"))[0]
    assert (told["date"], told["dated_by"]) == ("2025-04-09", "text")


@pytest.mark.parametrize(
    ("name", "raw"), [("x.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))), ("x.txt", b"\0\1\2" * 99)]
)
def test_code_refuses_a_picture(run: Run, tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    failed(run("code", name), 5, "binary file")
    failed(run("code", "-", told=raw), 5, "binary file")


def test_code_says_that_a_file_is_empty_or_in_another_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    failed(run("code", "empty.txt"), 5, "no text in it")
    (tmp_path / "fr.txt").write_text(
        "La France a condamné les frappes russes contre Odessa. L'Ukraine a accepté un cessez-le-feu de 30 jours "
        "proposé par les États-Unis. La Russie n'a pas encore répondu."
    )
    result = run("code", "fr.txt")
    assert result.exit_code == 0
    assert "another language (fr)" in result.stderr
    assert "1 document kept but not read for events: not in English (fr)." in run("add", "fr.txt").stderr


def test_a_line_with_an_odd_date_is_coded_and_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": 1, "text": "Iran rejected an offer of the US.", "date": "soon"}\n')
    (line,) = run("code", path, "--jsonl").stdout.splitlines()
    told = json.loads(line)
    assert told["events"]
    assert "'soon'" in told["warning"]


def test_add_tells_where_the_date_is_from_and_dates_anew(run: Run, article: Path) -> None:
    first = run("add", article)
    assert "text" in first.stdout.splitlines()[1].split()
    assert "Next: commonground evidence list events" in first.stderr
    again = run("add", article, "--date", "2025-06-20")
    assert "dated anew" in again.stdout
    assert "is now of 2025-06-20 (2025-04-09 before)" in again.stderr
    third = run("add", article)
    assert "2025-06-20" in third.stdout
    assert "--date" in third.stdout.splitlines()[1]
    assert {row["day"][:7] for row in data(run("list", "events", "--json"))} == {"2025-06", "2018-01"}


def test_add_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("Iran rejected an offer of the US.")
    (tmp_path / "a" / "two.txt").write_text("Iran accused the US.")
    (tmp_path / "a" / "x.zip").write_bytes(b"PK")
    result = run("add", "a", "--date", "2025-03-08")
    assert "All 2 documents are dated 2025-03-08, whatever they say themselves." in result.stderr
    assert "passed over as kinds that are not read: 1 .zip" in result.stderr
    undated = run("add", "a/one.txt", "--workspace", "other").stderr
    assert (
        "1 document without a date of publication: counted as known, and the events dated, from today on"
        in undated
    )
    failed(run("add", "nothing.txt"), 5, "Check the spelling of the path.")
    (tmp_path / "empty.txt").write_text("")
    failed(run("add", "empty.txt"), 5, "Choose another file")


def test_list_and_show_give_confidence_and_sentence(run: Run, article: Path) -> None:
    run("add", article)
    for words in (("list", "events"), ("show", data(run("list", "--json"))[0]["id"])):
        shown = run(*words).stdout
        assert "sure" in shown
        assert "Iran rejected an offer from the United States on Tuesday." in shown
        assert "before 2025-04-09" in shown
    assert len(data(run("list", "events", "--pair", "IRN,USA", "--json"))) == 3
    assert data(run("list", "events", "--pair", "IRN,OMN", "--json")) == []
    assert "The last 1 of 3 events" in run("list", "events", "--limit", 1).stderr


def test_rows_of_a_set_are_listed_and_sets_removed(run: Run) -> None:
    imported = run("import", SAMPLES / "gdelt2.export.CSV")
    assert "Next: commonground evidence timeline --pair A,B --set gdelt2" in imported.stderr
    rows = data(run("list", "rows", "--set", "gdelt2", "--pair", "USA,IRN", "--json"))
    assert len(rows) == 11
    assert "gdelt2: 3 rows" in run("list", "rows", "--set", "gdelt2", "--limit", 3).stdout
    failed(run("list", "rows"), 2, "Rows are listed of one set")
    failed(run("list", "rows", "--set", "x"), 5, "There is no set 'x'")
    failed(run("remove"), 2, "Nothing to remove")
    failed(run("remove", "--set", "x"), 5, "There is no set 'x'")
    assert data(run("remove", "--set", "gdelt2", "--json")) == {"documents": [], "sets": ["gdelt2"]}
    assert data(run("list", "sets", "--json")) == []


def test_a_document_is_removed(run: Run, article: Path) -> None:
    run("add", article)
    (document,) = data(run("list", "--json"))
    failed(run("remove", document["id"], "zzz"), 5, "has the id 'zzz'")
    assert document["id"] in run("remove", document["id"][:6]).stdout
    assert data(run("list", "--json")) == []


def test_timeline_says_what_it_leaves_out(run: Run, article: Path) -> None:
    article.write_text(WORDS + "\nIran accused the US of piracy.\n\nIn 2023, Iran accused the US.\n")
    run("add", article)
    failed(
        run("timeline", "--pair", "USA,IRN", "--from", "2025-06-01", "--to", "2025-01-01"), 2, "is after --to"
    )
    failed(run("list", "events", "--from", "2025-06-01", "--to", "2025-01-01"), 2, "is after --to")
    all_of_it = data(run("timeline", "--pair", "USA,IRN", "--min-confidence", 0, "--json"))
    sure = data(run("timeline", "--pair", "USA,IRN", "--min-confidence", 0.96, "--json"))
    assert sure["events"] + sure["left_out"] == all_of_it["events"]
    assert sure["left_out"] > 0
    result = run("timeline", "--pair", "USA,IRN", "--min-confidence", 0.96)
    assert f"{sure['left_out']} event left out, of which the coder is less sure than 0.96" in result.stderr
    failed(run("timeline", "--pair", "USA,IRN", "--min-confidence", 1), 5, "--min-confidence 0")
    assert "left out" in run("network", "--min-confidence", 0.96).stderr


def test_long_runs_of_nothing_take_one_line(run: Run, tmp_path: Path) -> None:
    for day in ("2020-01-05", "2024-12-05"):
        (tmp_path / f"{day}.txt").write_text(f"{day}\n\nIran accused the US of piracy on {day}.")
    run("add", "2020-01-05.txt", "2024-12-05.txt")
    shown = run("timeline", "--pair", "USA,IRN").stdout.splitlines()
    assert len(shown) == 5
    assert "none to 2024-11-01 (58 months)" in shown[3]
    assert len(data(run("timeline", "--pair", "USA,IRN", "--json"))["periods"]) == 60


def test_codes_of_bodies_are_explained(run: Run, article: Path) -> None:
    said = "The UN and the EU accused Iran of arming Hamas. Hamas rejected an offer of Israel."
    article.write_text(f"9 April 2025\n\n{said}")
    run("add", article)
    result = run("network")
    assert "IGOUNO is United Nations" in result.stderr
    assert "IGOEUR is European Union" in result.stderr
    assert "Hamas (PSE)" in run("list", "events").stdout


def test_nothing_found_is_said(run: Run, article: Path) -> None:
    run("add", article)
    result = run("search", "gardening")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing found." in result.stderr


def test_a_pair_by_names_and_a_code_that_is_none(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(
        "Russia and Ukraine held talks in Istanbul on Friday. Russia launched 273 drones at Ukraine."
    )
    run("add", str(text), "--date", "2025-05-18")
    named = json.loads(run("timeline", "--pair", "Russia, ukraine", "--json").stdout)["data"]
    assert named["pair"] == ["RUS", "UKR"]
    links = json.loads(run("network", "--json").stdout)["data"]["links"]
    assert (links[0]["documents"], links[0]["told"], named["events"]) == (1, 2, 2)
    told = run("timeline", "--pair", "RUS,Ukrain")
    assert told.exit_code == 5
    assert "No country or body has the code UKRAIN" in told.stderr


def test_a_document_to_remove_that_is_not_there(run: Run, article: Path) -> None:
    run("add", article)
    assert "No document has the id 'zz'" in run("remove", "zz").stderr


def test_watch_wants_a_path_that_is_there(run: Run) -> None:
    failed(run("watch", "nofolder", "us-iran-2025", "--once"), 2, "there is no such file or folder")


def test_help_shows_where_to_begin(run: Run) -> None:
    told = run("--help").stdout
    for words in ("evidence code article.txt", "evidence draft article.txt", "evidence suggest talks.yaml"):
        assert words in told
    assert "evidence draft" in CliRunner().invoke(cli, ["--help"]).stdout
