"""A build in both themes: every clip dark and light, under names of their own, in manifest, page and cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from scenes.clip.formats import BOTH, kinds_of
from tests.valleyjump.builds import build_tiny
from valleyjump.build.built import Built
from valleyjump.clips_on_page.stills import ground
from valleyjump.command.selection import select
from valleyjump.page.page import page_files
from valleyjump.rendering.render_style import RenderStyle

SLUG = "parabola-cycles"
LESSON = Lesson((built_in(SLUG),))
LIGHT = {f"clips/{SLUG}.light.mp4", f"clips/{SLUG}.light.png", f"openings/{SLUG}.light.jpg"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_tiny(tmp_path_factory.mktemp("both") / "build", LESSON, RenderStyle(formats=(BOTH,)))


def test_every_clip_is_there_twice_and_the_manifest_lists_it(both: Built) -> None:
    assert both.files.keys() >= LIGHT
    assert {"light.mp4", "light.png", "mp4", "png"} <= both.clips[0].files.keys()
    dark, light = (ground(both.path(f"clips/{SLUG}{theme}.mp4")) for theme in ("", ".light"))
    assert int(dark[1:3], 16) < 64
    assert int(light[1:3], 16) > 220


def test_the_page_and_whatever_it_is_packed_into_has_both(both: Built) -> None:
    assert page_files(both.clips) >= LIGHT
    html = both.read("index.html").decode()
    assert all(f'"{name}"' in html for name in LIGHT)
    assert b"--screen: light-dark(" in both.read("assets/theme.css")


def test_a_build_in_one_theme_has_one(tmp_path: Path) -> None:
    one = build_tiny(tmp_path / "build", LESSON)
    assert not one.files.keys() & LIGHT
    assert b"--screen: light-dark(" not in one.read("assets/theme.css")


def test_only_what_a_page_shows_is_made_twice() -> None:
    assert kinds_of(("gif", "webm")) == {"gif", "webm"}
    assert kinds_of(("gif", "webm", BOTH)) == {"gif", "webm", "light.mp4", "light.png", "light.webm"}


def test_a_command_line_or_a_lesson_asks_for_both(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    lines = '[[scenario]]\nslug = "ball"\nobjective = "parabola"\nlearning_rate = 0.25\nsteps = 2\n'
    file.write_text('theme = "both"\n' + lines, encoding="utf-8")
    assert (select([], theme="both").both, select([], theme="both").theme) == (True, None)
    assert select([file]).both
    assert not select([file], theme="light").both
    assert not select([]).both
