"""The example that ``valleyjump new`` writes, and the schema that editors read, are what the program takes."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gdcore.errors import InputError
from gdcore.lesson.entry import Entry
from gdcore.lesson.lesson_file import read_document
from valleyjump.cli import main
from valleyjump.command.new_lesson import new_lesson, schema

GOOD = {"slug": "a", "objective": "x**2", "learning_rate": 0.1}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fits(document: dict[str, Any]) -> bool:
    return Draft202012Validator(json.loads(schema())).is_valid(document)


def test_the_example_is_a_lesson(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "lessons/first"]) == 0
    written = Path(capsys.readouterr().out.strip())
    lesson = read_document(written).lesson()
    assert lesson.title
    assert {scenario.verdict.kind for scenario in lesson.scenarios} == {"converging", "diverging"}
    assert {scenario.view for scenario in lesson.scenarios} == {"surface", "curve", "race"}
    assert main(["check", str(written)]) == 0


def test_what_the_example_has_in_comments_is_known(folder: Path) -> None:
    text = new_lesson("a").read_text(encoding="utf-8")
    for line in ("# domain = {", "# camera = {", "# theme = ", "# [[scenario.question]]", "# text = ", "# choices = "):
        assert line in text
        text = text.replace(line, line.removeprefix("# "))
    (folder / "a.toml").write_text(text, encoding="utf-8")
    first, *_, last = read_document(folder / "a.toml").lesson().scenarios
    assert first.camera is not None
    assert last.questions
    assert last.questions[0].answer.text == "It settles"


def test_a_file_that_is_there_is_left_alone(folder: Path) -> None:
    Path("mine.toml").write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        new_lesson("mine")
    assert Path("mine.toml").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    Path("file").write_text("")
    assert main(["new", "file/lesson"]) == 2


def test_the_schema_takes_what_the_program_takes(folder: Path) -> None:
    Draft202012Validator.check_schema(json.loads(schema()))
    assert fits(tomllib.loads(new_lesson("a").read_text(encoding="utf-8")))
    assert fits({"scenario": [GOOD]})
    assert fits({"scenario": [{**GOOD, "words": {"rule": "Read.", "steps": {"written": "Read.", "spoken": "Heard."}}}]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"learning_rate": -1},
        {"learning_rate": {"x": 0}},
        {"slug": "../../x"},
        {"steps": 0},
        {"momentum": 1},
        {"method": "momentun"},
        {"colour": "red"},
        {"words": {"steps": {"heard": "So."}}},
        {"view": "cube"},
        {"start": "here"},
        {"words": {"steps": ""}},
        {"beside": [{}]},
        {"domain": {"x": [1]}},
    ],
)
def test_the_schema_refuses_what_the_program_refuses(wrong: dict[str, Any], folder: Path) -> None:
    assert not fits({"scenario": [GOOD | wrong]})


def test_every_field_says_what_it_is() -> None:
    assert [name for name, field in Entry.model_fields.items() if not field.description] == []


def test_the_example_is_packed_with_the_program() -> None:
    assert (files("templates") / "lesson.toml").is_file()
