"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="latency",
    title="Breakout, and the price of a freeze",
    answers=(
        "How soon could a programme be through, at what price would it stay where it is, and how well must others"
        " watch it?"
    ),
    needs=(
        "latency.builder and latency.other",
        "latency.steps and latency.at",
        "latency.step_length",
        "latency.flow (now, successor, armed)",
        "latency.step_cost, latency.discount, latency.turnover",
        "latency.inspections (for warning time) and latency.covert (for a hidden programme)",
    ),
    cites=("powell2006", "debs2014", "wolford2012"),
    limits=(
        "Both sides know the step; doubt about it enters only in the hidden programme.",
        "Steps are of one length and never fail, and flows come at the start of each.",
        "The other side makes the offer, so that the price leaves the builder no better off than moving on.",
        "No false alarms, and a strike ends a programme for good.",
    ),
    settings={
        "offer": "payment per year for which the thresholds are worked out; 0: the mean of today's price (0)",
        "seen": "how surely a dash is to be seen in time, 0-1, for the sensitivity of an inspection (0.9)",
        "war": "risk of war that the least detection is worked out for, 0-1 (0.1)",
    },
)
