"""Decision trees on binned columns: a random forest and gradient boosting share one way to grow a tree.

A tree is grown on gradients G and curvatures H, both (row, class); a split is worth the sum over classes of
G**2 / (H + penalty) on both sides. With G the indicator of the class and H one this is Gini impurity, which gives
the forest of breiman2001; with the softmax gradient it is boosting after friedman2001. Every leaf holds a number
per class, so that one tree serves all classes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BinArray = NDArray[np.uint8]
BINS = 64


def bin_edges(X: FloatArray, bins: int = BINS) -> list[FloatArray]:
    """Cut points per column of X (row, column) at its quantiles; NaN is left out."""
    edges = []
    for column in X.T:
        seen = np.unique(column[np.isfinite(column)])
        if len(seen) > bins - 2:
            seen = np.unique(np.quantile(column[np.isfinite(column)], np.linspace(0, 1, bins - 1)))
        edges.append((seen[1:] + seen[:-1]) / 2 if len(seen) > 1 else np.empty(0))
    return edges


def binned(X: FloatArray, edges: list[FloatArray]) -> BinArray:
    """Bin numbers (row, column): 0 for a missing value, otherwise one more than the cut points below it."""
    out = np.zeros(X.shape, np.uint8)
    for j, cuts in enumerate(edges):
        there = np.isfinite(X[:, j])
        out[there, j] = 1 + np.searchsorted(cuts, X[there, j])
    return out


@njit(cache=True)
def _grow(B, G, H, rows, leaf, depth_most, columns, penalty, seed, bins):  # type: ignore[no-untyped-def]
    state = np.uint64(seed)  # a linear congruential generator (knuth1997): no state is shared between calls
    n, k = len(rows), G.shape[1]
    most = 2 * n // leaf + 3
    column = np.full(most, -1, np.int32)
    cut = np.zeros(most, np.int32)
    left = np.zeros(most, np.int32)
    value = np.zeros((most, k))
    first = np.zeros(most, np.int64)
    last = np.zeros(most, np.int64)
    depth = np.zeros(most, np.int32)
    first[0], last[0], size = 0, n, 1
    order = rows.copy()
    spare = np.empty(n, rows.dtype)
    sums_g = np.empty((bins, k))
    sums_h = np.empty((bins, k))
    counts = np.empty(bins, np.int64)
    chosen = np.arange(B.shape[1])
    node = 0
    while node < size:
        a, b = first[node], last[node]
        g, h = np.zeros(k), np.zeros(k)
        for i in range(a, b):
            for c in range(k):
                g[c] += G[order[i], c]
                h[c] += H[order[i], c]
        parent = 0.0
        for c in range(k):
            value[node, c] = g[c] / (h[c] + penalty)
            parent += g[c] * g[c] / (h[c] + penalty)
        best, best_j, best_cut = 1e-9, -1, 0
        if b - a >= 2 * leaf and depth[node] < depth_most:
            for pick in range(columns):
                state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                swap = pick + np.int64((state >> np.uint64(33)) % np.uint64(len(chosen) - pick))
                chosen[pick], chosen[swap] = chosen[swap], chosen[pick]
                j = chosen[pick]
                sums_g[:] = 0.0
                sums_h[:] = 0.0
                counts[:] = 0
                for i in range(a, b):
                    row = order[i]
                    at = B[row, j]
                    counts[at] += 1
                    for c in range(k):
                        sums_g[at, c] += G[row, c]
                        sums_h[at, c] += H[row, c]
                below = 0
                gl, hl = np.zeros(k), np.zeros(k)
                for at in range(bins - 1):
                    if counts[at] == 0:
                        continue
                    below += counts[at]
                    for c in range(k):
                        gl[c] += sums_g[at, c]
                        hl[c] += sums_h[at, c]
                    if below < leaf:
                        continue
                    if b - a - below < leaf:
                        break
                    gain = -parent
                    for c in range(k):
                        gain += gl[c] * gl[c] / (hl[c] + penalty)
                        gain += (g[c] - gl[c]) ** 2 / (h[c] - hl[c] + penalty)
                    if gain > best:
                        best, best_j, best_cut = gain, j, at
        if best_j >= 0:
            at, end = a, 0
            for i in range(a, b):
                row = order[i]
                if B[row, best_j] <= best_cut:
                    order[at] = row
                    at += 1
                else:
                    spare[end] = row
                    end += 1
            for i in range(end):
                order[at + i] = spare[i]
            column[node], cut[node], left[node] = best_j, best_cut, size
            for child, lo, hi in ((size, a, at), (size + 1, at, b)):
                first[child], last[child], depth[child] = lo, hi, depth[node] + 1
            size += 2
        node += 1
    return column[:size], cut[:size], left[:size], value[:size]


@njit(cache=True)
def _add(column, cut, left, value, B, scale, out):  # type: ignore[no-untyped-def]
    for i in range(B.shape[0]):
        node = 0
        while column[node] >= 0:
            node = left[node] + (B[i, column[node]] > cut[node])
        for c in range(value.shape[1]):
            out[i, c] += scale * value[node, c]


@dataclass(frozen=True)
class Trees:
    """Grown trees with the cut points of their columns; `shares` turns rows into class probabilities."""

    edges: list[FloatArray]
    grown: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], FloatArray]]
    start: FloatArray
    rate: float
    softmax: bool

    def shares(self, X: FloatArray) -> FloatArray:
        """Probabilities (row, class) for X (row, column); a missing or unseen value follows its bin."""
        B = binned(X, self.edges)
        out = np.tile(self.start, (len(X), 1))
        for column, cut, left, value in self.grown:
            _add(column, cut, left, value, B, self.rate, out)
        if self.softmax:
            out = np.exp(out - out.max(axis=1, keepdims=True))
        return np.asarray(out / out.sum(axis=1, keepdims=True))


def fit_forest(
    X: FloatArray,
    y: NDArray[np.intp],
    classes: int,
    *,
    trees: int = 400,
    leaf: int = 3,
    columns: int | None = None,
    prior: float = 1.0,
    seed: int = 0,
) -> Trees:
    """Random forest of probability trees.

    Parameters
    ----------
    X, y    : (row, column), NaN where missing; (row,) class numbers
    leaf    : fewest rows in a leaf; `prior` pseudo-rows at the base rate are added to each, so that no share is 0
    columns : tried at each split, the square root of all by default
    """
    rng = np.random.default_rng(seed)
    edges = bin_edges(X)
    B = binned(X, edges)
    base = np.bincount(y, minlength=classes) / len(y)
    G = np.eye(classes)[y]
    H = np.ones_like(G)
    wide = columns or max(1, round(X.shape[1] ** 0.5))
    grown = []
    for _ in range(trees):
        rows = rng.integers(len(y), size=len(y))
        column, cut, left, value = _grow(
            B, G, H, rows, leaf, 64, min(wide, X.shape[1]), 1e-9, int(rng.integers(2**31)), BINS
        )
        grown.append((column, cut, left, value))
    return Trees(edges, grown, prior / leaf * base, 1.0 / trees, softmax=False)


def fit_boosting(
    X: FloatArray,
    y: NDArray[np.intp],
    classes: int,
    *,
    rounds: int = 200,
    rate: float = 0.05,
    leaf: int = 5,
    depth: int = 6,
    share: float = 0.7,
    columns: float = 0.4,
    penalty: float = 5.0,
    seed: int = 0,
) -> Trees:
    """Gradient boosting of the multinomial log likelihood, each tree on a share of the rows and columns."""
    rng = np.random.default_rng(seed)
    edges = bin_edges(X)
    B = binned(X, edges)
    Y = np.eye(classes)[y]
    start = np.log(np.maximum(Y.mean(axis=0), 1e-6))
    score = np.tile(start, (len(y), 1))
    wide = max(1, round(columns * X.shape[1]))
    grown = []
    for _ in range(rounds):
        p = np.exp(score - score.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rows = rng.permutation(len(y))[: max(1, int(share * len(y)))]
        column, cut, left, value = _grow(
            B, Y - p, p * (1 - p) + 1e-6, rows, leaf, depth, wide, penalty, int(rng.integers(2**31)), BINS
        )
        _add(column, cut, left, value, B, rate, score)
        grown.append((column, cut, left, value))
    return Trees(edges, grown, start, rate, softmax=True)
