"""Views of several runs, of fates, and of noise: on drawn runs no word is struck, overprinted, too small or cut off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import Scenario, View
from gdcore.scenarios import HOUSES_START, built_in
from gdcore.tables.table import houses
from tests.conftest import mostly_heavy
from tests.runs_drawn import ONE, TWO
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import overprints
from tests.scenes.views.test_own_functions import own

METHODS = (
    gradient_descent, gradient_descent, halving, backtracking, lambda rates: momentum(rates, 0.5),
    lambda rates: momentum(rates, 0.9), lambda rates: nesterov(rates, 0.9),
)  # fmt: skip


def drawn(seed: int, texts: tuple[str, ...], view: View, beside: int) -> Scenario:
    """Return a run of a drawn function with ``beside`` others: other rates, or other methods too."""
    rng = np.random.default_rng(seed)
    text = texts[seed % len(texts)].format(a=rng.choice([0.3, 0.5, 1.7, 3.0, 7.0]), b=rng.choice([-1.3, 0.4, 2.0]))
    names = ("x",) if texts is ONE else ("x", "y")
    start = [round(float(value), 2) for value in rng.uniform(0.1, 0.9, len(names))]
    methods = METHODS if seed % 3 else METHODS[:1]
    rates = np.round(10.0 ** rng.uniform(-2.5, 0.3, beside + 1), 4)
    lead = replace(own(text, start, 0.1, view, int(rng.choice([2, 5, 12, 40]))), title="")
    runs = [
        replace(lead, method=methods[int(rng.integers(len(methods)))](learning_rates(float(rate), names)))
        for rate in rates
    ]
    return replace(runs[0], title=f"Drawn {seed}", companions=tuple(runs[1:]))


def assert_plain(scenario: Scenario, folder: Path, per_drive: int = 3) -> None:
    found: dict[str, str] = {}

    def look(still: Still) -> None:
        for line in overprints(still.picture):
            found.setdefault(line, f"{still.beat}, frame {still.frame}: {line}")

    stills(scenario, folder, look, per_drive)
    assert not found, "\n".join(found.values())


@pytest.mark.parametrize("seed", mostly_heavy(range(10), 2))
def test_race_of_one_parameter(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, ONE, "race", 1 + seed % 7), tmp_path)


@pytest.mark.parametrize("seed", mostly_heavy(range(1, 24, 2), 2))
def test_race_of_two_parameters(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, TWO, "race", 1 + seed % 7), tmp_path)


@pytest.mark.parametrize("seed", mostly_heavy([0, 1, 2, 3, 4, 7, 9, 11, 13, 16, 19], 2))
def test_fate_of_one_parameter(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, ONE, "fate", seed % 4), tmp_path)


@pytest.mark.parametrize("seed", mostly_heavy([0, 1, 2, 3, 6, 8], 1))
@pytest.mark.usefixtures("coarse")
def test_fate_of_two_parameters(seed: int, tmp_path: Path) -> None:
    assert_plain(drawn(seed, TWO, "fate", seed % 3), tmp_path)


def noisy(seed: int) -> Scenario:
    rng = np.random.default_rng(seed)
    rate = np.array([10.0 ** rng.uniform(-8.0, -6.5), 10.0 ** rng.uniform(-2.0, -0.5)])
    rule = sgd(rate, int(rng.choice([1, 1, 5, 20])), seed)
    return Scenario("noisy", "Noisy", mean_squared_error(houses()), rule, frozen(HOUSES_START), 60, "noise")


@pytest.mark.parametrize("seed", range(2))
def test_noise(seed: int, tmp_path: Path) -> None:
    assert_plain(noisy(seed), tmp_path)


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("slug", ["remedies-race", "fate-parabola", "fate-houses"])
def test_built_in(slug: str, tmp_path: Path) -> None:
    assert_plain(built_in(slug), tmp_path)
