"""Each command opens each lesson file once, however much it wants to know of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
import json, os, sys
from pathlib import Path
from valleyjump.command import making
from valleyjump.cli import main
making.carry_out = lambda *_: []
opened = []
sys.addaudithook(lambda event, arguments: opened.append(arguments[0]) if event == "open" else None)
counts = []
for folder, words in enumerate(sys.argv[1:]):
    os.chdir(str(folder))
    opened.clear()
    assert main(words.split()) == 0
    names = [Path(name).name for name in opened if isinstance(name, str)]
    counts.append([names.count("a.toml"), names.count("b.toml")])
    os.chdir("..")
print(json.dumps(counts), file=sys.stderr)
"""
COUNTS = {
    "check a.toml b.toml": [1, 1],
    "check a.toml a.toml": [1, 0],
    "list a.toml b.toml": [1, 1],
    "trace a --file a.toml": [1, 0],
    "facts b --file b.toml": [0, 1],
    "build a.toml b.toml --theme light": [1, 1],
    "render a.toml b.toml --only b": [1, 1],
}


def test_a_command_opens_each_lesson_file_once(tmp_path: Path) -> None:
    for number in range(len(COUNTS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in "ab":
            (folder / f"{name}.toml").write_text(LESSON.replace("NAME", name))
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, *COUNTS],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stderr.splitlines()[-1])
    assert dict(zip(COUNTS, found, strict=True)) == COUNTS
