"""Quantal response in turn: numbers, the recursion on trees, limits, ties, errors."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkout import ROOT
from commonground.methods.efg import efg_text, parse_efg, read_efg
from commonground.methods.parameters import ParameterError
from commonground.methods.response import (
    DeterrenceParameters,
    TreeResponseParameters,
    UltimatumParameters,
    rationalities_that_give,
    solve_deterrence,
    solve_tree_response,
    solve_ultimatum,
)
from commonground.methods.response.choice import logit
from commonground.methods.tree import Chance, Decision, Terminal, Tree

PAYOFF = st.integers(-20, 20).map(lambda k: k / 10)
RATIONALITY = st.one_of(st.sampled_from([0.0, np.inf]), st.integers(1, 300).map(lambda k: k / 10))


def deterrence(rationality: Any, **more: Any) -> DeterrenceParameters:
    payoffs: dict[str, Any] = {
        "status_quo_a": 0.0,
        "status_quo_b": 0.0,
        "concession_a": 1.0,
        "concession_b": -1.0,
        "back_down_a": -0.5,
        "back_down_b": 0.5,
        "war_a": -0.3,
        "war_b": -1.2,
    }
    return DeterrenceParameters(**(payoffs | more), rationality=rationality)


def ultimatum(types: int, offers: int, rationality: Any, **more: Any) -> UltimatumParameters:
    given_: dict[str, Any] = {"power": 0.5, "cost_a": 0.2, "cost_b_most": 0.5}
    return UltimatumParameters(types=types, offers=offers, rationality=rationality, **(given_ | more))


@st.composite
def deterrences(draw: st.DrawFn) -> DeterrenceParameters:
    names = ["status_quo", "concession", "back_down", "war"]
    payoffs = {f"{name}_{side}": draw(PAYOFF) for name in names for side in "ab"}
    return DeterrenceParameters(**payoffs, rationality=draw(RATIONALITY))


# numbers


def test_deterrence_in_numbers() -> None:
    result = solve_deterrence(deterrence([0.0, 1.0, 3.0, 10.0, 100.0]))
    assert result.war == pytest.approx([0.125, 0.185255, 0.227949, 0.430246, 0.0], abs=1e-6)
    assert result.concession[-1] == pytest.approx(1.0, abs=1e-6)
    total = result.status_quo + result.concession + result.back_down + result.war
    assert total == pytest.approx(np.ones(5))


def test_the_risk_of_war_is_not_monotone_in_rationality() -> None:
    war = solve_deterrence(deterrence(np.linspace(0.0, 100.0, 200))).war
    assert (np.diff(war) > 0).any()
    assert (np.diff(war) < 0).any()


def test_ultimatum_in_numbers() -> None:
    result = solve_ultimatum(ultimatum(3, 5, [1.0, 5.0, 20.0]))
    assert result.risk_of_war == pytest.approx([0.455098, 0.463715, 0.454512], abs=1e-6)
    assert result.value_a == pytest.approx([0.413964, 0.456574, 0.502705], abs=1e-6)
    assert solve_ultimatum(ultimatum(5, 11, 20.0)).risk_of_war == pytest.approx([0.400195], abs=1e-6)


def test_the_limit_splits_ties_and_says_so() -> None:
    result = solve_ultimatum(ultimatum(3, 5, [np.inf, 1e5]))
    assert result.risk_of_war == pytest.approx([0.5, 0.5], abs=1e-6)
    assert result.value_a == pytest.approx([0.525, 0.525], abs=1e-6)
    assert result.tied.tolist() == [True, False]
    assert result.equilibria.tolist() == [2, 1]
    assert "in 50 % of the draws some best moves pay the same" in result.reading()
    # A cost a little above the tie: the type accepts, and A gets the credible value.
    accepted = solve_ultimatum(ultimatum(3, 5, np.inf, power=0.5 + 1e-6))
    assert accepted.value_a == pytest.approx([0.6], abs=1e-5)
    assert accepted.equilibria.tolist() == [1]


# the logit rule


@given(st.lists(PAYOFF, min_size=1, max_size=5), RATIONALITY, PAYOFF)
def test_the_logit_rule(worth: list[float], rationality: float, shift: float) -> None:
    table, lam = np.array([worth]), np.array([rationality])
    chance, tied = logit(lam, table)
    assert chance.sum() == pytest.approx(1.0)
    assert (np.diff(chance[0][np.argsort(worth, kind="stable")]) >= -1e-12).all()  # the more it pays
    assert logit(lam, table + shift)[0] == pytest.approx(chance, abs=1e-7)
    if rationality == 0.0:
        assert chance == pytest.approx(np.full_like(chance, 1 / len(worth)))
    best = np.array(worth) == max(worth)
    if np.isinf(rationality):
        assert chance[0][best] == pytest.approx(1 / best.sum())
        assert tied.item() is bool(best.sum() > 1)
    else:
        assert not tied.item()


@given(deterrences())
def test_no_rationality_is_a_coin_toss_and_endless_rationality_a_best_reply(
    parameters: DeterrenceParameters,
) -> None:
    blind = solve_deterrence(replace(parameters, rationality=0.0))
    assert (blind.challenge.item(), blind.resist.item(), blind.fight.item()) == (0.5, 0.5, 0.5)
    assert blind.war == pytest.approx([0.125])
    sharp = solve_deterrence(replace(parameters, rationality=np.inf))
    assume(not sharp.tied.item())
    p = {name: float(np.asarray(getattr(parameters, name))[0]) for name in vars(parameters)}
    # No one-shot deviation pays at any of the three moves.
    after = {s: p[f"war_{s}"] if sharp.fight.item() else p[f"back_down_{s}"] for s in "ab"}
    met = {s: after[s] if sharp.resist.item() else p[f"concession_{s}"] for s in "ab"}
    assert after["a"] == max(p["war_a"], p["back_down_a"])
    assert met["b"] == max(after["b"], p["concession_b"])
    assert sharp.value_a.item() == max(met["a"], p["status_quo_a"])
    near = solve_deterrence(replace(parameters, rationality=1e4))
    assert near.war == pytest.approx(sharp.war, abs=1e-6)


# closed forms against the recursion on trees


@settings(max_examples=40)
@given(deterrences())
def test_deterrence_is_its_tree(parameters: DeterrenceParameters) -> None:
    closed = solve_deterrence(parameters)
    tree = solve_tree_response(
        TreeResponseParameters(tree=parameters.tree(), rationality=parameters.rationality)
    )
    for name in ("status quo", "concession", "back down", "war"):
        assert tree.outcomes[name] == pytest.approx(getattr(closed, name.replace(" ", "_")), abs=1e-12)
    assert tree.values[0] == pytest.approx([closed.value_a.item(), closed.value_b.item()])
    assert tree.plans[(1, 1)][:, 0] == pytest.approx(closed.resist)
    assert tree.tied.tolist() == closed.tied.tolist()


@settings(max_examples=20)
@given(st.integers(1, 4), st.integers(2, 6), st.sampled_from([0.0, 1.0, 20.0, np.inf]), st.integers(0, 10))
def test_ultimatum_is_its_tree(types: int, offers: int, rationality: float, tenths: int) -> None:
    parameters = ultimatum(types, offers, rationality, power=tenths / 10 + 0.001 * (tenths < 10))
    closed = solve_ultimatum(parameters)
    tree = solve_tree_response(TreeResponseParameters(tree=parameters.tree(), rationality=rationality))
    assert tree.outcomes["war"] == pytest.approx(closed.risk_of_war, abs=1e-9)
    assert tree.values[0] == pytest.approx([closed.value_a.item(), closed.value_b.item()], abs=1e-9)
    assert tree.plans[(0, 1)] == pytest.approx(closed.offer_chance, abs=1e-9)


def test_the_same_game_with_chance_first() -> None:
    """A's offers at one information set after chance has moved, as Gambit users write it."""
    parameters = ultimatum(3, 5, 5.0)
    file = Path(os.environ.get("COMMONGROUND_REFERENCE", ROOT.parent / "shared" / "data"))
    file = file / "negotiation" / "formats" / "efg" / "crisis_3types_5offers.efg"
    if not file.is_file():
        pytest.skip(f"no reference data at {file}: set COMMONGROUND_REFERENCE")
    result = solve_tree_response(TreeResponseParameters(tree=read_efg(file), rationality=[1.0, 5.0, 20.0]))
    closed = solve_ultimatum(replace(parameters, rationality=[1.0, 5.0, 20.0]))
    assert result.plans[(0, 1)] == pytest.approx(closed.offer_chance, abs=1e-12)
    assert result.values[:, 0] == pytest.approx(closed.value_a, abs=1e-12)


def test_trees_survive_a_file() -> None:
    for tree in (deterrence(1.0).tree(), ultimatum(3, 5, 1.0).tree()):
        again = parse_efg(efg_text(tree))
        before = solve_tree_response(TreeResponseParameters(tree=tree, rationality=2.0))
        after = solve_tree_response(TreeResponseParameters(tree=again, rationality=2.0))
        assert after.values == pytest.approx(before.values)


def test_payoffs_may_differ_by_draw() -> None:
    parameters = deterrence([1.0, 3.0], war_a=[-0.3, 0.2])
    trees = [parameters.tree(draw) for draw in (0, 1)]
    payoffs = np.array(
        [[node.payoffs for _, node in tree.nodes() if isinstance(node, Terminal)] for tree in trees],
        dtype=float,
    )
    result = solve_tree_response(
        TreeResponseParameters(tree=trees[0], rationality=[1.0, 3.0], payoffs=payoffs)
    )
    assert result.outcomes["war"] == pytest.approx(solve_deterrence(parameters).war)
    assert result.ends.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_a_type_without_a_chance_does_no_harm() -> None:
    ends = tuple(Terminal((float(k), 0.0), outcome=f"end {k}") for k in range(4))
    left = Decision(0, 1, ("x", "y"), ends[:2])
    right = Decision(0, 1, ("x", "y"), ends[2:])
    tree = Tree(("A", "B"), Chance(("never", "always"), (0, 1), (left, right)))
    result = solve_tree_response(TreeResponseParameters(tree=tree, rationality=1.0))
    assert result.plans[(0, 1)][0, 1] == pytest.approx(1 / (1 + np.exp(-1.0)))
    apart = Tree(
        ("A", "B"), Chance(("never", "always"), (0, 1), (Decision(0, 2, ("x", "y"), ends[:2]), right))
    )
    assert solve_tree_response(TreeResponseParameters(tree=apart, rationality=1.0)).values.shape == (1, 2)


def test_what_must_be_inferred_is_refused() -> None:
    """A signalling game: what B believes about A's type depends on what each type of A does."""

    def after(kind: int) -> Decision:
        answers = tuple(
            Decision(1, 1 + move, ("yield", "stand"), (Terminal((1.0, kind)), Terminal((0.0, 1.0))))
            for move in (0, 1)
        )
        return Decision(0, 1 + kind, ("loud", "quiet"), answers)

    tree = Tree(("A", "B"), Chance(("weak", "strong"), (0.5, 0.5), (after(0), after(1))))
    with pytest.raises(
        ParameterError, match="what B believes at information set 1 depends on how others play"
    ):
        solve_tree_response(TreeResponseParameters(tree=tree, rationality=1.0))


def test_an_information_set_that_follows_itself_is_refused() -> None:
    end = Terminal((1.0,))
    inner = Decision(0, 1, ("on", "off"), (end, end))
    tree = Tree(("A",), Decision(0, 1, ("on", "off"), (inner, end)))
    with pytest.raises(ParameterError, match="depends on how others play"):
        solve_tree_response(TreeResponseParameters(tree=tree, rationality=1.0))


# inverse


def test_rationalities_that_give_a_chance() -> None:
    parameters = deterrence(0.0)

    def war(rationality: np.ndarray[Any, Any]) -> Any:
        return solve_deterrence(replace(parameters, rationality=rationality)).war

    found = rationalities_that_give(war, 0.3)
    assert len(found) == 2  # it rises to a peak and falls again
    assert war(found) == pytest.approx([0.3, 0.3], abs=1e-9)
    assert rationalities_that_give(war, 0.9).size == 0
    assert rationalities_that_give(war, 0.125)[0] == 0.0
    assert rationalities_that_give(war, 0.3, most=5.0).size == 0


# words and errors


def test_readings() -> None:
    text = solve_deterrence(deterrence(3.0)).reading("the north", "the south")
    assert "there is war with 22.8 %" in text
    tied = solve_deterrence(deterrence(np.inf, war_a=-0.5)).reading()
    assert "some best moves pay the same" in tied
    offers = solve_ultimatum(ultimatum(5, 11, 20.0)).reading("the north", "the south")
    assert offers.startswith("The north offers most often 30 %")
    tree = solve_tree_response(TreeResponseParameters(tree=deterrence(1.0).tree(), rationality=3.0)).reading()
    assert "war 22.8 %" in tree
    ties = solve_tree_response(
        TreeResponseParameters(tree=deterrence(1.0, war_a=-0.5).tree(), rationality=np.inf)
    )
    assert ties.equilibria.tolist() == [2]
    assert "some best moves pay the same" in ties.reading()
    for words in (text, tied, offers, tree):
        assert words.endswith(".")
        assert "  " not in words


TREE = deterrence(1.0).tree()


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: deterrence(-1.0), "rationality", "got -1"),
        (lambda: deterrence(float("nan")), "rationality", "got nan"),
        (lambda: deterrence("much"), "rationality", "not a number"),
        (lambda: deterrence(np.ones((2, 2))), "rationality", "shape"),
        (lambda: deterrence(1.0, war_a=np.inf), "war_a", "finite"),
        (lambda: deterrence([1.0, 2.0, 3.0], war_a=[0.1, 0.2]), "war_a", "2 draws"),
        (lambda: ultimatum(0, 5, 1.0), "types", "from 1"),
        (lambda: ultimatum(3, 1, 1.0), "offers", "from 2"),
        (lambda: ultimatum(3, 5, 1.0, power=1.5), "power", "got 1.5"),
        (
            lambda: TreeResponseParameters(tree=TREE, rationality=1.0, payoffs=np.ones((2, 3, 2))),
            "payoffs",
            "4 ends, 2 parties",
        ),
        (
            lambda: TreeResponseParameters(tree=TREE, rationality=1.0, payoffs=np.full((1, 4, 2), np.nan)),
            "payoffs",
            "finite",
        ),
        (
            lambda: TreeResponseParameters(tree=TREE, rationality=[1.0] * 3, payoffs=np.ones((2, 4, 2))),
            "payoffs",
            "2 draws",
        ),
        (lambda: rationalities_that_give(lambda r: r, 2.0), "chance", "got 2"),
        (lambda: rationalities_that_give(lambda r: r, 0.5, most=0.0), "most", "above 0"),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
