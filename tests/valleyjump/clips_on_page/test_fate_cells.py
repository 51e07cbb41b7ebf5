"""The small map of fates under a clip: each cell tells what its own run does, and sets the playground to it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
from PIL import Image

from gdcore.arrays import frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.models.line_error import standardised_error
from gdcore.scenario import FateChoice, Scenario
from gdcore.studies.fate_map import fate_map
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge
from scenes.painting.style import DARK
from valleyjump.clips_on_page.fate_cells import MOST_STEPS, map_on_page
from valleyjump.playgrounds.model import Place
from valleyjump.playgrounds.of_run import playground_of

WELL = written(read_expression("x**4 - 3*x**2 + x"))
BOWL = written(read_expression("x**2 + 3*y**2"))


CELLS = (18, 14)


@pytest.fixture(scope="module", autouse=True)
def coarse() -> Iterator[None]:
    """Compute few cells, of which the page has every third."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("valleyjump.clips_on_page.fate_cells.fate_map", partial(fate_map, cells=(52, 40)))
        yield


def scenario(objective=WELL, method=None, start=(1.5,), axes=("learning_rate", "x")) -> Scenario:
    method = method or gradient_descent([0.05])
    return Scenario("well", "Well", objective, method, frozen(start), 40, "fate", fate=FateChoice(axes))


@pytest.fixture(scope="module")
def cells() -> dict:
    made = map_on_page(scenario(), DARK)
    assert made is not None
    assert len(made.data) + len(made.picture) < 40_000
    return json.loads(made.data) | {"picture": made.picture}


def number(axis: dict, index: int, n: int) -> float:
    share = index / (n - 1)
    low, high = axis["low"], axis["high"]
    return low * (high / low) ** share if axis["log"] else low + share * (high - low)


def test_a_cell_tells_what_the_run_with_its_numbers_does(cells: dict) -> None:
    fates, steps = (
        np.frombuffer(base64.b64decode(cells[name]), np.uint8).reshape(CELLS[::-1]) for name in ("fates", "steps")
    )
    rng = np.random.default_rng(5)
    for row, column in zip(rng.integers(0, CELLS[1], 25), rng.integers(0, CELLS[0], 25), strict=True):
        rate, start = number(cells["axes"][0], column, CELLS[0]), number(cells["axes"][1], row, CELLS[1])
        run = descend(WELL, gradient_descent([rate]), [start], 40)
        assert Fate(fates[row, column]).kind == judge(run).kind
        assert steps[row, column] <= min(40, MOST_STEPS)


def test_the_picture_has_a_pixel_a_cell_the_highest_row_first(cells: dict) -> None:
    image = Image.open(io.BytesIO(base64.b64decode(cells["picture"].partition(",")[2])))
    assert image.size == CELLS
    fates = np.frombuffer(base64.b64decode(cells["fates"]), np.uint8).reshape(CELLS[::-1])[::-1]
    cycling = tuple(int(DARK.same[i : i + 2], 16) for i in (1, 3, 5))
    same = (np.asarray(image.convert("RGB")) == cycling).all(axis=-1)
    np.testing.assert_array_equal(same, np.isin(fates, (Fate.CYCLING, Fate.WANDERING)))


def data_of(run: Scenario) -> dict:
    play = playground_of(run)
    assert play is not None
    made = map_on_page(run, DARK, Place("play-here", "Here", play))
    assert made is not None
    return json.loads(made.data)


def test_a_cell_sets_the_rates_and_starts_of_the_playground() -> None:
    data = data_of(scenario(BOWL, momentum([0.1, 0.05], 0.5), (1.0, 2.0), ("learning_rate", "momentum")))
    assert data["play"]["anchor"] == "play-here"
    assert data["play"]["base"] == {"method": "momentum", "eta_x": 0.1, "eta_y": 0.05, "beta": 0.5, "x": 1.0, "y": 2.0}
    assert [axis["sets"] for axis in data["axes"]] == [{"eta_x": 0.1, "eta_y": 0.05}, {"beta": 1.0}]


@pytest.mark.parametrize("run", [
    scenario(), scenario(axes=("x", "learning_rate")), scenario(WELL, momentum([0.05], 0.3), axes=("momentum", "x")),
    scenario(BOWL, gradient_descent([0.1, 0.05]), (1.0, 2.0), ("learning_rate.y", "x")),
    scenario(BOWL, gradient_descent([0.1, 0.05]), (1.0, 2.0), ("learning_rate", "y")),
    scenario(BOWL, gradient_descent([0.1, 0.05]), (1.0, 2.0), ()),
])  # fmt: skip
def test_the_playground_reaches_over_the_whole_map(run: Scenario) -> None:
    data = data_of(run)
    for axis in data["axes"]:
        for link, by in axis["sets"].items():
            low, high = data["play"]["reach"][link]
            assert low <= by * axis["low"] < by * axis["high"] <= high


def test_starts_in_other_units_are_not_handed_over() -> None:
    raw = standardised_error(houses())
    over_starts, over_rates = (
        scenario(raw, gradient_descent([0.4, 0.4]), (1.0, 2.0), axes) for axes in (raw.parameters, ())
    )
    assert data_of(over_starts)["play"] is None
    assert data_of(over_rates)["play"]["base"].keys() > {"eta_" + name for name in raw.parameters}


def test_a_start_has_another_name_where_its_own_is_taken() -> None:
    well = written(read_expression("k**2 + beta**2 + eta**2"))
    run = scenario(well, gradient_descent([0.1, 0.2, 0.3]), (1.0, 2.0, 3.0), ("k", "beta"))
    data = data_of(run)
    assert [axis["sets"] for axis in data["axes"]] == [{"at_k": 1.0}, {"at_beta": 1.0}]
    rates = {"eta_k", "eta_beta", "eta_eta"}
    assert data["play"]["base"].keys() == {"method", "at_k", "at_beta", "at_eta", *rates}


def test_other_pictures_have_no_map_on_the_page() -> None:
    assert map_on_page(scenario(axes=("x",)), DARK) is None
    assert map_on_page(scenario(axes=()), DARK) is None
