"""The edge of stability in closed form, for a linear method on a quadratic.

``solvable`` tells whether the closed forms apply; the maps of ``gdcore.studies.fates`` need none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.descent.momentum import HEAVY_BALL, heavy_ball_edge
from gdcore.methods.registry import Rule, is_plain, rule_of
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.spectra import dominant_multipliers, edge_multiple, rate_eigenvalues

Complex = NDArray[np.complex128]
ABOVE, BELOW = 3.6, 200.0
"""The extent of a plane of rates above and below the rate at which each parameter alone is stable."""
UNKNOWN = 30.0
"""Its extent either way from the runs if the edge is unknown."""
ROOM = 2.0
"""Its least extent above and below each run."""


def solvable(scenario: Scenario) -> bool:
    """Return whether closed forms apply: a linear method on a quadratic with a known minimiser."""
    objective = scenario.objective
    return scenario.method.linear and objective.quadratic and objective.minimiser is not None


def multipliers_of(objective: Objective, rule: Rule, rates: Array) -> Complex:
    """Return the long-run multiplier of the error per step, for every cell of ``rates`` ``(..., d)``.

    Only for objectives and methods with a closed form; see ``solvable``.
    """
    d = rates.shape[-1]
    eigenvalues = rate_eigenvalues(objective, rates.reshape(-1, d))
    found = None if eigenvalues is None else dominant_multipliers(rule(np.ones(d)), eigenvalues)
    assert found is not None
    return found.reshape(rates.shape[:-1])


def steps_until(share: float, factors: Array) -> Array:
    """Return the number of steps k after which ``factors**k`` is at most ``share``; inf for never."""
    with np.errstate(divide="ignore"):
        falls = np.log(np.minimum(factors, 1.0))
        # The tolerance keeps a power equal to the share from needing one more step because of rounding.
        steps = np.ceil(np.log(share) / np.where(falls < 0.0, falls, -0.0) - 1e-9)
    return frozen(np.maximum(steps, 1.0))


def edge_curve(objective: Objective, rule: Rule, reach: Array, n: int = 600) -> Array | None:
    """Return pairs of rates on the edge of stability, shape ``(k, 2)``, from one axis to the other.

    Along each ratio of the two rates, the edge is where the largest eigenvalue of diag(rate) H reaches the method's
    limit. The ratios go beyond the corners of ``reach``.
    """
    ratio = np.geomspace(reach[1, 0] / reach[0, 1], reach[1, 1] / reach[0, 0], n)
    rays = np.stack([np.sqrt(1.0 / ratio), np.sqrt(ratio)], axis=-1)
    multiples = [_edge(objective, rule, ray) for ray in rays]
    pairs = [ray * multiple for ray, multiple in zip(rays, multiples, strict=True) if multiple is not None]
    return frozen(pairs) if pairs else None


def _edge(objective: Objective, rule: Rule, rates: Array) -> float | None:
    eigenvalues = rate_eigenvalues(objective, rates)
    return None if eigenvalues is None else edge_multiple(rule(rates), eigenvalues)


def felt_edge(scenario: Scenario) -> float | None:
    """Return the factor by which all rates can be multiplied until the minimum that the run tends to is unstable.

    None if that is unknown: without a minimiser, at a kink, and for a method whose steps are no fixed multiple.
    """
    return _edge(scenario.objective, rule_of(scenario.method), scenario.method.learning_rate)


def plane_reach(scenario: Scenario) -> Array:
    """Return the lowest and the highest rate of each parameter, shape ``(2, 2)``; every run lies between them."""
    rates = np.array([run.method.learning_rate for run in scenario.runs])
    if felt_edge(scenario) is None:
        return frozen(np.stack([rates.min(axis=0) / UNKNOWN, rates.max(axis=0) * UNKNOWN], axis=-1))
    alone = limits_alone(scenario)
    low, high = np.minimum(alone / BELOW, rates.min(axis=0) / ROOM), np.maximum(alone * ABOVE, rates.max(axis=0) * ROOM)
    return frozen(np.stack([low, high], axis=-1))


def limits_alone(scenario: Scenario) -> Array:
    """Return, for each parameter, the rate at the edge if that parameter alone moved, shape ``(d,)``.

    Where the edge is unknown these are the largest rates of the scenario and its companions.
    """
    largest = np.max([run.method.learning_rate for run in scenario.runs], axis=0)
    if felt_edge(scenario) is None:
        return frozen(largest)
    assert scenario.objective.minimiser is not None
    curvatures = np.diagonal(scenario.objective.hessian(scenario.objective.minimiser))
    edges = [edge_multiple(scenario.method, frozen([curvature])) for curvature in curvatures]
    return frozen([alone or rate for alone, rate in zip(edges, largest, strict=True)])


def limit_of(scenario: Scenario) -> float | None:
    """Return the rate at the edge for one parameter, or None without a closed form."""
    return float(limits_alone(scenario)[0]) if solvable(scenario) else None


def best_of(scenario: Scenario) -> Array | None:
    """Return the fastest rates of plain descent on a quadratic of one or two parameters, shape ``(d,)``, if known.

    They are the inverses of the curvatures along the parameters. For two parameters with curvatures scaled to 1 the
    eigenvalues are 1 - c and 1 + c, and no other scaling brings them closer together: A. van der Sluis, Condition
    numbers and equilibration of matrices (1969).
    """
    if not solvable(scenario) or not is_plain(scenario.method):
        return None
    assert scenario.objective.minimiser is not None
    curvatures = np.diagonal(scenario.objective.hessian(scenario.objective.minimiser))
    return frozen(1.0 / curvatures) if (curvatures > 0.0).all() else None


def edge_at_best(scenario: Scenario) -> float | None:
    """Return the factor by which the fastest rates can be multiplied until the run is unstable, or None if unknown."""
    best = best_of(scenario)
    return None if best is None else _edge(scenario.objective, rule_of(scenario.method), best)


def heavy_balls(scenario: Scenario) -> tuple[list[Scenario], list[Scenario]]:
    """Return the runs whose fate the edge 2 (1 + momentum) tells: those outside and those inside it.

    They are, in the order of growing momentum, heavy balls and plain descents with the same eigenvalues of
    diag(rate) H, on a quadratic with losses above 0; none unless the scenario's own run is one of them and there is an
    eigenvalue above 0.
    """
    eigenvalues = scenario.verdict.eigenvalues
    if not _is_heavy_ball(scenario) or eigenvalues is None or not eigenvalues[0] > 0.0:
        return [], []
    beside = (run for run in scenario.companions if _is_heavy_ball(run))
    alike = [run for run in beside if np.array_equal(run.verdict.eigenvalues, eigenvalues)]  # type: ignore[arg-type]
    runs = sorted((scenario, *alike), key=lambda run: run.method.momentum)
    n_outside = sum(heavy_ball_edge(run.method.momentum) <= eigenvalues[0] for run in runs)
    return runs[:n_outside], runs[n_outside:]


def blown_up_without(scenario: Scenario) -> Scenario | None:
    """Return the run beside a scenario's that diverges because it is without momentum, if there is one."""
    outside, inside = heavy_balls(scenario)
    without = (run for run in outside if run.method.momentum == 0.0 and run.verdict.kind == "diverging")
    return next(without, None) if scenario in inside else None


def _is_heavy_ball(run: Scenario) -> bool:
    known = run.method.name == HEAVY_BALL.name or is_plain(run.method)
    return known and solvable(run) and bool((run.trajectory.losses > 0.0).all())


def needed_momentum(scenario: Scenario) -> float | None:
    """Return the smallest beta with which heavy ball is stable at the scenario's rates, or None if none below 1 is."""
    eigenvalues = rate_eigenvalues(scenario.objective, scenario.method.learning_rate)
    if eigenvalues is None or not solvable(scenario):
        return None
    beta = max(float(eigenvalues[0]) / 2.0 - 1.0, 0.0)
    return beta if beta < 1.0 else None
