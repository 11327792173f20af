"""Domains of GeniusWeb (TU Delft): a JSON domain of issues, and one JSON profile of preferences per party.

u = sum_j weight_j * utility_j(v), both as given. The reservation value is the utility of the profile's
`reservationBid`, on the issues that the bid names; without a bid it is 0. There is no discount.

Limits: profiles of the kind LinearAdditiveUtilitySpace.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

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
from commonground.case.model import Case
from commonground.errors import CaseError, shown

_MOST_LEVELS = 1001
_KIND = "LinearAdditiveUtilitySpace"


def read_geniusweb(
    domain: str | os.PathLike[str],
    profiles: Sequence[str | os.PathLike[str]],
    *,
    names: Sequence[str] = (),
    as_of: date = AS_OF,
    horizon: date | None = None,
) -> Case:
    """A GeniusWeb domain as a case.

    Parameters
    ----------
    domain   : path of the domain
    profiles : paths of the profiles, one per party
    names    : of the parties; default those of the profile files
    as_of, horizon : days of the case, see `case_from_domain`

    Raises
    ------
    CaseError  : faults in the files, all of them, each with file, place and fix; or what a case cannot hold
    UsageError : files that cannot be read, or fewer than two profiles
    """
    found = read_geniusweb_domain(domain, profiles, names=names)
    return case_from_domain(found, as_of=as_of, horizon=horizon)


def read_geniusweb_domain(
    domain: str | os.PathLike[str], profiles: Sequence[str | os.PathLike[str]], *, names: Sequence[str] = ()
) -> Domain:
    """A GeniusWeb domain with its own utilities, however many packages; see `read_geniusweb`."""
    paths = [Path(path) for path in profiles]
    parties = party_names(names, paths)
    faults = Faults()
    said = _json(read_foreign(domain), str(domain))
    levels = _levels(said, str(domain), faults)
    faults.stop()
    read = [_Profile(path, levels, faults) for path in paths]
    faults.stop()
    title = said.get("name")
    return Domain(
        name=title if isinstance(title, str) and title.strip() else Path(domain).stem,
        source="GeniusWeb",
        parties=parties,
        issues=tuple(levels),
        levels=tuple(tuple(values) for values in levels.values()),
        weight=np.array([profile.weight for profile in read]),
        value=tuple(np.stack([profile.worth[j] for profile in read], axis=1) for j in range(len(levels))),
        reservation=np.array([profile.reservation for profile in read]),
        discount=np.ones(len(read)),
    )


def _json(source: bytes, filename: str) -> dict[str, Any]:
    """A JSON object without repeated keys or numbers that are none."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise CaseError.single("a key twice", "Keep one of them.", got=shown(twice), where=filename)
        return dict(pairs)

    def refuse(text: str) -> NoReturn:
        raise CaseError.single("not a number", "Write a finite number.", got=shown(text), where=filename)

    try:
        data = json.loads(source.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=refuse)
    except json.JSONDecodeError as error:
        where = f"{filename}:{error.lineno}:{error.colno}"
        raise CaseError.single(f"not JSON: {error.msg}", "Mend the file there.", where=where) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else "not readable as JSON"
        raise CaseError.single(what, "Give a domain or profile file in UTF-8.", where=filename) from error
    if not isinstance(data, dict):
        raise CaseError.single("not a JSON object", "Begin with {.", got=shown(data), where=filename)
    return data


def _part(holder: Mapping[str, Any], key: str, where: str, path: str, faults: Faults) -> dict[str, Any]:
    """A part that must be an object; an empty one, and a fault, where it is not."""
    part = holder.get(key)
    if isinstance(part, dict) and part:
        return part
    message = "is missing" if part is None else "is not an object with entries"
    faults.add(
        where, message, f'Write "{key}": {{...}}.', "" if part is None else shown(part), f"{path}{key}"
    )
    return {}


def _number(raw: Any, where: str, path: str, faults: Faults, hi: float = 1.0) -> float:
    """A number from 0 to hi; GeniusWeb also writes numbers as text."""
    try:
        number = float(raw) if isinstance(raw, int | float | str) and not isinstance(raw, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not 0.0 <= number <= hi:
        what = "not a number" if math.isnan(number) else "out of range"
        faults.add(where, what, f"Use a number from 0 to {hi:g}.", shown(raw), path)
        return 0.0
    return number


def _levels(said: dict[str, Any], where: str, faults: Faults) -> dict[str, list[str]]:
    """Issue -> names of its values, in the order of the file."""
    out: dict[str, list[str]] = {}
    for issue, given in _part(said, "issuesValues", where, "", faults).items():
        path = f"issuesValues.{issue}"
        if isinstance(given, dict) and isinstance(given.get("values"), list) and given["values"]:
            names = [str(value) for value in given["values"]]
            if len(set(names)) < len(names):
                faults.add(where, "a value twice", "Keep one of them.", path=path)
            out[issue] = names
        elif isinstance(given, dict) and isinstance(given.get("range"), dict):
            out[issue] = _range(given["range"], where, path, faults)
        else:
            fix = 'Write {"values": [...]} or {"range": {"low": 0, "high": 10, "step": 1}}.'
            faults.add(where, "an issue without values", fix, shown(given), path)
    return out


def _range(given: dict[str, Any], where: str, path: str, faults: Faults) -> list[str]:
    try:
        low, high, step = (Decimal(str(given[key])) for key in ("low", "high", "step"))
        steps = int((high - low) / step) if step > 0 and high >= low else -1
    except (KeyError, ArithmeticError, ValueError):
        steps = -1
    if not 0 <= steps < _MOST_LEVELS:
        fix = f"Give low, high above it, and a step above 0, at most {_MOST_LEVELS} values in all."
        faults.add(where, "not a range", fix, shown(given), path)
        return ["0"]
    return [f"{low + k * step:f}" for k in range(steps + 1)]


class _Profile:
    """One party's weights and utilities, in the order of the domain's issues."""

    def __init__(self, path: Path, levels: dict[str, list[str]], faults: Faults) -> None:
        self.where = where = str(path)
        self.faults = faults
        said = _json(read_foreign(path), where)
        if _KIND not in said:
            message = f"not a profile of the kind {_KIND}"
            faults.add(where, message, "Give a linear additive profile.", shown(", ".join(said)))
            faults.stop()
        space = _part(said, _KIND, where, "", faults)
        weights = _part(space, "issueWeights", where, f"{_KIND}.", faults)
        utilities = _part(space, "issueUtilities", where, f"{_KIND}.", faults)
        for name in sorted({*weights, *utilities} - levels.keys()):
            fix = meant(name, levels)
            faults.add(where, "an issue that the domain lacks", fix, shown(name), f"{_KIND}.issueUtilities")
        self.weight = [self._weight(weights, issue) for issue in levels]
        self.worth = [self._worth(utilities, issue, names) for issue, names in levels.items()]
        self.reservation = self._reservation(space, levels)

    def _weight(self, weights: dict[str, Any], issue: str) -> float:
        path = f"{_KIND}.issueWeights.{issue}"
        if weights and issue not in weights:
            self.faults.add(self.where, "is missing", f'Write "{issue}": its weight.', path=path)
            return 0.0
        return _number(weights.get(issue, 0), self.where, path, self.faults, 1e9)

    def _worth(self, utilities: dict[str, Any], issue: str, names: list[str]) -> FloatArray:
        path = f"{_KIND}.issueUtilities.{issue}"
        given = utilities.get(issue)
        if isinstance(given, dict) and isinstance(given.get("discreteutils"), dict):
            table = _part(given["discreteutils"], "valueUtilities", self.where, f"{path}.", self.faults)
            for name in names:
                if table and name not in table:
                    fix = f'Write "{name}": its utility.'
                    self.faults.add(self.where, "is missing", fix, path=f"{path}.{name}")
            for name in sorted(table.keys() - set(names)):
                fix = meant(name, names)
                self.faults.add(self.where, "a value that the domain lacks", fix, shown(name), path)
            found = [_number(table.get(name, 0), self.where, f"{path}.{name}", self.faults) for name in names]
            return np.array(found)
        if isinstance(given, dict) and isinstance(given.get("numberutils"), dict):
            return self._line(given["numberutils"], path, names)
        if utilities:
            fix = "Give it discreteutils or numberutils."
            self.faults.add(self.where, "an issue without utilities", fix, shown(given), path)
        return np.zeros(len(names))

    def _line(self, given: dict[str, Any], path: str, names: list[str]) -> FloatArray:
        """Utility rises or falls evenly from the low to the high value."""
        try:
            number = np.array([float(name) for name in names])
            low, high = float(given["lowValue"]), float(given["highValue"])
        except (KeyError, TypeError, ValueError):
            number, low, high = np.zeros(len(names)), 0.0, 0.0
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            fix = "Give lowValue below highValue, for an issue with a range."
            self.faults.add(self.where, "not a line over numbers", fix, shown(given), path)
            return np.zeros(len(names))
        ends = [
            _number(given.get(key), self.where, f"{path}.{key}", self.faults)
            for key in ("lowUtility", "highUtility")
        ]
        return np.asarray(np.interp(number, [low, high], ends))

    def _reservation(self, space: dict[str, Any], levels: dict[str, list[str]]) -> float:
        bid = space.get("reservationBid")
        if bid is None:
            return 0.0
        path = f"{_KIND}.reservationBid"
        if not isinstance(bid, dict) or not isinstance(bid.get("issuevalues"), dict):
            fix = 'Write {"issuevalues": {issue: value}}, or leave it out.'
            self.faults.add(self.where, "not a bid", fix, shown(bid), path)
            return 0.0
        total = 0.0
        for issue, value in bid["issuevalues"].items():
            if issue not in levels or str(value) not in levels[issue]:
                got = shown(f"{issue}: {value}")
                fix = meant(str(value) if issue in levels else issue, levels.get(issue, levels))
                self.faults.add(self.where, "not a value of the domain", fix, got, path)
                continue
            j = list(levels).index(issue)
            total += self.weight[j] * float(self.worth[j][levels[issue].index(str(value))])
        return total
