"""``valleyjump pack``: from an existing build, one file of each form, the same bytes every time."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_rooms import loaded_after
from tests.valleyjump.builds import EACH_FORM
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.packs.forms import PACKS, packed


@EACH_FORM
def test_a_pack_lies_beside_the_build_and_is_told(
    form: str, tiny_build: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", form, "--from", str(tiny_build.folder)]) == 0
    target = tiny_build.folder.with_name(f"build{PACKS[form].ending}")
    assert capsys.readouterr().out == f"{target}\n"
    assert target.stat().st_size > 1000


@EACH_FORM
def test_packed_twice_the_bytes_are_the_same(form: str, tiny_build: Built, tmp_path: Path) -> None:
    one, other = (packed(form, tiny_build, tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_the_site_is_the_build(tiny_build: Built, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed("zip", tiny_build, tmp_path / "site.zip")) as site:
        found = {name: site.read(name) for name in site.namelist()}
    assert found.keys() == {*tiny_build.files, "manifest.json"}
    assert all(content == (tiny_build.folder / name).read_bytes() for name, content in found.items())
    assert json.loads(found["manifest.json"])["lesson"]["title"] == tiny_build.title


def test_packing_does_not_load_manim() -> None:
    modules = ", ".join(pack.module for pack in PACKS.values())
    assert "manim" not in loaded_after(f"import {modules}")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["pack", "zi"], 'unknown format "zi"; did you mean "zip"?'),
        (["pack", "zip", "--from", str(ROOT / "gdcore")], "got none with a manifest"),
    ],
)
def test_bad_input_is_one_line(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert line in told.err


@pytest.mark.parametrize("form", PACKS)
def test_a_file_of_another_kind_is_not_replaced(
    form: str, tiny_build: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "lesson.toml"
    mine.write_text("title = 'Mine'")
    for target in (mine, tiny_build.folder / "index.html"):
        before = target.read_bytes()
        assert main(["pack", form, "--from", str(tiny_build.folder), "-o", str(target)]) == 2
        assert capsys.readouterr().err == f"{target}: another file is there already, which is not replaced\n"
        assert target.read_bytes() == before


@EACH_FORM
def test_a_folder_that_takes_no_file_is_told_in_one_line(
    form: str, tiny_build: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", form, "--from", str(tiny_build.folder), "-o", "/proc/x"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "/proc/x: cannot be written" in told
