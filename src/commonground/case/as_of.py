"""The same case looked at on another day: later is possible, earlier would be hindsight."""

from __future__ import annotations

from datetime import date

from commonground.case.io import case_from_data
from commonground.case.model import Case
from commonground.errors import CaseError, Finding


def seen_from(case: Case, as_of: date) -> tuple[Case, tuple[Finding, ...]]:
    """The case dated `as_of`, a day no earlier than its own date.

    On a later day less time is left to the horizon; the values stay what their author set them to, and a
    finding says so. An earlier day is refused: values and words of a case know what its author knew.

    Raises
    ------
    CaseError : the day lies before the case's date, or after its horizon.
    """
    if as_of < case.as_of:
        raise CaseError.single(
            "the day lies before the case's own date, whose values and words already know what came later",
            f"Use {case.as_of} or a later day, or write a case dated {as_of}.",
            path="as_of",
            got=as_of.isoformat(),
        )
    if as_of == case.as_of:
        return case, ()
    data = case.dump()
    data["as_of"] = as_of.isoformat()
    data["horizon"] = case.horizon.isoformat()
    message = f"the case was written as of {case.as_of} and has not been brought up to this day"
    fix = "Update its values and evidence, and its as_of with them."
    return case_from_data(data, case.name), (
        Finding("warning", "as_of", message, fix, got=as_of.isoformat()),
    )
