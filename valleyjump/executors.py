"""Where clips are rendered: processes here, behind the standard executor interface."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_any
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from gdcore.scenarios import Scenario
from scenes.clip import Clip
from scenes.quality import Quality
from valleyjump.errors import RenderError

Report = tuple[str, int, int]
"""A clip's slug, its frames done and its frames in all."""
REPORT_EVERY_S = 0.1
PATIENCE_S = 3.0
# A worker that is ended cannot give its semaphores back; Python's tracker does that for it, but complains on stderr.
QUIET = "ignore:resource_tracker"

_reports: SimpleQueue[Report] | None = None


def usable_cores() -> int:
    """Return how many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def process_pool(workers: int) -> Iterator[tuple[Executor, Callable[[], list[Report]]]]:
    """Yield an executor of fresh processes, and a function that returns the reports that came since its last call.

    When the block is left by an exception, the processes are ended at once.
    """
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (os.environ.get("PYTHONWARNINGS"), QUIET)))
    context = multiprocessing.get_context("spawn")
    reports: SimpleQueue[Report] = context.SimpleQueue()
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(workers, context, _begin, (reports,))
    try:
        yield executor, lambda: _drained(reports)
    except BaseException:
        _end(set(multiprocessing.active_children()) - others)
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def render_here(scenario: Scenario, quality: Quality, folder: Path) -> Clip:
    """Render one clip into ``folder``, which is made, in the process that this is called in. Raises ``RenderError``."""
    try:
        from scenes.render import render_clip

        folder.mkdir(parents=True)
        return render_clip(scenario, quality, folder, _reporter(scenario.slug))
    except Exception as error:  # noqa: BLE001 - nothing is lost: all of it is told to the other side
        number = getattr(error, "errno", None)
        raise RenderError(type(error).__name__, str(error), number, traceback.format_exc()) from None


def _begin(reports: SimpleQueue[Report]) -> None:
    """Set a worker up: where its reports go, and that it does not outlive the process that started it."""
    global _reports
    _reports = reports
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_any([parent.sentinel])
        os._exit(1)


def _reporter(slug: str) -> Callable[[int, int], None] | None:
    """Return a function that reports frames, seldom enough to cost nothing."""
    if _reports is None:
        return None
    reports, last = _reports, 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last >= REPORT_EVERY_S:
            last = time.monotonic()
            reports.put((slug, done, total))

    return report


def _drained(reports: SimpleQueue[Report]) -> list[Report]:
    found = []
    while not reports.empty():
        found.append(reports.get())
    return found


def _end(processes: set[multiprocessing.process.BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE_S)
        if process.is_alive():
            process.kill()
