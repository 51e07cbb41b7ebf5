"""Each command opens each lesson file once, however much it wants to know of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment

LESSON = """
title = "Two files"
theme = "dark"
language = "en"

[[scenario]]
slug = "NAME"
objective = "x**2"
start = 1
learning_rate = 0.25
steps = 2
"""
COUNTED = """
import json, sys
from pathlib import Path
from valleyjump.command import making
from valleyjump.cli import main
making.carry_out = lambda *_: []
opened = []
sys.addaudithook(lambda event, arguments: opened.append(arguments[0]) if event == "open" else None)
assert main(sys.argv[1:]) == 0
names = [Path(name).name for name in opened if isinstance(name, str)]
print(json.dumps({name: names.count(name) for name in ("a.toml", "b.toml")}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("check a.toml b.toml", [1, 1]),
        ("check a.toml a.toml", [1, 0]),
        ("list a.toml b.toml", [1, 1]),
        ("trace a --file a.toml", [1, 0]),
        ("facts b --file b.toml", [0, 1]),
        ("build a.toml b.toml --theme light", [1, 1]),
        ("render a.toml b.toml --only b", [1, 1]),
    ],
)
def test_a_command_opens_each_lesson_file_once(words: str, counts: list[int], tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.toml").write_text(LESSON.replace("NAME", name))
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, *words.split()],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert list(json.loads(done.stderr.splitlines()[-1]).values()) == counts
