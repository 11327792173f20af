"""`commonground oil`: what is printed, from what, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from tests.unit.case.markets import GRAIN, with_changes

Invoke = Callable[..., Result]
FEW = ("--draws", "300", "--seed", "1")
SURE = ("--chance", "agreement=0.2", "--chance", "confrontation=0.3")


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]


@pytest.fixture
def grain_file(tmp_path: Path) -> str:
    path = tmp_path / "grain.yaml"
    path.write_text(GRAIN, encoding="utf-8")
    return str(path)


def test_json_holds_everything(invoke: Invoke) -> None:
    found = data(invoke("oil", "us-iran-2025", "--json", *FEW, *SURE))
    assert found["case"] == "us-iran-2025"
    assert found["commodity"] == "Brent crude oil"
    assert found["chances"] == {"agreement": 0.2, "impasse": 0.5, "confrontation": 0.3}
    assert set(found["chances_from"].values()) == {"given"}
    assert [len(found["price"][name]) for name in ("agreement", "mixed", "no_shock")] == [4, 4, 4]
    assert found["background"]["last"] == "2025-02"


def test_without_chances_the_headline_method_gives_them(invoke: Invoke, grain_file: str) -> None:
    found = data(invoke("oil", grain_file, "--json", *FEW))
    solved = data(invoke("solve", grain_file, "--json", *FEW))
    assert found["chances"] == pytest.approx({name: held["p"] for name, held in solved["outcome"].items()})


def test_a_case_whose_answers_are_pooled_is_priced_with_the_pool(invoke: Invoke) -> None:
    found = data(invoke("oil", "us-iran-2025", "--json", *FEW))
    pooled = data(invoke("forecast", "us-iran-2025", "--json", *FEW))["questions"]
    assert found["chances"]["agreement"] == pytest.approx(pooled[0]["p"])
    assert found["chances"]["confrontation"] == pytest.approx(pooled[1]["p"])
    assert found["chances_from"]["agreement"] == "forecasts.0.p"


def test_a_case_without_chances_says_what_to_add(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "silent.yaml"
    path.write_text(yaml.safe_dump(with_changes({"talks": None})), "utf-8")
    result = invoke("oil", str(path), *FEW)
    assert result.exit_code == 5
    assert "no method gives the chances" in result.stderr
    assert "talks.tempo" in result.stderr


def test_a_saved_study_is_priced_with_its_own_forecast(
    invoke: Invoke, grain_file: str, tmp_path: Path
) -> None:
    saved = tmp_path / "grain.study.json"
    assert invoke("run", grain_file, "-o", str(saved), *FEW).exit_code == 0
    record = json.loads(saved.read_text("utf-8"))
    record["forecasts"] = [{"id": "deal", "p": 0.6}]
    saved.write_text(json.dumps(record), "utf-8")
    found = data(invoke("oil", str(saved), "--json", *FEW))
    assert found["chances"]["agreement"] == pytest.approx(0.6)
    assert found["chances_from"]["agreement"] == "forecasts.0.p"
    assert {key: record["market"][key] for key in ("reference", "elasticities")} == {
        key: found[key] for key in ("reference", "elasticities")
    }


def test_the_view_for_a_reader(invoke: Invoke) -> None:
    result = invoke("oil", "us-iran-2025", *FEW, *SURE)
    assert result.exit_code == 0
    said = result.stdout
    assert said.startswith("Brent crude oil: 72.49 USD/bbl (2025-03-07), as of 2025-03-08\n")
    assert "Chances of the outcomes: agreement 20 %, impasse 50 %, confrontation 30 % (as given)" in said
    for words in (
        "Price in USD/bbl: median (5 to 95 %)", "What the outcome alone does to the price", "price by itself",
        "Transit through the Strait of Hormuz is cut", "Kilian and Murphy (2014)", "+3.5 %",
        "Where the width comes from", "News of talks: on the day the price moved by 0.6 %",
    ):  # fmt: skip
        assert words in said, words
    assert "nan" not in said.lower()


def test_any_commodity_with_prices_of_the_user(invoke: Invoke, grain_file: str, tmp_path: Path) -> None:
    prices = tmp_path / "grain.csv"
    lines = [f"{2010 + k // 12}-{k % 12 + 1:02d},{200 + (k * 7) % 40}" for k in range(190)]
    prices.write_text("month,price\n" + "\n".join(lines) + "\n", "utf-8")
    found = data(invoke("oil", grain_file, "--prices", str(prices), "--json", *FEW, *SURE))
    assert found["background"]["source"] == "the file grain.csv"
    assert (
        found["background"]["last"] == "2025-02"
    )  # March 2025 and later are in the file, and are not known yet
    assert found["background"]["changes"][0] == 181


def test_gaps_of_a_file_are_findings(invoke: Invoke, grain_file: str, tmp_path: Path) -> None:
    prices = tmp_path / "grain.csv"
    lines = [
        f"{2010 + k // 12}-{k % 12 + 1:02d},{200 + (k * 7) % 40}" for k in range(180) if k not in (50, 51)
    ]
    prices.write_text("\n".join(lines) + "\n", "utf-8")
    result = invoke("oil", grain_file, "--prices", str(prices), "--json", *FEW, *SURE)
    (gap,) = (f for f in json.loads(result.stdout)["findings"] if f["path"] == "prices")
    assert gap["got"] == "2014-03, 2014-04"
    shown = invoke("oil", grain_file, "--prices", str(prices), *FEW, *SURE)
    assert "2 months without a price" in shown.stderr


@pytest.mark.parametrize(
    ("words", "code", "fragment"),
    [
        (("split-the-pie",), 5, "split-the-pie has no market block"),
        (("us-iran-2026",), 2, 'Did you mean "us-iran-2025"?'),
        (("us-iran-2025", "--prices", "none.csv"), 2, "none.csv cannot be read"),
        (("us-iran-2025", "--chance", "deal=0.2"), 2, "no outcome with a chance"),
        (("us-iran-2025", "--chance", "agreement=20"), 2, "no outcome with a chance"),
        (("us-iran-2025", "--chance", "agreement=0.2", "--chance", "agreement=0.3"), 2, "given twice"),
        (
            ("us-iran-2025", "--chance", "agreement=0.8", "--chance", "impasse=0.3"),
            2,
            "add up to more than 1",
        ),
        (
            (
                "us-iran-2025",
                "--chance",
                "agreement=0.2",
                "--chance",
                "impasse=0.3",
                "--chance",
                "confrontation=0.2",
            ),
            2,
            "must add up to 1",
        ),
        (("us-iran-2025", "--as-of", "2025-01-01"), 3, "before the case's own date"),
        (("us-iran-2025", "--draws", "0"), 2, "outside"),
    ],
)
def test_refusals(invoke: Invoke, words: tuple[str, ...], code: int, fragment: str) -> None:
    result = invoke("oil", *words)
    assert result.exit_code == code, result.output
    assert fragment in result.output
    shaped = invoke("oil", *words, "--json")
    assert shaped.exit_code == code
    assert json.loads(shaped.stdout)["ok"] is False


def test_a_broken_file_of_prices_names_its_lines(invoke: Invoke, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("date,price\n2024-01-02,70\n2024-01-03,-3\n", "utf-8")
    result = invoke("oil", "us-iran-2025", "--prices", str(prices), *SURE)
    assert result.exit_code == 5
    assert "line 3: a price of -3" in result.output
    assert result.output.rstrip().splitlines()[-1].startswith("Write a date and a price above 0")


def test_a_case_without_spread_asks_for_prices(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "grain.yaml"
    path.write_text(
        "".join(line for line in GRAIN.splitlines(keepends=True) if not line.startswith("  volatility")),
        "utf-8",
    )
    result = invoke("oil", str(path), *FEW, *SURE)
    assert result.exit_code == 5
    assert "--prices" in result.output


def test_one_chance_leaves_the_rest_to_an_impasse_and_an_impasse_to_agreement(invoke: Invoke) -> None:
    one = data(invoke("oil", "us-iran-2025", "--chance", "confrontation=0.4", "--json", *FEW))["chances"]
    assert one == pytest.approx({"impasse": 0.6, "confrontation": 0.4})
    two = data(invoke("oil", "us-iran-2025", "--chance", "impasse=0.9", "--json", *FEW))["chances"]
    assert two == pytest.approx({"agreement": 0.1, "impasse": 0.9})


def test_later_days_keep_to_what_is_known_then(invoke: Invoke) -> None:
    found = data(invoke("oil", "us-iran-2025", "--as-of", "2025-04-02", "--json", *FEW, *SURE))
    assert found["as_of"] == "2025-04-02"
    assert found["background"]["last"] == "2025-03"
    assert found["events"][-1]["two_days"] is not None
