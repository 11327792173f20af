"""The games of a case: finite, written and read back unchanged, and solved as the closed forms solve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.case.strategic import strategic

from commonground.case.draws import Draws, draw
from commonground.case.strategy_draws import Bounds, CrisisDraws
from commonground.methods.crisis import DiscreteCost, PrivateCostParameters, solve_private_cost
from commonground.methods.efg import efg_text, parse_efg, save_efg
from commonground.methods.games import GameSettings, answer_of, games_of
from commonground.methods.games.crisis import ceiling_of, crisis_tree, kinds_of
from commonground.methods.games.game import Place
from commonground.methods.games.listing import left_out, size_of
from commonground.methods.mediation import MediationParameters, solve_mediation
from commonground.methods.parameters import ParameterError
from commonground.methods.response import TreeResponseParameters, solve_tree_response
from commonground.methods.sanctions.from_draws import parameters_of
from commonground.methods.sanctions.threats import solve_sanctions
from commonground.methods.tree import Chance, Decision, Node, Terminal, Tree
from commonground.methods.trust.from_draws import path_of, reassurance_of
from commonground.methods.trust.reassurance import solve_reassurance

NUDGED = 2e-5
Plan = Mapping[tuple[int, int], tuple[float, ...]]


@pytest.fixture(scope="module")
def modes() -> Draws:
    return draw(strategic(), modes=True)


def tree_of(draws: Draws, game: str, **settings: Any) -> Tree:
    found = {one.id: one for one in games_of(draws, settings=GameSettings(**settings))}
    return found[game].build()


def block(**given: Any) -> CrisisDraws:
    one = {"power": 0.6, "cost_demander": 0.1, "holds_now": None} | given
    arrays = {
        key: None if value is None else np.array([value]) for key, value in one.items() if key != "bounds"
    }
    low, high = given.get("bounds", (0.0, 0.4))
    arrays.pop("bounds", None)
    return CrisisDraws(
        demander=0,
        resister=1,
        cost_resister=Bounds(np.array([low]), np.array([high])),
        type_resister=np.array([0.5]),
        comes_to_head=np.array([0.2]),
        other_paths=np.array([0.0]),
        **arrays,
    )


def value(node: Node, plan: Plan, tree: Tree) -> np.ndarray:
    """(party,) what a node is worth if all play the plan."""
    if isinstance(node, Terminal):
        return np.array([float(number) for number in node.payoffs])
    after = [value(child, plan, tree) for child in node.after]
    if isinstance(node, Chance):
        shares: tuple[float, ...] = tuple(float(share) for share in node.probabilities)
    else:
        shares = plan[(node.party, node.information)]
    return np.asarray(sum(share * worth for share, worth in zip(shares, after, strict=True)))


def nobody_gains(tree: Tree, plan: dict[tuple[int, int], tuple[float, ...]]) -> bool:
    """No party gains by another move at one of its information sets."""
    base = value(tree.root, plan, tree)
    for key, shares in plan.items():
        for k in range(len(shares)):
            other = {**plan, key: tuple(float(j == k) for j in range(len(shares)))}
            if value(tree.root, other, tree)[key[0]] > base[key[0]] + 1e-6:
                return False
    return True


def sets_of(tree: Tree) -> dict[tuple[int, int], tuple[str, ...]]:
    return {
        (node.party, node.information): node.moves for _, node in tree.nodes() if isinstance(node, Decision)
    }


@pytest.mark.parametrize("draw_number", [0, 3, 17])
def test_games_survive_their_text_and_stay_small_numbers(draw_number: int) -> None:
    draws = draw(strategic(), n=20)
    games = games_of(draws, {"upland": "Upland"}, draw=draw_number, title="Sharing a river")
    assert [game.id for game in games] == ["crisis", "mediation-bank", "mediation-envoy", "sanctions",
                                           "reassurance-upland", "reassurance-lowland"]  # fmt: skip
    for game in games:
        tree = game.build()
        assert parse_efg(efg_text(tree)) == tree
        assert tree.parties == game.parties
        assert "Upland" in tree.parties
        assert tree.comment.startswith(f"Sharing a river (draw {draw_number + 1} of seed 1).")
        assert sum(1 for _ in tree.nodes()) == size_of(tree)["nodes"]
        for _, node in tree.nodes():
            numbers = node.payoffs if isinstance(node, Terminal) else getattr(node, "probabilities", ())
            for number in map(Fraction, numbers):
                assert max(abs(number.numerator), number.denominator) < 10**9


@pytest.mark.parametrize("types", [1, 3, 5])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"bounds": (0.1, 0.4)},
        {"bounds": (0.2, 0.4)},
        {"power": 0.85, "cost_demander": 0.05, "bounds": (0.0, 0.6)},
        {"holds_now": 0.65},
        {"power": 0.3, "cost_demander": 0.0, "bounds": (0.05, 0.3)},
    ],
)
def test_the_crisis_game_has_the_closed_form_solution(types: int, given: dict[str, Any]) -> None:
    """Backward induction on the exported game finds the demand, the risk and the value of the model with types."""
    crisis = block(**given)
    place = Place(0, {}, "")
    tree = crisis_tree(crisis, place, ("A", "B"), GameSettings(types=types, demands=9))
    kinds = kinds_of(crisis, place, types)
    power, own = float(crisis.power[0]), float(crisis.cost_demander[0])
    costs = [1.0 - power - float(kind.war_resister) for kind in kinds]
    exact = solve_private_cost(
        PrivateCostParameters(
            power=power,
            cost_a=own,
            cost_b=DiscreteCost(np.maximum(costs, 0.0), np.full(types, 1 / types)),
            status_quo_a=float(ceiling_of(crisis, place, kinds)),
        )
    )
    assert exact.equilibria[0] == 1
    result = solve_tree_response(TreeResponseParameters(tree=tree, rationality=np.inf))
    assert not result.tied[0]
    assert result.outcomes["war"][0] == pytest.approx(exact.risk_of_war[0], abs=1e-12)
    assert result.values[0, 0] == pytest.approx(exact.value_a[0], abs=NUDGED)
    assert result.values[0, 1] == pytest.approx(exact.value_b[0], abs=NUDGED)
    best = result.moves[(0, 1)][int(np.argmax(result.plans[(0, 1)][0]))]
    assert float(best.removeprefix("demand ")) == pytest.approx(exact.demand[0], abs=NUDGED)


def test_more_types_come_nearer_to_the_case() -> None:
    from commonground.methods.crisis import UniformCost

    crisis = block()
    limit = solve_private_cost(
        PrivateCostParameters(power=0.6, cost_a=0.1, cost_b=UniformCost(low=0.0, high=0.4))
    )
    off = []
    for types in (2, 10, 50):
        tree = crisis_tree(crisis, Place(0, {}, ""), ("A", "B"), GameSettings(types=types, demands=5))
        found = solve_tree_response(TreeResponseParameters(tree=tree, rationality=np.inf))
        off.append(abs(found.values[0, 0] - limit.value_a[0]))
    assert off[0] > off[2]
    assert off[2] < 0.01


def test_the_balance_of_power_may_be_what_is_private() -> None:
    """The worked number of the model: p between 0.4 and 0.8, both costs 0.1, risk 1/2."""
    crisis = replace(block(), power=Bounds(np.array([0.4]), np.array([0.8])), cost_resister=np.array([0.1]))
    tree = crisis_tree(crisis, Place(0, {}, ""), ("A", "B"), GameSettings(types=50, demands=2))
    found = solve_tree_response(TreeResponseParameters(tree=tree, rationality=np.inf))
    assert found.outcomes["war"][0] == pytest.approx(0.5, abs=0.04)
    assert "balance of power" in tree.comment


@pytest.mark.parametrize(("holds_now", "most"), [(0.5, 0.5), (0.65, 0.65), (0.3, 0.8), (None, 0.8)])
def test_the_demands_before_which_a_mediator_speaks_stop_where_the_crisis_does(
    modes: Draws, holds_now: float | None, most: float
) -> None:
    """A demander that would sooner fight than keep what it has (0.3) is not held back by it."""
    crisis = block(power=0.5, cost_demander=0.05, bounds=(0.0, 0.4), holds_now=holds_now)
    envoy = replace(modes.strategy.mediators[1], speaks_to=0)
    strategy = replace(modes.strategy, crisis=crisis, mediators=(envoy,))
    tree = tree_of(replace(modes, strategy=strategy), "mediation-envoy")
    moves = [
        float(move.rpartition(" ")[2])
        for (party, _), names in sets_of(tree).items()
        if party == 0
        for move in names
    ]
    assert max(moves) == pytest.approx(most, abs=NUDGED)
    assert max(moves) <= most
    assert ("Demands stop" in tree.comment) == (most < 0.8)


def test_the_word_is_believed_where_the_closed_form_says_so(modes: Draws) -> None:
    """The honest profile of the exported game is an equilibrium exactly where the model calls the word credible."""
    verdicts = set()
    for bias, accuracy in ((0.05, 0.9), (0.0, 0.9), (-0.5, 0.9), (0.5, 0.7), (2.0, 0.7), (0.5, 0.55)):
        crisis = block(power=0.5, bounds=(0.0, 0.4))
        mediator = replace(
            modes.strategy.mediators[1],
            speaks_to=0,
            bias=np.array([bias]),
            accuracy=np.array([accuracy]),
            cost_of_war=np.array([0.1]),
        )
        strategy = replace(modes.strategy, crisis=crisis, mediators=(mediator,))
        tree = tree_of(replace(modes, strategy=strategy), "mediation-envoy")
        result = solve_mediation(
            MediationParameters(
                power=0.5,
                cost_a=0.1,
                cost_low=0.1,
                cost_high=0.3,
                chance_high=0.5,
                accuracy=accuracy,
                bias=bias,
                mediator_cost=0.1,
            )
        )
        plan: dict[tuple[int, int], tuple[float, ...]] = {}
        for key, moves in sets_of(tree).items():
            if key[0] == 2:
                plan[key] = (1.0, 0.0) if key[1] == 1 else (0.0, 1.0)  # says what it sees
            elif key[0] == 0:
                plan[key] = (0.0, 1.0) if key[1] == 1 else (1.0, 0.0)  # safe after high resolve, else tough
            else:
                kind, asked = (key[1] - 1) // 4, moves and (key[1] - 1) % 2
                plan[key] = (
                    (0.0, 1.0) if kind == 0 and asked == 0 else (1.0, 0.0)
                )  # the resolved fight if asked too much
        assert nobody_gains(tree, plan) == bool(result.credible[0]), (bias, accuracy)
        verdicts.add(bool(result.credible[0]))
    assert verdicts == {True, False}


def test_the_bluff_of_the_closed_form_is_an_equilibrium(modes: Draws) -> None:
    threat = modes.strategy.sanctions
    assert threat is not None
    result = solve_sanctions(parameters_of(threat))
    assert result.bluffs[0]
    tree = tree_of(modes, "sanctions")
    bluff, concede = float(result.bluff[0]), float(result.concede[0])
    plan = {(0, 1): (bluff, 1 - bluff), (1, 1): (concede, 1 - concede)}
    assert nobody_gains(tree, plan)
    assert not nobody_gains(tree, {**plan, (0, 1): (min(1.0, bluff + 0.2), max(0.0, 0.8 - bluff))})


@pytest.mark.parametrize("step", [None, 0.3, 0.55, 0.9])
def test_a_first_step_separates_where_the_closed_form_says_so(modes: Draws, step: float | None) -> None:
    """Trustworthy: cooperate, then cooperate if both did. Untrustworthy: exploit twice."""
    belief = next(one for one in modes.strategy.trust if modes.parties[one.truster] == "lowland")
    tree = tree_of(modes, "reassurance-lowland", first_step=step)
    parameters = replace(reassurance_of(belief, path_of(belief)[:, -1]), first_step=step)
    result = solve_reassurance(parameters)
    plan = dict.fromkeys(sets_of(tree), (0.0, 1.0))
    for party in (0, 1):
        plan[(party, 1)] = (1.0, 0.0)
        plan[(party, 3)] = (1.0, 0.0)  # trustworthy, both cooperated
    assert nobody_gains(tree, plan) == bool(result.separating[0])


def test_what_makes_no_game_says_why(modes: Draws) -> None:
    crisis = modes.strategy.crisis
    assert crisis is not None
    deaf = replace(modes.strategy.mediators[0], speaks_to=crisis.resister)
    strategy = replace(modes.strategy, mediators=(deaf, modes.strategy.mediators[1]))
    assert "nothing to learn" in left_out(replace(modes, strategy=strategy))["mediators.bank"]
    assert set(left_out(replace(modes, strategy=replace(strategy, crisis=None)))) == {
        "mediators.bank",
        "mediators.envoy",
    }
    known = replace(
        crisis, power=Bounds(crisis.cost_demander, crisis.cost_demander), cost_resister=crisis.cost_demander
    )
    assert (
        "not what is private"
        in left_out(replace(modes, strategy=replace(strategy, crisis=known)))["mediators.envoy"]
    )
    assert games_of(replace(modes, strategy=type(strategy)())) == ()


@pytest.mark.parametrize(
    "wrong",
    [{"types": 0}, {"types": 51}, {"demands": 1}, {"demands": 2.5}, {"first_step": 0.0}, {"first_step": 1.0}],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        GameSettings(**wrong)


def test_a_tree_in_plain_values() -> None:
    last = Decision(
        0, 2, ("fight", "back down"), (Terminal((-0.3, -1.2), "war"), Terminal((-0.5, 0.5), "retreat"))
    )
    answer = Decision(1, 1, ("resist", "give way"), (last, Terminal((1.0, -1.0), "concession")))
    root = Decision(0, 1, ("challenge", "leave it"), (answer, Terminal((0.0, 0.0), "status quo")))
    found = answer_of(Tree(("A", "B"), root, "Deterrence"), 3.0)
    assert found["perfect_information"]
    assert (found["nodes"], found["ends"], found["information_sets"]) == (7, 4, 3)
    assert found["response"]["outcomes"]["war"] == pytest.approx(0.227949, abs=1e-6)  # the published vector
    assert found["backward_induction"]["outcomes"]["concession"] == 1.0
    assert found["unsolved"] == ""


def test_a_game_of_inference_is_described_and_not_solved(modes: Draws) -> None:
    found = answer_of(tree_of(modes, "sanctions"), 5.0)
    assert found["response"] is found["backward_induction"] is None
    assert found["unsolved"].startswith("what Upland believes") or found["unsolved"].startswith("what upland")
    assert not found["perfect_information"]


def test_open_spiel_reads_every_game(modes: Draws, tmp_path: Path) -> None:
    pyspiel = pytest.importorskip("pyspiel", reason="OpenSpiel is not installed")
    for draws in (modes, draw(strategic(), n=3)):
        for game in games_of(draws, draw=draws.n - 1, settings=GameSettings(types=7, demands=12)):
            tree = game.build()
            path = tmp_path / f"{game.id}.efg"
            save_efg(tree, path)
            loaded = pyspiel.load_game("efg_game", {"filename": str(path)})
            assert loaded.num_players() == len(tree.parties)
            waiting, ends = [loaded.new_initial_state()], 0
            while waiting:
                state = waiting.pop()
                if state.is_terminal():
                    ends += 1
                else:
                    waiting += [state.child(action) for action in state.legal_actions()]
            assert ends == size_of(tree)["ends"]


def test_open_spiel_values_the_plan_as_we_do(modes: Draws, tmp_path: Path) -> None:
    """Expected payoffs of our quantal response, walked through by OpenSpiel's own tree."""
    pyspiel = pytest.importorskip("pyspiel", reason="OpenSpiel is not installed")
    tree = tree_of(modes, "crisis", types=3, demands=5)
    result = solve_tree_response(TreeResponseParameters(tree=tree, rationality=20.0))
    save_efg(tree, tmp_path / "crisis.efg")
    loaded = pyspiel.load_game("efg_game", {"filename": str(tmp_path / "crisis.efg")})

    def worth(state: Any, node: Node) -> np.ndarray:
        if state.is_terminal():
            return np.array(state.returns())
        assert isinstance(node, Decision | Chance)
        actions = state.legal_actions()
        names = [state.action_to_string(state.current_player(), action) for action in actions]
        if state.is_chance_node():
            shares = dict(state.chance_outcomes())
        else:
            assert isinstance(node, Decision)
            plan = result.plans[(node.party, node.information)][0]
            shares = {a: plan[node.moves.index(name)] for a, name in zip(actions, names, strict=True)}
        return np.asarray(
            sum(
                shares[action] * worth(state.child(action), node.after[node.moves.index(name)])
                for action, name in zip(actions, names, strict=True)
            )
        )

    assert worth(loaded.new_initial_state(), tree.root) == pytest.approx(result.values[0], abs=1e-9)


def test_gambit_reads_every_game(modes: Draws, tmp_path: Path) -> None:
    gambit = pytest.importorskip("pygambit", reason="Gambit is not installed")
    for one in games_of(modes):
        tree = one.build()
        save_efg(tree, tmp_path / f"{one.id}.efg")
        game = gambit.read_efg(str(tmp_path / f"{one.id}.efg"))
        assert [player.label for player in game.players] == list(tree.parties)
        assert len(list(game.infosets)) == size_of(tree)["information_sets"]
