"""Threats of sanctions: when they work, when they are bluff, and why those imposed look like failures.

A sender may threaten sanctions unless the target gives way. A resolved sender always threatens and always carries the
threat out; an unresolved one would rather not, and pays for having bluffed if it has to back down. The target gives
way if it thinks it likely enough that it faces a resolved sender. So threats that are believed never have to be
carried out, and the sanctions one sees are mostly those for which the threat had already failed.

Sources: stylised after eaton1992, lacy2004, drezner2003. Limits: one threat, one answer; the target does not give way
later under sanctions in force, and resolve and stakes are what both sides hold them to be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, in_draws, per_cent, prose, sentence

_SLIP = 1e-12


@dataclass(frozen=True, kw_only=True)
class SanctionParameters:
    """What is at stake for the target and the sender; numbers or (draw,) arrays.

    Parameters
    ----------
    value : worth v of the disputed issue to the target, above 0
    cost : cost s of the sanctions to the target, in the same unit, >= 0
    chance_resolved : chance rho, as the target sees it before any threat, that the sender would impose, 0-1
    audience_cost : cost a to an unresolved sender of backing down, in units of what the target's giving way is worth
        to it, >= 0

    Raises
    ------
    ParameterError : a value out of range.
    """

    value: float | FloatArray
    cost: float | FloatArray
    chance_resolved: float | FloatArray
    audience_cost: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "value": POSITIVE,
                "cost": NOT_NEGATIVE,
                "chance_resolved": PROBABILITY,
                "audience_cost": NOT_NEGATIVE,
            },
        )


@dataclass(frozen=True)
class SanctionResult:
    """The equilibrium and what an observer would see; all arrays (draw,).

    threshold : chance of a resolved sender from which the target gives way, v / s; infinite if sanctions cost nothing
    compels : every threat is believed, every sender threatens, the target gives way
    bluffs : unresolved senders threaten now and then, and the target gives way now and then
    defied : sanctions cost no more than the issue is worth, so no threat works and nobody bluffs
    several : the numbers sit on an edge where more than one equilibrium exists; `reading` says what was assumed
    bluff : chance that an unresolved sender threatens
    concede : chance that the target gives way to a threat
    p_threat, p_success, p_imposed, p_backed_down : chance of a threat; and that it ends with the target giving way,
        with sanctions, with a sender who backs down
    success_threatened : share of the threats that succeed; NaN without threats
    success_imposed : share of the sanctions imposed that succeed: 0 where there are any, else NaN
    p_misjudged : chance of sanctions on a target that would have given way had it known the sender's resolve
    loss_target : the target's expected loss, the smaller of v and rho s
    """

    threshold: FloatArray
    compels: BoolArray
    bluffs: BoolArray
    defied: BoolArray
    several: BoolArray
    bluff: FloatArray
    concede: FloatArray
    p_threat: FloatArray
    p_success: FloatArray
    p_imposed: FloatArray
    p_backed_down: FloatArray
    success_threatened: FloatArray
    success_imposed: FloatArray
    p_misjudged: FloatArray
    loss_target: FloatArray

    def reading(self, sender: str = "the sender", target: str = "the target") -> str:
        """The result in one paragraph; `sender` and `target` are the names to use."""
        text, parts = "", []
        moved = ~self.defied
        if moved.any():
            text = sentence(
                f"{target} gives way to a threat once it gives {sender} at least a chance of"
                f" {per_cent(self.threshold[moved])} of being resolved"
            )
        for flags, clause in (
            (self.compels, f"every threat is believed and {target} gives way"),
            (self.bluffs, "threats are partly bluff and work only now and then"),
            (
                self.defied,
                f"no threat works, since {target} has at least as much at stake as sanctions would cost it",
            ),
        ):
            if flags.any():
                parts.append(clause if flags.all() else f"{in_draws(flags)} {clause}")
        text = f"{text} {sentence('; '.join(parts))}".lstrip()
        if self.bluffs.any():
            text += (
                f" Where there is bluff, an unresolved sender threatens with probability"
                f" {per_cent(self.bluff[self.bluffs], spread=False)}, and a threat succeeds with probability"
                f" {per_cent(self.concede[self.bluffs], spread=False)}."
            )
        text += (
            f" In all, a threat comes with probability {per_cent(self.p_threat, spread=False)}. The chance that"
            f" {target} gives way is {per_cent(self.p_success, spread=False)}, of sanctions"
            f" {per_cent(self.p_imposed, spread=False)}, and that {sender} backs down"
            f" {per_cent(self.p_backed_down, spread=False)}."
        )
        if (self.p_imposed > 0.0).any() and (self.p_success > 0.0).any():
            succeed = f"{100.0 * selection(self).success_threatened:.2g} %"
            text += (
                " Whoever judged by the sanctions imposed would find no success, while of the threats"
                f" {succeed} succeed: those imposed are those for which the threat failed."
            )
        if self.several.any():
            where = "" if self.several.all() else f" {in_draws(self.several)}"
            text += (
                f" There is more than one equilibrium{where}: where {target} is just indifferent, it is taken to give"
                " way to a threat that every sender makes and to hold out against one that is sure to be carried out;"
                " where backing down costs nothing, the least bluff is shown."
            )
        return prose(
            f"{text} The threat is answered once; giving way later, under sanctions in force, is not covered."
        )


@dataclass(frozen=True)
class Selection:
    """What the sanctions imposed say about threats, over all draws together; plain numbers, NaN where there are none.

    success_threatened : share of all threats that succeed
    success_imposed : share of all sanctions imposed that succeed: 0, since imposing means that the threat had failed
    imposed_per_threat : share of the threats that end in sanctions
    bite_threatened, bite_imposed : mean of s / v, what sanctions cost the target per unit of what it is asked to give
        up, among threats and among sanctions imposed
    """

    success_threatened: float
    success_imposed: float
    imposed_per_threat: float
    bite_threatened: float
    bite_imposed: float

    def reading(self) -> str:
        """The comparison in one paragraph."""
        if np.isnan(self.success_threatened):
            return "There are no threats to learn from."
        text = (
            f"Of the threats, {per_cent(self.success_threatened)} succeed and {per_cent(self.imposed_per_threat)} end"
            " in sanctions."
        )
        if np.isnan(self.success_imposed):
            return f"{text} No sanctions are imposed, so that nothing could be seen of a success that is complete."
        return (
            f"{text} Of the sanctions imposed, none succeeds here, and that says little about threats: a case comes to"
            f" sanctions because its threat failed. Sanctions cost the target {figure(self.bite_imposed)} times what is"
            f" at stake in the cases that come to them, {figure(self.bite_threatened)} times in all threatened cases."
        )


def solve_sanctions(parameters: SanctionParameters) -> SanctionResult:
    """Threat, bluff, and the target's answer.

    Steps: 1. threshold v/s; 2. at or below the chance of a resolved sender: every threat is believed; 3. above it
    and below 1: an unresolved sender bluffs just often enough to leave the target indifferent, and the target
    answers just often enough to leave the bluffer indifferent; 4. at 1 or above: no threat works.

    Parameters
    ----------
    parameters : stakes, cost, resolve, audience cost; (draw,)

    Returns
    -------
    SanctionResult, all (draw,)

    References
    ----------
    Stylised after eaton1992, lacy2004, drezner2003.

    Limits
    ------
    A resolved sender is taken to speak before it acts, so that silence is not an equilibrium. The sender's gain from
    sanctions in force, and a target that gives way under them, are left out.
    """
    value, cost = np.asarray(parameters.value), np.asarray(parameters.cost)
    rho, a = np.asarray(parameters.chance_resolved), np.asarray(parameters.audience_cost)
    threshold = np.where(cost > 0.0, value / np.where(cost > 0.0, cost, 1.0), np.inf)
    defied = (threshold >= 1.0 - _SLIP) & ~((rho >= 1.0) & (threshold <= 1.0 + _SLIP))
    compels = ~defied & (rho >= threshold - _SLIP)
    bluffs = ~defied & ~compels
    inner = np.where(bluffs, threshold, 0.5)
    mixed = np.where(rho < 1.0, rho * (1.0 - inner) / (np.where(rho < 1.0, 1.0 - rho, 1.0) * inner), 1.0)
    bluff = np.where(compels, 1.0, np.where(bluffs, mixed, 0.0))
    concede = np.where(compels, 1.0, np.where(bluffs, a / (1.0 + a), 0.0))
    p_threat = rho + (1.0 - rho) * bluff
    p_imposed = rho * (1.0 - concede)
    several = (
        (np.abs(rho - threshold) <= _SLIP)
        | (np.abs(threshold - 1.0) <= _SLIP)
        | ((a == 0.0) & (rho < 1.0) & ~compels)
    )
    return SanctionResult(
        threshold=threshold,
        compels=compels,
        bluffs=bluffs,
        defied=defied,
        several=several,
        bluff=bluff,
        concede=concede,
        p_threat=p_threat,
        p_success=p_threat * concede,
        p_imposed=p_imposed,
        p_backed_down=(1.0 - rho) * bluff * (1.0 - concede),
        success_threatened=np.where(p_threat > 0.0, concede, np.nan),
        success_imposed=np.where(p_imposed > 0.0, 0.0, np.nan),
        p_misjudged=np.where(bluffs, p_imposed, 0.0),
        loss_target=np.minimum(value, rho * cost),
    )


def selection(result: SanctionResult) -> Selection:
    """Success among the sanctions imposed beside success among all threats, over the draws together.

    Each draw counts by its chance of a threat, or of sanctions. Where draws differ in what is at stake only, the
    cases that come to sanctions are also those in which they would bite least.

    Returns
    -------
    Selection
    """
    threats, imposed = result.p_threat, result.p_imposed
    bite = 1.0 / result.threshold  # 0 where sanctions cost nothing
    return Selection(
        success_threatened=_ratio(result.p_success, threats),
        success_imposed=_ratio(np.zeros_like(imposed), imposed),
        imposed_per_threat=_ratio(imposed, threats),
        bite_threatened=_ratio(threats * bite, threats),
        bite_imposed=_ratio(imposed * bite, imposed),
    )


def cost_that_compels(parameters: SanctionParameters) -> FloatArray:
    """The least cost of sanctions to the target at which every threat succeeds: v / rho.

    Returns
    -------
    (draw,) cost, at least v; NaN where the sender is certainly unresolved.
    """
    rho = np.asarray(parameters.chance_resolved)
    return np.where(rho > 0.0, np.asarray(parameters.value) / np.where(rho > 0.0, rho, 1.0), np.nan)


def resolve_that_compels(parameters: SanctionParameters) -> FloatArray:
    """The least chance of a resolved sender at which every threat succeeds: v / s.

    Returns
    -------
    (draw,) probability; NaN where sanctions cost the target less than the issue is worth to it.
    """
    value, cost = np.asarray(parameters.value), np.asarray(parameters.cost)
    least = np.where(cost > 0.0, value / np.where(cost > 0.0, cost, 1.0), np.inf)
    return np.where(least <= 1.0 + _SLIP, np.minimum(least, 1.0), np.nan)


def value_that_is_conceded(parameters: SanctionParameters) -> FloatArray:
    """The largest worth of an issue that the target gives up to any threat: rho s. What to ask for and no more.

    Returns
    -------
    (draw,) value; 0 where no issue of any worth is given up.
    """
    return np.asarray(np.asarray(parameters.chance_resolved) * parameters.cost)


def audience_cost_that_succeeds(parameters: SanctionParameters, success: ArrayLike) -> FloatArray:
    """The least cost of backing down at which a threat succeeds with at least the given probability: q / (1 - q).

    Parameters
    ----------
    parameters : as in `solve_sanctions`; their audience cost does not matter
    success : wanted chance that a threat made succeeds, 0-1, number or (draw,)

    Returns
    -------
    (draw,) cost, >= 0; 0 where every threat succeeds anyway; NaN where the target is never moved, or for certain
    success of a threat that may be bluff.
    """
    wanted = checked("success", success, PROBABILITY)
    result = solve_sanctions(parameters)
    cost = np.where(wanted < 1.0, wanted / np.where(wanted < 1.0, 1.0 - wanted, 1.0), np.nan)
    return np.where(result.compels | (wanted == 0.0), 0.0, np.where(result.bluffs, cost, np.nan))


def _ratio(part: FloatArray, whole: FloatArray) -> float:
    total = float(whole.sum())
    return float(part.sum()) / total if total > 0.0 else float("nan")
