"""Why a run does what it does: stability limits, contraction factors, the best rates, and the verdict.

On a quadratic with Hessian H, plain descent multiplies the error each step by I - diag(rate) H: it is stable when
every eigenvalue of diag(rate) H lies inside (0, 2). Heavy ball moves the upper end out to 2 (1 + beta), Nesterov's
momentum in to (2 + 2 beta)/(1 + 2 beta); see B. T. Polyak, Some methods of speeding up the convergence of iteration
methods (1964) and G. Goh, Why Momentum Really Works, Distill (2017), doi:10.23915/distill.00006.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gdcore.errors import InputError
from gdcore.methods import Method
from gdcore.objectives import Array, Objective, frozen
from gdcore.spectra import FLAT, dominant_multiplier, edge_multiple, rate_eigenvalues
from gdcore.trajectory import Trajectory

Kind = Literal["converging", "cycling", "diverging"]
EDGE = 1e-9
"""How near to the edge of stability counts as on it; far above rounding, far below what a person would type."""


TOLD = 1e4 * float(np.finfo(np.float64).eps)
"""A step that is smaller beside the numbers it leads between says little but how they were rounded."""
ROUNDING = 1e-12
"""A step so small beside a run's largest is rounding."""


@dataclass(frozen=True)
class Verdict:
    """What a run does, measured and predicted; ``None`` where a number is unknown or has no meaning.

    ``eigenvalues`` ``(d,)``, descending, of diag(rate) H at the minimiser; ``edge_multiple`` the factor by which all
    rates can grow before the run becomes unstable, ``stability_limit`` ``(d,)`` the rates times that factor;
    ``predicted_factor`` the spectral radius of the update map, ``measured_factor`` the ratio of the last two steps'
    lengths.

    >>> from gdcore import descend, gradient_descent, parabola
    >>> verdict = judge(descend(parabola(), gradient_descent([0.75]), [-1.0], 10))
    >>> verdict.kind, verdict.overshoots, verdict.predicted_factor, verdict.stability_limit.tolist()
    ('converging', True, 0.5, [1.0])
    """

    kind: Kind
    overshoots: bool
    measured_factor: float | None
    predicted_factor: float | None
    eigenvalues: Array | None
    stability_limit: Array | None
    edge_multiple: float | None

    def _repr_html_(self) -> str:
        """Return the verdict as a notebook shows it."""
        # Late: the words are put together by a module that needs this one.
        from gdcore.notebook import verdict_html

        return verdict_html(self)


@np.errstate(over="ignore", invalid="ignore")
def judge(run: Trajectory) -> Verdict:
    """Return the verdict on a run.

    >>> from gdcore import descend, gradient_descent, parabola
    >>> [judge(descend(parabola(), gradient_descent([rate]), [-1.0], 3)).kind for rate in (0.8, 1.0, 1.2)]
    ['converging', 'cycling', 'diverging']
    """
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


def condition_number(objective: Objective) -> float | None:
    """Return the ratio of the largest to the smallest curvature at the minimiser.

    None without a minimiser, and where rounding hides whether the smallest curvature is above zero.
    """
    if objective.hessian_root is not None:
        sizes = np.linalg.svd(objective.hessian_root, compute_uv=False)
        return float((sizes[0] / sizes[-1]) ** 2) if sizes[-1] > FLAT * sizes[0] else None
    if objective.minimiser is None or not np.isfinite(objective.hessian(objective.minimiser)).all():
        return None
    curvatures = np.linalg.eigvalsh(objective.hessian(objective.minimiser))
    return float(curvatures[-1] / curvatures[0]) if curvatures[0] > FLAT * curvatures[-1] else None


@dataclass(frozen=True)
class Tuning:
    """The rate, the momentum and the ``factor`` by which the error then shrinks a step in the long run, 0 to 1."""

    learning_rate: float
    momentum: float
    factor: float


def best_rate(curvatures: ArrayLike) -> Tuning:
    """Return the fixed rate 2/(smallest + largest curvature), which is the fastest for plain descent.

    Its factor is (k - 1)/(k + 1), k the condition number: the steepest and the flattest direction shrink alike. Given
    the eigenvalues of diag(rate) H instead, the ``learning_rate`` is the multiple of those rates that is best.
    Source: Goh (2017). Raises ``InputError`` unless the curvatures, shape ``(d,)``, are finite and all above zero by
    more than rounding.
    """
    low, high = _extremes(curvatures)
    return Tuning(2.0 / (low + high), 0.0, (high - low) / (high + low))


def best_heavy_ball(curvatures: ArrayLike) -> Tuning:
    """Return the fastest pair for heavy ball, the rate (2/(sqrt smallest + sqrt largest curvature))**2 and its beta.

    Its factor is (sqrt k - 1)/(sqrt k + 1), k the condition number, and beta the square of that. Eigenvalues of
    diag(rate) H and what is raised are as for ``best_rate``. Source: Polyak (1964), Goh (2017).
    """
    low, high = map(math.sqrt, _extremes(curvatures))
    factor = (high - low) / (high + low)
    return Tuning((2.0 / (low + high)) ** 2, factor**2, factor)


def _extremes(curvatures: ArrayLike) -> tuple[float, float]:
    given = frozen(curvatures)
    if given.ndim != 1 or not given.size or not np.isfinite(given).all() or given.min() <= FLAT * given.max():
        raise InputError(f"curvatures: expected finite numbers > 0, got {given.tolist()}")
    return float(given.min()), float(given.max())


def measured_factor(run: Trajectory) -> float | None:
    """Return the ratio of the lengths of the last two steps, or of the last two that are told from rounding.

    None without two steps of which the first moved, and for a method that chooses its own step lengths.
    """
    if run.n_steps < 2 or not run.method.linear:
        return None
    halved = np.diff(run.iterates / 2.0, axis=0)  # the difference of two halves never overflows
    told = abs(halved) > TOLD * np.maximum(abs(run.iterates[1:]), abs(run.iterates[:-1]))
    both = told[1:] & told[:-1]
    pairs = np.flatnonzero(both.any(axis=1))
    last = int(pairs[-1]) if len(pairs) else run.n_steps - 2
    weight = both[last] if len(pairs) else 1.0
    before, after = np.hypot.reduce(halved[last : last + 2] * weight, axis=1).tolist()
    return after / before if before > 0.0 and math.isfinite(after / before) else None


def observed_kind(run: Trajectory) -> Kind:
    """Judge a run by itself: diverging if it ends above its start and rising, cycling if it repeats a point.

    A noisy run rises when it ends above where it stood ``steps_back`` before, since its last step says nothing.
    """
    if run.stopped == "overflow" or _has_nowhere_to_go(run):
        return "diverging"
    if run.losses[-1] > run.losses[0] and run.losses[-1] > run.losses[-1 - steps_back(run.method, run.n_steps)]:
        return "diverging"
    seen, last = run.iterates[:-1], run.iterates[-1]
    if run.stopped == "max_steps" and (seen == last).all(axis=1).any() and still_moves(run.iterates):
        return "cycling"
    return "converging"


def _has_nowhere_to_go(run: Trajectory) -> bool:
    """Whether a run on a quadratic without a minimum falls for ever: its steps do not become shorter."""
    if not run.objective.quadratic or run.objective.minimiser is not None or run.n_steps < 2:
        return False
    lengths = np.hypot.reduce(np.diff(run.iterates / 2.0, axis=0), axis=1)
    return bool(run.losses[-1] < run.losses[0] and lengths[-1] >= lengths[0] * (1.0 - EDGE) > 0.0)


def still_moves(iterates: Array) -> np.bool_ | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return whether the last steps of runs ``(n_steps + 1, ..., d)`` are more than rounding, shape ``(...)``.

    Near a minimiser a run may go to and fro between neighbouring numbers for ever: that is no cycle. Each parameter is
    weighed by its own largest step.
    """
    steps = abs(np.diff(iterates / 2.0, axis=0))  # the difference of two halves never overflows
    moved: np.bool_ | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    moved = (steps[-1] > ROUNDING * steps.max(axis=0)).any(axis=-1)
    return moved


def steps_back(method: Method, n_steps: int) -> int:
    """Return over how many of its last steps a run is asked whether it rises: half of them if it is noisy, or one."""
    return max(n_steps // 2, 1) if method.noisy else 1


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
