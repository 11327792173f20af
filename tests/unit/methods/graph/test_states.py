"""Options, patterns, statements, feasible states, moves, merged states; and what is said of faulty ones."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.graph.models import form, random_model

from commonground.case.graph_feasible import feasible_codes
from commonground.case.graph_formula import parse_formula
from commonground.case.graph_options import Option, OptionForm, parse_pattern
from commonground.errors import NoSolution, UsageError
from commonground.methods.graph.graph import explicit_graph, merge, option_graph, restrict

IDS = ["strike", "sign", "relieve sanctions", "c"]


def rows(text: str) -> list[bool]:
    return parse_formula(text, ["a", "b", "c"])(np.arange(8)).tolist()


def by_python(text: str) -> list[bool]:
    return [bool(eval(text, {"a": bool(s & 1), "b": bool(s & 2), "c": bool(s & 4)})) for s in range(8)]


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("a", "a"),
        ("NOT a AND b OR c", "((not a) and b) or c"),
        ("not (a and b) or c", "(not (a and b)) or c"),
        ("a or b and c", "a or (b and c)"),
        ("a if b", "a or not b"),
        ("a only if b", "b or not a"),
        ("a and b if c or a", "(a and b) or not (c or a)"),
        ("a iff not b", "a == (not b)"),
        ("a if b iff c", "(a or not b) == c"),
        ("not not a", "a"),
        ("(((a)))and(b)", "a and b"),
    ],
)
def test_statements_mean_what_logic_says(text: str, python: str) -> None:
    assert rows(text) == by_python(python)


@given(st.text(alphabet='abc()"notandorif \n', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = rows(text)
    except UsageError:
        return
    assert len(found) == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("a and", "ends where an option should follow"),
        ("and a", '"and" stands where an option should'),
        ("(a", r'a "\)" is missing'),
        ("a)", "follows where the statement"),
        ("a b", '"b" follows'),
        ("a if b if c", "chain of IF"),
        ("a iff b iff c", "chain of IF"),
        ("a only b", '"only" is not followed by "if"'),
        ('"a', "quotation mark"),
        ("(" * 80 + "a" + ")" * 80, "inside each other"),
        ("not " * 90 + "a", "inside each other"),
        ("a" * 5000, "5,000 characters"),
        ("strke", 'names the option "strke"'),
    ],
)
def test_faulty_statements_are_told_apart(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        rows(text)


def test_an_unknown_option_is_compared_with_the_known() -> None:
    with pytest.raises(UsageError, match='Did you mean "strike"'):
        parse_formula("not strik", IDS)
    assert parse_formula('"relieve sanctions" if sign', IDS)(np.array([2, 6])).tolist() == [False, True]


def test_patterns() -> None:
    assert parse_pattern("Y-N", 3).fits(np.arange(8)).nonzero()[0].tolist() == [1, 3]
    with pytest.raises(UsageError, match="2 letters where the model has 3"):
        parse_pattern("Y-", 3)
    with pytest.raises(UsageError, match='the letter "x"'):
        parse_pattern("Yx-", 3)


def test_rules_and_patterns_exclude_states() -> None:
    three = form(2, 1)
    rule = parse_formula("o2 only if o0", ["o0", "o1", "o2"])
    codes = feasible_codes(three, [parse_pattern("YY-", 3)], [rule])
    assert codes.tolist() == [0, 1, 2, 5]


def test_contradictory_rules_are_named_with_the_number_of_states() -> None:
    ids = [f"o{k}" for k in range(10)]
    rules = [parse_formula(text, ids) for text in ("o3 or o4", "o0 and not o1", "o1 if o0")]
    with pytest.raises(
        NoSolution, match=r'all 1,024 are excluded, already by "o0 and not o1", "o1 if o0"'
    ) as fault:
        feasible_codes(form(5, 5), [parse_pattern("Y" * 10, 10)], rules)
    assert "o3" not in fault.value.message


def test_too_many_options_are_refused_before_any_work() -> None:
    began = time.process_time()
    with pytest.raises(UsageError, match=r"1,099,511,627,776 states \(2\^40\)"):
        form(20, 20)
    assert time.process_time() - began < 1.0


def test_faulty_options_are_refused() -> None:
    with pytest.raises(UsageError, match="no party"):
        OptionForm((), ())
    with pytest.raises(UsageError, match="no option"):
        OptionForm(("a",), ())
    with pytest.raises(UsageError, match="belongs to nobody"):
        OptionForm(("a",), (Option("x", 1),))
    with pytest.raises(UsageError, match='option "x" is there twice'):
        OptionForm(("a",), (Option("x", 0), Option("x", 0)))
    with pytest.raises(UsageError, match='Did you mean "forward_only"'):
        OptionForm(("a",), (Option("x", 0, direction="forward"),))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="there is no option"):
        form(1).number("o7")


def test_moves_respect_directions_and_feasibility() -> None:
    way = form(2, 1, directions=["forward_only", "both", "backward_only"])
    graph = option_graph(way, np.array([0, 1, 2, 3, 4, 5, 6]))
    expected = {
        0: [1, 2, 3], 1: [3], 2: [0, 1, 3], 3: [1], 4: [5, 6], 5: [], 6: [4, 5],
    }  # fmt: skip
    assert {s: graph.moves(0, s).tolist() for s in range(7)} == expected
    assert {s: graph.moves(1, s).tolist() for s in (0, 4, 5)} == {0: [], 4: [0], 5: [1]}


@given(st.integers(0, 2**32 - 1))
def test_moves_are_the_same_asked_one_by_one_together_or_in_part(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, _ = random_model(rng)
    other = option_graph(graph.form, graph.codes)  # type: ignore[arg-type]
    some = np.flatnonzero(rng.random(graph.n_state) < 0.5)
    for party in range(graph.n_party):
        single = [other.moves(party, s).tolist() for s in range(graph.n_state)]
        source, target = other.steps(party, some)
        arcs = graph.arcs(party)
        assert [arcs.of(s).tolist() for s in range(graph.n_state)] == single
        assert [sorted(target[source == k].tolist()) for k in range(len(some))] == [single[s] for s in some]
        source, target = graph.steps(party, some)
        assert [sorted(target[source == k].tolist()) for k in range(len(some))] == [single[s] for s in some]


def test_a_state_is_found_by_code_or_pattern() -> None:
    graph = option_graph(form(1, 2), np.array([0, 3, 5]))
    assert graph.state(5) == graph.state("5") == graph.state("YNY") == 2
    assert (graph.name(1), graph.code(1)) == ("YYN", 3)
    with pytest.raises(UsageError, match="is not feasible"):
        graph.state("NYN")
    with pytest.raises(UsageError, match="3 letters Y or N"):
        graph.state("NY")
    named = explicit_graph(["a"], ["war", "peace"], [{0: [1]}])
    assert named.state("peace") == 1
    assert named.state(0) == 0
    with pytest.raises(UsageError, match='Did you mean "peace"'):
        named.state("peac")
    with pytest.raises(UsageError, match="there is no state 2"):
        named.state(2)
    with pytest.raises(UsageError, match="has no options"):
        named.options()


def test_faulty_graphs_are_refused() -> None:
    with pytest.raises(UsageError, match="names a state that is not there"):
        explicit_graph(["a"], ["s"], [{0: [1]}])
    with pytest.raises(UsageError, match="need names"):
        explicit_graph(["a"], ["s", "s"], [{}])
    with pytest.raises(UsageError, match="2 lists of moves"):
        explicit_graph(["a"], ["s"], [{}, {}])
    with pytest.raises(UsageError, match="too many to list"):
        option_graph(form(12, 12), np.arange(1 << 24)).arcs(0)


def test_merged_states_can_do_what_any_of_them_can() -> None:
    graph = option_graph(form(1, 1), np.arange(4))
    merged, node = merge(graph, [parse_pattern("-Y", 2)])
    assert merged.names == ("NN", "YN", "-Y")
    assert node.tolist() == [0, 1, 2, 2]
    assert merged.moves(1, 2).tolist() == [0, 1]
    assert merged.moves(0, 2).tolist() == []
    with pytest.raises(UsageError, match="fits two merged patterns"):
        merge(graph, [parse_pattern("-Y", 2), parse_pattern("Y-", 2)])
    with pytest.raises(UsageError, match="fits no feasible state"):
        merge(option_graph(form(1, 1), np.arange(2)), [parse_pattern("-Y", 2)])


def test_a_smaller_game_keeps_moves_among_its_states() -> None:
    named = explicit_graph(["a"], ["x", "y", "z"], [{0: [1, 2], 1: [0], 2: [1]}])
    smaller, kept = restrict(named, np.array([True, False, True]))
    assert (smaller.names, kept.tolist()) == (("x", "z"), [0, 2])
    assert [smaller.moves(0, s).tolist() for s in (0, 1)] == [[1], []]
    with pytest.raises(UsageError, match="no state is left"):
        restrict(named, np.zeros(3, dtype=bool))


def test_changes_in_words() -> None:
    two = OptionForm(("a", "b"), (Option("x", 0, "sign"), Option("y", 1)))
    assert two.change(0b10, 0b01) == ('takes "sign"', 'drops "y"')
    assert two.taken(3) == ("sign", "y")
    assert [two.pattern(code) for code in range(4)] == ["NN", "YN", "NY", "YY"]


def test_every_combination_of_three_variables() -> None:
    """A longer statement on all truth values."""
    text, python = "(a iff b) or not (c only if a)", "(a == b) or not (a or not c)"
    assert rows(text) == by_python(python)
    assert len(list(product([0, 1], repeat=3))) == 8
