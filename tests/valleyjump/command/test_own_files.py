"""Every file that a lesson names lies in its folder or below, links followed; what is elsewhere is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from gdcore.errors import InputError
from gdcore.lesson.entry import Lesson
from gdcore.lesson.fields.strict import NamesFile
from gdcore.own_files import allowing, own_file
from scenes.theme.theme_file import ACCEPT, SETTINGS
from valleyjump.cli import main

SECRET = "password-of-the-house"
RUN = '[[scenario]]\nslug = "a"\nlearning_rate = 0.1\nobjective = "x**2"\n'
LESSONS = {
    "scenario.data.csv": '[[scenario]]\nslug = "a"\nlearning_rate = 0.1\ndata = {{ csv = "{}", x = "x", y = "y" }}\n',
    "scenario.before": RUN + 'before = "![what]({})"\n',
    "scenario.after": RUN + 'after = "![what]({})"\n',
    "language": 'language = "{}.po"\n' + RUN,
    "theme": 'theme = "{}.toml"\n' + RUN,
    "voice": 'voice = "{}"\n' + RUN,
    "font": 'font = "{}"\n' + RUN,
}
"""A lesson for each field that names a file, with a place for its name."""
THEME_FIELDS = {"logo", "font"}
"""Keys of a theme file that name a file."""
ENDINGS = {"language": ".po", "theme": ".toml"}


def fields(table: type[BaseModel], place: str = "") -> Iterator[str]:
    """Yield the places of all fields that are marked as naming a file, in a table and in those within."""
    for name, field in table.model_fields.items():
        where = f"{place}{name}"
        if any(isinstance(part, NamesFile) for part in parts(field.annotation, field.metadata)):
            yield where
        for inner in parts(field.annotation, []):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from fields(inner, f"{where}.")


def parts(annotation: Any, metadata: list[Any]) -> Iterator[Any]:
    """Yield a type, what it is annotated with, and the same of the types that it is made of."""
    yield annotation
    yield from metadata
    for argument in get_args(annotation):
        yield from parts(argument, [])
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__


def test_these_are_all_the_fields_that_name_a_file() -> None:
    assert set(fields(Lesson)) == set(LESSONS)
    assert set(SETTINGS) - {"base", ACCEPT} == THEME_FIELDS  # tested with logo and typeface


@pytest.mark.parametrize("field", LESSONS)
@pytest.mark.parametrize("way", ["absolute", "above", "link", "folder"])
def test_what_lies_elsewhere_is_refused_and_not_shown(
    field: str, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, elsewhere = tmp_path / "lesson", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    name = f"secret{ENDINGS.get(field, '')}"
    (elsewhere / name).write_text(f"{SECRET}\nx,y\n1,2\n2,3\n", encoding="utf-8")
    (home / f"link{ENDINGS.get(field, '')}").symlink_to(elsewhere / name)
    (home / "folder").symlink_to(elsewhere)
    named = {
        "absolute": f"{elsewhere}/secret",
        "above": "../elsewhere/secret",
        "link": "link",
        "folder": "folder/secret",
    }
    (home / "lesson.toml").write_text(LESSONS[field].format(named[way]), encoding="utf-8")
    assert main(["check", str(home / "lesson.toml")]) == 2
    said = capsys.readouterr()
    assert SECRET not in said.err + said.out
    assert said.err.count("\n") == 1
    wanted = (
        "a file beside the lesson" if "absolute" in way and "." in field and "csv" not in field else "the folder of"
    )
    assert f"{wanted}" in said.err


def test_recordings_that_are_links_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lesson/mine/a").mkdir(parents=True)
    (tmp_path / "secret.wav").write_text(SECRET)
    (tmp_path / "lesson/mine/a/introduce.wav").symlink_to(tmp_path / "secret.wav")
    (tmp_path / "lesson/lesson.toml").write_text(LESSONS["voice"].format("mine"))
    assert main(["check", str(tmp_path / "lesson/lesson.toml")]) == 2
    said = capsys.readouterr().err
    assert "voice: expected a file in the folder of the lesson or below" in said
    assert SECRET not in said


def test_an_option_allows_another_folder_for_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lesson").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/sales.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    path = tmp_path / "lesson/lesson.toml"
    path.write_text(LESSONS["scenario.data.csv"].format("../data/sales.csv"))
    assert main(["check", str(path), "--files", str(tmp_path / "data")]) == 0
    assert main(["check", str(path)]) == 2
    assert "allow its folder with --files FOLDER" in capsys.readouterr().err
    assert main(["check", str(path), "--files", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"--files {tmp_path}/none: expected a folder that is there\n"


def test_links_within_the_folder_and_a_folder_reached_by_a_link_are_fine(tmp_path: Path) -> None:
    (tmp_path / "real/deep").mkdir(parents=True)
    (tmp_path / "real/deep/a.csv").write_text("")
    (tmp_path / "real/b.csv").symlink_to("deep/a.csv")
    (tmp_path / "same").symlink_to("real")
    for name in ("b.csv", "deep/a.csv", "deep/../b.csv", str(tmp_path / "real/deep/a.csv")):
        assert own_file(name, tmp_path / "same") == tmp_path / "same" / name


def test_what_is_no_path_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    for name in ("a\0b", "round/x"):
        with pytest.raises(InputError, match="cannot be read"):
            own_file(name, tmp_path)


def test_other_folders_are_allowed_within_a_context_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with allowing([tmp_path]):
        assert own_file("../b", tmp_path / "a") == tmp_path / "a" / "../b"
    with pytest.raises(InputError):
        own_file("../b", tmp_path / "a")
