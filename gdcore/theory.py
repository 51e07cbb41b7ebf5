"""Why a run does what it does: eigenvalues, stability limits, contraction factors, and the verdict.

On a quadratic with Hessian H, plain descent multiplies the error each step by I - diag(rate) H: it is stable when
every eigenvalue of diag(rate) H lies inside (0, 2). Heavy ball moves the upper end to 2 (1 + beta); see Polyak (1964)
and, for the picture, G. Goh, Why Momentum Really Works, Distill (2017), doi:10.23915/distill.00006.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gdcore.methods import Method
from gdcore.objectives import Array, Objective, frozen
from gdcore.trajectory import Trajectory

Kind = Literal["converging", "cycling", "diverging"]
EDGE = 1e-9
"""How near to the edge of stability counts as on it; far above rounding, far below what a person would type."""
FLAT = 1e-14
"""An eigenvalue so small beside the largest is zero but for rounding."""


@dataclass(frozen=True)
class Verdict:
    """What a run does, measured and predicted; ``None`` where a number is unknown or has no meaning.

    ``eigenvalues`` ``(d,)``, descending, of diag(rate) H at the minimiser; ``edge_multiple`` the factor by which all
    rates can grow before the run becomes unstable, ``stability_limit`` ``(d,)`` the rates times that factor;
    ``predicted_factor`` the spectral radius of the update map, ``measured_factor`` the ratio of the last two steps'
    lengths.
    """

    kind: Kind
    overshoots: bool
    measured_factor: float | None
    predicted_factor: float | None
    eigenvalues: Array | None
    stability_limit: Array | None
    edge_multiple: float | None


@np.errstate(over="ignore", invalid="ignore")
def judge(run: Trajectory) -> Verdict:
    """Return the verdict on a run."""
    eigenvalues = rate_eigenvalues(run.objective, run.method.learning_rate)
    multiplier = None if eigenvalues is None else dominant_multiplier(run.method, eigenvalues)
    edge = None if eigenvalues is None else edge_multiple(run.method, eigenvalues)
    predicted = None if multiplier is None else float(abs(multiplier))
    if multiplier is not None and run.objective.quadratic:
        kind = _kind_of(edge)
        overshoots = bool(abs(multiplier) > EDGE and (multiplier.real < 0.0 or multiplier.imag != 0.0))
    else:
        kind, overshoots = observed_kind(run), _turns_back(run)
    return Verdict(
        kind=kind,
        overshoots=overshoots,
        measured_factor=measured_factor(run),
        predicted_factor=predicted,
        eigenvalues=eigenvalues,
        stability_limit=None if edge is None else frozen(run.method.learning_rate * edge),
        edge_multiple=edge,
    )


def rate_eigenvalues(objective: Objective, learning_rate: Array) -> Array | None:
    """Return the eigenvalues of diag(rate) H at the minimiser, shape ``(d,)``, descending, or None without one.

    They are computed from the similar symmetric matrix sqrt(rate) H sqrt(rate), so that they come out real. The
    largest rate stays outside, so that equal rates bring no rounding of their own.
    """
    if objective.minimiser is None:
        return None
    largest = learning_rate.max()
    root = np.sqrt(learning_rate / largest)
    hessian = objective.hessian(objective.minimiser)
    return frozen(np.linalg.eigvalsh(root[:, None] * hessian * root)[::-1] * largest)


def dominant_multiplier(method: Method, eigenvalues: Array) -> complex | None:
    """Return the eigenvalue of largest modulus of the method's linear update map, or None where there is none.

    A direction without curvature (eigenvalue 0) keeps its error for ever under every rate and is left out, unless
    there is no other.
    """
    if not method.linear:
        return None
    curved = eigenvalues[abs(eigenvalues) > FLAT * abs(eigenvalues).max()]
    beta = method.hyperparameters.get("momentum", 0.0)
    return max((_heavy_ball_root(float(lam), beta) for lam in (curved if len(curved) else eigenvalues)), key=abs)


def _heavy_ball_root(lam: float, beta: float) -> complex:
    """Return the larger root of z**2 - (1 + beta - lam) z + beta = 0; for beta = 0 it is 1 - lam."""
    if beta == 0.0:
        return complex(1.0 - lam)
    middle, product = (1.0 + beta - lam) / 2.0, math.sqrt(beta)
    spread = cmath.sqrt(middle - product) * cmath.sqrt(middle + product)  # their product could overflow
    return max(middle + spread, middle - spread, key=abs)


def edge_multiple(method: Method, eigenvalues: Array) -> float | None:
    """Return by how much all rates can be multiplied before the run is unstable: 2 (1 + beta) / largest eigenvalue."""
    largest = float(eigenvalues.max())
    if not method.linear or largest <= 0.0:
        return None
    return 2.0 * (1.0 + method.hyperparameters.get("momentum", 0.0)) / largest


def condition_number(objective: Objective) -> float | None:
    """Return the ratio of the largest to the smallest curvature at the minimiser.

    None without a minimiser, and where rounding hides whether the smallest curvature is above zero.
    """
    if objective.minimiser is None:
        return None
    curvatures = np.linalg.eigvalsh(objective.hessian(objective.minimiser))
    return float(curvatures[-1] / curvatures[0]) if curvatures[0] > FLAT * curvatures[-1] else None


def measured_factor(run: Trajectory) -> float | None:
    """Return the ratio of the lengths of the last two steps.

    None without two steps of which the first moved, and for a method that chooses its own step lengths.
    """
    if run.n_steps < 2 or not run.method.linear:
        return None
    halved = np.diff(run.iterates[-3:] / 2.0, axis=0)  # the difference of two halves never overflows
    before, after = np.hypot.reduce(halved, axis=1).tolist()
    return after / before if before > 0.0 and math.isfinite(after / before) else None


def observed_kind(run: Trajectory) -> Kind:
    """Judge a run by itself: diverging if it ends above its start and rising, cycling if it repeats a point."""
    if run.stopped == "overflow":
        return "diverging"
    if run.losses[-1] > run.losses[0] and run.losses[-1] > run.losses[-2]:
        return "diverging"
    seen, last = run.iterates[:-1], run.iterates[-1]
    if run.stopped == "max_steps" and not np.array_equal(seen[-1], last) and (seen == last).all(axis=1).any():
        return "cycling"
    return "converging"


def _kind_of(edge: float | None) -> Kind:
    """Return what a linear method does on a quadratic whose edge of stability is at this multiple of the rates."""
    if edge is not None and abs(edge - 1.0) <= EDGE:
        return "cycling"
    return "diverging" if edge is not None and edge < 1.0 else "converging"


def _turns_back(run: Trajectory) -> bool:
    """Whether the last step goes against the one before, each parameter weighed by its own largest step."""
    if run.n_steps < 2:
        return False
    steps = np.diff(run.iterates / 2.0, axis=0)
    scale = abs(steps).max(axis=0)
    scaled = steps[-2:] / np.where(scale > 0.0, scale, 1.0)
    return bool(scaled[0] @ scaled[1] < 0.0)
