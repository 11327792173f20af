"""Small models for the tests of the graph model, and a plain engine that follows the definitions word by word."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.graph_options import Option, OptionForm
from commonground.methods.graph.graph import Graph, option_graph

GAMES = {
    "prisoners": ([[1, 0, 3, 2], [1, 3, 0, 2]]),
    "chicken": ([[0, 1, 3, 2], [0, 3, 1, 2]]),
}


def form(*widths: int, directions: list[str] | None = None) -> OptionForm:
    """Parties p0, p1, … with so many options each, called o0, o1, …"""
    owners = [p for p, width in enumerate(widths) for _ in range(width)]
    return OptionForm(
        tuple(f"p{p}" for p in range(len(widths))),
        tuple(
            Option(f"o{k}", p, direction=directions[k] if directions else "both")  # type: ignore[arg-type]
            for k, p in enumerate(owners)
        ),
    )


def two_by_two() -> Graph:
    return option_graph(form(1, 1), np.arange(4))


def random_model(rng: Any, most_options: int = 6) -> tuple[Graph, Any]:
    """2 to 4 parties, shuffled options, ties, states left out, options that go one way."""
    n_party = int(rng.integers(1, 5))
    widths = rng.integers(0, 3, n_party)
    while not 0 < widths.sum() <= most_options:
        widths = rng.integers(0, 3, n_party)
    m = int(widths.sum())
    one_way = rng.random() < 0.5
    directions = [
        str(rng.choice(["forward_only", "backward_only"])) if one_way and rng.random() < 0.3 else "both"
        for _ in range(m)
    ]
    plain = form(*widths, directions=directions)
    order = rng.permutation(m)
    shuffled = OptionForm(plain.parties, tuple(plain.options[k] for k in order))
    codes = np.flatnonzero(rng.random(1 << m) < rng.choice([1.0, 0.8, 0.5]))
    if not codes.size:
        codes = np.arange(1)
    graph = option_graph(shuffled, codes)
    levels = int(rng.choice([2, 4, 1000]))
    return graph, rng.integers(0, levels, (n_party, graph.n_state))


def random_arcs(rng: Any, n_party: int, n_state: int) -> Graph:
    """An explicit graph: moves that cannot be joined into one, and common moves of two parties."""
    from commonground.methods.graph.graph import explicit_graph

    moves = [
        {s: [t for t in range(n_state) if t != s and rng.random() < 0.3] for s in range(n_state)}
        for _ in range(n_party)
    ]
    return explicit_graph([f"p{p}" for p in range(n_party)], [f"s{s}" for s in range(n_state)], moves)


def by_definition(graph: Graph, ranks: Any) -> list[dict[str, list[bool]]]:
    """The five concepts from their definitions, with Python sets, one state after the other."""
    n, states = graph.n_party, range(graph.n_state)
    own = [[set(map(int, graph.moves(p, s))) for s in states] for p in range(n)]
    better = [[{t for t in own[p][s] if ranks[p][t] > ranks[p][s]} for s in states] for p in range(n)]
    out = []
    for i in range(n):
        others = [j for j in range(n) if j != i]
        any_moves = [joint(own, others, s) for s in states]
        improving = [joint(better, others, s) for s in states]
        held: dict[str, list[bool]] = {c: [] for c in ("nash", "gmr", "smr", "seq", "symseq")}
        for s in states:
            content = {t for t in states if ranks[i][t] <= ranks[i][s]}
            held["nash"].append(not better[i][s])
            for name, reach, lasting in (
                ("gmr", any_moves, False),
                ("smr", any_moves, True),
                ("seq", improving, False),
                ("symseq", improving, True),
            ):
                held[name].append(
                    all(
                        any(s2 in content and (not lasting or own[i][s2] <= content) for s2 in reach[s1])
                        for s1 in better[i][s]
                    )
                )
        out.append(held)
    return out


def joint(moves: list[list[set[int]]], group: list[int], start: int) -> set[int]:
    """What a group reaches when nobody moves twice in a row; never the start itself."""
    found = {(t, j) for j in group for t in moves[j][start]}
    todo = list(found)
    while todo:
        state, last = todo.pop()
        for j in group:
            if j != last:
                for t in moves[j][state]:
                    if (t, j) not in found:
                        found.add((t, j))
                        todo.append((t, j))
    return {t for t, _ in found} - {start}
