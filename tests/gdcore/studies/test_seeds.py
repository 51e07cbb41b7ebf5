"""What is said of a noisy run and its seeds, against the runs themselves."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.descent.stochastic import drawn_rows, steps_by_row
from gdcore.errors import InputError
from gdcore.narration.facts import facts
from gdcore.objectives.parabola import parabola
from gdcore.scenarios import N_SEEDS, built_in
from gdcore.studies.seeds import arrival, divided, opposed, reference_of, spread_of

pytestmark = pytest.mark.filterwarnings("error")

NOISY = built_in("mse-sgd")
RUN = NOISY.trajectory
X, Y = RUN.objective.table.x, RUN.objective.table.y


def test_each_step_is_that_of_the_row_drawn_for_it() -> None:
    for k in range(RUN.n_steps):
        (row,) = drawn_rows(len(X), 1, 0, k)
        own = steps_by_row(RUN.objective, RUN.method.learning_rate, RUN.iterates[k])
        np.testing.assert_allclose(RUN.iterates[k] + own[row], RUN.iterates[k + 1])


def test_the_mean_of_all_steps_is_that_of_plain_descent() -> None:
    own = steps_by_row(RUN.objective, RUN.method.learning_rate, RUN.iterates[3])
    assert own.shape == (60, 2)
    np.testing.assert_allclose(own.mean(axis=0), -RUN.method.learning_rate * RUN.gradients[3])


def test_a_function_without_rows_is_refused() -> None:
    with pytest.raises(InputError, match="needs an objective over rows of data, got parabola"):
        steps_by_row(parabola(), np.array([0.1]), np.array([1.0]))


def test_the_spread_is_that_of_all_seeds_and_of_no_other_run() -> None:
    spread = spread_of(NOISY)
    assert spread.n_seeds == N_SEEDS
    assert len({tuple(row) for row in spread.losses}) == N_SEEDS
    inside = (spread.losses >= spread.low) & (spread.losses <= spread.high)
    assert set(inside.sum(axis=0).tolist()[1:]) == {spread.n_middle} == {16}
    full = reference_of(NOISY)
    assert full is not None
    assert full.method.name == "gradient_descent"
    np.testing.assert_array_equal(full.losses, built_in("mse-converges").trajectory.losses)


def test_a_row_is_opposed_when_the_step_of_all_raises_its_error() -> None:
    for k in (0, 1, divided(RUN)):
        here, step = RUN.iterates[k], -1e-6 * RUN.method.learning_rate * RUN.gradients[k]
        before, after = (abs(line[0] * X + line[1] - Y) for line in (here, here + step))
        assert opposed(RUN, k) == np.count_nonzero(after > before)


def test_the_run_arrives_and_then_its_rows_divide() -> None:
    near, turn = arrival(RUN), divided(RUN)
    assert RUN.losses[near] < 2.0 * RUN.objective.minimum <= RUN.losses[near - 1]
    assert turn >= near
    assert opposed(RUN, turn) >= 20 > opposed(RUN, 0) == 0


def test_the_facts_are_those_of_the_runs() -> None:
    found, ends = facts(NOISY), np.array([run.trajectory.losses[-1] for run in NOISY.runs[:-1]])
    assert (found["seeds"], found["middle"], found["near"]) == ("20", "16", "7")
    assert (found["lowest_end"], found["median_end"], found["highest_end"]) == (
        f"{ends.min() / 1e8:.3f} × 10⁸", f"{np.median(ends) / 1e8:.3f} × 10⁸", f"{ends.max() / 1e9:.3f} × 10⁹"
    )  # fmt: skip
    assert found["full_end"] == f"{NOISY.runs[-1].trajectory.losses[-1] / 1e8:.3f} × 10⁸"
    assert int(found["rose"]) == np.count_nonzero(np.diff(RUN.losses) > 0.0)
