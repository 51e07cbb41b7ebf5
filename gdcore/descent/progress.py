"""Progress reports of long runs through a context variable, so that functions in between need no callback argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
"""Called with the steps taken so far and the steps requested."""
EVERY = 1 << 14
"""Steps between two reports: about ten reports per second, and none for a short run."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def reporting_to(listener: Listener) -> Iterator[None]:
    """Report the progress of all runs within this context to ``listener``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report(done: int, total: int) -> None:
    """Report progress to the current listener, if any."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)
