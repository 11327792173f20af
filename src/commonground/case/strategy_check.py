"""What an analyst should look at in the strategic blocks of a case that has no faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commonground.case.model import Case
from commonground.case.raw import span
from commonground.case.strategy import Power, WarCost
from commonground.errors import Finding


def _secret(case: Case) -> Iterator[Finding]:
    crisis = case.crisis
    said_of: dict[str, Power | WarCost] = {"crisis.power": crisis.power} if crisis else {}
    said_of |= {f"crisis.cost.{party}": cost for party, cost in crisis.cost.items()} if crisis else {}
    for path, said in said_of.items():
        if said.least and said.most and span(said.least.quantity)[1] > span(said.most.quantity)[0]:
            message = "least may lie above most in some draws, which are then exchanged"
            yield Finding("warning", path, message, "Separate the two.")


def _from_crisis(case: Case) -> Iterator[Finding]:
    """Where no demand is made, a party has what the status quo is worth to it."""
    crisis = case.crisis
    lacking = [issue for issue, held in case.issues.items() if held.status_quo is None]
    if crisis is None or not lacking or span(crisis.comes_to_head.quantity)[0] >= 1.0:
        return
    for party, said in case.walk_away.items():
        if said.basis == "crisis":
            message = "the crisis may not come to a head, and what the party then has is not known"
            fix = f"Add {', '.join(f'issues.{issue}.status_quo' for issue in lacking)}."
            yield Finding("warning", f"walk_away.{party}", message, fix)


def _from_trust(case: Case) -> Iterator[Finding]:
    """With more than two signatories, trust in one of them says nothing of the others."""
    for party, lives in case.durability.items():
        if party not in case.signatories or party not in case.trust or "trust" not in lives.basis:
            continue
        trusted = case.trust[party].of
        left = [one for one in case.signatories if one not in (party, trusted)]
        if trusted is not None and left:
            who = (
                f"{left[0]}, which signs too, is"
                if len(left) == 1
                else f"{', '.join(left)}, which sign too, are"
            )
            message = f"it is trust in {trusted} alone; {who} left out"
            fix = f"Let trust.{party} say how far all of them keep a deal, or give a value."
            yield Finding("warning", f"durability.{party}", message, fix)


def _gestures(case: Case) -> Iterator[Finding]:
    for truster, said in case.trust.items():
        if span(said.friendly.quantity)[1] <= span(said.friendly_untrustworthy.quantity)[0]:
            message = "a friendly gesture is no likelier from a trustworthy party, so it builds no trust"
            fix = f"Compare trust.{truster}.friendly with friendly_untrustworthy."
            yield Finding("warning", f"trust.{truster}.friendly", message, fix, said.friendly.quantity.text())


def _no_secret_to_tell(case: Case) -> Iterator[Finding]:
    crisis = case.crisis
    if case.mediators and (crisis is None or crisis.cost[crisis.resister].least is None):
        message = "no crisis in which the resister alone knows its cost, so mediators have nothing to tell"
        yield Finding(
            "warning", "mediators", message, "Write crisis.cost of the resister as {least: …, most: …}."
        )


def _restored(case: Case) -> Iterator[Finding]:
    deal = case.elections.deal if case.elections else None
    for party in deal.restored_in if deal else ():
        if deal and party not in deal.loss:
            path = f"elections.deal.restored_in.{party}"
            yield Finding(
                "warning", path, "no loss is given, so nothing is restored", "Add it, or remove this."
            )


def _no_loss(case: Case) -> Iterator[Finding]:
    deal = case.elections.deal if case.elections else None
    for party in case.signatories if deal else ():
        if deal and party not in deal.loss:
            message = "no loss after a collapse is given, so it counts as 0"
            yield Finding(
                "note", f"elections.deal.loss.{party}", message, "Add it if a collapse costs this party."
            )


def _rate_for_weight(case: Case) -> Iterator[Finding]:
    for name, block in (("elections", case.elections), ("latency", case.latency), ("relief", case.relief)):
        if block is not None and block.discount.quantity.mode() < 0.5:
            message = "weighs a year from now less than half: is it the rate?"
            fix = "For a rate of 5 % a year write 0.95."
            yield Finding("warning", f"{name}.discount", message, fix, block.discount.quantity.text())


def _worth_it(case: Case) -> Iterator[Finding]:
    for party, side in case.relief.sides.items() if case.relief else ():
        if span(side.cost.quantity)[0] >= span(side.benefit.quantity)[1]:
            message = "giving all costs this side more than receiving all is worth to it"
            path = f"relief.sides.{party}.cost"
            yield Finding("warning", path, message, "Check cost and benefit.", side.cost.quantity.text())


STRATEGY_CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _secret, _from_crisis, _from_trust, _gestures, _no_secret_to_tell, _restored, _no_loss, _rate_for_weight,
    _worth_it,
)  # fmt: skip
