"""Drawn runs of every view, small enough to be looked at in a moment: `drawn` makes the one of a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.built_in.runs import HOUSES_START
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.models.features import Features
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.objectives.parabola import parabola
from gdcore.scenario import FateChoice, Scenario, View
from gdcore.tables.table import Table, houses
from tests.runs_drawn import ONE, TWO
from tests.scenes.views.every.test_own_functions import own

Rule = Callable[[Array], Method]
METHODS: tuple[Rule, ...] = (
    gradient_descent, gradient_descent, halving, backtracking, partial(momentum, momentum=0.5),
    partial(momentum, momentum=0.9), partial(nesterov, momentum=0.9),
)  # fmt: skip
COLUMNS = ("area", "number of rooms", "age", "distance_to_town", "e", "floors", "x2", "Größe [m²]")


def one_of(rng: np.random.Generator, choices: tuple[Rule, ...]) -> Rule:
    return choices[int(rng.integers(len(choices)))]


def on_function(texts: tuple[str, ...], view: View, reach: float, seed: int) -> Scenario:
    """Return a run of a drawn function of one or two parameters, from near its origin, from far every fourth time."""
    rng = np.random.default_rng(seed)
    text = texts[seed % len(texts)].format(a=rng.choice([0.3, 0.5, 1.7, 3.0, 7.0]), b=rng.choice([-1.3, 0.4, 2.0]))
    names = ("x",) if texts is ONE else ("x", "y")
    far = 10.0 ** rng.integers(-1, 3) if texts is TWO and seed % 4 == 0 else 1.0
    start = [round(float(value) * far, 2) for value in rng.uniform(-reach, reach, len(names))]
    scenario = own(text, start, 0.1, view, int(rng.choice([1, 2, 5, 12, 40])))
    rate = round(float(10.0 ** rng.uniform(-2.5, 0.3)), 4)
    return replace(scenario, method=one_of(rng, METHODS)(learning_rates(rate, names)))


def several(texts: tuple[str, ...], view: View, most: int, seed: int) -> Scenario:
    """Return a run of a drawn function with up to ``most`` others: other rates, or other methods too."""
    rng = np.random.default_rng(seed)
    text = texts[seed % len(texts)].format(a=rng.choice([0.3, 0.5, 1.7, 3.0, 7.0]), b=rng.choice([-1.3, 0.4, 2.0]))
    names = ("x",) if texts is ONE else ("x", "y")
    start = [round(float(value), 2) for value in rng.uniform(0.1, 0.9, len(names))]
    rules = METHODS if seed % 3 else METHODS[:1]
    n_beside = seed % (most + 1) if view == "fate" else 1 + seed % most
    rates = np.round(10.0 ** rng.uniform(-2.5, 0.3, n_beside + 1), 4)
    lead = replace(own(text, start, 0.1, view, int(rng.choice([2, 5, 12, 40]))), title="")
    runs = [replace(lead, method=one_of(rng, rules)(learning_rates(float(rate), names))) for rate in rates]
    return replace(runs[0], title=f"Drawn {seed}", companions=tuple(runs[1:]))


def on_one_graph(seed: int) -> Scenario:
    """Return three runs on the parabola that differ in their rates, of any size, in steps and perhaps in method."""
    rng = np.random.default_rng(seed)
    rules = METHODS if seed % 2 else METHODS[:1]
    start = round(float(rng.choice([-1.0, 1.0]) * 10.0 ** rng.integers(-2, 4)), 3)
    runs = [
        Scenario("drawn", "Drawn", parabola(), one_of(rng, rules)(frozen([round(float(rate), 3)])), frozen([start]),
                 int(rng.choice([1, 3, 6, 40])), "rates")
        for rate in np.sort(rng.uniform(0.01, 1.5 if seed % 3 else 30.0, 3))
    ]  # fmt: skip
    return replace(runs[0], companions=tuple(runs[1:]))


def drawn_table(seed: int) -> Table:
    """Return a table of large or small numbers, its line rising or falling."""
    rng = np.random.default_rng(seed)
    scale, height = (10.0 ** rng.integers(-3, 5) for _ in range(2))
    x = scale * (rng.uniform(0.0, 1.0, int(rng.integers(3, 60))) + rng.choice([0.0, 2.0]))
    y = height * (rng.normal(0.0, 0.2, len(x)) + rng.uniform(-1.0, 1.0) * x / scale + rng.choice([0.0, 1.0]))
    return Table(frozen(x), frozen(y), "area", "price", "m²" if seed % 2 else "", "€")


def on_data(view: View, rules: tuple[Rule, ...], shares: tuple[float, ...], seed: int) -> Scenario:
    """Return a run on a drawn table, its rates ``shares`` of what one parameter alone would need; houses first."""
    rng = np.random.default_rng(1000 + seed)
    objective = mean_squared_error(drawn_table(seed) if seed else houses())
    assert objective.minimiser is not None
    curvature = np.diag(objective.hessian(np.zeros(2)))
    rates = rng.choice(shares) / curvature
    away = rng.uniform(0.5, 3.0, 2) * rng.choice([-1.0, 1.0], 2) * float(np.sqrt(objective.value(np.zeros(2))))
    start = objective.minimiser + away / np.sqrt(curvature)
    steps = int(rng.choice([1, 3, 20, 150]))
    return Scenario("drawn", "Drawn", objective, one_of(rng, rules)(rates), frozen(start), steps, view)


def on_noisy(seed: int) -> Scenario:
    """Return a stochastic run on the houses, with up to three other seeds and the run of all rows beside it."""
    rng = np.random.default_rng(seed)
    rate = np.array([10.0 ** rng.uniform(-8.0, -6.5), 10.0 ** rng.uniform(-2.0, -0.5)])
    batch = int(rng.choice([1, 1, 5, 20]))
    lead = Scenario(
        "noisy", "Noisy", mean_squared_error(houses()), sgd(rate, batch, seed), frozen(HOUSES_START), 60, "noise"
    )  # fmt: skip
    if seed % 2 == 0:
        return lead
    beside = [replace(lead, method=sgd(rate, batch, seed + i)) for i in range(1, 2 + seed % 3)]
    return replace(lead, companions=(*beside, replace(lead, method=gradient_descent(rate))))


def with_momenta(seed: int) -> Scenario:
    """Return a run with momentum, beside it those with other shares, at rates on both sides of plain descent's edge."""
    rng = np.random.default_rng(seed)
    lead = on_data("momentum", METHODS[:1], (0.9, 1.8, 2.2, 3.0), seed)
    betas = np.sort(rng.choice([0.0, 0.05, 0.13, 0.14, 0.3, 0.5, 0.8, 0.9], int(rng.integers(2, 5)), replace=False))
    runs = [
        replace(lead, method=momentum(lead.method.learning_rate, float(beta)), steps=int(rng.choice([20, 150])))
        for beta in betas
    ]
    return replace(runs[-1], companions=tuple(runs[:-1]))


def in_both_units(seed: int) -> Scenario:
    """Return a run on standardised data that lands in one step, beside it one from the same line in raw units."""
    raw = on_data("surface", METHODS[:1], (0.2, 0.9), seed)
    table = raw.objective.table
    assert table is not None
    objective = standardised_error(table)
    assert objective.standard is not None
    start = objective.standard.standardised(raw.start)
    return Scenario("drawn", "Drawn", objective, gradient_descent([1.0, 1.0]), start, 1 + seed % 4, "circle", 1e-6,
                    companions=(replace(raw, title="raw units", steps=20),))  # fmt: skip


def on_columns(seed: int) -> Scenario:
    """Return a fit to several columns: their number, the rows, the units, the method and its rates drawn."""
    rng = np.random.default_rng(seed)
    n_columns, n_rows = 2 + seed % 7, int(rng.choice([12, 40, 5000]))
    x = rng.normal(3.0, 2.0, (n_rows, n_columns))
    y = x @ np.arange(1.0, n_columns + 1.0) + 7.0 + rng.normal(0.0, 1.0, n_rows)
    data = Features(x, y, y_name="rent", y_unit="€", x_names=COLUMNS[:n_columns], x_units=("m²",) * n_columns)
    objective = (standardised_features_error if seed % 3 else features_error)(data)
    rate = float(rng.choice([0.01, 0.4, 1.0, 3.0]))
    rates = np.full(n_columns + 1, rate) if seed % 2 else np.round(np.linspace(0.1, 1.0, n_columns + 1) * rate, 4)
    rule = one_of(rng, (*METHODS, partial(sgd, batch=3)))
    steps = int(rng.choice([1, 30, 300]))
    start = objective.minimiser if seed % 5 == 4 else np.zeros(n_columns + 1)
    assert start is not None
    return Scenario("rents", "Rents", objective, rule(rates), start, steps, "fit")


def of_three(seed: int) -> Scenario:
    """Return a race on a function of three to five parameters."""
    rng = np.random.default_rng(seed)
    n_parameters = 3 + seed % 3
    text = " + ".join(f"{i + 1}*x{i}**2" for i in range(n_parameters))
    names = tuple(f"x{i}" for i in range(n_parameters))
    runs = [
        replace(own(text, [1.0] * n_parameters, 0.1, "race", 30),
                method=one_of(rng, METHODS)(learning_rates(float(rate), names)))
        for rate in np.round(10.0 ** rng.uniform(-2.5, -0.3, 2 + seed % 7), 4)
    ]  # fmt: skip
    return replace(runs[0], companions=tuple(runs[1:]))


def on_plane(seed: int) -> Scenario:
    """Return a map of fates over two rates or, of every other seed, over rate, momentum and starts in turn."""
    scenario = several(TWO, "fate", 2, seed)
    rates = scenario.method.learning_rate
    axes = ((), ("x", "y"), (), ("learning_rate", "x"), (), ("learning_rate", "momentum"))[seed % 6]
    if "momentum" in axes:
        scenario = replace(scenario, method=momentum(rates, 0.5), companions=())
    return replace(scenario, fate=FateChoice(axes))


def on_axis(seed: int) -> Scenario:
    """Return a map of fates over one axis: of all rates together, or of one start."""
    if seed % 2:
        return replace(several(TWO, "fate", 1, seed), fate=FateChoice(("x",)))
    return replace(of_three(seed), view="fate", companions=())


drawn: Mapping[tuple[int, str], Callable[[int], Scenario]] = {
    (1, "curve"): partial(on_function, ONE, "curve", 3.0),
    (1, "race"): partial(several, ONE, "race", 7),
    (1, "fate"): partial(several, ONE, "fate", 3),
    (1, "rates"): on_one_graph,
    (2, "circle"): in_both_units,
    (2, "contour"): lambda seed: on_data("contour", METHODS, (0.2, 0.9, 3.0), seed - 20) if seed >= 20 else (
        on_function(TWO, "contour", 1.5, seed)
    ),
    (2, "directions"): partial(on_data, "directions", METHODS[:1], (0.2, 0.9, 1.9)),
    (2, "fate"): on_plane,
    (2, "fit"): partial(on_data, "fit", METHODS, (0.2, 0.9)),
    (2, "line"): partial(on_data, "line", METHODS, (0.2, 0.9)),
    (2, "momentum"): with_momenta,
    (2, "noise"): on_noisy,
    (2, "race"): partial(several, TWO, "race", 7),
    (2, "speeds"): partial(on_data, "speeds", METHODS[:1], (0.2, 0.5, 0.9)),
    (2, "surface"): partial(on_function, TWO, "surface", 1.5),
    (2, "trials"): partial(on_data, "trials", (halving, backtracking, partial(backtracking, sufficient=0.3)),
                           (0.3, 2.0, 20.0)),
    (3, "fate"): on_axis,
    (3, "fit"): on_columns,
    (3, "race"): of_three,
}  # fmt: skip
"""By the keys of ``scenes.views.by_name.LESSONS``: the run of a seed."""
