"""A whole build of a few pixels, for tests of what is made from a build: made in a second, real in every part."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.clip.quality import Quality
from tests.scenes.runs import TINY, on_houses
from tests.valleyjump.page.pages import HOSTILE
from tests.valleyjump.pools import Here
from valleyjump.build.build import PoolOpener, build
from valleyjump.build.built import Built, read_build
from valleyjump.build.plan import Plan
from valleyjump.command.making import make
from valleyjump.command.render_target import RenderTarget
from valleyjump.packs.forms import PACKS
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.identity import identity

RUNS: tuple[Scenario, ...] = (built_in("parabola-diverges"), replace(on_houses(3), slug="hostile", title=HOSTILE))
PLAIN = RenderStyle()
EACH_FORM = pytest.mark.parametrize(
    "form", [pytest.param(form, marks=pytest.mark.browser) if form == "handout" else form for form in PACKS]
)
"""Every form of a package; a browser prints the handout."""
LESSON = Lesson(RUNS, title=HOSTILE, author=HOSTILE)


def build_tiny(
    folder: Path, lesson: Lesson = LESSON, style: RenderStyle = PLAIN, quality: Quality = TINY, **options: Any
) -> Built:
    """Build ``lesson`` into ``folder`` and read it back; options are those of a plan."""
    plan = Plan(
        scenarios=lesson.scenarios,
        lesson=lesson,
        quality=quality,
        style=style,
        identity=identity(),
        folder=folder,
        **options,
    )
    with Path(os.devnull).open("w") as nowhere:
        build(plan, PlainLines(nowhere, len(lesson.scenarios)), lambda _scratch, _n: Here())
    return read_build(folder)


class _InThisProcess(RenderTarget):
    """Saves each build the start of two processes, which takes as long as a clip."""

    def pool_opener(self, warn: Callable[[str], None]) -> PoolOpener:
        return lambda _scratch, _n: Here()


def build_lesson(file: Path, folder: Path) -> None:
    """Build a lesson file into ``folder`` at draft quality, as the command does."""
    target = _InThisProcess(workers=None, scheduler=None, cache=None)
    words = [str(file)]
    make(
        words, only=(), quality="draft", theme=None, lang=None, formats=(), output=folder, target=target, with_page=True
    )
