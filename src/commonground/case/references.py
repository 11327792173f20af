"""Names that must exist: parties, issues, options and evidence, with "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable

from commonground.case.raw import RawCase
from commonground.case.values import is_id
from commonground.case.yaml12 import Key
from commonground.errors import did_you_mean


def check_references(raw: RawCase, evidence: Iterable[str] | None) -> None:
    """Add a fault for every name that does not exist.

    Parameters
    ----------
    raw      : the case
    evidence : ids of all evidence items, or None if they are not all known
    """
    for section in ("positions", "walk_away", "durability", "collapse"):
        for party in raw.part(section):
            known(raw, (section, party), party, raw.parties, "party", at_key=True)
    for party in raw.part("positions"):
        for issue in raw.part("positions", party):
            known(raw, ("positions", party, issue), issue, raw.issues, "issue", at_key=True)
            if raw.kind(issue) == "options":
                _options(raw, party, issue)
    for issue in raw.issues:
        _status_quo(raw, issue)
    if evidence is not None:
        cited = frozenset(evidence)
        for key in raw.document.data:
            if key not in ("evidence", "evidence_files"):
                _citations(raw, (key,), cited)
    _assumptions(raw)


def known(
    raw: RawCase, keys: tuple[Key, ...], name: object, names: Iterable[str], what: str, at_key: bool = False
) -> bool:
    """Whether a name is one of those the case defines; else a fault, unless it is no id at all."""
    if not is_id(name):
        return False  # what is no id at all is told so where it stands
    names = names if isinstance(names, frozenset) else tuple(names)
    if name in names:
        return True
    fix = did_you_mean(name, names) or f"Define the {what} first."
    raw.add(keys, f"unknown {what}", fix, name, at_key=at_key)
    return False


def _options(raw: RawCase, party: str, issue: str) -> None:
    keys, options = ("positions", party, issue), raw.options(issue)
    if not options:
        return
    utility = raw.part(*keys, "utility")
    for option in utility:
        known(raw, (*keys, "utility", option), option, options, "option", at_key=True)
    lacking = [option for option in options if option not in utility]
    if utility and lacking and utility.keys() <= set(options):
        fix = f"Add {', '.join(f'{option}: a worth from 0 to 1' for option in lacking)}."
        raw.add((*keys, "utility"), f"no utility for {', '.join(lacking)}", fix, at_key=True)
    order = raw.items(*keys, "order")
    all_known = [known(raw, (*keys, "order", i), name, options, "option") for i, name in enumerate(order)]
    for i, name in enumerate(order):
        if name in order[:i]:
            raw.add((*keys, "order", i), "an option named twice in an order", "Name each option once.", name)
    left = [option for option in options if option not in order]
    if order and left and all(all_known) and len(order) + len(left) == len(options):
        fix = f"Name every option once, best first; add {', '.join(left)}."
        raw.add((*keys, "order"), "the order leaves out options", fix, order)
    forbid = raw.items(*keys, "red_line", "forbid")
    for i, name in enumerate(forbid):
        known(raw, (*keys, "red_line", "forbid", i), name, options, "option")
    if set(options) <= {name for name in forbid if isinstance(name, str)}:
        fix = "Leave at least one option open, or model the refusal by the walk-away value."
        raw.add((*keys, "red_line", "forbid"), "forbids every option", fix, forbid)


def _status_quo(raw: RawCase, issue: str) -> None:
    if raw.kind(issue) == "options" and raw.options(issue):
        held = raw.at("issues", issue, "status_quo")
        keys: tuple[Key, ...] = ("issues", issue, "status_quo")
        if isinstance(held, dict):
            held, keys = held.get("value"), (*keys, "value")
        known(raw, keys, held, raw.options(issue), "option")


def _citations(raw: RawCase, keys: tuple[Key, ...], cited: frozenset[str]) -> None:
    here = raw.at(*keys)
    if isinstance(here, list):
        for index in range(len(here)):
            _citations(raw, (*keys, index), cited)
        return
    if not isinstance(here, dict):
        return
    for key, inner in here.items():
        if key == "evidence" and isinstance(inner, list):
            for index, name in enumerate(inner):
                known(raw, (*keys, key, index), name, cited, "evidence")
        else:
            _citations(raw, (*keys, key), cited)


def _assumptions(raw: RawCase) -> None:
    first: dict[str, int] = {}
    for index, said in enumerate(raw.items("assumptions")):
        name = said.get("id") if isinstance(said, dict) else None
        if isinstance(name, str) and name in first:
            raw.add(("assumptions", index, "id"), "duplicate assumption id", "Give each its own id.", name)
        elif isinstance(name, str):
            first[name] = index
