"""Words that stand for two parties: given both where there is no doubt who is meant, nobody otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commonground.evidence.coder.code import code
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Store
from commonground.evidence.timeline import timeline

DAY = date(2024, 5, 17)


def told(text: str) -> list[tuple[str, str, str]]:
    def countries(side) -> str:  # type: ignore[no-untyped-def]
        return ",".join(actor.country for actor in side)

    return [
        (event.event, countries(event.actor), countries(event.recipient)) for event in code(text, DAY).events
    ]


TALKS = "India and Pakistan held talks in Geneva on Monday. "
APART = "Egypt accused Sudan of theft. Egypt complained to Sudan. The river is long. It is deep. Rain came. Rain went. "
BLAME = "Armenia accused Azerbaijan of shelling a village. "


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (TALKS + "Both sides agreed to reopen the border crossing.", ("AGREE", "IND,PAK", "")),
        (TALKS + "The two countries signed a water treaty.", ("SUPPORT", "IND,PAK", "")),
        (TALKS + "They exchanged prisoners on Friday.", ("RETREAT", "IND,PAK", "")),
        (TALKS + "The United Nations urged the two neighbours to show restraint.", ("REQUEST", "IGO", "IND,PAK")),
        (TALKS + "Both governments rejected a plan of the United Nations.", ("REJECT", "IND,PAK", "IGO")),
        (BLAME + "Russia urged both sides to stop fighting.", ("REQUEST", "RUS", "ARM,AZE")),
        (BLAME + "The two countries' foreign ministers met in Moscow.", ("CONSULT", "ARM,AZE", "")),
        (BLAME + "Leaders of both countries met in Moscow.", ("CONSULT", "ARM,AZE", "")),
        (BLAME + "The two rival nations signed a ceasefire agreement.", ("SUPPORT", "ARM,AZE", "")),
        (BLAME + "France offered to mediate between the two sides.", ("AGREE", "FRA", "ARM,AZE")),
        ("Iran met the United States in Oman, and the two sides agreed to meet again.", ("AGREE", "IRN,USA", "")),
        # The two that the document is about, long after they were named together.
        (
            APART + "The two countries signed a treaty.",
            ("SUPPORT", "EGY,SDN", ""),
        ),
    ],
)  # fmt: skip
def test_a_pair_is_given_both_parties(text: str, event: tuple[str, str, str]) -> None:
    assert event in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Both sides agreed to meet.",  # nobody was named
        "India, China and Pakistan met in Geneva. Both sides signed a treaty.",  # which two?
        "Iran, Iraq and Oman quarrelled. The two countries signed a treaty.",
        TALKS + "Trees were planted on both sides of the road to attack the heat.",
        "Kenya grew. Rain fell on both sides. The two countries signed a treaty.",  # one was named
    ],
)
def test_in_doubt_it_is_nobody(text: str) -> None:
    assert not [
        event for event in told(text) if "," in event[1] and event[0] in {"SUPPORT", "AGREE", "ASSAULT"}
    ]


def test_what_one_is_accused_of_is_set_aside() -> None:
    found = code(BLAME + "Chad blamed Sudan for killing two soldiers.", DAY)
    assert [event.event for event in found.events] == ["ACCUSE", "ACCUSE"]
    assert {event.event for event in found.set_aside} == {"ASSAULT"}


def test_the_timeline_of_a_pair_counts_what_they_did_together(tmp_path: Path) -> None:
    text = TALKS + "Both sides agreed to reopen the border crossing. China praised India."
    with Store(tmp_path) as store:
        document = Document(text, DAY)
        store.add(document)
        store.put_events(document.id, code(text, DAY, document.id).events)
        assert len(store.events(DAY, ("IND", "PAK"))) == 2
        assert len(store.events(DAY, ("PAK", "IND"))) == 2
        assert not store.events(DAY, ("CHN", "PAK"))
        for directed in (False, True):
            periods = timeline(store, ("PAK", "IND"), DAY, directed=directed)
            assert sum(period.events for period in periods.periods) == 2


def test_an_army_and_the_rebels_of_one_country_are_two_sides() -> None:
    text = "The Sudanese army and the Rapid Support Forces met in Jeddah under American and Saudi mediation. "
    event = code(text + "The two sides agreed to a seven-day ceasefire.", DAY).events[-1]
    assert event.event == "AGREE"
    assert [(actor.country, actor.sector) for actor in event.actor] == [("SDN", "MIL"), ("SDN", "REB")]
