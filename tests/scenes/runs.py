"""Scenarios of every kind, small enough to render in a moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gdcore.arrays import Array, frozen
from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES, HOUSES_START
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.methods.adam import adam
from gdcore.methods.clipping import clipped
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario, View
from gdcore.tables.table import Table, houses
from scenes.clip.quality import Quality

TINY = Quality("tiny", 214, 120, 5)
COARSE = Quality("coarse", 106, 60, 2)
METHODS: dict[str, Callable[[Array], Method]] = {
    "gradient_descent": gradient_descent,
    "halving": halving,
    "backtracking": backtracking,
    "momentum": lambda rates: momentum(rates, 0.5),
    "nesterov": lambda rates: nesterov(rates, 0.5),
    "adam": adam,
    "clipped": lambda rates: clipped(gradient_descent(rates), 1.0),
}


def scenario(
    objective: Objective, view: View, rates: float | dict[str, float], start: Sequence[float], steps: int, method: str
) -> Scenario:
    rule = METHODS[method](learning_rates(rates, objective.parameters))
    return Scenario("sample", "A sample", objective, rule, frozen(start), steps, view)


def on_parabola(
    steps: int = 3, *, rate: float = 1.2, start: float = -1.0, method: str = "gradient_descent"
) -> Scenario:
    return scenario(parabola(), "curve", rate, [start], steps, method)


def on_houses(
    steps: int = 7,
    *,
    rates: float | dict[str, float] = BLOW_UP_RATES,
    start: Sequence[float] = HOUSES_START,
    method: str = "gradient_descent",
    view: View = "surface",
) -> Scenario:
    return scenario(mean_squared_error(houses()), view, rates, start, steps, method)


def on_data(x: Sequence[float], y: Sequence[float], rate: float, steps: int = 5, **names: str) -> Scenario:
    return scenario(mean_squared_error(Table(frozen(x), frozen(y), **names)), "fit", rate, [0, 0], steps, "halving")


ODD_RUNS: dict[str, Callable[[], Scenario]] = {
    "one parameter, overflow": lambda: on_parabola(500, rate=1e3),
    "one parameter, overflow at once": lambda: on_parabola(5, rate=1e200),
    "one parameter, very large": lambda: on_parabola(5, rate=0.8, start=-1e153),
    "one parameter, very small": lambda: on_parabola(5, rate=0.8, start=-1e-100),
    "one parameter, smaller than a double can tell": lambda: on_parabola(5, rate=0.8, start=-1e-161),
    "one parameter, from the minimum": lambda: on_parabola(5, rate=0.8, start=0.0),
    "one parameter, stalled at once": lambda: on_parabola(5, rate=0.8, start=0.0, method="halving"),
    "one parameter, rate too small to move": lambda: on_parabola(5, rate=1e-300),
    "one parameter, many trials": lambda: on_parabola(5, rate=1e3, method="halving"),
    "two parameters, overflow": lambda: on_houses(300, rates={"a": 2e-6, "b": 0.15}),
    "two parameters, overflow at once": lambda: on_houses(5, rates=1e300),
    "two parameters, explosion in one step": lambda: on_houses(50, rates=1.0),
    "two parameters, one explosive step": lambda: on_houses(1, rates=1.0),
    "two parameters, very large": lambda: on_houses(20, rates=1e-8, start=(1e100, 1e100)),
    "two parameters, from the minimum": lambda: on_houses(
        5, rates=GOOD_RATES, start=mean_squared_error(houses()).minimiser
    ),
    "data below zero": lambda: on_data([-3, -2, -1], [-5, -1, -2], 0.1),
    "data all zero": lambda: on_data([-1, 1], [0, 0], 0.1),
    "tiny data with odd names": lambda: on_data(
        [1e-6, 2e-6], [3e-7, 4e-7], 0.1, x_name="1. x -- //", y_name="a\n\n= #b", x_unit="[°]", y_unit="*_$"
    ),
}
