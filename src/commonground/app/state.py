"""What is pushed, as an address: `?set.positions.usa.enrichment.ideal=3.67`. The address holds all of it.

The form is canonical: one change a path, in the order in which the case can be changed, each value as short as a case
file would have it. Two addresses that mean the same are the same, so that answers are kept under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from commonground.case.changeable import changeable
from commonground.case.changes_check import NOT_CHANGED
from commonground.case.model import Case
from commonground.case.moves import MOVES
from commonground.case.yaml12 import parse_yaml
from commonground.errors import CaseError, Finding, did_you_mean, shown
from commonground.quantity import number_text

SET: Final = "set."
MOST_CHANGES: Final = 200
LONGEST_VALUE: Final = 500


@dataclass(frozen=True)
class State:
    """What differs from the case.

    changes : (path, value as text), canonical
    """

    changes: tuple[tuple[str, str], ...] = ()

    @property
    def is_base(self) -> bool:
        return not self.changes

    def raw(self) -> dict[str, Any]:
        """Path -> value as `change` takes it."""
        return {path: _parsed(path, text) for path, text in self.changes}

    def query(self, without: str = "") -> str:
        """The address's query, with its `?`; "" for the case as it is."""
        kept = [(path, text) for path, text in self.changes if path != without]
        said = "&".join(f"{SET}{quote(path, safe='.')}={quote(text, safe=',.:')}" for path, text in kept)
        return f"?{said}" if said else ""

    def as_dict(self) -> dict[str, str]:
        return dict(self.changes)


BASE: Final = State()


def state_of(case: Case, changes: Mapping[str, Any]) -> State:
    """Changes as a state of this case.

    Parameters
    ----------
    changes : path -> number, or text as a case file has it

    Raises
    ------
    CaseError : unknown paths, or what is no value; all of them at once. Whether a value lies in its range is seen when
        it is tried.
    """
    if len(changes) > MOST_CHANGES:
        raise CaseError.single(f"more than {MOST_CHANGES} changes at once", "Save some as a scenario.")
    order = {path: place for place, path in enumerate(changeable(case))}
    faults: list[Finding] = []
    found: dict[str, str] = {}
    for path, raw in changes.items():
        if path not in order or path in NOT_CHANGED:
            fix = did_you_mean(path, [known for known in order if known not in NOT_CHANGED])
            faults.append(Finding("error", path, "no value of this case that can change", fix, shown(raw)))
            continue
        try:
            found[path] = _canonical(path, raw)
        except (CaseError, ValueError):
            fix = "Write it as in a case file: 3.67, 3 to 9, {triangular: [0, 1, 5]}."
            faults.append(Finding("error", path, "not a value", fix, shown(raw)))
    if faults:
        raise CaseError(faults)
    return State(tuple(sorted(found.items(), key=lambda change: order[change[0]])))


def state_of_query(case: Case, pairs: Iterable[tuple[str, str]]) -> State:
    """The state that an address holds; what is not a change is another's.

    Raises
    ------
    CaseError : as `state_of`, or a path that is set twice.
    """
    changes: dict[str, str] = {}
    for name, text in pairs:
        if not name.startswith(SET):
            continue
        path = name.removeprefix(SET)
        if path in changes:
            raise CaseError.single("is set twice", "Set it once.", path=path, got=shown(text))
        changes[path] = text
    return state_of(case, changes)


def more_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What an address says beside the changes, for pages that read it."""
    return {name: text for name, text in pairs if not name.startswith(SET) and len(text) <= LONGEST_VALUE}


def _canonical(path: str, raw: Any) -> str:
    if isinstance(raw, str):
        if not raw.strip() or len(raw) > LONGEST_VALUE or any(ord(letter) < 32 for letter in raw):
            raise ValueError(path)
        parsed = _parsed(path, raw.strip())
        text = raw.strip()
    else:
        parsed, text = raw, ""
    if isinstance(parsed, bool) or parsed is None or not isinstance(parsed, str | int | float | dict | list):
        raise ValueError(path)
    if isinstance(parsed, dict) and parsed.keys() & set(MOVES):
        raise ValueError(path)  # a move of a value is a lever's or a scenario's
    if isinstance(parsed, int | float):
        return number_text(float(parsed))
    if not text:
        raise ValueError(path)
    return text


def _parsed(path: str, text: str) -> Any:
    """The value a case file would read."""
    data = parse_yaml(f"value: {text}", path).data
    if not isinstance(data, dict) or set(data) != {"value"}:
        raise ValueError(path)
    return data["value"]
