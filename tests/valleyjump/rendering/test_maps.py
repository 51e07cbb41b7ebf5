"""Maps of fates in tiles: the same as the whole, by several processes, and once for clip, page and later builds."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gdcore.arrays import frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.well_known import well_known
from gdcore.lesson.lesson import Lesson
from gdcore.scenario import FateChoice, Scenario
from gdcore.studies.fate_grid import tile_fates
from gdcore.sweeps.sweep import Fates
from scenes.clip.quality import QUALITIES
from tests.valleyjump.pools import LOST, Here
from valleyjump.build.build import build
from valleyjump.build.plan import Plan
from valleyjump.errors import BuildError
from valleyjump.rendering import maps
from valleyjump.rendering.executors import Processes, render_here
from valleyjump.rendering.maps import computed_maps, kept_map
from valleyjump.rendering.progress import PlainLines
from valleyjump.store.cache import MAPS, Cache
from valleyjump.store.identity import identity

KEY = "ab" * 32
STARTS = Scenario(
    "starts", "Starts", well_known("himmelblau"), gradient_descent([0.01, 0.01]), frozen([0.0, 0.0]), 30, "fate",
    fate=FateChoice(("x", "y")),
)  # fmt: skip
HEAVY = replace(
    STARTS, slug="heavy", method=momentum([0.01, 0.005], 0.3), steps=20,
    fate=FateChoice(("learning_rate", "x"), reach={"learning_rate": (0.005, 3.0), "x": (-1.0, 4.0)}),
)  # fmt: skip
LINE = replace(STARTS, slug="line", fate=FateChoice(("x",)))
ROWS = {"starts": 160, "heavy": 160, "line": 900}


def alike(one: Fates, other: Fates) -> bool:
    pairs = zip(vars(one).values(), vars(other).values(), strict=True)
    return all(a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in pairs)


class Counting(Here):
    """Renders at once, and keeps what it was asked to do."""

    def __init__(self) -> None:
        self.tasks: list[Callable[..., Any]] = []

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.tasks.append(task)
        return super().submit(task, *arguments, **named)


class Dying(Here):
    """Loses its worker with the first tasks."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        if self.deaths == 0:
            return super().submit(task, *arguments, **named)
        self.deaths -= 1
        future: Future[Any] = Future()
        future.set_exception(LOST)
        return future


def test_tiles_of_two_processes_are_the_whole_bit_for_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "PATIENCE_S", -1.0)
    runs, told = [STARTS, HEAVY, LINE], io.StringIO()
    with Processes(2, tmp_path) as pool:
        found = computed_maps(runs, {run.slug: KEY for run in runs}, pool, None, PlainLines(told, 3))
    for run in runs:
        assert alike(found[run.slug], tile_fates(run, slice(0, ROWS[run.slug])))
    lines = told.getvalue().splitlines()
    assert [line for line in lines if "starts" in line] == [f"map of starts: {10 * n} %" for n in range(1, 11)]
    assert lines.count("map of line: 100 %") == 1


def test_a_quick_map_is_not_told_of() -> None:
    told = io.StringIO()
    computed_maps([LINE], {"line": KEY}, Here(), None, PlainLines(told, 1))
    assert told.getvalue() == ""


def test_a_map_is_taken_from_the_cache_unless_it_is_damaged(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10**9)
    assert kept_map(LINE, KEY, cache) is None
    found = computed_maps([LINE], {"line": KEY}, Here(), cache, PlainLines(io.StringIO(), 1))
    kept = kept_map(LINE, KEY, cache)
    assert kept is not None
    assert alike(kept, found["line"])
    assert kept_map(STARTS, KEY, cache) is None  # of another shape
    content = cache.kept(KEY, MAPS)
    assert content is not None
    cache.keep(KEY, content[: len(content) // 2], MAPS)
    assert kept_map(LINE, KEY, cache) is None


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_tile_is_tried_twice(deaths: int) -> None:
    def found() -> dict[str, Fates]:
        return computed_maps([LINE], {"line": KEY}, Dying(deaths), None, PlainLines(io.StringIO(), 1))

    if deaths == 1:
        assert alike(found()["line"], tile_fates(LINE, slice(0, ROWS["line"])))
        return
    with pytest.raises(BuildError, match="line: the process that computed its map of fates died"):
        found()


def test_clip_and_page_share_one_map_and_an_unchanged_build_computes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, cache = Counting(), Cache(tmp_path / "cache", 10**9)
    swept: list[str] = []
    plan = Plan(
        scenarios=(STARTS,),
        quality=QUALITIES["draft"],
        identity=identity(),
        folder=tmp_path / "out",
        lesson=Lesson((STARTS,), title="One"),
    )

    def made(of: Plan) -> list[str]:
        pool.tasks.clear()
        build(of, PlainLines(io.StringIO(), 1), lambda _scratch, _n: nullcontext(pool), cache)
        return [task.__name__ for task in pool.tasks]

    def elsewhere(*_arguments: object, **_named: object) -> Fates:
        swept.append("a tile outside the pool")
        raise AssertionError

    monkeypatch.setattr("gdcore.studies.fate_map.tile_fates", elsewhere)
    assert made(plan) == [tile_fates.__name__] * 10 + [render_here.__name__]
    assert made(plan) == []
    reworded = replace(plan, folder=tmp_path / "other", lesson=Lesson((STARTS,), title="Another"))
    assert made(reworded) == []
    assert swept == []
    pages = [(folder / "index.html").read_text(encoding="utf-8") for folder in (plan.folder, reworded.folder)]
    assert all('class="fate-cells"' in page for page in pages)
    assert pages[0] != pages[1]
