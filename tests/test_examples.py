"""The example lessons build as they are, all together, at draft quality."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gdcore.lesson.lesson_file import read_document
from tests.conftest import ROOT, environment
from tests.valleyjump.reading import read

LESSONS = sorted((ROOT / "examples").glob("*.toml"))


@pytest.fixture(scope="module")
def examples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one build of all examples."""
    folder = tmp_path_factory.mktemp("examples")
    words = ["build", *map(str, LESSONS), "--quality", "draft", "-o", str(folder / "build")]
    done = subprocess.run(
        [sys.executable, "-m", "valleyjump", *words],
        capture_output=True, text=True, env=environment() | {"VALLEYJUMP_CACHE": str(folder / "cache")}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "build"


def test_there_are_examples() -> None:
    assert len(LESSONS) >= 2


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_scenario_of_a_lesson_has_its_clip_and_its_section(lesson: Path, examples_build: Path) -> None:
    tree = read((examples_build / "index.html").read_text(encoding="utf-8"))
    headings = {section["id"]: section.one("h2").text for section in tree.all("section") if section.get("id")}
    for scenario in read_document(lesson).lesson().scenarios:
        assert headings[f"run-{scenario.slug}"].startswith(scenario.title)
        assert (examples_build / "clips" / f"{scenario.slug}.mp4").stat().st_size > 10_000
        numbers = json.loads((examples_build / "clips" / f"{scenario.slug}.json").read_text())
        assert numbers["losses"] == scenario.trajectory.losses.tolist()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_page_says_what_the_lesson_says_with_its_numbers(lesson: Path, examples_build: Path) -> None:
    page = (examples_build / "index.html").read_text(encoding="utf-8")
    assert 'class="prose"' in page
    for name in ("{rate", "{loss", "{edge", "{predicted"):
        assert name not in page
