"""Schedules that come to an end: warm-up and decay, one cycle, and the test of a range of rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.schedules.kind import MOST_STEPS, Kind, Setting, steps_of_run
from gdcore.schedules.schedule import Schedule, Steps
from gdcore.text.language import translatable

LOWEST, HIGHEST = 1e-7, 10.0
"""The rates between which fastai tests a range."""


def linear(learning_rate: ArrayLike, steps: int, warmup: int = 0, floor: float = 0.0) -> Schedule:
    """Return rates that rise evenly to a peak over ``warmup`` steps, and fall evenly until ``steps``.

    Step k < warmup has peak * (k + 1) / warmup, a later one the peak times ``floor`` + (1 - floor) * (1 - share), share
    being (k - warmup) / (steps - warmup), at most 1. With ``floor`` 1 the peak stays: a warm-up alone. Source: P. Goyal
    et al., Accurate, large minibatch SGD: training ImageNet in 1 hour (2017), for the warm-up.

    Args:
        learning_rate: Shape ``(d,)``, the highest rates, each > 0.
        steps: The step from which the floor holds, above ``warmup``.
        warmup: How many steps the rise takes, at least 0.
        floor: The share of the peak at the end, from 0 to 1.

    Raises:
        InputError: For an argument out of range.

    >>> linear([1.0], steps=6, warmup=2).rate(np.arange(7)).ravel().tolist()
    [0.5, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0]
    """
    return LINEAR.made(learning_rate, steps=steps, warmup=warmup, floor=floor)


def cosine(learning_rate: ArrayLike, steps: int, warmup: int = 0, floor: float = 0.0) -> Schedule:
    """Return rates that rise evenly to a peak over ``warmup`` steps, and fall as half a cosine wave until ``steps``.

    As ``linear``, with (1 + cos(pi * share)) / 2 instead of 1 - share. Source: I. Loshchilov and F. Hutter, SGDR:
    stochastic gradient descent with warm restarts (2016); PyTorch's CosineAnnealingLR.

    Args:
        learning_rate: Shape ``(d,)``, the highest rates, each > 0.
        steps: The step from which the floor holds, above ``warmup``.
        warmup: How many steps the rise takes, at least 0.
        floor: The share of the peak at the end, from 0 to 1.

    Raises:
        InputError: For an argument out of range.

    >>> cosine([1.0], steps=4).rate(np.arange(5)).round(3).ravel().tolist()
    [1.0, 0.854, 0.5, 0.146, 0.0]
    """
    return COSINE.made(learning_rate, steps=steps, warmup=warmup, floor=floor)


def one_cycle(learning_rate: ArrayLike, steps: int, rise: float = 0.3) -> Schedule:
    """Return rates that rise from a 25th of their peak over a share of all steps, and fall to a 250,000th of it.

    Both ways are half cosine waves. Source: L. N. Smith and N. Topin, Super-convergence (2018), with the numbers of
    PyTorch's OneCycleLR.

    Args:
        learning_rate: Shape ``(d,)``, the highest rates, each > 0.
        steps: The number of all steps, at least 1.
        rise: The share of the steps that rises, at least 0 and below 1.

    Raises:
        InputError: For an argument out of range.

    >>> one_cycle([1.0], steps=10).rate(np.array([0, 2, 9])).round(6).ravel().tolist()
    [0.04, 1.0, 4e-06]
    """
    return ONE_CYCLE.made(learning_rate, steps=steps, rise=rise)


def range_test(learning_rate: ArrayLike, steps: int, times: float = HIGHEST / LOWEST) -> Schedule:
    """Return rates that grow geometrically over ``steps`` steps until they are ``times`` the first.

    Step k has rate * times**(k / (steps - 1)). Source: L. N. Smith, Cyclical learning rates for training neural
    networks (2015), where the growth is linear; the usual form is fastai's.

    Args:
        learning_rate: Shape ``(d,)``, the lowest rates, each > 0.
        steps: The number of steps, at least 2.
        times: The last rates beside the first, above 1.

    Raises:
        InputError: For an argument out of range.

    >>> range_test([0.25], steps=3, times=16.0).rate(np.arange(3)).ravel().tolist()
    [0.25, 1.0, 4.0]
    """
    return RANGE_TEST.made(learning_rate, steps=steps, times=times)


def _share(k: Steps, steps: int, warmup: int) -> Array:
    return np.asarray(np.clip((k - warmup) / (steps - warmup), 0.0, 1.0))


def _warmed(k: Steps, warmup: int, fall: Array, floor: float) -> Array:
    return np.where(k < warmup, (k + 1) / max(warmup, 1), floor + (1.0 - floor) * fall)[:, None]


def _linear(k: Steps, steps: int, warmup: int, floor: float) -> Array:
    return _warmed(k, warmup, 1.0 - _share(k, steps, warmup), floor)


def _cosine(k: Steps, steps: int, warmup: int, floor: float) -> Array:
    return _warmed(k, warmup, _half_wave(_share(k, steps, warmup)), floor)


def _half_wave(share: Array) -> Array:
    """Return what falls from 1 to 0 along half a cosine wave."""
    return np.asarray((1.0 + np.cos(np.pi * share)) / 2.0)


def _one_cycle(k: Steps, steps: int, rise: float) -> Array:
    first, last, top = 1.0 / 25.0, 1.0 / 25.0e4, max(rise * steps - 1.0, 0.0)
    up = np.clip(k / top, 0.0, 1.0) if top else np.ones(len(k))
    down = np.clip((k - top) / max(steps - 1.0 - top, 1.0), 0.0, 1.0)
    rising, falling = 1.0 + (first - 1.0) * _half_wave(up), last + (1.0 - last) * _half_wave(down)
    return np.where(k < top, rising, falling)[:, None]


def _range(k: Steps, steps: int, times: float) -> Array:
    return np.asarray(np.power(times, np.minimum(k / (steps - 1), 1.0)))[:, None]


def _after_the_warm_up(steps: int, warmup: int, **_others: float) -> None:
    if not warmup < steps:
        raise InputError(f"warmup: must be below the {steps} steps of the schedule, got {warmup}")


PEAK = "The highest rates, as for a constant one"
WARMUP = (
    steps_of_run(1),
    Setting("warmup", "How many steps the rise to the peak takes", default=0, form="whole", ge=0, le=MOST_STEPS),
    Setting("floor", "The share of the peak that is left at the end", default=0.0, ge=0, le=1),
)
LINEAR = Kind(
    "linear",
    translatable("linear decay"),
    "eta_k = eta (1 - k slash n)",
    "peak",
    PEAK,
    _linear,
    settings=WARMUP,
    check=_after_the_warm_up,
)
COSINE = Kind(
    "cosine",
    translatable("cosine decay"),
    "eta_k = eta / 2 (1 + cos(pi k slash n))",
    "peak",
    PEAK,
    _cosine,
    settings=WARMUP,
    check=_after_the_warm_up,
)
ONE_CYCLE = Kind(
    "one_cycle",
    translatable("one cycle"),
    "eta_k = eta / 2 (1 + cos(pi (k - m) slash n))",
    "peak",
    PEAK,
    _one_cycle,
    settings=(steps_of_run(1), Setting("rise", "The share of the steps that rises", default=0.3, ge=0, lt=1)),
)
RANGE_TEST = Kind(
    "range_test",
    translatable("range test"),
    "eta_k = eta r^(k slash n)",
    "low",
    "The rates of the first step, as for a constant one",
    _range,
    settings=(
        steps_of_run(2),
        Setting("times", "The last rate beside the first", default=HIGHEST / LOWEST, gt=1, le=1e12),
    ),
    rates_default=LOWEST,
)
