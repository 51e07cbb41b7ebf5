"""What a person sees while clips are rendered: a live bar for each on a terminal, a plain line for each in a pipe."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID, TextColumn


class Progress(Protocol):
    """Hears of every clip. Used as a context manager around the work."""

    def frames(self, slug: str, done: int, total: int) -> None:
        """Hear that a clip has ``done`` of ``total`` frames."""

    def finished(self, slug: str, n_frames: int, duration_s: float) -> None:
        """Hear that a clip is whole."""

    def found(self, slug: str, /) -> None:
        """Hear that a clip need not be rendered."""

    def failed(self, slug: str, line: str) -> None:
        """Hear that a clip has failed, and why."""

    def speaking(self, done: int, total: int) -> None:
        """Hear that ``done`` of ``total`` beats have been spoken."""

    def mapping(self, slug: str, done: int, total: int) -> None:
        """Hear that ``done`` of ``total`` parts of a clip's map of fates, which takes a while, have been computed."""

    def note(self, line: str) -> None:
        """Hear of something that a person should know."""

    def __enter__(self) -> Progress:
        """Begin to show."""

    def __exit__(self, *_fault: object) -> None:
        """Leave the terminal as it was."""


def progress_on(stream: TextIO, n_clips: int) -> Progress:
    """Return the kind of progress that suits ``stream``."""
    return LiveBars(n_clips) if stream.isatty() else PlainLines(stream, n_clips)


class PlainLines(AbstractContextManager["PlainLines"]):
    """One line for each finished clip."""

    def __init__(self, stream: TextIO, n_clips: int) -> None:
        """Start the clock."""
        self._stream, self._n_clips, self._done, self._began_s = stream, n_clips, 0, time.monotonic()

    def frames(self, slug: str, done: int, total: int) -> None:
        """Say nothing before a clip is whole."""

    def finished(self, slug: str, n_frames: int, duration_s: float) -> None:
        """Print the clip's line."""
        after_s = time.monotonic() - self._began_s
        self._clip(f"{_line(slug, n_frames, duration_s)}, after {after_s:.1f} s")

    def found(self, slug: str) -> None:
        """Print the clip's line."""
        self._clip(f"{slug}: from the cache")

    def failed(self, slug: str, line: str) -> None:
        """Print the clip's line."""
        self._clip(f"{slug}: failed: {line.removeprefix(f'{slug}: ')}")

    def speaking(self, done: int, total: int) -> None:
        """Print a line when all is said."""
        if done == total:
            self.note(f"voice: {total} beats spoken, after {time.monotonic() - self._began_s:.1f} s")

    def mapping(self, slug: str, done: int, total: int) -> None:
        """Print how much there is."""
        self.note(f"map of {slug}: {100 * done // total} %")

    def note(self, line: str) -> None:
        """Print it."""
        print(line, file=self._stream, flush=True)

    def _clip(self, line: str) -> None:
        self._done += 1
        self.note(f"clip {self._done} of {self._n_clips}: {line}")

    def __exit__(self, *_fault: object) -> None:
        """Leave nothing behind."""


class LiveBars:
    """A bar for each clip under way: frames done, frames a second, time left."""

    def __init__(self, n_clips: int) -> None:
        """Lay the bars out; the first one counts clips."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bars: Bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _speed_column(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
        )
        self._tasks: dict[str, TaskID] = {}
        self._clips = self._bars.add_task("clips", total=n_clips, unit="")

    def frames(self, slug: str, done: int, total: int) -> None:
        """Move the clip's bar."""
        if slug not in self._tasks:
            self._tasks[slug] = self._bars.add_task(slug, total=total, unit="fps")
        self._bars.update(self._tasks[slug], completed=done, total=total)

    def finished(self, slug: str, n_frames: int, duration_s: float) -> None:
        """Put a line in the place of the clip's bar, so that the bars of a thousand clips fit on a screen."""
        self._end(slug, _line(slug, n_frames, duration_s))

    def found(self, _slug: str) -> None:
        """Count the clip."""
        self._bars.advance(self._clips)

    def failed(self, slug: str, line: str) -> None:
        """Put a line in the place of the clip's bar."""
        self._end(slug, f"{slug}: failed: {line.removeprefix(f'{slug}: ')}")

    def speaking(self, done: int, total: int) -> None:
        """Move the voice's bar, which goes when all is said."""
        self.frames("voice", done, total)
        if done == total:
            self._bars.remove_task(self._tasks.pop("voice"))

    def mapping(self, slug: str, done: int, total: int) -> None:
        """Move the bar of the map, which goes when it is whole."""
        name = f"map of {slug}"
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=100, unit="")
        self._bars.update(self._tasks[name], completed=100 * done // total)
        if done == total:
            self._bars.remove_task(self._tasks.pop(name))

    def note(self, line: str) -> None:
        """Print a line above the bars."""
        self._bars.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def _end(self, slug: str, line: str) -> None:
        if slug in self._tasks:
            self._bars.remove_task(self._tasks.pop(slug))
        self.note(line)
        self._bars.advance(self._clips)

    def __enter__(self) -> LiveBars:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Draw the last state and give the cursor back."""
        self._bars.stop()


def _line(slug: str, n_frames: int, duration_s: float) -> str:
    return f"{slug}: {n_frames} frames, {duration_s:.1f} s long"


def _speed_column() -> TextColumn:
    """Return a column that shows frames a second."""
    from rich.progress import TextColumn
    from rich.text import Text

    class Speed(TextColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            shown = f"{speed:.0f} fps" if speed and task.fields["unit"] else ""
            return Text(shown.rjust(8))

    return Speed("")
