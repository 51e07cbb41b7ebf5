"""The rooms of the house: who may import whom, proved by walking the imports."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment

MAY_IMPORT = {
    "gdcore": {"gdcore"},
    "scenes": {"gdcore", "scenes"},
    "templates": {"templates"},
    "valleyjump": {"gdcore", "scenes", "templates", "valleyjump"},
}
ONLY_IN = {
    "jinja2": {"valleyjump/page/templates.py"},
    "pydantic": {"gdcore/lesson/entry.py", "gdcore/lesson/lesson_file.py"},
    "typer": {"valleyjump/cli.py", "valleyjump/command/cli_options.py"},
}
FREE_OF_MANIM = (
    "scenes.clip.clip",
    "scenes.clip.quality",
    "scenes.painting.pacing",
    "valleyjump.build.build",
    "valleyjump.cli",
    "valleyjump.page.page",
)
MODULES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            yield str(node.module)


def loaded_after(code: str) -> set[str]:
    """Return the top packages that a fresh interpreter has loaded after ``code``."""
    report = "; import json, sys; print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, env=environment(), check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_there_are_modules_to_look_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_the_rooms_above(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    room = name.split("/")[0]
    for module in imported(path):
        top = module.split(".")[0]
        assert top not in MAY_IMPORT or top in MAY_IMPORT[room], f"{name} imports {module}"
        assert top not in ONLY_IN or name in ONLY_IN[top], f"{name} imports {module}"
        assert top != "manim" or room == "scenes", f"{name} imports {module}"
        assert top != "tests", f"{name} imports {module}"


@pytest.mark.parametrize("module", FREE_OF_MANIM)
def test_planning_and_assembling_do_not_load_manim(module: str) -> None:
    assert "manim" not in loaded_after(f"import {module}")


def test_the_core_loads_nothing_of_the_rooms_below() -> None:
    names = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in MODULES]
    core = ", ".join(name for name in names if name.startswith("gdcore.") and not name.endswith("__init__"))
    loaded = loaded_after(f"import {core}")
    assert not loaded & {"manim", "jinja2", "typer", "rich", "av", "scenes", "templates", "valleyjump"}


@pytest.mark.parametrize("words", [["trace", "mse-blowup"], ["list"], ["--version"]], ids=" ".join)
def test_commands_that_only_compute_do_not_load_the_renderer(words: list[str]) -> None:
    loaded = loaded_after(f"from valleyjump.cli import main; assert main({words}) == 0")
    assert not loaded & {"manim", "jinja2", "av", "cairo", "typst"}
