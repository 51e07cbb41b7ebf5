"""A fast path for long runs: Python floats instead of arrays, with the same bits in a twentieth of the time.

It stops before the first step that needs a decision, a loss that is not finite or a change within the tolerance, and
leaves that step to ``descend``. If point and state recur bit for bit at a constant rate, the run is periodic, for a
method is a pure function of them: the remaining steps are copied.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from gdcore.descent.method import Method
from gdcore.descent.momentum import heavy_ball_step, nesterov_step
from gdcore.descent.plain import plain_step
from gdcore.descent.progress import EVERY, report
from gdcore.descent.record import Record
from gdcore.descent.rows import Rule, plain_row_step, row_step
from gdcore.objectives.function import OnPlainNumbers, Plain
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Schedule

Numbers = list[float]
State = Any
"""A velocity, or rows of numbers; empty for a method without memory."""
Step = Callable[[Numbers, Numbers, State, Numbers], tuple[Numbers, State]]
"""Maps a point, the gradient there, the state and the learning rates to the next point and state."""


def run_ahead(
    objective: Objective, method: Method, record: Record, state: Any, n_steps: int, tolerance: float | None
) -> Any:
    """Take as many of ``n_steps`` steps as possible, record them, and return the method's state after the last."""
    plain = plain_of(objective)
    step = None if plain is None else _step_of(method, plain, record.d)
    if plain is None or step is None or not isinstance(state, np.ndarray | None):
        return state
    own: State = [] if state is None else state.tolist()
    walk = _steps(plain, step, method.schedule, record, own, n_steps, -1.0 if tolerance is None else tolerance)
    for own in walk:  # noqa: B007
        if record.n_steps % EVERY == 0:
            report(record.n_steps, n_steps)
    taken = np.arange(1, record.n_steps + 1)
    record.counts.frombytes(np.stack([taken + 1, taken], axis=1).tobytes())
    return None if state is None else np.array(own)


def _steps(
    plain: Plain,
    step: Step,
    schedule: Schedule,
    record: Record,
    own: State,
    n_steps: int,
    tolerance: float,
) -> Iterator[State]:
    """Take steps; yield the state at each progress report and after the last step."""
    value, gradient = plain
    point, loss = record.row(-1)
    keep_point, keep_loss, keep_gradient = record.points.extend, record.losses.append, record.gradients.extend
    mark, mark_k, next_mark = (point, own), 0, 1
    for k, rates in enumerate(schedule.rows(n_steps), 1):
        try:
            slope = gradient(*point)
            landed, speed = step(point, slope, own, rates)
            landed_loss = value(*landed)
        except (ArithmeticError, ValueError):  # Python floats raise where numpy's overflow to infinity
            break
        if not math.isfinite(landed_loss) or abs(landed_loss - loss) <= tolerance:
            break
        point, own, loss = landed, speed, landed_loss
        keep_point(point)
        keep_loss(loss)
        keep_gradient(slope)
        if (point, own) == mark and schedule.is_constant and _bits(point, own) == _bits(*mark):
            record.repeat(k - mark_k, n_steps - k)
            for _ in range((n_steps - k) % (k - mark_k)):
                point, own = step(point, gradient(*point), own, rates)
            break
        if k == next_mark:  # R. P. Brent, An improved Monte Carlo factorization algorithm (1980)
            mark, mark_k, next_mark = (point, own), k, 2 * k
        if k % EVERY == 0:
            yield own
    yield own


def _bits(point: Numbers, own: State) -> bytes:
    """Return the bytes of the numbers, which tell 0 from -0."""
    return np.array(point).tobytes() + np.array(own).tobytes()


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


def _rows(_gradient: Callable[..., Numbers], _d: int, rule: Rule) -> Step:
    return plain_row_step(rule)


_MAKERS: Mapping[Callable[..., Any], Callable[..., Step]] = {
    plain_step: _plain_descent,
    heavy_ball_step: _heavy_ball,
    nesterov_step: _nesterov,
    row_step: _rows,
}
