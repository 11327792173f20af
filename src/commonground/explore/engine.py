"""A case and its draws, kept: plans become worlds, and worlds answers, by solving only what a plan touches.

All worlds share the streams of random numbers, so that a difference between two of them is one of the world and not of
the dice. What has been drawn, counted or solved once is not done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from commonground.case.change import change
from commonground.case.draws import DAYS_PER_MONTH, Draws, draw
from commonground.case.history_draws import HistoryDraws, sample_history
from commonground.case.model import Case, Value
from commonground.case.steady import Shift, Steady
from commonground.case.strategy_draws import Strategy
from commonground.explore.abreast import AT_ONCE, Abreast, Held
from commonground.explore.answer import Answer, Outcomes, shared
from commonground.explore.effects import from_day, pulled
from commonground.explore.plan import Plan, Staged
from commonground.explore.watching import solved_one
from commonground.methods.chain import feed
from commonground.methods.common_ground.outcome import Reach
from commonground.methods.common_ground.reach import find
from commonground.methods.common_ground.utility import build_problem
from commonground.methods.parameters import FloatArray
from commonground.methods.thinning import chosen
from commonground.quantity import Quantity


class Engine:
    """A case with its draws, ready for many plans.

    Parameters
    ----------
    draws, seed : default: the case's own `study`
    modes       : one draw, at the mode of every value

    Attributes
    ----------
    base : the answer to the case as it is
    """

    def __init__(
        self, case: Case, draws: int | None = None, seed: int | None = None, modes: bool = False
    ) -> None:
        self.case = case
        self._whole = _bare(case)
        self._bare = _decisive(self._whole)
        self.n = 1 if modes else (case.study.draws if draws is None else draws)
        self.seed = case.study.seed if seed is None else seed
        self.modes = modes
        self._streams = Steady(case, self.n, self.seed, modes)
        self._cases: dict[str, Case] = {}
        self._staged: tuple[Plan, object, list[tuple[float, Answer]]] | None = None
        self.base = self._solve(draw(self._bare, streams=self._streams), None)
        self._mark = self._streams.mark()

    def forget(self) -> None:
        """Give up what was kept of worlds other than the case as it is, for a program that tries without end."""
        self._streams.forget(self._mark)
        self._cases.clear()
        self._staged = None

    def answer(self, plan: Plan) -> Answer:
        """The world of a plan, solved. What is the same as in the case as it is is not solved again."""
        return self.base if plan.is_empty else self._solve(self.draws(plan), self.base)

    def solved(self, draws: Draws) -> Answer:
        """The world of draws at hand, as `draws` gives them."""
        return self._solve(draws, self.base)

    def with_held(self, held: Held) -> Answer:
        """The case with some values held at other beliefs."""
        return self.answer(Plan(held=held))

    def all_with_held(self, worlds: Sequence[Held]) -> Iterator[Answer]:
        """As `with_held` for many worlds, one after the other; sooner, since they are drawn together.

        Their draws hold what outcomes are told from, and not the blocks that fed it.
        """
        at_once = max(AT_ONCE // self.n, 1)
        for start in range(0, len(worlds), at_once):
            yield from self._together(worlds[start : start + at_once])

    def _together(self, worlds: Sequence[Held]) -> Iterator[Answer]:
        drawn = draw(self._bare, streams=Abreast(self._bare, self._streams, worlds))
        if (
            drawn.tempo is None and self.base.draws.tempo is not None
        ):  # in a world the talks cannot last so long
            yield from map(self.with_held, worlds)
            return
        fed, _ = feed(drawn)
        problem = build_problem(fed)
        fed = replace(fed, strategy=Strategy(), option_utility=(), forbidden=())  # what has been fed is in it
        for place in range(len(worlds)):
            own = np.arange(place * self.n, (place + 1) * self.n)
            found = find(chosen(problem, fed.n, own), self.base.found)
            yield Answer(replace(chosen(fed, fed.n, own), n=self.n), found)

    def draws(self, plan: Plan, day: date | None = None) -> Draws:
        """The draws of a plan; seen from a later day if one is given."""
        case = self._case_of(plan)
        streams = Steady(
            case, self.n, self.seed, self.modes, like=self._streams, held=plan.held, shifts=self._shifts(plan)
        )
        found = draw(case, streams=streams)
        if day is not None:
            later = from_day(found.strategy.elections, day)
            found = replace(found, strategy=replace(found.strategy, elections=later))
        for lever in plan.levers:
            found = pulled(found, lever, self.case.levers[lever].effects, streams, self.case.as_of)
        return found

    def history(self, plan: Plan | None = None) -> HistoryDraws:
        """What the voices of history rest on, as the case or a plan has it; it feeds nothing into a world."""
        if plan is None or plan.is_empty:
            return sample_history(self.case, self._streams)
        case = change(self._whole, plan.rebuilt) if plan.rebuilt else self._whole
        streams = Steady(
            case, self.n, self.seed, self.modes, like=self._streams, held=plan.held, shifts=self._shifts(plan)
        )
        return sample_history(case, streams)

    def value(self, path: str, value: Value) -> FloatArray:
        """(draw,) a value on its own stream, such as the chance that a lever works."""
        return self._streams.value(path, value)

    def held_value(self, path: str, quantity: Quantity) -> FloatArray:
        """(draw,) a value of the case if it were this belief, on its own stream."""
        return self._streams.value(path, Value.model_construct(quantity=quantity, because="", evidence=()))

    def happens(self, path: str, chance: FloatArray) -> FloatArray:
        """(draw,) 1 where something of that chance happens, on its own stream."""
        return np.asarray(self._streams.happens(path, chance), dtype=np.float64)

    def months_to(self, day: date) -> float:
        return (day - self.case.as_of).days / DAYS_PER_MONTH

    def last(self, staged: Staged) -> Answer:
        """The world of a plan's last stage."""
        return self._stages(staged)[-1][1]

    def _stages(self, staged: Staged) -> list[tuple[float, Answer]]:
        """The months at which the stages of a plan begin, and their worlds; a plan asked for twice is solved once."""
        if self._staged is None or self._staged[0] is not staged.now or self._staged[1] is not staged.later:
            stages = [(0.0, self.answer(staged.now))]
            for day, plan in staged.later:
                stages.append((self.months_to(day), self._solve(self.draws(plan, day), self.base)))
            self._staged = (staged.now, staged.later, stages)
        return self._staged[2]

    def outcomes(self, staged: Staged) -> Outcomes:
        """What becomes of the parties under a plan that may have later stages, by its horizon.

        In each draw the world in which talks would end decides: talks that would end before a day are settled under
        what held until then, and others under what holds from that day on, on that day at the earliest.
        """
        months = None if staged.horizon is None else self.months_to(staged.horizon)
        (_, first), *later = self._stages(staged)
        if not later:
            return first.outcomes(months)
        return _in_stages(first, later, self.case.months if months is None else months)

    def _solve(self, draws: Draws, like: Answer | None) -> Answer:
        fed, _ = feed(draws)
        found = find(build_problem(fed), None if like is None else like.found)
        solved_one()
        return Answer(fed, found)

    def _case_of(self, plan: Plan) -> Case:
        if not plan.rebuilt:
            return self._bare
        key = repr(sorted(plan.rebuilt.items(), key=lambda entry: entry[0]))
        if key not in self._cases:
            self._cases[key] = _decisive(change(self._whole, plan.rebuilt))
        return self._cases[key]

    def _shifts(self, plan: Plan) -> dict[str, list[Shift]]:
        return {
            path: [
                Shift(
                    times=1.0 if move.times is None else self._streams.value(f"{room}.times", move.times),
                    plus=0.0 if move.plus is None else self._streams.value(f"{room}.plus", move.plus),
                )
                for room, move in moves
            ]
            for path, moves in plan.moves.items()
        }


def _bare(case: Case) -> Case:
    """The case without what is only said about its values, so that a change is soon made and cannot trip over it.

    The correlations are left to the streams, which are the same for all worlds.
    """
    said: dict[str, object] = {
        "levers": {},
        "scenarios": {},
        "indicators": {},
        "assumptions": (),
        "correlations": (),
    }
    bare = case.model_copy(update=said)
    for name in (*said, "explore"):
        bare.model_fields_set.discard(name)
    for kept in ("_values_by_path", "hash"):  # of the whole case
        bare.__dict__.pop(kept, None)
    return bare


def _decisive(case: Case) -> Case:
    """The case without the blocks that feed nothing into whether the parties agree, so that they are not drawn."""
    beside = {"graph": None, "history": None, "bargaining": None}
    return case.model_copy(update={name: value for name, value in beside.items() if getattr(case, name)})


def _in_stages(first: Answer, later: list[tuple[float, Answer]], by: float) -> Outcomes:
    """Outcomes where the world changes on some days; each stage is whole, so that the last one begun decides."""
    ends = first.finish
    if ends is None:
        # nothing is said of when talks end, so that what they find last stands
        return {"found": later[-1][1].reach if later else first.reach}
    chance = first.reach.chance * (ends <= by)
    belief = first.reach.belief * float((ends <= by).mean())
    for months, answer in later:
        if months > by:
            break
        own = answer.finish
        ends_here = np.maximum(ends if own is None else own, months)
        here = ends >= months
        agreed = answer.reach.chance * (ends_here <= by)
        share = float(here.mean())
        chance = np.where(here, agreed, chance)
        belief = (1.0 - share) * belief + share * answer.reach.belief * float((ends_here <= by).mean())
        ends = np.where(here, ends_here, ends)
    agreed_by = Reach(chance, belief)
    if by > first.draws.months + 1e-9:
        return {"agreement": agreed_by}
    return shared(agreed_by, _force(first, later, by))


def _force(first: Answer, later: list[tuple[float, Answer]], by: float) -> FloatArray | None:
    """(draw,) chance of confrontation without an agreement: each stage's own, for its share of the time."""
    stages = [(0.0, first), *((months, answer) for months, answer in later if months < by)]
    calm = np.ones(first.draws.n)
    for place, (start, answer) in enumerate(stages):
        end = stages[place + 1][0] if place + 1 < len(stages) else by
        force = answer.draws.confrontation_if_no_deal
        if force is None:
            return None
        calm = calm * (1.0 - force) ** ((end - start) / by)
    return np.asarray(1.0 - calm)
