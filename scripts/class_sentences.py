"""Sentences written for the class model of the evidence room: templates filled with varied parties, verbs and scenes.

`sentences(seed)` gives (text, category) pairs, balanced over the 16 PLOVER categories and STATEMENT, with pairs
that differ in one word and in category ("lifted the ban", "refused to lift the ban", "urged X to lift the ban").
No sentence is taken from a news text or a gold set.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

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
    *[""] * 4, ", officials said", ", state television reported", ", a spokesman said", ", according to local media",
    ", the ministry announced", " after months of tension", " amid a dispute over the border", " in a statement",
]  # fmt: skip
PLANS = (
    "peace plan|draft agreement|power-sharing proposal|ceasefire proposal|border plan|transit proposal".split(
        "|"
    )
)
TOWNS = "the capital|a border town|the port|a northern village|the old city|the oil terminal".split("|")

TEMPLATES = Path(__file__).with_name("class_templates.txt")
EXAMPLES = Path(__file__).with_name("class_examples.txt")


def examples() -> list[tuple[str, str]]:
    """Single (text, category) pairs, with idioms that templates have not."""
    lines = EXAMPLES.read_text("utf-8").splitlines()
    pairs = [line.split("|") for line in lines if "|" in line and not line.startswith("#")]
    return [(text, category) for category, text in pairs]


def templates() -> dict[str, list[str]]:
    """Templates per category, from class_templates.txt."""
    found: dict[str, list[str]] = {}
    category = ""
    for line in TEMPLATES.read_text("utf-8").splitlines():
        if line.startswith("  "):
            found[category].append(line.strip())
        elif line and not line.startswith("#"):
            category = line.strip()
            found[category] = []
    return found


def sentences(seed: int = 1, each: int = 190) -> Iterator[tuple[str, str]]:
    """`each` different sentences per category, in random order; the same ones for a seed."""
    rng = random.Random(seed)
    made: list[tuple[str, str]] = []
    for category, lines in templates().items():
        seen: set[str] = set()
        for number in range(each * 20):
            if len(seen) == each:
                break
            text = _filled(lines[number % len(lines)], rng)
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
