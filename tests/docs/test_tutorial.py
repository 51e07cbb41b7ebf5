"""The tutorial is gone through from an empty folder, and the program says what the page says it says."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, command, environment
from tests.docs.blocks import Block, blocks, followed
from tests.valleyjump.reading import read

NAME = re.compile(r"# (\S+\.toml)(, continued)?\n")


def follow(steps: list[Block], folder: Path) -> list[str]:
    """Write the files and run the commands in their order; return where what came is not what is shown."""
    wrong = []
    for step, follows in followed(steps):
        if step.language == "toml":
            name, continued = NAME.match(step.body).groups()  # type: ignore[union-attr]
            with (folder / name).open("a" if continued else "x", encoding="utf-8") as file:
                file.write("\n" + step.body)
        elif step.language == "sh":
            program, *words = shlex.split(step.body)
            assert program == "valleyjump", step.place
            done = subprocess.run(
                command(*words), capture_output=True, text=True, env=environment(), cwd=folder, check=False
            )
            shown = follows.body if follows and follows.language == "text" else None
            if done.returncode != 0 or (shown is not None and done.stdout != shown):
                wrong.append(f"{step.place}: {done.stdout}{done.stderr}")
    return wrong


@pytest.mark.heavy
def test_the_tutorial_leads_from_an_empty_folder_to_a_lesson(tmp_path: Path) -> None:
    assert follow(list(blocks(ROOT / "docs/tutorial.md")), tmp_path) == []
    page = read((tmp_path / "bowl/index.html").read_text(encoding="utf-8"))
    sections = [section["id"] for section in page.all("section") if section.get("id", "").startswith("run-")]
    assert sections == ["run-near-the-edge", "run-past-it"]
    assert all((tmp_path / f"bowl/clips/{name[4:]}.mp4").stat().st_size > 10_000 for name in sections)
    assert (tmp_path / "bowl-site.zip").stat().st_size > 100_000


def test_a_tutorial_that_is_wrong_is_found_out(tmp_path: Path) -> None:
    lesson = Block("toml", "", '# a.toml\n[[scenario]]\nslug = "a"\nobjective = "x**2"\nlearning_rate = 1.0\n', "1")
    steps = [lesson, Block("sh", "", "valleyjump check a.toml\n", "2"), Block("text", "", "a.toml: bad\n", "3")]
    assert len(follow(steps, tmp_path)) == 1
