"""Does the model read the codebook, or does it know the labels from elsewhere?

Three changes of the codebook that must not change what is meant: the categories in reverse order, opposite categories
with exchanged names, names that say nothing. A model that follows the definitions answers all four alike; one that goes
by the names fails the second, one that leans on the order the first. He et al. (2026, arXiv 2606.06781) found that
models fail such probes while their accuracy looks good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commonground.evidence.events import Event
from commonground.evidence.llm import codebook as codebooks
from commonground.evidence.llm.client import Client
from commonground.evidence.llm.code import ModelCoder
from commonground.evidence.llm.codebook import Codebook
from commonground.evidence.llm.windows import Sentence, Window

# Sentences of our own, with the category of their one event.
SENTENCES = (
    ("France sent medical supplies to Lebanon.", "AID"),
    ("Japan imposed sanctions on North Korea.", "SANCTION"),
    ("Kenya rejected a proposal by Somalia to redraw the border.", "REJECT"),
    ("Norway's foreign minister met her Chinese counterpart in Oslo.", "CONSULT"),
    ("Greece accused Turkey of violating its airspace.", "ACCUSE"),
    ("Israeli aircraft bombed targets in Syria.", "ASSAULT"),
    ("Sudan threatened to close its border with Chad.", "THREATEN"),
    ("Egypt urged Ethiopia to share data on the dam.", "REQUEST"),
)
PROBES = (
    ("standard", "the codebook as it is", codebooks.standard),
    ("order", "categories in reverse order", codebooks.reordered),
    ("label swap", "opposite categories have changed names", codebooks.swapped),
    ("generic labels", "names that say nothing", codebooks.generic),
)


@dataclass(frozen=True)
class Probe:
    """How the model did under one codebook.

    Parameters
    ----------
    name, change : what was changed
    right  : sentences with the category that is meant
    same   : sentences with the category of the unchanged codebook
    asked  : sentences
    named  : sentences where the answer fits the label's usual meaning instead of its definition
    """

    name: str
    change: str
    right: int
    same: int
    asked: int
    named: int = 0

    @property
    def passed(self) -> bool:
        """Whether all but one sentence got the right category, or after a change the same as before."""
        return (self.right if self.name == PROBES[0][0] else self.same) >= self.asked - 1

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON-able values."""
        return {
            "name": self.name,
            "change": self.change,
            "right": self.right,
            "same": self.same,
            "asked": self.asked,
            "by_name": self.named,
            "passed": self.passed,
        }


def check(client: Client) -> tuple[Probe, ...]:
    """Ask four times about the same eight sentences, under four codebooks.

    Raises
    ------
    ServerFault   : no usable answer after all tries.
    EvidenceError : the server cannot be used.
    """
    base: list[str] = []
    found = []
    for name, change, make in PROBES:
        book = make()
        answers = _asked(client, book)
        base = base or answers
        labels = {entry.category: entry.label for entry in book.entries}
        found.append(
            Probe(
                name,
                change,
                right=sum(got == wanted for got, (_, wanted) in zip(answers, SENTENCES)),
                same=sum(got == before != "" for got, before in zip(answers, base)),
                asked=len(SENTENCES),
                named=sum(
                    bool(got) and labels[got] == before and got != before
                    for got, before in zip(answers, base)
                ),
            )
        )
    return tuple(found)


def _asked(client: Client, book: Codebook) -> list[str]:
    """Category of each sentence's first event, "" where there is none."""
    text, sentences = "", []
    for number, (words, _) in enumerate(SENTENCES):
        sentences.append(Sentence(number, len(text), len(text) + len(words), words))
        text += words + "\n"
    events, _ = ModelCoder(client, book).window(Window(tuple(sentences)), text)
    first: dict[int, Event] = {}
    for event in events:
        first.setdefault(event.sequence, event)
    return [first[number].event if number in first else "" for number in range(len(SENTENCES))]
