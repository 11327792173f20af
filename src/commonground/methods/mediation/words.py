"""What the mediators of a case come to, in words, and what a reader should know of it."""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws
from commonground.case.names import with_article, without_brackets
from commonground.errors import Finding
from commonground.methods.crisis.from_draws import Crisis, only_if_talks_fail
from commonground.methods.mediation.conditions import SLIP
from commonground.methods.mediation.from_draws import Mediation, Mediator, risk_with_guarantee
from commonground.methods.mediation.inverses import bias_that_is_believed
from commonground.methods.parameters import FloatArray
from commonground.methods.phrases import figure, in_draws, per_cent, prose, share_of


def reading(draws: Draws, found: Mediation, best: str | None) -> str:
    """All mediators in one paragraph."""
    a = draws.name(found.crisis.block.demander)
    told = [f"{name_of(one)} in {share_of(one.believed)}" for one in found.mediators]
    text = [f"Over the draws, {a} could believe {', '.join(told)}."]
    name = next((name_of(one) for one in found.mediators if one.block.id == best), None)
    if name is None:
        text.append("Nobody who is believed and accepted lowers the risk of war in any draw.")
    else:
        text.append(
            f"The best mediator that is accepted removes {per_cent(found.effect)} of the risk of war; {name} does most,"
            " acceptance counted."
        )
    text += [
        _moved("The risk of war", found.crisis.risk, found.risk_with),
        _moved(
            "The chance of confrontation, if no agreement comes first,",
            found.crisis.confrontation,
            found.confrontation,
        ),
    ]
    if any((one.alarm > 0.0).any() for one in found.mediators):
        text.append(
            f"A word can also raise the risk: where {a} would make the safe demand without it, and dares the bold one"
            " with it."
        )
    return prose(
        *text,
        "That a word is ignored is always possible too, so being credible does not mean being heard.",
    )


def name_of(one: Mediator) -> str:
    """What to call a mediator inside a sentence."""
    return with_article(without_brackets(one.block.name))


def _moved(what: str, before: FloatArray, after: FloatArray) -> str:
    """From what to what a chance goes; that it stays, where the figures told would be the same."""
    was, becomes = per_cent(before), per_cent(after, spread=False)
    return f"{what} stays at {was}." if was.startswith(becomes) else f"{what} goes from {was} to {becomes}."


def reading_of(draws: Draws, crisis: Crisis, one: Mediator) -> str:
    """One mediator in one paragraph."""
    a, b = draws.name(crisis.block.demander), draws.name(crisis.block.resister)
    name = name_of(one)
    if not one.informs:
        return prose(
            f"{name} speaks to {draws.name(one.block.speaks_to)}, and what is private here is what a war would cost"
            f" {b}: its word tells {a} nothing.",
            _as_guarantor(crisis, one),
        )
    if one.believed.all():
        text = [f"{a} can believe {name} {in_draws(one.believed)}."]
    else:
        why = ", or ".join(_why(a, b, one))
        otherwise = f". Else {why}" if one.believed.any() else f": {why}"
        text = [f"{a} can believe {name} {in_draws(one.believed)}{otherwise}."]
    calms, alarms = one.effect > 0.0, one.alarm > 0.0
    if calms.any():
        raised = f", and raises it in {share_of(alarms)}" if alarms.any() else ""
        text.append(
            f"Its word removes {per_cent(one.effect[calms], spread=False)} of the risk of war"
            f" {in_draws(calms)}{raised}."
        )
    elif alarms.any():
        text.append(f"Its word never lowers the risk of war, and raises it {in_draws(alarms)}.")
    least, most = bias_that_is_believed(one.parameters)
    could = np.isfinite(least)
    if could.any():
        somewhere = "" if could.all() else f", {in_draws(could)},"
        ceiling = f" and at most {figure(most, spread=False)}" if np.isfinite(most).all() else ""
        text.append(
            f"At this accuracy it would be honest{somewhere} if all that is at stake in the hands of {a} were worth"
            f" {figure(least, spread=False)} or more{ceiling} to it; the case puts that at"
            f" {figure(one.block.bias, spread=False)}."
        )
    text.append(f"Both sides accept it with a probability of {per_cent(one.block.accepted, spread=False)}.")
    return prose(*text, _as_guarantor(crisis, one))


def findings(draws: Draws, found: Mediation) -> list[Finding]:
    """What a reader should know of the answer."""
    a = draws.name(found.crisis.block.demander)
    out = [only_if_talks_fail("mediators")]
    believed = np.any([one.believed for one in found.mediators], axis=0)
    if believed.any():
        out.append(
            Finding(
                "note",
                "mediators",
                "where a word can be believed there is a second equilibrium in which it is ignored; the effect is of"
                " the first",
                "Read the effect as what a mediator can do at most.",
                got=f"{share_of(believed)} of draws",
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
                got=f"{share_of(alarmed)} of draws",
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
                got=f"{share_of(indifferent)} of draws",
            )
        )
    out += [
        Finding(
            "warning",
            f"mediators.{one.block.id}.speaks_to",
            f"{name_of(one)} does not speak to {a}, the only one who lacks knowledge here, so its word has no effect",
            f"Let it speak to {draws.parties[found.crisis.block.demander]}, or give it a guarantee.",
        )
        for one in found.mediators
        if not one.informs
    ]
    return out


def _why(a: str, b: str, one: Mediator) -> list[str]:
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
    return reasons


def _as_guarantor(crisis: Crisis, one: Mediator) -> str:
    given = one.block.guarantee
    if given is None or not (given.war_cost > SLIP).any():
        return ""
    return (
        f"As a guarantor that makes a war dearer by {figure(given.war_cost, spread=False)} to either side, believed or"
        f" not, it would bring the risk of war to {per_cent(risk_with_guarantee(crisis, given.war_cost))}."
    )
