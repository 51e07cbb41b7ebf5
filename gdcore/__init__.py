"""Descent runs and the theory of their learning rates: numbers only, no pictures."""

from gdcore.callables import from_callable
from gdcore.errors import InputError
from gdcore.line_search import backtracking, halving
from gdcore.methods import Method, gradient_descent, learning_rates, momentum, nesterov
from gdcore.objectives import Objective, mean_squared_error, parabola, standardised_error
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from gdcore.stochastic import sgd
from gdcore.table import Table, houses, read_table
from gdcore.theory import Verdict, judge
from gdcore.trajectory import Trajectory, descend

__all__ = [
    "InputError",
    "Method",
    "Objective",
    "Scenario",
    "Table",
    "Trajectory",
    "Verdict",
    "backtracking",
    "built_in",
    "catalogue",
    "descend",
    "from_callable",
    "gradient_descent",
    "halving",
    "houses",
    "judge",
    "learning_rates",
    "mean_squared_error",
    "momentum",
    "nesterov",
    "parabola",
    "read_table",
    "sgd",
    "standardised_error",
]
