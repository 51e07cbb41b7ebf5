"""A sweep against ``descend()`` and ``judge()`` cell by cell, and against what is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.methods.adam import adam, adamw
from gdcore.methods.adaptive import adagrad, rmsprop
from gdcore.methods.newton import newton
from gdcore.methods.registry import made
from gdcore.methods.step_lengths import barzilai_borwein
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.sweeps import fronts
from gdcore.sweeps.fronts import STOPS
from gdcore.sweeps.sweep import Fates, sweep
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge
from tests.conftest import CASES

pytestmark = pytest.mark.filterwarnings("error")

START, GOOD, BLOW_UP = (250.0, 250_000.0), (5e-8, 0.15), (5.75e-7, 0.15)
EXAMPLES = max(2, CASES // 100)
"""For each of some fifty pairs of objective and rule."""
RULES: dict[str, Callable[[Array], Method]] = {
    "gradient_descent": gradient_descent,
    "momentum": partial(momentum, momentum=0.5),
    "momentum without memory": partial(momentum, momentum=0.0),
    "nesterov": partial(nesterov, momentum=0.6),
    "halving": halving,
    "backtracking": backtracking,
    "backtracking, other numbers": partial(backtracking, sufficient=0.3, shrink=0.6),
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "barzilai_borwein": barzilai_borwein,
    "newton": newton,
    "nesterov, clipped": partial(made, "nesterov", momentum=0.6, clip=1.5),
}
ON_ROWS: dict[str, Callable[[Array], Method]] = {
    "sgd": partial(sgd, seed=1),
    "sgd, many rows": partial(sgd, batch=20, seed=2),
    "polyak, clipped": partial(made, "polyak", batch=7, clip=1e4),
    "adam": partial(made, "adam", batch=3),
}


def waves() -> Objective:
    """f(x) = 1 - cos x: many valleys, no quadratic."""
    return Objective(
        name="waves",
        parameters=("x",),
        value=lambda points: 1.0 - np.cos(points[..., 0]),
        gradient=np.sin,
        hessian=lambda points: np.cos(points)[..., None],
        domain=frozen([[-9.0, 9.0]]),
        minimiser=frozen([0.0]),
    )


def quartic() -> Objective:
    """f(x, y) = (x**4 + y**4)/4 + x*y: two minima and a saddle; none of them told."""

    def value(points: Array) -> Array:
        x, y = points[..., 0], points[..., 1]
        result: Array = (x * x * x * x + y * y * y * y) / 4.0 + x * y
        return result

    return Objective(
        name="quartic",
        parameters=("x", "y"),
        value=value,
        gradient=lambda points: points * points * points + points[..., ::-1],
        hessian=lambda points: np.zeros((*points.shape, 2)),
        domain=frozen([[-2.0, 2.0]] * 2),
    )


OBJECTIVES = {
    "parabola": parabola(),
    "waves": waves(),
    "quartic": quartic(),
    "houses": mean_squared_error(houses()),
    "standardised": standardised_error(houses()),
}
SCALES = {
    "parabola": (1.0,),
    "waves": (2.0,),
    "quartic": (1.0, 1.0),
    "houses": (3e-7, 0.8),
    "standardised": (2.0, 2.0),
}
"""Rates that are on the edge or near it."""


def assert_each_cell_agrees(
    objective: Objective,
    rule: Callable[[Array], Method],
    rates: Array,
    start: Array,
    n_steps: int,
    tolerance: float | None = None,
) -> Fates:
    fates = sweep(objective, rule, rates, start, n_steps, tolerance)
    for cell in np.ndindex(rates.shape[:-1]):
        run = descend(objective, rule(rates[cell]), start, n_steps, tolerance)
        verdict = judge(run)
        told = Fate(fates.kind[cell]).name.lower(), bool(fates.overshoots[cell]), STOPS[fates.stopped[cell]]
        assert told == (verdict.kind, verdict.overshoots, run.stopped), f"rates {rates[cell].tolist()}"
        assert (fates.n_steps[cell], fates.losses[cell]) == (run.n_steps, run.losses[-1]), rates[cell].tolist()
    return fates


@st.composite
def grids(draw: st.DrawFn, name: str) -> tuple[Array, Array]:
    """Rates ``(n, d)`` from far below to far above the edge, some right at it, and a start."""
    scales = np.array(SCALES[name])
    beside = st.sampled_from([0.5, 1.0, 1.0 + 1e-10, 1.0 - 2e-9, 1.0 + 2e-9, 1.5, 2.0])
    factor = st.one_of(beside, st.floats(-4.0, 3.0).map(lambda power: 10.0**power), st.just(1e30))
    cells = draw(st.lists(st.lists(factor, min_size=len(scales), max_size=len(scales)), min_size=1, max_size=5))
    low, high = OBJECTIVES[name].domain.T
    share = draw(st.lists(st.floats(0.0, 1.0), min_size=len(scales), max_size=len(scales)))
    return np.array(cells) * scales, low + np.array(share) * (high - low)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("name", OBJECTIVES)
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.data(), n_steps=st.integers(1, 30), tolerance=st.sampled_from([None, 0.0, 1e-3, 1e6]))
def test_every_cell_is_the_run_with_its_rates(
    name: str, rule: Callable[[Array], Method], data: st.DataObject, n_steps: int, tolerance: float | None
) -> None:
    rates, start = data.draw(grids(name))
    assert_each_cell_agrees(OBJECTIVES[name], rule, rates, start, n_steps, tolerance)


@pytest.mark.parametrize("rule", ON_ROWS.values(), ids=ON_ROWS)
@pytest.mark.parametrize("name", ["houses", "standardised"])
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.data(), n_steps=st.integers(1, 30), tolerance=st.sampled_from([None, 1.0]))
def test_all_cells_see_the_same_rows(
    name: str, rule: Callable[[Array], Method], data: st.DataObject, n_steps: int, tolerance: float | None
) -> None:
    rates, start = data.draw(grids(name))
    assert_each_cell_agrees(OBJECTIVES[name], rule, rates, start, n_steps, tolerance)


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
@settings(deadline=None, max_examples=25)
@given(power=st.floats(-9.0, 1.0), beside=st.sampled_from([0.0, 1e-12, 9e-10, 1.1e-9, 1e-6]))
@example(power=-6.6, beside=0.0)
def test_the_edge_runs_through_the_same_cells(name: str, power: float, beside: float) -> None:
    objective, rule, ratio = OBJECTIVES["houses"], RULES[name], frozen([10.0**power, 1.0])
    limit = judge(descend(objective, rule(ratio), START, 1)).stability_limit
    assert limit is not None
    rates = limit * np.array([[1.0 - beside], [1.0], [1.0 + beside]])
    fates = assert_each_cell_agrees(objective, rule, rates, np.array(START), 3)
    assert fates.kind[1] == Fate.CYCLING


def test_the_parabola_meets_its_table() -> None:
    fates = sweep(parabola(), gradient_descent, [[0.1], [0.5], [0.8], [1.0], [1.2]], [-1.0], 3)
    assert [Fate(code).name for code in fates.kind] == ["CONVERGING"] * 3 + ["CYCLING", "DIVERGING"]
    assert fates.overshoots.tolist() == [False, False, True, True, True]
    assert fates.n_steps.tolist() == [3] * 5
    np.testing.assert_allclose(fates.losses, np.array([0.8, 0.0, -0.6, -1.0, -1.4]) ** 6, rtol=1e-14)


@pytest.mark.parametrize(
    ("rule", "rates", "loss"),
    [
        (gradient_descent, GOOD, 9.09735e8),
        (gradient_descent, BLOW_UP, 7.30937e42),
        (halving, BLOW_UP, 9.28435e8),
        (partial(momentum, momentum=0.13), BLOW_UP, 4.64662e13),
        (partial(momentum, momentum=0.14), BLOW_UP, 5.25497e10),
        (partial(momentum, momentum=0.5), BLOW_UP, 9.07225e8),
    ],
)
def test_the_houses_meet_the_published_losses(
    rule: Callable[[Array], Method], rates: tuple[float, float], loss: float
) -> None:
    fates = sweep(mean_squared_error(houses()), rule, [rates, GOOD], START, 150)
    assert fates.losses[0] == pytest.approx(loss, rel=1e-5)


def test_runs_end_for_every_reason_beside_each_other() -> None:
    fates = assert_each_cell_agrees(
        OBJECTIVES["houses"], gradient_descent, np.array([GOOD, (3e-8, 0.9), (1e-3, 3.0)]), np.array(START), 150, 1e6
    )
    assert {STOPS[code] for code in fates.stopped} == {"max_steps", "tolerance", "overflow"}
    assert fates.n_steps[0] < fates.n_steps[2] < fates.n_steps[1] == 150


@pytest.mark.parametrize("rule", [halving, backtracking])
def test_at_the_minimiser_a_line_search_stalls(rule: Callable[[Array], Method]) -> None:
    fates = assert_each_cell_agrees(parabola(), rule, np.array([[0.1], [5.0]]), np.array([0.0]), 9)
    assert [STOPS[code] for code in fates.stopped] == ["stalled", "stalled"]
    assert fates.n_steps.tolist() == [0, 0]


def test_a_loss_that_overflows_in_the_first_trials_is_halved_like_any_other() -> None:
    rates = np.array([[1e200], [1e300], [1.0]])
    for rule in (halving, backtracking):
        assert_each_cell_agrees(OBJECTIVES["parabola"], rule, rates, np.array([3.0]), 5)


def test_a_cycle_without_closed_form_is_seen_in_the_run() -> None:
    # Rate 1 leads from (1, 1), where both derivatives are 2, to (-1, -1), where they are -2.
    rates = np.array([[1.0, 1.0], [0.1, 0.1], [1.0, 0.9]])
    fates = assert_each_cell_agrees(quartic(), gradient_descent, rates, np.array([1.0, 1.0]), 12)
    assert fates.kind[0] == Fate.CYCLING
    assert fates.kind[1] == Fate.CONVERGING


def test_a_linear_method_that_theory_does_not_know_is_judged_by_its_runs() -> None:
    def other(rates: Array) -> Method:
        return replace(gradient_descent(rates), name="other")

    fates = assert_each_cell_agrees(
        OBJECTIVES["parabola"], other, np.array([[0.5], [1.0], [1.1]]), np.array([-1.0]), 10
    )
    assert fates.kind.tolist() == [Fate.CONVERGING, Fate.CYCLING, Fate.DIVERGING]


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,), (2, 0)])
@pytest.mark.parametrize("rule", [gradient_descent, halving])
def test_fates_have_the_shape_of_the_grid(rule: Callable[[Array], Method], shape: tuple[int, ...]) -> None:
    rates = np.linspace(0.1, 1.3, int(np.prod(shape)) * 2).reshape(*shape, 2)
    fates = assert_each_cell_agrees(OBJECTIVES["standardised"], rule, rates, np.array([1.0, 2.0]), 5)
    for name, array in vars(fates).items():
        assert array.shape == ((*shape, 2) if name in ("ends", "rests") else shape)
        assert not array.flags.writeable


@pytest.mark.heavy
@pytest.mark.parametrize("rule", [gradient_descent, partial(momentum, momentum=0.5), halving, partial(sgd, seed=1)])
def test_blocks_do_not_show(rule: Callable[[Array], Method], monkeypatch: pytest.MonkeyPatch) -> None:
    rates = np.stack(np.meshgrid(np.geomspace(1e-9, 1e-5, 6), np.geomspace(1e-3, 3.0, 5)), axis=-1)
    whole = sweep(mean_squared_error(houses()), rule, rates, START, 60, 1.0)
    monkeypatch.setattr(fronts, "BLOCK", 7)
    monkeypatch.setattr(fronts, "PAST_BYTES", 6000)
    parts = sweep(mean_squared_error(houses()), rule, rates, START, 60, 1.0)
    for name, array in vars(whole).items():
        np.testing.assert_array_equal(vars(parts)[name], array, err_msg=name)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rates": [[0.1, 0.2]]}, "expected 1 numbers per cell"),
        ({"rates": 0.1}, "expected 1 numbers per cell"),
        ({"rates": [[0.1], [-0.2], [0.0]]}, r"learning_rate: .*got \[-0.2\]"),
        ({"rates": [[0.1], [np.nan]]}, r"learning_rate: .*got \[nan\]"),
        ({"rule": partial(momentum, momentum=1.0)}, "momentum"),
        ({"rule": sgd}, "batch: needs an objective over rows"),
        ({"start": [1.0, 2.0]}, "start: expected 1 numbers"),
        ({"start": [np.inf]}, "start: the loss must be finite"),
        ({"n_steps": 0}, "steps: must be between"),
        ({"tolerance": -1.0}, "tolerance: must be >= 0"),
    ],
)
def test_bad_input_is_named(changes: dict[str, object], message: str) -> None:
    given: dict[str, object] = {"rule": gradient_descent, "rates": [[0.1]], "start": [1.0], "n_steps": 3}
    with pytest.raises(InputError, match=message):
        sweep(parabola(), **{**given, **changes})  # type: ignore[arg-type]
