"""Line searches against the inequality of Armijo, worked out afresh, and against scipy's search for the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses

pytestmark = pytest.mark.filterwarnings("error")

BLOW_UP, START = (5.75e-7, 0.15), (250.0, 250_000.0)
RULES: dict[str, Callable[[Array], Method]] = {
    "halving": halving,
    "backtracking": backtracking,
    "eager": partial(backtracking, sufficient=0.9, shrink=0.1),
    "patient": partial(backtracking, sufficient=0.3, shrink=0.95),
}


def custom(value: Callable[[Array], Array], gradient: Callable[[Array], Array]) -> Objective:
    """Make a one-parameter objective from plain functions of points (..., 1)."""
    return Objective("custom", ("x",), value, gradient, lambda p: np.ones((*p.shape, 1)), frozen([[-2, 2]]))


def on_houses(method: Method, n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), method, frozen(START), n_steps, 1.0)


def error_of(line: Array) -> float:
    """Return J of a line from the residuals of all rows."""
    return float(np.mean((line[0] * houses().x + line[1] - houses().y) ** 2))


def slope_of(line: Array) -> Array:
    """Return the gradient of J itself, not of J/2."""
    residual = line[0] * houses().x + line[1] - houses().y
    return 2 * np.array([np.mean(houses().x * residual), np.mean(residual)])


def test_every_halved_step_is_the_first_that_does_not_raise_the_loss() -> None:
    run = on_houses(halving(frozen(BLOW_UP)))
    x, y = houses().x, houses().y
    for k in range(run.n_steps):
        here = run.iterates[k]
        residual = here[0] * x + here[1] - y
        full = np.array(BLOW_UP) * [np.mean(x * residual), np.mean(residual)]
        refused = [r for r in run.rejected if r.k == k]
        for halvings, trial in enumerate(refused):
            np.testing.assert_allclose(trial.point, here - full / 2**halvings, rtol=1e-9)
            assert trial.loss == pytest.approx(np.mean((trial.point[0] * x + trial.point[1] - y) ** 2), rel=1e-12)
            assert trial.loss > run.losses[k]
        np.testing.assert_allclose(run.iterates[k + 1], here - full / 2 ** len(refused), rtol=1e-9)
        assert run.losses[k + 1] <= run.losses[k]


def test_halving_accepts_an_equal_loss() -> None:
    run = descend(parabola(), halving(frozen([1.0])), frozen([-1.0]), 3)
    assert run.iterates[:, 0].tolist() == [-1.0, 1.0, -1.0, 1.0]
    assert run.rejected == ()


@pytest.mark.parametrize(("sufficient", "shrink"), [(1e-4, 0.5), (0.3, 0.5), (0.3, 0.8), (0.5, 0.1)])
def test_every_accepted_step_is_the_first_that_lowers_the_loss_enough(sufficient: float, shrink: float) -> None:
    run = on_houses(backtracking(frozen(BLOW_UP), sufficient, shrink))
    assert run.rejected
    for k in range(run.n_steps):
        here = run.iterates[k]
        full = -np.array(BLOW_UP) * slope_of(here) / 2
        fall = float(slope_of(here) @ full)
        refused = [r for r in run.rejected if r.k == k]
        for trial, t in zip(refused, shrink ** np.arange(len(refused)), strict=True):
            np.testing.assert_allclose(trial.point, here + t * full, rtol=1e-9)
            assert trial.loss == pytest.approx(error_of(trial.point), rel=1e-9)
            assert error_of(trial.point) > error_of(here) + sufficient * t * fall
        t = shrink ** len(refused)
        np.testing.assert_allclose(run.iterates[k + 1], here + t * full, rtol=1e-9)
        assert error_of(run.iterates[k + 1]) <= error_of(here) + sufficient * t * fall + 1e-9 * error_of(here)


@pytest.mark.parametrize(("sufficient", "shrink"), [(1e-4, 0.5), (0.3, 0.5), (0.3, 0.8)])
def test_scipy_accepts_the_same_steps(sufficient: float, shrink: float) -> None:
    """Scipy interpolates instead of shrinking, but which trial it accepts first tells the same inequality."""
    search = pytest.importorskip("scipy.optimize._linesearch").line_search_armijo
    run = on_houses(backtracking(frozen(BLOW_UP), sufficient, shrink), 40)
    verdicts = []
    for k in range(run.n_steps):
        here = run.iterates[k]
        full = -np.array(BLOW_UP) * slope_of(here) / 2
        n_refused = sum(r.k == k for r in run.rejected)
        for trial in range(n_refused + 1):
            t = shrink**trial
            taken, _, _ = search(error_of, here, full, slope_of(here), error_of(here), c1=sufficient, alpha0=t)
            verdicts.append(bool(taken == t))
            assert verdicts[-1] is (trial == n_refused)
    assert set(verdicts) == {True, False}


@settings(max_examples=60, deadline=None)
@given(
    curvatures=st.tuples(st.floats(0.1, 100), st.floats(0.1, 100)),
    quartic=st.floats(0.0, 10.0),
    start=st.tuples(st.floats(-3, 3), st.floats(-3, 3)).filter(lambda p: max(map(abs, p)) > 0.01),
    rate=st.floats(1e-3, 1e3),
    sufficient=st.floats(1e-4, 0.99),
    shrink=st.floats(0.05, 0.95),
)
def test_the_first_step_of_its_sequence_that_satisfies_armijo_is_taken(
    curvatures: tuple[float, float],
    quartic: float,
    start: tuple[float, float],
    rate: float,
    sufficient: float,
    shrink: float,
) -> None:
    def value(p: Array) -> Array:
        return np.asarray((0.5 * np.array(curvatures) * p**2 + quartic * p**4).sum(axis=-1))

    def gradient(p: Array) -> Array:
        return np.array(curvatures) * p + 4 * quartic * p**3

    objective = Objective(
        "bumpy", ("x", "y"), value, gradient, lambda p: np.zeros((*p.shape, 2)), frozen([[-3, 3]] * 2)
    )
    run = descend(objective, backtracking(frozen([rate, rate]), sufficient, shrink), frozen(start), 1)
    assert run.n_steps == 1
    here, down = np.array(start), -rate * gradient(np.array(start))
    t = shrink ** np.arange(len(run.rejected) + 1)
    ends = here + t[:, None] * down
    allowed = value(here) + sufficient * t * (gradient(here) @ down)
    near = 1e-10 * (value(ends) + value(here) + abs(allowed))  # t is rounded in another order here
    assert (value(ends[:-1]) > allowed[:-1] - near[:-1]).all()
    assert value(ends[-1]) <= allowed[-1] + near[-1]
    np.testing.assert_allclose(run.iterates[1], ends[-1], rtol=1e-9, atol=1e-12)


def test_backtracking_on_the_parabola_asks_for_what_armijo_asks() -> None:
    """From x = -1 along rate * 2, f falls by 4t - 4t**2 at rate 1 and the tangent by 4t: taken once t <= 1 - c."""
    for sufficient, steps in (
        (0.1, [1.0, 0.5]),
        (0.5, [1.0, 0.5]),
        (0.6, [1.0, 0.5, 0.25]),
        (0.8, [1, 0.5, 0.25, 0.125]),
    ):
        run = descend(parabola(), backtracking(frozen([1.0]), sufficient), frozen([-1.0]), 1)
        assert [r.point[0] for r in run.rejected] == [-1.0 + 2 * t for t in steps[:-1]]
        assert run.iterates[1, 0] == -1.0 + 2 * steps[-1]
        assert run.loss_evaluations == 1 + len(steps)


def test_backtracking_refuses_the_equal_loss_that_halving_accepts() -> None:
    run = descend(parabola(), backtracking(frozen([1.0])), frozen([-1.0]), 1)
    assert [(r.point.tolist(), r.loss) for r in run.rejected] == [([1.0], 1.0)]


def test_a_step_that_is_taken_at_once_is_that_of_plain_descent() -> None:
    run = on_houses(backtracking(frozen([5e-8, 0.15])), 1)
    assert run.rejected == ()
    np.testing.assert_allclose(
        run.iterates[1], np.array(START) - np.array([5e-8, 0.15]) * slope_of(START) / 2, rtol=1e-9
    )


@pytest.mark.parametrize("shrink", [0.1, 0.5, 0.95])
def test_backtracking_on_the_houses_never_rises(shrink: float) -> None:
    run = on_houses(backtracking(frozen(BLOW_UP), 0.3, shrink))
    assert not run.rose.any()
    assert run.losses[-1] < 1.5 * 9.071988e8


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"sufficient": 0.0}, r"sufficient: must be above 0 and below 1, got 0\.0"),
        ({"sufficient": 1.0}, r"sufficient: must be above 0 and below 1, got 1\.0"),
        ({"sufficient": float("nan")}, "sufficient: must be above 0 and below 1, got nan"),
        ({"shrink": 0.0}, r"shrink: must be above 0 and at most 0\.95, got 0\.0"),
        ({"shrink": -0.5}, r"shrink: must be above 0 and at most 0\.95, got -0\.5"),
        ({"shrink": 0.96}, r"shrink: must be above 0 and at most 0\.95, got 0\.96"),
        ({"shrink": float("nan")}, r"shrink: must be above 0 and at most 0\.95, got nan"),
    ],
)
def test_a_search_that_could_not_end_is_refused(numbers: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        backtracking(frozen([0.1]), **numbers)


def square(points: Array) -> Array:
    return np.asarray(points[..., 0] ** 2)


def peak(points: Array) -> Array:
    """0 at x = 1 and 1 everywhere else: every move from x = 1 raises it."""
    return np.where(points[..., 0] == 1.0, 0.0, 1.0)


def pit(points: Array) -> Array:
    """The same at x = 0, where float64 is finest."""
    return np.where(points[..., 0] == 0.0, 0.0, 1.0)


STUCK = {
    "zero gradient": (custom(square, lambda p: 2 * p), 0.0, 0.1),
    "step below float resolution": (custom(square, lambda p: 2 * p), 1.0, 1e-17),
    "always rises": (custom(peak, np.ones_like), 1.0, 1.0),
    "always rises, at the origin": (custom(pit, np.ones_like), 0.0, 1e308),
    "uphill gradient": (custom(square, lambda p: -2 * p), 1.0, 0.1),
    "loss NaN off the start": (custom(lambda p: np.where(p[..., 0] == 1.0, 0.0, np.nan), np.ones_like), 1.0, 1.0),
    "step overflows": (custom(square, lambda p: 2 * p), 1e10, 1e308),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize(("objective", "start", "rate"), STUCK.values(), ids=STUCK)
def test_a_search_that_cannot_lower_the_loss_stalls_where_it_is(
    objective: Objective, start: float, rate: float, rule: Callable[[Array], Method]
) -> None:
    run = descend(objective, rule(frozen([rate])), frozen([start]), 5)
    assert run.stopped == "stalled"
    assert run.iterates.tolist() == [[start]]
    assert run.loss_evaluations == 1 + len(run.rejected)
    assert all(not trial.loss <= run.losses[0] for trial in run.rejected)


def test_a_refused_step_is_halved_until_it_no_longer_moves_the_point() -> None:
    objective, start, rate = STUCK["always rises"]
    trials = descend(objective, halving(frozen([rate])), frozen([start]), 1).rejected
    expected, move = [], 1.0
    while 1.0 - move != 1.0:
        expected.append(1.0 - move)
        move /= 2
    assert [trial.point[0] for trial in trials] == expected


def test_at_the_origin_a_refused_step_is_halved_through_all_exponents() -> None:
    objective, start, rate = STUCK["always rises, at the origin"]
    trials = descend(objective, halving(frozen([rate])), frozen([start]), 1).rejected
    assert (trials[0].point[0], trials[-1].point[0]) == (-1e308, -5e-324)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("later", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_turns_unusable_stalls_a_search(rule: Callable[[Array], Method], later: float) -> None:
    objective = custom(square, lambda p: np.where(p == 1.0, 2 * p, later))
    run = descend(objective, rule(frozen([0.1])), frozen([1.0]), 5)
    assert (run.stopped, run.n_steps) == ("stalled", 1)
    assert 0.0 < run.iterates[1, 0] < 1.0


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_slope_along_the_step_too_large_for_float64_does_not_stop_a_search(rule: Callable[[Array], Method]) -> None:
    """At 1e154 gradient times step is -3e308, so what the full step asks for overflows: a shorter one's need not."""
    run = descend(parabola(), rule(frozen([0.75])), frozen([1e154]), 20)
    assert run.n_steps == 20
    assert run.losses[-1] < run.losses[0]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_loss_too_large_for_float64_is_a_loss_too_large(rule: Callable[[Array], Method]) -> None:
    run = descend(parabola(), rule(frozen([1e300])), frozen([1.0]), 1)
    assert run.rejected[0].loss == np.inf
    assert run.losses[1] < 1.0


@pytest.mark.parametrize("shrink", [5e-324, 1e-100, 0.05])
def test_the_hastiest_search_ends(shrink: float) -> None:
    run = descend(custom(peak, np.ones_like), backtracking(frozen([1.0]), shrink=shrink), frozen([1.0]), 3)
    assert (run.stopped, run.n_steps) == ("stalled", 0)
