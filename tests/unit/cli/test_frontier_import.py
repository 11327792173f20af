"""`frontier` and `import domain`: files of other programs, and what exactly could be agreed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

from commonground.case.io import load_case

Invoke = Callable[..., Result]
ReadFailure = Callable[[Result], dict[str, Any]]

DOMAIN = {
    "name": "fête: no",
    "issuesValues": {"Food": {"values": ["chips", "no", "1e3"]}, "Hours": {"values": ["2", "4"]}},
}
TEMPLATE = """<negotiation_template><utility_space><objective index="0" name="root">
<issue index="1" name="Price" type="discrete"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" name="Yard" type="discrete"><item index="1" value="in"/><item index="2" value="out"/></issue>
</objective></utility_space></negotiation_template>"""


def profile(food: list[float], hours: list[float], weight: float) -> dict[str, Any]:
    def table(names: list[str], worth: list[float]) -> dict[str, Any]:
        return {"discreteutils": {"valueUtilities": dict(zip(names, worth, strict=True))}}

    return {
        "LinearAdditiveUtilitySpace": {
            "issueUtilities": {
                "Food": table(["chips", "no", "1e3"], food),
                "Hours": table(["2", "4"], hours),
            },
            "issueWeights": {"Food": weight, "Hours": 1 - weight},
            "domain": DOMAIN,
            "name": "x",
            "reservationBid": {"issuevalues": {"Food": "no", "Hours": "2"}},
        }
    }


def genius(low: float, inside: float, weight: float, discount: float = 1.0) -> str:
    return f"""<utility_space><objective index="0" name="root">
<issue index="1" name="Price" type="discrete"><item value="low" evaluation="{low}"/>
<item value="high" evaluation="{1 - low}"/></issue>
<issue index="2" name="Yard" type="discrete"><item value="in" evaluation="{inside}"/>
<item value="out" evaluation="{1 - inside}"/></issue>
<weight index="1" value="{weight}"/><weight index="2" value="{1 - weight}"/></objective>
<reservation value="0.2"/><discount_factor value="{discount}"/></utility_space>"""


@pytest.fixture
def party(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "fete.json").write_text(json.dumps(DOMAIN))
    (tmp_path / "ann.json").write_text(json.dumps(profile([1, 0.4, 0], [1, 0], 0.7)))
    (tmp_path / "bob.json").write_text(json.dumps(profile([0, 0.5, 1], [0, 1], 0.4)))
    return ("ann.json", "bob.json", "fete.json")  # the domain last: order does not matter


@pytest.fixture
def trade(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "trade.xml").write_text(TEMPLATE)
    (tmp_path / "buyer.xml").write_text(genius(1, 0.5, 0.8, 0.5))
    (tmp_path / "seller.xml").write_text(genius(0, 1, 0.6))
    return ("trade.xml", "buyer.xml", "seller.xml")


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr + result.stdout
    shape = json.loads(result.stdout, parse_constant=pytest.fail)
    assert set(shape) == {"ok", "data", "findings"}
    return shape["data"]


def test_an_imported_case_is_valid_and_says_the_same(invoke: Invoke, party: tuple[str, ...]) -> None:
    found = data(invoke("import", "domain", *party, "--out", "case.yaml", "--json"))
    assert found["path"] == "case.yaml"
    assert found["source"] == "GeniusWeb"
    checked = invoke("check", "case.yaml", "--json")
    assert checked.exit_code == 0, checked.stdout
    case = load_case("case.yaml")
    assert [issue.name for issue in case.issues.values()] == ["Food", "Hours"]
    names = next(iter(json.loads(json.dumps(case.dump()))["issues"].values()))["options"]
    assert sorted(names.values()) == ["1e3", "chips", "no"]  # words that YAML would take for something else
    of_case = data(invoke("frontier", "case.yaml", "--json"))
    of_domain = data(invoke("frontier", *party, "--json"))
    assert of_case["zone"]["packages"] == of_domain["zone"]["packages"]
    for name, point in of_domain["solutions"].items():
        assert list(of_case["solutions"][name]["utility"].values()) == pytest.approx(
            list(point["utility"].values())
        )


def test_a_case_is_kept_unless_forced(
    invoke: Invoke, failure: ReadFailure, party: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "case.yaml").write_text("mine")
    error = failure(invoke("import", "domain", *party, "--out", "case.yaml", "--json"))
    assert (error["exit_code"], "--force" in error["fix"]) == (2, True)
    assert (tmp_path / "case.yaml").read_text() == "mine"
    assert invoke("import", "domain", *party, "--out", "case.yaml", "--force").stdout == "case.yaml\n"
    assert failure(invoke("import", "domain", *party, "--out", ".", "--json"))["exit_code"] == 2


def test_names_days_and_time(invoke: Invoke, trade: tuple[str, ...], failure: ReadFailure) -> None:
    words = ("import", "domain", *trade, "--name", "yard", "--party", "Ada", "--party", "Ben")
    found = data(invoke(*words, "--as-of", "2026-02-01", "--horizon", "2026-08-01", "--json"))
    assert found["path"] == "yard.yaml"
    assert any("cost of time" in line for line in found["changed"])
    case = load_case("yard.yaml")
    assert (str(case.as_of), str(case.horizon)) == ("2026-02-01", "2026-08-01")
    assert [party.name for party in case.parties.values()] == ["Ada", "Ben"]
    now, later = (data(invoke("frontier", *trade, "--time", time, "--json")) for time in ("0", "1"))
    assert later["solutions"]["nash"]["utility"]["buyer"] == pytest.approx(
        now["solutions"]["nash"]["utility"]["buyer"] / 2
    )
    for wrong in (("--time", "2"), ("--name", "No"), ("--party", "one"), ("--as-of", "soon")):
        assert failure(invoke("import", "domain", *trade, *wrong, "--json"))["exit_code"] == 2


@pytest.mark.parametrize(
    ("files", "exit_code"),
    [
        (("buyer.xml", "seller.xml"), 2),  # no domain
        (("trade.xml", "buyer.xml"), 2),  # one profile
        (("trade.xml", "buyer.xml", "no.xml"), 2),
        (("trade.xml", "trade2.xml", "buyer.xml"), 2),
        (("trade.xml", "buyer.json"), 2),
        (("trade.csv", "buyer.csv"), 2),
        (("trade.xml", "buyer.xml", "broken.xml"), 3),
        (("trade.xml", "buyer.xml", "bomb.xml"), 3),
    ],
)
def test_bad_files(
    invoke: Invoke,
    failure: ReadFailure,
    trade: tuple[str, ...],
    tmp_path: Path,
    files: tuple[str, ...],
    exit_code: int,
) -> None:
    (tmp_path / "trade2.xml").write_text(TEMPLATE)
    (tmp_path / "broken.xml").write_text("<utility_space><objective>")
    (tmp_path / "bomb.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><utility_space/>')
    for command in (("import", "domain"), ("frontier",)):
        error = failure(invoke(*command, *files, "--json"))
        assert error["exit_code"] == exit_code
    assert not list(tmp_path.glob("*.yaml"))


def test_a_domain_too_large_for_the_grid_is_solved_by_its_frontier(
    invoke: Invoke, failure: ReadFailure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issues = {f"i{j}": [f"v{k}" for k in range(10)] for j in range(10)}
    domain = {"name": "large", "issuesValues": {name: {"values": values} for name, values in issues.items()}}
    (tmp_path / "large.json").write_text(json.dumps(domain))
    for party in (1, 2):
        tables = {
            name: {
                "discreteutils": {
                    "valueUtilities": {v: ((k * (3 * party + j)) % 10) / 9 for k, v in enumerate(values)}
                }
            }
            for j, (name, values) in enumerate(issues.items())
        }
        space = {
            "issueUtilities": tables,
            "issueWeights": dict.fromkeys(issues, 0.1),
            "domain": domain,
            "name": "x",
        }
        (tmp_path / f"p{party}.json").write_text(json.dumps({"LinearAdditiveUtilitySpace": space}))
    files = ("large.json", "p1.json", "p2.json")
    found = data(invoke("frontier", *files, "--points", "5", "--json"))
    assert found["n_packages"] == 10**10
    assert (found["exact"], len(found["points"])) == (True, 5)
    with monkeypatch.context() as smaller:
        smaller.setattr("commonground.case.limits.MOST_PACKAGES", 10**9)
        error = failure(invoke("import", "domain", *files, "--json"))
    assert (error["exit_code"], "commonground frontier" in error["fix"]) == (3, True)
    assert invoke("import", "domain", *files, "--out", "large.yaml").exit_code == 0
    solved = data(invoke("solve", "large.yaml", "--json"))
    assert solved["frontier"]["n_points"] == found["n_points"]
    assert solved["acceptance_map"] is None
    assert "too many to look at" not in invoke("check", "large.yaml").stderr
    case = yaml.safe_load((tmp_path / "large.yaml").read_text("utf-8"))
    party = next(iter(case["walk_away"]))
    case["walk_away"][party] = "0 to 0.2"
    (tmp_path / "doubtful.yaml").write_text(yaml.safe_dump(case), "utf-8")
    assert "too many to look at" in invoke("check", "doubtful.yaml").stderr
    error = failure(invoke("solve", "doubtful.yaml", "--json"))
    assert (error["exit_code"], "--modes" in error["fix"]) == (3, True)
    assert data(invoke("solve", "doubtful.yaml", "--modes", "--json"))["n_packages"] == 10**10


def test_the_frontier_of_a_case_for_a_reader(invoke: Invoke) -> None:
    text = invoke("frontier", "us-iran-2025").stdout
    for part in (
        "Exact frontier",
        "Nash",
        "Points of the frontier",
        "Trades",
        "if the deal must contain a level",
    ):
        assert part in text
    assert "\x1b" not in text
    solved = invoke("solve", "us-iran-2025", "--modes").stdout
    assert "Where they may settle" in solved
    assert "Where they may settle" not in invoke("solve", "us-iran-2025", "--draws", "50").stdout


def test_rates_and_vetoes(invoke: Invoke, failure: ReadFailure) -> None:
    even = data(invoke("frontier", "us-iran-2025", "--json"))["side_payments"]
    dear = data(invoke("frontier", "us-iran-2025", "--rate", "usa=0.01", "--rate", "iran=0.02", "--json"))[
        "side_payments"
    ]
    assert dear["surplus"] > 10 * even["surplus"]
    for wrong, told in (
        (("--rate", "irn=1"), 'Did you mean "iran"?'),
        (("--rate", "iran=0"), "help"),
        (("--rate", "iran"), "help"),
        (("--veto", "usa=0.5"), ""),
        (("--veto", "nobody=2"), "help"),
        (("--points", "0"), "help"),
        (("--party", "Ada"), "help"),
        (("--time", "0.5"), "help"),
    ):
        error = failure(invoke("frontier", "us-iran-2025", *wrong, "--json"))
        assert error["exit_code"] == 2
        assert told in error["fix"]


def test_a_veto_player_of_the_case(invoke: Invoke, tmp_path: Path) -> None:
    from tests.unit.case.cases import RIVER

    text = RIVER.replace("positions:\n", "positions:\n  bank:\n    share: {ideal: 60, salience: 1}\n", 1)
    (tmp_path / "river.yaml").write_text(text)
    found = data(invoke("frontier", "river.yaml", "--veto", "bank=0.9~0.1", "--json"))["ratification"]
    assert found["by"] == ["bank"]
    if found["exists"]:
        assert found["passes"] >= found["without_passes"]
    assert "bank" in invoke("frontier", "river.yaml", "--veto", "bank=0.9~0.1").stdout


def test_help(invoke: Invoke, failure: ReadFailure) -> None:
    for words in (("frontier",), ("import",), ("import", "domain")):
        result = invoke(*words, "--help")
        assert result.exit_code == 0
        assert "Example" in result.stdout
    assert "domain" in invoke("import").stdout
    assert failure(invoke("import", "domian", "--json"))["exit_code"] == 2
    assert failure(invoke("frontier", "--json"))["exit_code"] == 2
    assert failure(invoke("frontier", "no-such-case", "--json"))["exit_code"] == 2
