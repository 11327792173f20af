"""What `from:` needs: the block that the value comes from, and nothing that contradicts it."""

from __future__ import annotations

from commonground.case.raw import RawCase
from commonground.case.yaml12 import Key
from commonground.quantity.reading import KIND_NAMES

Keys = tuple[Key, ...]


def check_feeds(raw: RawCase) -> None:
    """Add a fault for every `from:` without the block it names, or beside a value."""
    for party in raw.part("durability"):
        keys: Keys = ("durability", party)
        _value_or_from(raw, keys)
        for source in _sources(raw.part(*keys).get("from")):
            if source == "turnover":
                _needs(raw, keys, "elections")
            elif source == "trust" and party in raw.parties:
                _needs(raw, keys, "trust", party)
                _trust_in_signatory(raw, party)
    for single, block in (("mediator_effect", "mediators"), ("confrontation_if_no_deal", "crisis")):
        _value_or_from(raw, (single,))
        if raw.part(single).get("from") in ("mediation", "crisis"):
            _needs(raw, (single,), block)
    if raw.part("mediator_effect").get("from") == "mediation" and raw.part("mediators"):
        _needs_private_cost(raw)
    for party in raw.part("walk_away"):
        if raw.part("walk_away", party).get("from") == "crisis":
            _walk_away(raw, party)


def _sources(raw: object) -> list[object]:
    return raw if isinstance(raw, list) else [raw]


def _value_or_from(raw: RawCase, keys: Keys) -> None:
    said = raw.part(*keys)
    if "value" in said and "from" in said:
        raw.add((*keys, "from"), "both a value and from", "Keep one of the two.", at_key=True)
    elif {"because", "evidence"} & said.keys() and not {"value", "from", *KIND_NAMES} & said.keys():
        raw.add(keys, "neither a value nor from", "Add value: a number from 0 to 1.", at_key=True)


def _needs(raw: RawCase, keys: Keys, *block: str) -> bool:
    """Whether the block is there and not empty; else a fault."""
    if raw.at(*block):
        return True
    name = ".".join(block)
    said = raw.part(*keys).get("from")
    raw.add(
        (*keys, "from"), f"there is no {name} block to take it from", f"Add {name}:, or give a value.", said
    )
    return False


def _trust_in_signatory(raw: RawCase, party: str) -> None:
    """Whether a deal lasts turns on those who sign it."""
    trusted = raw.at("trust", party, "of")
    if not isinstance(trusted, str) or raw.part("parties", trusted).get("role") != "other":
        return
    partners = ", ".join(one for one in raw.signatories if one != party)
    message = f"durability.{party} is taken from this trust, but {trusted} signs nothing"
    fix = f"Name a party that signs ({partners}), or take durability.{party} from elsewhere."
    raw.add(("trust", party, "of"), message, fix, trusted)


def _needs_private_cost(raw: RawCase) -> None:
    """A mediator tells one side what the other alone knows: it needs a crisis in which that is the cost."""
    if not _needs(raw, ("mediator_effect",), "crisis"):
        return
    resister = raw.at("crisis", "resister")
    cost = raw.at("crisis", "cost", resister) if isinstance(resister, str) else None
    private_power = {"least", "most"} & raw.part("crisis", "power").keys()
    if (
        cost is not None
        and private_power
        and not (isinstance(cost, dict) and {"least", "most"} & cost.keys())
    ):
        fix = (
            f"Write crisis.cost.{resister} as {{least: …, most: …}} and power as one value, or give a value."
        )
        message = "mediation tells what the resister's cost is, but in this crisis its secret is the power"
        raw.add(("mediator_effect", "from"), message, fix, "mediation")


def _walk_away(raw: RawCase, party: str) -> None:
    keys: Keys = ("walk_away", party)
    if not _needs(raw, keys, "crisis"):
        return
    sides = [raw.at("crisis", key) for key in ("demander", "resister")]
    if party in raw.parties and all(side in raw.parties for side in sides) and party not in sides:
        fix = f"Give a value, or from: status_quo; the sides of the crisis are {sides[0]} and {sides[1]}."
        raw.add((*keys, "from"), "the party is no side of the crisis", fix, "crisis")
    if "cost" in raw.part(*keys):
        fix = "Remove it; costs of a war stand in crisis.cost."
        raw.add((*keys, "cost"), "a cost beside from: crisis", fix, at_key=True)
