"""What is open: one case of one file, its sources and its solver."""

from __future__ import annotations

import contextlib
import shlex
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from commonground.app.context import Context, Problems
from commonground.app.editing.copying import copied
from commonground.app.editing.lock import CaseFile
from commonground.app.editing.patch import evidence_files
from commonground.app.jobs.desk import Desk
from commonground.app.keeping import Kept
from commonground.app.memory import give_back
from commonground.app.pages import Page
from commonground.app.solving import Solved, Solver
from commonground.app.sources import Sources
from commonground.app.state import BASE, State
from commonground.app.waiting import Line
from commonground.case.change import change
from commonground.case.io import load_case
from commonground.case.model import Case
from commonground.errors import CommongroundError, UsageError

_HEAD_START: Final = 1.0  # seconds
_ENGINES: Final = 1
Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Opened:
    """The case as it was read: a new one when the file changes."""

    case: Case
    solver: Solver
    files: tuple[Path, ...] = ()
    stamp: Stamp = ()


class Studio:
    """A case that is open.

    Parameters
    ----------
    path     : the case file
    writable : False for a case of the catalog, which is read only until a copy of it is saved
    sources  : what a study reads beside the case
    command  : the command line for the footer of a brief
    workspace: folder of the evidence, made when the first document is brought
    home     : folder where it was started, which takes a copy
    """

    def __init__(
        self,
        path: Path,
        *,
        writable: bool = True,
        sources: Sources | None = None,
        command: str = "",
        workspace: Path = Path(".commonground"),
        home: Path = Path(),
    ) -> None:
        self.path, self.writable, self.command = path, writable, command
        self.sources = sources or Sources()
        self.workspace = workspace
        self.home = home.absolute()
        self.copied = False
        self._copying = threading.Lock()
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._refused: tuple[tuple[Path, ...], Stamp] | None = None  # files that are no case, as they were
        self.desk = Desk()
        self.file = CaseFile(path)
        self.engines: Kept[Any] = Kept(_ENGINES, lambda _: 1)  # of pushed cases, for scenarios and levers
        self.trying = threading.Lock()
        self.line = Line()

    @property
    def opened(self) -> Opened:
        with self._lock:
            held = self._opened
            if held is None:
                held = self._opened = self._read()
            elif _stamp(held.files) != held.stamp and not self._refused_already():
                # written by somebody else; while it is no case, the last one that was stays open
                files = (self.path, *evidence_files(self.path))
                stamp = _stamp(files)
                try:
                    held = self._opened = self._read()
                except CommongroundError:
                    self._refused = files, stamp
            return held

    def _refused_already(self) -> bool:
        return self._refused is not None and _stamp(self._refused[0]) == self._refused[1]

    def _read(self) -> Opened:
        files = (self.path, *evidence_files(self.path))
        stamp = _stamp(files)
        case = load_case(self.path)
        return Opened(case, Solver(case, self.sources, self.command), files, stamp)

    @property
    def case(self) -> Case:
        return self.opened.case

    @property
    def solver(self) -> Solver:
        return self.opened.solver

    def reopen(self) -> None:
        """Read the file again, after it was written."""
        with self._lock:
            self._opened = None

    @property
    def place(self) -> str:
        """The file, in words: from where the studio was started, or its name."""
        path = self.path.absolute()
        return path.relative_to(self.home).as_posix() if path.is_relative_to(self.home) else path.name

    def save_copy(self, name: str) -> None:
        """Copy a case of the catalog to a folder where the studio was started, and go on with the copy.

        Raises
        ------
        UsageError : the case is a file of one's own, or there can be no such copy; then all stays as it is
        """
        with self._copying:
            if self.writable:
                raise UsageError(f"{self.place} is your own file already", "Reload the page, and go on.")
            path = copied(self.path, self.home, name)
            with self._lock:
                self.path, self.file, self._opened = path, CaseFile(path), None
                self.command = f"commonground run {shlex.quote(self.place)}"
                self.writable = self.copied = True
        self.warm()

    def warm(self) -> None:
        """Begin with what takes long, so that it is there when it is asked for, once the first page had its second."""
        begun = threading.Timer(_HEAD_START, _quietly, (self.solver.warm,))
        begun.daemon = True
        begun.start()

    # looks

    def early(self, state: State = BASE, more: Mapping[str, str] | None = None) -> Context:
        """A look that waits for nothing: with studies only where they are at hand."""
        solver = self.solver
        base, now = solver.ready(BASE), solver.ready(state)
        if now is None or base is None:
            return self._context(state, base, None, more)
        return self._context(state, base, now, more)

    def look(self, state: State = BASE, more: Mapping[str, str] | None = None) -> Context:
        """A look at the whole study of a state.

        Raises
        ------
        CaseError : the case does not take the changes
        """
        solver = self.solver
        return self._context(state, solver.base(), solver.whole(state), more)

    def glance(self, state: State, full: bool, more: Mapping[str, str] | None = None) -> Context:
        """A look at the few numbers that follow a slider.

        Raises
        ------
        CaseError : the case does not take the changes
        """
        solver = self.solver
        base = solver.base()
        if not solver.has_live():
            return self._without_light(state, base, full, more)
        light = solver.light(state, full)
        return Context(
            solver.case,
            state,
            base=base.study,
            study=base.study if state.is_base and full else light.study,
            like=None if full else solver.light(BASE, False).study,
            full=full,
            whole=False,
            place=self.place,
            writable=self.writable,
            more=more or {},
            problems=self._problems(state, full),
            studio=self,
        )

    def _without_light(
        self, state: State, base: Solved, full: bool, more: Mapping[str, str] | None
    ) -> Context:
        """A glance where nothing is negotiated: soon solved as a whole, and as it is while a slider moves."""
        if full:
            return self._context(state, base, self.solver.whole(state), more)
        change(self.case, state.raw())  # so that what cannot be is told
        return replace(
            self._context(state, base, base, more), changed=None, like=base.study, full=False, whole=False
        )

    def _problems(self, state: State, full: bool) -> Callable[[], Problems] | None:
        solver = self.solver
        if not solver.has_live():
            return None

        def found() -> Problems:
            like = None if full else solver.light(BASE, False).problem
            return Problems(solver.light(state, full).problem, solver.light(BASE, True).problem, like)

        return found

    def view(self, page: Page, context: Context) -> dict[str, Any]:
        """A page's values; what was made once of a study is not made again."""
        solved = self.solver.ready(context.state)
        if solved is None or context.study is not solved.study or context.more or page.fresh:
            return page.view(context)
        with solved.lock:
            if page.id not in solved.views:
                solved.views[page.id] = page.view(context)
                give_back()
            found: dict[str, Any] = solved.views[page.id]
            return found

    def _context(
        self, state: State, base: Solved | None, now: Solved | None, more: Mapping[str, str] | None
    ) -> Context:
        return Context(
            self.case,
            state,
            changed=None if now is None else now.case,
            base=None if base is None else base.study,
            study=None if now is None else now.study,
            place=self.place,
            writable=self.writable,
            more=more or {},
            figures={} if now is None else now.figures,
            problems=self._problems(state, True) if now is not None else None,
            studio=self,
        )


def _stamp(files: tuple[Path, ...]) -> Stamp:
    """What changes when a file does: its time and size."""
    found = []
    for path in files:
        try:
            seen = path.stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((seen.st_mtime_ns, seen.st_size))
    return tuple(found)


def _quietly(work: Any) -> None:
    """What fails here fails again, with words, where it is asked for."""
    with contextlib.suppress(CommongroundError):
        work()
