"""A run as plain data, ready for JSON: full double precision, finite numbers only, None for what is unknown."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore.scenario import Scenario


def trace(scenario: Scenario) -> dict[str, Any]:
    """Return the run of ``scenario`` in the published format of ``clips/<slug>.json``.

    Where the clip shows other runs beside it, they follow as ``companions``, each in the same form.
    """
    found = _run(scenario)
    if scenario.companions:
        found["companions"] = [_run(companion) for companion in scenario.companions]
    return found


def _run(scenario: Scenario) -> dict[str, Any]:
    run, verdict = scenario.trajectory, scenario.verdict
    return {
        "slug": scenario.slug,
        "objective": run.objective.name,
        "parameters": list(run.objective.parameters),
        "method": run.method.name,
        "learning_rate": _finite(run.method.learning_rate),
        "hyperparameters": dict(run.method.hyperparameters),
        "start": _finite(run.start),
        "n_steps": run.n_steps,
        "stopped": run.stopped,
        "iterates": _finite(run.iterates),
        "losses": _finite(run.losses),
        "rejected": [{"k": r.k, "point": _finite(r.point), "loss": _finite(r.loss)} for r in run.rejected],
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


def _finite(value: ArrayLike | None) -> Any:
    """Return plain floats, nested like ``value``, with None for every number that is not finite."""
    if isinstance(value, np.ndarray):
        return [_finite(item) for item in value]
    if value is None or not math.isfinite(float(value)):  # type: ignore[arg-type]
        return None
    return float(value) + 0.0  # type: ignore[arg-type]  # no minus before 0
