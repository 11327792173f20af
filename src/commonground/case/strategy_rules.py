"""What must hold within the strategic blocks: parties that exist and differ, orders, days, and who knows what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date

from commonground.case.raw import RawCase, is_number, span
from commonground.case.references import known
from commonground.case.values import is_expanded
from commonground.case.yaml12 import Key
from commonground.quantity import number_text

Keys = tuple[Key, ...]
_ENDS = ("least", "most")


def check_strategy(raw: RawCase) -> None:
    """Add a fault for every rule that a strategic block breaks."""
    for rule in _RULES:
        rule(raw)


# parties


def _pairs(raw: RawCase) -> None:
    """Two parties that face each other exist and are not the same."""
    for block, first, second in (
        ("crisis", "demander", "resister"), ("latency", "builder", "other"), ("sanctions", "sender", "target"),
    ):  # fmt: skip
        said = raw.part(block)
        for key in (first, second):
            _is_party(raw, (block, key), said.get(key))
        if said.get(first) is not None and said.get(first) == said.get(second):
            _same(raw, (block, second), f"{first} and {second} are the same party", said[second])
    for truster, held in raw.part("trust").items():
        _is_party(raw, ("trust", truster), truster, at_key=True)
        _trusted(raw, truster, held)


def _trusted(raw: RawCase, truster: str, held: object) -> None:
    other = held.get("of") if isinstance(held, dict) else None
    if other is not None:
        _is_party(raw, ("trust", truster, "of"), other)
        if other == truster:
            _same(raw, ("trust", truster, "of"), "a party's trust in itself", other)
    elif isinstance(held, dict) and (len(raw.signatories) != 2 or truster not in raw.signatories):
        others = ", ".join(party for party in raw.parties if party != truster)
        message = "it is not said whom this party trusts, and there are not two signatories to tell it from"
        raw.add(("trust", truster), message, f"Add of: one of {others}.", at_key=True)


def _same(raw: RawCase, keys: Keys, message: str, got: object) -> None:
    others = ", ".join(party for party in raw.parties if party != got)
    raw.add(keys, message, f"Name another party: {others}.", got)


def _is_party(raw: RawCase, keys: Keys, name: object, at_key: bool = False) -> None:
    known(raw, keys, name, raw.parties, "party", at_key=at_key)


def _by_party(raw: RawCase) -> None:
    """Mappings from parties to something name parties that exist."""
    for keys in (
        ("crisis", "cost"), ("elections", "governments"), ("elections", "deal", "fallback"),
        ("elections", "deal", "loss"), ("elections", "deal", "restored_in"), ("relief", "sides"),
    ):  # fmt: skip
        for party in raw.part(*keys):
            _is_party(raw, (*keys, party), party, at_key=True)


def _mediators(raw: RawCase) -> None:
    sides = [raw.at("crisis", key) for key in ("demander", "resister")]
    for name, held in raw.part("mediators").items():
        keys = ("mediators", name)
        if not isinstance(held, dict):
            continue
        if name not in raw.parties and "name" not in held:
            fix = "Add name: its name in full, or use the id of a party."
            raw.add(keys, "a mediator without a name that is no party of the case", fix, at_key=True)
        if name in sides:
            raw.add(
                keys,
                "a side of the crisis cannot mediate it",
                "Remove it, or name a third party.",
                at_key=True,
            )
        told = held.get("speaks_to")
        if told is not None:
            _is_party(raw, (*keys, "speaks_to"), told)
            if told in raw.parties and all(side in raw.parties for side in sides) and told not in sides:
                fix = f"Use {sides[0]} or {sides[1]}."
                raw.add((*keys, "speaks_to"), "speaks to a party that is no side of the crisis", fix, told)
        elif not isinstance(sides[0], str):
            fix = "Add speaks_to: the party it tells, or a crisis block, whose demander it then tells."
            raw.add(keys, "it is not said to whom this mediator speaks", fix, at_key=True)


# crisis


def _crisis(raw: RawCase) -> None:
    if not isinstance(raw.at("crisis"), dict):
        return
    sides = [raw.at("crisis", key) for key in ("demander", "resister")]
    _costs(raw, sides)
    for keys in (("crisis", "power"), *(("crisis", "cost", party) for party in raw.part("crisis", "cost"))):
        _private(raw, keys)
    _one_secret(raw, sides)


def _costs(raw: RawCase, sides: list[object]) -> None:
    cost = raw.at("crisis", "cost")
    if not isinstance(cost, dict) or not all(side in raw.parties for side in sides) or sides[0] == sides[1]:
        return
    for side in sides:
        if side not in cost:
            fix = f"Add {side}: its cost, in units of all that is at stake."
            raw.add(("crisis", "cost"), f"no cost of a war to {side}", fix, at_key=True)
    for party in cost:
        if party in raw.parties and party not in sides:
            fix = f"Remove it; the two sides are {sides[0]} and {sides[1]}."
            keys = ("crisis", "cost", party)
            raw.add(keys, "a cost to a party that is no side of the crisis", fix, at_key=True)


def _private(raw: RawCase, keys: Keys) -> None:
    """Either a value or two ends, of which the lower comes first."""
    said = raw.at(*keys)
    if not isinstance(said, dict):
        return
    lacking = [end for end in _ENDS if end not in said]
    if "value" in said and len(lacking) < 2:
        end = next(end for end in _ENDS if end in said)
        fix = "Keep value, or keep least and most."
        raw.add((*keys, end), "both a value and the ends of what one side alone knows", fix, at_key=True)
    elif len(lacking) == 1:
        raw.add(
            keys,
            f"only one end of what one side alone knows, no {lacking[0]}",
            f"Add {lacking[0]}.",
            at_key=True,
        )
    elif lacking and is_expanded(said) and "value" not in said:
        raw.add(keys, "neither a value nor least and most", "Add value, or least and most.", at_key=True)
    low, high = (raw.quantity(*keys, end) for end in _ENDS)
    if low and high and span(low)[0] >= span(high)[1]:
        fix = "Swap least and most, or write one value if both sides know it."
        raw.add((*keys, "least"), f"least is not below most {high.text()}", fix, told=low.text())


def _is_private(raw: RawCase, *keys: Key) -> bool:
    said = raw.at(*keys)
    return isinstance(said, dict) and any(end in said for end in _ENDS)


def _one_secret(raw: RawCase, sides: list[object]) -> None:
    """Exactly one thing is the resister's alone to know: its cost or the power."""
    demander, resister = sides
    if demander == resister or not all(isinstance(side, str) for side in sides):
        return
    if isinstance(demander, str) and _is_private(raw, "crisis", "cost", demander):
        keys = ("crisis", "cost", demander)
        message = "what the demander alone knows has no place in this model; only the resister has a secret"
        raw.add(keys, message, "Write one value, such as 0.1 or an interval.", at_key=True)
    secrets = [
        keys for keys in (("crisis", "power"), ("crisis", "cost", str(resister))) if _is_private(raw, *keys)
    ]
    if len(secrets) == 2:
        fix = "Write one of power and the resister's cost as one value."
        raw.add(secrets[0], "both power and the resister's cost are its secret", fix, at_key=True)
    if not secrets and "power" in raw.part("crisis") and str(resister) in raw.part("crisis", "cost"):
        fix = f"Write cost.{resister} (or power) as {{least: …, most: …}}."
        raw.add(("crisis",), "nothing is said that only the resister knows", fix, at_key=True)


# deals over time


def _endless(raw: RawCase) -> None:
    """What comes for ever has a worth only where later counts less."""
    for block in ("elections", "latency", "relief"):
        weight = raw.quantity(block, "discount")
        priced = block != "elections" or isinstance(raw.at("elections", "deal"), dict)
        if priced and weight is not None and weight.is_exact and weight.params[0] == 1.0:
            message = "must be below 1: what comes for ever would have no bound"
            raw.add((block, "discount"), message, "Write 0.99 for a party in no hurry.", 1)


def _fallbacks(raw: RawCase) -> None:
    """A price for a deal needs what each signatory has without it."""
    fallback = raw.at("elections", "deal", "fallback")
    if not isinstance(fallback, dict):
        return
    for party in raw.signatories:
        if party not in fallback:
            fix = f"Add {party}: what it has per year without a deal, in shares of what the deal yields."
            keys = ("elections", "deal", "fallback")
            raw.add(keys, f"no fallback of {party}, a signatory", fix, at_key=True)


# days and orders


def _gestures(raw: RawCase) -> None:
    as_of = raw.day("as_of")
    for truster in raw.part("trust"):
        for index in range(len(raw.items("trust", truster, "gestures"))):
            keys = ("trust", truster, "gestures", index, "date")
            day = raw.day(*keys)
            if as_of and day and day > as_of:
                fix = f"Remove it: the case knows nothing later than as_of {as_of}."
                raw.add(keys, "a gesture after as_of", fix, told=str(day))


def _changes(raw: RawCase) -> None:
    as_of = raw.day("as_of")
    for party, said in raw.part("elections", "governments").items():
        keys = ("elections", "governments", party)
        before: date | None = None
        for index in range(len(raw.items(*keys, "changes"))):
            here = (*keys, "changes", index)
            day, vote = raw.day(*here, "date"), raw.day(*here, "vote")
            if vote and day and vote >= day:
                fix = f"Use a day before {day}; date is the day of the hand-over."
                raw.add((*here, "vote"), "the vote is not before the hand-over", fix, told=str(vote))
            if day and as_of and day <= as_of:
                fix = f"Remove it, or use a day after {as_of}; every: repeats the last change that is left."
                raw.add((*here, "date"), f"a change that is not after as_of {as_of}", fix, told=str(day))
            elif day and before and day <= before:
                fix = f"Sort the changes by date; the one before is on {before}."
                raw.add((*here, "date"), "changes must be in order of date", fix, told=str(day))
            before = day or before
        if isinstance(said, dict) and said.get("every") is not None and not raw.items(*keys, "changes"):
            raw.add((*keys, "every"), "nothing to repeat", "Add changes, or remove every.", at_key=True)


def _latency(raw: RawCase) -> None:
    steps, at = raw.at("latency", "steps"), raw.at("latency", "at")
    if is_number(steps) and is_number(at) and at >= steps >= 1:
        fix = f"Use 0 to {number_text(steps - 1)}: at the threshold nothing is left to freeze."
        raw.add(("latency", "at"), f"at is not below steps {number_text(steps)}", fix, at)


def _relief(raw: RawCase) -> None:
    sides = raw.at("relief", "sides")
    if isinstance(sides, dict) and len(sides) != 2:
        fix = "Name the two parties that exchange."
        raw.add(("relief", "sides"), "not exactly two sides", fix, told=_names(sides), at_key=True)
    stages = raw.items("relief", "stages")
    shares = [raw.at("relief", "stages", index, "share") for index in range(len(stages))]
    numbers = [share for share in shares if is_number(share)]
    if stages and len(numbers) == len(stages) and abs(math.fsum(numbers) - 1.0) > 1e-6:
        fix, total = "Make them sum to 1: each is a share of the whole.", math.fsum(numbers)
        keys = ("relief", "stages")
        raw.add(keys, "the shares of the stages do not sum to 1", fix, round(total, 9), at_key=True)


def _names(held: Iterable[str]) -> str:
    return ", ".join(held) or "none"


_RULES: tuple[Callable[[RawCase], None], ...] = (
    _pairs, _by_party, _mediators, _crisis, _gestures, _endless, _fallbacks, _changes, _latency,
    _relief,
)  # fmt: skip
