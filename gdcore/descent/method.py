"""``Method``: an update rule as two pure functions; ``init`` makes the initial state, ``step`` takes one step.

Learning rates are arrays of shape ``(d,)``, one per parameter; the step along parameter i is scaled by rate i. They
come to each step from the method's schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Schedule


@dataclass(frozen=True)
class Move:
    """The result of one step.

    ``point``, shape ``(d,)``, is the landing point, and ``loss`` the loss there, or None if the method did not compute
    it; ``rejected`` holds the rejected trial points with their losses. ``gradient_evaluations`` includes the gradient
    passed to the step, if used. ``stalled`` says that no step could lower the loss.

    A step from n points at once has a ``point`` of shape ``(n, d)``; ``loss`` and ``stalled`` then have shape ``(n,)``
    or are as for a single point, and trial points and loss evaluations are not recorded.
    """

    point: Array
    state: Any = None
    loss: Any = None
    rejected: tuple[tuple[Array, float], ...] = ()
    loss_evaluations: int = 0
    gradient_evaluations: int = 1
    stalled: bool | NDArray[np.bool_] = False


def _nothing(_state: Any) -> Mapping[str, Array]:
    return {}


@dataclass(frozen=True, eq=False)
class Method:
    """An update rule with its hyperparameters.

    With rates of shape ``(n, d)``, ``init`` and ``step`` take points of shape ``(n, d)`` and losses of shape ``(n,)``,
    and advance n runs at once.

    Args:
        name: The name under which ``gdcore.methods.registry`` may know the method.
        schedule: The learning rates of every step; ``constant([0.1])`` for the same in each.
        init: ``init(objective, start)`` returns the initial state.
        step: ``step(objective, point, loss, gradient, state, rate)`` returns a ``Move``; ``rate`` ``(d,)`` has the
            learning rates of this step.
        hyperparameters: All further numbers, by name.
        linear: Whether a step on a quadratic multiplies the error by a fixed matrix.
        noisy: Whether steps are random, so that a single one may raise the loss by chance.
        monotone: Whether no step ever raises the loss.
        by_slope: Whether a step is a sum of learning rates times gradients, or a share of that, so that it becomes
            shorter with the slope and eigenvalues of diag(rate) H say something about it.
        remembers: Maps a state to what it remembers of the run, by name, each of the shape of a point; see ``memory``.

    >>> from gdcore import momentum
    >>> method = momentum([0.1], momentum=0.5)
    >>> method.name, dict(method.hyperparameters), method.linear
    ('momentum', {'momentum': 0.5}, True)
    """

    name: str
    schedule: Schedule
    init: Callable[[Objective, Array], Any]
    step: Callable[[Objective, Array, Any, Array, Any, Array], Move]
    hyperparameters: Mapping[str, float] = field(default_factory=dict)
    linear: bool = False
    noisy: bool = False
    monotone: bool = False
    by_slope: bool = True
    remembers: Callable[[Any], Mapping[str, NDArray[np.float64]]] = field(default=_nothing, repr=False)

    def __post_init__(self) -> None:
        """Check that the rates are a schedule."""
        if not isinstance(self.schedule, Schedule):
            raise InputError(f"schedule: expected one such as constant([0.1]), got {self.schedule!r}")

    @property
    def learning_rate(self) -> Array:
        """The rates, shape ``(d,)``, of every step if the schedule is constant; else those that it multiplies."""
        return self.schedule.learning_rate

    @property
    def momentum(self) -> float:
        """The momentum coefficient; 0 for a method without momentum."""
        return self.hyperparameters.get("momentum", 0.0)


def learning_rates(value: float | dict[str, float], parameters: tuple[str, ...]) -> Array:
    """Return learning rates as an array of shape ``(d,)``.

    Args:
        value: One number for all parameters, or one per parameter by name; finite and > 0.
        parameters: The ``d`` parameter names, in the objective's order.

    Raises:
        InputError: For a rate out of range, and for missing or unknown names.

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


def no_state(_objective: Objective, _start: Array) -> None:
    """Return None, the state of a method without memory."""
