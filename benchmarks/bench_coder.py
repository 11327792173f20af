"""Sentences per CPU second of the event coder: python benchmarks/bench_coder.py [FILE.jsonl]

Each line of FILE.jsonl has a "text". Without a file, sentences written for the class model are coded.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from commonground.evidence.coder.code import Reader, code
from commonground.evidence.coder.ranked import ranked

ROUNDS = 3


def rate(reader: Reader, texts: list[str]) -> float:
    """The best of three rounds, in texts per second of processor time, with warm caches."""
    best = 0.0
    for _ in range(ROUNDS):
        begin = time.process_time()
        for text in texts:
            ranked(reader, text, None)
        best = max(best, len(texts) / (time.process_time() - begin))
    return best


def main() -> None:
    """Print the figures."""
    begin = time.process_time()
    reader = Reader.shipped()
    ranked(reader, "Iran rejected a proposal.", None)
    print(f"start: {time.process_time() - begin:.2f} s")
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    else:
        sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
        from class_sentences import sentences

        texts = [text for text, _ in sentences()]
    print(f"{len(texts)} texts, ranked: {rate(reader, texts):.0f} per CPU second")
    begin = time.process_time()
    code("\n\n".join(" ".join(texts[start : start + 6]) for start in range(0, len(texts), 6)), reader=reader)
    print(f"as one document: {len(texts) / (time.process_time() - begin):.0f} per CPU second")


if __name__ == "__main__":
    main()
