"""Clips of one function in a lesson show the same part of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdcore.scenario import Scenario
from tests.lessons import load_scenarios
from tests.scenes.painted import set_up
from tests.scenes.runs import TINY
from valleyjump.build.keys import clip_key

ONE = {"objective": "x**2 + x", "start": "2.0", "view": "curve"}
PARABOLA = {"objective": "parabola", "start": "-1.0", "view": "curve"}
MAP = {"objective": "x**2 + 5*y**2", "start": "{x = 2.0, y = 1.0}", "view": "contour"}
SURFACE = {**MAP, "view": "surface"}
PLAIN, MOMENTUM = {"learning_rate": "0.05"}, {"learning_rate": "0.05", "method": "momentum", "momentum": "0.9"}
LEAVING = {"learning_rate": "1.15"}


def lesson(folder: Path, *entries: dict[str, str]) -> tuple[Scenario, ...]:
    lines = []
    for number, entry in enumerate(entries):
        lines += ["[[scenario]]", f'slug = "clip-{number}"', "steps = 20"]
        texts = ("objective", "view", "method")
        lines += [f'{key} = "{value}"' if key in texts else f"{key} = {value}" for key, value in entry.items()]
    path = folder / "lesson.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_scenarios(path)


def shown(scenario: Scenario, folder: Path) -> list[float]:
    """Return the ranges of the parameters in a scenario's clip."""
    scene: Any = set_up(scenario, folder)
    if scenario.view == "curve":
        return [*scene.graph.frame.x, *scene.graph.frame.y]
    if scenario.view == "contour":
        return [*scene.map.frame.x, *scene.map.frame.y]
    return [*scene.room.box.low, *scene.room.box.high, scene.room.box.top, scene.eye.azimuth, scene.eye.elevation]


@pytest.mark.parametrize("function", [ONE, PARABOLA, MAP, SURFACE], ids=["curve", "parabola", "contour", "surface"])
def test_a_plain_and_a_momentum_clip_show_one_window(function: dict[str, str], tmp_path: Path) -> None:
    plain, heavy = lesson(tmp_path, {**function, **PLAIN}, {**function, **MOMENTUM})
    assert [len(one.alike) for one in (plain, heavy)] == [1, 1]
    window = shown(plain, tmp_path)
    assert shown(heavy, tmp_path) == window
    low, high = (window[:2], window[2:4]) if function["view"] == "surface" else (window[0::2], window[1::2])
    d = plain.objective.n_parameters
    for one in (plain, heavy):
        assert (one.trajectory.iterates >= np.array(low[:d])).all()
        assert (one.trajectory.iterates <= np.array(high[:d])).all()


def width(window: list[float], view: str) -> float:
    return window[2] - window[0] if view == "surface" else window[1] - window[0]


@pytest.mark.parametrize("function", [ONE, PARABOLA, MAP, SURFACE], ids=["curve", "parabola", "contour", "surface"])
def test_a_run_that_leaves_shows_the_same_window_and_makes_no_other_a_speck(
    function: dict[str, str], tmp_path: Path
) -> None:
    alone = shown(*lesson(tmp_path, {**function, **PLAIN}), folder=tmp_path)
    plain, leaving = lesson(tmp_path, {**function, **PLAIN}, {**function, **LEAVING})
    window = shown(plain, tmp_path)
    assert shown(leaving, tmp_path) == window
    assert width(window, function["view"]) <= 2.5 * width(alone, function["view"])


def test_runs_of_another_size_have_a_window_of_their_own(tmp_path: Path) -> None:
    near, far, beside = lesson(
        tmp_path, {**PARABOLA, **PLAIN}, {**PARABOLA, **PLAIN, "start": "-100.0"}, {**PARABOLA, **MOMENTUM}
    )
    assert shown(near, tmp_path) == shown(beside, tmp_path)
    assert shown(far, tmp_path)[0] < -100.0 < -10.0 < shown(near, tmp_path)[0]


def test_a_domain_wins_and_says_nothing_to_others(tmp_path: Path) -> None:
    told, plain = lesson(tmp_path, {**ONE, **PLAIN, "domain": "{x = [-40.0, 40.0]}"}, {**ONE, **PLAIN})
    assert shown(told, tmp_path)[:2] == [-40.0, 40.0]
    alone = shown(*lesson(tmp_path, {**ONE, **PLAIN}), folder=tmp_path)
    assert shown(plain, tmp_path) == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [(ONE, {**ONE, "objective": "x**2 + 2*x"}), (MAP, SURFACE)],
    ids=["another function", "another view"],
)
def test_only_one_function_in_one_view_is_shared(one: dict[str, str], other: dict[str, str], tmp_path: Path) -> None:
    assert all(not found.alike for found in lesson(tmp_path, {**one, **PLAIN}, {**other, **PLAIN}))


def test_the_key_of_a_clip_follows_the_runs_that_share_its_window(tmp_path: Path) -> None:
    def key(*entries: dict[str, str]) -> str:
        return clip_key(lesson(tmp_path, *entries)[0], TINY, {})

    first, second = {**ONE, **PLAIN}, {**ONE, **MOMENTUM}
    assert key(first, second) == key(first, second)
    assert len({key(first), key(first, second), key(first, {**second, "start": "3.0"})}) == 3
    assert key(first, {**second, "domain": "{x = [-4.0, 4.0]}"}) == key(first)
