"""What the page's scripts make of rows of data: the rows that a run draws, its losses, and what it does."""

import numpy as np
import pytest

from gdcore.descent.stochastic import drawn_rows
from gdcore.descent.trajectory import descend
from gdcore.methods.registry import FAMILIES
from gdcore.models.features import Features
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.objectives.losses import SQUARED, Absolute, Huber
from gdcore.theory.verdict import judge
from valleyjump.playgrounds.objectives import objective_model

DRAWS = [(1, 1, 0, 0), (10, 1, 0, 0), (10, 10, 0, 3), (442, 32, 7, 19), (10_000, 9_000, 2**40 + 5, 70_000)]
LOSSES = {"squared": SQUARED, "absolute": Absolute(), "huber": Huber(1.5)}
RATES = {"gradient_descent": (0.3, 1.2), "momentum": (0.2, 2.0), "backtracking": (1.0, 4.0), "sgd": (0.05, 0.4)}
SHAPES = {"gradient_descent": (1, 7), "momentum": (2, 16), "backtracking": (1, 40), "sgd": (2, 150)}
"""Columns and rows."""
NUMBERS = {"momentum": 0.6, "sufficient": 0.1, "shrink": 0.6, "batch": 3, "seed": 5}


@pytest.mark.parametrize("draw", DRAWS, ids=str)
def test_a_step_draws_the_rows_that_numpy_draws(page, draw):
    assert page.ask({"draw": draw}) == drawn_rows(*draw).tolist()


def fit(loss, n_columns, n_rows):
    random = np.random.default_rng(n_rows)
    x = random.normal(2.0, 3.0, (n_rows, n_columns))
    y = x @ np.arange(1.0, n_columns + 1.0) + random.standard_t(2.0, n_rows)
    make = features_error if n_columns == 1 else standardised_features_error
    return make(Features(x, y), LOSSES[loss])


@pytest.mark.parametrize("method", RATES)
@pytest.mark.parametrize("loss", LOSSES)
def test_runs_over_rows_are_those_of_the_core(page, loss, method):
    shape = SHAPES[method]
    objective, numbers = fit(loss, *shape), {one.name: NUMBERS[one.name] for one in FAMILIES[method].hyperparameters}
    for rate in RATES[method]:
        rates, start = np.full(shape[0] + 1, rate / (10.0 if shape[0] == 1 else 1.0)), np.zeros(shape[0] + 1)
        run = descend(objective, FAMILIES[method].make(rates, **numbers), start, 40)
        found = page.ask({
            "module": "export const WRITTEN = {};",
            "objective": objective_model(objective, with_rows=True),
            "points": run.iterates[::9].tolist(),
            "method": method, "rates": rates.tolist(), "numbers": numbers, "start": start.tolist(), "steps": 40,
        })  # fmt: skip
        for point, (value, gradient, hessian) in zip(run.iterates[::9], found["at"], strict=True):
            assert value == pytest.approx(objective.value(point), rel=1e-12)
            assert gradient == pytest.approx(objective.gradient(point).tolist(), rel=1e-12, abs=1e-12)
            assert np.array(hessian) == pytest.approx(objective.hessian(point), rel=1e-12, abs=1e-12)
        assert np.array(found["iterates"]) == pytest.approx(run.iterates, rel=1e-12)
        assert found["losses"] == pytest.approx(run.losses.tolist(), rel=1e-12)
        verdict, expected = found["verdict"], judge(run)
        assert (found["stopped"], verdict["kind"], verdict["period"]) == (run.stopped, expected.kind, expected.period)
        for name, known in (("predicted", expected.predicted_factor), ("edgeMultiple", expected.edge_multiple)):
            assert verdict[name] == (known and pytest.approx(known, rel=1e-9)), name
