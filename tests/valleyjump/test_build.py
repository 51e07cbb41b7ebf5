"""Builds: what an output folder holds after one, and after one that failed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gdcore.scenarios import Scenario, catalogue
from scenes.clip import Clip, Cue
from scenes.quality import QUALITIES, Quality
from tests.conftest import Run, command, environment
from valleyjump.build import Plan, build
from valleyjump.errors import BuildError, RenderError
from valleyjump.progress import PlainLines

DRAFT = QUALITIES["draft"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class StandIn(Executor):
    """An executor that paints nothing: it writes two small files, or fails for the slugs it is told to."""

    def __init__(self, faults: dict[str, Exception] | None = None) -> None:
        self.faults = faults or {}
        self.order: list[str] = []

    def submit(self, _task: Callable[..., Any], /, *arguments: Any, **_named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        scenario, quality, folder = arguments
        self.order.append(scenario.slug)
        if scenario.slug in self.faults:
            future.set_exception(self.faults[scenario.slug])
        else:
            future.set_result(self._clip(scenario, quality, folder))
        return future

    def _clip(self, scenario: Scenario, quality: Quality, folder: Path) -> Clip:
        folder.mkdir(parents=True)
        files = {kind: folder / f"{scenario.slug}.{kind}" for kind in ("mp4", "png")}
        for path in files.values():
            path.write_bytes(b"new " + path.name.encode())
        cues = (Cue(0.0, 2.0, "A sentence."),)
        return Clip(scenario.slug, files, 10.0, 150, quality.width_px, quality.height_px, quality.fps, cues)

    @contextmanager
    def pool(self, _workers: int) -> Iterator[tuple[Executor, Callable[[], list[tuple[str, int, int]]]]]:
        yield self, list


def carried_out(folder: Path, executor: StandIn, *slugs: str, whole: bool = False) -> list[Path]:
    chosen = tuple(scenario for scenario in catalogue() if scenario.slug in slugs)
    plan = Plan(chosen, DRAFT, folder, workers=2, whole=whole)
    with Path(os.devnull).open("w") as nowhere:
        return build(plan, PlainLines(nowhere, len(chosen)), executor.pool)


def test_clips_alone_are_listed_in_a_manifest_of_their_own(tmp_path: Path) -> None:
    made = carried_out(tmp_path / "out", StandIn(), "parabola-cycles")
    names = [str(path.relative_to(tmp_path / "out")) for path in made]
    assert names == [*(f"clips/parabola-cycles.{kind}" for kind in ("mp4", "png", "vtt", "json")), "manifest.json"]
    assert contents(tmp_path / "out").keys() == set(names)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["clips"]["parabola-cycles"]["quality"] == "draft"
    for name, listed in manifest["files"].items():
        content = (tmp_path / "out" / name).read_bytes()
        assert listed == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_clips_alone_join_what_the_manifest_lists_already(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    carried_out(tmp_path, StandIn(), "mse-halving")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert list(manifest["clips"]) == ["parabola-cycles", "mse-halving"]
    assert len(manifest["files"]) == 8


@pytest.mark.parametrize("old", ["not json", "[]", '{"format": 1}', '{"format": 0, "clips": {}, "files": {}}'])
def test_a_manifest_of_something_else_is_replaced(tmp_path: Path, old: str) -> None:
    (tmp_path / "manifest.json").write_text(old)
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    assert list(json.loads((tmp_path / "manifest.json").read_text())["clips"]) == ["parabola-cycles"]


def test_long_runs_are_begun_first(tmp_path: Path) -> None:
    executor = StandIn()
    carried_out(tmp_path, executor, "parabola-cycles", "mse-valley-jumping", "mse-blowup")
    assert executor.order == ["mse-blowup", "mse-valley-jumping", "parabola-cycles"]


BUG = RenderError("KeyError", "'x'", None, "Traceback: all of it")
FAULTS = {
    "a bug": (BUG, r"mse-halving: KeyError: 'x' \(traceback in .*error\.log\)"),
    "a full disk": (RenderError("OSError", "...", 28, "Traceback"), "No space left on device: free some space"),
    "no memory": (RenderError("MemoryError", "", None, "Traceback"), "mse-halving: out of memory: try --workers 1"),
    "no cairo": (RenderError("ImportError", "libcairo.so", None, "Traceback"), r"libcairo\.so: run valleyjump doctor"),
    "a dead worker": (BrokenProcessPool("..."), "a rendering process died"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_leaves_the_folder_as_it_was(tmp_path: Path, kind: str) -> None:
    fault, told = FAULTS[kind]
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    before = contents(tmp_path)
    with pytest.raises(BuildError, match=told) as caught:
        carried_out(tmp_path, StandIn({"mse-halving": fault}), "parabola-cycles", "mse-halving")
    assert "\n" not in str(caught.value)
    after = contents(tmp_path)
    assert after.pop("error.log", None) == (b"Traceback: all of it" if kind == "a bug" else None)
    assert after == before


def test_a_fault_after_rendering_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    before = contents(tmp_path)
    with pytest.raises(BuildError, match=r"^InvalidDataError: .*error\.log\)$"):
        carried_out(tmp_path, StandIn(), "mse-halving", whole=True)  # its video is none, so it cannot be joined
    after = contents(tmp_path)
    assert b"explainer.py" in after.pop("error.log")
    assert after == before


def test_a_log_goes_with_the_next_good_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError):
        carried_out(tmp_path, StandIn({"mse-halving": BUG}), "mse-halving")
    assert list(contents(tmp_path)) == ["error.log"]
    carried_out(tmp_path, StandIn(), "mse-halving")
    assert "error.log" not in contents(tmp_path)


SMALL = ("--quality", "draft", "--only", "parabola-converges", "parabola-cycles")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return an output folder that holds something already."""
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips/parabola-converges.mp4").write_bytes(b"earlier")
    (tmp_path / "index.html").write_bytes(b"earlier")
    return tmp_path


def allow_small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


def test_a_full_disk_ends_a_real_build_with_one_line(earlier: Path, valleyjump: Run) -> None:
    before = contents(earlier)
    done = valleyjump("build", *SMALL, "-o", earlier, preexec_fn=allow_small_files_only)
    assert (done.returncode, done.stdout) == (1, "")
    told = "cannot be written: File too large: free some space, or choose another folder with -o"
    assert done.stderr == f"{earlier}: {told}\n"
    assert contents(earlier) == before


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_a_real_build_at_once(earlier: Path, number: signal.Signals, status: int) -> None:
    before = contents(earlier)
    with started("build", *SMALL, "-o", earlier) as process:
        wait_for(lambda: list(earlier.glob(".partial-*/work/*/*")))
        began_s = time.monotonic()
        os.killpg(process.pid, number)
        _, told = process.communicate(timeout=30)
        assert time.monotonic() - began_s < 10.0
    assert process.returncode == status
    assert told.strip() in ("", "interrupted")
    assert contents(earlier) == before
    assert not list(earlier.glob(".partial-*"))


def test_a_killed_worker_ends_a_real_build_with_one_line(earlier: Path) -> None:
    before = contents(earlier)
    with started("build", *SMALL, "-o", earlier) as process:
        wait_for(lambda: list(earlier.glob(".partial-*/work/*/*")))
        workers = [pid for pid in children(process.pid) if "spawn_main" in command_line(pid)]
        os.kill(workers[0], signal.SIGKILL)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "a rendering process died" in told.splitlines()[-1]
    assert "Traceback" not in told
    assert contents(earlier) == before


def test_workers_do_not_outlive_a_killed_build(earlier: Path) -> None:
    with started("build", *SMALL, "-o", earlier) as process:
        wait_for(lambda: list(earlier.glob(".partial-*/work/*/*")))
        workers = children(process.pid)
        process.kill()
        process.communicate()
        assert workers
        wait_for(lambda: not any("spawn_main" in command_line(pid) for pid in workers))


def heed_interrupts() -> None:
    # A shell starts background jobs with interrupts ignored, and the tests may run in one.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start ``valleyjump`` in a process group of its own, which is ended with the block."""
    process = subprocess.Popen(
        command(*words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        process_group=0,
        preexec_fn=heed_interrupts,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def wait_for(condition: Callable[[], object], patience_s: float = 60.0) -> None:
    deadline_s = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline_s, "it never came about"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def command_line(pid: int) -> str:
    return subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False).stdout


LESSON = """
[[scenario]]
slug = "rents"
title = "Rents <b>& rooms</b> #1 $x$"
data = { csv = "sales.csv", x = "rooms", y = "rent" }
learning_rate = 0.05
steps = 8
view = "surface"

[[scenario]]
slug = "ball"
objective = "parabola"
method = "momentum"
momentum = 0.5
learning_rate = 0.3
steps = 4
"""


def test_a_file_of_ones_own(tmp_path: Path, valleyjump: Run) -> None:
    (tmp_path / "sales.csv").write_text("rooms,rent\n1,500\n2,900\n3,1250\n4,1700\n", encoding="utf-8")
    (tmp_path / "lesson.toml").write_text(LESSON, encoding="utf-8")
    done = valleyjump("build", "lesson.toml", "--quality", "draft", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "build/index.html\n"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["clip 1 of 2", "clip 2 of 2"]
    made = contents(tmp_path / "build")
    kinds = ("mp4", "png", "vtt", "json")
    assert {f"clips/{slug}.{kind}" for slug in ("rents", "ball") for kind in kinds} <= made.keys()
    assert list(json.loads(made["manifest.json"])["clips"]) == ["rents", "ball"]
    traced = valleyjump("trace", "rents", "--file", "lesson.toml", "--format", "json", cwd=tmp_path)
    assert traced.stdout.encode() == made["clips/rents.json"]
    assert re.search(rb"Rents.*&lt;b&gt;&amp;", made["index.html"])
