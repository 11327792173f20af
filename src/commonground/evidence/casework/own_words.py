"""Words for a case file: titles of our own, and quotes cut short."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from commonground.case.one_line import clean, is_odd
from commonground.case.values import is_id
from commonground.evidence.events import Actor, Event
from commonground.evidence.names import KINDS, body_names, country_names, group_name

LONGEST_QUOTE = 240
LONGEST_TITLE = 120

_PRONOUNS = frozenset("it its they them their he him his she her we us our who which this that".split())
_ARTICLE = (
    "United ", "International ", "World ", "European ", "African ", "Arab ", "Gulf ", "Organization ", "Shanghai ",
    "Central African", "Democratic ", "Dominican ", "Czech Republic", "Netherlands", "Philippines", "Maldives",
    "Bahamas", "Gambia", "Council ", "Commonwealth", "Red Cross",
)  # fmt: skip

# What a party does to another, by negotiation move where there is one, else by category.
_BY_MOVE = {
    "offer": "{who} makes an offer to {whom}",
    "counter-offer": "{who} makes a counter-offer to {whom}",
    "acceptance": "{who} agrees to something with {whom}",
    "rejection": "{who} turns down {whom}",
    "threat": "{who} threatens {whom}",
    "demand": "{who} asks something of {whom}",
    "concession": "{who} concedes something to {whom}",
    "mediation offer": "{who} offers to mediate between {whom}",
    "talks": "{who} talks with {whom}",
    "agreement": "{who} signs an agreement with {whom}",
    "withdrawal from agreement": "{who} withdraws from an agreement with {whom}",
    "walk-out": "{who} breaks off with {whom}",
    "sanction": "{who} imposes sanctions on {whom}",
    "relief": "{who} eases sanctions on {whom}",
    "force": "{who} uses force against {whom}",
}
_BY_CLASS = {
    "AGREE": "{who} agrees with or offers something to {whom}",
    "CONSULT": "{who} talks with {whom}",
    "SUPPORT": "{who} backs {whom}",
    "COOPERATE": "{who} works together with {whom}",
    "AID": "{who} helps {whom}",
    "CONCEDE": "{who} concedes something to {whom}",
    "RETREAT": "{who} withdraws from or gives way to {whom}",
    "REQUEST": "{who} asks something of {whom}",
    "ACCUSE": "{who} blames {whom}",
    "REJECT": "{who} turns down {whom}",
    "THREATEN": "{who} threatens {whom}",
    "PROTEST": "Protest of {who} against {whom}",
    "SANCTION": "{who} reduces relations with {whom} or imposes sanctions on it",
    "MOBILIZE": "{who} moves forces, facing {whom}",
    "COERCE": "{who} puts pressure on {whom}",
    "ASSAULT": "{who} uses force against {whom}",
}


def quoted(text: str, most: int = LONGEST_QUOTE) -> str:
    """A short quote in quotation marks of its own."""
    return f"“{clean(text, most).strip('“”')}”"


def slug(text: str, most: int = 40) -> str:
    """An id made of a name; "x" where nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", clean(text, 400)).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-")
    made = made if made[:1].isalpha() else f"x-{made}".strip("-")
    return made if is_id(made) else f"{made}-1"


def address(url: str) -> str:
    """A web address that a case file takes, or ""."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    odd = any(character.isspace() or character in "<>\"'`\\" or is_odd(character) for character in url)
    return url if sound and not odd and len(url) <= 2_000 else ""


@cache
def issue_labels() -> Mapping[str, str]:
    """Names of the coder's issue tags, in the order of its list."""
    table = resources.files("commonground.evidence.data") / "issues.csv"
    with table.open(encoding="utf-8") as rows:
        return {row["issue"]: row["label"] for row in csv.DictReader(rows)}


def name_of(actor: Actor) -> str:
    """Name of a party: its country's, the body's, or its own if it is an armed group or has no country."""
    own = clean(actor.name, 80).strip("’' ")
    group = group_name(actor)
    known = body_names().get(actor.code[:6], "") if len(actor.code) > 3 and actor.code[:3] in KINDS else ""
    names = country_names()
    found = group or known or names.get(actor.code) or names.get(actor.country)
    return (
        found
        or ("" if own.lower() in _PRONOUNS else own)
        or KINDS.get(actor.country, "")
        or actor.code
        or "Unnamed"
    )


def id_of(actor: Actor) -> str:
    """Id of a party for an actor: the country's name if it is one word, else its code."""
    name = name_of(actor)
    if " " in name and actor.country in country_names() and not group_name(actor):
        return slug(actor.country)
    return slug(name)


def the(name: str) -> str:
    """A party inside a sentence: "the United States"."""
    return f"the {name}" if name.startswith(_ARTICLE) and not name.lower().startswith("the ") else name


def _said_of_several(pattern: str) -> str:
    """The sentence of one, with the verb as several have it: "makes" -> "make"."""
    return re.sub(r"(\{who\} \w+?)s\b", r"\1", pattern, count=1).replace(" or imposes ", " or impose ")


def title_of(event: Event, who: Sequence[str], whom: Sequence[str], issue: str = "") -> str:
    """What happened, in words of our own."""
    pattern = _BY_MOVE.get(event.move) or _BY_CLASS.get(event.event, "{who} acts towards {whom}")
    if len(who) > 1:
        pattern = _said_of_several(pattern)
    if not whom and len(who) > 1:
        pattern = "{who}: " + (event.move or event.event.lower())
    elif not whom:
        pattern = re.sub(r",? ?\w+ \{whom\}.*$", "", pattern)
    told = pattern.format(who=" and ".join(who), whom=" and ".join(whom))
    about = f" ({issue})" if issue and issue.split(maxsplit=1)[0].lower()[:6] not in told.lower() else ""
    return clean(told + about, LONGEST_TITLE)
