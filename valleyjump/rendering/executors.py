"""Where clips are rendered: an executor of the standard interface, and what its workers do. Here: fresh processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
import traceback
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import resource_tracker
from multiprocessing.connection import wait as wait_for_any
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gdcore.run_bytes import to_bytes
from gdcore.scenario import Scenario
from gdcore.trace import is_long
from scenes.clip.clip import RUNS, WHOLE, Clip
from scenes.clip.formats import BOTH, SHOWN, light
from scenes.clip.quality import Quality
from scenes.theme.theme import Theme
from scenes.theme.theme_file import built_in
from scenes.voice.spoken_beat import Narration
from valleyjump.errors import REFUSED, RenderError
from valleyjump.markup.trace_output import packed_json
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.clip_archive import pack
from valleyjump.store.identity import Identity, difference, identity

Report = tuple[str, int, int]
"""A clip's slug, its frames done and its frames in all."""
PATIENCE_S = 3.0
# A worker that is ended cannot give its semaphores back; Python's tracker does that for it, but complains on stderr.
QUIET = "ignore:resource_tracker"


@dataclass(frozen=True, kw_only=True)
class RenderJob:
    """One clip to render, and what its worker must render with: of which identity, and in which style."""

    scenario: Scenario
    quality: Quality
    identity: Identity
    style: RenderStyle = field(default_factory=RenderStyle)
    narration: Narration = field(default_factory=dict)


class RenderPool(Executor):
    """An executor that renders clips. ``submit`` raises ``BuildError`` when nobody is left to do the work."""

    @abstractmethod
    def capacity(self) -> int:
        """Return how many clips to submit at a time: enough to keep all workers busy, few enough to hold as bytes."""

    @abstractmethod
    def reports(self) -> list[Report]:
        """Return the reports that have come since the last call."""


@dataclass(frozen=True)
class WorkerSettings:
    """Where a worker keeps unfinished files, the least seconds between two reports, and what is called with each."""

    scratch: Path | None = None
    every_s: float = 0.1
    on_report: Callable[[Report], None] | None = None


_settings = WorkerSettings()


def set_up_worker(settings: WorkerSettings) -> None:
    """Set up the process that this is called in; it renders one clip at a time."""
    global _settings
    _settings = settings


def render_here(job: RenderJob) -> bytes:
    """Render one clip in the process that this is called in and return its archive. Raises ``RenderError``."""
    try:
        refused = difference(identity(), job.identity)
        if refused:
            raise RenderError(REFUSED, refused, None, "")
        style = job.style
        with TemporaryDirectory(prefix="clip-", dir=_settings.scratch) as folder, style.speaking():
            clip = _painted(job, Path(folder))
            whole = packed_json(job.scenario) if is_long(job.scenario) else None
            numbers = _written(Path(folder), {RUNS: to_bytes(job.scenario), WHOLE: whole})
            return pack(replace(clip, files={**clip.files, **numbers}))
    except RenderError:
        raise
    except Exception as error:  # noqa: BLE001 - nothing is lost: all of it is sent to the other side
        number = getattr(error, "errno", None)
        raise RenderError(type(error).__name__, str(error), number, traceback.format_exc()) from None


def _painted(job: RenderJob, folder: Path) -> Clip:
    """Return the clip, its files in ``folder``; in both themes, those in light colours beside those in dark ones."""
    style, report, render_clip = job.style, _reporter(job.scenario.slug), _renderer()

    def painted(place: Path, theme: Theme, formats: Sequence[str]) -> Clip:
        return render_clip(job.scenario, job.quality, place, report, theme, formats, style.fonts, job.narration)

    clip = painted(folder, style.clip_theme, [name for name in style.formats if name != BOTH])
    if not style.both:
        return clip
    beside = folder / BOTH
    beside.mkdir()
    bright = painted(beside, built_in("light"), [name for name in style.formats if name in SHOWN]).files
    return replace(clip, files={**clip.files, **{light(kind): bright[kind] for kind in SHOWN if kind in bright}})


@cache
def _renderer() -> Callable[..., Clip]:
    """Return what renders a clip; its modules are left out of what is searched for garbage, four times a clip."""
    from scenes.render import render_clip  # late: manim

    gc.freeze()
    return render_clip


def _written(folder: Path, contents: Mapping[str, bytes | None]) -> dict[str, Path]:
    """Write those files that there are into ``folder`` and return their paths, by the same names."""
    found = {name: content for name, content in contents.items() if content is not None}
    for name, content in found.items():
        Path(folder, name).write_bytes(content)
    return {name: Path(folder, name) for name in found}


def _reporter(slug: str) -> Callable[[int, int], None] | None:
    """Return a function that reports frames, seldom enough to cost nothing."""
    on_report, every_s, last_s = _settings.on_report, _settings.every_s, 0.0
    if on_report is None:
        return None

    def report(done: int, total: int) -> None:
        nonlocal last_s
        if done == total or time.monotonic() - last_s >= every_s:
            last_s = time.monotonic()
            on_report((slug, done, total))

    return report


def usable_cores() -> int:
    """Return how many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes(RenderPool):
    """A pool of fresh processes on this machine that is replaced when one of them dies.

    When it is left by an exception, as a context manager, the processes are ended at once.
    """

    def __init__(self, workers: int, scratch: Path) -> None:
        """Start nothing yet. Unfinished files go into ``scratch``, a folder."""
        _start_quiet_tracker()
        self._workers, self._scratch = workers, scratch
        self._context = multiprocessing.get_context("spawn")
        self._others = set(multiprocessing.active_children())
        self._pool, self._queue = self._opened()

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have ``task`` done by one of the processes."""
        try:
            return self._pool.submit(task, *arguments, **named)
        except BrokenProcessPool:
            self._end()
            self._pool, self._queue = self._opened()  # a process that died in the midst of a report holds the queue
            return self._pool.submit(task, *arguments, **named)

    def capacity(self) -> int:
        """Return one more than there are processes, so that none waits for this one."""
        return self._workers + 1

    def reports(self) -> list[Report]:
        """Return the new reports."""
        found = []
        while not self._queue.empty():
            found.append(self._queue.get())
        return found

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool when its work is done."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(self, kind: object, *_error: object) -> None:
        """End the pool, at once if there was an exception."""
        if kind is not None:
            self._end()
        self.shutdown(cancel_futures=True)

    def _opened(self) -> tuple[ProcessPoolExecutor, SimpleQueue[Report]]:
        queue: SimpleQueue[Report] = self._context.SimpleQueue()
        return ProcessPoolExecutor(self._workers, self._context, _begin, (queue, self._scratch)), queue

    def _end(self) -> None:
        processes = set(multiprocessing.active_children()) - self._others
        for process in processes:
            process.terminate()
        for process in processes:
            _await_end(process)


def _start_quiet_tracker() -> None:
    """Start Python's tracker of semaphores, which keeps the warnings filter that it finds when it starts."""
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (before, QUIET)))
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


def _await_end(process: BaseProcess) -> None:
    process.join(PATIENCE_S)
    if process.is_alive():
        process.kill()


def _begin(queue: SimpleQueue[Report], scratch: Path) -> None:
    """Set a worker up: where its files and reports go, and that it does not outlive the process that started it."""
    set_up_worker(WorkerSettings(scratch, on_report=queue.put))
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_any([parent.sentinel])
        os._exit(1)
