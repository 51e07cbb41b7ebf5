"""Functions that a lesson's author wrote compute on the page what they compute in gdcore, and runs on them are judged alike."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from gdcore.descent.registry import FAMILIES
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.theory.minimum import located
from gdcore.theory.verdict import judge
from valleyjump.markup.javascript import written_module

RUNNER = Path(__file__).with_name("written_in_node.js")
METHODS = ("gradient_descent", "halving", "backtracking", "momentum", "nesterov")
NUMBERS = {"momentum": 0.8, "sufficient": 0.1, "shrink": 0.6}
CLOSE = 1e-12


class Page:
    """What the page's scripts compute, in Node."""

    def __init__(self, node):
        self.process = subprocess.Popen(
            [node, "--no-warnings", str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def page(node):
    started = Page(node)
    yield started
    started.process.stdin.close()
    started.process.wait(10)


def one_number(text):
    return float(text)


PARTS = st.recursive(
    st.sampled_from(["x", "x", "y", "1.5", "0.3", "2", "pi"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})/(1 + ({p[1]})**2)"),
        st.tuples(inner, st.sampled_from(["2", "2", "3", "4", "0.5", "-1"])).map(lambda p: f"({p[0]})**{p[1]}"),
        st.tuples(
            st.sampled_from("sin cos exp log sqrt abs tanh atan sigmoid softplus relu log1p cosh".split()), inner
        ).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
    ),
    max_leaves=6,
)
FUNCTIONS = st.tuples(PARTS, st.sampled_from(["", " + x**2/4", " + x**4/10 + y**2", " + 3*(x - y)**2 + x**2"])).map("".join)


@st.composite
def settings_drawn(draw):
    """A function, a start, rates, a method and a number of steps."""
    text = draw(FUNCTIONS)
    try:
        objective = written(read_expression(text))
    except InputError:
        assume(False)
    d = objective.n_parameters
    start = [draw(st.floats(-3, 3).map(lambda x: round(x, 2))) for _ in range(d)]
    rates = [10.0 ** draw(st.floats(-3, 0.5)) for _ in range(d)]
    return text, draw(st.sampled_from(METHODS)), rates, start, draw(st.sampled_from([1, 3, 30, 60]))
