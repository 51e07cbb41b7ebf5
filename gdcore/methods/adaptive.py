"""Methods with a rate of their own for each parameter, out of the squares of its slopes: Adagrad and RMSProp."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.family import Family, Hyperparameter, Remembered
from gdcore.descent.method import Method
from gdcore.descent.rows import Rule, Scaled, named_rows, row_step
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable, translatable_p

EPSILON, DECAY = 1e-8, 0.9


def adagrad(learning_rate: Rates, epsilon: float = EPSILON) -> Method:
    """Return Adagrad, G <- G + g**2, p <- p - rate * g / (sqrt(G) + epsilon), with G = 0 at the start.

    The effective rates only fall. Source: J. Duchi, E. Hazan and Y. Singer, Adaptive subgradient methods for online
    learning and stochastic optimization (2011). PyTorch's default for epsilon is 1e-10.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, in its own units, or a schedule of them.
        epsilon: What is added to the root, above 0.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), adagrad([0.5]), [-1.0], 2).iterates.ravel().round(4).tolist()
    [-1.0, -0.5, -0.2764]
    """
    check("epsilon", epsilon, above=0.0)
    return adaptive("adagrad", learning_rate, partial(_adagrad, epsilon), {"epsilon": epsilon}, _ROWS)


def rmsprop(learning_rate: Rates, decay: float = DECAY, epsilon: float = EPSILON) -> Method:
    """Return RMSProp, v <- decay v + (1 - decay) g**2, p <- p - rate * g / (sqrt(v) + epsilon), from v = 0.

    Source: G. Hinton, Neural networks for machine learning, lecture 6e (2012), with his decay of 0.9. PyTorch calls the
    decay alpha, with the default 0.99.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, in its own units, or a schedule of them.
        decay: The share of the mean square that is kept, at least 0 and below 1.
        epsilon: What is added to the root, above 0.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), rmsprop([0.1], decay=0.75), [-1.0], 2).iterates.ravel().round(4).tolist()
    [-1.0, -0.8, -0.6643]
    """
    check("decay", decay, least=0.0, below=1.0)
    check("epsilon", epsilon, above=0.0)
    numbers = {"decay": decay, "epsilon": epsilon}
    return adaptive("rmsprop", learning_rate, partial(_rmsprop, decay, epsilon), numbers, _ROWS)


def check(name: str, number: float, *, least: float | None = None, above: float = -1.0, below: float = np.inf) -> None:
    """Raise ``InputError`` unless a number, or those of many runs ``(n, 1)``, lie in their range."""
    numbers = np.asarray(number)
    if not np.all((numbers > above if least is None else numbers >= least) & (numbers < below)):
        low = f"above {above:g}" if least is None else f"at least {least:g}"
        high = "finite" if below == np.inf else f"below {below:g}"
        raise InputError(f"{name}: must be {low} and {high}, got {number}")


def adaptive(
    name: str, rates: Rates, rule: Rule, numbers: dict[str, float], rows: tuple[str, ...], powers: int = 0
) -> Method:
    """Return a method whose state has the named rows, which begin at 0, and ``powers`` that begin at 1."""
    return Method(
        name, scheduled(rates), partial(_beginning, rows, powers), partial(row_step, rule), numbers,
        by_slope=False, remembers=partial(named_rows, rows),
    )  # fmt: skip


def _beginning(rows: tuple[str, ...], powers: int, _objective: Objective, start: Array) -> Array:
    """Return a state of zeros and ones; no rates have had an effect yet."""
    values = [*(np.nan if name == EFFECTIVE.name else 0.0 for name in rows), *[1.0] * powers]
    return np.stack([np.full_like(start, value) for value in values], axis=-2)


def _adagrad(
    epsilon: float, scaled: Scaled, point: Any, slope: Any, rate: Any, second: Any, _effective: Any
) -> tuple[Any, ...]:
    second = second + slope * slope
    effective = scaled(rate, second, epsilon)
    return point - effective * slope, second, effective


def _rmsprop(
    decay: float, epsilon: float, scaled: Scaled, point: Any, slope: Any, rate: Any, second: Any, _effective: Any
) -> tuple[Any, ...]:
    second = decay * second + (1.0 - decay) * (slope * slope)
    effective = scaled(rate, second, epsilon)
    return point - effective * slope, second, effective


def edge_without_momentum(_method: Method) -> float:
    """Return the edge for steps of effective rates times the slope, that of plain descent."""
    return 2.0


SECOND = Remembered("second_moment", translatable_p("memory", "mean square of the slopes"), "v")
SQUARES = Remembered("second_moment", translatable_p("memory", "sum of squares of the slopes"), "G")
EFFECTIVE = Remembered("effective_rate", translatable_p("memory", "effective rate"), 'eta_("eff")')
_ROWS = (SECOND.name, EFFECTIVE.name)

EPSILON_NUMBER = Hyperparameter(
    name="epsilon",
    doc="What is added to the root of the mean square",
    gt=0,
    default=EPSILON,
    symbol="ε",
    typst="epsilon",
    label=translatable("Epsilon"),
)
ADAGRAD = Family(
    name="adagrad",
    make=adagrad,
    words=translatable("Adagrad"),
    says=translatable("Each parameter’s step is divided by the root of all its squared slopes so far."),
    update=lambda s: (
        f"G_(k+1) = G_k + {s.slope(s.now)}^2",
        f"{s.then} = {s.now} - {s.rate} / (sqrt(G_(k+1)) + epsilon) thin {s.slope(s.now)}",
    ),
    hyperparameters=(EPSILON_NUMBER,),
    edge=edge_without_momentum,
    remembers=(SQUARES, EFFECTIVE),
)
RMSPROP = Family(
    name="rmsprop",
    make=rmsprop,
    words=translatable("RMSProp"),
    says=translatable("Each parameter’s step is divided by how steep its slopes were of late."),
    update=lambda s: (
        f"v_(k+1) = rho v_k + (1 - rho) thin {s.slope(s.now)}^2",
        f"{s.then} = {s.now} - {s.rate} / (sqrt(v_(k+1)) + epsilon) thin {s.slope(s.now)}",
    ),
    hyperparameters=(
        Hyperparameter(
            name="decay",
            doc="The share of the mean square that is kept",
            ge=0,
            lt=1,
            default=DECAY,
            symbol="ρ",
            typst="rho",
            label=translatable("Kept square"),
        ),
        EPSILON_NUMBER,
    ),
    edge=edge_without_momentum,
    remembers=(SECOND, EFFECTIVE),
)
