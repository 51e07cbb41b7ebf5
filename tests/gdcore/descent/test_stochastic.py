"""Stochastic descent against the gradients of the rows, worked out one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective, Rows
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.verdict import judge

pytestmark = pytest.mark.filterwarnings("error")

GOOD, START = (5e-8, 0.15), (250.0, 250_000.0)
OBJECTIVES = [mean_squared_error(houses()), standardised_error(houses())]


def on_houses(batch: int = 1, seed: int = 0, n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), sgd(frozen(GOOD), batch, seed), frozen(START), n_steps)


def row_gradients(line: Array) -> Array:
    """Return the gradient of half the squared error of each row, shape (n, 2)."""
    residual = line[0] * houses().x + line[1] - houses().y
    return np.stack([houses().x * residual, residual], axis=1)


def test_each_step_follows_the_gradient_of_one_row() -> None:
    run = on_houses()
    for k in range(run.n_steps):
        moves = -np.array(GOOD) * row_gradients(run.iterates[k])
        distance = abs(moves - (run.iterates[k + 1] - run.iterates[k])).max(axis=1)
        assert distance.min() < 1e-6 * abs(moves).max()


def test_a_batch_is_a_mean_over_different_rows() -> None:
    """Of all but one row the mean is (60 * mean of all - the one left out) / 59, whichever it is."""
    run = on_houses(batch=59, n_steps=20)
    for k in range(run.n_steps):
        rows = row_gradients(run.iterates[k])
        moves = -np.array(GOOD) * (rows.sum(axis=0) - rows) / 59
        distance = abs(moves - (run.iterates[k + 1] - run.iterates[k])).max(axis=1)
        assert distance.min() < 1e-9 * abs(moves).max()


def test_every_row_is_drawn_about_equally_often() -> None:
    residuals, n_steps = row_gradients(np.array(START))[:, 1], 3000
    # A rate so small that the run stays where it is: every move is minus the rate times one row's gradient.
    run = descend(mean_squared_error(houses()), sgd(frozen([1e-20, 1e-9])), frozen(START), n_steps)
    seen = -np.diff(run.iterates[:, 1]) / 1e-9
    drawn = abs(seen[:, None] - residuals).argmin(axis=1)
    assert abs(seen - residuals[drawn]).max() < 0.2 * np.diff(np.sort(residuals)).min()
    counts = np.bincount(drawn, minlength=60)
    assert counts.sum() == n_steps
    assert counts.min() > 20  # 50 expected, standard deviation 7
    assert counts.max() < 80


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_the_mean_of_the_rows_gradients_is_the_whole_gradient(objective: Objective) -> None:
    assert objective.rows is not None
    assert objective.rows.n_rows == 60
    for point in (np.zeros(2), np.array([250.0, 250_000.0]), np.array([-3.0, 7e5])):
        each = [objective.rows.gradient(point, np.array([i])) for i in range(60)]
        np.testing.assert_allclose(np.mean(each, axis=0), objective.gradient(point), rtol=1e-12)


def test_rows_take_points_of_any_leading_shape() -> None:
    rows, grid = Rows(houses().x, houses().y), np.arange(12.0).reshape(2, 3, 2)
    drawn = np.array([3, 1, 4])
    assert rows.gradient(grid, drawn).shape == (2, 3, 2)
    for i, j in np.ndindex(2, 3):
        np.testing.assert_allclose(rows.gradient(grid, drawn)[i, j], row_gradients(grid[i, j])[drawn].mean(axis=0))


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_all_rows_together_are_gradient_descent(objective: Objective) -> None:
    rate = frozen(GOOD if objective.standard is None else [0.1, 0.1])
    all_rows = descend(objective, sgd(rate, 60), frozen(START), 100)
    plain = descend(objective, gradient_descent(rate), frozen(START), 100)
    np.testing.assert_allclose(all_rows.iterates, plain.iterates, rtol=1e-9)
    np.testing.assert_allclose(all_rows.losses, plain.losses, rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**64), batch=st.integers(1, 60))
def test_a_seed_fixes_the_run(seed: int, batch: int) -> None:
    first, second = (on_houses(batch, seed, 10) for _ in range(2))
    assert first.iterates.tobytes() == second.iterates.tobytes()
    assert first.losses.tobytes() == second.losses.tobytes()


def test_another_seed_is_another_run() -> None:
    ends = {tuple(on_houses(seed=seed, n_steps=5).iterates[-1].tolist()) for seed in range(20)}
    assert len(ends) == 20


def test_a_longer_run_begins_as_the_shorter_one() -> None:
    np.testing.assert_array_equal(on_houses(n_steps=40).iterates[:11], on_houses(n_steps=10).iterates)


def test_a_larger_batch_is_a_calmer_run() -> None:
    def noise(batch: int) -> float:
        late = [on_houses(batch, seed).losses[-50:] - 9.071988e8 for seed in range(5)]
        return float(np.mean(late))

    assert noise(1) > 2 * noise(4) > 4 * noise(16)


def test_the_losses_are_those_of_all_rows() -> None:
    run = on_houses(n_steps=20)
    residuals = run.iterates[:, :1] * houses().x + run.iterates[:, 1:] - houses().y
    np.testing.assert_allclose(run.losses, np.mean(residuals**2, axis=1), rtol=1e-12)
    assert (run.loss_evaluations, run.gradient_evaluations) == (21, 20)


@pytest.mark.parametrize("rate", [1e-3, 1.0, 1e100, 1e308])
def test_a_huge_rate_overflows_without_a_warning(rate: float) -> None:
    run = descend(mean_squared_error(houses()), sgd(frozen([rate, rate])), frozen(START), 500)
    assert run.stopped == "overflow"
    assert np.isfinite(run.losses).all()


@pytest.mark.parametrize(
    ("batch", "seed", "message"),
    [
        (0, 0, "batch: must be at least 1, got 0"),
        (-2, 0, "batch: must be at least 1, got -2"),
        (1, -1, "seed: must be at least 0, got -1"),
    ],
)
def test_an_unusable_batch_or_seed_is_refused(batch: int, seed: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        sgd(frozen([0.1]), batch, seed)


def test_an_objective_without_rows_is_refused_at_the_start_of_a_run() -> None:
    with pytest.raises(InputError, match="batch: needs an objective over rows of data, got parabola"):
        descend(parabola(), sgd(frozen([0.1])), frozen([1.0]), 3)


def test_more_rows_than_there_are_are_refused() -> None:
    assert on_houses(60, n_steps=1).n_steps == 1
    with pytest.raises(InputError, match="batch: expected at most the 60 rows of the data, got 61"):
        on_houses(61)


@pytest.mark.parametrize("seed", range(6))
def test_a_run_far_above_its_start_is_diverging_whatever_its_last_step_did(seed: int) -> None:
    objective = mean_squared_error(houses())
    run = descend(objective, sgd(frozen([2e-6, 0.15]), seed=seed), [250.0, 250_000.0], 40)
    assert run.losses[-1] > 1e3 * run.losses[0]
    assert judge(run).kind == "diverging"
