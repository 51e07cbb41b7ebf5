"""Executors for tests of what is done around rendering: one that renders at once, and some that paint nothing."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from valleyjump.errors import RenderError
from valleyjump.rendering.executors import RenderJob, RenderPool
from valleyjump.store.clip_archive import pack

LOST = BrokenProcessPool("a process died")


def painted(job: RenderJob) -> bytes:
    """Return the archive of a clip of small files: four, and one for each further format."""
    slug, quality = job.scenario.slug, job.quality
    with TemporaryDirectory() as folder:
        files = {kind: Path(folder, f"{slug}.{kind}") for kind in ("mp4", "png", "card", "fade", *job.style.formats)}
        for path in files.values():
            path.write_bytes(b"new " + path.name.encode())
        cues = (Cue(0.0, 2.0, "A sentence."),)
        return pack(Clip(slug, files, 10.0, 150, quality.width_px, quality.height_px, quality.fps, cues, 27, 4))


class Here(RenderPool):
    """Renders in the process that it is called in, which saves the start of another."""

    def capacity(self) -> int:
        return 1

    def reports(self) -> list[tuple[str, int, int]]:
        return []

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(task(*arguments, **named))
        return future


class StandIn(RenderPool):
    """Has every clip at once, except that it fails for some slugs, each as often as it has faults."""

    def __init__(self, faults: dict[str, list[Exception]] | None = None, room: int = 2) -> None:
        self.faults = {slug: deque(each) for slug, each in (faults or {}).items()}
        self.order: list[str] = []
        self.tries: Counter[str] = Counter()
        self._room = room

    def capacity(self) -> int:
        return self._room

    def reports(self) -> list[tuple[str, int, int]]:
        return []

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        if not isinstance(arguments[0], RenderJob):
            return Here().submit(task, *arguments, **named)
        (job,) = arguments
        slug = job.scenario.slug
        self.order.append(slug)
        self.tries[slug] += 1
        future: Future[Any] = Future()
        if self.faults.get(slug):
            future.set_exception(self.faults[slug].popleft())
        else:
            future.set_result(painted(job))
        return future


class Fragile(RenderPool):
    """Does everything that it has been given when it is asked for reports, and dies of some clips with all in hand."""

    def __init__(self, deadly: set[str], room: int = 3) -> None:
        self.deadly, self._room = deadly, room
        self.together: list[set[str]] = []
        self._hand: list[tuple[RenderJob, Future[bytes]]] = []

    def capacity(self) -> int:
        return self._room

    def submit(self, _task: Callable[..., Any], /, *arguments: Any, **_named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._hand.append((arguments[0], future))
        return future

    def reports(self) -> list[tuple[str, int, int]]:
        slugs = {job.scenario.slug for job, _ in self._hand}
        if slugs:
            self.together.append(slugs)
        for job, future in self._hand:
            if slugs & self.deadly:
                future.set_exception(LOST)
            else:
                future.set_result(painted(job))
        self._hand.clear()
        return []


def bug(slug: str = "x") -> RenderError:
    """Return the error of a clip whose scene has a fault."""
    return RenderError("KeyError", f"'{slug}'", None, "Traceback: all of it\n")
