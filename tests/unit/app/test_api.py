"""The JSON addresses: what they say, what they refuse, and that nothing sent to them breaks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from asking import TestClient
from commonground.app.pages import pages_for
from commonground.app.server import create_app
from commonground.app.studio import Studio


def test_every_page_has_its_values_and_prints_them(open_client: TestClient, studio: Studio) -> None:
    listed = open_client.get("/api/case").json()["data"]
    assert [page["id"] for page in listed["pages"]] == [page.id for page in pages_for(studio.case)]
    for page in listed["pages"]:
        answer = open_client.get(f"/api/pages/{page['id']}", params={"set.talks.tempo": "6"})
        assert answer.status_code == 200, answer.text
        assert answer.json()["data"]["panel"]["changes"][0]["path"] == "talks.tempo"
        shown = open_client.get(f"/{page['id']}?set.talks.tempo=6")
        assert shown.status_code == 200
        assert page["title"] in shown.text


def test_every_figure_has_words_and_a_table(open_client: TestClient) -> None:
    listed = open_client.get("/api/figures").json()["data"]
    assert len(listed) >= 3
    for one in listed:
        figure = open_client.get(f"/api/figures/{one['id']}").json()["data"]
        assert figure["alt"]
        assert figure["rows"]
        assert "vega-lite" in figure["spec"]["$schema"]


def test_a_push_says_how_many_draws_and_what_moved(open_client: TestClient) -> None:
    for full, draws in ((False, 500), (True, 800)):
        found = open_client.post("/api/solve", json={"changes": {"walk_away.up": 0.9}, "full": full}).json()[
            "data"
        ]
        assert found["draws"] == draws
        assert f"{draws}" in found["told"]
        assert found["query"] == "?set.walk_away.up=0.9"
        assert "down" in found["chances"][0]["moved"]
        assert found["changes"][0]["before"] == "0.3 to 0.6"
        total = sum(one["p"] for one in found["outcomes"])
        assert total == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/pages/nothing", 404),
        ("/api/figures/nothing", 404),
        ("/api/nothing", 404),
        ("/nothing", 404),
        ("/api/pages/outlook?set.nothing=1", 422),
        ("/outlook?set.nothing=1", 422),
        ("/outlook?set.walk_away.up=7", 200),  # is told when the numbers come
        ("/api/pages/outlook?set.walk_away.up=7", 422),
    ],
)
def test_faults_are_told_in_words(open_client: TestClient, address: str, status: int) -> None:
    answer = open_client.get(address)
    assert answer.status_code == status
    if status != 200 and address.startswith("/api"):
        told = answer.json()
        assert told["ok"] is False
        assert told["error"]["message"]
        assert told["error"]["fix"]


def test_foreign_words_are_printed_as_words(tmp_path: Path, case_file: Path) -> None:
    nasty = '<script>alert(1)</script>\\" onload=x {{7*7}} \\u202e'
    text = (
        case_file.read_text("utf-8")
        .replace("name: Upstream", f'name: "{nasty}"')
        .replace("because: Said so in talks.", f'because: "{nasty}"')
    )
    text = text.replace("title: Will the two share the river?", f'title: "{nasty}"')
    path = tmp_path / "nasty.yaml"
    path.write_text(text.replace("No data", "<img src=x>"), "utf-8")
    with TestClient(create_app(Studio(path), "w"), base_url="http://127.0.0.1") as client:
        for page in client.get("/api/case").json()["data"]["pages"]:
            shown = client.get(f"/{page['id']}", headers={"x-part": "inside"}).text
            whole = client.get(f"/{page['id']}").text
            for text in (shown, whole):
                assert "<script>alert" not in text
                assert "<img src=x" not in text
                assert "\u202e" not in text
                assert "{{7*7}}" in text or "7*7" not in text
                assert ">49<" not in text


OURS = ("/api/case", "/api/pages", "/api/figures", "/api/study", "/api/solve")


@pytest.mark.slow
@pytest.mark.parametrize("address", OURS)
def test_nothing_that_is_sent_breaks_the_api(studio: Studio, address: str) -> None:
    """Requests made from the OpenAPI description, good and bad: the answers are among those that it lists."""
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    app = create_app(studio, "word")
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    found = [one.ok() for one in schema.get_all_operations()]
    operations = [one for one in found if one.path == address or one.path.startswith(f"{address}/")]
    assert operations
    for operation in operations:

        @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            # which paths a case has is not in the description, so that well-formed changes may be refused
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        ask()


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("POST", "/push", b"{"),
        ("POST", "/api/solve", b"[" * 200_000),
        ("DELETE", "/api/case", b""),
        ("GET", "/api/nothing", b""),
        ("GET", "/api/figures/nothing", b""),
    ],
)
def test_every_refusal_has_words_and_a_way_on(
    open_client: TestClient, method: str, address: str, body: bytes
) -> None:
    answer = open_client.request(method, address, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 404, 405, 422)
    told = answer.json()
    assert told["ok"] is False
    assert told["error"]["message"]
    assert told["error"]["fix"]
    assert "page" not in told["error"]["message"] or not address.startswith("/api/")
