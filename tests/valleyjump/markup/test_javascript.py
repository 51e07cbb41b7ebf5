"""What a lesson's author wrote computes on the page what it computes in gdcore, and its runs are judged alike."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.methods.registry import FAMILIES
from gdcore.theory.minimum import located
from gdcore.theory.observed import AHEAD, FARTHEST_AHEAD
from gdcore.theory.verdict import judge
from tests.conftest import CASES
from valleyjump.markup.javascript import written_module
from valleyjump.playgrounds.model import METHODS
from valleyjump.playgrounds.objectives import function_name, objective_model

NUMBERS = {"momentum": 0.8, "sufficient": 0.1, "shrink": 0.6}
DRAWN = CASES // 5
"""Each draw follows its run in both languages for thousands of steps; `make fuzz VALLEYJUMP_CASES=2500` draws 500."""
CLOSE = 1e-12
PROBES = 5
NUDGES = (1.0 - 2.0**-50, 1.0 + 2.0**-50, 1.0 - 2.0**-47, 1.0 + 2.0**-47)
"""Starts that are others by rounding: of a run that these lead elsewhere no two machines have the same numbers."""
SHAKES = (1.0, -1.0)

NAMES = ("sin", "cos", "exp", "log", "sqrt", "abs", "tanh", "atan", "sigmoid", "softplus", "relu", "log1p", "cosh")
PARTS = st.recursive(
    st.sampled_from(["x", "x", "y", "1.5", "0.3", "2", "pi"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})/(1 + ({p[1]})**2)"),
        st.tuples(inner, st.sampled_from(["2", "2", "3", "4", "0.5", "-1"])).map(lambda p: f"({p[0]})**{p[1]}"),
        st.tuples(st.sampled_from(NAMES), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
    ),
    max_leaves=6,
)
BOWLS = ["", " + x**2/4", " + x**4/10 + y**2", " + 3*(x - y)**2 + x**2"]
TENTHS = st.integers(-300, 300).filter(bool).map(lambda n: n / 100)


@st.composite
def drawn(draw):
    """A function, a method, rates, a start and a number of steps."""
    text = draw(PARTS) + draw(st.sampled_from(BOWLS))
    try:
        d = len(read_expression(text).parameters)
    except InputError:
        assume(False)
    rates = [10.0 ** draw(st.floats(-3.0, 0.5)) for _ in range(d)]
    start = [draw(TENTHS) for _ in range(d)]
    return text, draw(st.sampled_from(METHODS)), rates, start, draw(st.sampled_from([1, 3, 30, 60]))


def made(name, rates):
    """Return the method of this name, and the numbers that it takes."""
    numbers = {number.name: NUMBERS[number.name] for number in FAMILIES[name].hyperparameters}
    return FAMILIES[name].make(np.array(rates), **numbers), numbers


def close(found, expected, scale=None):
    """Whether numbers agree beside the ``scale``, or beside the largest of them."""
    found, expected = np.array(found, dtype=float), np.array(expected, dtype=float)
    if found.shape != expected.shape or (np.isfinite(found) != np.isfinite(expected)).any():
        return False
    known = np.isfinite(expected)
    size = abs(expected[known]).max(initial=0.0) if scale is None or not np.isfinite(scale) else scale
    return bool((abs(found[known] - expected[known]) <= CLOSE * size).all())


def size_of_terms(objective, point):
    """Return how much values and slopes move when the point does by its own size: what rounding is told beside."""
    with np.errstate(all="ignore"):
        value, slope, curve = objective.value(point), objective.gradient(point), objective.hessian(point)
        far = np.maximum(abs(point), 1.0)
        return [abs(value) + abs(slope) @ far, abs(slope).max() + abs(curve).max() * far.max(), np.inf]


@example(("x**4 - 3*x**2 + x", "gradient_descent", [0.19], [1.9], 60))
@example(("(1 - x)**2 + 100*(y - x**2)**2", "nesterov", [0.001, 0.001], [-1.2, 1.0], 60))
@example(("abs(x)", "gradient_descent", [0.3], [1.1], 20))
@example(("log(1 + exp(-x)) + x**2/10", "momentum", [1.0], [-3.0], 40))
@example(("abs(x) + x**4/10 + y**2", "gradient_descent", [0.01, 0.0013], [0.43, 1.48], 1))
@example(("log(x)", "gradient_descent", [1.5], [1.0], 40))
@example(("sqrt(1 - x**4)", "gradient_descent", [0.5], [0.9], 40))
@example(("x**2 - y**2", "gradient_descent", [0.1, 0.1], [1.5, 0.01], 60))
@example(("(x + y)**2", "gradient_descent", [0.1, 0.1], [1.5, 0.01], 60))
@example(("exp(x**2) - exp(2*x**2)", "gradient_descent", [0.1], [1.0], 40))
@example(("x + 3*sin(3*x)", "gradient_descent", [0.9], [1.0], 60))
@example(("((x)/(1 + (x)**2))**3 + x**2/4", "halving", [1.0], [-0.27], 60))
@example(
    ("log1p(log1p(x)) + 3*(x - y)**2 + x**2", "halving", [1.1748975549395295, 0.0015302046764117515], [1.81, 3.0], 3)
)
@example(("w**2 + 3*x**2 + 10*y**2 + (z - 1)**4 + w*x", "gradient_descent", [0.05] * 4, [1.0, 1.0, 1.0, 3.0], 50))
@settings(max_examples=DRAWN, suppress_health_check=list(HealthCheck))
@given(drawn())
def test_functions_runs_and_verdicts_are_those_of_the_core(page, setting):
    text, name, rates, start, steps = setting
    names = {4: ("w", "x", "y", "z")}.get(len(rates))
    method, numbers = made(name, rates)
    try:
        objective = written(read_expression(text, names))
        run = ran(objective, method, start, steps)
    except InputError:
        assume(False)  # there is nothing at the start, or nowhere
    expected = judged(run)
    points = run.iterates[:: max(1, run.n_steps // PROBES)]
    found = page.ask({
        "module": written_module({function_name(objective): objective.function}),
        "objective": objective_model(located(objective, run.iterates, run.losses), run.start),
        "points": points.tolist(),
        "method": name, "rates": rates, "numbers": numbers, "start": start, "steps": steps,
    })  # fmt: skip
    for point, (value, gradient, hessian, exists) in zip(points, found["at"], strict=True):
        sizes = size_of_terms(objective, point)
        assert close(value, objective.value(point), sizes[0])
        assert close(gradient, objective.gradient(point), sizes[1])
        assert close(hessian, objective.hessian(point)) or not np.isfinite(objective.hessian(point)).all()
        assert exists == objective.defined(point)
    assert (found["stopped"], found["overflowStep"]) == (run.stopped, run.overflow_step)
    verdict, others = found["verdict"], [ran(objective, method, np.array(start) * nudge, steps) for nudge in NUDGES]
    told = {(one.kind, one.period) for one in (expected, *map(judged, others if chaotic(run, others) else ()))}
    if {verdict["kind"], expected.kind} == {"undefined", "diverging"}:
        assert ends_at_a_pole(run)
    else:
        assert (verdict["kind"], verdict["period"]) in told
    n = n_certain(run, [*others, *(ran(shaken(objective, by), method, np.array(start), steps) for by in SHAKES)])
    assert len(found["iterates"]) >= n
    assert close(found["iterates"][:n], run.iterates[:n])
    assert close(found["losses"][:n], run.losses[:n])
    if n < len(run.iterates):
        return
    assert len(found["iterates"]) == n
    for name, known in (("predicted", expected.predicted_factor), ("edgeMultiple", expected.edge_multiple)):
        # Where the page's search is given up it says less, and never another number.
        if verdict[name] is not None:
            assert verdict[name] == pytest.approx(known, rel=1e-9, abs=1e-12), name


def ran(objective, method, start, steps):
    with np.errstate(all="ignore"):
        return descend(objective, method, start, steps)


def judged(run):
    """Return the verdict on a run as a lesson has it: with the minimum that it tends to."""
    with np.errstate(all="ignore"):
        return judge(replace(run, objective=located(run.objective, run.iterates, run.losses)))


def shaken(objective, by):
    """Return a function whose values are others by rounding of terms that cancel, to which searches come down."""

    def value(points):
        noise = by * 2.0**-46 * np.sin(1e9 * np.sum(points, axis=-1))
        return objective.value(points) + noise * size_of_terms(objective, points)[0]

    return replace(objective, value=value)


def n_certain(run, others):
    """Return how many rows of a run are the same, whatever is rounded how."""
    n = min(len(other.iterates) for other in (run, *others))
    parted = [k for k in range(n) if not all(close(other.iterates[: k + 1], run.iterates[: k + 1]) for other in others)]
    return parted[0] if parted else n


def ends_at_a_pole(run):
    """Whether a run falls, as far as a verdict follows it, to where last digits decide if there is a value at all."""
    far = ran(run.objective, run.method, run.start, run.n_steps + FARTHEST_AHEAD)
    ulps = 8.0 * np.spacing(abs(far.iterates[-1])) * np.vstack([np.eye(len(run.start)), -np.eye(len(run.start))])
    beside = [run.objective.exists_at(point) for point in far.iterates[-1] + ulps]
    return far.stopped in ("domain", "overflow") and any(beside) and not all(beside)


def chaotic(run, others):
    """Whether rounding its start leads a run elsewhere within as many steps as a verdict follows it at first."""
    far = [ran(one.objective, one.method, one.start, AHEAD) for one in (run, *others)]
    return any(not close(other.iterates, far[0].iterates) for other in far[1:])


@pytest.mark.parametrize("name", ["var", "new", "let", "constructor", "toString", "x0", "this"])
def test_no_name_of_a_parameter_can_mean_anything_else(page, name):
    objective = written(read_expression(f"log({name}) + {name}**2"))
    question = {
        "module": written_module({function_name(objective): objective.function}),
        "objective": objective_model(objective),
        "points": [[0.5], [-0.5]],
        "method": "gradient_descent", "rates": [0.1], "numbers": {}, "start": [1.0], "steps": 1,
    }  # fmt: skip
    (value, gradient, _, there), (nothing, *_, here) = page.ask(question)["at"]
    assert value == pytest.approx(float(objective.value(np.array([0.5]))), rel=CLOSE)
    assert gradient == pytest.approx(objective.gradient(np.array([0.5])).tolist(), rel=CLOSE)
    assert (there, nothing, here) == (True, "NaN", False)


def test_the_module_holds_no_text_of_the_author():
    objective = written(read_expression("alert**2 + exp(alert)"))
    code = written_module({function_name(objective): objective.function})
    assert "alert" not in code.replace(json.dumps("alert"), "")
    assert "eval" not in code
    assert "Function" not in code
