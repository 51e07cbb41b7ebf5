"""Work in fresh processes: functions alone or side by side, and the program's own command, with time and memory."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
ROOT = Path(__file__).resolve().parents[2]
RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024
"""``ru_maxrss`` counts bytes on macOS, kibibytes elsewhere."""


@dataclass(frozen=True)
class Ran:
    """A finished command: wall time, the most memory that it or one of its processes took, and what it said.

    ``cpu_s`` is the time that all its processes computed.
    """

    seconds: float
    peak_bytes: int
    errors: str
    cpu_s: float = 0.0


def alone(function: Callable[..., Result], *arguments: Any) -> Result:
    """Return what ``function`` returns in a process of its own."""
    (result,) = side_by_side(function, [arguments], 1)
    return result


def side_by_side(function: Callable[..., Result], calls: Sequence[tuple[Any, ...]], cores: int) -> list[Result]:
    """Return what ``function`` returns for each of ``calls``, begun in that order by so many fresh processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, context) as pool:
        return [future.result() for future in [pool.submit(function, *arguments) for arguments in calls]]


CAN_PIN = hasattr(os, "sched_setaffinity")
"""Whether a process can be kept on one core here."""


def _stay_on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def own_peak_bytes() -> int:
    """Return the most memory that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT_BYTES


def valleyjump(*words: str | Path, cache: Path, one_core: bool = False) -> Ran:
    """Run the program's command with the clips of ``cache``; raise ``RuntimeError`` when it fails."""
    return run([sys.executable, "-m", "valleyjump", *map(str, words)], cache, one_core=one_core)


def run(words: Sequence[str], cache: Path, *, one_core: bool = False) -> Ran:
    """Run a command that finds this source tree and ``cache``; raise ``RuntimeError`` when it fails.

    ``one_core`` keeps it and its processes on a single core, where the system can do that.
    """
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "VALLEYJUMP_CACHE": str(cache)}
    with tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            words,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            preexec_fn=_stay_on_one_core if one_core else None,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        told = errors.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}: status {process.returncode}: {told}")
    return Ran(seconds, usage.ru_maxrss * RSS_UNIT_BYTES, told, usage.ru_utime + usage.ru_stime)
