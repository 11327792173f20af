"""Cost of the closed-form models of trust and of deals over time: trust, mediation, turnover, latency, sequencing,
sanctions (timing.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
from timing import Call, main, timed_as

from commonground.methods import latency, mediation, sanctions, sequencing, trust, turnover

# trust


def _pair(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {
        "trust": rng.random(n),
        "cooperation": 1.0,
        "exploiting": rng.uniform(0.0, 0.9, n),
        "conflict": 0.0,
        "exploited": -rng.uniform(0.1, 2.0, n),
        "cooperation_u": 1.0,
        "exploiting_u": rng.uniform(1.1, 2.0, n),
        "conflict_u": 0.0,
        "exploited_u": -rng.uniform(0.1, 2.0, n),
    }


@timed_as("trust: leap, and window of first steps")
def _(rng: np.random.Generator, n: int) -> Call:
    given = _pair(rng, n)
    once = {name: given[name] for name in ("trust", "cooperation", "exploiting", "conflict", "exploited")}
    return lambda: (
        trust.solve_assurance(trust.AssuranceParameters(**once)),
        trust.solve_reassurance(trust.ReassuranceParameters(**given)),
    )


@timed_as("trust: a costly gesture")
def _(rng: np.random.Generator, n: int) -> Call:
    belief, value = rng.uniform(0.01, 0.9, n), rng.uniform(0.2, 2.0, (2, n))
    return lambda: trust.solve_gesture(
        trust.GestureParameters(
            trust=belief, needed=0.6, value=value[0], value_u=value[1], cost=1.0, cost_u=2.0
        )
    )


@timed_as("trust: twenty noisy gestures")
def _(rng: np.random.Generator, n: int) -> Call:
    belief, rates = rng.random(n), np.sort(rng.uniform(0.05, 0.95, (2, n)), axis=0)
    seen = tuple(bool(one) for one in rng.random(20) < 0.5)
    return lambda: trust.solve_gesture_evidence(
        trust.GestureEvidence(trust=belief, needed=0.6, friendly=rates[1], friendly_u=rates[0], seen=seen)
    )


# mediation


def _mediated(rng: np.random.Generator, n: int) -> dict[str, Any]:
    low = rng.uniform(0.0, 0.2, n)
    return {
        "power": rng.uniform(0.2, 0.8, n),
        "cost_a": rng.uniform(0.02, 0.3, n),
        "cost_low": low,
        "cost_high": low + rng.uniform(0.05, 0.5, n),
        "chance_high": rng.uniform(0.1, 0.9, n),
        "accuracy": rng.uniform(0.5, 1.0, n),
        "bias": rng.uniform(-0.5, 1.5, n),
        "mediator_cost": rng.uniform(0.01, 0.3, n),
    }


@timed_as("mediation: whose word is believed")
def _(rng: np.random.Generator, n: int) -> Call:
    given = _mediated(rng, n)
    return lambda: mediation.solve_mediation(mediation.MediationParameters(**given))


@timed_as("mediation: map of 31 biases and 21 accuracies")
def _(rng: np.random.Generator, n: int) -> Call:
    given = mediation.MediationParameters(**_mediated(rng, n))
    grid = np.linspace(-0.5, 1.5, 31), np.linspace(0.5, 1.0, 21)
    return lambda: mediation.credibility_map(given, bias=grid[0], accuracy=grid[1])


# turnover


@timed_as("turnover: durability, ten changes of government")
def _(rng: np.random.Generator, n: int) -> Call:
    leaves, discount = list(rng.random((10, n))), rng.uniform(0.8, 0.99, n)
    return lambda: turnover.durability(leaves, discount, [float(t) for t in range(1, 11)], 12.0, 0.02)


@timed_as("turnover: deal, its zone and six repairs")
def _(rng: np.random.Generator, n: int) -> Call:
    renege, loss, fallback = rng.random(n), rng.uniform(0.0, 0.5, n), rng.uniform(0.1, 0.5, (2, n))
    repairs = (
        turnover.escrow_that_holds,
        turnover.front_load_that_holds,
        turnover.loss_that_holds,
        turnover.reconstitution_that_holds,
        turnover.first_election_that_holds,
        turnover.term_that_holds,
    )

    def call() -> Any:
        given = turnover.DealParameters(
            renege=renege, discount=0.98, term=16, fallback_a=fallback[0], fallback_b=fallback[1], loss_b=loss
        )
        return turnover.solve_deal(given), [repair(given) for repair in repairs]

    return call


@timed_as("turnover: reneging with penalties; shift; change of leader")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b, c = rng.random((3, n))
    return lambda: (
        turnover.solve_renege(
            turnover.RenegeParameters(hostile=a, temptation=0.2, discount=0.98, escrow=5 * b)
        ),
        turnover.solve_shift(
            turnover.ShiftParameters(power_now=a, power_next=b, discount=0.9, cost_a=0.05, cost_b=c)
        ),
        turnover.solve_leader(
            turnover.LeaderParameters(
                turnover=a, incumbent=b, successor=c, discount=0.9, cost_a=0.05, cost_b=0.05
            )
        ),
    )


# latency


def _freeze(rng: np.random.Generator, n: int) -> latency.FreezeParameters:
    return latency.FreezeParameters(
        steps=6, flow=0.3, flow_successor=rng.uniform(0.1, 0.3, n), flow_armed=rng.uniform(0.3, 0.7, n),
        step_cost=rng.uniform(0.0, 0.2, n), discount=0.95, turnover=rng.uniform(0.0, 0.4, n), turnover_back=0.1,
    )  # fmt: skip


@timed_as("latency: price of a freeze, six steps")
def _(rng: np.random.Generator, n: int) -> Call:
    given = _freeze(rng, n)
    return lambda: latency.solve_freeze(given)


@timed_as("latency: hidden programme")
def _(rng: np.random.Generator, n: int) -> Call:
    seen, armed = rng.random(n), rng.uniform(0.4, 0.8, n)
    return lambda: latency.solve_covert(
        latency.CovertParameters(
            detection=seen,
            armed_b=armed,
            quiet_b=0.4,
            war_b=0.1,
            investment=0.05,
            quiet_a=0.6,
            armed_a=0.3,
            war_a=0.45,
        )
    )


@timed_as("latency: breakout and warning")
def _(rng: np.random.Generator, n: int) -> Call:
    interval, sensitivity = rng.uniform(0.1, 3.0, n), rng.random(n)
    return lambda: latency.solve_breakout(
        latency.BreakoutParameters(
            steps_left=3, step_length=1.0, interval=interval, sensitivity=sensitivity, response=0.5
        )
    )


@timed_as("* latency: turnover that an offer bears")
def _(rng: np.random.Generator, n: int) -> Call:
    given = _freeze(rng, n)
    return lambda: latency.turnover_that_holds(given, 0.2, 0)


# sequencing


def _exchange(rng: np.random.Generator, n: int) -> tuple[sequencing.ExchangeSide, ...]:
    return tuple(
        sequencing.ExchangeSide(
            cost=rng.uniform(0.2, 0.9, n),
            benefit=1.0,
            discount=0.95,
            bonus=rng.uniform(0.02, 0.2, n),
            snapback=0.05,
        )
        for _ in range(2)
    )


@timed_as("sequencing: ever smaller steps, and equal tranches")
def _(rng: np.random.Generator, n: int) -> Call:
    sides = _exchange(rng, n)
    return lambda: (sequencing.solve_endless(*sides), sequencing.solve_equal(*sides))


@timed_as("sequencing: up to 24 tranches of any size")
def _(rng: np.random.Generator, n: int) -> Call:
    sides = _exchange(rng, n)
    return lambda: sequencing.solve_schedule(*sides, most=24)


@timed_as("sequencing: a proposed schedule of four")
def _(rng: np.random.Generator, n: int) -> Call:
    sides = _exchange(rng, n)
    return lambda: sequencing.solve_proposed(*sides, shares=[0.4, 0.3, 0.2, 0.1])


@timed_as("* sequencing: bonus for four tranches of any size")
def _(rng: np.random.Generator, n: int) -> Call:
    sides = _exchange(rng, n)
    return lambda: sequencing.bonus_that_schedules(*sides, tranches=4)


# sanctions


@timed_as("sanctions: threats and bluff")
def _(rng: np.random.Generator, n: int) -> Call:
    value, cost, resolved = rng.uniform(0.1, 1.0, (3, n))
    return lambda: sanctions.solve_sanctions(
        sanctions.SanctionParameters(value=value, cost=cost, chance_resolved=resolved, audience_cost=0.25)
    )


if __name__ == "__main__":
    main()
