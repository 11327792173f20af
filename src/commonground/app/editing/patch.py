"""Texts of a case file with something changed in them; what is not meant to change stays to the letter.

Every function here only makes a text. `checked` says whether it is a case; `lock.py` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonground.case.change import change
from commonground.case.io import build_case
from commonground.case.model import Case
from commonground.case.patch import Page
from commonground.case.values import is_expanded, is_id
from commonground.case.yaml12 import Key, parse_yaml
from commonground.errors import CaseError, UsageError, shown

Changes = Mapping[str, Any]
_BY_HAND = "Write it in the text by hand."


def checked(text: str, path: Path) -> Case:
    """The case that a text is, as if it stood in the file at `path`.

    Raises
    ------
    CaseError : it is none; all its faults, each with its line
    """
    return build_case(parse_yaml(text, path.name), path.parent)


def evidence_files(path: Path) -> tuple[Path, ...]:
    """The files of evidence that a case file names; none where it cannot be read."""
    try:
        named = Page(path.read_text("utf-8-sig"), path.name).at(["evidence_files"])
    except (OSError, ValueError, CaseError):
        return ()
    return tuple(path.parent / name for name in named or () if isinstance(name, str))


def with_values(text: str, changes: Changes, path: Path) -> str:
    """The text with other values at some paths; each keeps its reason, its evidence and the comments around it.

    Raises
    ------
    CaseError : a path that cannot be changed, a value out of its range, or a layout that cannot be patched
    """
    before = checked(text, path)
    meant = change(before, changes)
    page = Page(text, path.name)
    for place, raw in changes.items():
        page = _put(page, place, raw)
    after = checked(page.text, path)
    if after.dump(evidence=False) != meant.dump(evidence=False):
        named = ", ".join(changes)
        raise CaseError.single("the text cannot be patched so that it says just this", _BY_HAND, named)
    return page.text


def with_scenario(
    text: str,
    scenario: str,
    name: str,
    changes: Changes,
    path: Path,
    about: str = "",
    after: tuple[str, ...] = (),
) -> str:
    """The text with one more scenario at the end of its block, one line to a change.

    Parameters
    ----------
    scenario : its id
    name     : its title
    after    : scenarios that it builds on

    Raises
    ------
    UsageError : no id, or one that the case has already, or nothing that changes
    CaseError  : the changes cannot be made
    """
    before = checked(text, path)
    if not is_id(scenario):
        fix = "Use small letters, digits and hyphens, beginning with a letter."
        raise UsageError(f"not a name for a scenario (got {shown(scenario)})", fix)
    if scenario in before.scenarios:
        raise UsageError(f"the case has a scenario {scenario} already", "Choose another name.")
    if not changes and not after:
        raise UsageError("the scenario changes nothing", "Change a value first.")
    said: dict[str, Any] = {"name": name.strip() or scenario}
    if about.strip():
        said["about"] = about
    if after:
        said["after"] = list(after)
    if changes:
        said["changes"] = dict(changes)
    page = Page(text, path.name)
    if before.scenarios:
        page = page.enter(["scenarios"], scenario, said, open_out=True)
    elif page.at(["scenarios"]) is None:
        page = page.enter([], "scenarios", {scenario: said}, open_out=True)
    else:
        page = page.set(["scenarios"], {scenario: said})
    checked(page.text, path)
    return page.text


def _put(page: Page, place: str, raw: Any) -> Page:
    """One value: in place of what is there, or as a new key of the nearest mapping that is there."""
    keys = _keys(page, place)
    held = page.at(keys)
    if isinstance(held, dict) and is_expanded(held) and not is_expanded(raw):
        return page.set([*keys, "value"], raw)
    if held is not None:
        return page.set(keys, raw)
    depth = next(
        k for k in range(len(keys) - 1, -1, -1) if k == 0 or isinstance(page.at(keys[:k]), dict | list)
    )
    value: Any = raw
    for key in reversed(keys[depth + 1 :]):
        value = {str(key): value}
    if page.at(keys[: depth + 1]) is not None:  # a short form stands where a mapping has to be
        return page.set(keys[: depth + 1], {"value": page.at(keys[: depth + 1])} | value)
    return page.enter(keys[:depth], str(keys[depth]), value)


def _keys(page: Page, place: str) -> list[Key]:
    """Keys of a path in the text; what stands in a list is named by its number."""
    keys: list[Key] = []
    for part in place.split("."):
        here = page.at(keys)
        keys.append(int(part) if isinstance(here, list) and part.isdecimal() else part)
    return keys
