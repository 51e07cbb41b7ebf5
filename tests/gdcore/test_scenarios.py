"""The catalogue against the published results, and what a scenario refuses."""

from __future__ import annotations

import dataclasses
import pickle
import re

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.plain import gradient_descent
from gdcore.errors import InputError
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue

pytestmark = pytest.mark.filterwarnings("error")

CATALOGUE = {scenario.slug: scenario for scenario in catalogue()}


def sample(**changes: object) -> Scenario:
    method = gradient_descent(frozen([0.8]))
    usual = {"slug": "sample", "title": "A sample", "objective": parabola(), "method": method, "start": [-1.0]}
    return Scenario(**({**usual, "steps": 3, "view": "curve"} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slug", "kind", "n_steps", "last_loss"),
    [
        ("parabola-converges", "converging", 3, 0.216**2),
        ("parabola-cycles", "cycling", 3, 1.0),
        ("parabola-diverges", "diverging", 3, 2.744**2),
        ("mse-converges", "converging", 150, 9.09735e8),
        ("mse-blowup", "diverging", 150, 7.30937e42),
        ("mse-valley-jumping", "diverging", 7, 4.55233e12),
        ("mse-halving", "converging", 150, 9.28435e8),
    ],
)
def test_a_built_in_run_ends_as_published(slug: str, kind: str, n_steps: int, last_loss: float) -> None:
    scenario = CATALOGUE[slug]
    assert scenario.verdict.kind == kind
    assert scenario.trajectory.n_steps == n_steps
    assert scenario.trajectory.losses[-1] == pytest.approx(last_loss, rel=1e-5)


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_a_built_in_scenario_is_ready_to_show(scenario: Scenario) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", scenario.slug)
    assert scenario.title.strip()
    assert np.isfinite(scenario.trajectory.losses).all()


def test_slugs_are_unique() -> None:
    assert len(CATALOGUE) == len(catalogue())


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_a_pickled_scenario_gives_the_same_run(scenario: Scenario) -> None:
    twin = pickle.loads(pickle.dumps(dataclasses.replace(scenario)))  # a copy that has not run yet
    assert twin.trajectory.iterates.tobytes() == scenario.trajectory.iterates.tobytes()
    assert twin.trajectory.losses.tobytes() == scenario.trajectory.losses.tobytes()
    assert len(twin.trajectory.rejected) == len(scenario.trajectory.rejected)
    assert twin.verdict.kind == scenario.verdict.kind
    ran = pickle.loads(pickle.dumps(scenario))
    assert ran.trajectory.iterates.tobytes() == scenario.trajectory.iterates.tobytes()


def test_the_run_is_computed_once() -> None:
    scenario = sample()
    assert scenario.trajectory is scenario.trajectory
    assert scenario.verdict is scenario.verdict


@pytest.mark.parametrize(
    "slug", ["", "Valley", "a_b", "a b", "-a", "a-", "a--b", "../a", "a/b", "a.b", "ä", "a\n", "a" * 81]
)
def test_a_slug_that_is_not_one_is_refused(slug: str) -> None:
    with pytest.raises(InputError, match="slug: expected a-z, 0-9 and single hyphens") as caught:
        sample(slug=slug)
    assert repr(slug) in str(caught.value)


@pytest.mark.parametrize("slug", ["a", "7", "my-valley-2", "a" * 80])
def test_a_slug_of_letters_digits_and_hyphens_is_taken(slug: str) -> None:
    assert sample(slug=slug).slug == slug


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"view": "movie"}, "view: expected one of curve, .*, got 'movie'"),
        ({"view": "surface"}, r"view: surface needs 2 parameter\(s\), got 1: x"),
        ({"steps": 0}, "steps: must be between 1 and 1000000, got 0"),
        ({"tolerance": -1.0}, r"tolerance: must be >= 0, got -1\.0"),
        ({"start": [1.0, 2.0]}, r"start: expected 1 numbers, got shape \(2,\)"),
        ({"start": [float("nan")]}, r"start: the loss must be finite there, got \[nan\]"),
        ({"method": gradient_descent(frozen([0.1, 0.1]))}, "learning_rate: expected 1 numbers, got 2"),
    ],
)
def test_a_scenario_that_cannot_run_is_refused_when_it_is_made(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        sample(**changes)
    assert isinstance(caught.value, ValueError)


def test_a_fit_needs_data() -> None:
    houses_run = CATALOGUE["mse-converges"]
    without = dataclasses.replace(houses_run.objective, table=None)
    with pytest.raises(InputError, match="view: fit needs data"):
        dataclasses.replace(houses_run, objective=without, view="fit")


def test_trials_need_a_line_search() -> None:
    with pytest.raises(InputError, match="view: trials needs a line search, got the method 'gradient_descent'"):
        dataclasses.replace(CATALOGUE["mse-converges"], view="trials")


def test_a_scenario_is_immutable() -> None:
    start = np.array([-1.0])
    scenario = sample(start=start)
    start[0] = 5.0
    assert scenario.start.tolist() == [-1.0]
    assert not scenario.start.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.steps = 9  # type: ignore[misc]
