"""What ends a command: its exit status, a failed build, or a fault inside a rendering process."""

from __future__ import annotations

DONE, FAILED, BAD_INPUT, INTERRUPTED, PIPE_CLOSED, TERMINATED = 0, 1, 2, 130, 141, 143
"""The exit statuses."""
LOST, REFUSED, KILLER, TOO_LARGE = "Lost", "Refused", "KilledWorker", "TooLargeError"
# Dask tells KilledWorker when a clip has taken several workers along, one after the other.
FINAL = {REFUSED, KILLER, "ImportError", "ModuleNotFoundError", TOO_LARGE}


class BuildError(Exception):
    """A build that failed though its input was good.

    The message is one line: what failed, where, what to do. ``details`` is a traceback worth keeping, if the fault is
    the program's own.
    """

    def __init__(self, message: str, details: str = "") -> None:
        """Keep message and details."""
        super().__init__(message, details)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        """Return the message."""
        return self.message


class RenderError(Exception):
    """What went wrong in a rendering process, as plain values that can be sent from there to here.

    Exceptions of other packages often cannot be rebuilt on this side, and one that cannot takes the whole pool down.
    """

    def __init__(self, kind: str, message: str, errno: int | None, details: str) -> None:
        """Keep the exception's type name, its text, its error number if it has one, and its traceback."""
        super().__init__(kind, message, errno, details)
        self.kind, self.message, self.errno, self.details = kind, message, errno, details

    @classmethod
    def of_lost_worker(cls) -> RenderError:
        """Return the error of a clip whose worker died, which is all that is known."""
        return cls(LOST, "the process that rendered it died", None, "")

    @property
    def lost(self) -> bool:
        """Whether a worker died, of this clip or of another one."""
        return self.kind == LOST

    @property
    def final(self) -> bool:
        """Whether a second try would end like the first."""
        return self.kind in FINAL
