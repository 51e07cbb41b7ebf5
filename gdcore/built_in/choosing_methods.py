"""The runs of the story whose method chooses its own steps, or cuts them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gdcore.built_in.runs import houses_run, parabola_run
from gdcore.methods.clipping import clipped
from gdcore.methods.registry import made
from gdcore.scenario import Scenario
from gdcore.text.language import tr

ADAM_RATES = {"a": 20.0, "b": 40_000.0}
WITHOUT_MEMORY = {"a": 2.5e-7, "b": 5e-4}
"""Rates in the proportion that the adaptive methods are given, so that only the memory sets these runs apart."""


def choosing_methods() -> tuple[Scenario, ...]:
    """Return them in the order of the story, in the current language."""
    return _adaptive(), _adam_edge(), _clipping()


def _adaptive() -> Scenario:
    """Return Adam on the raw houses, beside it Adagrad, RMSProp, and plain descent, all with rates as 1 to 2000."""
    adagrad, rmsprop = partial(made, "adagrad"), partial(made, "rmsprop")
    beside = (
        houses_run("adaptive-2", "Adagrad", {"a": 50.0, "b": 100_000.0}, 150, adagrad),
        houses_run("adaptive-3", "RMSProp", {"a": 1.0, "b": 2000.0}, 150, rmsprop),
        houses_run("adaptive-4", tr("no memory"), WITHOUT_MEMORY, 150),
    )
    rule, rates = partial(made, "adam"), ADAM_RATES
    lead = houses_run("adaptive", tr("A memory for each parameter"), rates, 150, rule, "memory", beside)
    return replace(lead, run_title="Adam")


def _adam_edge() -> Scenario:
    """Return Adam at a rate that blows plain descent up, long enough to be thrown out of its own valley."""
    plain = parabola_run("adam-edge-2", 1.2, tr("plain descent"), steps=30)
    lead = parabola_run("adam-edge", 1.2, tr("A rate that only shakes Adam"), steps=2000, view="memory")
    method = made("adam", lead.method.learning_rate)
    return replace(lead, method=method, companions=(plain,), run_title="Adam")


def _clipping() -> Scenario:
    """Return the run that leaves the parabola with its gradients clipped, and beside it without."""
    beside = parabola_run("clipping-2", 1.2, tr("not clipped"), steps=8)
    lead = parabola_run("clipping", 1.2, tr("A seat belt, not a steering wheel"), steps=8)
    return replace(lead, method=clipped(lead.method, 1.0), companions=(beside,), run_title=tr("clipped at 1"))
