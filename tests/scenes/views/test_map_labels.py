"""Words on maps, on surfaces and beside data: on drawn runs, and wherever the eye stands, each of them can be read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import Scenario, View
from gdcore.scenarios import built_in
from gdcore.tables.table import Table
from scenes.painting.space import Box, Eye
from scenes.painting.style import DARK
from scenes.surface.mesh import Mesh
from scenes.surface.room import Room
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.far_room import FarRoom
from tests.conftest import mostly_heavy
from tests.runs_drawn import TWO
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import observed, overprints
from tests.scenes.painted import set_up
from tests.scenes.views.test_own_functions import own

METHODS: tuple[Callable[[Array], Method], ...] = (
    gradient_descent, gradient_descent, halving, backtracking, lambda rates: momentum(rates, 0.9)
)  # fmt: skip
ROOM = (-5.9, -2.8, 7.7, 5.1)
"""Left, bottom, width and height of a room in the picture."""
PLAIN_SHARE = 0.95
"""Of names and numbers so many are seen from a usual height, wherever the eye stands."""


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let surfaces fill no facets: only lines and words are looked at."""
    monkeypatch.setattr(Mesh, "paint", lambda _mesh, _pen, _eye: None)


def drawn(seed: int, view: View) -> Scenario:
    rng = np.random.default_rng(seed)
    text = TWO[seed % len(TWO)].format(a=rng.choice([0.3, 0.5, 1.7, 3.0, 7.0]), b=rng.choice([-1.3, 0.4, 2.0]))
    far = 10.0 ** rng.integers(-1, 3) if seed % 4 == 0 else 1.0
    start = [round(float(value) * far, 2) for value in rng.uniform(-1.5, 1.5, 2)]
    scenario = own(text, start, 0.1, view, int(rng.choice([1, 2, 5, 12, 40])))
    rate = round(float(10.0 ** rng.uniform(-2.5, 0.3)), 4)
    return replace(scenario, method=METHODS[int(rng.integers(len(METHODS)))](learning_rates(rate, ("x", "y"))))


def on_drawn_data(seed: int, view: View) -> Scenario:
    """Return a run on a drawn table: its numbers large or small, its line rising or falling, its rates good or not."""
    rng = np.random.default_rng(seed)
    scale, height = (10.0 ** rng.integers(-3, 5) for _ in range(2))
    x = scale * (rng.uniform(0.0, 1.0, int(rng.integers(3, 60))) + rng.choice([0.0, 2.0]))
    y = height * (rng.normal(0.0, 0.2, len(x)) + rng.uniform(-1.0, 1.0) * x / scale + rng.choice([0.0, 1.0]))
    objective = mean_squared_error(Table(frozen(x), frozen(y), "area", "price", "m²" if seed % 2 else "", "€"))
    steepest = 1.0 / np.diag(objective.hessian(np.zeros(2)))
    start = rng.uniform(-3.0, 3.0, 2) * height * np.array([1.0 / scale, 1.0])
    rule = METHODS[seed % len(METHODS)](frozen(steepest * rng.choice([0.2, 0.9])))
    words = dict.fromkeys(built_in("slope-fit").words, "Said.") if view == "line" else {}
    return Scenario("drawn", "Drawn", objective, rule, frozen(start), int(rng.choice([1, 3, 20])), view, words=words)


def assert_plain(scenario: Scenario, folder: Path) -> None:
    found: dict[str, str] = {}

    def look(still: Still) -> None:
        for line in overprints(still.picture):
            where, _, what = line.partition("]: ")
            found.setdefault(where.partition(" at ")[0] + what, f"{still.beat}, frame {still.frame}: {line}")

    stills(scenario, folder, look, 2)
    assert not found, "\n".join(found.values())


@pytest.mark.parametrize("seed", mostly_heavy(range(20), 3))
def test_a_map_of_a_drawn_run_can_be_read(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, "contour"), tmp_path)


@pytest.mark.parametrize("seed", mostly_heavy([*range(9), 19], 2))
def test_a_surface_of_a_drawn_run_can_be_read_while_the_eye_walks_around_it(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, "surface"), tmp_path)


@pytest.mark.parametrize("view", ["line", "fit"])
@pytest.mark.parametrize("seed", mostly_heavy(range(6), 1))
def test_a_run_on_drawn_data_can_be_read(view: View, seed: int, tmp_path: Path) -> None:
    assert_plain(on_drawn_data(seed, view), tmp_path)


@pytest.mark.parametrize("slug", ["slope-fit", "two-speeds", "mse-blowup"])
def test_a_built_in_picture_can_be_read(slug: str, tmp_path: Path) -> None:
    assert_plain(built_in(slug), tmp_path)


@pytest.mark.parametrize("seed", mostly_heavy(range(20), 3))
def test_from_everywhere_a_room_s_words_are_clear_or_not_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    objective = drawn(seed, "surface").objective
    middle, half = rng.uniform(-3.0, 3.0, 2), 10.0 ** rng.uniform(-2.0, 4.0, 2)
    heights = objective.value(middle + half * rng.uniform(-1.0, 1.0, (60, 2)))
    base, top = np.quantile(heights[np.isfinite(heights)], [0.0, 0.9]).tolist()
    box = Box(middle - half, middle + half, max(top, base + 1e-6 * abs(base) + 1e-9), base)
    n_shown = n_all = 0
    for azimuth in np.radians(rng.uniform(0.0, 360.0, 3)):
        eye = Eye(float(azimuth), math.radians(31.0)).fitted(*ROOM)
        room = Room(objective, box, eye, DARK, (8, 8))
        picture = observed([room])
        assert list(overprints(picture)) == []
        n_shown, n_all = n_shown + len(picture.texts), n_all + len(room.axes.labels)
    assert n_shown >= PLAIN_SHARE * n_all


@pytest.mark.parametrize("rate", [0.3, 40.0])
def test_no_number_stands_on_the_line_to_the_valley_that_was_left(rate: float, tmp_path: Path) -> None:
    scene = set_up(own("x**2 + 4*y**2", [3.0, 1.0], rate, "surface", 20), tmp_path)
    assert isinstance(scene, BlowupScene)
    assert isinstance(scene.room, FarRoom)
    for factor in np.geomspace(8.0, 8e6, 12).tolist():
        scene.room.pull_back(factor)
        assert list(overprints(observed([scene.room]))) == []
