"""The process of a job: `python -m commonground.app.jobs.worker`.

It reads one line, `{"work": …, "arguments": …}`, and answers with lines `{"progress": [done, total, doing]}`, at last
`{"result": …}` or `{"error": {"message", "fix"}}`. A job is a process, not a thread, so that cancelling it really stops
it, whatever compiled code it is in; that a slider need not share the interpreter with it; and that its memory is given
back. It ends when its input closes, so that it outlives no server, however that ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from typing import Any

MOST_BYTES = 20_000_000  # of a result
_GENTLE = 5  # pages come first


def main() -> None:
    """Do one job."""
    told = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints is no answer
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_GENTLE)

    def say(**message: Any) -> None:
        told.write(json.dumps(message) + "\n")
        told.flush()

    from commonground.app.jobs.work import perform, written
    from commonground.errors import CommongroundError

    def tell(done: int, total: int, doing: str) -> None:
        say(progress=[done, total, doing])

    try:
        line = written(perform(asked["work"], asked["arguments"], tell))
        if len(line) > MOST_BYTES:
            say(error={"message": "the result is larger than 20 MB", "fix": "Ask for less at once."})
            return
        told.write(f'{{"result": {line}}}\n')
        told.flush()
    except CommongroundError as error:
        say(error={"message": error.message, "fix": error.fix})
    except MemoryError:
        say(error={"message": "there is not enough memory for this", "fix": "Take fewer draws."})


def _end_with_the_server() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
