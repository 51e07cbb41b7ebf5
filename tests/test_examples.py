"""The example lessons build as they are, at draft quality."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import pytest

from gdcore.lesson.lesson_file import read_document
from tests.conftest import EXAMPLES
from tests.valleyjump.reading import read

EACH = pytest.mark.parametrize("lesson", EXAMPLES, ids=lambda path: path.stem)
SMALL_B = 2**20
"""So large may what an example shows be, at most."""


def test_there_are_twelve_examples() -> None:
    assert len(EXAMPLES) == 12


@EACH
def test_every_scenario_of_a_lesson_has_its_clip_and_its_section(lesson: Path, examples_build: Path) -> None:
    tree = read((examples_build / lesson.stem / "index.html").read_text(encoding="utf-8"))
    headings = {section["id"]: section.one("h2").text for section in tree.all("section") if section.get("id")}
    for scenario in read_document(lesson).lesson().scenarios:
        assert headings[f"run-{scenario.slug}"].startswith(scenario.title)
        with av.open(str(examples_build / lesson.stem / "clips" / f"{scenario.slug}.mp4")) as film:
            *_, last = film.decode(video=0)
        assert last.to_ndarray(format="rgb24").std() > 5.0, "an empty picture"
        numbers = json.loads((examples_build / lesson.stem / "clips" / f"{scenario.slug}.json").read_text())
        assert numbers["losses"] == scenario.trajectory.losses.tolist()


@EACH
def test_the_page_says_what_the_lesson_says_with_its_numbers(lesson: Path, examples_build: Path) -> None:
    page = (examples_build / lesson.stem / "index.html").read_text(encoding="utf-8")
    page = re.sub("<script.*?</script>", "", page, flags=re.DOTALL)  # with messages that scripts fill in
    assert 'class="prose"' in page
    for name in ("{rate", "{loss", "{edge", "{predicted"):
        assert name not in page


@EACH
def test_an_example_is_small(lesson: Path, examples_build: Path) -> None:
    built = examples_build / lesson.stem
    sizes = {path.name: path.stat().st_size for path in [built / "index.html", *(built / "clips").iterdir()]}
    assert {name for name, size in sizes.items() if size > SMALL_B} == set()


def test_a_catalogue_beside_a_lesson_is_the_language_of_its_page_and_captions(examples_build: Path) -> None:
    page = read((examples_build / "tal" / "index.html").read_text(encoding="utf-8"))
    assert page.one("html")["lang"] == "de"
    captions = (examples_build / "tal" / "clips" / "tal.vtt").read_text(encoding="utf-8")
    headings = {heading.text for name in ("h2", "h3") for heading in page.all(name)}
    assert {"Jetzt Sie", "Woher die Zahlen kommen"} <= headings
    assert "Der Lauf beginnt mit dem Verlust 2,25." in captions
