"""Descent runs and the theory of their learning rates: numbers only, no pictures."""

from gdcore.errors import InputError
from gdcore.methods import Method, gradient_descent, halving, learning_rates, momentum
from gdcore.objectives import Objective, mean_squared_error, parabola
from gdcore.scenarios import Scenario, built_in, catalogue
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
    "built_in",
    "catalogue",
    "descend",
    "gradient_descent",
    "halving",
    "houses",
    "judge",
    "learning_rates",
    "mean_squared_error",
    "momentum",
    "parabola",
    "read_table",
]
