"""The published JSON: exact keys, finite numbers, full precision."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.methods.adam import adam
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.theory.observed import Kind
from gdcore.trace import MOST_ROWS, is_long, thinned_trace, trace

pytestmark = pytest.mark.filterwarnings("error")

KEYS = {
    "slug", "objective", "parameters", "method", "learning_rate", "schedule", "learning_rates", "hyperparameters",
    "start", "n_steps", "stopped", "iterates", "losses", "memory", "rejected", "evaluations", "verdict",
}  # fmt: skip
VERDICT_KEYS = {
    "kind", "period", "minimum", "overshoots",
    "measured_factor", "predicted_factor", "eigenvalues", "stability_limit", "edge_multiple",
}  # fmt: skip
CATALOGUE = {scenario.slug: scenario for scenario in catalogue()}


def published(scenario: Scenario) -> dict[str, Any]:
    """Return the trace as a reader of the file gets it."""
    text = json.dumps(trace(scenario), allow_nan=False)
    found: dict[str, Any] = json.loads(text)
    return found


RULES: dict[str, Callable[[Array], Method]] = {
    "plain": gradient_descent,
    "halving": halving,
    "momentum": lambda rate: momentum(rate, 0.5),
}


def one_parameter(method: str, rate: float, steps: int, objective: Objective | None = None) -> Scenario:
    return Scenario(
        "run", "A run", objective or parabola(), RULES[method](frozen([rate])), frozen([-1.0]), steps, "curve"
    )


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_the_format_is_the_published_one(scenario: Scenario) -> None:
    found = published(scenario)
    assert found.keys() == (KEYS | {"companions"} if scenario.companions else KEYS)
    assert found["verdict"].keys() == VERDICT_KEYS
    assert found["evaluations"].keys() == {"loss", "gradient"}
    assert all(rejection.keys() == {"k", "point", "loss"} for rejection in found["rejected"])
    assert found["stopped"] in {"max_steps", "tolerance", "overflow", "stalled", "domain"}
    assert found["verdict"]["kind"] in get_args(Kind)
    assert len(found["iterates"]) == len(found["losses"]) == found["n_steps"] + 1
    assert {len(point) for point in found["iterates"]} == {len(found["parameters"])}


def test_companions_are_runs_in_the_same_form() -> None:
    scenario = CATALOGUE["remedies-race"]
    found = published(scenario)["companions"]
    assert found == [published(companion) for companion in scenario.companions]
    assert [run["method"] for run in found] == ["backtracking", "momentum", *["gradient_descent"] * 2, "adam"]
    assert all(run.keys() == KEYS for run in found)


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_numbers_keep_full_double_precision(scenario: Scenario) -> None:
    found = published(scenario)
    np.testing.assert_array_equal(found["iterates"], scenario.trajectory.iterates)
    np.testing.assert_array_equal(found["losses"], scenario.trajectory.losses)
    np.testing.assert_array_equal(found["verdict"]["eigenvalues"], scenario.verdict.eigenvalues)


def test_three_steps_at_rate_0_8_are_the_documented_example() -> None:
    found = published(CATALOGUE["parabola-converges"])
    verdict = found.pop("verdict")
    iterates, losses = found.pop("iterates"), found.pop("losses")
    assert found == {
        "slug": "parabola-converges",
        "objective": "parabola",
        "parameters": ["x"],
        "method": "gradient_descent",
        "learning_rate": [0.8],
        "schedule": None,
        "learning_rates": None,
        "hyperparameters": {},
        "start": [-1.0],
        "n_steps": 3,
        "stopped": "max_steps",
        "rejected": [],
        "memory": None,
        "evaluations": {"loss": 4, "gradient": 3},
    }
    np.testing.assert_allclose(iterates, [[-1.0], [0.6], [-0.36], [0.216]], rtol=1e-14)
    np.testing.assert_allclose(losses, [1.0, 0.36, 0.1296, 0.046656], rtol=1e-14)
    assert (verdict.pop("kind"), verdict.pop("overshoots")) == ("converging", True)
    assert verdict.pop("eigenvalues") == [1.6]
    assert verdict.pop("stability_limit") == [1.0]
    assert (verdict.pop("period"), verdict.pop("minimum")) == (None, "exact")
    assert verdict == pytest.approx({"measured_factor": 0.6, "predicted_factor": 0.6, "edge_multiple": 1.25})


def test_what_has_no_meaning_for_halving_is_null() -> None:
    verdict = published(one_parameter("halving", 0.8, 3))["verdict"]
    null = {name for name, value in verdict.items() if value is None}
    assert null == {"period", "measured_factor", "predicted_factor", "stability_limit", "edge_multiple"}


def test_a_hyperparameter_is_named() -> None:
    assert published(one_parameter("momentum", 0.8, 3))["hyperparameters"] == {"momentum": 0.5}


def test_rejected_trials_name_their_step() -> None:
    found = published(one_parameter("halving", 3.0, 2))  # x - 3 * 2x is -5x, then half of that way is -2x, then -x/2
    assert [(r["k"], r["point"], r["loss"]) for r in found["rejected"]] == [
        (0, [5.0], 25.0),
        (0, [2.0], 4.0),
        (1, [-2.5], 6.25),
        (1, [-1.0], 1.0),
    ]
    assert found["iterates"] == [[-1.0], [0.5], [-0.25]]
    assert found["evaluations"] == {"loss": 7, "gradient": 2}


def test_overflow_is_told_in_finite_numbers() -> None:
    found = published(one_parameter("plain", 1e100, 10))
    assert (found["stopped"], found["n_steps"]) == ("overflow", 1)
    assert found["evaluations"] == {"loss": 3, "gradient": 2}
    assert published(one_parameter("plain", 1e308, 10))["verdict"]["predicted_factor"] is None


def test_a_refused_loss_that_is_no_number_is_null() -> None:
    def root(points: Array) -> Array:
        return np.asarray(np.sqrt(-points[..., 0]))

    edge = Objective(
        "root", ("x",), root, lambda p: -0.5 / np.sqrt(-p), lambda p: np.ones((*p.shape, 1)), frozen([[-2, 0]])
    )
    found = published(one_parameter("halving", 8.0, 1, edge))  # -1 + 8/2, then 4/2 are beyond the root; 1 is on it
    assert [(r["point"], r["loss"]) for r in found["rejected"]] == [([3.0], None), ([1.0], None)]
    assert found["iterates"] == [[-1.0], [0.0]]


def test_a_trace_is_plain_data() -> None:
    allowed = (dict, list, str, int, float, bool, type(None))

    def walk(node: Any) -> None:
        assert type(node) in allowed
        if isinstance(node, float):
            assert math.isfinite(node)
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(child)

    walk(trace(CATALOGUE["mse-halving"]))


def test_changing_a_trace_does_not_change_the_run() -> None:
    scenario = one_parameter("momentum", 0.8, 3)
    trace(scenario)["hyperparameters"]["momentum"] = 9.0
    trace(scenario)["iterates"][0][0] = 9.0
    assert published(scenario)["hyperparameters"] == {"momentum": 0.5}
    assert published(scenario)["iterates"][0] == [-1.0]


def long_run(n_steps: int) -> Scenario:
    method = gradient_descent([0.4999])
    return Scenario("long", "Long", parabola(), method, np.array([-1.0]), n_steps, "curve")


@pytest.mark.parametrize("n_steps", [10_001, 19_998, 50_000, 123_457])
def test_a_long_run_is_thinned_and_says_so(n_steps: int) -> None:
    scenario = long_run(n_steps)
    assert is_long(scenario)
    thin, whole = thinned_trace(scenario, "long.json.gz"), trace(scenario)
    rows = thin["thinned"]["k"]
    assert thin["thinned"]["whole"] == "long.json.gz"
    assert (rows[0], rows[-1], rows[1]) == (0, n_steps, thin["thinned"]["stride"])
    assert len(rows) == len(thin["iterates"]) == len(thin["losses"]) <= MOST_ROWS
    assert thin["iterates"] == [whole["iterates"][k] for k in rows]
    assert thin["losses"] == [whole["losses"][k] for k in rows]
    alone = {"iterates", "losses", "thinned"}
    assert {name: value for name, value in thin.items() if name not in alone} == {
        name: value for name, value in whole.items() if name not in alone
    }
    assert len(whole["losses"]) == n_steps + 1


def test_of_refused_points_those_of_the_steps_that_are_told_stay() -> None:
    scenario = replace(long_run(25_000), method=halving([1.00001]), start=np.array([1e150]), steps=25_000)
    thin = thinned_trace(scenario, "long.json.gz")
    assert {trial["k"] for trial in thin["rejected"]} <= set(thin.get("thinned", {"k": range(25_000)})["k"])


def test_a_short_run_is_whole_and_a_long_one_beside_it_is_not() -> None:
    short = long_run(10_000)
    assert not is_long(short)
    assert thinned_trace(short, "x") == trace(short)
    both = replace(short, companions=(long_run(20_000),))
    assert is_long(both)
    thin = thinned_trace(both, "x")
    assert "thinned" not in thin
    assert thin["companions"][0]["thinned"]["stride"] == 3


def test_what_a_method_remembers_is_told_for_each_iterate() -> None:
    scenario = Scenario("run", "A run", parabola(), adam(frozen([0.5])), frozen([-1.0]), 3, "curve")
    held, gradients = published(scenario)["memory"], scenario.trajectory.gradients[:, 0]
    assert held.keys() == {"first_moment", "second_moment", "effective_rate"}
    assert held["first_moment"][:2] == [[0.0], [pytest.approx(0.1 * gradients[0])]]
    assert held["second_moment"][:2] == [[0.0], [pytest.approx(0.001 * gradients[0] ** 2)]]
    assert held["effective_rate"][:2] == [[None], [pytest.approx(0.5 / 2.0)]]
    long = replace(scenario, steps=MOST_ROWS + 5)
    thinned = thinned_trace(long, "whole.json")
    assert len(thinned["memory"]["first_moment"]) == len(thinned["iterates"]) == len(thinned["thinned"]["k"])
