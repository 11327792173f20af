"""The grid of packages: every combination of one level per issue, numbered like an odometer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
Counts = NDArray[np.int32]  # numbers of draws

_INNER_TARGET = 256  # packages per inner block: fits the first-level cache with room for the running counts


@dataclass(frozen=True)
class Grid:
    """Levels per issue, and the split of the issues into an outer and an inner block."""

    counts: tuple[int, ...]

    @property
    def n_package(self) -> int:
        return int(np.prod(self.counts, dtype=np.int64))

    @property
    def split(self) -> int:
        """First issue of the inner block, chosen so that the block is near its target size."""
        sizes = [np.prod(self.counts[j:], dtype=np.float64) for j in range(len(self.counts))]
        return int(np.argmin([abs(np.log(size / _INNER_TARGET)) for size in sizes]))

    @property
    def arguments(self) -> tuple[IntArray, IntArray, int, int, int]:
        """counts, offsets, split, packages per column of the outer block, packages per inner block."""
        counts = np.asarray(self.counts, dtype=np.int64)
        offsets = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        split = self.split
        return counts, offsets, split, int(np.prod(counts[:split])), int(np.prod(counts[split:]))

    def levels(self, package: IntArray) -> IntArray:
        """(package, issue) level number of each issue in the given packages."""
        return np.stack(np.unravel_index(np.asarray(package, dtype=np.int64), self.counts), axis=-1)

    def columns(self, package: IntArray) -> IntArray:
        """(package, issue) place of each level on the axis on which all issues' levels lie side by side."""
        return self.levels(package) + self.arguments[1]
