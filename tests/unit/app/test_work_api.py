"""The working addresses under requests made from their description, good and bad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.unit.app.opened import Open, copy_of

OURS = ("/api/file", "/api/jobs", "/api/evidence", "/brief/file")


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(copy_of("split-the-pie", tmp_path_factory.mktemp("api")))
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("address", OURS)
def test_nothing_that_is_sent_breaks_them(tab: Open, address: str) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    schema = schemathesis.openapi.from_asgi("/api/openapi.json", tab.client.app)
    found = [one.ok() for one in schema.get_all_operations()]
    operations = [one for one in found if one.path == address or one.path.startswith(f"{address}/")]
    assert operations
    for operation in operations:

        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            # what a case or a workspace holds is not in the description, so that well-formed requests may be refused
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        ask()
