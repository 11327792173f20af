"""Start of the `commonground` command, also `python -m commonground`.

Nothing is imported at the top, so that Ctrl-C is answered quietly from the first moment on.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from commonground.cli.main import main as start
    except KeyboardInterrupt:
        sys.exit(130)
    start()


if __name__ == "__main__":
    main()
