"""What the mediators of a case come to, in words, and what a reader should know of it."""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws
from commonground.errors import Finding
from commonground.methods.crisis.from_draws import Crisis
from commonground.methods.mediation.conditions import SLIP
from commonground.methods.mediation.from_draws import Mediation, Mediator, risk_with_guarantee
from commonground.methods.mediation.inverses import bias_that_is_believed
from commonground.methods.phrases import figure, per_cent, sentence, whether


def reading(draws: Draws, found: Mediation, best: str | None) -> str:
    """All mediators in one paragraph."""
    a = draws.name(found.crisis.block.demander)
    told = [f"{one.block.name} in {per_cent(one.believed.mean())}" for one in found.mediators]
    text = f"Over the draws, {a} could believe {', '.join(told)}."
    name = next((one.block.name for one in found.mediators if one.block.id == best), None)
    if name is None:
        text += " Nobody who is believed and accepted lowers the risk of war in any draw."
    else:
        text += (
            f" {name} does most, acceptance counted. The best mediator that is accepted removes"
            f" {per_cent(found.effect)} of the risk of war."
        )
    text += (
        f" It goes from {per_cent(found.crisis.risk)} to {per_cent(found.risk_with)}, and the chance of confrontation"
        f" from {per_cent(found.crisis.confrontation)} to {per_cent(found.confrontation)} if no agreement comes first."
    )
    return (
        f"{text} That a word is ignored is always possible too, so being credible does not mean being heard."
    )


def reading_of(draws: Draws, crisis: Crisis, one: Mediator) -> str:
    """One mediator in one paragraph."""
    a, b = draws.name(crisis.block.demander), draws.name(crisis.block.resister)
    name = one.block.name
    if not one.informs:
        text = (
            f"{name} speaks to {draws.name(one.block.speaks_to)}, and what is private here is what a war would cost"
            f" {b}: its word tells {a} nothing."
        )
        return text + _as_guarantor(crisis, one)
    text = sentence(
        whether(one.believed, f"{a} can believe {name}", f"{name} is not believed by {a}{_why(a, b, one)}")
    )
    calms = one.effect > 0.0
    if calms.any():
        text += (
            f" In {per_cent(calms.mean())} of the draws its word removes part of the risk of war,"
            f" {per_cent(one.effect[calms])} of it there."
        )
    if (one.alarm > 0.0).any():
        text += (
            f" In {per_cent(np.mean(one.alarm > 0.0))} of the draws it raises the risk instead: without it {a} would"
            " make the safe demand, with it the bold one."
        )
    least, most = bias_that_is_believed(one.parameters)
    if np.isfinite(least).any():
        ceiling = f" and at most {figure(most)}" if np.isfinite(most).any() else ""
        text += (
            f" At this accuracy it is honest if all that is at stake in the hands of {a} is worth at least"
            f" {figure(least)}{ceiling} to it; the case puts that at {figure(one.block.bias)}."
        )
    text += f" Both sides accept it with a probability of {per_cent(one.block.accepted)}."
    return text + _as_guarantor(crisis, one)


def findings(draws: Draws, found: Mediation) -> list[Finding]:
    """What a reader should know of the answer."""
    a = draws.name(found.crisis.block.demander)
    out = [
        Finding(
            "note",
            "mediators",
            "the probability of confrontation takes no account of an agreement reached before",
            "Read it as what happens if the talks fail.",
        )
    ]
    believed = np.any([one.believed for one in found.mediators], axis=0)
    if believed.any():
        out.append(
            Finding(
                "note",
                "mediators",
                "where a word can be believed there is a second equilibrium in which it is ignored; the effect is of"
                " the first",
                "Read the effect as what a mediator can do at most.",
                got=f"{100 * believed.mean():.0f} % of draws",
            )
        )
    alarmed = np.any([one.alarm > 0.0 for one in found.mediators], axis=0)
    if alarmed.any():
        out.append(
            Finding(
                "warning",
                "mediators",
                f"in some draws a mediator that is believed raises the risk of war: its word lets {a} dare more",
                "Look at the shares by mediator.",
                got=f"{100 * alarmed.mean():.0f} % of draws",
            )
        )
    indifferent = np.any([one.result.indifferent for one in found.mediators], axis=0)
    if indifferent.any():
        out.append(
            Finding(
                "note",
                "crisis",
                f"in some draws {a} is indifferent between the demands without a mediator; the safe one is assumed",
                "This needs no mending; it says that the answer there hangs on a convention.",
                got=f"{100 * indifferent.mean():.0f} % of draws",
            )
        )
    out += [
        Finding(
            "warning",
            f"mediators.{one.block.id}.speaks_to",
            f"{one.block.name} does not speak to {a}, the only one who lacks knowledge here, so its word has no effect",
            f"Let it speak to {draws.parties[found.crisis.block.demander]}, or give it a guarantee.",
        )
        for one in found.mediators
        if not one.informs
    ]
    return out


def _why(a: str, b: str, one: Mediator) -> str:
    """The conditions that fail, in the draws where it is not believed."""
    result, failed, reasons = one.result, ~one.believed, []
    honest_low = result.honest_low & np.isfinite(result.bias_min)
    if (failed & ~result.follows).any():
        reasons.append(f"its word would not change what {a} demands")
    if (failed & result.follows & ~honest_low).any():
        reasons.append(
            f'seeing low resolve, it would still say "high resolve" to keep the peace or spare {b}'
        )
    if (failed & result.follows & honest_low & ~result.honest_high).any():
        reasons.append(f'seeing high resolve, it would still say "low resolve" to win more for {a}')
    return f" ({', or '.join(reasons)})" if reasons else ""


def _as_guarantor(crisis: Crisis, one: Mediator) -> str:
    given = one.block.guarantee
    if given is None or not (given.war_cost > SLIP).any():
        return ""
    return (
        f" As a guarantor that makes a war dearer by {figure(given.war_cost)} to either side, and whether or not it is"
        f" believed, it would bring the risk of war to {per_cent(risk_with_guarantee(crisis, given.war_cost))}."
    )
