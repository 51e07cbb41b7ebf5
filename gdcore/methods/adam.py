"""Adam and AdamW: the mean of the last slopes, over the root of the mean of their squares."""

from __future__ import annotations

from functools import partial
from typing import Any

from gdcore.descent.family import Family, Hyperparameter, Remembered
from gdcore.descent.method import Method
from gdcore.descent.rows import Scaled
from gdcore.methods.adaptive import EFFECTIVE, EPSILON, EPSILON_NUMBER, SECOND, adaptive, check
from gdcore.schedules.schedule import Rates
from gdcore.text.language import translatable, translatable_p

BETA1, BETA2, WEIGHT_DECAY = 0.9, 0.999, 0.01


def adam(learning_rate: Rates, beta1: float = BETA1, beta2: float = BETA2, epsilon: float = EPSILON) -> Method:
    """Return Adam, p <- p - rate * m^ / (sqrt(v^) + epsilon), m <- beta1 m + (1 - beta1) g, v the same of g**2.

    m^ = m / (1 - beta1**k) and v^ = v / (1 - beta2**k) after k steps undo that both begin at 0, so that the first step
    is the rate. Source: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization (2015); its defaults are
    those of PyTorch.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, in its own units, or a schedule of them.
        beta1: The share of the mean slope that is kept, at least 0 and below 1.
        beta2: The share of the mean square that is kept, at least 0 and below 1.
        epsilon: What is added to the root, above 0.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), adam([0.25]), [-1.0], 2).iterates.ravel().round(4).tolist()
    [-1.0, -0.75, -0.5044]
    """
    numbers = _checked(beta1, beta2, epsilon)
    return adaptive("adam", learning_rate, partial(_adam, beta1, beta2, epsilon, 0.0), numbers, _ROWS, 2)


def adamw(
    learning_rate: Rates,
    beta1: float = BETA1,
    beta2: float = BETA2,
    epsilon: float = EPSILON,
    weight_decay: float = WEIGHT_DECAY,
) -> Method:
    """Return Adam after p <- p - rate * weight_decay * p: decoupled weight decay.

    It comes to rest where step and decay balance, which is not at the minimum of the loss unless that is at 0. Source:
    I. Loshchilov and F. Hutter, Decoupled weight decay regularization (2019); with the rate in the product as in
    PyTorch, whose default for weight_decay is 0.01.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, in its own units, or a schedule of them.
        beta1: The share of the mean slope that is kept, at least 0 and below 1.
        beta2: The share of the mean square that is kept, at least 0 and below 1.
        epsilon: What is added to the root, above 0.
        weight_decay: What a step takes off each parameter, beside its rate, at least 0.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), adamw([0.25], weight_decay=0.1), [-1.0], 1).iterates.ravel().round(4).tolist()
    [-1.0, -0.725]
    """
    check("weight_decay", weight_decay, least=0.0)
    numbers = _checked(beta1, beta2, epsilon) | {"weight_decay": weight_decay}
    return adaptive("adamw", learning_rate, partial(_adam, beta1, beta2, epsilon, weight_decay), numbers, _ROWS, 2)


def _checked(beta1: float, beta2: float, epsilon: float) -> dict[str, float]:
    check("beta1", beta1, least=0.0, below=1.0)
    check("beta2", beta2, least=0.0, below=1.0)
    check("epsilon", epsilon, above=0.0)
    return {"beta1": beta1, "beta2": beta2, "epsilon": epsilon}


def _adam(
    beta1: float,
    beta2: float,
    epsilon: float,
    weight_decay: float,
    scaled: Scaled,
    point: Any,
    slope: Any,
    rate: Any,
    first: Any,
    second: Any,
    _effective: Any,
    left1: Any,
    left2: Any,
) -> tuple[Any, ...]:
    """Take a step of Adam; ``left1`` and ``left2`` are the powers beta**k, the weight that the start still has."""
    first = beta1 * first + (1.0 - beta1) * slope
    second = beta2 * second + (1.0 - beta2) * (slope * slope)
    left1, left2 = beta1 * left1, beta2 * left2
    effective = scaled(rate, second / (1.0 - left2), epsilon)
    kept = point - weight_decay * rate * point if weight_decay else point
    return kept - effective * (first / (1.0 - left1)), first, second, effective, left1, left2


def adam_edge(method: Method) -> float:
    """Return the edge for Adam: the eigenvalues of diag(effective rates) H below it are stable.

    With fixed effective rates, z**2 - (1 - w + beta1 - (1 - beta1) lam) z + beta1 (1 - w) has its root -1 there; w is
    rate * weight_decay, the largest of them. Source: J. Cohen et al., Adaptive gradient methods at the edge of
    stability (2022), arXiv:2207.14484, for w = 0.
    """
    beta1, decay = method.hyperparameters["beta1"], method.hyperparameters.get("weight_decay", 0.0)
    return float((2.0 - decay * method.learning_rate.max()) * (1.0 + beta1) / (1.0 - beta1))


FIRST = Remembered("first_moment", translatable_p("memory", "mean slope"), "m")
_ROWS = (FIRST.name, SECOND.name, EFFECTIVE.name)
_BETA1, _BETA2 = (
    Hyperparameter(name=name, doc=doc, ge=0, lt=1, default=default, symbol=symbol, typst=typst, label=label)
    for name, doc, default, symbol, typst, label in (
        ("beta1", "The share of the mean slope that is kept", BETA1, "β₁", "beta_1", translatable("Kept slope")),
        ("beta2", "The share of the mean square that is kept", BETA2, "β₂", "beta_2", translatable("Kept square")),
    )
)
ADAM = Family(
    name="adam",
    make=adam,
    words=translatable("Adam"),
    says=translatable("The mean of the last slopes, divided by how steep they were, is the step."),
    update=lambda s: (
        f"m_(k+1) = beta_1 m_k + (1 - beta_1) thin {s.slope(s.now)}",
        f"v_(k+1) = beta_2 v_k + (1 - beta_2) thin {s.slope(s.now)}^2",
        f"{s.then} = {s.now} - {s.rate} thin hat(m)_(k+1) / (sqrt(hat(v)_(k+1)) + epsilon)",
    ),
    hyperparameters=(_BETA1, _BETA2, EPSILON_NUMBER),
    edge=adam_edge,
    remembers=(FIRST, SECOND, EFFECTIVE),
)
ADAMW = Family(
    name="adamw",
    make=adamw,
    words=translatable("AdamW"),
    says=translatable("Each step of Adam also shrinks every parameter a little."),
    update=lambda s: (
        f"m_(k+1) = beta_1 m_k + (1 - beta_1) thin {s.slope(s.now)}",
        f"v_(k+1) = beta_2 v_k + (1 - beta_2) thin {s.slope(s.now)}^2",
        f"{s.then} = {s.now} - {s.rate} lambda {s.now} - {s.rate} thin hat(m)_(k+1) / (sqrt(hat(v)_(k+1)) + epsilon)",
    ),
    hyperparameters=(
        *ADAM.hyperparameters,
        Hyperparameter(
            name="weight_decay",
            doc="What a step takes off each parameter, times its rate",
            ge=0,
            default=WEIGHT_DECAY,
            symbol="λ",
            typst="lambda",
            label=translatable("Weight decay"),
        ),
    ),
    edge=adam_edge,
    remembers=ADAM.remembers,
)
