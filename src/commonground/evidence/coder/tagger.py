"""Part-of-speech tags by an averaged perceptron (Collins 2002) with shipped weights.

Every feature looks at one word in one place (this word, the one before, the one after) or at the tags already
given, so that the sum of a word's features can be kept and a sentence costs a few additions per word.
Tags are Penn's with fine distinctions merged: see `TAGS`. Trained by scripts/train_tagger.py.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

TAGS = "NN NNS NNP VB VBD VBN VBG VBZ VBP MD IN TO DT JJ RB PRP PRP$ CC CD POS W RP EX UH X PU".split()
MERGED = {
    "NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT",
    "WDT": "W", "WP": "W", "WP$": "W", "WRB": "W",
}  # fmt: skip
# A cache that a stream of nonsense words cannot fill without end.
KEPT_WORDS = 40_000
START, STOP = "<s>", "</s>"
Vector = tuple[float, ...]


def shape(word: str) -> str:
    """A word's outline: capital, all capitals, digit, mark."""
    first = word[0]
    if word.isalpha():
        if first.isupper():
            return "AA" if len(word) > 1 and word.isupper() else "Aa"
        return "a"
    if first.isdigit():
        return "9"
    if not any(map(str.isalnum, word)):
        return "."
    return "A-" if first.isupper() else "a-"


def own_features(word: str, first: bool) -> list[str]:
    """Features of the word to be tagged."""
    low = word.lower()
    kind = shape(word) + ("^" if first else "")
    return [
        f"w={low}",
        f"3={low[-3:]}{'-' if len(low) > 3 else ''}",
        f"2={low[-2:]}",
        f"4={low[-4:]}",
        f"1={low[0]}",
        f"h={kind}",
        f"H={kind}{low[-1]}",
    ]


def before_features(word: str) -> list[str]:
    """What a word says about the one after it."""
    low = word.lower()
    return [f"b={low}", f"b3={low[-3:]}"]


def after_features(word: str) -> list[str]:
    """What a word says about the one before it."""
    low = word.lower()
    return [f"a={low}", f"a3={low[-3:]}", f"ah={shape(word)}"]


class Tagger:
    """Tags the words of a sentence.

    Parameters
    ----------
    weights : feature -> one weight per tag
    known   : words that have one tag in the training text, often enough to be sure
    """

    def __init__(self, weights: dict[str, Vector], known: dict[str, int]) -> None:
        self._weights = weights
        self._known = known
        self._zero: Vector = (0.0,) * len(TAGS)
        self._own: dict[tuple[str, bool], Vector] = {}
        self._before: dict[str, Vector] = {}
        self._after: dict[str, Vector] = {}
        self._tags: dict[tuple[int, int], Vector] = {}

    def tag(self, words: Sequence[str]) -> list[str]:
        """One tag per word."""
        zero, known, own, before, after, tags = (
            self._zero,
            self._known,
            self._own,
            self._before,
            self._after,
            self._tags,
        )
        if len(own) > KEPT_WORDS:
            own.clear()
            before.clear()
            after.clear()
        found: list[str] = []
        last, older = -1, -1
        final = len(words) - 1
        for place, word in enumerate(words):
            sure = known.get(word)
            if sure is not None:
                best = sure
            else:
                mine = own.get((word, place == 0))
                if mine is None:
                    mine = self._sum(own_features(word, place == 0))
                    own[word, place == 0] = mine
                left_word = words[place - 1] if place else START
                left = before.get(left_word)
                if left is None:
                    left = before[left_word] = self._sum(before_features(left_word))
                right_word = words[place + 1] if place < final else STOP
                right = after.get(right_word)
                if right is None:
                    right = after[right_word] = self._sum(after_features(right_word))
                history = tags.get((last, older))
                if history is None:
                    history = tags[last, older] = self._sum([f"t={last}", f"tt={last},{older}"])
                joint = self._weights.get(f"tw={last},{word.lower()}", zero)
                scores = [a + b + c + d + e for a, b, c, d, e in zip(mine, left, right, history, joint)]
                best = scores.index(max(scores))
            found.append(TAGS[best])
            older, last = last, best
        return found

    def _sum(self, features: Sequence[str]) -> Vector:
        rows = [self._weights[feature] for feature in features if feature in self._weights]
        return tuple(map(sum, zip(*rows))) if rows else self._zero


@cache
def shipped() -> Tagger:
    """The tagger with the weights of ../data/tagger.json.gz."""
    packed = (resources.files("commonground.evidence.data") / "tagger.json.gz").read_bytes()
    return unpack(json.loads(gzip.decompress(packed)))


def unpack(plain: dict[str, Any]) -> Tagger:
    """A tagger from the file's layout: {"scale", "weights": {feature: [tag, weight, …]}, "known": {word: tag}}."""
    scale = plain["scale"]
    weights = {}
    for feature, pairs in plain["weights"].items():
        row = [0.0] * len(TAGS)
        for place in range(0, len(pairs), 2):
            row[pairs[place]] = pairs[place + 1] * scale
        weights[feature] = tuple(row)
    return Tagger(weights, plain["known"])
