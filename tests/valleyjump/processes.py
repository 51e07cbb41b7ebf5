"""Builds as processes that can be watched, interrupted and killed, for tests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import command, environment


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``, hidden ones too, by its relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def started(*words: str | Path, **variables: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start ``valleyjump`` in a process group of its own, which is ended with the block."""
    with running(command(*words), **variables) as process:
        yield process


@contextmanager
def running(line: list[str], cwd: Path | None = None, **variables: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start a command in a process group of its own, which is ended with the block."""
    process = subprocess.Popen(
        line,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**environment(), **{name: str(value) for name, value in variables.items()}},
        process_group=0,
        preexec_fn=_heed_interrupts,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _heed_interrupts() -> None:
    # A shell starts background jobs with interrupts ignored, and the tests may run in one.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(condition: Callable[[], object], patience_s: float = 60.0) -> None:
    """Wait until ``condition`` holds."""
    deadline_s = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline_s, "it never came about"
        time.sleep(0.02)


def workers_of(pid: int) -> list[int]:
    """Return the rendering processes that a build has started."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if row[1] == str(pid) and "spawn_main" in row[2]]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked for its status does not."""
    done = subprocess.run(["ps", "-p", str(pid), "-o", "stat="], capture_output=True, text=True, check=False)
    return done.stdout.strip()[:1] not in ("", "Z")
