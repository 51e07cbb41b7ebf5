"""The theme on its way from the command line or a scenario file to the clips, their keys and the page."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PIL import Image

from gdcore.errors import InputError
from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.painting.style import DARK, LIGHT, Theme, rgb
from tests.conftest import Run, environment
from tests.test_rooms import loaded_after
from tests.valleyjump.pools import StandIn
from valleyjump.build.build import build
from valleyjump.build.keys import build_key, clip_key
from valleyjump.build.plan import Plan
from valleyjump.cli import main
from valleyjump.command.selection import select
from valleyjump.markup.theme import stylesheet
from valleyjump.rendering.executors import RenderJob
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.identity import identity

BALL = '[[scenario]]\nslug = "ball"\nobjective = "parabola"\nlearning_rate = 0.25\nsteps = 2\n'
DRAFT = QUALITIES["draft"]
SCENARIO = built_in("parabola-cycles")
OURS = {"valleyjump": "1.0", "source": "abc"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lesson(name: str, theme: str = "", slug: str = "") -> Path:
    path = Path(name)
    slug = slug or path.stem
    path.parent.mkdir(exist_ok=True)
    path.write_text((f'theme = "{theme}"\n' if theme else "") + BALL.replace("ball", slug))
    return path


def refused(option: str | None, *files: Path) -> str:
    with pytest.raises(InputError) as caught:
        select(files, theme=option)
    return str(caught.value)


def test_nobody_chose_a_theme(folder: Path) -> None:
    assert select([]).theme is None
    assert select([lesson("a.toml")]).theme is None


def test_the_option_outranks_the_files(folder: Path) -> None:
    assert select([lesson("a.toml", "dark"), lesson("b.toml", "nowhere.toml")], theme="light").theme == LIGHT


def test_a_scenario_file_names_a_theme_beside_it(folder: Path) -> None:
    file = lesson("lessons/a.toml", "my.toml")
    (folder / "lessons/my.toml").write_text('base = "light"\n')
    assert select([file, lesson("b.toml")]).theme == LIGHT
    assert select([lesson("c.toml", "dark")]).theme == DARK


def test_two_files_agree_or_are_refused(folder: Path) -> None:
    dark, light = lesson("a.toml", "dark"), lesson("b.toml", "light")
    assert select([dark, lesson("c.toml"), lesson("d.toml", "dark")]).theme == DARK
    assert refused(None, dark, light) == "b.toml: theme: not that of a.toml; for a build of both say --theme"


def test_faults_of_themes_are_told_of_every_file(folder: Path) -> None:
    Path("my.toml").write_text('labl = "#000000"\n')
    files = lesson("a.toml", "my.toml"), lesson("b.toml", "lihgt"), lesson("c.toml", "none.toml")
    assert refused(None, *files).splitlines() == [
        'a.toml: theme my.toml: labl: unknown key; did you mean "label"?',
        'b.toml: unknown theme "lihgt"; did you mean "light"?',
        "c.toml: theme none.toml: cannot be read: No such file or directory",
    ]


@pytest.mark.parametrize("command", ["check", "build", "render"])
def test_a_command_tells_faults_of_scenarios_and_of_themes_at_once(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("my.toml").write_text('label = "#5B6473"\n')
    file = lesson("a.toml", "my.toml")
    file.write_text(file.read_text() + "odd = 1\n")
    assert main([command, str(file)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert not Path("build").exists()
    assert [line.rpartition(": ")[0] for line in captured.err.splitlines()] == [
        'a.toml: scenario "a": odd',
        "a.toml: theme my.toml: label",
    ]


def test_a_fault_of_the_file_itself_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.toml").write_text("theme = \n")
    assert main(["check", "a.toml"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "render"])
def test_an_unknown_theme_ends_a_command_before_anything_is_written(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--theme", "lihgt"]) == 2
    assert capsys.readouterr().err == 'unknown theme "lihgt"; did you mean "light"?\n'
    assert not list(folder.iterdir())


@pytest.mark.parametrize("role", [field.name for field in fields(Theme)])
def test_a_clip_has_another_key_in_another_colour(role: str) -> None:
    value = getattr(LIGHT, role)
    style = RenderStyle(theme=replace(DARK, **{role: value}))
    assert clip_key(SCENARIO, DRAFT, OURS, style) != clip_key(SCENARIO, DRAFT, OURS)


def test_clips_of_the_dark_theme_are_those_that_nobody_chose_a_theme_for() -> None:
    assert clip_key(SCENARIO, DRAFT, OURS, RenderStyle(theme=DARK)) == clip_key(SCENARIO, DRAFT, OURS)
    assert len({build_key(["a"], OURS, theme) for theme in (None, DARK, LIGHT)}) == 3


class Recorder(StandIn):
    """Keeps the jobs that it is given, as a worker receives them."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[RenderJob] = []

    def submit(self, task, /, *arguments, **named):
        self.jobs += [pickle.loads(pickle.dumps(argument)) for argument in arguments]
        return super().submit(task, *arguments, **named)


@pytest.mark.parametrize(("theme", "painted"), [(None, DARK), (DARK, DARK), (LIGHT, LIGHT)])
def test_workers_are_told_the_theme_as_a_value(theme: Theme | None, painted: Theme, tmp_path: Path) -> None:
    pool, plan = (
        Recorder(),
        Plan(
            scenarios=(SCENARIO,),
            quality=DRAFT,
            identity=identity(),
            folder=tmp_path,
            with_page=False,
            style=RenderStyle(theme=theme),
        ),
    )
    with Path(os.devnull).open("w") as nowhere:
        build(plan, PlainLines(nowhere, 1), lambda _scratch, _n: nullcontext(pool))
    (job,) = pool.jobs
    assert job.style.clip_theme == painted


def test_a_theme_is_chosen_without_the_renderer(folder: Path) -> None:
    code = "from valleyjump.command.selection import select; assert select([], theme='light').theme"
    assert not loaded_after(code) & {"manim", "jinja2", "av", "cairo", "typst", "pydantic"}


@pytest.mark.heavy
def test_a_build_in_a_theme_of_ones_own(folder: Path, valleyjump: Run) -> None:
    Path("my.toml").write_text('base = "light"\nbackground = "#FFFFF0"\n')
    file = lesson("a.toml", "my.toml")
    words = ["build", str(file), "--quality", "draft"]
    done = valleyjump(*words)
    assert done.returncode == 0, done.stderr
    theme = select([], theme="my.toml").theme
    assert theme is not None
    assert Path("build/assets/theme.css").read_bytes() == stylesheet(theme)
    corner = Image.open("build/clips/a.png").convert("RGB").getpixel((1, 1))
    assert corner == tuple(round(255 * channel) for channel in rgb("#FFFFF0"))
    code = (
        f"import json, sys; from valleyjump.cli import main; assert main({words}) == 0;"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert again.stderr == ""
    assert not set(json.loads(again.stdout.splitlines()[-1])) & {"manim", "jinja2", "av", "cairo", "typst"}
    other = valleyjump(*words, "--theme", "light")
    assert "1 of 1" in other.stderr, "another theme is another clip"
    assert Path("build/assets/theme.css").read_bytes() == stylesheet(LIGHT)
