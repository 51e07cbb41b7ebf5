"""A real Dask cluster on loopback: a scheduler and workers in processes of their own, one of which is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.valleyjump.conftest import TWO, Undisturbed
from tests.valleyjump.processes import contents, running, started, wait_for
from valleyjump.cli import main

LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")
QUIET = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0"}

MAPPED = """
[[scenario]]
slug = "starts"
objective = "x**2 + 3*y**2"
start = { x = 2, y = 1 }
learning_rate = 0.2
steps = 20
view = "fate"
fate = { axes = ["x", "y"] }
"""


class Cluster:
    """A scheduler with workers that are started one by one; all are ended with the test that uses it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.scratches: list[Path] = []
        self.workers: list[subprocess.Popen[str]] = []
        note = folder / "scheduler.json"
        self._start("scheduler", *LOOPBACK, "--port", "0", "--scheduler-file", str(note))
        wait_for(note.exists)
        wait_for(lambda: note.read_text().endswith("}"))
        self.address = json.loads(note.read_text())["address"]

    def add_worker(self, source: Path = ROOT) -> Path:
        """Start a worker with the program in ``source``; return its folder for unfinished files."""
        scratch = self.folder / f"worker-{len(self.workers)}"
        scratch.mkdir()
        words = ("--nthreads", "1", "--no-nanny", "--local-directory", str(scratch))
        worker = self._start("worker", self.address, *LOOPBACK, *words, PYTHONPATH=str(source))
        self.workers.append(worker)
        assert worker.stderr is not None
        assert any("Registered to" in line for line in worker.stderr)
        return scratch

    def _start(self, role: str, *words: str, **variables: str) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", f"distributed.cli.dask_{role}", *words]
        return self._stack.enter_context(running(line, cwd=self.folder, **QUIET, **variables))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path, stack)


def painting(scratch: Path) -> Callable[[], object]:
    return lambda: list(scratch.glob("**/clip-*/*"))


def test_a_killed_worker_changes_no_byte(cluster: Cluster, undisturbed: Undisturbed, tmp_path: Path) -> None:
    scratches = [cluster.add_worker(), cluster.add_worker()]
    with started(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", cluster.address) as build:
        wait_for(lambda: any(painting(scratch)() for scratch in scratches))
        (busy, *_) = (worker for worker, at in zip(cluster.workers, scratches, strict=True) if painting(at)())
        os.kill(busy.pid, signal.SIGKILL)
        _, told = build.communicate(timeout=90)
    assert build.returncode == 0, told
    assert [line.split(":")[0] for line in told.splitlines()] == ["clip 1 of 2", "clip 2 of 2"]
    assert contents(tmp_path / "out") == undisturbed.files


def test_when_all_workers_die_the_next_one_goes_on(cluster: Cluster, undisturbed: Undisturbed, tmp_path: Path) -> None:
    scratch = cluster.add_worker()
    with started(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", cluster.address) as build:
        wait_for(painting(scratch))
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        cluster.add_worker()
        _, told = build.communicate(timeout=90)
    assert build.returncode == 0, told
    assert contents(tmp_path / "out") == undisturbed.files


def test_a_worker_of_another_version_is_refused(cluster: Cluster, tmp_path: Path, valleyjump: Run) -> None:
    other = tmp_path / "other"
    for room in ("gdcore", "scenes", "templates", "valleyjump"):
        shutil.copytree(ROOT / room, other / room)
    with (other / "gdcore/narration/built_in.py").open("a") as file:
        file.write("# another version\n")
    cluster.add_worker(other)
    done = valleyjump(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", cluster.address)
    refused, failed = done.stderr.splitlines()
    assert done.returncode == 1
    assert refused.startswith("worker tcp://127.0.0.1:")
    assert refused.count("source ") == 2
    assert "; this build needs valleyjump " in refused
    assert failed.startswith(f"{cluster.address}: none of its workers fits")


def test_a_worker_without_the_program_is_refused(cluster: Cluster, tmp_path: Path, valleyjump: Run) -> None:
    room = tmp_path / "without" / "valleyjump"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'valleyjump'\")")
    cluster.add_worker(tmp_path / "without")
    done = valleyjump(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", cluster.address)
    assert done.returncode == 1
    refused, failed = done.stderr.splitlines()
    assert "refused: cannot load the program: " in refused
    assert "No module named" in refused
    assert failed.startswith(f"{cluster.address}: none of its workers fits")


@pytest.mark.heavy
def test_a_scheduler_that_is_not_there(tmp_path: Path, valleyjump: Run) -> None:
    done = valleyjump(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.startswith("tcp://127.0.0.1:9: no Dask scheduler answers there")
    assert len(done.stderr.splitlines()) == 1


def test_dask_that_is_not_installed(tmp_path: Path, valleyjump: Run) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    with started(*TWO, "-o", tmp_path / "out", "--no-cache", "--cluster", "tcp://127.0.0.1:9", PYTHONPATH=path) as done:
        told = done.communicate(timeout=30)[1]
    assert done.returncode == 1
    assert told == "--cluster needs Dask: install it with: pip install 'valleyjump[cluster]'\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--cluster", "nonsense"], "--cluster: expected tcp://HOST:PORT, got 'nonsense'"),
        (
            ["--cluster", "tcp://127.0.0.1:9", "--workers", "2"],
            "--workers: counts processes on this machine; with --cluster the cluster's workers count",
        ),
    ],
)
def test_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(["build", "-o", str(tmp_path / "out"), *words]) == 2
    assert capsys.readouterr().err == f"{told}\n"


@pytest.mark.heavy
def test_a_map_of_two_workers_is_that_of_this_machine(cluster: Cluster, tmp_path: Path, valleyjump: Run) -> None:
    cluster.add_worker()
    cluster.add_worker()
    (tmp_path / "lesson.toml").write_text(MAPPED, encoding="utf-8")
    line = ("build", tmp_path / "lesson.toml", "--quality", "draft", "--no-cache")
    there = valleyjump(*line, "-o", tmp_path / "there", "--cluster", cluster.address)
    here = valleyjump(*line, "-o", tmp_path / "here", "--workers", "1")
    assert (there.returncode, here.returncode) == (0, 0), there.stderr + here.stderr
    assert b'class="fate-cells"' in (tmp_path / "here" / "index.html").read_bytes()
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
