"""Domains of Genius (TU Delft): an XML template of issues, and one XML profile of preferences per party.

As Genius itself scores: u = sum_j w_j e_j(v) / max e_j, where an issue whose largest evaluation is below 1e-5 counts
nothing. An integer issue is worth offset + slope (v - lowest), a real one linear, constant or triangular in v, cut to
0-1 and not divided. A missing reservation value is 0, a missing discount 1. Profiles may list issues and values in
another order than the template: they are matched by name.

Limits: additive profiles only; a real issue is cut into evenly spaced levels and the peaks of its triangles.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from commonground.case.importers.domain import (
    AS_OF,
    Domain,
    Faults,
    FloatArray,
    case_from_domain,
    meant,
    party_names,
    read_foreign,
)
from commonground.case.importers.markup import Element, parse_markup
from commonground.case.model import Case
from commonground.errors import shown

_NOTHING = 1e-5  # a largest evaluation below this counts as none
_MOST_LEVELS = 1001
_KINDS = ("discrete", "integer", "real")


@dataclass(frozen=True)
class _Issue:
    name: str
    kind: str
    names: tuple[str, ...]  # of the values of a discrete issue
    low: float
    high: float


def read_genius(
    domain: str | os.PathLike[str],
    profiles: Sequence[str | os.PathLike[str]],
    *,
    names: Sequence[str] = (),
    time: float = 0.0,
    as_of: date = AS_OF,
    horizon: date | None = None,
    real_levels: int = 11,
) -> Case:
    """A Genius domain as a case.

    Parameters
    ----------
    domain      : path of the template
    profiles    : paths of the profiles, one per party
    names       : of the parties; default those of the profile files
    time        : share of the talks' time that has passed, 0-1; profiles with a discount are worth less then
    as_of, horizon : days of the case, see `case_from_domain`
    real_levels : evenly spaced levels that stand for a real issue

    Raises
    ------
    CaseError  : faults in the files, all of them, each with file, line and fix; or what a case cannot hold
    UsageError : files that cannot be read, fewer than two profiles, a time outside 0-1
    """
    found = read_genius_domain(domain, profiles, names=names, real_levels=real_levels)
    return case_from_domain(found.at(time), as_of=as_of, horizon=horizon)


def read_genius_domain(
    domain: str | os.PathLike[str],
    profiles: Sequence[str | os.PathLike[str]],
    *,
    names: Sequence[str] = (),
    real_levels: int = 11,
) -> Domain:
    """A Genius domain with its own utilities, whatever their sum and however many packages; see `read_genius`."""
    paths = [Path(path) for path in profiles]
    parties = party_names(names, paths)
    faults = Faults()
    issues = _issues(parse_markup(read_foreign(domain), str(domain)), str(domain), faults)
    faults.stop()
    read = [_Profile(path, issues, faults) for path in paths]
    faults.stop()
    levels = [_levels(issue, [profile.peaks(issue) for profile in read], real_levels) for issue in issues]
    value = tuple(
        np.stack([profile.worth(issue, level) for profile in read], axis=1)
        for issue, level in zip(issues, levels, strict=True)
    )
    return Domain(
        name=Path(domain).stem,
        source="Genius",
        parties=parties,
        issues=tuple(issue.name for issue in issues),
        levels=tuple(
            issue.names or tuple(f"{number:.12g}" for number in level)
            for issue, level in zip(issues, levels, strict=True)
        ),
        weight=np.array([[profile.weight[issue.name] for issue in issues] for profile in read]),
        value=value,
        reservation=np.array([profile.reservation for profile in read]),
        discount=np.array([profile.discount for profile in read]),
    )


def _issues(root: Element, filename: str, faults: Faults) -> list[_Issue]:
    found: dict[str, _Issue] = {}
    for element in root.every("issue"):
        name = element.attributes.get("name", "")
        if not name or name in found:
            what = "an issue without a name" if not name else "an issue of a name used before"
            faults.add(element.where, what, "Give each issue a name of its own.", shown(name) if name else "")
            continue
        kind = _kind(element, faults)
        if kind == "discrete":
            names = tuple(item.attributes.get("value", "") for item in element.every("item"))
            if not names or len(set(names)) < len(names):
                what = "an issue without values" if not names else "a value listed twice"
                faults.add(element.where, what, "List each value once.", shown(name))
            found[name] = _Issue(name, kind, names, 0.0, 0.0)
        elif kind:
            low, high = _range(element, faults)
            if kind == "integer" and high - low >= _MOST_LEVELS:
                faults.add(
                    element.where,
                    f"an integer issue of more than {_MOST_LEVELS} values",
                    "Use a narrower range.",
                    f"{low:g} to {high:g}",
                )
            found[name] = _Issue(name, kind, (), low, high)
    if not found:
        faults.add(f"{filename}:1:1", "no issue", "Give the template, with its <issue> elements.")
    return list(found.values())


def _kind(element: Element, faults: Faults) -> str:
    said = [element.attributes[key] for key in ("vtype", "type", "etype") if key in element.attributes]
    for kind in said:
        if kind.lower() in _KINDS:
            return kind.lower()
    if not said:
        return "discrete"
    faults.add(element.where, "an issue of an unknown kind", meant(said[0], _KINDS), shown(said[0]))
    return ""


def _range(element: Element, faults: Faults) -> tuple[float, float]:
    """Lowest and highest value: on the issue itself, or on a <range> below it."""
    below = next(element.every("range"), element)
    ends = []
    for key in ("lowerbound", "upperbound"):
        holder = element if key in element.attributes else below
        ends.append(_number(holder, key, faults, -1e12, 1e12))
    if ends[0] > ends[1]:
        faults.add(element.where, "a range from high to low", "Swap its ends.", f"{ends[0]:g} to {ends[1]:g}")
    return ends[0], ends[1]


def _number(
    element: Element,
    key: str,
    faults: Faults,
    lo: float,
    hi: float,
    default: float | None = None,
) -> float:
    text = element.attributes.get(key)
    if text is None:
        if default is None:
            faults.add(element.where, f"<{element.tag}> lacks {key}", f'Write {key}="a number".')
        return default or 0.0
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not lo <= number <= hi:
        what = "not a number" if math.isnan(number) else "out of range"
        faults.add(element.where, f"{key} is {what}", f"Use a number from {lo:g} to {hi:g}.", shown(text))
        return 0.0
    return number


class _Profile:
    """One party's weights and evaluations."""

    def __init__(self, path: Path, issues: list[_Issue], faults: Faults) -> None:
        root = parse_markup(read_foreign(path), str(path))
        spaces = [root] if root.tag == "utility_space" else list(root.every("utility_space"))
        kind = spaces[0].attributes.get("type", "additive").lower() if spaces else ""
        if not spaces or kind in ("nonlinear", "constraint"):
            what = "no utility space" if not spaces else "a profile that is not additive"
            faults.add(root.where, what, "Give an additive profile, with its <utility_space>.", shown(kind))
            faults.stop()
        self.elements: dict[str, Element] = {}
        self.weight: dict[str, float] = {}
        self.evaluation: dict[str, dict[str, float]] = {}
        by_index = {
            element.attributes.get("index", ""): _number(element, "value", faults, 0.0, 1e9)
            for element in root.every("weight")
        }
        known = {issue.name: issue for issue in issues}
        for place, element in enumerate(root.every("issue")):
            name = element.attributes.get("name", "")
            if name not in known or name in self.elements:
                what = "an issue twice" if name in self.elements else "an issue that the template lacks"
                fix = meant(name, known) if name not in known else "Keep one of them."
                faults.add(element.where, what, fix, shown(name))
                continue
            self.elements[name] = element
            index = element.attributes.get("index", str(place + 1))
            if index not in by_index:
                fix = f'Add <weight index="{index}" value="..."/>.'
                faults.add(element.where, "an issue without a weight", fix, shown(name))
            self.weight[name] = by_index.get(index, 0.0)
            if known[name].kind == "discrete":
                self.evaluation[name] = self._evaluations(element, known[name], faults)
            else:
                self._check_evaluator(element, known[name], faults)
        for name in known.keys() - self.elements.keys():
            faults.add(f"{path}:1:1", "an issue of the template is missing", "Add it.", shown(name))
        self.reservation = self._single(root, "reservation", 0.0, faults)
        self.discount = self._single(root, "discount_factor", 1.0, faults)

    @staticmethod
    def _single(root: Element, tag: str, default: float, faults: Faults) -> float:
        for element in root.every(tag):
            return _number(element, "value", faults, 0.0, 1.0, default)
        return default

    @staticmethod
    def _evaluations(element: Element, issue: _Issue, faults: Faults) -> dict[str, float]:
        out: dict[str, float] = {}
        for item in element.every("item"):
            name = item.attributes.get("value", "")
            if name not in issue.names or name in out:
                what = "a value twice" if name in out else "a value that the template lacks"
                fix = "Keep one of them." if name in out else meant(name, issue.names)
                faults.add(item.where, what, fix, shown(name))
                continue
            out[name] = _number(item, "evaluation", faults, 0.0, 1e12)
        for name in issue.names:
            if name not in out:
                fix = f"Add an <item> with its evaluation to {issue.name}."
                faults.add(element.where, "a value without an evaluation", fix, shown(name))
        return out

    def _check_evaluator(self, element: Element, issue: _Issue, faults: Faults) -> None:
        evaluator = next(element.every("evaluator"), None)
        shape = evaluator.attributes.get("ftype", "linear").lower() if evaluator else ""
        if evaluator is None or shape not in ("linear", "constant", "triangular"):
            what = "an issue without an evaluator" if evaluator is None else "an evaluator of an unknown kind"
            faults.add(element.where, what, "Use ftype linear, constant or triangular.", shown(shape))
            return
        needed = {"linear": 2, "constant": 1, "triangular": 3}[shape]
        old = issue.kind == "integer" and "slope" in evaluator.attributes
        for key in ("offset", "slope") if old else [f"parameter{k}" for k in range(needed)]:
            _number(evaluator, key, faults, -1e12, 1e12)

    def peaks(self, issue: _Issue) -> list[float]:
        """Values at which a triangle turns: levels a real issue should not miss."""
        evaluator = next(self.elements[issue.name].every("evaluator"), None)
        if issue.kind != "real" or evaluator is None or evaluator.attributes.get("ftype") != "triangular":
            return []
        return [float(evaluator.attributes[f"parameter{k}"]) for k in range(3)]

    def worth(self, issue: _Issue, level: FloatArray) -> FloatArray:
        """(level,) worth of each level, 0-1."""
        if issue.kind == "discrete":
            worth = np.array([self.evaluation[issue.name][name] for name in issue.names])
            return np.asarray(worth / worth.max()) if worth.max() >= _NOTHING else np.zeros(len(worth))
        evaluator = next(self.elements[issue.name].every("evaluator"))
        given = evaluator.attributes
        if issue.kind == "integer" and "slope" in given:
            return np.clip(float(given["offset"]) + float(given["slope"]) * (level - issue.low), 0.0, 1.0)
        shape = given.get("ftype", "linear").lower()
        first = float(given["parameter0"])
        if shape == "constant":
            return np.full(len(level), min(max(first, 0.0), 1.0))
        second = float(given["parameter1"])
        if shape == "linear":
            start = issue.low if issue.kind == "integer" else 0.0
            return np.clip(first + second * (level - start), 0.0, 1.0)
        top = float(given["parameter2"])
        rise = (level - first) / (top - first) if top > first else np.ones(len(level))
        fall = (second - level) / (second - top) if second > top else np.zeros(len(level))
        inside = (level >= first) & (level < second)
        return np.where(inside, np.clip(np.where(level < top, rise, fall), 0.0, 1.0), 0.0)


def _levels(issue: _Issue, peaks: list[list[float]], real_levels: int) -> FloatArray:
    """(level,) the numbers that stand for an issue; places 0, 1, 2 ... for a discrete one."""
    if issue.kind == "discrete":
        return np.arange(len(issue.names), dtype=np.float64)
    if issue.kind == "integer":
        return np.arange(math.ceil(issue.low), math.floor(issue.high) + 1, dtype=np.float64)
    even = np.linspace(issue.low, issue.high, max(2, min(real_levels, _MOST_LEVELS)))
    turns = [value for row in peaks for value in row if issue.low <= value <= issue.high]
    return np.unique(np.concatenate([even, turns]))
