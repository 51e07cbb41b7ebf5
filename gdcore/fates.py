"""Fate maps: what becomes of one run under every learning rate, as numbers for clips and page alike.

Where a quadratic tells the fate of a linear method exactly, the maps hold the closed forms beside the runs themselves:
the multiplier of each rate, the edge between the fates, and the fastest rates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.line_search import backtracking, halving
from gdcore.methods import Method, gradient_descent, momentum, nesterov
from gdcore.objectives import Array, Objective, frozen
from gdcore.scenario import Scenario
from gdcore.spectra import dominant_multipliers, edge_multiple, rate_eigenvalues
from gdcore.stochastic import sgd
from gdcore.sweep import Fates, sweep
from gdcore.trajectory import Trajectory, descend

Rule = Callable[[Array], Method]
Complex = NDArray[np.complex128]
MAKERS: Mapping[str, Callable[..., Method]] = {
    "gradient_descent": gradient_descent,
    "halving": halving,
    "backtracking": backtracking,
    "momentum": momentum,
    "nesterov": nesterov,
    "sgd": sgd,
}
LINE_CELLS = 1300
PLANE_CELLS = (220, 160)
MOMENTA = (0.0, 0.15, 0.35, 0.6, 0.9)
"""The momenta for which a plane of fates is shown."""
LEFT_SHARE = 0.01
"""A run has arrived when so much of its first distance is left."""
BEYOND = 1.3
"""How far a line of rates reaches, in multiples of the edge or of the largest rate shown."""
ABOVE, BELOW = 3.6, 200.0
"""How far a plane of rates reaches over and under the rate that each parameter could bear alone."""
UNKNOWN = 30.0
"""How far it reaches either way from the runs where nothing tells where the edge is."""
ROOM = 2.0
"""And at least over and under each run."""
ROUNDING = -16.0
"""Orders of magnitude below the first loss at which float64 sees nothing more."""


def rule_of(method: Method) -> Rule:
    """Return what makes this method from other rates."""
    given = {"beta" if name == "momentum" else name: value for name, value in method.hyperparameters.items()}
    return partial(MAKERS[method.name], **given)


@dataclass(frozen=True, eq=False)
class FateLine:
    """The fates of a run with one parameter; every array has the shape ``(n,)`` and is read-only.

    ``rates`` go evenly from above 0 up. ``fates`` are those of the sweep, ``growth`` the orders of magnitude by which
    the loss above the least grew. ``multipliers`` (complex) are what a step multiplies the error by, ``steps`` how many
    it takes until ``LEFT_SHARE`` of the distance is left (inf for never); both and ``limit``, the edge, are None where
    there is no closed form. ``best`` ``(1,)`` is the fastest rate, where that is known.
    """

    rates: Array = field(repr=False)
    fates: Fates = field(repr=False)
    growth: Array = field(repr=False)
    multipliers: Complex | None = field(default=None, repr=False)
    steps: Array | None = field(default=None, repr=False)
    limit: float | None = None
    best: Array | None = None


@dataclass(frozen=True, eq=False)
class FatePlane:
    """The fates of a run with two parameters.

    ``rates`` are the two axes, ``(m,)`` and ``(n,)``, evenly spaced in their logarithms; ``fates`` and ``growth`` have
    the shape ``(n, m)``. Where there are closed forms, ``steps`` ``(n, m)`` says how many it takes in the long run
    until ``LEFT_SHARE`` of the distance is left (inf for never), and ``edge`` ``(k, 2)`` are pairs on the edge of
    stability.
    """

    rates: tuple[Array, Array] = field(repr=False)
    fates: Fates = field(repr=False)
    growth: Array = field(repr=False)
    steps: Array | None = field(default=None, repr=False)
    edge: Array | None = field(default=None, repr=False)


def fate_line(scenario: Scenario, n: int = LINE_CELLS) -> FateLine:
    """Return the fates of a scenario with one parameter, and of its companions, under ``n`` rates."""
    objective, rule = scenario.objective, rule_of(scenario.method)
    rates = frozen(line_reach(scenario) * np.arange(1, n + 1) / n)
    fates = sweep(objective, rule, rates[:, None], scenario.start, scenario.steps)
    growth = _growth(scenario, fates)
    if not solvable(scenario):
        return FateLine(rates, fates, growth)
    multipliers = multipliers_of(objective, rule, rates[:, None])
    plain = scenario.method.name == "gradient_descent"
    steps = steps_until(LEFT_SHARE, np.abs(multipliers)) if plain else None
    return FateLine(rates, fates, growth, multipliers, steps, limit_of(scenario), best_of(scenario))


def fate_plane(
    scenario: Scenario,
    rule: Rule | None = None,
    reach: ArrayLike | None = None,
    cells: tuple[int, int] = PLANE_CELLS,
) -> FatePlane:
    """Return the fates of a scenario with two parameters under m x n pairs of rates.

    ``reach`` ``(2, 2)`` holds the lowest and the highest rate of each parameter (``plane_reach`` by default); ``rule``
    makes the method from rates, by default as the scenario has it.
    """
    made, spans = rule or rule_of(scenario.method), frozen(plane_reach(scenario) if reach is None else reach)
    across, up = (frozen(np.geomspace(low, high, n)) for (low, high), n in zip(spans.tolist(), cells, strict=True))
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    fates = sweep(scenario.objective, made, grid, scenario.start, scenario.steps)
    growth = _growth(scenario, fates)
    if not solvable(scenario):
        return FatePlane((across, up), fates, growth)
    steps = steps_until(LEFT_SHARE, np.abs(multipliers_of(scenario.objective, made, grid)))
    return FatePlane((across, up), fates, growth, steps, edge_curve(scenario.objective, made, spans))


def solvable(scenario: Scenario) -> bool:
    """Whether closed forms tell the fate: a linear method on a quadratic whose minimiser is known."""
    objective = scenario.objective
    return scenario.method.linear and objective.quadratic and objective.minimiser is not None


def multipliers_of(objective: Objective, rule: Rule, rates: Array) -> Complex:
    """Return what one step multiplies the error by in the long run, for every cell of ``rates`` ``(..., d)``.

    There must be a closed form; see ``solvable``.
    """
    d = rates.shape[-1]
    eigenvalues = rate_eigenvalues(objective, rates.reshape(-1, d))
    found = None if eigenvalues is None else dominant_multipliers(rule(np.ones(d)), eigenvalues)
    assert found is not None
    return found.reshape(rates.shape[:-1])


def steps_until(share: float, factors: Array) -> Array:
    """Return the whole number of steps after which ``factors`` to that power are at most ``share``; inf for never."""
    with np.errstate(divide="ignore"):
        falls = np.log(np.minimum(factors, 1.0))
        # A factor whose power is the share itself must not need a step more because of rounding.
        steps = np.ceil(np.log(share) / np.where(falls < 0.0, falls, -0.0) - 1e-9)
    return frozen(np.maximum(steps, 1.0))


def edge_curve(objective: Objective, rule: Rule, reach: Array, n: int = 600) -> Array | None:
    """Return pairs of rates on the edge of stability, shape ``(k, 2)``, from one axis to the other.

    Along each ratio of the two rates the edge is where the largest eigenvalue of diag(rate) H reaches the method's
    limit. The ratios reach beyond the corners of ``reach``.
    """
    ratio = np.geomspace(reach[1, 0] / reach[0, 1], reach[1, 1] / reach[0, 0], n)
    rays = np.stack([np.sqrt(1.0 / ratio), np.sqrt(ratio)], axis=-1)
    multiples = [_edge(objective, rule, ray) for ray in rays]
    pairs = [ray * multiple for ray, multiple in zip(rays, multiples, strict=True) if multiple is not None]
    return frozen(pairs) if pairs else None


def _edge(objective: Objective, rule: Rule, rates: Array) -> float | None:
    eigenvalues = rate_eigenvalues(objective, rates)
    return None if eigenvalues is None else edge_multiple(rule(rates), eigenvalues)


def limits_alone(scenario: Scenario) -> Array:
    """Return, for each parameter, the rate at the edge of stability if that parameter alone moved, shape ``(d,)``.

    Where there is no closed form these are the largest rates of the scenario and its companions.
    """
    largest = np.max([run.method.learning_rate for run in scenario.runs], axis=0)
    if not solvable(scenario):
        return frozen(largest)
    assert scenario.objective.minimiser is not None
    curvatures = np.diagonal(scenario.objective.hessian(scenario.objective.minimiser))
    edges = [edge_multiple(scenario.method, frozen([curvature])) for curvature in curvatures]
    return frozen([alone or rate for alone, rate in zip(edges, largest, strict=True)])


def limit_of(scenario: Scenario) -> float | None:
    """Return the rate at the edge for one parameter, or None where there is no closed form."""
    return float(limits_alone(scenario)[0]) if solvable(scenario) else None


def line_reach(scenario: Scenario) -> float:
    """Return the highest rate of a line of fates: a little beyond the edge and beyond every run."""
    largest = max(float(run.method.learning_rate[0]) for run in scenario.runs)
    return max(BEYOND * float(limits_alone(scenario)[0]), 1.05 * largest)


def plane_reach(scenario: Scenario) -> Array:
    """Return the lowest and the highest rate of each parameter, shape ``(2, 2)``; every run lies inside."""
    rates = np.array([run.method.learning_rate for run in scenario.runs])
    if not solvable(scenario):
        return frozen(np.stack([rates.min(axis=0) / UNKNOWN, rates.max(axis=0) * UNKNOWN], axis=-1))
    alone = limits_alone(scenario)
    low, high = np.minimum(alone / BELOW, rates.min(axis=0) / ROOM), np.maximum(alone * ABOVE, rates.max(axis=0) * ROOM)
    return frozen(np.stack([low, high], axis=-1))


def best_of(scenario: Scenario) -> Array | None:
    """Return the fastest rates of plain descent on a quadratic of one or two parameters, shape ``(d,)``, if known.

    They are the inverses of the curvatures along the parameters. For two parameters with curvatures scaled to 1 the
    eigenvalues are 1 - c and 1 + c, and no other scaling brings them nearer to each other: A. van der Sluis, Condition
    numbers and equilibration of matrices (1969).
    """
    if not solvable(scenario) or scenario.method.name != "gradient_descent":
        return None
    assert scenario.objective.minimiser is not None
    curvatures = np.diagonal(scenario.objective.hessian(scenario.objective.minimiser))
    return frozen(1.0 / curvatures) if (curvatures > 0.0).all() else None


def edge_at_best(scenario: Scenario) -> float | None:
    """Return by how much the fastest rates can be multiplied before the run is unstable, or None where unknown."""
    best = best_of(scenario)
    return None if best is None else _edge(scenario.objective, rule_of(scenario.method), best)


def needed_momentum(scenario: Scenario) -> float | None:
    """Return the smallest beta with which heavy ball is stable at the scenario's rates, or None if none below 1 is."""
    eigenvalues = rate_eigenvalues(scenario.objective, scenario.method.learning_rate)
    if eigenvalues is None or not solvable(scenario):
        return None
    beta = max(float(eigenvalues[0]) / 2.0 - 1.0, 0.0)
    return beta if beta < 1.0 else None


def with_momentum(scenario: Scenario, beta: float) -> Trajectory:
    """Return the run of a scenario of plain descent with momentum ``beta`` added; 0 leaves it as it is."""
    if beta == 0.0:
        return scenario.trajectory
    method = momentum(scenario.method.learning_rate, beta)
    return descend(scenario.objective, method, scenario.start, scenario.steps)


def first_iterates(scenario: Scenario, rates: Array, n_steps: int) -> list[Array]:
    """Return the first iterates ``(k + 1, d)`` of the run for each of ``rates`` ``(n, d)``; k <= ``n_steps``."""
    rule = rule_of(scenario.method)
    return [descend(scenario.objective, rule(rate), scenario.start, n_steps).iterates for rate in rates]


def _growth(scenario: Scenario, fates: Fates) -> Array:
    """Return the orders of magnitude by which each cell's loss above the least has grown."""
    first, known = float(scenario.trajectory.losses[0]), scenario.objective.minimum
    least = min(float(fates.losses.min()), first) if known is None else known
    share = 10.0**ROUNDING
    above = np.maximum(fates.losses - least, share * max(first - least, np.finfo(float).tiny / share))
    return frozen(np.log10(above) - np.log10(max(first - least, np.finfo(float).tiny / share)))
