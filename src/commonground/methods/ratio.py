"""A quotient with a meaning where the divisor is not positive, and no complaint where it is next to nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import FloatArray


def ratio(part: ArrayLike, whole: ArrayLike, otherwise: float) -> FloatArray:
    """Part / whole where whole is positive, `otherwise` elsewhere; infinite where it is too large for a number."""
    top, bottom = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    with np.errstate(over="ignore"):
        quotient: FloatArray = np.divide(top, bottom, out=np.full(top.shape, otherwise), where=bottom > 0.0)
    return quotient
