"""Who is named together: parties as nodes, documents and events that name two of them as links."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Any

from commonground.evidence.events import MIN_CONFIDENCE, Event
from commonground.evidence.names import short_code
from commonground.evidence.store.workspace import Store
from commonground.evidence.telling import check_span, distinct

MOST = 40  # parties shown by default


@dataclass(frozen=True)
class Link:
    """Two parties that are named together.

    Parameters
    ----------
    one, other : codes or names, in alphabetical order
    documents  : documents in whose events both are parties
    told       : events between the two in those documents, each day's repeats once
    events     : events of imported sets between the two, in either direction
    goldstein  : mean score of what they did to each other; None if nothing is scored
    """

    one: str
    other: str
    documents: int
    told: int
    events: int
    goldstein: float | None

    @property
    def weight(self) -> int:
        """Documents, and events of sets."""
        return self.documents + self.events

    def as_dict(self) -> dict[str, Any]:
        """The link as plain JSON-able values."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Network:
    """Parties and their links, the strongest first.

    Parameters
    ----------
    parties : code or name -> sum of the weights of its links
    links   : between those parties
    left_out: parties with fewer mentions that are not here
    least   : confidence below which an event of a document is left out
    unsure  : how many were
    """

    as_of: date
    parties: dict[str, int]
    links: tuple[Link, ...]
    left_out: int
    least: float = MIN_CONFIDENCE
    unsure: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The network as plain JSON-able values."""
        return {
            "as_of": self.as_of.isoformat(),
            "parties": self.parties,
            "links": [link.as_dict() for link in self.links],
            "left_out": self.left_out,
            "least": self.least,
            "unsure": self.unsure,
        }


def network(
    store: Store,
    as_of: date,
    start: date | None = None,
    end: date | None = None,
    *,
    sets: Sequence[str] | None = None,
    documents: bool = True,
    most: int = MOST,
    fewest: int = 1,
    least: float = MIN_CONFIDENCE,
) -> Network:
    """Parties named together until a day.

    Parameters
    ----------
    sets  : imported sets to count, all by default
    most   : parties kept, those with most mentions
    fewest : documents and events of sets that a link needs
    least  : confidence below which an event of a document is left out
    """
    check_span(start, end)
    last = min(end or as_of, as_of)
    sums = _Sums()
    unsure = 0
    if documents:
        named: defaultdict[str, set[str]] = defaultdict(set)
        held = store.events(as_of, None, start, last)
        found = [stored for stored in held if stored.event.is_sure(least)]
        unsure = len(held) - len(found)
        for stored in found:
            named[stored.document] |= set().union(*_sides(stored.event))
        for stored in distinct([stored for stored in found if stored.event.status == "actual"]):
            ours, theirs = _sides(stored.event)
            if not theirs:  # what they do together, they do to each other
                theirs = ours
            for pair in {(min(a, b), max(a, b)) for a in ours for b in theirs if a != b}:
                sums.told[pair] += 1
                if stored.event.goldstein is not None:
                    _score(sums.scores[pair], stored.event.goldstein, 1)
        for parties in named.values():
            sums.documents.update(combinations(sorted(parties), 2))
    names = store.sets.names() if sets is None else list(sets)
    if names:
        rows = store.sets.query(
            as_of,
            "SELECT least(s, t), greatest(s, t), sum(count), sum(count * goldstein), "
            "coalesce(sum(count) FILTER (goldstein IS NOT NULL), 0) FROM "
            "(SELECT unnest(source) AS s, target, goldstein, count FROM events WHERE day >= $start AND day <= $last), "
            "unnest(target) AS u (t) WHERE s <> t GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
            {"start": start or date.min, "last": last},
            names,
        )
        for one, other, count, total, scored in rows:
            sums.coded[one, other] += int(count)
            _score(sums.scores[one, other], float(total or 0.0), int(scored))
    return replace(_cut(as_of, sums, most, fewest), least=least, unsure=unsure)


@dataclass
class _Sums:
    """By pair: documents that name both, events in them, events of sets, and scores with their number."""

    documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    coded: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: defaultdict[tuple[str, str], list[float]] = field(
        default_factory=lambda: defaultdict(lambda: [0.0, 0.0])
    )


def _sides(event: Event) -> tuple[list[str], list[str]]:
    ours, theirs = (
        sorted({short_code(party) for party in side} - {""}) for side in (event.actor, event.recipient)
    )
    return ours, theirs


def _score(into: list[float], total: float, count: int) -> None:
    into[0] += total
    into[1] += count


def _cut(as_of: date, sums: _Sums, most: int, fewest: int) -> Network:
    links = []
    for pair in {*sums.documents, *sums.coded}:
        total, count = sums.scores.get(pair, [0.0, 0.0])
        mean = total / count if count else None
        link = Link(*pair, sums.documents[pair], sums.told[pair], sums.coded[pair], mean)
        if link.weight >= fewest:
            links.append(link)
    weights: Counter[str] = Counter()
    for link in links:
        weights[link.one] += link.weight
        weights[link.other] += link.weight
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    kept = ranked[:most]
    shown = [link for link in links if link.one in kept and link.other in kept]
    shown.sort(key=lambda link: (-link.weight, link.one, link.other))
    return Network(as_of, {name: weights[name] for name in kept}, tuple(shown), len(ranked) - len(kept))
