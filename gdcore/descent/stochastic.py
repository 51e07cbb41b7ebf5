"""Stochastic gradient descent, and any method on batches: each step uses a few random rows of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.descent.family import Family, Hyperparameter
from gdcore.descent.method import Method, Move
from gdcore.descent.plain import gradient_descent
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates
from gdcore.text.language import translatable, translatable_p


def sgd(learning_rate: Rates, batch: int = 1, seed: int = 0) -> Method:
    """Return stochastic gradient descent, p <- p - rate * (mean gradient over ``batch`` rows drawn for this step).

    Step k draws its rows without replacement from numpy's Generator seeded with (seed, k), so the same seed gives the
    same run. Recorded losses are those over all rows. A step counts as one gradient evaluation, over ``batch`` rows.
    Source: H. Robbins and S. Monro, A stochastic approximation method (1951).

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of them.
        batch: Rows per step, at least 1.
        seed: The seed of the draws, at least 0.

    Raises:
        InputError: For an argument out of range and, when a run starts, for an objective with fewer than ``batch``
            rows of data.

    >>> from gdcore import descend, houses, mean_squared_error
    >>> error = mean_squared_error(houses())
    >>> runs = [descend(error, sgd([5e-8, 0.15], seed=seed), [250.0, 250_000.0], 20) for seed in (0, 0, 1)]
    >>> [bool((run.iterates == runs[0].iterates).all()) for run in runs]
    [True, True, False]
    """
    return replace(minibatched(gradient_descent(learning_rate), batch, seed), name="sgd")


Drawn = tuple[int, Any]
"""The state of a method on batches: the number of the step, and what the method itself remembers."""


def minibatched(method: Method, batch: int, seed: int = 0) -> Method:
    """Return a method each step of which sees ``batch`` rows of the data, drawn for it, as if they were all.

    What it asks for within a step, as a line search asks for losses and Newton's method for a Hessian, is over the same
    rows, and counts like that over all of them but for gradients. A batch without a step does not end the run.

    Args:
        method: Any method.
        batch: Rows per step, at least 1.
        seed: The seed of the draws, at least 0; see ``sgd``.

    Raises:
        InputError: As ``sgd`` does.

    >>> from gdcore import descend, houses, mean_squared_error, momentum
    >>> method = minibatched(momentum([5e-8, 0.15], 0.5), batch=20)
    >>> bool(descend(mean_squared_error(houses()), method, [250.0, 250_000.0], 50).losses[-1] < 1e9)
    True
    """
    if batch < 1:
        raise InputError(f"batch: must be at least 1, got {batch}")
    if seed < 0:
        raise InputError(f"seed: must be at least 0, got {seed}")
    return replace(
        method, init=partial(_first, method, batch), step=partial(_step, method, batch, seed),
        hyperparameters={**method.hyperparameters, "batch": batch, "seed": seed},
        linear=False, monotone=False, noisy=True, remembers=partial(_remembered, method),
    )  # fmt: skip


def drawn_rows(n_rows: int, batch: int, seed: int, k: int) -> NDArray[np.int64]:
    """Return the rows, shape ``(batch,)``, that step k draws from ``n_rows`` without replacement."""
    return np.random.default_rng((seed, k)).choice(n_rows, batch, replace=False)


def row_share(method: Method, objective: Objective) -> float:
    """Return the share of all rows that one gradient of the method uses: 1 unless it draws some of them."""
    batch = method.hyperparameters.get("batch")
    return 1.0 if batch is None or objective.rows is None else batch / objective.rows.n_rows


def steps_by_row(objective: Objective, learning_rate: Array, point: Array) -> Array:
    """Return the plain descent step at ``point`` for each row alone, shape ``(n_rows, d)``.

    Their mean is the step of plain descent. Raises ``InputError`` for an objective without rows.
    """
    if objective.rows is None:
        raise InputError(f"steps_by_row: needs an objective over rows of data, got {objective.name}")
    each_alone = np.arange(objective.rows.n_rows)[:, None]
    return -learning_rate * objective.rows.gradient(point, each_alone)


def _first(method: Method, batch: int, objective: Objective, start: Array) -> Drawn:
    """Return the state before the first step, once the batch is checked against the data."""
    if objective.rows is None:
        raise InputError(f"batch: needs an objective over rows of data, got {objective.name}")
    if batch > objective.rows.n_rows:
        raise InputError(f"batch: expected at most the {objective.rows.n_rows} rows of the data, got {batch}")
    return 0, method.init(objective, start)


def _step(
    method: Method,
    batch: int,
    seed: int,
    objective: Objective,
    point: Array,
    loss: Any,
    _gradient: Array,
    state: Drawn,
    rate: Array,
) -> Move:
    rows = objective.rows
    assert rows is not None
    k, inner = state
    drawn = drawn_rows(rows.n_rows, batch, seed, k)
    seen = replace(
        objective, value=partial(rows.value, drawn=drawn), gradient=partial(rows.gradient, drawn=drawn),
        hessian=partial(rows.hessian, drawn=drawn),
    )  # fmt: skip
    loss = loss if method.linear else seen.value(point)  # which a linear method does not look at
    move = method.step(seen, point, loss, seen.gradient(point), inner, rate)
    rejected = tuple((trial, float(objective.value(trial))) for trial, _ in move.rejected)
    return replace(move, state=(k + 1, move.state), loss=None, rejected=rejected, stalled=False)


def _remembered(method: Method, state: Drawn) -> Mapping[str, Array]:
    return method.remembers(state[1])


BATCH = Hyperparameter(
    name="batch",
    doc="How many rows a step looks at",
    ge=1,
    default=1,
    whole=True,
    symbol="B",
    short=translatable_p("hyperparameter", "rows a step"),
    label=translatable("Batch"),
    note=translatable("rows a step"),
)
SEED = Hyperparameter(
    name="seed",
    doc="The seed that draws the rows",
    ge=0,
    lt=2**63,
    default=0,
    whole=True,
    short=translatable_p("hyperparameter", "seed"),
    label=translatable("Seed"),
)
SGD = Family(
    name="sgd",
    make=sgd,
    words=translatable("stochastic gradient descent"),
    short=translatable_p("method", "sgd"),
    abbreviated=True,
    says=translatable("Each step goes against the slope of a few rows, drawn anew."),
    update=lambda s: (f"{s.then} = {s.now} - {s.step(s.now)}",),
    kind="stochastic",
    hyperparameters=(BATCH, SEED),
)
