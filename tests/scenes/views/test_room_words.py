"""Words around surfaces: wherever the eye stands, each of them can be read."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from scenes.painting.space import Box, Eye
from scenes.painting.style import DARK
from scenes.surface.room import Room
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.far_room import FarRoom
from tests.conftest import mostly_heavy
from tests.scenes.drawn import drawn
from tests.scenes.overprints import observed, overprints
from tests.scenes.painted import set_up
from tests.scenes.views.every.test_own_functions import own

ROOM = (-5.9, -2.8, 7.7, 5.1)
"""Left, bottom, width and height of a room in the picture."""
PLAIN_SHARE = 0.95
"""Of names and numbers so many are seen from a usual height, wherever the eye stands."""


@pytest.mark.parametrize("seed", mostly_heavy(range(20), 3))
def test_from_everywhere_a_room_s_words_are_clear_or_not_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    objective = drawn[2, "surface"](seed).objective
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
