"""Game trees as Gambit's text format .efg, so that users of Gambit or OpenSpiel can check our answers.

Reading takes what the format allows: payoffs at inner nodes (they are added to the ends below), outcomes and
information sets that are written out once and then named by number, any spacing. Writing gives one line per node
in the order Gambit itself uses. Numbers stay exact fractions, so nothing is lost on the way.

The format is described in the manual of Gambit, under "Game representation formats".
Limits: text up to 5 MB, 200,000 nodes, 200 moves in a row; no strategic-form (.nfg) files.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from commonground.errors import CaseError, UsageError, shown
from commonground.methods.parameters import ParameterError
from commonground.methods.tree import Chance, Decision, Exact, Node, Terminal, Tree

MAX_TEXT = 5_000_000
MAX_NODES = 200_000
MAX_DEPTH = 200

_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|([{},])|([^\s{},"]+)', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3}|/\d{1,400})?")


@dataclass
class _Open:
    """A node whose branches are still being read."""

    kind: str
    label: str
    moves: tuple[str, ...]
    probabilities: tuple[Fraction, ...]
    party: int
    information: int
    information_name: str
    payoffs: tuple[Fraction, ...]  # of this node and those above it
    after: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        if self.kind == "c":
            after = tuple(self.after)
            return Chance(self.moves, self.probabilities, after, self.label, self.information_name)
        return Decision(
            self.party, self.information, self.moves, tuple(self.after), self.label, self.information_name
        )


class _Reader:
    """The text as tokens with their place, and what has been written out so far."""

    def __init__(self, text: str, filename: str) -> None:
        self.text, self.filename = text, filename
        self.at = self.last = 0
        self.outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = {}
        self.sets: dict[tuple[int, int], tuple[str, tuple[str, ...], tuple[Fraction, ...]]] = {}
        self.parties: tuple[str, ...] = ()

    def fault(self, message: str, fix: str, got: str = "") -> CaseError:
        before = self.text[: self.last]
        line, column = before.count("\n") + 1, self.last - (before.rfind("\n") + 1) + 1
        return CaseError.single(message, fix, got=got, where=f"{self.filename}:{line}:{column}")

    def peek(self) -> str | None:
        """The next token without taking it: quoted text keeps its opening quote; None at the end."""
        hit = self._next()
        if hit is None:
            return None
        return '"' + hit.group(1) if hit.group(1) is not None else hit.group(2) or hit.group(3)

    def _next(self) -> re.Match[str] | None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.at == len(self.text):
            self.last = self.at
            return None
        hit = _TOKEN.match(self.text, self.at)
        self.last = self.at
        if hit is None:
            raise self.fault("quoted text without an end", 'Close it with ".')
        return hit

    def take(self, what: str) -> str:
        token = self.peek()
        if token is None:
            raise self.fault(f"the text ends where {what} is due", "Complete the file.")
        hit = self._next()
        if hit is not None:
            self.at = hit.end()
        return token

    def quoted(self, what: str) -> str:
        token = self.take(what)
        if not token.startswith('"'):
            raise self.fault(f"{what} is not in quotes", f'Write "{shown(token, 20)}".', shown(token))
        return re.sub(r"\\(.)", r"\1", token[1:], flags=re.DOTALL)

    def number(self, what: str) -> Fraction:
        token = self.take(what)
        if not _NUMBER.fullmatch(token) or token.endswith("/0"):
            raise self.fault(f"{what} is not a number", "Write 3, 0.5 or 1/3.", shown(token))
        try:
            return Fraction(token)
        except (ValueError, ZeroDivisionError):
            raise self.fault(f"{what} is not a number", "Write 3, 0.5 or 1/3.", shown(token)) from None

    def whole(self, what: str, least: int) -> int:
        value = self.number(what)
        if value.denominator != 1 or not least <= value <= 10**9:
            raise self.fault(f"{what} is out of range", f"Use a whole number from {least}.", str(value))
        return int(value)

    def sign(self, wanted: str, what: str) -> None:
        token = self.take(what)
        if token != wanted:
            raise self.fault(f"{what} lacks its {wanted}", f"Write {wanted} here.", shown(token))

    def payoffs(self) -> tuple[Fraction, ...]:
        self.sign("{", "a list of payoffs")
        found: list[Fraction] = []
        while self.peek() != "}":
            found.append(self.number("a payoff"))
            if self.peek() == ",":
                self.take("a comma")
        self.take("a brace")
        if len(found) != len(self.parties):
            fix = f"Give {len(self.parties)}, one per party."
            raise self.fault("payoffs of the wrong number of parties", fix, str(len(found)))
        return tuple(found)

    def outcome(self) -> tuple[str, tuple[Fraction, ...]]:
        """An outcome's name and payoffs; both may be left out where the number was explained before."""
        number = self.whole("the number of an outcome", 0)
        nothing = ("", (Fraction(0),) * len(self.parties))
        name = self.quoted("the name of an outcome") if (self.peek() or "").startswith('"') else None
        if self.peek() == "{":
            payoffs = self.payoffs()
            if number and self.outcomes.setdefault(number, (name or "", payoffs))[1] != payoffs:
                raise self.fault("an outcome with two lists of payoffs", "Use another number.", str(number))
            return name or "", payoffs
        if number and number not in self.outcomes:
            raise self.fault("an outcome without payoffs", "Add { payoffs } here.", str(number))
        known = self.outcomes.get(number, nothing)
        return (name if name is not None else known[0]), known[1]

    def information(self, kind: str, party: int) -> tuple[int, str, tuple[str, ...], tuple[Fraction, ...]]:
        number = self.whole("the number of an information set", 1)
        name = self.quoted("the name of an information set") if (self.peek() or "").startswith('"') else None
        key = (party, number)
        if self.peek() != "{":
            if key not in self.sets:
                raise self.fault("an information set without moves", 'Add { "move" ... } here.', str(number))
            known, moves, probabilities = self.sets[key]
            return number, name if name is not None else known, moves, probabilities
        self.sign("{", "a list of moves")
        names: list[str] = []
        shares: list[Fraction] = []
        while self.peek() != "}":
            names.append(self.quoted("a move"))
            if kind == "c":
                shares.append(self.number("a probability"))
            if self.peek() == ",":
                self.take("a comma")
        self.take("a brace")
        if not names:
            raise self.fault("a node without moves", "List at least one move.")
        self.sets[key] = (name or "", tuple(names), tuple(shares))
        return number, name or "", tuple(names), tuple(shares)

    def head(self) -> tuple[str, str]:
        mark = (self.take("EFG"), self.take("the version"), self.take("R or D"))
        if mark not in (("EFG", "2", "R"), ("EFG", "2", "D")):
            self.last = 0
            raise self.fault(
                "not an extensive game of version 2", "Begin with EFG 2 R.", shown(" ".join(mark))
            )
        title = self.quoted("the title")
        self.sign("{", "the list of parties")
        names: list[str] = []
        while self.peek() != "}":
            names.append(self.quoted("a party's name"))
            if self.peek() == ",":
                self.take("a comma")
        self.take("a brace")
        self.parties = tuple(names)
        comment = self.quoted("the comment") if (self.peek() or "").startswith('"') else ""
        return title, comment

    def tree(self) -> Tree:
        title, comment = self.head()
        root: Node | None = None
        path: list[_Open] = []
        nodes = 0
        while root is None:
            nodes += 1
            if nodes > MAX_NODES or len(path) > MAX_DEPTH:
                most = f"{MAX_NODES:,} nodes" if nodes > MAX_NODES else f"{MAX_DEPTH} moves in a row"
                raise self.fault(f"a game of more than {most}", "Use a coarser game.")
            node = self.node(path)
            while isinstance(node, Terminal | Decision | Chance):
                if not path:
                    root = node
                    break
                path[-1].after.append(node)
                if len(path[-1].after) < len(path[-1].moves):
                    break
                node = path.pop().close()
            if isinstance(node, _Open):
                path.append(node)
        if self.peek() is not None:
            raise self.fault("text after the end of the game", "Remove it.", shown(self.peek()))
        try:
            return Tree(self.parties, root, title, comment)
        except ParameterError as error:
            self.last = 0
            raise self.fault(error.message, error.fix) from error

    def node(self, path: list[_Open]) -> Node | _Open:
        above = path[-1].payoffs if path else (Fraction(0),) * len(self.parties)
        kind = self.take("a node")
        if kind not in ("c", "p", "t"):
            raise self.fault("not a node", "Begin it with c, p or t.", shown(kind))
        label = self.quoted("the name of a node")
        if kind == "t":
            name, payoffs = self.outcome()
            return Terminal(tuple(a + b for a, b in zip(above, payoffs, strict=True)), name, label)
        party = self.whole("the number of a party", 1) if kind == "p" else 0
        if party > len(self.parties):
            fix = f"Use 1 to {len(self.parties)}."
            raise self.fault("a party that the head does not name", fix, str(party))
        information, name, moves, probabilities = self.information(kind, party)
        _, payoffs = self.outcome()
        total = tuple(a + b for a, b in zip(above, payoffs, strict=True))
        return _Open(kind, label, moves, probabilities, party - 1, information, name, total)


def parse_efg(text: str, filename: str = "<text>") -> Tree:
    """A game tree from the text of an .efg file.

    Returns
    -------
    Tree; its numbers are exact fractions, and payoffs at inner nodes have been added to the ends below them.

    Raises
    ------
    CaseError : not such a text, or a game that contradicts itself; names line and column.
    """
    if len(text) > MAX_TEXT:
        raise CaseError.single(
            "a game larger than 5 MB", "Use a coarser game.", got=f"{len(text):,} characters", where=filename
        )
    return _Reader(text, filename).tree()


def read_efg(path: str | os.PathLike[str]) -> Tree:
    """A game tree from an .efg file; see `parse_efg`.

    Raises
    ------
    CaseError  : as `parse_efg`
    UsageError : no such file, or not text
    """
    try:
        with Path(path).open("rb") as file:
            source = file.read(MAX_TEXT + 1)
        text = source.decode("utf-8-sig") if len(source) <= MAX_TEXT else " " * (MAX_TEXT + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text", "Save it as UTF-8.") from error
    return parse_efg(text, str(path))


def efg_text(tree: Tree) -> str:
    """The text of an .efg file: one line per node, ends numbered in order.

    Ends with one name and the same payoffs share an outcome number. Fractions are written exactly, floats with
    all their digits.
    """
    head = f"EFG 2 R {_quote(tree.title)} {{ {' '.join(map(_quote, tree.parties))} }}"
    lines = [head, _quote(tree.comment), ""]
    outcomes: dict[tuple[str, tuple[Exact, ...]], int] = {}
    last = chances = 0
    for _, node in tree.nodes():
        label = _quote(node.label)
        if isinstance(node, Terminal):
            key = (node.outcome, node.payoffs)
            number = outcomes.get(key) if node.outcome else None
            if number is None:
                last += 1
                number = outcomes[key] = last
            payoffs = ", ".join(map(_number, node.payoffs))
            lines.append(f"t {label} {number} {_quote(node.outcome)} {{ {payoffs} }}")
        elif isinstance(node, Chance):
            chances += 1
            moves = " ".join(
                f"{_quote(move)} {_number(probability)}"
                for move, probability in zip(node.moves, node.probabilities, strict=True)
            )
            lines.append(f"c {label} {chances} {_quote(node.information_name)} {{ {moves} }} 0")
        else:
            moves = " ".join(map(_quote, node.moves))
            place = f"{node.party + 1} {node.information} {_quote(node.information_name)}"
            lines.append(f"p {label} {place} {{ {moves} }} 0")
    return "\n".join(lines) + "\n"


def save_efg(tree: Tree, path: str | os.PathLike[str]) -> None:
    """Write a game tree to an .efg file."""
    Path(path).write_text(efg_text(tree), "utf-8")


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: Exact) -> str:
    return str(value) if isinstance(value, Fraction | int) else repr(float(value))
