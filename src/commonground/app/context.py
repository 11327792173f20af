"""What a page is given: the case, what is pushed, and the studies of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from commonground.app.state import BASE, State
from commonground.brief.view import View
from commonground.case.model import Case
from commonground.methods.common_ground.utility import Problem
from commonground.study.record import Study

if TYPE_CHECKING:
    from commonground.app.studio import Studio


@dataclass(frozen=True)
class Problems:
    """What the signatories decide by: in the pushed case and as it is, and as it is with as few draws as the pushed."""

    now: Problem
    base: Problem
    like: Problem | None = None


@dataclass(frozen=True)
class Context:
    """One look at a case.

    Parameters
    ----------
    case    : as the file has it
    changed : as it is pushed; the same object where nothing is
    state   : what is pushed
    base    : the whole study of the case as it is; None while it is made
    study   : the study of the pushed case, whole or light; None while it is made
    like    : the case as it is with as few draws as `study`, where that is a light one with few
    full    : whether it has all draws
    whole   : whether it is a whole study, and not the light part that follows a slider
    place   : the file, in words
    writable: whether changes can be saved into it
    studio  : what is open, for pages that read or write more than the study
    more    : what a page's own address says, such as the parts of a package that is composed
    figures : figures that have been made of the study, by id
    problems: what the signatories decide by; None where nothing is negotiated
    """

    case: Case
    state: State = BASE
    changed: Case | None = None
    base: Study | None = None
    study: Study | None = None
    like: Study | None = None
    full: bool = True
    whole: bool = True
    place: str = ""
    writable: bool = False
    more: Mapping[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    problems: Callable[[], Problems] | None = None
    studio: Studio | None = None

    @property
    def now(self) -> Case:
        return self.case if self.changed is None else self.changed

    @cached_property
    def view(self) -> View:
        """The study as the brief reads it.

        Raises
        ------
        ValueError : there is none yet
        """
        if self.study is None:
            raise ValueError("the study is not made yet")
        return View(self.study)

    @cached_property
    def before(self) -> View:
        """The case as it is, as the brief reads it."""
        if self.base is None:
            raise ValueError("the study is not made yet")
        return View(self.base)

    def chance(self, path: str) -> float:
        """A chance of the pushed case.

        With few draws: the chance as it is with all draws, moved by what the changes make of it on the few. The error
        of so few draws is in both and falls out, so that nothing jumps when a slider is taken up or let go.
        """
        p = float(self.view.get(path))
        if self.like is None:
            return p
        moved = float(self.before.get(path)) + p - float(self.like.get(path))
        return min(max(moved, 0.0), 1.0)

    def href(self, page: str, without: str = "") -> str:
        """The address of a page with what is pushed; without one change if asked."""
        return f"/{page}{self.state.query(without)}"
