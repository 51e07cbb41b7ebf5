"""A run as plain data, ready for JSON: full double precision, finite numbers only, None for what is unknown."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.descent.memory import memory
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario

MOST_ROWS = 10_000
"""Longer runs are thinned for the page and for readers."""


def trace(scenario: Scenario) -> dict[str, Any]:
    """Return the run of ``scenario`` in the published format of ``clips/<slug>.json``.

    Its companions, if any, follow as ``companions``, each in the same form.
    """
    return _with_companions(scenario, lambda run: _run(run, slice(None)))


def is_long(scenario: Scenario) -> bool:
    """Return whether the trace of the scenario or of a companion is too long to be published whole."""
    return any(run.trajectory.n_steps > MOST_ROWS for run in scenario.runs)


def thinned_trace(scenario: Scenario, whole: str) -> dict[str, Any]:
    """Return the trace with at most ``MOST_ROWS`` iterates per run: every ``stride``-th and the last.

    A thinned run has an entry ``thinned``: the ``stride``, the number ``k`` of each iterate kept, and the name of the
    file with the ``whole`` trace.
    """
    return _with_companions(scenario, lambda run: _thinned(run, whole))


def _with_companions(scenario: Scenario, of: Callable[[Scenario], dict[str, Any]]) -> dict[str, Any]:
    found = of(scenario)
    if scenario.companions:
        found["companions"] = [of(companion) for companion in scenario.companions]
    return found


def _thinned(scenario: Scenario, whole: str) -> dict[str, Any]:
    last = scenario.trajectory.n_steps
    if last <= MOST_ROWS:
        return _run(scenario, slice(None))
    stride = math.ceil(last / (MOST_ROWS - 1))
    rows = np.append(np.arange(0, last, stride), last)
    return _run(scenario, rows) | {"thinned": {"stride": stride, "k": rows.tolist(), "whole": whole}}


def _run(scenario: Scenario, rows: slice | NDArray[np.int64]) -> dict[str, Any]:
    """Return a run with these rows, and the trial points rejected by the steps from them."""
    run, verdict = scenario.trajectory, scenario.verdict
    kept = None if isinstance(rows, slice) else set(rows.tolist())
    rejected = [trial for trial in run.rejected if kept is None or trial.k in kept]
    return {
        "slug": scenario.slug,
        "objective": run.objective.name,
        "parameters": list(run.objective.parameters),
        "method": run.method.name,
        **_rates(run, rows),
        "hyperparameters": dict(run.method.hyperparameters),
        "start": _finite(run.start),
        "n_steps": run.n_steps,
        "stopped": run.stopped,
        "iterates": _finite(run.iterates[rows]),
        "losses": _finite(run.losses[rows]),
        "memory": {name: _finite(values[rows]) for name, values in memory(run).items()} or None,
        "rejected": [{"k": r.k, "point": _finite(r.point), "loss": _finite(r.loss)} for r in rejected],
        "evaluations": {"loss": run.loss_evaluations, "gradient": run.gradient_evaluations},
        "verdict": {
            "kind": verdict.kind,
            "period": verdict.period,
            "minimum": verdict.minimum,
            "overshoots": verdict.overshoots,
            "measured_factor": _finite(verdict.measured_factor),
            "predicted_factor": _finite(verdict.predicted_factor),
            "eigenvalues": _finite(verdict.eigenvalues),
            "stability_limit": _finite(verdict.stability_limit),
            "edge_multiple": _finite(verdict.edge_multiple),
        },
    }


def _rates(run: Trajectory, rows: slice | NDArray[np.int64]) -> dict[str, Any]:
    """Return the rates of all steps, or under a schedule those of the steps from these rows."""
    schedule = run.method.schedule
    if schedule.is_constant:
        return {"learning_rate": _finite(schedule.learning_rate), "schedule": None, "learning_rates": None}
    steps = np.arange(run.n_steps) if isinstance(rows, slice) else rows[rows < run.n_steps]
    settings = {name: list(value) if isinstance(value, tuple) else value for name, value in schedule.numbers.items()}
    named = {"name": schedule.name, "learning_rate": _finite(schedule.learning_rate), **settings}
    return {"learning_rate": None, "schedule": named, "learning_rates": _finite(schedule.rate(steps))}


def _finite(value: ArrayLike | None) -> Any:
    """Return plain floats, nested like ``value``, with None for every number that is not finite."""
    if isinstance(value, np.ndarray):
        return (value + 0.0).tolist() if np.isfinite(value).all() else [_finite(item) for item in value]
    if value is None or not math.isfinite(float(value)):  # type: ignore[arg-type]
        return None
    return float(value) + 0.0  # type: ignore[arg-type]  # no minus before 0
