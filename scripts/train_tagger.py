"""Train the part-of-speech tagger of the evidence room: python scripts/train_tagger.py TREEBANK_FOLDER

TREEBANK_FOLDER holds ewt-train.conllu.gz and gum-news.conllu.gz (training), ewt-test.conllu.gz and pud-test.conllu.gz
(for the figures printed at the end): UD English EWT (CC BY-SA 4.0) and the Wikinews part of GUM (CC BY).
Writes src/commonground/evidence/data/tagger.json.gz, the same bytes every time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from commonground.evidence.coder.tagger import (
    MERGED,
    START,
    STOP,
    TAGS,
    after_features,
    before_features,
    own_features,
    unpack,
)
from commonground.evidence.coder.tokens import words as tokenise

OUT = Path(__file__).parents[1] / "src/commonground/evidence/data/tagger.json.gz"
NUMBER = {tag: place for place, tag in enumerate(TAGS)}
MARKS = {",", ".", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "HYPH", "NFP", "SYM", "PUNCT"}
Sentence = list[tuple[str, str]]


def read(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file, re-cut the way our tokeniser cuts."""
    rows: list[tuple[str, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if not line.strip():
                if rows:
                    yield recut(rows)
                rows = []
            elif line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append((cells[1], merged(cells[1], cells[4])))


def merged(word: str, tag: str) -> str:
    """Our tag for a Penn tag."""
    if tag in MARKS:
        return "PU"
    tag = MERGED.get(tag, tag)
    return tag if tag in NUMBER else "X"


def recut(rows: Sentence) -> Sentence:
    """Join hyphenated words, cut don't as don + 't; words that our tokeniser cuts get the tag on each part."""
    joined: list[tuple[str, str]] = []
    skip = False
    for place, (word, tag) in enumerate(rows):
        if skip:
            skip = False
            continue
        if word in {"n't", "n’t"} and joined:
            last, last_tag = joined[-1]
            joined[-1] = ({"ca": "can", "wo": "won"}.get(last.lower(), last + "n"), last_tag)
            joined.append(("'t", "RB"))
        elif word == "-" and tag == "PU" and 0 < place < len(rows) - 1 and joined[-1][0][:1].islower():
            joined[-1] = (f"{joined[-1][0]}-{rows[place + 1][0]}", rows[place + 1][1])
            skip = True
        else:
            joined.append((word, tag))
    cut: Sentence = []
    for word, tag in joined:
        parts = tokenise(word) or [word]
        cut += [(part, tag if any(map(str.isalnum, part)) else "PU") for part in parts]
    return cut


def train(sentences: list[Sentence], epochs: int, seed: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Averaged weights per feature and the words with one tag only."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, tag in sentence:
            seen[word][tag] += 1
    known = {}
    for word, tags in seen.items():
        tag, count = tags.most_common(1)[0]
        total = sum(tags.values())
        if (count >= 15 and count / total >= 0.995) or not any(map(str.isalnum, word)):
            known[word] = NUMBER[tag]
    size = len(TAGS)
    weight: dict[str, list[float]] = {}
    summed: dict[str, list[float]] = {}
    stamp: dict[str, int] = {}
    clock = 0
    order = random.Random(seed)
    for epoch in range(epochs):
        order.shuffle(sentences)
        wrong = total = 0
        for sentence in sentences:
            words = [word for word, _ in sentence]
            last, older = -1, -1
            for place, (word, tag) in enumerate(sentence):
                sure = known.get(word)
                if sure is not None:
                    older, last = last, sure
                    continue
                clock += 1
                features = [
                    *own_features(word, place == 0),
                    *before_features(words[place - 1] if place else START),
                    *after_features(words[place + 1] if place < len(words) - 1 else STOP),
                    f"t={last}",
                    f"tt={last},{older}",
                    f"tw={last},{word.lower()}",
                ]
                rows = [weight[feature] for feature in features if feature in weight]
                scores = list(map(sum, zip(*rows))) if rows else [0.0] * size
                guess = scores.index(max(scores))
                truth = NUMBER[tag]
                total += 1
                if guess != truth:
                    wrong += 1
                    for feature in features:
                        row = weight.get(feature)
                        if row is None:
                            row = weight[feature] = [0.0] * size
                            summed[feature] = [0.0] * size
                            stamp[feature] = clock
                        sums, ago = summed[feature], clock - stamp[feature]
                        if ago:
                            for number, value in enumerate(row):
                                if value:
                                    sums[number] += value * ago
                            stamp[feature] = clock
                        row[truth] += 1.0
                        row[guess] -= 1.0
                older, last = last, guess
        print(f"epoch {epoch + 1}: {1 - wrong / total:.4f} of the ambiguous words", flush=True)
    averaged = {}
    for feature, row in weight.items():
        ago = clock - stamp[feature]
        averaged[feature] = [(a + b * ago) / clock for a, b in zip(summed[feature], row)]
    return averaged, known


def pack(weights: dict[str, list[float]], known: dict[str, int], least: float) -> dict[str, object]:
    """The file's layout: small weights left out, the others as whole numbers."""
    scale = 0.05
    packed = {}
    for feature in sorted(weights):
        pairs: list[int] = []
        for number, value in enumerate(weights[feature]):
            if abs(value) >= least:
                pairs += [number, round(value / scale)]
        if pairs:
            packed[feature] = pairs
    return {"scale": scale, "weights": packed, "known": dict(sorted(known.items()))}


def main() -> None:
    """Train, write, and print the accuracy on the test parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--least", type=float, default=0.6, help="weights nearer to zero are left out")
    asked = parser.parse_args()
    sentences = [*read(asked.treebank / "ewt-train.conllu.gz"), *read(asked.treebank / "gum-news.conllu.gz")]
    weights, known = train(sentences, asked.epochs, seed=1)
    packed = pack(weights, known, asked.least)
    plain = json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode()
    OUT.write_bytes(gzip.compress(plain, 9, mtime=0))
    tagger = unpack(packed)
    for name in ("ewt-test", "pud-test"):
        right = total = 0
        for sentence in read(asked.treebank / f"{name}.conllu.gz"):
            found = tagger.tag([word for word, _ in sentence])
            right += sum(a == b for a, (_, b) in zip(found, sentence))
            total += len(sentence)
        print(f"{name}: {right / total:.4f} of {total} words")
    print(f"{OUT.name}: {OUT.stat().st_size / 1000:.0f} kB, {len(packed['weights'])} features")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
