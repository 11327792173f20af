"""Relief schedule: how much may safely be exchanged by each tranche, against equal tranches and a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Shape, Sheet
from commonground.charts.figure import Figure
from commonground.charts.lettering import clean
from commonground.charts.reading import (
    finite,
    hundredfold,
    mapping,
    measured,
    number,
    percent,
    sequence,
    short,
    solution_data,
)

_TOP, _BOTTOM = 34, 280
_MOST = 24  # tranches drawn; a longer schedule is drawn as far and told in words


@dataclass(frozen=True)
class _Plan:
    """A schedule: its name and the cumulative share after each tranche."""

    name: str
    shares: tuple[float, ...]
    shape: Shape
    dash: tuple[int, ...]
    hollow: bool
    notes: tuple[str, ...] = ()

    def after(self, tranche: int) -> float:
        if tranche < 1:
            return 0.0
        return self.shares[min(tranche, len(self.shares)) - 1]


def relief_schedule(study: Mapping[str, Any]) -> Figure | None:
    """Cumulative share by tranche of each schedule there is; None without a solution of the sequencing method."""
    plans = _plans(solution_data(study, "sequencing"))
    if not plans:
        return None
    return Figure(
        id="relief-schedule",
        title="Relief in tranches",
        alt=_alt(plans),
        caption=(
            "Across: tranches, each given by both sides at once; upwards: the share of all relief and all restraint "
            "given so far. The earliest safe schedule gives as much as early as can be while each side still has more "
            f"to lose by breaking off than to keep: the means over {_draws(study)}. Equal tranches are the "
            "fewest that are safe. A proposal that runs above the earliest safe schedule gives more, sooner, than "
            "the model finds safe."
        ),
        chart=_draw(plans).chart(),
        columns=("Schedule", "Tranche", "Share so far (%)", "Note"),
        rows=tuple(
            (plan.name, tranche, hundredfold(share), note)
            for plan in plans
            for tranche, (share, note) in enumerate(
                zip(plan.shares, plan.notes or [""] * len(plan.shares)), 1
            )
        ),
    )


def _draws(study: Mapping[str, Any]) -> str:
    """Which draws the earliest schedule is taken from."""
    share = finite(mapping(solution_data(study, "sequencing").get("schedule")).get("share"))
    which = "the draws in which the most common number of tranches is the fewest"
    return which if share is None else f"{which} ({percent(share)} of all)"


def _plans(data: Mapping[str, Any]) -> list[_Plan]:
    earliest = [
        share for share in map(finite, sequence(mapping(data.get("schedule")).get("earliest"))) if share
    ]
    plans = []
    if earliest and sum(earliest) > 0:
        plans.append(_Plan("earliest safe schedule", _running(earliest), "circle", (), False))
    count = measured(mapping(data.get("equal")).get("tranches")).median
    if count is not None and count >= 1:
        tranches = round(count)
        plans.append(
            _Plan(f"equal tranches ({tranches})", _running([1.0] * tranches), "square", (2, 3), True)
        )
    stages = [mapping(entry) for entry in sequence(mapping(data.get("proposed")).get("stages"))]
    shares = [finite(stage.get("share")) or 0.0 for stage in stages]
    if sum(shares) > 0:
        plans.append(
            _Plan("proposed stages", _running(shares), "diamond", (7, 4), False, tuple(map(_stage, stages)))
        )
    return plans


def _running(shares: Sequence[float]) -> tuple[float, ...]:
    total = sum(shares)
    return tuple(min(share / total, 1.0) for share in accumulate(shares))


def _stage(stage: Mapping[str, Any]) -> str:
    name, safe = clean(stage.get("name") or ""), finite(stage.get("safe"))
    return name if safe is None else f"{name}: safe in {percent(safe)} of draws"


def _alt(plans: Sequence[_Plan]) -> str:
    told = []
    for plan in plans:
        steps = [percent(share) for share in plan.shares[:6]]
        more = ", …" if len(plan.shares) > 6 else ""
        count = f"{len(plan.shares)} tranche{'' if len(plan.shares) == 1 else 's'}"
        told.append(f"{plan.name[:1].upper()}{plan.name[1:]}, {count}: {', '.join(steps)}{more}.")
        told += [f"{short(note, 70)}." for note in plan.notes[:3] if note]
    return f"Share given after each tranche. {' '.join(told)}"


def _draw(plans: Sequence[_Plan]) -> Sheet:
    longest = max(len(plan.shares) for plan in plans)
    last = min(longest, _MOST)
    frame = Frame(66, _TOP, theme.WIDTH - 14, _BOTTOM, x_low=0.0, x_high=float(last))
    sheet = Sheet(_BOTTOM + 36)
    every = -(-last // 12)
    across = [(float(tranche), number(tranche)) for tranche in range(0, last + 1, every)]
    title = "Tranche" if last == longest else f"Tranche (the first {last} of {longest})"
    frame.axes(sheet, across, PER_CENT, title, "Share given so far")
    key = Key(sheet, 8)
    for plan in reversed(plans):
        colour = theme.INK if plan.notes else theme.DATA if not plan.hollow else theme.GREY
        tranches = range(min(len(plan.shares), last) + 1)
        points = [(frame.x(tranche), frame.y(plan.after(tranche))) for tranche in tranches]
        corners = [points[0]]
        for (_, earlier), (x, y) in pairwise(points):
            corners += [(x, earlier), (x, y)]
        lines = [(*one, *two, colour) for one, two in pairwise(corners)]
        sheet.lines(lines, thick=2.0, dash=plan.dash)
        sheet.symbols([(x, y, colour) for x, y in points[1:]], plan.shape, 10, plan.hollow)
    for plan in plans:
        colour = theme.INK if plan.notes else theme.DATA if not plan.hollow else theme.GREY
        key.symbol(plan.name, colour, plan.shape, 10, plan.hollow)
    return sheet
