"""Files of a brief, printed in a process of their own: drawing charts takes memory that is then given back.

`python -m commonground.app.printing` reads one line, `{"kind", "study", "changes"}`, and writes the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from commonground.brief.compose import compose
from commonground.brief.document import Brief, Paragraph, Section, Table
from commonground.brief.write import RENDERERS
from commonground.errors import CommongroundError
from commonground.study.record import Study

Rows = Sequence[tuple[str, str, str]]
LONGEST: Final = 180.0  # seconds
_DRAWN: Final = frozenset({"html", "pdf"})
_SOURCE = Path(__file__).resolve().parents[2]
_one_at_a_time = threading.Lock()


def brief_of(study: Study, rows: Rows) -> Brief:
    """The brief of a study; of a changed case it says first what differs from the file.

    Parameters
    ----------
    rows : value, as in the file, as in this brief
    """
    made = compose(study)
    if not rows:
        return made
    several = len(rows) != 1
    count = f"{len(rows)} value{'s' if several else ''}"
    names = ("Value", "In the case file", "In this brief")
    table = Table(names, tuple(tuple((cell,) for cell in row) for row in rows))
    differ = f"{count} differ{'' if several else 's'} from the file"
    told = Paragraph(
        (f"This brief is of a case in which {differ}: a trial, and no forecast of its authors.",)
    )
    section = Section("changed", "What was changed for this brief", (told, table))
    return replace(
        made, subtitle=f"{made.subtitle}; with {count} changed", sections=(section, *made.sections)
    )


def printed(study: Study, rows: Rows, kind: str) -> bytes:
    """The brief as a file of one of the kinds of `RENDERERS`.

    Raises
    ------
    CommongroundError : it took too long, or the process failed
    """
    if kind not in _DRAWN:
        return RENDERERS[kind](brief_of(study, rows))
    asked = json.dumps({"kind": kind, "study": study.data, "changes": rows}) + "\n"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_SOURCE), os.environ.get("PYTHONPATH", "")]),
    }
    with _one_at_a_time:
        try:
            run = subprocess.run(
                [sys.executable, "-P", "-m", "commonground.app.printing"],
                input=asked.encode("ascii"),
                capture_output=True,
                env=environment,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CommongroundError("The brief could not be printed in time", "Try again.") from error
    if run.returncode:
        raise CommongroundError("The brief could not be printed", "Print it with: commonground brief CASE")
    return run.stdout


def main() -> None:
    """Print one file."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the file
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    rows = [(row[0], row[1], row[2]) for row in asked["changes"]]
    with told:
        told.write(RENDERERS[asked["kind"]](brief_of(Study(asked["study"]), rows)))


if __name__ == "__main__":
    main()
