"""Game trees: checked when made, and written as text that reads back to the same tree."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from commonground.errors import CaseError, UsageError
from commonground.methods.efg import efg_text, parse_efg, read_efg, save_efg
from commonground.methods.parameters import ParameterError
from commonground.methods.tree import Chance, Decision, Node, Terminal, Tree

REFERENCE = Path(os.environ.get("COMMONGROUND_REFERENCE", ROOT.parent / "shared" / "data"))
SAMPLES = sorted((REFERENCE / "negotiation").glob("formats/efg/*.efg"))
HEAD = 'EFG 2 R "Talks" { "A" "B" }\n""\n'

numbers = st.fractions(-1000, 1000, max_denominator=50)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=8)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    sets = iter(range(1, 1000))

    def node(depth: int) -> Node:
        kind = draw(st.sampled_from("tpc")) if depth < 3 else "t"
        if kind == "t":
            return Terminal((draw(numbers), draw(numbers)), draw(words), draw(words))
        moves = tuple(draw(st.lists(words, min_size=1, max_size=3)))
        after = tuple(node(depth + 1) for _ in moves)
        if kind == "c":
            shares = tuple(Fraction(1, len(moves)) for _ in moves)
            return Chance(moves, shares, after, draw(words), draw(words))
        return Decision(draw(st.integers(0, 1)), next(sets), moves, after, draw(words), draw(words))

    return Tree(("A", draw(words)), node(0), draw(words), draw(words))


@given(trees())
def test_a_tree_survives_its_text(tree: Tree) -> None:
    assert parse_efg(efg_text(tree)) == tree


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_all_their_digits(payoff: float) -> None:
    end = parse_efg(efg_text(Tree(("A",), Terminal((payoff,))))).root
    assert isinstance(end, Terminal)
    assert float(end.payoffs[0]) == payoff


@pytest.mark.skipif(not SAMPLES, reason="no reference data (set COMMONGROUND_REFERENCE)")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_reference_files_come_back_to_the_letter(sample: Path, tmp_path: Path) -> None:
    tree = read_efg(sample)
    save_efg(tree, tmp_path / "again.efg")
    assert (tmp_path / "again.efg").read_text("utf-8") == sample.read_text("utf-8")


@pytest.mark.skipif(not SAMPLES, reason="no reference data (set COMMONGROUND_REFERENCE)")
def test_the_crisis_game_is_what_it_says() -> None:
    tree = read_efg(REFERENCE / "negotiation/formats/efg/crisis_3types_5offers.efg")
    assert tree.parties == ("A", "B")
    assert isinstance(tree.root, Chance)
    assert tree.root.probabilities == (Fraction(1, 3),) * 3
    offers = [node for _, node in tree.nodes() if isinstance(node, Decision) and node.party == 0]
    assert {node.information for node in offers} == {1}  # A does not see the type
    assert sum(1 for _ in tree.nodes()) == 49
    ends = {place: node for place, node in tree.nodes() if isinstance(node, Terminal)}
    assert ends[("t1", "x1", "fight")].payoffs == (Fraction(3, 10), Fraction(1, 4))


def test_what_the_format_leaves_out_is_filled_in() -> None:
    """Payoffs at inner nodes add up; moves and payoffs said once are known by number; commas are optional."""
    text = HEAD + (
        'p "" 1 1 "ask" { "yes" "no" } 1 "fee" { -1 0 }\n'
        'p "" 2 1 "" { "take", "leave" } 0\nt "" 2 "deal" { 3, 1/2 }\nt "" 3 "none" { .5 0 }\n'
        'p "" 2 1 0\nt "" 2\nt "" 3 ""\n'
    )
    tree = parse_efg(text)
    ends = {place: node for place, node in tree.nodes() if isinstance(node, Terminal)}
    assert ends[("yes", "take")] == Terminal((Fraction(2), Fraction(1, 2)), "deal")
    assert ends[("no", "take")] == Terminal((Fraction(2), Fraction(1, 2)), "deal")
    assert ends[("no", "leave")] == Terminal((Fraction(-1, 2), Fraction(0)), "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the text ends"),
        ('NFG 1 R "x" { "A" }', "not an extensive game"),
        (HEAD, "the text ends where a node is due"),
        (HEAD + 'x "" 1', "not a node"),
        (HEAD + 'p "" 3 1 "" { "a" } 0', "a party that the head does not name"),
        (HEAD + 'p "" 1 1 "" { } 0', "a node without moves"),
        (HEAD + 'p "" 1 1 0', "an information set without moves"),
        (HEAD + 't "" 1 "x" { 1, 2, 3 }', "payoffs of the wrong number of parties (got 3)"),
        (HEAD + 't "" 1 "x"', "an outcome without payoffs"),
        (HEAD + 't "" 1 "x" { 1, two }', "a payoff is not a number"),
        (HEAD + 't "" 1 "x" { 1, 1/0 }', "a payoff is not a number"),
        (HEAD + 't "" 1 "x" { 1, nan }', "a payoff is not a number"),
        (HEAD + 't "" 1 "x" { 1, 2 } t', "text after the end"),
        (HEAD + 't "unfinished 1', "quoted text without an end"),
        (HEAD + 'c "" 1 "" { "a" 1/3 } 0\nt "" 1 "x" { 1, 2 }', "no distribution"),
        (HEAD + 'p "" 1 1 "" { "a" } 0\np "" 1 1 "" { "b" } 0\nt "" 1 "" { 1 2 }', "other moves"),
        (HEAD + 'p "" 1 1 "" { "a" "b" } 0\nt "" 1 "" { 1 2 }\nt "" 1 "" { 2 1 }', "two lists of payoffs"),
        (HEAD + 'p "" 1 1 "" { "a" } 0\n' * 300, "200 moves in a row"),
    ],
)
def test_faults_are_named_with_their_place(text: str, said: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_efg(text, "talks.efg")
    assert said in str(caught.value)
    assert caught.value.findings[0].where.startswith("talks.efg:")
    assert caught.value.fix


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_efg(tmp_path / "none.efg")
    (tmp_path / "latin.efg").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_efg(tmp_path / "latin.efg")
    with pytest.raises(CaseError, match="larger than 5 MB"):
        parse_efg(" " * 5_000_001)


def test_trees_are_checked_when_made() -> None:
    end = Terminal((1.0, 0.0))
    with pytest.raises(ParameterError, match="1 payoffs for 2"):
        Tree(("A", "B"), Terminal((1.0,)))
    with pytest.raises(ParameterError, match="party 2"):
        Tree(("A", "B"), Decision(2, 1, ("a",), (end,)))
    with pytest.raises(ParameterError, match="2 moves and 1 nodes"):
        Tree(("A", "B"), Decision(0, 1, ("a", "b"), (end,)))
    with pytest.raises(ParameterError, match="no distribution"):
        Tree(("A", "B"), Chance(("a",), (0.9,), (end,)))
    with pytest.raises(ParameterError, match="offers other moves"):
        Tree(("A", "B"), Decision(0, 1, ("a",), (Decision(0, 1, ("b",), (end,)),)))
