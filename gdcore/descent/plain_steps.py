"""A fast path for long runs: Python floats instead of arrays, with the same bits in a twentieth of the time.

It stops before the first step that needs a decision, a loss that is not finite or a change within the tolerance, and
leaves that step to ``descend``. If point and state recur bit for bit at a constant rate, the run is periodic, for a
method is a pure function of them: the remaining steps are copied.
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
from gdcore.schedules.schedule import Schedule

Numbers = list[float]
Step = Callable[[Numbers, Numbers, Numbers, Numbers], tuple[Numbers, Numbers]]
"""Maps a point, the gradient there, the velocity and the learning rates to the next point and velocity."""


def run_ahead(
    objective: Objective, method: Method, record: Record, state: Any, n_steps: int, tolerance: float | None
) -> Any:
    """Take as many of ``n_steps`` steps as possible, record them, and return the method's state after the last."""
    plain = plain_of(objective)
    step = None if plain is None else _step_of(method, plain, record.d)
    if plain is None or step is None or not isinstance(state, np.ndarray | None):
        return state
    velocity: Numbers = [] if state is None else state.tolist()
    walk = _steps(plain, step, method.schedule, record, velocity, n_steps, -1.0 if tolerance is None else tolerance)
    for velocity in walk:  # noqa: B007
        if record.n_steps % EVERY == 0:
            report(record.n_steps, n_steps)
    taken = np.arange(1, record.n_steps + 1)
    record.counts.frombytes(np.stack([taken + 1, taken], axis=1).tobytes())
    return None if state is None else np.array(velocity)


def _steps(
    plain: Plain,
    step: Step,
    schedule: Schedule,
    record: Record,
    velocity: Numbers,
    n_steps: int,
    tolerance: float,
) -> Iterator[Numbers]:
    """Take steps; yield the velocity at each progress report and after the last step."""
    value, gradient = plain
    point, loss = record.row(-1)
    keep_point, keep_loss, keep_gradient = record.points.extend, record.losses.append, record.gradients.extend
    mark, mark_k, next_mark = (point, velocity), 0, 1
    for k, rates in enumerate(schedule.rows(n_steps), 1):
        try:
            slope = gradient(*point)
            landed, speed = step(point, slope, velocity, rates)
            landed_loss = value(*landed)
        except (ArithmeticError, ValueError):  # Python floats raise where numpy's overflow to infinity
            break
        if not math.isfinite(landed_loss) or abs(landed_loss - loss) <= tolerance:
            break
        point, velocity, loss = landed, speed, landed_loss
        keep_point(point)
        keep_loss(loss)
        keep_gradient(slope)
        if (point, velocity) == mark and schedule.is_constant and _bits(point, velocity) == _bits(*mark):
            record.repeat(k - mark_k, n_steps - k)
            for _ in range((n_steps - k) % (k - mark_k)):
                point, velocity = step(point, gradient(*point), velocity, rates)
            break
        if k == next_mark:  # R. P. Brent, An improved Monte Carlo factorization algorithm (1980)
            mark, mark_k, next_mark = (point, velocity), k, 2 * k
        if k % EVERY == 0:
            yield velocity
    yield velocity


def _bits(point: Numbers, velocity: Numbers) -> bytes:
    """Return the bytes of the numbers, which tell 0 from -0."""
    return struct.pack(f"{len(point) + len(velocity)}d", *point, *velocity)


def plain_of(objective: Objective) -> Plain | None:
    """Return an objective's value and gradient on plain numbers, if it has them."""
    return objective.function.plain() if isinstance(objective.function, OnPlainNumbers) else None


def _step_of(method: Method, plain: Plain, d: int) -> Step | None:
    """Return a method's step on Python floats in ``d`` parameters, or None for a method without one."""
    step, others = (method.step.func, method.step.args) if isinstance(method.step, partial) else (method.step, ())
    return _MAKERS[step](plain[1], d, *others) if step in _MAKERS else None


def each(part: str, d: int, factor: float = 0.0) -> Callable[[Numbers, Numbers, Numbers, Numbers], Numbers]:
    """Return a function of point p, slope s, velocity v and rates r that computes ``part`` for each parameter i.

    ``part`` knows the ``factor`` as m. The list is written out, which takes a fifth of the time of a loop over few
    parameters.
    """
    parts = ", ".join(part.replace("i", str(i)) for i in range(d))
    made: Callable[[Numbers, Numbers, Numbers, Numbers], Numbers] = eval(f"lambda p, s, v, r: [{parts}]", {"m": factor})
    return made


def _plain_descent(_gradient: Callable[..., Numbers], d: int) -> Step:
    landed = each("p[i] - r[i] * s[i]", d)
    return lambda point, slope, velocity, rates: (landed(point, slope, velocity, rates), velocity)


def _heavy_ball(_gradient: Callable[..., Numbers], d: int, beta: float) -> Step:
    speeds, landed = each("m * v[i] - r[i] * s[i]", d, beta), each("p[i] + v[i]", d)

    def step(point: Numbers, slope: Numbers, velocity: Numbers, rates: Numbers) -> tuple[Numbers, Numbers]:
        speed = speeds(point, slope, velocity, rates)
        return landed(point, slope, speed, rates), speed

    return step


def _nesterov(gradient: Callable[..., Numbers], d: int, beta: float) -> Step:
    moved, ahead = _heavy_ball(gradient, d, beta), each("p[i] + m * v[i]", d, beta)

    def step(point: Numbers, slope: Numbers, velocity: Numbers, rates: Numbers) -> tuple[Numbers, Numbers]:
        return moved(point, gradient(*ahead(point, slope, velocity, rates)), velocity, rates)

    return step


_MAKERS: Mapping[Callable[..., Any], Callable[..., Step]] = {
    plain_step: _plain_descent,
    heavy_ball_step: _heavy_ball,
    nesterov_step: _nesterov,
}
