"""The fast path of ``plain_steps`` for line searches: trials on Python floats, with the bits of those on arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from operator import mul

import numpy as np

from gdcore.descent.line_search import _most_trials, _shrinking_step
from gdcore.descent.method import Method
from gdcore.descent.plain_steps import Numbers, each, plain_of
from gdcore.descent.progress import EVERY, report
from gdcore.descent.record import Record
from gdcore.objectives.function import Plain
from gdcore.objectives.objective import Objective

ROUNDED = 1e-12
"""What the rounding of a scalar product can be at most, as a share of its terms."""
Trial = tuple[Numbers, float]


def search_ahead(objective: Objective, method: Method, record: Record, n_steps: int, tolerance: float | None) -> None:
    """Record as many of ``n_steps`` steps as lower the loss by more than the tolerance, if the method searches."""
    plain, step = plain_of(objective), method.step
    if plain is None or not isinstance(step, partial) or step.func is not _shrinking_step:
        return
    search, smallest = _Search(objective, plain, record.d, *step.args), -1.0 if tolerance is None else tolerance
    (point, loss), (n_losses, n_gradients) = record.row(-1), record.counts[-2:]
    for k, rates in enumerate(method.schedule.rows(n_steps)):
        try:
            slope = plain[1](*point)
        except (ArithmeticError, ValueError):
            return
        rejected, taken = search.trials(point, loss, slope, rates)
        if taken is None or not math.isfinite(taken[1]) or abs(taken[1] - loss) <= smallest:
            return
        (point, loss), n_losses, n_gradients = taken, n_losses + len(rejected) + 1, n_gradients + 1
        record.rejected += [(k, *trial) for trial in rejected]
        record.gradients.extend(slope)
        record.add(point, loss, (n_losses, n_gradients))
        if (k + 1) % EVERY == 0:
            report(k + 1, n_steps)


class _Search:
    """One step's search, as ``_shrinking_step`` makes it."""

    def __init__(self, objective: Objective, plain: Plain, d: int, sufficient: float, shrink: float) -> None:
        self.objective, self.plain = objective, plain
        self.sufficient, self.shrink, self.most = sufficient, shrink, _most_trials(shrink)
        self.moved: Callable[..., Numbers] = each("-r[i] * s[i]", d)
        self.landed: Callable[..., Numbers] = each("p[i] + v[i]", d)
        self.asked: Callable[..., Numbers] = each("m * s[i]", d, sufficient / objective.gradient_scale)
        self.shorter: Callable[..., Numbers] = each("m * v[i]", d, shrink)

    def trials(self, point: Numbers, loss: float, slope: Numbers, rates: Numbers) -> tuple[list[Trial], Trial | None]:
        """Return the rejected trials from a point, and the one that is taken; None where the search ends without."""
        rejected: list[Trial] = []
        move, asked = self.moved(point, slope, slope, rates), self.asked(point, slope, slope, rates)
        if not all(map(math.isfinite, move)):
            return rejected, None
        for _ in range(self.most):
            landed = self.landed(point, slope, move, rates)
            if landed == point:
                break
            landed_loss = self._value(landed)
            if self._is_low(landed_loss, loss, asked, move):
                return rejected, (landed, landed_loss)
            rejected.append((landed, landed_loss))
            move = self.shorter(point, slope, move, rates)
        return rejected, None

    def _value(self, point: Numbers) -> float:
        try:
            return float(self.plain[0](*point))
        except (ArithmeticError, ValueError):  # Python floats raise where numpy's are infinite or no number
            return float(self.objective.value(np.array(point)))

    def _is_low(self, landed: float, loss: float, asked: Numbers, move: Numbers) -> bool:
        """Whether a trial is low enough; where rounding could decide, arrays do, which have a rounding of their own."""
        if self.sufficient == 0.0:
            return landed <= loss
        terms = list(map(mul, asked, move))
        limit = loss + sum(terms)
        if len(terms) > 1 and not abs(landed - limit) > ROUNDED * (abs(loss) + sum(map(abs, terms))):
            limit = loss + float(np.array(asked) @ np.array(move))
        return bool(landed <= limit)
