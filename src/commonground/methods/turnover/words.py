"""Deals and changes of government in plain words, with the names of the case."""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws
from commonground.case.names import without_brackets
from commonground.case.strategy_draws import ElectionsDraws
from commonground.errors import Finding
from commonground.methods.parameters import FloatArray
from commonground.methods.phrases import figure, in_draws, per_cent, prose, sentence, share_of, whether
from commonground.methods.turnover.bargain import QUARTERS, Bargain
from commonground.methods.turnover.course import Course
from commonground.methods.turnover.from_draws import penalty_of, span_of
from commonground.methods.turnover.repairs import escrow_that_holds, front_load_that_holds

_PATIENT = 1.0 - 1e-6


def reading(
    draws: Draws, elections: ElectionsDraws, span: Course, durability: FloatArray, bargain: Bargain | None
) -> str:
    """One paragraph on the deal's life, one on each government, one on what the deal must pay."""
    end = per_cent(span.alive_at(elections.span_years), spread=False)
    text = (
        f"A deal signed on {elections.as_of.isoformat()} lives for {per_cent(durability)} of the discounted time of the"
        f" next {elections.span_years:g} years; it is still alive at their end with probability {end}."
    )
    governments = [_government(draws, elections, one.party) for one in elections.governments]
    deal = [] if bargain is None else [_deal(draws, bargain)]
    limits = "Changes of government are taken as independent, and a deal that has ended as gone for good."
    return "\n".join(prose(one) for one in (text, *governments, *deal, limits))


def _government(draws: Draws, elections: ElectionsDraws, party: int) -> str:
    name, alone = draws.name(party), span_of(elections, party)
    parts = []
    if alone.changes:
        first = alone.changes[0]
        what = f": {without_brackets(first.name)}" if first.name else ""
        parts.append(
            f"the next change for {name} ({first.day.isoformat()}{what}) ends the deal with probability"
            f" {per_cent(first.leaves, spread=False)}"
        )
    if alone.hazard.any():
        chance = per_cent(alone.hazard, spread=False)
        parts.append(f"on no fixed day {'it' if parts else name} ends it with a chance of {chance} a year")
    if not parts:
        return f"{name} would not end it."
    text = f"{sentence('; '.join(parts))} If only {name} could end the deal, it would live for"
    text += f" {per_cent(alone.durability, spread=False)} of that time."
    for one in elections.governments:
        penalty = penalty_of(elections, one) if one.party == party else None
        if penalty is not None:
            kept = per_cent(penalty.deterred, spread=False)
            text += f" What leaving costs {name} keeps in {kept} of those who would rather leave."
    return text


def _deal(draws: Draws, bargain: Bargain) -> str:
    result = bargain.result
    asks = "; ".join(
        f"{draws.name(party)} at least {per_cent(price)} of what it yields, where it has"
        f" {per_cent(bargain.fallback[party], spread=False)} without it"
        for party, price in bargain.price.items()
    )
    text = f"While the deal stands each must get enough to make up for its end: {asks}. "
    lacks = per_cent(-result.width[~result.opens], spread=False)
    text += sentence(
        whether(
            result.opens,
            "there is enough for all",
            f"together they ask for more than the deal yields, by {lacks} of it",
        )
    )
    if not bargain.loss.any():
        return f"{text} Nobody gives up anything it could not take back, so fear of its end changes nothing."
    closed = ~result.opens
    hopeless = np.isnan(bargain.durability_needed)
    mended = closed & ~hopeless
    if mended.any():
        given = result.parameters
        text += (
            " Where it is too little, any one of these would make up for it: a durability of"
            f" {per_cent(bargain.durability_needed[mended], spread=False)};"
            f" {figure(escrow_that_holds(given)[mended] / QUARTERS, spread=False)} years of what the deal yields in"
            " escrow, from a third party and paid out on collapse;"
            f" {figure(front_load_that_holds(given)[mended] / QUARTERS, spread=False)} years of it at signing."
        )
    if hopeless.any():
        text += " " + sentence(f"{in_draws(hopeless)} not even a deal that is sure to last would do")
    return text


def findings(elections: ElectionsDraws, span: Course, bargain: Bargain | None) -> tuple[Finding, ...]:
    """What a reader should know about this answer."""
    found = []
    if not span.changes and not span.hazard.any():
        found.append(
            Finding(
                "note",
                "elections.governments",
                "nothing ends the deal within the span, so that its durability is 1",
                "Add changes, leaves_between or succession to a government, or lengthen the span.",
            )
        )
    if bargain is None:
        return tuple(found)
    hopeless = float(np.isnan(bargain.durability_needed).mean())
    if hopeless > 0.0:
        found.append(
            Finding(
                "warning",
                "elections.deal.fallback",
                "in some draws the zone is closed even if the deal is sure to last: together the parties have more"
                " without it than it yields",
                "Flows are shares of what the deal yields in all; the fallbacks should add up to less than 1.",
                got=f"{share_of(hopeless)} of draws",
            )
        )
    patient = float((elections.discount > _PATIENT).mean())
    if patient > 0.0:
        found.append(
            Finding(
                "warning",
                "elections.discount",
                "without any discounting a deal that will end some day is worth nothing in the long run, so that no"
                " flow is enough for a side with a loss",
                "Use a discount below 1, for instance 0.9 to 0.97, if the case states a deal.",
                got=f"{share_of(patient)} of draws",
            )
        )
    return tuple(found)
