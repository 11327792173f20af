"""The credibility map: over bias and accuracy, how often a mediator would be believed and what war risk follows.

For each bias there is one least accuracy per draw, so the whole map costs one sort per bias, not one solution per cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.mediation.conditions import (
    SLIP,
    MediationParameters,
    accuracy_bound,
    terms_of,
)
from commonground.methods.parameters import ANY, BoolArray, FloatArray, Range, checked
from commonground.methods.phrases import per_cent, prose

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class CredibilityMap:
    """Shares and risks over a grid; all but the axes are (bias, accuracy).

    bias, accuracy : the axes
    believed : share of the draws in which a mediator of this bias and accuracy is believed, 0-1
    calms : share of the draws in which it is believed and lowers the risk of war
    alarms : share of the draws in which it is believed and raises the risk of war
    risk_of_war : mean chance of war, with the mediator where it is believed and without it elsewhere
    risk_without : mean chance of war without any mediator, one number
    """

    bias: FloatArray
    accuracy: FloatArray
    believed: FloatArray
    calms: FloatArray
    alarms: FloatArray
    risk_of_war: FloatArray
    risk_without: float

    def reading(self, a: str = "A") -> str:
        """The map in one paragraph; `a` is the name of the party that the mediator speaks to."""
        row, column = np.unravel_index(
            int(np.argmax(self.risk_of_war <= self.risk_of_war.min() + SLIP)), self.risk_of_war.shape
        )
        best = self.risk_of_war[row, column]
        text = (
            f"Without a mediator the risk of war is {per_cent(self.risk_without)} on average. Over biases of"
            f" {self.bias[0]:.3g} to {self.bias[-1]:.3g} and accuracies of {per_cent(self.accuracy[0])} to"
            f" {per_cent(self.accuracy[-1])}, a mediator is believed in {per_cent(self.believed.min())} to"
            f" {per_cent(self.believed.max())} of the draws"
        )
        if best < self.risk_without - SLIP:
            text += (
                f"; the risk is lowest, {per_cent(best)}, first at a bias of {self.bias[row]:.3g} and an accuracy of"
                f" {per_cent(self.accuracy[column])}."
            )
        else:
            text += "; nowhere does its word lower the risk."
        if self.alarms.max() > 0.0:
            text += (
                f" In up to {per_cent(self.alarms.max())} of the draws its word raises the risk, since it lets {a}"
                " dare a demand that it would not have dared."
            )
        return prose(text, "Being believed is possible there, not certain: the word may always be ignored.")


def credibility_map(
    parameters: MediationParameters, *, bias: ArrayLike | None = None, accuracy: ArrayLike | None = None
) -> CredibilityMap:
    """How often a mediator is believed over a grid of bias and accuracy, and the risk of war with it.

    Parameters
    ----------
    parameters : as in `solve_mediation`; their own bias and accuracy do not matter
    bias : (b,) increasing values, by default 61 from -1 to 2, 0 among them
    accuracy : (a,) increasing values from 0.5 to 1, by default 41

    Returns
    -------
    CredibilityMap

    Raises
    ------
    ParameterError : an axis out of range.

    References
    ----------
    After kydd2003.
    """
    biases = checked("bias", np.linspace(-1.0, 2.0, 61).round(6) if bias is None else bias, ANY)
    accuracies = checked(
        "accuracy", np.linspace(0.5, 1.0, 41) if accuracy is None else accuracy, Range(0.5, 1.0)
    )
    terms = terms_of(parameters)
    chance_high, cost = np.asarray(parameters.chance_high), np.asarray(parameters.mediator_cost)
    resolved, tough = 1.0 - chance_high, chance_high > terms.threshold + SLIP
    before = np.where(tough, resolved, 0.0)
    n = chance_high.size
    shape = (biases.size, accuracies.size)
    believed, calms, alarms, risk_of_war = (np.zeros(shape) for _ in range(4))
    wrong = 1.0 - accuracies
    risk_of_war[:] = before.mean()
    for row in np.flatnonzero(biases >= -SLIP):  # one that favours B is never believed
        least = accuracy_bound(terms, chance_high, np.full(n, biases[row]), cost)
        order = np.argsort(least)  # draws that no accuracy convinces (NaN) come last
        count = np.searchsorted(least[order], accuracies + SLIP, side="right")
        count = np.where(accuracies > 0.5, count, 0)

        ranked = order, count
        believed[row] = count / n
        calms[row] = _summed(tough & (resolved > 0.0), *ranked) / n
        alarms[row] = np.where(wrong > 0.0, _summed(~tough & (resolved > 0.0), *ranked), 0.0) / n
        risk_of_war[row] += (wrong * _summed(resolved, *ranked) - _summed(before, *ranked)) / n
    return CredibilityMap(biases, accuracies, believed, calms, alarms, risk_of_war, float(before.mean()))


def _summed(values: FloatArray | BoolArray, order: IntArray, count: IntArray) -> FloatArray:
    """(accuracy,) sum of the (draw,) values over the draws in which the mediator is believed."""
    return np.concatenate([[0.0], np.cumsum(values[order], dtype=np.float64)])[count].astype(np.float64)
