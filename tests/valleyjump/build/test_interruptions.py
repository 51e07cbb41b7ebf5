"""Real builds that are interrupted, killed, starved of disk or met by others: the next one finishes the work."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, environment
from tests.valleyjump.conftest import ONE, TWO, Undisturbed
from tests.valleyjump.processes import alive, contents, started, wait_for, workers_of

pytestmark = pytest.mark.heavy

N_KILLS = 4


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder that holds something already; the cache is empty."""
    monkeypatch.setenv("VALLEYJUMP_CACHE", str(tmp_path / "cache"))
    (tmp_path / "out/clips").mkdir(parents=True)
    (tmp_path / "out/clips/parabola-converges.mp4").write_bytes(b"earlier")
    (tmp_path / "out/index.html").write_bytes(b"earlier")
    return tmp_path / "out"


def begun(folder: Path) -> Callable[[], object]:
    """Return a condition: a clip is being painted."""
    return lambda: list(folder.glob(".partial-*/work/clip-*/*"))


@pytest.mark.parametrize("limit_bytes", [50_000, 350_000], ids=["a clip is too much", "the explainer is too much"])
def test_a_full_disk_ends_a_build_and_the_next_one_finishes_it(
    earlier: Path, valleyjump: Run, undisturbed: Undisturbed, limit_bytes: int
) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    before = contents(earlier)
    done = valleyjump(*TWO, "-o", earlier, preexec_fn=limited)
    assert (done.returncode, done.stdout) == (1, "")
    told = "cannot be written: File too large: free some space, or choose another folder with -o"
    assert done.stderr.splitlines()[-1].startswith(f"{earlier}: {told}")
    assert "Traceback" not in done.stderr
    after = contents(earlier)
    after.pop("error.log", None)
    assert after == before
    # By one worker: their number changes no byte.
    assert valleyjump(*TWO, "-o", earlier, "--workers", "1").returncode == 0
    assert contents(earlier) == undisturbed.files


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_a_build_at_once(earlier: Path, number: signal.Signals, status: int) -> None:
    before = contents(earlier)
    with started(*TWO, "-o", earlier) as process:
        wait_for(begun(earlier))
        began_s = time.monotonic()
        os.killpg(process.pid, number)
        _, told = process.communicate(timeout=30)
        assert time.monotonic() - began_s < 10.0
    assert process.returncode == status
    assert told.strip() in ("", "interrupted")
    assert contents(earlier) == before


def test_a_killed_worker_is_replaced(earlier: Path, undisturbed: Undisturbed) -> None:
    with started(*TWO, "-o", earlier) as process:
        wait_for(begun(earlier))
        os.kill(workers_of(process.pid)[0], signal.SIGKILL)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "Traceback" not in told
    assert contents(earlier) == undisturbed.files


def test_workers_do_not_outlive_a_killed_build(earlier: Path) -> None:
    with started(*TWO, "-o", earlier) as process:
        wait_for(begun(earlier))
        workers = workers_of(process.pid)
        process.kill()
        process.communicate()
        assert workers
        wait_for(lambda: not any(alive(pid) for pid in workers))


def test_builds_killed_at_random_moments_leave_whole_files_alone(
    tmp_path: Path, valleyjump: Run, undisturbed: Undisturbed
) -> None:
    files = undisturbed.files
    chance, folder = random.Random(7), tmp_path / "out-0"
    n_unfinished = 0
    for number in range(N_KILLS):
        with started(*TWO, "-o", folder, VALLEYJUMP_CACHE=folder.with_suffix(".cache")) as process:
            time.sleep(chance.uniform(0.1, undisturbed.seconds))
            finished = process.poll() == 0
            if not finished:
                os.killpg(process.pid, signal.SIGKILL)
        found = {name: content for name, content in contents(folder).items() if not name.startswith(".")}
        assert all(files[name] == content for name, content in found.items() if ".partial-" not in name)
        assert not finished or found == files
        n_unfinished += not finished
        if finished:
            folder = tmp_path / f"out-{number + 1}"
    assert n_unfinished >= N_KILLS // 2
    done = valleyjump(*TWO, "-o", folder, "--cache-dir", folder.with_suffix(".cache"))
    assert done.returncode == 0, done.stderr
    assert contents(folder) == files


def test_two_builds_into_one_folder_take_turns(earlier: Path, undisturbed: Undisturbed) -> None:
    with started(*TWO, "-o", earlier) as first:
        wait_for(begun(earlier))
        with started(*TWO, "-o", earlier) as second:
            told = [process.communicate(timeout=60)[1] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), told
    assert told[1] == f"{earlier}: another build is at work there; waiting for it\n"
    assert contents(earlier) == undisturbed.files


def test_two_builds_with_one_cache_do_not_disturb_each_other(tmp_path: Path, undisturbed: Undisturbed) -> None:
    shared = {"VALLEYJUMP_CACHE": tmp_path / "cache", "VALLEYJUMP_CACHE_LIMIT": "300kB"}  # room for one clip only
    with started(*ONE, "-o", tmp_path / "one", **shared) as one, started(*TWO, "-o", tmp_path / "two", **shared) as two:
        told = [process.communicate(timeout=60)[1] for process in (one, two)]
    assert (one.returncode, two.returncode) == (0, 0), told
    assert contents(tmp_path / "two") == undisturbed.files
    clip = "clips/parabola-cycles.mp4"
    assert contents(tmp_path / "one")[clip] == undisturbed.files[clip]


def test_an_unchanged_build_loads_no_renderer_and_writes_nothing(undisturbed: Undisturbed) -> None:
    def there() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in undisturbed.folder.rglob("*")}

    before = there()
    words = [*TWO, "-o", str(undisturbed.folder), "--cache-dir", str(undisturbed.cache)]
    code = (
        f"import json, sys; from valleyjump.cli import main; assert main({words}) == 0;"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert done.stderr == ""
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {"manim", "jinja2", "av", "cairo", "typst", "scipy", "pydantic", "distributed"}
    assert there() == before
