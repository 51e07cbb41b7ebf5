"""Runs that tests of descent look at."""

from __future__ import annotations

from gdcore.arrays import frozen
from gdcore.descent.method import Method
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses

GOOD, BLOW_UP = (5e-8, 0.15), (5.75e-7, 0.15)


def on_parabola(rate: float, n_steps: int = 3, tolerance: float | None = None, start: float = -1.0) -> Trajectory:
    return descend(parabola(), gradient_descent(frozen([rate])), frozen([start]), n_steps, tolerance)


def on_houses(method: Method, n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), method, frozen([250.0, 250_000.0]), n_steps, 1.0)
