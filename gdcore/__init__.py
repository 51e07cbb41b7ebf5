"""Gradient descent runs and the theory of their learning rates, without manim.

**One run.** `descend` takes an objective, a method with one learning rate per parameter, a start and a number of
steps, and returns the whole run:

>>> from gdcore import descend, gradient_descent, judge, parabola
>>> run = descend(parabola(), gradient_descent([0.25]), start=[-1.0], n_steps=3)
>>> run.iterates.ravel().tolist()
[-1.0, -0.5, -0.25, -0.125]

In a notebook, a run as the last value of a cell displays its verdict, a drawing, and a table of its first and last
steps.

**Verdicts.** `judge` measures the run, and predicts it where theory can:

>>> verdict = judge(run)
>>> verdict.kind, verdict.measured_factor, verdict.predicted_factor
('converging', 0.5, 0.5)
>>> verdict.stability_limit.tolist()
[1.0]

Divergence is a result, never an error:

>>> judge(descend(parabola(), gradient_descent([1.2]), [-1.0], 20)).kind
'diverging'

**Functions of your own.** Any Python function of d numbers works; its gradient is approximated by central differences
unless you pass one to `from_callable`:

>>> bowl = lambda x, y: (x - 1) ** 2 + 2 * y**2
>>> run = descend(bowl, gradient_descent([0.2, 0.2]), [0.0, 1.0], 60)
>>> run.iterates[-1].round(6).tolist()
[1.0, 0.0]

**Data.** `read_table` reads two columns of a CSV file, with the options of a `Reading`; `houses` is a bundled table.
`mean_squared_error` is the error of a line fitted to a table, `standardised_error` that of a line in standard units:

>>> from gdcore import houses, mean_squared_error
>>> mean_squared_error(houses()).minimiser.round(2).tolist()
[147.06, 47630.04]

**Other methods.** `momentum`, `nesterov`, `halving`, `backtracking`, `sgd`, `adagrad`, `rmsprop`, `adam`, `adamw`,
`polyak`, `barzilai_borwein` and `newton` replace `gradient_descent`; `clipped` and `minibatched` change what any
of them sees:

>>> from gdcore import momentum
>>> rates, start = [5.75e-7, 0.15], [250.0, 250_000.0]
>>> error = mean_squared_error(houses())
>>> judge(descend(error, gradient_descent(rates), start, 150)).kind
'diverging'
>>> judge(descend(error, momentum(rates, 0.5), start, 150)).kind
'converging'

**Ready-made runs.** `catalogue` returns the scenarios of the built-in clips, `built_in` one of them by its slug:

>>> from gdcore import built_in
>>> built_in("mse-blowup").trajectory.n_steps
150

Invalid input raises `InputError` with a message of one line.
"""

from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.memory import memory
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import minibatched, sgd
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.methods.adam import adam, adamw
from gdcore.methods.adaptive import adagrad, rmsprop
from gdcore.methods.clipping import clipped
from gdcore.methods.newton import newton
from gdcore.methods.step_lengths import barzilai_borwein, polyak
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.notebook.repr_html import trajectory_html, verdict_html
from gdcore.objectives.callables import from_callable
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from gdcore.schedules.schedule import Schedule, constant
from gdcore.tables.table import Reading, Table, houses, read_table
from gdcore.theory.verdict import Verdict, judge

# Attached here, so that the values do not depend on their drawings.
Trajectory._repr_html_ = trajectory_html  # type: ignore[attr-defined]
Verdict._repr_html_ = verdict_html  # type: ignore[attr-defined]

__all__ = [
    "InputError",
    "Method",
    "Objective",
    "Reading",
    "Scenario",
    "Schedule",
    "Table",
    "Trajectory",
    "Verdict",
    "adagrad",
    "adam",
    "adamw",
    "backtracking",
    "barzilai_borwein",
    "built_in",
    "catalogue",
    "clipped",
    "constant",
    "descend",
    "from_callable",
    "gradient_descent",
    "halving",
    "houses",
    "judge",
    "learning_rates",
    "mean_squared_error",
    "memory",
    "minibatched",
    "momentum",
    "nesterov",
    "newton",
    "parabola",
    "polyak",
    "read_table",
    "rmsprop",
    "sgd",
    "standardised_error",
]
