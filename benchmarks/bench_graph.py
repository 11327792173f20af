"""Cost of the graph model's fast engine, with the published matrix form in plain numpy in the same run.

Targets, one thread, five concepts, processor time after compilation, ranks given: 2^16 states x 4 parties 0.2 s;
2^20 x 4 3 s and 0.4 GB; 2^22 x 4 15 s and 0.8 GB; 2^24 x 2 25 s and 1.5 GB; 2^20 x 10 45 s. Each size runs in a process
of its own, so that the peak is its own; the peak holds everything, the interpreter and numba (160 MB) with it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from commonground.case.graph_formula import parse_formula
from commonground.case.graph_options import Option, OptionForm
from commonground.methods.graph.graph import Graph, option_graph
from commonground.methods.graph.preferences import ranks_by_statements
from commonground.methods.graph.stability import stability
from commonground.methods.graph.threshold import stable_bits

# bits per party, preferences, share of states left out, one-way options per party, target s, target MB
SIZES: tuple[tuple[list[int], str, float, int, float | None, int | None], ...] = (
    ([4] * 4, "random", 0.0, 0, 0.2, None),
    ([5] * 4, "random", 0.0, 0, 3.0, 400),
    ([5] * 4, "statements", 0.0, 0, 3.0, 400),
    ([5] * 4, "random", 0.3, 0, None, None),
    ([5] * 4, "random", 0.0, 2, None, None),
    ([6, 6, 5, 5], "random", 0.0, 0, 15.0, 800),
    ([12, 12], "random", 0.0, 0, 25.0, 1500),
    ([2] * 10, "random", 0.0, 0, 45.0, None),
    ([2] * 10, "statements", 0.0, 0, 45.0, None),
)


def model(widths: list[int], left_out: float, one_way: int, seed: int = 1) -> Graph:
    """Parties with so many options each; the last ones of each party may only be taken."""
    options = []
    for party, width in enumerate(widths):
        for k in range(width):
            forward = k >= width - one_way
            options.append(Option(f"o{len(options)}", party, direction="forward_only" if forward else "both"))
    form = OptionForm(tuple(f"p{p}" for p in range(len(widths))), tuple(options))
    codes = np.arange(form.n_raw)
    if left_out:
        codes = codes[np.random.default_rng(seed).random(form.n_raw) >= left_out]
    return option_graph(form, codes)


def ranks_of(graph: Graph, kind: str, seed: int = 2) -> Any:
    """Strict random orders, or random statements as an analyst writes them."""
    rng = np.random.default_rng(seed)
    out = np.empty((graph.n_party, graph.n_state), dtype=np.int32)
    form, codes = graph.options()
    ids = [option.id for option in form.options]
    for row in out:
        if kind == "random":
            row[:] = rng.permutation(np.arange(graph.n_state, dtype=np.int32))
            continue
        statements = []
        for _ in range(12):
            a, b, c = rng.choice(ids, 3, replace=False)
            text = [f"{a} and not {b}", f"{a} or {b}", f"{a} if {c}", f"{a} iff {b}", f"not {a}"]
            statements.append(parse_formula(str(rng.choice(text)), ids))
        row[:] = ranks_by_statements(codes, statements)
    return out


def matrix_form(graph: Graph, ranks: Any) -> Any:
    """The five concepts by Boolean matrices, as xu2009 and others print them."""
    n, size = graph.n_party, graph.n_state
    own = []
    for party in range(n):
        moves = np.zeros((size, size), dtype=np.float32)
        arcs = graph.arcs(party)
        moves[arcs.source, arcs.to] = 1.0
        own.append(moves)
    better = [(rank[None, :] > rank[:, None]).astype(np.float32) for rank in ranks]
    out = np.zeros((n, size), dtype=np.uint8)
    for i in range(n):
        content = 1.0 - better[i]
        tempting = own[i] * better[i]
        lasting = content.T * (own[i] @ better[i].T == 0)  # s2 is content and so is all that i can do from it
        others = [j for j in range(n) if j != i]
        verdicts = [tempting.any(axis=1)]
        for moves in ([own[j] for j in others], [own[j] * better[j] for j in others]):
            reach = reached(moves)
            for answer in (content.T, lasting):
                met = reach @ answer > 0
                verdicts.append((tempting * ~met.T).any(axis=1))
        for bit, leaves in enumerate(verdicts):
            out[i] |= (~leaves).astype(np.uint8) << bit
    return out


def reached(moves: list[Any]) -> Any:
    """Joint moves in which nobody moves twice in a row."""
    last = [move > 0 for move in moves]
    while True:
        new = []
        for j, move in enumerate(moves):
            before = np.logical_or.reduce(
                [last[m] for m in range(len(moves)) if m != j] or [np.zeros_like(last[j])]
            )
            new.append(last[j] | (before.astype(np.float32) @ move > 0))
        if all((a == b).all() for a, b in zip(last, new)):
            break
        last = new
    found = np.logical_or.reduce(last)
    np.fill_diagonal(found, False)
    return found.astype(np.float32)


def processor_seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time of a call, and its result."""
    began = time.process_time()
    result = call()
    return time.process_time() - began, result


def one(number: int) -> dict[str, float]:
    """One size, in this process."""
    widths, kind, left_out, one_way, _, _ = SIZES[number]
    small = model([2 if width <= 15 else width for width in widths[:2]], 0.0, 0)
    stable_bits(small, ranks_of(small, "random"))  # compile
    graph = model(widths, left_out, one_way)
    prepared, ranks = processor_seconds(lambda: ranks_of(graph, kind))
    spent, bits = processor_seconds(lambda: stable_bits(graph, ranks))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = np.bitwise_and.reduce(bits, axis=0)
    return {
        "seconds": spent,
        "preferences": prepared,
        "peak": peak,
        **{
            name: int((held & 1 << k > 0).sum())
            for k, name in enumerate(("nash", "gmr", "smr", "seq", "symseq"))
        },
    }


def compare() -> None:
    """Fast, general and matrix form on the same models."""
    print(f"{'processor seconds':28} {'fast':>9} {'general':>9} {'matrices':>9} {'ratio':>8}")
    for widths in ([3, 3], [2, 2, 2], [3, 3, 2], [4, 4], [3, 3, 3], [5, 5]):
        compare_one(model(widths, 0.1, 0))


def compare_one(graph: Graph) -> None:
    """One line of the first table."""
    ranks = ranks_of(graph, "random")
    stability(graph, ranks, engine="general", sim=False)  # compile
    fast, bits = min(
        (processor_seconds(lambda: stable_bits(graph, ranks)) for _ in range(5)), key=lambda x: x[0]
    )
    general, table = processor_seconds(lambda: stability(graph, ranks, engine="general", sim=False))
    plain, matrices = processor_seconds(lambda: matrix_form(graph, ranks))
    assert (bits == matrices).all()
    assert (bits == table.bits).all()
    name = f"{graph.n_state} states x {graph.n_party}, 10 % out"
    print(f"{name:28} {fast:9.5f} {general:9.4f} {plain:9.3f} {plain / max(fast, 1e-6):8.0f}")


def main() -> None:
    """Print both tables."""
    compare()
    print(
        f"\n{'fast engine':44} {'CPU s':>7} {'target':>7} {'MB':>6} {'target':>7} {'ranks s':>8}  equilibria"
    )
    for number, (widths, kind, left_out, one_way, most, room) in enumerate(SIZES):
        run = subprocess.run(
            [sys.executable, __file__, str(number)], capture_output=True, encoding="utf-8", check=True
        )
        told = json.loads(run.stdout)
        name = f"2^{sum(widths)} x {len(widths)}, {kind}"
        name += f", {left_out:.0%} left out" * (left_out > 0) + f", {one_way} one-way each" * (one_way > 0)
        counts = " ".join(
            f"{concept} {told[concept]:,}" for concept in ("nash", "gmr", "smr", "seq", "symseq")
        )
        print(
            f"{name:44} {told['seconds']:7.2f} {most or '':>7} {told['peak']:6.0f} {room or '':>7}"
            f" {told['preferences']:8.2f}  {counts}",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one(int(sys.argv[1]))))
    else:
        main()
