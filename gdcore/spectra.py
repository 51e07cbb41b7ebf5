"""The linear algebra of one step on a quadratic: eigenvalues, update maps, and an error split along eigenvectors.

Each linear method multiplies the error by one fixed matrix, and every eigenvector of diag(rate) H goes its own way.
For the picture see G. Goh, Why Momentum Really Works, Distill (2017), doi:10.23915/distill.00006.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gdcore.errors import InputError
from gdcore.methods import Method
from gdcore.objectives import Array, Objective, frozen
from gdcore.trajectory import Trajectory

FLAT = 1e-14
"""An eigenvalue so small beside the largest is zero but for rounding."""


def rate_eigenvalues(objective: Objective, learning_rate: Array) -> Array | None:
    """Return the eigenvalues of diag(rate) H at the minimiser, shape ``(d,)``, descending, or None without one.

    They are computed from a similar symmetric matrix, so that they come out real. The largest rate stays outside, so
    that equal rates bring no rounding of their own.
    """
    if objective.minimiser is None:
        return None
    return frozen(np.linalg.eigvalsh(_balanced(objective, learning_rate))[::-1] * learning_rate.max())


def _balanced(objective: Objective, learning_rate: Array) -> Array:
    """Return root H root at the minimiser, root**2 = diag(rate / largest rate): similar to diag(rate) H / largest."""
    assert objective.minimiser is not None
    root = np.sqrt(learning_rate / learning_rate.max())
    balanced: Array = root[:, None] * objective.hessian(objective.minimiser) * root
    return balanced


@dataclass(frozen=True, eq=False)
class ErrorComponents:
    """The errors p_k - p* of a run along the eigenvectors of diag(rate) H, and what each adds to the loss.

    ``eigenvalues`` ``(d,)``, descending. ``directions`` ``(d, d)``: column i is eigenvector i, which has unit length
    once parameter j is divided by sqrt(rate j / largest rate); for equal rates the columns are orthonormal, otherwise
    they need not even be orthogonal. A column points where the start's component along it is not negative.
    ``components`` ``(n_steps + 1, d)``: p_k - p* = directions @ components[k]. ``losses`` ``(n_steps + 1, d)``: the
    directions are H-orthogonal, so that row k adds up to J(p_k) - J(p*).
    """

    eigenvalues: Array
    directions: Array = field(repr=False)
    components: Array = field(repr=False)
    losses: Array = field(repr=False)


def error_components(run: Trajectory) -> ErrorComponents:
    """Split the errors of ``run`` along the eigenvectors of diag(rate) H, step by step.

    Plain descent multiplies component i by 1 - eigenvalue i each step: the fast and the slow part of an error. Raises
    ``InputError`` for an objective that is not a quadratic with a known minimiser.
    """
    objective, rate = run.objective, run.method.learning_rate
    if not objective.quadratic or objective.minimiser is None:
        raise InputError(f"error_components: needs a quadratic with a known minimiser, got {objective.name}")
    curvatures, turn = (part[..., ::-1] for part in np.linalg.eigh(_balanced(objective, rate)))
    root = np.sqrt(rate / rate.max())
    components = (run.iterates - objective.minimiser) / root @ turn
    towards = np.where(components[0] < 0.0, -1.0, 1.0)
    # A part of a finite loss is finite, but the square of a component need not be.
    parts = np.sqrt(abs(curvatures) / (2.0 * objective.gradient_scale)) * components
    return ErrorComponents(
        eigenvalues=frozen(curvatures * rate.max()),
        directions=frozen(root[:, None] * turn * towards),
        components=frozen(components * towards),
        losses=frozen(np.sign(curvatures) * parts**2),
    )
