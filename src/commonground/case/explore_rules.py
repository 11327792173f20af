"""What must hold in levers, scenarios and indicators: names that exist, days in order, effects on what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from commonground.case.composing import circle_in
from commonground.case.raw import RawCase, is_number
from commonground.case.references import known
from commonground.case.yaml12 import Key

Keys = tuple[Key, ...]
_EFFECTS = ("mediator", "snapback", "escrow", "relief", "inspections", "gestures", "linked", "diplomacy")


def check_explore(raw: RawCase) -> None:
    """Add a fault for every rule that these blocks break, looking at the file as written."""
    for rule in _RULES:
        rule(raw)


def _blocks(raw: RawCase, block: str) -> Iterable[tuple[str, dict[str, Any]]]:
    return ((name, held) for name, held in raw.part(block).items() if isinstance(held, dict))


def _names(raw: RawCase, keys: Keys, names: Iterable[str], what: str) -> None:
    """Every entry of a list is one of the names."""
    known_names = tuple(names)
    for index, name in enumerate(raw.items(*keys)):
        known(raw, (*keys, index), name, known_names, what)


# levers


def _levers(raw: RawCase) -> None:
    actors = dict.fromkeys([*raw.parties, *raw.part("mediators")])
    for name, held in _blocks(raw, "levers"):
        keys: Keys = ("levers", name)
        _names(raw, (*keys, "by"), actors, "party or mediator")
        if raw.items(*keys, "by") == [] and isinstance(held.get("by"), list):
            fix = f"Name who can do it: {', '.join(actors)}."
            raw.add((*keys, "by"), "nobody is named who can pull this lever", fix, at_key=True)
        _names(raw, (*keys, "excludes"), raw.part("levers"), "lever")
        if not held.get("changes") and not any(held.get("effects") or ()):
            fix = f"Add effects: one of {', '.join(_EFFECTS)}; or changes: path: value."
            raw.add(keys, "a lever that changes nothing", fix, at_key=True)


def _penalties(raw: RawCase) -> None:
    """A penalty deters by what leaving a deal brings, which the case has to say."""
    for name, _ in _blocks(raw, "levers"):
        keys: Keys = ("levers", name, "effects")
        for here in ((*keys, "snapback"), (*keys, "escrow"), (*keys, "diplomacy", "at_home")):
            for party in raw.part(*here):
                at: Keys = (*here, party)
                if not known(raw, at, party, raw.parties, "party", at_key=True):
                    continue
                place = ("elections", "governments", party)
                if not raw.at(*place):
                    fix = f"Add {'.'.join(place)}: a penalty acts on governments that may leave a deal."
                    raw.add(at, "the case says nothing of this party's governments", fix, at_key=True)
                elif raw.at(*place, "penalty", "temptation") is None:
                    fix = (
                        f"Add {'.'.join(place)}.penalty.temptation: the most that leaving brings it per year."
                    )
                    raw.add(
                        at,
                        "what leaving a deal brings this party's governments is not said",
                        fix,
                        at_key=True,
                    )


def _effects(raw: RawCase) -> None:
    for name, _ in _blocks(raw, "levers"):
        keys: Keys = ("levers", name, "effects")
        who = raw.at(*keys, "mediator", "who")
        if who is not None:
            known(raw, (*keys, "mediator", "who"), who, raw.part("mediators"), "mediator")
        for party in raw.part(*keys, "linked"):
            _is_signatory(raw, (*keys, "linked", party), party, at_key=True)
        for effect in ("inspections", "gestures"):
            _trusted_party(raw, (*keys, effect))
        if isinstance(raw.at(*keys, "relief"), dict):
            _relief(raw, (*keys, "relief"))
        _salience(raw, (*keys, "diplomacy", "salience"))


def _is_signatory(raw: RawCase, keys: Keys, name: object, at_key: bool = False) -> bool:
    if not known(raw, keys, name, raw.parties, "party", at_key=at_key):
        return False
    if name not in raw.signatories:
        fix = f"Name one that signs: {', '.join(raw.signatories)}."
        raw.add(keys, "the party signs nothing, so that a deal is worth nothing to it here", fix, name)
        return False
    return True


def _trusted_party(raw: RawCase, keys: Keys) -> None:
    for party in raw.part(*keys):
        if not known(raw, (*keys, party), party, raw.parties, "party", at_key=True):
            continue
        if party not in _trusted(raw):
            message = "nobody's trust in this party is stated, so that what it does here changes nothing"
            fix = f"Add a trust block of a party with of: {party}."
            raw.add((*keys, party), message, fix, at_key=True)


def _trusted(raw: RawCase) -> set[object]:
    found: set[object] = set()
    for truster, held in _blocks(raw, "trust"):
        others = [party for party in raw.signatories if party != truster]
        found.add(held.get("of") or (others[0] if len(others) == 1 else None))
    return found


def _relief(raw: RawCase, keys: Keys) -> None:
    said = raw.part(*keys)
    for side in ("by", "to"):
        if side in said:
            _is_signatory(raw, (*keys, side), said[side])
    if said.get("by") is not None and said.get("by") == said.get("to"):
        raw.add((*keys, "to"), "relief from a party to itself", "Name the side that receives it.", said["to"])
    issue, level = said.get("issue"), said.get("level")
    if issue is not None and known(raw, (*keys, "issue"), issue, raw.issues, "issue"):
        _level(raw, keys, str(issue), level)
        if raw.at("issues", str(issue), "status_quo") is None:
            fix = f"Add issues.{issue}.status_quo: what relief is worth is judged from there."
            raw.add((*keys, "issue"), "the issue has no status quo", fix, issue)
    if "stays" not in said and raw.at("relief", "sides", str(said.get("to")), "snapback") is None:
        fix = f"Add stays: a share from 0 to 1, or relief.sides.{said.get('to')}.snapback."
        raw.add(keys, "how much of what is given stays given is not said", fix, at_key=True)


def _level(raw: RawCase, keys: Keys, issue: str, level: object) -> None:
    if raw.kind(issue) == "options":
        known(raw, (*keys, "level"), level, raw.options(issue), "option")
    elif issue in raw.domains and is_number(level):
        domain = raw.domains[issue]
        if not domain.lo <= level <= domain.hi:
            fix = f"Use a level from {domain.lo:g} to {domain.hi:g}."
            raw.add((*keys, "level"), "outside the issue's range", fix, level)


def _salience(raw: RawCase, keys: Keys) -> None:
    for party, held in raw.part(*keys).items():
        if not known(raw, (*keys, party), party, raw.parties, "party", at_key=True):
            continue
        for issue in held if isinstance(held, dict) else ():
            here: Keys = (*keys, party, issue)
            there = known(raw, here, issue, raw.issues, "issue", at_key=True)
            if there and not raw.at("positions", party, issue):
                fix = f"Add positions.{party}.{issue}, or leave it out."
                raw.add(here, "this party has no position on the issue", fix, at_key=True)


# scenarios and indicators


def _scenarios(raw: RawCase) -> None:
    scenarios = raw.part("scenarios")
    below = {
        name: tuple(other for other in raw.items("scenarios", name, "after") if isinstance(other, str))
        for name in scenarios
    }
    as_of = raw.day("as_of")
    for name, held in _blocks(raw, "scenarios"):
        keys: Keys = ("scenarios", name)
        _names(raw, (*keys, "after"), scenarios, "scenario")
        _names(raw, (*keys, "levers"), raw.part("levers"), "lever")
        way = circle_in(below, name)
        if way:
            fix = "A scenario cannot build on itself; remove one of the steps."
            raw.add((*keys, "after"), "goes in a circle", fix, told=" after ".join(way), at_key=True)
        if not any(held.get(key) for key in ("changes", "levers", "after")):
            fix = "Add changes: path: value, levers: [ids], or after: [scenarios]."
            raw.add(keys, "a scenario in which nothing changes", fix, at_key=True)
        start, horizon = raw.day(*keys, "from"), raw.day(*keys, "horizon")
        if as_of and start and start <= as_of:
            fix = f"Use a day after {as_of}, or leave from out: the changes then hold from the start."
            raw.add((*keys, "from"), f"a start that is not after as_of {as_of}", fix, told=str(start))
        earliest = max((day for day in (as_of, start) if day), default=None)
        if horizon and earliest and horizon <= earliest:
            raw.add(
                (*keys, "horizon"),
                f"a horizon that is not after {earliest}",
                "Use a later day.",
                told=str(horizon),
            )


def _indicators(raw: RawCase) -> None:
    assumptions = [
        held["id"] for held in raw.items("assumptions") if isinstance(held, dict) and held.get("id")
    ]
    as_of = raw.day("as_of")
    for name, held in _blocks(raw, "indicators"):
        keys: Keys = ("indicators", name)
        if held.get("assumption") is not None:
            known(raw, (*keys, "assumption"), held["assumption"], map(str, assumptions), "assumption")
        if held.get("changes") == {}:
            fix = "Add path: value, what the value would then be."
            raw.add((*keys, "changes"), "nothing changes if this is seen", fix, at_key=True)
        day = raw.day(*keys, "by")
        if as_of and day and day <= as_of:
            fix = f"Use a day after {as_of}; what has been seen already belongs in the evidence."
            raw.add((*keys, "by"), f"a day that is not after as_of {as_of}", fix, told=str(day))


def _shared_names(raw: RawCase) -> None:
    """A command names levers and scenarios alike, so one name must not mean both."""
    for name in raw.part("scenarios"):
        if name in raw.part("levers"):
            fix = f"Rename one of them, for example {name}-scenario."
            raw.add(("scenarios", name), "the same id as a lever", fix, name, at_key=True)


_RULES: tuple[Callable[[RawCase], None], ...] = (
    _levers, _penalties, _effects, _scenarios, _indicators, _shared_names,
)  # fmt: skip
