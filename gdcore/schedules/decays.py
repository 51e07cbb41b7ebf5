"""Schedules that fall for ever: step by step, exponentially, or as one over time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array
from gdcore.schedules.kind import MOST_STEPS, Kind, Setting
from gdcore.schedules.schedule import Schedule, Steps
from gdcore.text.language import translatable


def step_decay(learning_rate: ArrayLike, every: int, factor: float = 0.1) -> Schedule:
    """Return rates that are multiplied by ``factor`` after ``every`` steps: rate * factor**floor(k / every).

    The usual factor is that of PyTorch's StepLR.

    Args:
        learning_rate: Shape ``(d,)``, the rates of the first steps, each > 0.
        every: After how many steps the rates fall, at least 1.
        factor: Above 0 and at most 1.

    Raises:
        InputError: For an argument out of range.

    >>> step_decay([0.8], every=2, factor=0.5).rate(np.arange(5)).ravel().tolist()
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """
    return STEP_DECAY.made(learning_rate, every=every, factor=factor)


def exponential(learning_rate: ArrayLike, factor: float) -> Schedule:
    """Return rates that each step multiplies by ``factor``: rate * factor**k.

    All steps together are finite, 1 / (1 - factor) first ones, so that a run may stop short of any minimum.

    Args:
        learning_rate: Shape ``(d,)``, the rates of the first step, each > 0.
        factor: Above 0 and at most 1.

    Raises:
        InputError: For an argument out of range.

    >>> exponential([0.8], 0.5).rate(np.arange(3)).ravel().tolist()
    [0.8, 0.4, 0.2]
    """
    return EXPONENTIAL.made(learning_rate, factor=factor)


def inverse_time(learning_rate: ArrayLike, decay: float) -> Schedule:
    """Return rates that fall as one over time: rate / (1 + decay * k).

    All steps together have no end and their squares do, which is what removes the noise of drawn rows. Source:
    H. Robbins and S. Monro, A stochastic approximation method (1951).

    Args:
        learning_rate: Shape ``(d,)``, the rates of the first step, each > 0.
        decay: Above 0: after 1 / decay steps half of the rates are left.

    Raises:
        InputError: For an argument out of range.

    >>> inverse_time([0.8], 1.0).rate(np.arange(4)).ravel().tolist()[1::2]
    [0.4, 0.2]
    """
    return INVERSE_TIME.made(learning_rate, decay=decay)


def _steps_down(k: Steps, every: int, factor: float) -> Array:
    return np.asarray(np.power(factor, k // every))[:, None]


def _powers(k: Steps, factor: float) -> Array:
    return np.asarray(np.power(factor, k))[:, None]


def _over_time(k: Steps, decay: float) -> Array:
    return np.asarray(1.0 / (1.0 + decay * k))[:, None]


FIRST = "The rates of the first step, as for a constant one"
STEP_DECAY = Kind(
    "step_decay",
    translatable("step decay"),
    "eta_k = eta s^(floor(k slash n))",
    "rate",
    FIRST,
    _steps_down,
    settings=(
        Setting(
            "every", "After how many steps the rate falls", "a whole number of steps", form="whole", ge=1, le=MOST_STEPS
        ),
        Setting("factor", "What the rate is then multiplied by", default=0.1, gt=0, le=1),
    ),
)
EXPONENTIAL = Kind(
    "exponential",
    translatable("exponential decay"),
    "eta_k = eta s^k",
    "rate",
    FIRST,
    _powers,
    settings=(
        Setting("factor", "What each step multiplies the rate by", "a number above 0 and at most 1", gt=0, le=1),
    ),
)
INVERSE_TIME = Kind(
    "inverse_time",
    translatable("decay as one over time"),
    "eta_k = eta / (1 + c k)",
    "rate",
    FIRST,
    _over_time,
    settings=(
        Setting("decay", "By how much each step raises what the rate is divided by", "a number above 0", gt=0, le=1e6),
    ),
)
