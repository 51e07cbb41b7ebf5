"""Drawn scenarios of several runs on one function: other rates, methods and starts, on both clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.errors import InputError
from gdcore.methods.registry import made
from gdcore.scenario import Clock, Scenario, View
from gdcore.schedules.decays import step_decay
from gdcore.schedules.ramps import cosine, one_cycle
from gdcore.schedules.spectral import silver
from tests.runs_drawn import ONE, TWO
from tests.scenes.drawn import METHODS, on_columns, on_data, one_of
from tests.scenes.views.every.test_own_functions import own

TITLES = ("", "", "small steps", "a name of a run that is much too long for the room beside any picture")


def beside(lead: Scenario, seed: int, starts: Callable[[np.random.Generator], Array]) -> Scenario:
    """Return the scenario with one to seven runs beside it, of which some have other starts, methods and titles."""
    rng = np.random.default_rng(seed)
    clock: Clock | None = (None, "steps", "evaluations")[seed % 3]
    names = lead.objective.parameters
    scale = 10.0 ** rng.uniform(-1.0, 0.6, 7)
    companions: list[Scenario] = []
    for i in range(1 + seed % 7):
        rates = learning_rates(dict(zip(names, lead.method.learning_rate * scale[i], strict=True)), names)
        method = lead.method if seed % 4 == 1 else one_of(rng, METHODS if seed % 2 else METHODS[:1])(rates)
        title = TITLES[seed % len(TITLES)] and f"{TITLES[seed % len(TITLES)]} {i}"
        own_start = starts(rng) if seed % 4 in (1, 2) else lead.start
        try:
            companions.append(replace(lead, method=method, start=own_start, title=title, companions=()))
        except InputError:  # there is no loss at that start
            companions.append(replace(lead, method=method, title=title, companions=()))
    return replace(lead, title=f"Drawn {seed}", companions=tuple(companions), clock=clock)


def on_function(texts: tuple[str, ...], view: View, seed: int) -> Scenario:
    """Return several runs of a drawn function of one or two parameters."""
    rng = np.random.default_rng(seed)
    text = texts[seed % len(texts)].format(a=rng.choice([0.3, 0.5, 1.7, 3.0, 7.0]), b=rng.choice([-1.3, 0.4, 2.0]))
    n = 1 if texts is ONE else 2
    start = [round(float(value), 2) for value in rng.uniform(0.1, 0.9, n)]
    lead = own(text, start, round(float(10.0 ** rng.uniform(-2.0, 0.0)), 4), view, int(rng.choice([1, 5, 12, 40])))
    return beside(lead, seed, lambda rng: frozen(rng.uniform(-2.0, 2.0, n).round(2)))


def on_table(view: View, seed: int) -> Scenario:
    """Return several fits of a line to drawn data."""
    lead = on_data(view, METHODS, (0.1, 0.4, 0.9), seed)
    return beside(lead, seed, lambda rng: frozen(lead.start * rng.uniform(0.5, 1.5, 2)))


def on_features(seed: int) -> Scenario:
    """Return several fits to the same columns."""
    lead = on_columns(seed)
    return beside(lead, seed, lambda rng: frozen(rng.uniform(-1.0, 1.0, len(lead.start))))


def with_memory(lead: Scenario, seed: int) -> Scenario:
    """Return the scenario with a method that remembers slopes, in the view of that; beside it the runs that it has."""
    method = made(("adam", "rmsprop", "adagrad")[seed % 3], lead.method.learning_rate)
    return replace(lead, view="memory", method=method)


def with_schedule(lead: Scenario, seed: int) -> Scenario:
    """Return the scenario with a rate that changes from step to step, in the view of that."""
    rates, steps = lead.method.learning_rate, lead.steps
    kinds = (cosine(rates, steps, warmup=steps // 3), one_cycle(rates, steps), silver(rates, 3.0), step_decay(rates, 5))
    return replace(lead, view="schedule", method=gradient_descent(kinds[seed % len(kinds)]))


drawn_together: Mapping[tuple[int, str], Callable[[int], Scenario]] = {
    (1, "curve"): partial(on_function, ONE, "curve"),
    (2, "contour"): lambda seed: (on_table if seed % 5 == 4 else partial(on_function, TWO))("contour", seed),
    (2, "surface"): lambda seed: (on_table if seed % 5 == 4 else partial(on_function, TWO))("surface", seed),
    (2, "fit"): partial(on_table, "fit"),
    (3, "fit"): on_features,
    **{
        (n, view): partial(lambda of, made_in, seed: of(made_in(seed), seed), of, made_in)
        for view, of in (("memory", with_memory), ("schedule", with_schedule))
        for n, made_in in ((1, partial(on_function, ONE, "curve")), (2, partial(on_function, TWO, "contour")),
                           (3, on_features))
    },
}  # fmt: skip
"""By the keys of ``scenes.views.by_name.SEVERAL``: the runs of a seed."""
