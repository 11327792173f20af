"""What codes of parties stand for: countries of ISO 3166-1, and bodies that belong to none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from commonground.evidence.coder.wordlists import lines
from commonground.evidence.events import BODIES, Actor

KINDS = {
    "IGO": "a body between states",
    "NGO": "an organisation of no state",
    "IMG": "a group across states",
    "MNC": "a company",
}
ARMED = ("REB", "UAF")  # sectors of armed groups


@cache
def country_names() -> Mapping[str, str]:
    """Names of countries by code, as the coder's table first writes them."""
    found = {}
    for line in lines("actors/countries.txt"):
        code, names, *_ = line.split("|")
        found[code] = names.split(";")[0]
    return found | {"IMGWST": "Western countries"}


@cache
def _codes() -> Mapping[str, str]:
    """Codes of countries and bodies by their names in lower case."""
    found: dict[str, str] = {}
    for line in lines("actors/groups.txt"):
        code, _, names = line.split("|")[:3]
        if code[:3] in BODIES:
            found |= {name.casefold(): code[:6] for name in names.split(";")}
    for line in lines("actors/countries.txt"):
        code, names, *_ = line.split("|")
        found |= {name.casefold(): code for name in names.split(";")}
    return found


def code_of(name: str) -> str:
    """The code of a country or body by its name; what is no name of one stands for itself, in capitals."""
    return _codes().get(" ".join(name.split()).casefold()) or name.strip().upper()


@cache
def body_names() -> Mapping[str, str]:
    """Names of bodies by their six letters, as the coder's table first writes them."""
    found = dict(KINDS)
    for line in lines("actors/groups.txt"):
        code, _, names = line.split("|")[:3]
        if code[:3] in BODIES:
            found.setdefault(code, names.split(";")[0])
    return found | {"IMGWST": "Western countries"}


@cache
def _groups() -> frozenset[tuple[str, str, str]]:
    """Code, sector and name of the armed groups that the coder knows by name."""
    found = set()
    for line in lines("actors/groups.txt"):
        code, sector, names = line.split("|")[:3]
        if sector in ARMED:
            found |= {(code, sector, name.casefold()) for name in names.split(";")}
    return frozenset(found)


def group_name(actor: Actor) -> str:
    """Name of an armed group that is a party of its own, whatever country it belongs to; "" for others."""
    name = " ".join(actor.name.split())
    return name if (actor.code, actor.sector, name.casefold()) in _groups() else ""


def code_name(code: str) -> str:
    """What a code stands for, "" if that is not known."""
    if code[:3] in BODIES:
        return body_names().get(code[:6]) or KINDS[code[:3]]
    return country_names().get(code[:3], "")


def is_code(code: str) -> bool:
    """Whether a code is one of a country or body known here, alone or with a sector such as MIL."""
    if code[:3] in BODIES:
        return code[:6] in body_names()
    sectors = {line.split("|")[0] for line in lines("actors/agents.txt")} | {*ARMED, ""}
    return code[:3] in country_names() and code[3:] in sectors


def short_code(actor: Actor) -> str:
    """The code by which a party is counted: six letters for a body, three for a country, its name without a code."""
    return actor.key if actor.code else actor.name


def label(actor: Actor) -> str:
    """A party in a table: its code, with the name of an armed group that is no state's."""
    code, group = short_code(actor), group_name(actor)
    return f"{group} ({code})" if group and code[:3] not in BODIES else code


def explained(codes: Iterable[str]) -> str:
    """The bodies among some codes, in words: countries have codes that a reader knows."""
    known = [code for code in dict.fromkeys(code[:6] for code in codes) if code[:3] in BODIES]
    return "; ".join(f"{code} is {name}" for code in sorted(known) if (name := code_name(code)))
