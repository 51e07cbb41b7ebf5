"""What a person sees while a long run is computed: a bar of steps on a terminal, a line in a pipe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from gdcore.descent.progress import Listener, reporting_to

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S = 1.0
"""So long a run may take, in seconds, before a line says what is waited for."""


@contextmanager
def steps_shown(stream: TextIO) -> Iterator[None]:
    """Show on ``stream`` how far runs are that are computed meanwhile; of short ones nothing is shown."""
    if not stream.isatty():
        with reporting_to(_lines(stream)):
            yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(file=stream), transient=True) as bars, reporting_to(_bar(bars)):
        yield


def _lines(stream: TextIO) -> Listener:
    """Return a listener that writes a line about each run that keeps somebody waiting."""
    last, begun, reported = 0, 0.0, False

    def on_progress(done: int, total: int) -> None:
        nonlocal last, begun, reported
        now = time.monotonic()
        if not 0 < last < done:
            begun, reported = now, False
        last = done
        if not reported and now - begun >= PATIENCE_S:
            print(f"computing up to {total:,} steps", file=stream, flush=True)
            reported = True

    return on_progress


def _bar(bars: Progress) -> Listener:
    """Return a listener that moves a bar, the same for one run after the other."""
    task = None

    def on_progress(done: int, total: int) -> None:
        nonlocal task
        if task is None:
            task = bars.add_task("steps", total=total)
        bars.update(task, completed=done, total=total)

    return on_progress
