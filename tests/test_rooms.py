"""The rooms of the house: who may import whom, proved by walking the imports."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment

MAY_IMPORT = {
    "gdcore": {"gdcore"},
    "scenes": {"gdcore", "scenes"},
    "templates": {"templates"},
    "valleyjump": {"gdcore", "scenes", "templates", "valleyjump"},
}
ONLY_OUT_OF = {"gdcore/speech/": ("gdcore.speech", "gdcore.text")}
"""Folders that take nothing else of ours."""
ONLY_IN = {
    "jinja2": {"valleyjump/page/templates.py"},
    "num2words": {"gdcore/speech/numbers.py", "gdcore/speech/tongues.py"},
    "pydantic": {
        "gdcore/lesson/entry.py",
        "gdcore/lesson/lesson_file.py",
        *(
            f"gdcore/lesson/fields/{name}.py"
            for name in ("data", "fate", "playground", "question", "rule", "schedule", "strict")
        ),
    },
    "typer": {"valleyjump/cli.py", "valleyjump/command/cli_options.py"},
}
FREE_OF_MANIM = ("scenes.clip", "scenes.theme", "scenes.voice", "valleyjump.build", "valleyjump.cli", "valleyjump.page")
"""Modules, and folders with all that lies in them."""
MODULES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))
NAMES = {
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path
    for path in MODULES
}
MOST_FILES = 14
"""A folder holds about a dozen files."""


def imported(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            yield str(node.module)


@cache
def imports_of(name: str) -> set[str]:
    """Return which of our modules a module imports, wherever it does; a name out of a package counts as its module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(NAMES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {part if part in NAMES else str(node.module) for part in parts}
    return found & NAMES.keys() - {name}


def folder_of(name: str) -> str:
    """Return the folder of a module, as a package; a room's own files have each its own place."""
    return name if NAMES[name].name == "__init__.py" or name.count(".") < 2 else name.rpartition(".")[0]


def circles(arrows: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Return the circles of a graph, one for each place where it comes back to itself."""
    sorter = TopologicalSorter(arrows)
    try:
        sorter.prepare()
    except CycleError as error:
        return [tuple(error.args[1])]
    return []


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
        for folder, sources in ONLY_OUT_OF.items():
            assert not name.startswith(folder) or top not in MAY_IMPORT or module.startswith(sources), module


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles({name: imports_of(name) for name in NAMES}) == []


def test_folders_import_one_way() -> None:
    arrows: dict[str, set[str]] = {}
    for name in NAMES:
        folder = folder_of(name)
        arrows.setdefault(folder, set()).update({folder_of(other) for other in imports_of(name)} - {folder})
    assert circles(arrows) == []


def test_a_folder_holds_about_a_dozen_files() -> None:
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in MODULES if path.name != "__init__.py")
    assert {folder: n for folder, n in held.items() if n > MOST_FILES} == {}


def test_planning_and_assembling_do_not_load_manim() -> None:
    free = [name for name in NAMES if name.startswith(FREE_OF_MANIM)]
    assert "manim" not in loaded_after(f"import {', '.join(free)}")


def test_the_core_loads_nothing_of_the_rooms_below() -> None:
    names = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in MODULES]
    core = ", ".join(name for name in names if name.startswith("gdcore.") and not name.endswith("__init__"))
    loaded = loaded_after(f"import {core}")
    assert not loaded & {"manim", "jinja2", "typer", "rich", "av", "scenes", "templates", "valleyjump"}


@pytest.mark.parametrize("words", [["trace", "mse-blowup"], ["list"], ["--version"]], ids=" ".join)
def test_commands_that_only_compute_do_not_load_the_renderer(words: list[str]) -> None:
    loaded = loaded_after(f"from valleyjump.cli import main; assert main({words}) == 0")
    assert not loaded & {"manim", "jinja2", "av", "cairo", "typst"}
