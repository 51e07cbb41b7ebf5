"""Why a run does what it does: stability limits, contraction factors, the best rates, and the verdict.

On a quadratic with Hessian H, plain descent multiplies the error each step by I - diag(rate) H: it is stable when
every eigenvalue of diag(rate) H lies inside (0, 2). Heavy ball moves the upper end out to 2 (1 + beta), Nesterov's
momentum in to (2 + 2 beta)/(1 + 2 beta); see B. T. Polyak, Some methods of speeding up the convergence of iteration
methods (1964) and G. Goh, Why Momentum Really Works, Distill (2017), doi:10.23915/distill.00006.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import FLAT, Array, frozen
from gdcore.descent.trajectory import Trajectory, continued
from gdcore.errors import InputError
from gdcore.objectives.objective import HUGE, Objective, Origin
from gdcore.theory.minimum import located
from gdcore.theory.observed import GOES_ON, Ahead, Fate, Follow, Kind, Past, observed, turn_back
from gdcore.theory.paces import Bools
from gdcore.theory.spectra import (
    curvature_at_minimiser,
    dominant_multiplier,
    edge_multiple,
    felt_eigenvalues,
    rate_eigenvalues,
)

EDGE = 1e-9
"""How near to the edge of stability counts as on it; far above rounding, far below what a person would type."""

LEVEL = 8.0 * float(np.finfo(np.float64).eps)
"""A slope that the rounding of its terms explains is none."""
STOOD = 1e-9
"""A run that went no farther than this, beside the numbers of its start, stood still."""
ON_EDGE = 1e-6
"""How near to 1 a factor must be to be that of a cycle."""
TOLD = 1e4 * float(np.finfo(np.float64).eps)
"""A step that is smaller beside the numbers it leads between says little but how they were rounded."""


@dataclass(frozen=True)
class Verdict:
    """What a run does, measured and predicted; ``None`` where a number is unknown or has no meaning.

    ``period`` is after how many steps a cycling run comes back. ``eigenvalues`` ``(d,)``, descending, of diag(rate) H
    at the ``minimiser`` ``(d,)``, for methods that multiply slopes by rates; ``minimum`` says whether that was given
    with the function, is exact, or was found by a search, as the one that the run tends to. ``edge_multiple`` is the
    factor by which all rates can grow before the run becomes unstable there, ``stability_limit`` ``(d,)`` the rates
    times that factor; ``predicted_factor`` the spectral radius of the update map, ``measured_factor`` the ratio of the
    last two steps' lengths. These four are unknown under a schedule, where ``kind`` is what the run does as it goes on
    by that.

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
    period: int | None = None
    minimum: Origin | None = None
    minimiser: Array | None = None

    @property
    def factors(self) -> tuple[float | None, float | None]:
        """The measured and the predicted factor where they say what the verdict says, for people to read beside it.

        The last two steps of a run that settles may still grow, and a run that leaves a minimum may shrink at first.
        """
        measured, predicted = self.measured_factor, self.predicted_factor
        return (measured if self._agrees(measured) else None), (predicted if self._agrees(predicted) else None)

    def _agrees(self, factor: float | None) -> bool:
        if factor is None or self.kind in ("wandering", "standing", "undefined"):
            return False
        if self.kind == "cycling":
            return abs(factor - 1.0) <= ON_EDGE
        return factor < 1.0 if self.kind == "converging" else factor > 1.0


@np.errstate(all="ignore")
def judge(run: Trajectory) -> Verdict:
    """Return the verdict on a run, by theory where that is exact and otherwise by what the run does.

    >>> from gdcore import descend, gradient_descent, parabola
    >>> [judge(descend(parabola(), gradient_descent([rate]), [-1.0], 3)).kind for rate in (0.8, 1.0, 1.2)]
    ['converging', 'cycling', 'diverging']
    """
    objective = located(run.objective, run.iterates, run.losses)
    given, run = run, replace(run, objective=objective)
    rates = run.method.learning_rate
    is_known = run.method.by_slope and run.method.schedule.is_constant
    eigenvalues = rate_eigenvalues(objective, rates) if is_known else None
    edge = None if eigenvalues is None else edge_multiple(run.method, eigenvalues)
    felt = eigenvalues
    if eigenvalues is not None and objective.quadratic and run.losses[-1] <= run.losses[0]:
        felt = felt_eigenvalues(objective, rates, run.start)
    multiplier = None if felt is None else dominant_multiplier(run.method, felt)
    exact = felt if multiplier is not None and objective.quadratic else None
    fate, period = _fate(given, exact)
    return Verdict(
        kind=fate.kind,
        overshoots=overshoots(multiplier) if multiplier is not None and objective.quadratic else _turns_back(run),
        measured_factor=measured_factor(run),
        predicted_factor=None if multiplier is None else float(abs(multiplier)),
        eigenvalues=eigenvalues,
        stability_limit=None if edge is None else frozen(rates * edge),
        edge_multiple=edge,
        period=period or None,
        minimum=objective.minimum_is,
        minimiser=objective.minimiser,
    )


def _fate(run: Trajectory, eigenvalues: Array | None) -> tuple[Fate, int]:
    """Return what a run does and, of one that cycles, its period; ``eigenvalues`` are there where they tell all."""
    if run.stopped == "domain":
        return Fate.UNDEFINED, 0
    if run.stopped == "overflow":
        return Fate.DIVERGING, 0
    if is_level(run.objective, run.start) and stayed(run.iterates[:, None])[0]:
        return Fate.STANDING, 0
    if eigenvalues is not None:
        fate = foretold(edge_multiple(run.method, eigenvalues))
        return fate, 2 if fate is Fate.CYCLING else 0
    sloped = bool(np.isfinite(run.gradients[-1]).all())
    if run.stopped in ("stalled", "tolerance") or (run.method.monotone and not sloped):
        return Fate.CONVERGING, 0
    if not sloped:
        return Fate.UNDEFINED if abs(run.losses[-1]) < HUGE else Fate.DIVERGING, 0
    past = Past(run.iterates[:, None], run.losses[:, None])
    kinds, periods = observed(past, _follower(run), run.objective, run.method)
    return Fate(int(kinds[0])), int(periods[0])


def foretold(edge: float | None) -> Fate:
    """Return what a linear method does on a quadratic whose edge of stability is at this multiple of the rates."""
    if edge is not None and abs(edge - 1.0) <= EDGE:
        return Fate.CYCLING
    return Fate.DIVERGING if edge is not None and edge < 1.0 else Fate.CONVERGING


def overshoots(multiplier: complex) -> bool:
    """Whether errors that a step multiplies by this change sign."""
    return bool(abs(multiplier) > EDGE and (multiplier.real < 0.0 or multiplier.imag != 0.0))


def is_level(objective: Objective, point: Array) -> bool:
    """Whether the slope at ``point`` ``(d,)`` is 0 but for the rounding of its terms."""
    return bool(are_level(objective, point[None])[0])


def are_level(objective: Objective, points: Array) -> Bools:
    """Return ``is_level`` for each of ``points`` ``(n, d)``."""
    rounding = LEVEL * (abs(objective.hessian(points)) * abs(points)[:, None, :]).sum(axis=-1)
    return np.asarray((abs(objective.gradient(points)) <= np.where(np.isfinite(rounding), rounding, 0.0)).all(axis=-1))


def stayed(points: Array) -> Bools:
    """Whether runs ``(n + 1, m, d)`` stand where they started."""
    away = abs(points - points[0])
    return np.asarray((away <= STOOD * np.maximum(abs(points[0]), STOOD)).all(axis=(0, -1)))


def _follower(run: Trajectory) -> Follow:
    """Return what continues a run, a batch of one."""

    def follow(_chosen: Bools, n_steps: int, shift: Array | None) -> Ahead:
        later = continued(run, n_steps, None if shift is None else run.iterates[-1] + shift[0])
        missing = n_steps - later.n_steps
        points = np.concatenate([later.iterates, np.repeat(later.iterates[-1:], missing, axis=0)])
        losses = np.concatenate([later.losses, np.repeat(later.losses[-1:], missing)])
        why = np.array([ENDED.get(later.stopped, GOES_ON)], dtype=np.int8)
        return Ahead(Past(points[:, None], losses[:, None]), why, _follower(later))

    return follow


ENDED = {"overflow": Fate.DIVERGING, "domain": Fate.UNDEFINED, "stalled": Fate.CONVERGING}
"""What a run does that ends while it is followed."""


def _turns_back(run: Trajectory) -> bool:
    return bool(turn_back(run.iterates[:, None], np.array([run.n_steps]))[0])


def condition_number(objective: Objective) -> float | None:
    """Return the ratio of the largest to the smallest curvature at the minimiser.

    None without a minimiser, and where rounding hides whether the smallest curvature is above zero.
    """
    if objective.hessian_root is not None:
        sizes = np.linalg.svd(objective.hessian_root, compute_uv=False)
        return float((sizes[0] / sizes[-1]) ** 2) if sizes[-1] > FLAT * sizes[0] else None
    hessian = curvature_at_minimiser(objective)
    if hessian is None:
        return None
    curvatures = np.linalg.eigvalsh(hessian)
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
