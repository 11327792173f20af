"""How much of the variance between draws goes back to each of a few values, alone and with all others together.

First and total order after Sobol', by SALib. A value is replaced by another draw of itself while all others keep
theirs; how the chance of an agreement then differs, draw by draw, tells its share. What is not among the values named
is one more input, `everything else`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

import numpy as np

from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.case.steady import Steady
from commonground.case.strategy_draws import FloatArray
from commonground.errors import MissingInput, UsageError
from commonground.explore.tornado import rests_on, uncertain
from commonground.explore.watching import solved_one
from commonground.methods.chain import feed
from commonground.methods.common_ground.outcome import in_time, mediated
from commonground.methods.common_ground.reach import find
from commonground.methods.common_ground.utility import build_problem

REST = "everything else"
DRAWS = 4096
_AGAIN = "again:"  # before the path of a stream: another draw of the same value


class Function(Protocol):
    """A function of random inputs, (draw,) values; some of the inputs can be drawn again."""

    def __call__(self, again: Collection[str], all_but: bool = False) -> FloatArray:
        """`again`: the inputs to draw again, or with `all_but` the only ones to keep."""


def sobol(
    case: Case, paths: Sequence[str], draws: int = DRAWS, seed: int | None = None
) -> list[dict[str, Any]]:
    """First- and total-order indices of the chance of an agreement, for the values named.

    Parameters
    ----------
    paths : uncertain values of the case
    draws : per world; a world is solved for each value, and three besides

    Returns
    -------
    [{"path", "first", "first_90", "total", "total_90"}, …], last what goes back to everything else; `…_90` is half the
    width of the 90 % interval, by resampling

    Raises
    ------
    UsageError   : a path of no uncertain value on which the forecast rests
    MissingInput : SALib is not installed

    References
    ----------
    Sobol' 1993; estimators of Saltelli et al. 2010 and Jansen 1999, as SALib computes them.

    Limits
    ------
    Values are drawn as if no correlation joined them. Estimates near 0 may come out slightly below it.
    """
    there = {path for path, _ in uncertain(case) if rests_on(case, path)}
    for path in paths:
        if path not in there:
            message = f"no uncertain value on which the forecast rests (got {path})"
            raise UsageError(message, "See what matters with: commonground sensitivity CASE")
    free = case.model_copy(update={"correlations": ()})
    first = case.study.seed if seed is None else seed

    def chance(again: Collection[str], all_but: bool = False) -> FloatArray:
        return _chance(free, _Redrawn(free, draws, first, again, all_but))

    return indices(chance, paths, first)


def indices(function: Function, names: Sequence[str], seed: int) -> list[dict[str, Any]]:
    """Sobol' indices of a function for some of its inputs and, as one more, everything else.

    Raises
    ------
    MissingInput : SALib is not installed
    """
    try:
        from SALib.analyze import sobol as analysis
    except ImportError as error:
        fix = "Install it: pip install 'commonground[sensitivity]'"
        raise MissingInput("Sobol' indices need SALib", (), fix) from error

    each = [function([name]) for name in names]
    blocks = [function(()), *each, function(names, all_but=True), function((), all_but=True)]
    inputs = [*names, REST]
    found = analysis.analyze(
        {"num_vars": len(inputs), "names": inputs, "bounds": [[0, 1]] * len(inputs)},
        np.stack(blocks, axis=1).ravel(),  # SALib reads a sample's values one after the other
        calc_second_order=False,
        conf_level=0.9,
        seed=seed,
    )
    return [
        {
            "path": name,
            "first": float(found["S1"][place]),
            "first_90": float(found["S1_conf"][place]),
            "total": float(found["ST"][place]),
            "total_90": float(found["ST_conf"][place]),
        }
        for place, name in enumerate(inputs)
    ]


class _Redrawn(Steady):
    """Streams in which some values are drawn again."""

    def __init__(self, case: Case, n: int, seed: int, again: Collection[str], all_but: bool) -> None:
        super().__init__(case, n, seed, modes=False)
        self._named = {stream for path in again for stream in _streams_of(path)}
        self._all_but = all_but

    def _own(self, path: str) -> FloatArray:
        again = (path in self._named) != self._all_but
        return super()._own(f"{_AGAIN}{path}" if again else path)


def _streams_of(path: str) -> tuple[str, ...]:
    """The streams of a value: its own, and whether what it is the chance of happens."""
    return path, f"{path.removesuffix('.holds')}.happens"


def _chance(case: Case, streams: Steady) -> FloatArray:
    """(draw,) the chance of an agreement, or of finding a package where no time is known."""
    fed, _ = feed(draw(case, streams=streams))
    found = find(build_problem(fed))
    solved_one()
    reach = mediated(found.exists, found.private, fed.mediator_effect)
    time = in_time(fed, fed.months)
    return reach.chance if time is None else reach.times(time).chance
