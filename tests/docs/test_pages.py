"""What the pages show is true: lessons load, themes are themes, examples run, commands and targets exist."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from gdcore.errors import InputError
from gdcore.lesson.lesson_file import read_document
from gdcore.scenarios import built_in
from scenes.clip.clip import Clip
from scenes.theme.theme_file import load_theme
from tests.conftest import ROOT
from tests.docs.blocks import PAGES, Block, blocks, followed, of_language
from tests.docs.links import Page
from valleyjump.cli import app
from valleyjump.command.embedding import PLATFORMS
from valleyjump.packs.forms import PACKS
from valleyjump.page.embed_codes import code

PROGRAM = ".venv/bin/valleyjump"
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def lessons() -> list[tuple[Block, Block | None]]:
    every = (pair for page in PAGES if page.name != "tutorial.md" for pair in followed(list(blocks(page))))
    return [pair for pair in every if pair[0].language == "toml" and "[[scenario]]" in pair[0].body]


def place(given: object) -> str | None:
    return given.place if isinstance(given, Block) else None


@pytest.mark.parametrize(("lesson", "follows"), lessons(), ids=place)
def test_a_lesson_loads_or_has_the_faults_that_are_shown(lesson: Block, follows: Block | None, tmp_path: Path) -> None:
    for page in PAGES:
        for block in blocks(page):
            if block.caption:
                (tmp_path / block.caption).write_text(block.body, encoding="utf-8")
    (tmp_path / "lesson.toml").write_text(lesson.body, encoding="utf-8")
    shown = follows.body if follows and follows.body.startswith("lesson.toml: ") else ""
    try:
        assert read_document(tmp_path / "lesson.toml").lesson().scenarios
        told = ""
    except InputError as error:
        told = str(error).replace(f"{tmp_path}/", "") + "\n"
    assert told == shown


@pytest.mark.parametrize("theme", [block for block in of_language("toml") if "base = " in block.body], ids=place)
def test_a_theme_is_one(theme: Block, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(theme.body, encoding="utf-8")
    assert load_theme(tmp_path / "theme.toml")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>>" in page.read_text(encoding="utf-8")], ids=lambda p: p.stem
)
def test_the_examples_of_a_page_are_true(page: Path) -> None:
    body = "\n".join(block.body for block in blocks(page) if block.language == "pycon")
    test = doctest.DocTestParser().get_doctest(body, {}, page.stem, str(page), 0)
    assert test.examples
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert "".join(told) == ""


def shell_lines() -> list[tuple[str, str]]:
    """Return every command of the pages with its place."""
    return [(block.place, line) for block in of_language("sh") for line in block.body.splitlines() if line.strip()]


@pytest.mark.parametrize(("where", "line"), shell_lines())
def test_a_command_that_is_shown_exists_with_its_options(where: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    if words and words[0] == "make":
        assert [word for word in words[1:] if "=" not in word and word not in TARGETS] == []
    elif words and words[0] in ("valleyjump", PROGRAM):
        assert wrong_in(words[1:]) == []


def wrong_in(words: list[str]) -> list[str]:
    """Return those words of a command line that the program would not know."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name, *words = words
        if name not in command.commands:
            return [name]
        command = command.commands[name]
    options = {option for param in command.params for option in param.opts}
    wrong = [word for word in words if word.startswith("-") and word not in options]
    if command.name == "pack" and words[0] not in PACKS:
        wrong.append(words[0])
    return wrong


def test_a_wrong_command_is_found_out() -> None:
    assert wrong_in(["biuld"]) == ["biuld"]
    assert wrong_in(["build", "--qualty", "draft"]) == ["--qualty"]
    assert wrong_in(["pack", "tar"]) == ["tar"]
    assert wrong_in(["cache", "size"]) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_page_on_a_platform_shows_the_code_for_it_and_its_files(platform: str, pages: dict[str, Page]) -> None:
    text = pages[f"how-to/{'plain-html' if platform == 'html' else platform}.html"].text
    assert f"valleyjump embed parabola-diverges --for {platform}" in text
    clip = Clip("parabola-diverges", {}, 1.0, 30, 1280, 720, 30, ())
    made = code(PLATFORMS[platform], clip, built_in(clip.slug).title)
    assert made.text.splitlines()[0] in text
    assert made.advice in text
    assert made.served in text
    assert [name for name in made.files if name not in text] == []


def test_readme_and_contributing_link_to_files_that_are_there() -> None:
    for page in PAGES[:2]:
        for address in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (ROOT / address).exists(), f"{page.name}: {address}"


def test_the_readme_is_two_screens_with_one_small_picture() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 90
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", text)
    assert (ROOT / picture).stat().st_size < 200_000
