"""A quotient where there is one."""

from __future__ import annotations

import numpy as np

from commonground.methods.ratio import ratio


def test_a_quotient_or_what_stands_for_it() -> None:
    np.testing.assert_array_equal(ratio([1.0, 2.0, 3.0], [2.0, 0.0, -1.0], 9.0), [0.5, 9.0, 9.0])
    np.testing.assert_array_equal(ratio(1.0, np.array([4.0, 5e-324]), np.nan), [0.25, np.inf])
    assert np.isnan(ratio(np.nan, 1.0, 0.0))
