"""Who did it, where the sentence does not say: nobody is named in its place. And deeds that were none."""

from __future__ import annotations

from datetime import date

import pytest

from commonground.evidence.coder.code import code
from commonground.evidence.events import Event

DAY = date(2025, 5, 15)


def told(text: str) -> list[tuple[str, str, str]]:
    def codes(event: Event) -> tuple[str, str, str]:
        who, whom = (",".join(actor.code for actor in side) for side in (event.actor, event.recipient))
        return who, event.event, whom

    return sorted(codes(event) for event in code(text, DAY).events if (event.confidence or 0) >= 0.3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A scene is no culprit, and no benefactor.
        ("Israeli air strikes killed at least 12 people in Khan Younis, medics said.", ["ISR ASSAULT PSE"]),
        ("At least 12 people were killed in Khan Younis on Sunday.", []),
        ("Four Russian soldiers were killed in Ukraine.", []),
        ("The sanctions imposed on Iran by the EU in 2010 were lifted in 2016.", []),
        ("An Israeli strike in Gaza was called off after pressure from Washington.", []),
        ("Three Russian diplomats were expelled from Poland.", ["POL SANCTION RUS"]),
        # Whose troops are deployed deploys them.
        ("Venezuelan troops were deployed along the border with Guyana.", ["VEN MOBILIZE GUY"]),
        # A gerund behind an adjective is a noun, and its doer is the adjective's.
        ("Four Ukrainian soldiers were killed by Russian shelling near Pokrovsk.", ["RUS ASSAULT UKR"]),
        # Victims without a country are of where it happened, not of who did it.
        ("India struck nine sites in Pakistan, killing 31 people.", ["IND ASSAULT PAK"]),
        # Verbs that look like nouns.
        ("Pakistan's army said it shot down five Indian jets.", ["PAK ASSAULT IND"]),
        ("The foreign ministers of Iran and the E3 met in Geneva on Friday.", ["IRN,IMGWST CONSULT "]),
        ("Russia launched 273 drones at Ukraine on Sunday.", ["RUS ASSAULT UKR"]),
        ("Panama withdrew from China's Belt and Road initiative.", ["PAN SANCTION CHN"]),
        ("The Hamas delegation left Cairo without a deal.", []),
        ("Poland shot down Russian drones that had entered its airspace.", ["POL ASSAULT RUS", "RUS MOBILIZE "]),
        ("Estonia protested after three Russian jets violated its airspace.", ["EST ACCUSE RUS", "RUS ASSAULT EST"]),
        ("Finland left the treaty banning landmines.", []),
        # What stands in the object is not all of the object.
        ("Hungary blocked an EU loan to Ukraine.", ["HUN REJECT IGOEUR"]),
        ("Turkey hosted talks between Russia and Ukraine, but they ended without agreement.", ["TUR CONSULT RUS,UKR"]),
        ("The African Union suspended Niger after the coup.", ["IGOAFR SANCTION NER"]),
        ("Houthi forces fired a missile at Tel Aviv, which Israel intercepted.", ["YEM ASSAULT ISR"]),
        ("The United Nations evacuated its staff from Khartoum.", []),
    ],
)  # fmt: skip
def test_parties(text: str, expected: list[str]) -> None:
    assert told(text) == [tuple(row.split(" ")) for row in expected]


def test_leaving_a_grain_deal_is_leaving_a_deal() -> None:
    (event,) = code("Russia withdrew from the grain deal with Ukraine.", DAY).events
    assert (event.cameo, event.move) == ("161", "withdrawal from agreement")


def test_a_pronoun_is_the_subject_of_the_sentence_before() -> None:
    text = "President Zelensky accused Putin of stalling. He also urged Washington to impose sanctions."
    assert ("UKR", "REQUEST", "USA") in told(text)
    text = "Ukraine accused Russia of stalling. It also urged China to help."
    assert ("UKR", "REQUEST", "CHN") in told(text)


def test_to_accept_it_is_to_accept_the_offer_told_before() -> None:
    text = "Russia rejected a Ukrainian offer of a truce. Ukraine offered Russia talks in Istanbul. Moscow accepted it."
    *_, last = code(text, DAY).events
    assert (last.actor[0].code, last.move) == ("RUS", "acceptance")


def test_aircraft_that_somebody_sends_are_its_own() -> None:
    assert told("China condemned the plan. It sent 30 aircraft across the median line.") == [
        ("CHN", "MOBILIZE", "")
    ]


def test_sanctions_of_a_body_hit_somebody_else() -> None:
    text = "France, Britain and Germany threatened to restore UN sanctions unless Iran returned to talks."
    assert told(text) == [("FRA,GBR,DEU", "THREATEN", "IRN")]
