"""Other programs, run to their end, which ends all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from gdcore.faults import in_one_line

MOST_BYTES = 256 * 2**20
"""More than any program here has to say."""
GLANCE_S = 0.1


class ProgramError(Exception):
    """A program that could not be run or failed: one line, its own last one if it wrote any."""


class Running:
    """A program that runs in ``folder``, where its output and its complaints become files."""

    def __init__(self, words: Sequence[str], folder: Path, given: str, settings: Mapping[str, str]) -> None:
        """Start the program ``words`` with the text ``given``. Raises ``ProgramError``."""
        self.output, self._told = folder / "output", folder / "told"
        (folder / "given").write_text(given, encoding="utf-8")
        with (folder / "given").open("rb") as stdin, self.output.open("wb") as out, self._told.open("wb") as told:
            try:
                self._process = subprocess.Popen(
                    words, stdin=stdin, stdout=out, stderr=told, start_new_session=True, env={**os.environ, **settings}
                )
            except OSError as error:
                raise ProgramError(error.strerror or str(error)) from None

    @property
    def status(self) -> int | None:
        """How the program ended; None while it runs."""
        return self._process.poll()

    def has_ended(self) -> bool:
        """Return whether the program has ended, after a moment if not. Raises ``ProgramError`` for a flood of words."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GLANCE_S)
        if self.output.stat().st_size + self._told.stat().st_size > MOST_BYTES:
            raise ProgramError("it printed without end")
        return self.status is not None

    def reason(self) -> str:
        """Return why the program failed: the last line of its complaints, or else its status."""
        lines = self._told.read_bytes().decode(errors="replace").splitlines()
        last = next(filter(None, map(str.strip, reversed(lines))), "")
        return in_one_line(last) or f"it ended with status {self.status}"

    def end(self) -> None:
        """End the program with all its processes, which would go on writing into a folder that is about to go."""
        if hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()


@contextmanager
def running(words: Sequence[str], folder: Path, given: str = "", **settings: str) -> Iterator[Running]:
    """Yield the program ``words``, which is given a text; it does not outlive this context. Raises ``ProgramError``.

    ``settings`` are environment variables beside those that are there.
    """
    program = Running(words, folder, given, settings)
    try:
        yield program
    finally:
        program.end()


def output_of(words: Sequence[str], longest_s: float, given: str = "") -> bytes:
    """Return what the program ``words`` prints when it is given a text.

    Raises ``ProgramError`` where it cannot be started, fails, or takes longer than ``longest_s``.
    """
    with TemporaryDirectory() as folder, running(words, Path(folder), given) as program:
        until = time.monotonic() + longest_s
        while not program.has_ended():
            if time.monotonic() > until:
                raise ProgramError(f"it took longer than {longest_s:g} s")
        if program.status != 0:
            raise ProgramError(program.reason())
        return program.output.read_bytes()
