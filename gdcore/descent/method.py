"""``Method``: an update rule as a pair of pure functions. ``init`` makes its state, ``step`` makes one move.

Learning rates are arrays of shape ``(d,)``, one per parameter; the step along parameter i is scaled by rate i.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective


@dataclass(frozen=True)
class Move:
    """What one step did.

    ``point`` is where it landed, shape ``(d,)``; ``rejected`` the trial points it refused, with their losses. ``loss``
    is the loss there where the method had to compute it. ``gradient_evaluations`` includes the gradient that the step
    was given, if it uses it. ``stalled`` says that no move could lower the loss.

    A step from many points at once, shape ``(n, d)``, lands in as many; ``loss`` and ``stalled`` are then of shape
    ``(n,)`` or as for one, and neither trial points nor loss evaluations are told.
    """

    point: Array
    state: Any = None
    loss: Any = None
    rejected: tuple[tuple[Array, float], ...] = ()
    loss_evaluations: int = 0
    gradient_evaluations: int = 1
    stalled: bool | NDArray[np.bool_] = False


@dataclass(frozen=True, eq=False)
class Method:
    """An update rule with its hyperparameters.

    ``init(objective, start)`` returns the first state; ``step(objective, point, loss, gradient, state)`` returns a
    ``Move``. ``linear`` says that on a quadratic the method multiplies the error by one fixed matrix, ``noisy`` that
    a single step may go either way by chance, ``monotone`` that none raises the loss. With rates of shape ``(n, d)``
    both functions take points of that shape, ``loss`` ``(n,)``, and go on from all of them at once.

    >>> from gdcore import momentum
    >>> method = momentum([0.1], momentum=0.5)
    >>> method.name, dict(method.hyperparameters), method.linear
    ('momentum', {'momentum': 0.5}, True)
    """

    name: str
    learning_rate: Array
    init: Callable[[Objective, Array], Any]
    step: Callable[[Objective, Array, Any, Array, Any], Move]
    hyperparameters: Mapping[str, float] = field(default_factory=dict)
    linear: bool = False
    noisy: bool = False
    monotone: bool = False

    @property
    def momentum(self) -> float:
        """The share of the last step that is kept; 0 for a method that keeps none."""
        return self.hyperparameters.get("momentum", 0.0)


def learning_rates(value: float | dict[str, float], parameters: tuple[str, ...]) -> Array:
    """Return rates of shape ``(d,)`` from one number for all parameters or from a number for each name.

    Raises ``InputError`` for a rate that is not a finite number above zero, and for missing or unknown names.

    >>> learning_rates(0.1, ("x", "y")).tolist()
    [0.1, 0.1]
    >>> learning_rates({"a": 5e-8, "b": 0.15}, ("a", "b")).tolist()
    [5e-08, 0.15]
    """
    named = value if isinstance(value, dict) else dict.fromkeys(parameters, value)
    for name in sorted(named.keys() - set(parameters)):
        raise InputError(f"learning_rate.{name}: expected one of {', '.join(parameters)}")
    for name in parameters:
        if name not in named:
            raise InputError(f"learning_rate.{name}: missing")
        rate = named[name]
        if not (np.isfinite(rate) and rate > 0.0):
            raise InputError(f"learning_rate.{name}: must be finite and > 0, got {rate}")
    return frozen([named[name] for name in parameters])


def usable(learning_rate: ArrayLike) -> Array:
    """Return a read-only copy of rates ``(..., d)``, or raise when one of them is not finite and above zero."""
    rates = frozen(learning_rate)
    if rates.ndim < 1 or not (np.isfinite(rates) & (rates > 0.0)).all():
        raise InputError(f"learning_rate: expected finite numbers > 0, one a parameter, got {rates.tolist()}")
    return rates


def no_state(_objective: Objective, _start: Array) -> None:
    """Begin a method that remembers nothing from step to step."""
