"""What the page for contributors says about the source is true: folders, files, functions and verdicts exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from gdcore.theory.observed import Kind
from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = ("gdcore", "scenes", "templates", "valleyjump")
FOLDERS = sorted(
    folder.relative_to(ROOT).as_posix()
    for room in ROOMS
    for folder in (ROOT / room).iterdir()
    if folder.is_dir() and folder.name != "__pycache__"
)
PATHS = sorted(set(re.findall(r"`((?:gdcore|scenes|templates|valleyjump|tests|docs|examples)/[^`\s]*)`", TEXT)))
STEPS = re.findall(r"^\d+\. .+(?:\n   .+)*", TEXT.partition("## One number")[2].partition("\n## ")[0], re.MULTILINE)


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_stands_in_the_map(folder: str) -> None:
    assert f"`{folder}`" in section("The house")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path: str) -> None:
    assert list(ROOT.glob(path)) if "*" in path else (ROOT / path).exists()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.partition(".")[0])
def test_the_way_of_a_number_names_what_its_files_define(step: str) -> None:
    files = [Path(ROOT, name) for name in re.findall(r"`([\w/]+\.py)`", step)]
    defined = re.findall(r"(?:def|class) (\w+)", "".join(file.read_text(encoding="utf-8") for file in files))
    named = set(re.findall(r"`(\w+)\(\)`", step))
    assert files
    assert named <= {*defined}


def test_the_glossary_has_every_kind_of_verdict() -> None:
    assert [kind for kind in get_args(Kind) if f"*{kind}*" not in section("Glossary")] == []
