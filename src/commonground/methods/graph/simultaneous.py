"""Simultaneous stability: opponents improve at the same moment, each from the state as it is now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.graph import Graph

_MOST = 4_000_000  # combinations of opponents' changes for one state


def simultaneous(graph: Graph, ranks: NDArray[np.integer]) -> BoolArray:
    """Where every improvement could meet, at the same moment, improvements of others that leave it no better.

    From state s, a party's improvement s1 is sanctioned if there is a choice for each opponent, to stay or one of its
    improvements from s, such that all changes together give a feasible state that the party does not prefer to s.
    Combinations that are not feasible are passed over.

    Returns
    -------
    (party, state) bool

    Raises
    ------
    UsageError : the model is not in option form, or opponents have too many combinations of improvements.

    References
    ----------
    fraser1984
    """
    if not graph.has_patterns:
        raise UsageError("simultaneous moves need options", "Leave SIM out for an explicit or merged graph.")
    form, codes = graph.options()
    where = np.full(form.n_raw, -1, dtype=np.int64)
    where[codes] = np.arange(len(codes))
    improved = [_improvements(graph, ranks, party) for party in range(graph.n_party)]
    out = np.ones((graph.n_party, graph.n_state), dtype=np.bool_)
    for s in range(graph.n_state):
        own = [codes[improved[p](s)] ^ codes[s] for p in range(graph.n_party)]
        for party in range(graph.n_party):
            if not own[party].size:
                continue
            together = np.zeros(1, dtype=np.int64)
            for other in range(graph.n_party):
                if other != party and own[other].size:
                    if together.size * (own[other].size + 1) > _MOST:
                        raise UsageError(
                            f"in state {graph.name(s)} the opponents of {graph.parties[party]} have over {_MOST:,}"
                            " combinations of improvements",
                            "Leave SIM out for a model of this size.",
                        )
                    choices = np.concatenate([np.zeros(1, dtype=np.int64), own[other]])
                    together = (together[:, None] ^ choices[None, :]).ravel()
            result = where[codes[s] ^ own[party][:, None] ^ together[None, :]]
            met = (result >= 0) & (ranks[party][result] <= ranks[party][s])
            out[party, s] = bool(met.any(axis=1).all())
    return out


def _improvements(graph: Graph, ranks: NDArray[np.integer], party: int):  # type: ignore[no-untyped-def]
    arcs, rank = graph.arcs(party), ranks[party]
    keep = rank[arcs.to] > rank[arcs.source]
    start = np.concatenate([[0], np.cumsum(keep)])[arcs.start]
    to = arcs.to[keep]

    def of(state: int) -> IntArray:
        return np.asarray(to[start[state] : start[state + 1]])

    return of
