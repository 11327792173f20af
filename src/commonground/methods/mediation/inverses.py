"""What would make a mediator's word believed, or keep the risk of war down: each condition solved for one parameter.

All are closed forms. Where the word would not change A's demand at any value of the parameter asked for, the
answer is NaN.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.mediation.conditions import (
    SLIP,
    MediationParameters,
    accuracy_bound,
    bias_bounds,
    follows_word,
    terms_of,
)
from commonground.methods.parameters import PROBABILITY, FloatArray, checked


def bias_that_is_believed(parameters: MediationParameters) -> tuple[FloatArray, FloatArray]:
    """Between which bounds the bias must lie for the mediator to be believed, at its accuracy.

    Returns
    -------
    two (draw,) arrays: bias_min, never below 0, and bias_max, infinite where no bias is too strong; both NaN where
    A would not follow even an honest word. A bias of c_m / c_1 always lies between them: such a mediator weighs
    gain against war just as A does.
    """
    terms = terms_of(parameters)
    low, high = bias_bounds(terms, np.asarray(parameters.mediator_cost))
    works = follows_word(terms) & np.isfinite(low)
    return np.where(works, low, np.nan), np.where(works, high, np.nan)


def accuracy_that_is_believed(parameters: MediationParameters) -> FloatArray:
    """The least accuracy at which a mediator of the given bias is believed; any higher one is believed too.

    Returns
    -------
    (draw,) probability, 0.5 to 1; NaN where the mediator favours B, or has nothing to tell. 1 for one that wants
    nothing but peace: it must know for certain.
    """
    return accuracy_bound(
        terms_of(parameters),
        np.asarray(parameters.chance_high),
        np.asarray(parameters.bias),
        np.asarray(parameters.mediator_cost),
    )


def mediator_cost_that_is_believed(parameters: MediationParameters) -> tuple[FloatArray, FloatArray]:
    """Between which bounds the mediator's own cost of war must lie for it to be believed, at its bias and accuracy.

    A mediator who would suffer more says "high resolve" to be sure of peace; one of strong bias who would suffer
    less says "low resolve" to win A more.

    Returns
    -------
    two (draw,) arrays, lower bound >= 0 and upper bound, infinite for perfect accuracy; both NaN where the bias is
    below 0 or A would not follow.
    """
    terms = terms_of(parameters)
    bias = np.asarray(parameters.bias)
    gain_low, gain_high = terms.gains
    works = follows_word(terms) & (bias >= -SLIP) & (gain_low > 0.0)
    doubt_low, doubt_high = 1.0 - terms.after_low, 1.0 - terms.after_high
    most = np.where(doubt_low > 0.0, bias * gain_low / np.where(doubt_low > 0.0, doubt_low, 1.0), np.inf)
    least = np.maximum(0.0, bias * gain_high / np.where(doubt_high > 0.0, doubt_high, 1.0))
    return np.where(works, least, np.nan), np.where(works, most, np.nan)


def accuracy_that_keeps_risk(parameters: MediationParameters, risk: ArrayLike) -> FloatArray:
    """The least accuracy at which a mediator is believed and the chance of war is at most `risk`.

    Parameters
    ----------
    parameters : as in `solve_mediation`; their accuracy does not matter
    risk : highest acceptable chance of war, 0-1, number or (draw,)

    Returns
    -------
    (draw,) probability, 1 - risk/(1 - chance_high) or what it takes to be believed, whichever is more; NaN where no
    accuracy is believed.
    """
    accepted = checked("risk", risk, PROBABILITY)
    resolved = 1.0 - np.asarray(parameters.chance_high)
    enough = 1.0 - np.where(resolved > 0.0, accepted / np.where(resolved > 0.0, resolved, 1.0), 1.0)
    return np.asarray(np.maximum(accuracy_that_is_believed(parameters), enough))
