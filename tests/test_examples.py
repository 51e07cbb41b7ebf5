"""The example lessons build as they are, all together, with pictures of a few pixels."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from gdcore.lesson.lesson_file import read_document
from tests.conftest import ROOT, built_once
from tests.scenes.runs import COARSE
from tests.valleyjump.builds import build_tiny
from tests.valleyjump.reading import read
from valleyjump.command.selection import select
from valleyjump.rendering.render_style import RenderStyle

LESSONS = sorted((ROOT / "examples").glob("*.toml"))


@pytest.fixture(scope="module")
def examples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one build of all examples."""
    selected = select(LESSONS, [], theme=None, language=None)
    style = RenderStyle(theme=selected.theme, language=selected.language)
    lesson, drafts = selected.lesson, selected.lesson.drafts
    return built_once(tmp_path_factory, "examples", lambda at: build_tiny(at, lesson, style, COARSE, drafts=drafts))


def test_there_are_examples() -> None:
    assert len(LESSONS) >= 2


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_scenario_of_a_lesson_has_its_clip_and_its_section(lesson: Path, examples_build: Path) -> None:
    tree = read((examples_build / "index.html").read_text(encoding="utf-8"))
    headings = {section["id"]: section.one("h2").text for section in tree.all("section") if section.get("id")}
    for scenario in read_document(lesson).lesson().scenarios:
        assert headings[f"run-{scenario.slug}"].startswith(scenario.title)
        with av.open(str(examples_build / "clips" / f"{scenario.slug}.mp4")) as film:
            *_, last = film.decode(video=0)
        assert last.to_ndarray(format="rgb24").std() > 5.0, "an empty picture"
        numbers = json.loads((examples_build / "clips" / f"{scenario.slug}.json").read_text())
        assert numbers["losses"] == scenario.trajectory.losses.tolist()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_page_says_what_the_lesson_says_with_its_numbers(lesson: Path, examples_build: Path) -> None:
    page = (examples_build / "index.html").read_text(encoding="utf-8")
    assert 'class="prose"' in page
    for name in ("{rate", "{loss", "{edge", "{predicted"):
        assert name not in page
