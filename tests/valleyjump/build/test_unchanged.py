"""A build of which nothing has changed computes nothing, and one from the cache takes its runs from there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment

pytestmark = pytest.mark.heavy

LESSON = """
title = "A bowl and data"

[[scenario]]
slug = "bowl"
objective = "x**2"
start = 2
learning_rate = 0.1
steps = 3
words = { slope = "From {x_0}." }

[[scenario]]
slug = "line"
data = { csv = "sales.csv", x = "size", y = "price", standardise = true }
learning_rate = 0.5
steps = 2
view = "race"
"""
ROWS = "size,price\n1,3\n2,5\n4,8\n"
WATCHED = """
import sys
names = {"descend", "judge", "derived", "scenario_of"}
seen = set()

def watch(frame, event, _argument):
    if event == "call" and frame.f_code.co_name in names and not among_built_in(frame):
        seen.add(frame.f_code.co_name)

def among_built_in(frame):  # a built-in run takes its rates from what another one tells
    while frame and frame.f_code.co_name != "_catalogue_in":
        frame = frame.f_back
    return frame is not None

sys.setprofile(watch)
from valleyjump.cli import main
status = main(sys.argv[1:])
sys.setprofile(None)
import json
print(json.dumps([status, sorted(seen), sorted({"manim", "sympy", "scipy"} & sys.modules.keys())]))
"""


def watched(*words: object) -> tuple[int, list[str], list[str]]:
    """Run a command; return its status, what was called of what computes, and the heavy packages that it loaded."""
    status, seen, loaded = json.loads(done(*words).stdout.splitlines()[-1])
    return status, seen, loaded


def done(*words: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", WATCHED, *map(str, words)]
    process = subprocess.run(line, capture_output=True, text=True, env=environment(), check=False)
    assert process.stdout, process.stderr
    return process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a lesson that has been built into ``out``, its clips kept in ``cache``."""
    found = tmp_path_factory.mktemp("unchanged")
    (found / "lesson.toml").write_text(LESSON)
    (found / "sales.csv").write_text(ROWS)
    assert build(found, "out")[:2] == (0, ["derived", "descend", "judge", "scenario_of"])
    return found


def build(folder: Path, out: str, *words: str) -> tuple[int, list[str], list[str]]:
    return watched(*command(folder, out), *words)


def command(folder: Path, out: str) -> tuple[object, ...]:
    options = ("--quality", "draft", "--cache-dir", folder / "cache", "-o", folder / out)
    return ("build", folder / "lesson.toml", *options)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_unchanged_build_computes_nothing_and_loads_nothing_heavy(folder: Path) -> None:
    before = contents(folder / "out")
    assert build(folder, "out") == (0, [], [])
    assert contents(folder / "out") == before


def test_clips_alone_too(folder: Path) -> None:
    options = ("--quality", "draft", "--cache-dir", folder / "cache", "-o", folder / "out")
    assert watched("render", folder / "lesson.toml", "--only", "bowl", *options) == (0, [], [])


def test_the_same_build_elsewhere_is_copied_from_the_cache(folder: Path) -> None:
    assert build(folder, "elsewhere") == (0, [], [])
    assert contents(folder / "elsewhere") == contents(folder / "out")


@pytest.mark.parametrize("damage", [lambda content: content[:-9], lambda content: content.replace(b"<html", b"<htmk")])
def test_damaged_pages_are_made_again_with_the_runs_of_the_clips(folder: Path, damage) -> None:
    (pages,) = [path for path in (folder / "cache/pages").rglob("*") if path.is_file()]
    pages.write_bytes(damage(pages.read_bytes()))
    made = done(*command(folder, f"again-{len(list(folder.iterdir()))}"))
    status, seen, _ = json.loads(made.stdout.splitlines()[-1])
    assert (status, "descend" in seen) == (0, False)
    assert re.findall(r"^clip (.*)$", made.stderr, re.MULTILINE) == [
        "1 of 2: bowl: from the cache",
        "2 of 2: line: from the cache",
    ]
    assert contents(max(folder.glob("again-*"), key=lambda path: path.stat().st_mtime)) == contents(folder / "out")


def test_other_words_around_a_clip_leave_clip_and_run_alone(folder: Path) -> None:
    lesson = folder / "lesson.toml"
    lesson.write_text(LESSON.replace("steps = 3", 'steps = 3\nbefore = "It starts at {x_0}."'))
    try:
        status, seen, _ = build(folder, "prose")
        assert (status, "descend" in seen) == (0, False)
        assert "It starts at 2" in (folder / "prose/index.html").read_text()
        lesson.write_text(LESSON.replace("steps = 3", 'steps = 3\nbefore = "It starts at {nowhere}."'))
        assert build(folder, "prose")[0] == 2
        assert "It starts at 2" in (folder / "prose/index.html").read_text()
    finally:
        lesson.write_text(LESSON)


def test_a_damaged_run_is_computed_again(folder: Path) -> None:
    for path in (folder / "cache").rglob("*"):
        if path.is_file() and b'"slug": "bowl"' in path.read_bytes():
            content = bytearray(path.read_bytes())
            content[-1] ^= 1  # the runs are the last file of an entry
            path.write_bytes(content)
    status, seen, _ = build(folder, "mended")
    assert (status, "descend" in seen) == (0, True)
    assert contents(folder / "mended") == contents(folder / "out")


@pytest.mark.parametrize("changed", ["steps", "data", "words"])
def test_what_has_changed_is_found_out(folder: Path, changed: str, tmp_path: Path) -> None:
    lesson = LESSON.replace("steps = 3", "steps = 0") if changed == "steps" else LESSON
    lesson = lesson.replace("{x_0}", "{x_none}") if changed == "words" else lesson
    (tmp_path / "lesson.toml").write_text(lesson)
    (tmp_path / "sales.csv").write_text(ROWS.replace("4,8", "4,much") if changed == "data" else ROWS)
    options = ("--quality", "draft", "--cache-dir", folder / "cache", "-o", folder / "out")
    assert watched("build", tmp_path / "lesson.toml", *options)[0] == 2
