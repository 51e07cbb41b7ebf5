"""The linear algebra of one step on a quadratic: eigenvalues, multipliers, and errors split along eigenvectors.

Each linear method multiplies the error by a fixed matrix, and the components along the eigenvectors of diag(rate) H
evolve independently; see G. Goh, Why Momentum Really Works, Distill (2017), doi:10.23915/distill.00006.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import FLAT, Array, frozen
from gdcore.descent.family import LinearRule
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory
from gdcore.errors import InputError
from gdcore.methods.registry import family_of
from gdcore.objectives.objective import Objective
from gdcore.theory.minimum import explained_slope

UNFELT = 1e-12
"""A component smaller than this share of the largest is a rounding error."""


def rate_eigenvalues(objective: Objective, learning_rate: Array) -> Array | None:
    """Return the eigenvalues of diag(rate) H at the minimiser, ``(d,)``, descending; None if there is no such H.

    They come from a similar symmetric matrix, so they are real. The largest rate is factored out, so that equal rates
    add no rounding. Rates ``(..., d)`` give eigenvalues of that shape. Eigenvalues within rounding of 0 are set to 0.
    """
    if objective.hessian_root is not None:
        largest = learning_rate.max(axis=-1, keepdims=True)
        scaled = objective.hessian_root * np.sqrt(learning_rate / largest)[..., None, :]
        return frozen(np.square(np.linalg.svd(scaled, compute_uv=False)) * largest)
    hessian = curvature_at_minimiser(objective)
    if hessian is None:
        return None
    largest = learning_rate.max(axis=-1, keepdims=True)
    found = np.linalg.eigvalsh(_balanced(hessian, learning_rate))[..., ::-1]
    return frozen(np.where(abs(found) > FLAT * abs(found).max(axis=-1, keepdims=True), found, 0.0) * largest)


def curvature_at_minimiser(objective: Objective) -> Array | None:
    """Return the Hessian at the minimiser, ``(d, d)``; None without a minimiser, or if it does not describe a step.

    That is the case at a kink, and where the function is flat to a higher order, as x**4 is.
    """
    if objective.minimiser is None:
        return None
    hessian = objective.hessian(objective.minimiser)
    if not np.isfinite(hessian).all():
        return None
    with np.errstate(all="ignore"):
        return hessian if objective.quadratic or explained_slope(objective, objective.minimiser) else None


def felt_eigenvalues(objective: Objective, learning_rate: Array, start: Array) -> Array:
    """Return ``rate_eigenvalues``, with 0 for the directions in which ``start`` ``(d,)`` has no error.

    A run that starts on an axis of a bowl never leaves it, whatever the edge of the other directions. The objective
    must have a minimiser with a Hessian.
    """
    hessian = curvature_at_minimiser(objective)
    assert hessian is not None
    assert objective.minimiser is not None
    eigenvalues = rate_eigenvalues(objective, learning_rate)
    assert eigenvalues is not None
    turn = np.linalg.eigh(_balanced(hessian, learning_rate))[1][..., ::-1]
    root = np.sqrt(learning_rate / learning_rate.max(axis=-1, keepdims=True))
    parts = abs(np.squeeze(((start - objective.minimiser) / root)[..., None, :] @ turn, axis=-2))
    felt = parts > UNFELT * parts.max(axis=-1, keepdims=True)
    felt |= ~felt.any(axis=-1, keepdims=True)  # for a run that starts at the minimiser, all count
    return frozen(np.where(felt, eigenvalues, 0.0))


def _balanced(hessian: Array, learning_rate: Array) -> Array:
    """Return root H root, root**2 = diag(rate / largest rate): similar to diag(rate) H / largest rate."""
    root = np.sqrt(learning_rate / learning_rate.max(axis=-1, keepdims=True))
    balanced: Array = root[..., :, None] * hessian * root[..., None, :]
    return balanced


@dataclass(frozen=True, eq=False)
class ErrorComponents:
    """The errors p_k - p* of a run along the eigenvectors of diag(rate) H, and the contribution of each to the loss.

    ``eigenvalues`` ``(d,)``, descending. ``directions`` ``(d, d)``: column i is eigenvector i, which has unit length
    once parameter j is divided by sqrt(rate j / largest rate); for equal rates the columns are orthonormal, otherwise
    they need not even be orthogonal. Signs are chosen so that the start's components are not negative.
    ``components`` ``(n_steps + 1, d)``: p_k - p* = directions @ components[k]. ``losses`` ``(n_steps + 1, d)``: the
    directions are H-orthogonal, so row k adds up to J(p_k) - J(p*).
    """

    eigenvalues: Array
    directions: Array = field(repr=False)
    components: Array = field(repr=False)
    losses: Array = field(repr=False)


def error_components(run: Trajectory) -> ErrorComponents:
    """Split the errors of ``run`` along the eigenvectors of diag(rate) H, step by step.

    Plain descent multiplies component i by 1 - eigenvalue i per step: the fast and the slow part of an error. Under a
    schedule the rates are those that it multiplies, and a step multiplies the eigenvalues too. Raises ``InputError``
    unless the objective is a quadratic with a known minimiser.
    """
    objective, rate = run.objective, run.method.learning_rate
    if not objective.quadratic or objective.minimiser is None:
        raise InputError(f"error_components: needs a quadratic with a known minimiser, got {objective.name}")
    hessian = objective.hessian(objective.minimiser)
    curvatures, turn = (part[..., ::-1] for part in np.linalg.eigh(_balanced(hessian, rate)))
    root = np.sqrt(rate / rate.max())
    components = (run.iterates - objective.minimiser) / root @ turn
    towards = np.where(components[0] < 0.0, -1.0, 1.0)
    # A part of a finite loss is finite, but the square of a component may overflow.
    parts = np.sqrt(abs(curvatures) / (2.0 * objective.gradient_scale)) * components
    return ErrorComponents(
        eigenvalues=frozen(curvatures * rate.max()),
        directions=frozen(root[:, None] * turn * towards),
        components=frozen(components * towards),
        losses=frozen(np.sign(curvatures) * parts**2),
    )


def has_valley(objective: Objective) -> bool:
    """Whether the loss is a quadratic that rises from one lowest point in every direction."""
    if not objective.quadratic or objective.minimiser is None:
        return False
    hessian = objective.hessian(objective.minimiser)
    return bool(np.linalg.eigvalsh(_balanced(hessian, np.ones(len(hessian)))).min() > 0.0)


def dominant_multiplier(method: Method, eigenvalues: Array) -> complex | None:
    """Return the eigenvalue of largest modulus of the method's linear update map, or None if there is none.

    The map of plain descent is I - diag(rate) H, which acts on the error p - p*; that of the momentum methods acts on
    the error stacked with the velocity.
    A direction without curvature (eigenvalue 0) keeps its error for ever at any rate and is left out, unless all are.
    """
    rule = _rule(method)
    if rule is None:
        return None
    curved = eigenvalues[eigenvalues != 0.0]
    beta = method.momentum
    return max((rule.root(float(lam), beta) for lam in (curved if len(curved) else eigenvalues)), key=abs)


def dominant_multipliers(method: Method, eigenvalues: Array) -> NDArray[np.complex128] | None:
    """Return ``dominant_multiplier`` for each row of eigenvalues ``(n, d)``, shape ``(n,)``, bit for bit."""
    rule = _rule(method)
    if rule is None:
        return None
    curved = eigenvalues != 0.0
    curved |= ~curved.any(axis=-1, keepdims=True)
    roots = np.asarray(np.frompyfunc(rule.root, 2, 1)(eigenvalues, method.momentum), dtype=np.complex128)
    largest = np.where(curved, np.hypot(roots.real, roots.imag), -1.0).argmax(axis=-1)
    chosen: NDArray[np.complex128] = np.take_along_axis(roots, largest[:, None], axis=-1)[:, 0]
    return chosen


def edge_multiple(method: Method, eigenvalues: Array) -> float | None:
    """Return the factor by which all rates can be multiplied until the run is unstable: edge / largest eigenvalue."""
    rule, largest = _rule(method), float(eigenvalues.max())
    return None if rule is None or largest <= 0.0 else rule.edge(method.momentum) / largest


def _rule(method: Method) -> LinearRule | None:
    family = family_of(method)
    return family.rule if family is not None and method.linear else None
