"""Made-up runs for tests that claim something of any run: functions of every kind, rates, methods, starts and steps."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from gdcore.arrays import Array
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.tables.table import houses

ONE = (
    "{a}*x**2+{b}", "{a}*x**2+{b}*x", "x**4-{a}*x**2+{b}*x", "(x**2-{a})**2", "x**4", "{a}*x+{b}", "-{a}*x**2",
    "x**3-{a}*x", "abs(x-{b})", "{a}*abs(x)+x**2", "sqrt(abs(x))", "sqrt({a}+x**2)", "cos({a}*x)", "cos(x)+x/{a}",
    "sin(x)+{a}*x**2", "exp(-{a}*x)", "exp(x)-{a}*x", "log(1+exp(-x))+log(1+exp({a}*x))", "1/x+{a}*x", "x-{a}*log(x)",
    "-{a}*log(x)-log(1-x)", "sqrt(x)", "x**1.5-{a}*x", "asin(x)", "x**2/({a}+x**2)", "atan(x)*x", "tanh(x)+{a}*x**2",
    "log(cosh(x))", "cosh(x)-{a}*x", "0*x+{a}", "x*exp(-x**2)", "x**2+1000000", "abs(abs(x)-{a})",
)  # fmt: skip
TWO = (
    "x**2+{a}*y**2", "(1-x)**2+{a}*(y-x**2)**2", "x**2-{a}*y**2", "(x+y)**2", "abs(x)+{a}*abs(y)",
    "(x-1)**2+2*(y-{b})**2+{a}*(abs(x)+abs(y))", "(x*y-{a})**2/2", "sin(x)*cos(y)", "exp(x)+exp(-x)+{a}*y**2",
    "log(1+exp(-x-y))+{a}*(x**2+y**2)", "x**2+y**4", "(x**2+y-11)**2+(x+y**2-7)**2", "x*y",
)  # fmt: skip
numbers = st.integers(-30, 30).map(lambda n: n / 10)
sizes = st.sampled_from([0.1, 0.3, 0.5, 1.0, 1.7, 2.0, 3.0, 7.0, 20.0])
rates = st.one_of(
    st.sampled_from([0.1, 0.3, 0.5, 0.8, 1.0, 1.2, 2.0, 2.3, 5.0]), st.floats(-4.0, 1.0).map(lambda e: 10.0**e)
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a run that can begin."""
    if draw(st.integers(0, 9)) == 0:
        return _on_houses(draw)
    text = draw(st.sampled_from(ONE + TWO)).format(a=draw(sizes), b=draw(numbers))
    objective = written(read_expression(text))
    start = np.array([draw(numbers) for _ in objective.parameters])
    rate = draw(rates)
    equal = draw(st.booleans())
    method = _method(draw, np.array([rate] + [rate if equal else draw(rates) for _ in objective.parameters[1:]]))
    return _made(draw, objective, method, start)


def _method(draw: st.DrawFn, rate: Array) -> Method:
    name = draw(st.sampled_from(["plain", "plain", "plain", "momentum", "nesterov", "halving", "backtracking"]))
    beta = draw(st.sampled_from([0.0, 0.3, 0.5, 0.9]))
    made = {"plain": gradient_descent, "halving": halving, "backtracking": backtracking}
    if name in made:
        return made[name](rate)
    return momentum(rate, beta) if name == "momentum" else nesterov(rate, beta)


def _on_houses(draw: st.DrawFn) -> Scenario:
    rate = np.array([10.0 ** draw(st.floats(-9.0, -6.0)), 10.0 ** draw(st.floats(-3.0, 0.5))])
    method = (
        sgd(rate, draw(st.integers(1, 60)), draw(st.integers(0, 9))) if draw(st.booleans()) else _method(draw, rate)
    )
    return _made(draw, mean_squared_error(houses()), method, np.array([250.0, 250_000.0]))


def _made(draw: st.DrawFn, objective: Objective, method: Method, start: Array) -> Scenario:
    steps = draw(st.sampled_from([1, 2, 3, 5, 10, 20, 40, 100]))
    view = "curve" if objective.n_parameters == 1 else "contour"
    try:
        return Scenario("drawn", "Drawn", objective, method, start, steps, view)
    except InputError:
        # A start outside the domain: most functions here have 0.5 in theirs.
        return Scenario("drawn", "Drawn", objective, method, np.full(len(start), 0.5), steps, view)
