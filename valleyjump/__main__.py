"""The command ``valleyjump``, and ``python -m valleyjump``."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def run() -> int:
    """Run the command line. Whoever interrupts it while it is still being loaded sees no traceback either."""
    try:
        from valleyjump.cli import main
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return main()


if __name__ == "__main__":
    sys.exit(run())
