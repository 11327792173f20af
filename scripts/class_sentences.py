"""Sentences written for the class model of the evidence room: templates filled with varied parties, verbs and scenes.

`sentences(seed)` gives (text, category) pairs, balanced over the 16 PLOVER categories and STATEMENT, with pairs that differ
in one word and in category ("lifted the ban", "refused to lift the ban", "urged X to lift the ban"). No sentence is taken
from a news text or a gold set.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

STATES = (
    "Iran|Iraq|France|Germany|Britain|Russia|China|India|Pakistan|Turkey|Syria|Israel|Egypt|Libya|Sudan|Ethiopia|Kenya|"
    "Nigeria|Chad|Angola|Brazil|Colombia|Peru|Mexico|Cuba|Japan|South Korea|North Korea|Vietnam|Indonesia|Thailand|"
    "Ukraine|Poland|Hungary|Serbia|Greece|Cyprus|Armenia|Azerbaijan|Georgia|Oman|Qatar|Saudi Arabia|Yemen|Jordan|"
    "Lebanon|Morocco|Algeria|Tunisia|Mali|Niger|Uganda|Rwanda|Burundi|Somalia|the United States|Canada|Spain|Italy"
).split("|")
PEOPLES = (
    "Iranian|Iraqi|French|German|British|Russian|Chinese|Indian|Pakistani|Turkish|Syrian|Israeli|Egyptian|Libyan|"
    "Sudanese|Ethiopian|Kenyan|Nigerian|Brazilian|Colombian|Mexican|Cuban|Japanese|Ukrainian|Polish|Hungarian|Serbian|"
    "Greek|Armenian|Georgian|Saudi|Yemeni|Jordanian|Lebanese|Moroccan|Algerian|Malian|Ugandan|Somali|American|Italian"
).split("|")
HEADS = "officials|authorities|government|president|foreign minister|prime minister|parliament|foreign ministry".split(
    "|"
)
CROWDS = "students|workers|teachers|farmers|miners|opposition activists|nurses|villagers|truck drivers|lawyers".split(
    "|"
)
FORCES = "troops|forces|soldiers|warplanes|police|security forces|rebels|militants|gunmen|guerrillas".split(
    "|"
)
DAYS = [
    "",
    "",
    " on Monday",
    " on Thursday",
    " this week",
    " on Friday",
    " last month",
    " late on Sunday",
    " in March",
]
TAILS = [
    "", "", "", "", ", officials said", ", state television reported", ", a spokesman said", ", according to local media",
    ", the ministry announced", " after months of tension", " amid a dispute over the border", " in a statement",
]  # fmt: skip
PLANS = (
    "peace plan|draft agreement|power-sharing proposal|ceasefire proposal|border plan|transit proposal".split(
        "|"
    )
)
TOWNS = "the capital|a border town|the port|a northern village|the old city|the oil terminal".split("|")

# {S} state, {T} another state, {P} people as adjective, {Q} another, {H} officials, {C} crowd, {F} forces, {D} day,
# {L} plan, {W} place; alternatives in parentheses parted by "/".
TEMPLATES: dict[str, list[str]] = {
    "AGREE": [
        "{S} (agreed/has agreed/promised/pledged) to (send food aid to/resume talks with/open its border with/free prisoners from/share water with) {T}{D}",
        "{S} said it (will/would) (provide loans to/send doctors to/support a resolution on/meet envoys of/reopen its embassy in) {T}{D}",
        "The {P} {H} said {S} is (ready/willing/prepared) to (negotiate with/withdraw its troops from/lift its ban on goods from/release detainees from) {T}",
        "{S} offered to (mediate between/host talks between) {T} and its neighbour{D}",
        "{S} will (train/finance/help rebuild) schools in {T} next year",
        "{S} and {T} (agreed/have agreed) to (cooperate on/work together on/set up a joint committee on) (water/energy/rail links){D}",
        "{S} accepted an invitation to (visit/meet leaders of) {T}{D}",
        "{S} expressed its (readiness/willingness) to (discuss/settle) the dispute with {T}",
        "{S} committed itself to (reforms/a free press/new elections) sought by {T}",
        "The {P} rebels agreed to (lay down their arms/a truce/allow aid convoys into {W}){D}",
    ],
    "CONSULT": [
        "The {P} {H} (met/held talks with/conferred with/spoke by telephone with) his {Q} counterpart{D}",
        "{S} and {T} (opened/held/resumed) (talks/negotiations/a new round of discussions) on (fishing rights/trade/the border){D}",
        "The {P} president (visited/arrived in/paid a visit to) {T}{D} (for talks/to discuss trade)",
        "{S} hosted the {Q} foreign minister{D}",
        "The {P} envoy (travelled to/flew to) {T} to (discuss/review) the crisis with leaders there",
        "{S} received a delegation from {T}{D}",
        "{S} (launched/began) a mediation effort between {T} and its neighbour{D}",
        "Delegates from {S} and {T} sat down for a (third/fifth/final) round of talks{D}",
    ],
    "SUPPORT": [
        "{S} (welcomed/praised/endorsed/backed/applauded/hailed) {T}'s (decision/initiative/election/reform){D}",
        "{S} (apologized/apologised) to {T} for (the incident/the raid/its remarks){D}",
        "{S} and {T} (signed/concluded/ratified) a (trade/friendship/border/fishing) (treaty/agreement/accord){D}",
        "{S} (restored/established/upgraded) diplomatic relations with {T}{D}",
        "The {P} {H} (defended/voiced support for/expressed solidarity with) {T}{D}",
        "{S} recognised the new government of {T}{D}",
        "{S} and {T} reached a deal on (gas prices/the border/air traffic){D}",
        "The {P} parliament approved a (cooperation/security) pact with {T}",
    ],
    "CONCEDE": [
        "{S} (lifted/eased/relaxed) (restrictions on/the ban on) (newspapers/opposition parties/foreign travel){D}",
        "The {P} government (gave in to/bowed to/conceded to/accepted) demands (for new elections/from strikers/for a new constitution){D}",
        "{S} (lifted/ended) the (curfew/state of emergency) in {W}{D}",
        "The {P} {C} (called off/ended/suspended) their strike after talks with the government{D}",
        "The {P} government legalised the opposition party{D}",
        "The {P} court overturned the ban on the {Q} language newspaper",
        "The {P} government restored the rights of the minority{D}",
        "{S} dropped its demand for compensation from {T}{D}",
    ],
    "COOPERATE": [
        "{S} and {T} (began/held/carried out/completed) joint (naval/military/rescue) exercises{D}",
        "{S} (shared/exchanged) (intelligence/evidence/satellite data) with {T}{D}",
        "{S} extradited a suspected (smuggler/militant/banker) to {T}{D}",
        "{S} and {T} are building a (pipeline/railway/dam) together",
        "{P} and {Q} police worked together to break a smuggling ring",
        "{S} (bought/imported) gas from {T} under a long-term contract",
        "{P} engineers are working with {Q} colleagues on the (dam/power line)",
    ],
    "AID": [
        "{S} (sent/delivered/donated/airlifted) (food/medicine/tents/blankets/rice) to {T}{D}",
        "{S} (granted/gave) asylum to (a general/two journalists/a minister) from {T}{D}",
        "{S} provided {T} with a (grant/loan) of (40/90/300) million dollars{D}",
        "{P} doctors treated the wounded in {T}{D}",
        "{S} (supplied/shipped) (arms/missiles/ammunition) to {T}{D}",
        "{P} peacekeepers arrived in {T} to protect civilians{D}",
        "{S} (trained/equipped) {Q} police officers",
        "{S} took in thousands of refugees from {T}",
        "{S} remains the largest donor of relief to {T}",
    ],
    "RETREAT": [
        "{S} (withdrew/pulled out/redeployed) its (troops/tanks/garrison) from {T}{D}",
        "The {P} rebels (declared/announced) a (ceasefire/truce){D}",
        "{S} (released/freed) (40/two/hundreds of) (prisoners/detainees/hostages) from {T}{D}",
        "{S} returned (the bodies of soldiers/seized boats/a stolen statue/the islands) to {T}{D}",
        "The {P} prime minister resigned{D}",
        "The {P} rebels (laid down their arms/surrendered/disbanded) in {W}{D}",
        "{S} admitted (inspectors/observers/monitors) from the United Nations{D}",
        "{S} (opened/reopened) its border to aid convoys for {T}{D}",
        "{S} lifted its blockade of {T}{D}",
        "{S} (lifted/eased) (sanctions/the embargo) on {T}{D}",
    ],
    "REQUEST": [
        "{S} (demanded/urged/asked/called on) {T} to (withdraw its troops/free the detainees/stop the raids/pay compensation){D}",
        "{S} called for (talks/an immediate ceasefire/the release of prisoners/new elections) in {T}{D}",
        "The {P} {H} said {T} must (open its archives/return the boats/end the siege/disarm the militia)",
        "{S} appealed (to {T} for food aid/for help from {T}/for restraint in {T}){D}",
        "{S} demanded that {T} (apologise/hand over the suspects/lift the ban){D}",
        "The {P} opposition demanded the resignation of the president{D}",
        "{S} asked {T} to (mediate/send observers/extradite a banker){D}",
        "{S} insisted that {T} (allow inspectors in/stop enrichment){D}",
        "{S} urged {T} not to (attack/execute the prisoners/close the crossing){D}",
    ],
    "ACCUSE": [
        "{S} (accused/blamed) {T} (of/for) (violating the truce/arming rebels/shelling a village){D}".replace(
            "(of/for)", "for"
        ),
        "{S} (condemned/denounced/criticised/deplored) {T}'s (raid/policy/nuclear test/crackdown){D}",
        "{S} (lodged a protest with/summoned the ambassador of/complained to) {T} over the (incident/arrests){D}",
        "The {P} court (indicted/convicted/charged) a {Q} general{D}",
        "The {P} prosecutor opened an investigation into the {Q} company{D}",
        "{P} inspectors (investigated/examined) the {Q} plant{D}",
        "{S} called for sanctions against {T}{D}",
        "A human rights group accused {P} police of torture{D}",
        "{S} sued {T} at the world court{D}",
        "{S} voiced (concern/outrage/anger) at {T}'s (arrests/missile test){D}",
    ],
    "REJECT": [
        "{S} (rejected/turned down/dismissed/spurned) (a {Q}/the {Q}) {L}{D}",
        "{S} (refused/declined) to (withdraw from/negotiate with/free prisoners from/lift sanctions on/allow inspectors from) {T}{D}",
        "{S} will not (talk to/recognise/extradite the banker to/lift its blockade of) {T}, the {P} {H} said",
        "{S} vetoed a resolution on {T}{D}",
        "{S} and {T} failed to agree on (the border/prices/a timetable){D}",
        "{S} ruled out (talks with/concessions to/sending troops to) {T}{D}",
        "The {P} president refused to (resign/step down){D}",
        "{S} defied {T}'s (ban/deadline/ultimatum){D}",
        "{S} cancelled a planned visit to {T}{D}",
    ],
    "THREATEN": [
        "{S} threatened to (attack/bomb/impose sanctions on/break off talks with/expel diplomats from/cut aid to) {T}{D}",
        "{S} warned {T} (of retaliation/it would respond with force/of grave consequences){D}",
        "{S} vowed to (retaliate against/punish/avenge the raid by) {T}{D}",
        "{S} said it would (boycott/blockade/strike/invade) {T} unless the prisoners are freed",
        "{S} gave {T} an ultimatum{D}",
        "The {P} {C} threatened to strike unless wages rise{D}",
        "{S} will withdraw from the talks unless {T} frees the detainees",
        "{S} will (expel {Q} diplomats/suspend aid to {T}/ban {Q} goods) next month",
    ],
    "PROTEST": [
        "{P} {C} (demonstrated/rallied/marched/protested) against (the government/new taxes/price rises) in {W}{D}",
        "Thousands of {P} {C} (went on strike/staged a strike/walked out) over (pay/pensions){D}",
        "{P} {C} (blocked roads/occupied a ministry/burned flags) in {W} to demand (reform/new elections){D}",
        "{P} prisoners began a hunger strike{D}",
        "Rioters (clashed with police/stoned cars/set fire to buses) in {W}{D}",
        "{P} opposition parties boycotted the vote{D}",
        "{P} {C} held a (vigil/rally/sit-in) outside the {Q} embassy{D}",
    ],
    "SANCTION": [
        "{S} imposed (sanctions/an embargo/tariffs/an asset freeze) on {T}{D}",
        "{S} expelled (two/six) {Q} diplomats{D}",
        "{S} (recalled its ambassador from/broke off relations with/closed its embassy in) {T}{D}",
        "{S} (suspended/cut/froze/halted) (aid to/military assistance to/trade with/flights to) {T}{D}",
        "{S} (broke off/suspended/walked out of) (talks/negotiations) with {T}{D}",
        "{S} withdrew from the (treaty/pact/nuclear deal) with {T}{D}",
        "{S} expelled (inspectors/peacekeepers/aid workers) sent by the United Nations{D}",
    ],
    "MOBILIZE": [
        "{S} (massed/deployed/sent) (troops/tanks/warships) (along its border/near its border) with {T}{D}",
        "{S} (put its army on alert/called up reservists/mobilised reservists){D}",
        "{S} test-fired a missile{D}",
        "{P} police (stepped up patrols/tightened security) in {W}{D}",
        "{S} (reinforced/strengthened) its garrison (on the frontier/on the islands) with {T}{D}",
        "{P} fighter jets flew patrols off {T}{D}",
        "{S} prepared to (shell/attack) positions in {T}{D}",
    ],
    "COERCE": [
        "{P} police (arrested/detained/jailed) (a journalist/forty activists/an opposition leader){D}",
        "{S} (banned/outlawed) (the opposition party/demonstrations/two newspapers){D}",
        "{S} (deported/expelled) hundreds of (migrants/refugees/workers) from {T}{D}",
        "{S} declared a state of emergency in {W}{D}",
        "{S} imposed a curfew in {W}{D}",
        "{P} soldiers (confiscated/seized/impounded) (boats/weapons/cargo) from {T}{D}",
        "{P} police used tear gas to disperse {C}{D}",
        "{P} hackers defaced {Q} government websites{D}",
        "{P} authorities (closed/censored/shut down) a radio station{D}",
        "{P} police prevented a march by {C}{D}",
    ],
    "ASSAULT": [
        "{P} {F} (attacked/shelled/bombed/raided/stormed) (a camp/positions/a village) in {T}{D}",
        "{P} gunmen (killed/wounded/shot dead) (six/two) {Q} (soldiers/civilians/police officers){D}",
        "A (suicide/car/roadside) bomb killed (nine/three) people in {T}{D}",
        "{P} {F} (captured/retook/overran) {W} in {T}{D}",
        "{P} rebels (kidnapped/abducted/took hostage) (two/four) {Q} engineers{D}",
        "{S} launched (air strikes/missiles/an offensive) against {T}{D}",
        "{P} police tortured {Q} detainees{D}",
        "{P} and {Q} troops (clashed/exchanged fire) near the border{D}",
        "{P} militants assassinated a {Q} minister{D}",
    ],
    "STATEMENT": [
        "{S} (expressed condolences to/is considering ties with/is studying a plan to aid) {T}{D}",
        "{S} denied (attacking/arming rebels in/interfering in) {T}{D}",
        "{S} (hopes/believes/doubts) that talks with {T} will succeed",
        "{S} (has not decided/is weighing) whether to send troops to {T}",
        "The {P} {H} said relations with {T} were (good/normal/complicated)",
        "The {P} {H} declined to comment on (the raid/reports of talks) with {T}",
        "{S} claimed responsibility for the attack in {T}{D}",
        "{S} denied reports that it had (expelled/arrested/killed) {Q} (diplomats/soldiers)",
        "{S} may (impose sanctions on/withdraw troops from/resume talks with) {T}, analysts said",
        "{S} rejected accusations that it had (bombed/helped rebels in) {T}",
        "The {P} economy grew by three per cent{D}",
        "{S} marked the anniversary of its independence{D}",
    ],
}


def sentences(seed: int = 1, each: int = 190) -> Iterator[tuple[str, str]]:
    """`each` different sentences per category, in random order; the same ones for a seed."""
    rng = random.Random(seed)  # noqa: S311 - variety, not secrecy
    made: list[tuple[str, str]] = []
    for category, templates in TEMPLATES.items():
        seen: set[str] = set()
        for number in range(each * 20):
            if len(seen) == each:
                break
            text = _filled(templates[number % len(templates)], rng)
            if text not in seen:
                seen.add(text)
                made.append((text, category))
    rng.shuffle(made)
    yield from made


def _filled(template: str, rng: random.Random) -> str:
    text = template
    while "(" in text:
        close = text.index(")")
        start = text.rindex("(", 0, close)
        text = text[:start] + rng.choice(text[start + 1 : close].split("/")) + text[close + 1 :]
    one, other = rng.sample(STATES, 2)
    first, second = rng.sample(PEOPLES, 2)
    text = text.format(
        S=one, T=other, P=first, Q=second, H=rng.choice(HEADS), C=rng.choice(CROWDS), F=rng.choice(FORCES),
        D=rng.choice(DAYS), L=rng.choice(PLANS), W=rng.choice(TOWNS),
    )  # fmt: skip
    text = text[0].upper() + text[1:] + rng.choice(TAILS) + "."
    if rng.random() < 0.12:
        text = (
            f"{rng.choice(['On Tuesday', 'Last week', 'In Geneva', 'Earlier', 'Since then'])}, {_lower(text)}"
        )
    return text


def _lower(text: str) -> str:
    """A "The" or "Thousands" after an opening is small; a name keeps its capital."""
    return text[0].lower() + text[1:] if text.startswith(("The ", "Thousands ", "A ")) else text
