"""What a verdict says of a run, held against the same rule carried on for thousands of steps by a loop of its own."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.scenario import Scenario
from gdcore.sweeps.sweep import sweep
from gdcore.theory.observed import Fate, Kind
from tests.conftest import CASES
from tests.runs_drawn import scenarios

LONG = 6000
"""Steps beyond those that the judge looks at."""


@np.errstate(all="ignore")
def carried_on(scenario: Scenario, n_steps: int) -> tuple[Array, bool]:
    """Return the iterates of a linear method from the scenario's start, and whether the next one has no value."""
    gradient, value = scenario.objective.gradient, scenario.objective.value
    rate, beta = scenario.method.learning_rate, scenario.method.momentum
    ahead = beta if scenario.method.name == "nesterov" else 0.0
    points, velocity = [np.array(scenario.start)], np.zeros(len(rate))
    for _ in range(n_steps):
        slope = gradient(points[-1] + ahead * velocity)
        velocity = beta * velocity - rate * slope
        landed = points[-1] + velocity
        if not np.isfinite(landed).all() or not np.isfinite(value(landed)):
            there = np.isfinite(slope).all() and (scenario.objective.exists_at(landed) or abs(landed).max() > 1e8)
            return np.array(points), not there and abs(value(points[-1])) < 1e100
        points.append(landed)
    return np.array(points), False


def problem(scenario: Scenario) -> str:
    """Return what is wrong with a verdict; empty if the long run bears it out, or else one that is longer."""
    return _problem(scenario, LONG) and _problem(scenario, 10 * LONG) and _problem(scenario, 50 * LONG)


def _problem(scenario: Scenario, n_more: int) -> str:
    verdict, run = scenario.verdict, scenario.trajectory
    points, left = carried_on(scenario, run.n_steps + n_more)
    whole = len(points) == run.n_steps + n_more + 1
    match verdict.kind:
        case "undefined":
            return "" if left and (len(points) == run.n_steps + 1 or run.stopped == "max_steps") else "goes on"
        case "standing":
            return "" if (abs(points[: run.n_steps + 1] - points[0]) <= 1e-9).all() else "moves"
        case "diverging":
            return "leaves the domain" if left else "stays" if whole and not _leaves(points) else ""
        case "cycling":
            if not whole or _rests(points, 1e-6) or _leaves(points):
                return "does not go on for ever"
            return "" if _comes_back(points, verdict.period or 2) else f"does not come back in {verdict.period}"
        case "converging":
            falls = whole and _falls(scenario.objective.value(points))
            return "" if falls or (whole and _rests(points, 1e-3)) else "does not settle"
        case "wandering":
            if whole and _leaves(points):
                return "leaves"
            back = [p for p in range(2, 33) if whole and _comes_back(points, p)]
            return "settles" if whole and _rests(points, 1e-4) else f"comes back in {back[0]}" if back else ""
    return "unknown"


def _leaves(points: Array) -> bool:
    """Whether the farthest distance from the start grows on: as time doubles, by hardly less than the last time.

    A run that does so leaves every bound; a random walk leaves each as well, but returns for ever.
    """
    away = abs(points - points[0]).max(axis=-1)
    far = np.maximum.accumulate(away)
    reached = np.array([far[len(far) // n - 1] for n in (8, 4, 2, 1)])
    growth = np.diff(reached)
    # A walk from well to well or one leap goes out for a while, but not in every one of so many stretches.
    stretches = [stretch.max() for stretch in np.array_split(away[len(away) // 4 :], 12)]
    onward = bool((np.diff(stretches) > 0.0).all())
    return onward and bool((growth > 1e-9 * reached[1:]).all()) and growth[2] >= 0.75 * growth[1]


def _rests(points: Array, share: float) -> bool:
    """Whether the last steps are no more than a share of the longest, and become shorter or are lost in rounding."""
    steps = abs(np.diff(points, axis=0))
    last, before = steps[-500:].max(axis=0), steps[-1000:-500].max(axis=0)
    # Near a minimum at 0 it is the gradient's terms, as large as the run, whose rounding keeps a run moving.
    lost = last <= np.maximum(1e-12 * abs(points[-1000:]).max(axis=0), 1e-15 * abs(points).max(axis=0))
    return bool(((last <= share * steps.max(axis=0)) & ((last < 0.999 * before) | lost)).all())


def _falls(losses: Array) -> bool:
    """Whether the losses are lower from stretch to stretch: the highest of them, and those in the middle."""
    stretches = np.array_split(losses[-5000:], 5)
    highest, middle = ([measure(stretch) for stretch in stretches] for measure in (np.max, np.median))
    return bool((np.diff(highest) < 0.0).all() and (np.diff(middle) < 0.0).all())


def _comes_back(points: Array, p: int) -> bool:
    tail = points[-1000:]
    return bool((abs(tail[p:] - tail[:-p]).max(axis=0) <= 1e-3 * np.ptp(tail, axis=0).max()).all())


@pytest.mark.more
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios())
def test_the_long_run_bears_the_verdict_out(scenario: Scenario) -> None:
    if scenario.method.linear:
        assert problem(scenario) == "", scenario.verdict


@pytest.mark.parametrize("steps", [1, 3, 100])
@pytest.mark.parametrize(
    ("formula", "start", "method", "kind"),
    [
        ("sqrt(abs(x))", [-1.1], momentum([0.5], 0.5), "wandering"),  # steeper the nearer: nothing can settle there
        ("sqrt(abs(x))", [-2.5], gradient_descent([1.0]), "wandering"),
        # x goes out by half a unit more each step; y has come to rest, farther from its start than x in longest steps.
        ("(x-1)**2+2*(y-0.8)**2+0.5*(abs(x)+abs(y))", [-2.0, 1.5], gradient_descent([1.0, 0.31]), "diverging"),
        ("sqrt(abs(x))", [0.7], nesterov([0.9932982823605949], 0.5), "wandering"),
        ("cos(2*x)", [0.7], gradient_descent([1.0]), "wandering"),  # in narrow bands
        ("1/x+x", [0.5], nesterov([1.0], 0.5), "wandering"),
        ("exp(x)-20*x", [0.3], momentum([1.0], 0.9), "wandering"),  # after a leap of 1e8
        ("abs(x-1.6)", [0.0], gradient_descent([0.00047813813335522895]), "cycling"),  # after thousands of steps
        ("1/x+0.1*x", [-1.0], gradient_descent([1.2]), "converging"),  # after a leap to 187
        ("x**3-0.3*x", [0.2], nesterov([1.0], 0.5), "cycling"),  # in six steps, after hundreds
        ("sin(x)+0.5*x**2", [2.0], momentum([2.0], 0.9), "cycling"),
        ("1/x+2*x", [0.6], momentum([0.5], 0.5), "converging"),
        ("1/x+2*x", [0.7], gradient_descent([2.0]), "diverging"),
        ("1/x+2*x", [0.2], gradient_descent([1.0]), "wandering"),  # walks back from leaps, ever farther ones by chance
        ("x**4", [0.5], nesterov([0.1], 0.9), "converging"),  # swings for long
        ("x**3", [0.5], gradient_descent([0.1]), "converging"),  # to 0 as slowly as 1/k, never beyond
        ("x**3", [0.01], momentum([1.0], 0.5), "converging"),
        ("(x-2)**3+1", [2.4], gradient_descent([0.2]), "converging"),
        ("x**5", [1.0], gradient_descent([0.05]), "converging"),
        ("x**3", [-0.01], gradient_descent([0.1]), "diverging"),
        ("cos(1.7*x)", [-2.1], nesterov([1.2], 0.5), "diverging"),  # after some 900 steps a wave farther at every step
        ("asin(x)", [0.0], gradient_descent([1.0]), "undefined"),
        ("sqrt(x)", [1.4], gradient_descent([0.006135475566081041]), "undefined"),
        ("sqrt(x)", [0.5], gradient_descent([1e-4]), "undefined"),  # after thousands of steps
        ("asin(x)", [0.9], gradient_descent([2.8e-4]), "undefined"),
        ("x**1.5", [1.0], gradient_descent([1e-3]), "undefined"),  # the slope vanishes too slowly for any rate
        ("x**2.5", [1.0], gradient_descent([1e-3]), "converging"),
        ("x-log(x)", [3.0], gradient_descent([1e-3]), "converging"),  # slopes beyond the pole say nothing
        ("x**2+y**2", [-2.3, 0.0], gradient_descent([1.0002302850208247] * 2), "diverging"),
        ("3*abs(x)+x**2", [-1.9], gradient_descent([1.0]), "diverging"),
        ("tanh(x)+2*x**2", [2.5], gradient_descent([0.5]), "diverging"),  # as the logarithm of the time
        ("tanh(x)+x**2", [1.4], gradient_descent([1.0]), "diverging"),  # there and back, by gaps that shrink as 1/k
        ("2*abs(x)+x**2", [2.0], gradient_descent([3e-4]), "cycling"),  # around the kink, after 1800 steps
        ("(1-x)**2+10*(y-x**2)**2", [-1.0, 1.0], momentum([0.003150151780258597] * 2, 0.9), "converging"),
        ("0.3*abs(x)+x**2", [-2.4], gradient_descent([0.0026]), "cycling"),  # by ever smaller steps to the kink
        ("abs(x)+0.5*abs(y)", [2.5, 2.5], gradient_descent([0.3, 0.001]), "cycling"),  # y comes there after 5000
        ("abs(x)+0.1*abs(y)", [-0.4, -2.6], nesterov([1.0, 0.0017528968956706584], 0.3), "cycling"),
        ("x**2/(1+x**2)", [1.0], momentum([2.0], 0.9), "cycling"),  # after a chaos of 2500
        ("x**3-2*x", [0.8], gradient_descent([0.5]), "cycling"),  # nearer and nearer, never evenly
        ("1/x+0.1*x", [-2.4], nesterov([0.1], 0.9), "converging"),  # back from 777, with the pole beyond the minimum
        ("sqrt(abs(x))", [2.9], gradient_descent([0.008461028769917058]), "wandering"),  # a walk is no cycle of two
        ("cos(20*x)", [-1.6], gradient_descent([5.0]), "wandering"),
        ("cos(2*x)", [0.7], gradient_descent([8.5754945816154]), "wandering"),  # farther by chance
        ("cos(x)+x/3", [0.5], gradient_descent([5.0]), "diverging"),  # a well further with each step
        ("exp(-x)", [1.0], gradient_descent([0.1]), "diverging"),  # as the logarithm of the time, lower and lower
        ("1/x", [0.5], gradient_descent([0.1]), "diverging"),  # as its cube root
    ],
)
def test_verdicts_that_steps_asked_for_do_not_change(
    formula: str, start: list[float], method: Method, kind: Kind, steps: int
) -> None:
    objective = written(read_expression(formula))
    view = "curve" if len(start) == 1 else "contour"
    scenario = Scenario("fixed", "Fixed", objective, method, np.array(start), steps, view)
    assert scenario.verdict.kind == kind
    assert problem(scenario) == ""


@pytest.mark.parametrize(
    ("formula", "slope", "start", "rate"),
    [
        ("abs(x)", lambda x: math.copysign(1.0, x), 1000.0, 0.01),
        ("abs(x)", lambda x: math.copysign(1.0, x), 2.0, 1e-5),
        ("abs(x-1.6)", lambda x: math.copysign(1.0, x - 1.6), 0.0, 1e-5),
        ("abs(x)+x**2", lambda x: math.copysign(1.0, x) + 2.0 * x, 2.0, 3e-5),
        ("abs(x)+x**4", lambda x: math.copysign(1.0, x) + 4.0 * x**3, 3.0, 1e-5),
    ],
)
def test_a_kink_is_known_however_many_steps_away(
    formula: str, slope: Callable[[float], float], start: float, rate: float
) -> None:
    x, signs = start, []
    for _ in range(250_000):
        x -= rate * slope(x)
        signs.append(slope(x) > 0.0)
    assert signs[0] == signs[10_000]  # still on its way
    assert signs[-100:] == [signs[-100], not signs[-100]] * 50  # one step over the kink, one step back
    objective = written(read_expression(formula))
    scenario = Scenario("far", "Far", objective, gradient_descent([rate]), np.array([start]), 10, "curve")
    assert (scenario.verdict.kind, scenario.verdict.period) == ("cycling", 2)
    assert sweep(objective, gradient_descent, [[rate]], [start], 10).kind[0] == Fate.CYCLING


def test_a_run_that_lands_on_a_kink_rests_there() -> None:
    # 2**-12 is exact in float64, so that 8192 steps lead from 2 to 0, where the slope is 0.
    scenario = Scenario(
        "exact", "Exact", written(read_expression("abs(x)")), gradient_descent([2.0**-12]), np.array([2.0]), 10, "curve"
    )
    assert scenario.verdict.kind == "converging"
    assert problem(scenario) == ""


@pytest.mark.parametrize("steps", [3, 4, 5, 6])
def test_a_run_that_stands_after_its_last_step_does_not_cycle(steps: int) -> None:
    objective = written(read_expression("abs(x-0.5)"))
    scenario = Scenario("stands", "Stands", objective, gradient_descent([0.5]), np.array([2.5]), steps, "curve")
    assert scenario.trajectory.iterates[3:5].ravel().tolist() == [1.0, 0.5][: steps - 2]
    assert scenario.verdict.kind == "converging"


@pytest.mark.parametrize(("formula", "start"), [("3*x+2", [1.0]), ("2*y-x", [1.0, 0.5])])
def test_no_minimum_is_searched_where_the_slope_is_the_same_everywhere(
    formula: str, start: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*_given: object) -> None:
        raise AssertionError("a search for each of many runs takes long")

    monkeypatch.setattr("scipy.optimize.minimize", searched)
    rates = np.geomspace(1e-3, 10.0, 40)[:, None] * np.ones(len(start))
    fates = sweep(written(read_expression(formula)), gradient_descent, rates, start, 20)
    assert (fates.kind == Fate.DIVERGING).all()


@pytest.mark.parametrize(
    ("points", "fate"),
    [
        ([(-1.0002) ** k for k in range(6001)], "leaves"),
        ([(-1) ** k * (k + 1.0) for k in range(6000)], "leaves"),
        ([np.log(k + 1.0) for k in range(6000)], "leaves"),
        ([1.0046**k for k in range(6000)], "leaves"),  # at an eighth of the time a billionth of the way
        ([min(k, 3346.0) + k % 2 for k in range(6000)], "comes back"),
        ([0.99**k for k in range(6000)], "rests"),
        ([0.0, *(1e9 - 200.0 * k for k in range(6000))], "walks"),
    ],
)
def test_the_long_run_is_read_rightly(points: list[float], fate: str) -> None:
    column = np.array(points)[:, None]
    found = {"leaves": _leaves(column), "comes back": _comes_back(column, 2), "rests": _rests(column, 1e-3)}
    assert next((name for name, is_so in found.items() if is_so), "walks") == fate
