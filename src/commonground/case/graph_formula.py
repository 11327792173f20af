"""Statements about options: NOT, AND, OR, IF, ONLY IF, IFF and parentheses, parsed by hand and never evaluated as code.

    formula  : implied [IFF implied]
    implied  : either [(IF | ONLY IF) either]
    either   : both {OR both}
    both     : single {AND single}
    single   : NOT single | ( formula ) | an option's id, in quotes if it is not one plain word

"A IF B" says that B implies A, "A ONLY IF B" that A implies B. A chain of IF or IFF has no agreed meaning and needs
parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from commonground.case.graph_options import BoolArray, IntArray, Pattern
from commonground.errors import UsageError, did_you_mean, shown

_LONGEST = 4000  # characters
_DEEPEST = 60  # parentheses and NOTs inside each other
_TOKEN = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<quoted>[^"]*)"|(?P<word>[^\s()"]+))')
_WORDS = ("not", "and", "or", "if", "iff", "only")

Truth = Callable[[IntArray], BoolArray]


@dataclass(frozen=True)
class Formula:
    """A statement as it was written, and its truth on an array of state codes."""

    text: str
    truth: Truth

    def __call__(self, codes: IntArray) -> BoolArray:
        return self.truth(codes)


def parse_formula(text: str, ids: Sequence[str]) -> Formula:
    """Read a statement over options; option `ids[k]` is bit k.

    Raises
    ------
    UsageError : an unknown option (the nearest is named), a missing operand or parenthesis, a chain of IF or IFF.
    """
    if len(text) > _LONGEST:
        raise UsageError(f"a statement has {len(text):,} characters", f"Keep to {_LONGEST:,}.")
    reader = _Reader(text, ids)
    truth = reader.formula(0)
    reader.end()
    return Formula(text.strip(), truth)


def any_pattern(patterns: Sequence[Pattern], text: str = "") -> Formula:
    """The statement that a state fits one of some patterns."""
    fixed = tuple(patterns)

    def truth(codes: IntArray) -> BoolArray:
        found = np.zeros(codes.shape, dtype=np.bool_)
        for pattern in fixed:
            found |= pattern.fits(codes)
        return found

    return Formula(text, truth)


class _Reader:
    """Recursive descent over the words of one statement."""

    def __init__(self, text: str, ids: Sequence[str]) -> None:
        self.text = text
        self.ids = {name: k for k, name in enumerate(ids)}
        self.tokens = _tokens(text)
        self.at = 0

    def formula(self, depth: int) -> Truth:
        left = self.implied(depth)
        if not self.takes("iff"):
            return left
        right = self.implied(depth)
        self.no_chain("iff", "if", "only")
        return lambda codes: left(codes) == right(codes)

    def implied(self, depth: int) -> Truth:
        left = self.either(depth)
        if self.takes("if"):
            cause, effect = self.either(depth), left
        elif self.takes("only"):
            if not self.takes("if"):
                raise self.fault('"only" is not followed by "if"')
            cause, effect = left, self.either(depth)
        else:
            return left
        self.no_chain("if", "only")
        return lambda codes: ~cause(codes) | effect(codes)

    def either(self, depth: int) -> Truth:
        parts = [self.both(depth)]
        while self.takes("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else lambda codes: np.logical_or.reduce([p(codes) for p in parts])

    def both(self, depth: int) -> Truth:
        parts = [self.single(depth)]
        while self.takes("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else lambda codes: np.logical_and.reduce([p(codes) for p in parts])

    def single(self, depth: int) -> Truth:
        if depth > _DEEPEST:
            raise self.fault(f"more than {_DEEPEST} parentheses and NOTs lie inside each other")
        if self.takes("not"):
            inner = self.single(depth + 1)
            return lambda codes: ~inner(codes)
        if self.takes("("):
            inside = self.formula(depth + 1)
            if not self.takes(")"):
                raise self.fault('a ")" is missing')
            return inside
        if self.at == len(self.tokens):
            raise self.fault("it ends where an option should follow")
        kind, word = self.tokens[self.at]
        if kind == "sign" or (kind == "word" and word.lower() in _WORDS):
            raise self.fault(f'"{word}" stands where an option should')
        self.at += 1
        if word not in self.ids:
            raise UsageError(
                f"statement {shown(self.text.strip())} names the option {shown(word)}, which nobody has",
                did_you_mean(word, self.ids),
            )
        bit = 1 << self.ids[word]
        return lambda codes: np.asarray((codes & bit) != 0)

    def takes(self, wanted: str) -> bool:
        if self.at < len(self.tokens):
            kind, word = self.tokens[self.at]
            if kind != "quoted" and word.lower() == wanted:
                self.at += 1
                return True
        return False

    def no_chain(self, *words: str) -> None:
        if any(self.takes(word) for word in words):
            raise self.fault(
                "a chain of IF or IFF can be read in two ways", "Put one of them in parentheses."
            )

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self.fault(f'"{self.tokens[self.at][1]}" follows where the statement should have ended')

    def fault(self, message: str, fix: str = "Write for instance: (a or not b) if c.") -> UsageError:
        return UsageError(f"statement {shown(self.text.strip())}: {message}", fix)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        hit = _TOKEN.match(text, at)
        if hit is None:
            raise UsageError(f"statement {shown(text.strip())}: a quotation mark is not closed", "Close it.")
        kind = hit.lastgroup or ""
        found.append((kind, hit[kind]))
        at = hit.end()
    if not found:
        raise UsageError("a statement is empty", "Write for instance: not strike.")
    return found
