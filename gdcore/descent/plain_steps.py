"""A fast path for long runs: Python floats instead of arrays, with the same bits in a twentieth of the time.

It stops before the first step that needs a decision, a loss that is not finite or a change within the tolerance, and
leaves that step to ``descend``. If point and state recur bit for bit, the run is periodic, for a method is a pure
function of them: the remaining steps are copied.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from gdcore.descent.method import Method
from gdcore.descent.momentum import heavy_ball_step, nesterov_step
from gdcore.descent.plain import plain_step
from gdcore.descent.progress import EVERY, report
from gdcore.descent.record import Record
from gdcore.objectives.function import OnPlainNumbers, Plain
from gdcore.objectives.objective import Objective

Numbers = list[float]
Step = Callable[[Numbers, Numbers, Numbers], tuple[Numbers, Numbers]]
"""Maps a point, the gradient there and the velocity to the next point and velocity."""


def run_ahead(
    objective: Objective, method: Method, record: Record, state: Any, n_steps: int, tolerance: float | None
) -> Any:
    """Take as many of ``n_steps`` steps as possible, record them, and return the method's state after the last."""
    plain = plain_of(objective)
    step = None if plain is None else _step_of(method, plain)
    if plain is None or step is None or not isinstance(state, np.ndarray | None):
        return state
    velocity: Numbers = [] if state is None else state.tolist()
    for velocity in _steps(plain, step, record, velocity, n_steps, -1.0 if tolerance is None else tolerance):  # noqa: B007, B020
        if record.n_steps % EVERY == 0:
            report(record.n_steps, n_steps)
    taken = np.arange(1, record.n_steps + 1)
    record.counts.frombytes(np.stack([taken + 1, taken], axis=1).tobytes())
    return None if state is None else np.array(velocity)


def _steps(
    plain: Plain, step: Step, record: Record, velocity: Numbers, n_steps: int, tolerance: float
) -> Iterator[Numbers]:
    """Take steps; yield the velocity at each progress report and after the last step."""
    value, gradient = plain
    point, loss = record.row(-1)
    keep_point, keep_loss, keep_gradient = record.points.extend, record.losses.append, record.gradients.extend
    mark, mark_k, next_mark = (point, velocity), 0, 1
    for k in range(1, n_steps + 1):
        try:
            slope = gradient(*point)
            landed, speed = step(point, slope, velocity)
            landed_loss = value(*landed)
        except (ArithmeticError, ValueError):  # Python floats raise where numpy's overflow to infinity
            break
        if not math.isfinite(landed_loss) or abs(landed_loss - loss) <= tolerance:
            break
        point, velocity, loss = landed, speed, landed_loss
        keep_point(point)
        keep_loss(loss)
        keep_gradient(slope)
        if (point, velocity) == mark and _bits(point, velocity) == _bits(*mark):
            record.repeat(k - mark_k, n_steps - k)
            velocity = _velocity_after(plain, step, point, velocity, (n_steps - k) % (k - mark_k))
            break
        if k == next_mark:  # R. P. Brent, An improved Monte Carlo factorization algorithm (1980)
            mark, mark_k, next_mark = (point, velocity), k, 2 * k
        if k % EVERY == 0:
            yield velocity
    yield velocity


def _velocity_after(plain: Plain, step: Step, point: Numbers, velocity: Numbers, n_steps: int) -> Numbers:
    for _ in range(n_steps):
        point, velocity = step(point, plain[1](*point), velocity)
    return velocity


def _bits(point: Numbers, velocity: Numbers) -> bytes:
    """Return the bytes of the numbers, which tell 0 from -0."""
    return struct.pack(f"{len(point) + len(velocity)}d", *point, *velocity)


def plain_of(objective: Objective) -> Plain | None:
    """Return an objective's value and gradient on plain numbers, if it has them."""
    return objective.function.plain() if isinstance(objective.function, OnPlainNumbers) else None


def _step_of(method: Method, plain: Plain) -> Step | None:
    """Return a method's step on Python floats, or None for a method without one."""
    if not isinstance(method.step, partial) or method.step.func not in _MAKERS:
        return None
    rate, *others = method.step.args
    return _MAKERS[method.step.func](plain[1], rate.tolist(), *others)


def each(part: str, rates: Numbers, beta: float = 0.0) -> Callable[[Numbers, Numbers, Numbers], Numbers]:
    """Return a function of point p, slope s and velocity v that computes ``part`` for each parameter i.

    The list is written out, which takes a fifth of the time of a loop over few parameters.
    """
    parts = ", ".join(part.replace("i", str(i)) for i in range(len(rates)))
    made: Callable[[Numbers, Numbers, Numbers], Numbers] = eval(f"lambda p, s, v: [{parts}]", {"r": rates, "m": beta})
    return made


def _plain_descent(_gradient: Callable[..., Numbers], rates: Numbers) -> Step:
    landed = each("p[i] - r[i] * s[i]", rates)
    return lambda point, slope, velocity: (landed(point, slope, velocity), velocity)


def _heavy_ball(_gradient: Callable[..., Numbers], rates: Numbers, beta: float) -> Step:
    speeds, landed = each("m * v[i] - r[i] * s[i]", rates, beta), each("p[i] + v[i]", rates)

    def step(point: Numbers, slope: Numbers, velocity: Numbers) -> tuple[Numbers, Numbers]:
        speed = speeds(point, slope, velocity)
        return landed(point, slope, speed), speed

    return step


def _nesterov(gradient: Callable[..., Numbers], rates: Numbers, beta: float) -> Step:
    moved, ahead = _heavy_ball(gradient, rates, beta), each("p[i] + m * v[i]", rates, beta)
    return lambda point, slope, velocity: moved(point, gradient(*ahead(point, slope, velocity)), velocity)


_MAKERS: Mapping[Callable[..., Any], Callable[..., Step]] = {
    plain_step: _plain_descent,
    heavy_ball_step: _heavy_ball,
    nesterov_step: _nesterov,
}
