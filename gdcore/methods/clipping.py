"""Gradient clipping, around any method: a gradient longer than a limit is shortened to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.family import Hyperparameter
from gdcore.descent.method import Method, Move
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.text.language import translatable, translatable_p


def clipped(method: Method, clip: float) -> Method:
    """Return a method that sees each gradient g as ``g * min(1, clip / |g|)``.

    The length is that of all parameters together, whatever their units. Source: R. Pascanu, T. Mikolov and Y. Bengio,
    On the difficulty of training recurrent neural networks (2013). PyTorch divides by ``|g| + 1e-6`` instead.

    Args:
        method: Any method; with a batch, its batch is drawn before: clip first.
        clip: The largest length, a finite number > 0.

    Raises:
        InputError: For a limit out of range.

    >>> from gdcore import descend, gradient_descent, parabola
    >>> descend(parabola(), clipped(gradient_descent([0.5]), 1.0), [-1.0], 3).iterates.ravel().tolist()
    [-1.0, -0.5, 0.0, 0.0]
    """
    if not (np.isfinite(clip) and clip > 0.0):
        raise InputError(f"clip: must be finite and > 0, got {clip}")
    step, numbers = partial(_clipped_step, method.step, clip), {**method.hyperparameters, "clip": clip}
    return replace(method, step=step, hyperparameters=numbers, linear=False, by_slope=False)


def shortened(clip: float, gradient: Array) -> Array:
    """Return gradients ``(..., d)`` no longer than ``clip``."""
    size = np.hypot.reduce(gradient, axis=-1, keepdims=True)
    return np.asarray(np.where(size > clip, gradient * (clip / size), gradient))


@dataclass(frozen=True)
class _Shortened:
    """A gradient, clipped wherever a method asks for it."""

    gradient: Callable[[Array], Array]
    clip: float

    def __call__(self, points: Array) -> Array:
        return shortened(self.clip, self.gradient(points))


def _clipped_step(
    step: Callable[..., Move], clip: float, objective: Objective, point: Array, loss: Any, gradient: Array, *others: Any
) -> Move:
    seen = replace(objective, gradient=_Shortened(objective.gradient, clip))
    return step(seen, point, loss, shortened(clip, gradient), *others)


CLIP = Hyperparameter(
    name="clip",
    doc="The length to which a longer gradient is shortened",
    otherwise="gradients are taken as they are if it is left out",
    gt=0,
    symbol="c",
    short=translatable_p("hyperparameter", "clip"),
    label=translatable("Clip"),
)
