"""The case as it could have been seen on an earlier day: nothing dated later can be read."""

from __future__ import annotations

from datetime import date
from typing import Any

from commonground.case.io import case_from_data
from commonground.case.model import Case
from commonground.errors import Finding


def seen_from(case: Case, as_of: date) -> tuple[Case, tuple[Finding, ...]]:
    """The case dated `as_of`, without evidence dated later, and what that left out.

    An item dated only by month or year is kept if the whole month or year had passed.

    Values keep what they say: a finding names each that has lost all its evidence, because the case's author
    may have set it in the light of what came later.

    Raises
    ------
    CaseError : the case cannot be dated so, for instance because its horizon lies before that day.
    """
    later = {key for key, item in case.evidence.items() if item.last_day > as_of}
    data = _without(case.dump(), later)
    data["as_of"] = as_of.isoformat()
    data["evidence"] = [item for item in data.get("evidence", ()) if item["id"] not in later]
    seen = case_from_data(data, f"{case.name} as of {as_of.isoformat()}")
    if not later:
        return seen, ()
    lost = [path for path, value in case.values().items() if value.evidence and set(value.evidence) <= later]
    named = f": {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}" if lost else ""
    message = f"{len(later)} items of evidence are or may be dated later and are left out;"
    message += f" {len(lost)} values rest on them alone"
    return seen, (
        Finding(
            "warning", "as_of", message + named, "Check these values as of that day.", got=as_of.isoformat()
        ),
    )


def _without(held: Any, later: set[str]) -> Any:
    """The data with references to later evidence taken out."""
    if isinstance(held, dict):
        return {
            key: [item for item in inner if item not in later]
            if key == "evidence" and all(isinstance(item, str) for item in inner)
            else _without(inner, later)
            for key, inner in held.items()
        }
    return [_without(item, later) for item in held] if isinstance(held, list) else held
