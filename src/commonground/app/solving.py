"""The case as it is and as it is pushed, solved once each: few draws while a slider moves, all of them on release.

Three answers, each from the same draws, so that nothing jitters:
light, few draws   outcomes and pooled forecasts while a slider moves
light, all draws   the same when it is let go: these are the numbers of the command line
whole              the study, as `commonground run` makes it, for the text and the charts
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from commonground.app.keeping import Kept
from commonground.app.memory import give_back
from commonground.app.sources import Sources
from commonground.app.state import BASE, State
from commonground.case.change import change
from commonground.case.model import Case
from commonground.errors import CommongroundError
from commonground.study.record import Study

if TYPE_CHECKING:
    from commonground.app.light import Light

DRAGGED: Final = 500
_WHOLE_BYTES: Final = 40_000_000
_LIGHT_BYTES: Final = 30_000_000
_TIDY: Final = 50  # light studies after which memory is given back
_BESIDE: Final = frozenset({"market", "graph", "bargaining"})
_OBJECT: Final = 56  # bytes of a value in a plain tree, about


class BusyError(CommongroundError):
    """More asks for whole studies than can be answered soon."""


@dataclass
class Solved:
    """A whole study with what has been made of it: views of pages and figures, by id."""

    case: Case
    study: Study
    views: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> int:
        # what is drawn of a study later is of its own order of size
        return 2 * _weight(self.study.data)


def deciding(state: State) -> State:
    """The changes that bear on whether the parties agree: not those of a market, a graph, or what models weigh."""
    return State(tuple(change for change in state.changes if change[0].partition(".")[0] not in _BESIDE))


class Solver:
    """One case of one file, in as many states as are asked for."""

    def __init__(self, case: Case, sources: Sources, command: str = "", saved: Study | None = None) -> None:
        self.case, self.sources, self.command = case, sources, command
        self._saved = saved
        self._whole: Kept[Solved] = Kept(_WHOLE_BYTES, lambda solved: solved.size)
        self._light: Kept[Light] = Kept(_LIGHT_BYTES, lambda light: light.size)
        self._pinned: dict[bool, Light] = {}
        self._engines: Kept[Any] = Kept(10**12, lambda _: 1)
        self._engine_locks = {False: threading.Lock(), True: threading.Lock()}
        self._one_whole = threading.Lock()
        self._base: Solved | None = None
        self._tidied = 0

    def has_live(self) -> bool:
        """Whether a slider has something to move: something is negotiated."""
        return bool(self.case.issues) and not self.case.positions_only

    def draws(self, full: bool) -> int:
        return self.case.study.draws if full else min(DRAGGED, self.case.study.draws)

    def base(self) -> Solved:
        """The case as it is."""
        if self._base is None:
            self._base = self._whole.get(BASE, lambda: self._solve(BASE))
        return self._base

    def ready(self, state: State = BASE) -> Solved | None:
        """The whole study of a state if it is at hand."""
        return self._base if state.is_base and self._base is not None else self._whole.peek(state)

    def whole(self, state: State) -> Solved:
        """The whole study of a state.

        Raises
        ------
        CaseError : the case does not take the changes
        """
        return self.base() if state.is_base else self._whole.get(state, lambda: self._solve(state))

    def light(self, state: State, full: bool) -> Light:
        """Outcomes and pooled forecasts of a state.

        Raises
        ------
        CaseError : the case does not take the changes
        """
        state = deciding(state)
        if state.is_base and full in self._pinned:
            return self._pinned[full]
        found = self._light.get((state, full), lambda: self._solve_light(state, full))
        if state.is_base:  # each answer is set against it
            self._pinned[full] = found
        return found

    def warm(self) -> None:
        """Have the case as it is, and its light answers, ready before anybody moves anything."""
        self.base()
        if self.has_live():
            self.light(BASE, True)
            self.light(BASE, False)

    def _solve(self, state: State) -> Solved:
        if state.is_base and self._saved is not None:
            return Solved(self.case, self._saved)
        with self._one_whole:
            return self._run(state)

    def _run(self, state: State) -> Solved:
        from commonground.study.run import run

        case = self.case if state.is_base else change(self.case, state.raw())
        with self.sources.opened() as read:
            study = run(
                case, explore=False, command=self.command, ledger=self.sources.ledger, events=read.events
            )
        give_back()
        return Solved(case, study)

    def _solve_light(self, state: State, full: bool) -> Light:
        from commonground.app.light import light_study

        base = self.base().study
        like = None if state.is_base else self.light(BASE, full)
        with self._engine_locks[full]:
            engine = self._engine(full)
            try:
                return light_study(engine, base, state.raw(), self.sources, like)
            finally:
                engine.forget()
                self._tidied += 1
                if self._tidied % _TIDY == 0:
                    give_back()

    @contextmanager
    def trying(self) -> Iterator[Any]:
        """The engine of the case as it is, with all draws, for oneself; it forgets other worlds after."""
        with self._engine_locks[True]:
            engine = self._engine(True)
            try:
                yield engine
            finally:
                engine.forget()

    def _engine(self, full: bool) -> Any:
        from commonground.explore.engine import Engine

        return self._engines.get(full, lambda: Engine(self.case, self.draws(full)))


def _weight(value: Any) -> int:
    """Bytes of plain values, about."""
    if isinstance(value, dict):
        return 64 + sum(_OBJECT + len(key) + _weight(held) for key, held in value.items())
    if isinstance(value, list | tuple):
        return _OBJECT + sum(8 + _weight(held) for held in value)
    return _OBJECT + (len(value) if isinstance(value, str) else 0)
