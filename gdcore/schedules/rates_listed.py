"""A schedule of any rates, one after the other."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gdcore.schedules.kind import Kind, Setting
from gdcore.schedules.schedule import Schedule
from gdcore.text.language import translatable


def rate_list(learning_rate: ArrayLike, multiples: ArrayLike) -> Schedule:
    """Return rates that go through a list, again and again: rate * multiples[k mod n].

    Args:
        learning_rate: Shape ``(d,)``, what all of the list is multiplied by, each > 0.
        multiples: Shape ``(n,)``, or ``(n, d)`` with one column per parameter; finite numbers >= 0.

    Raises:
        InputError: For an argument out of range.

    >>> import numpy as np
    >>> rate_list([1.0], [0.1, 0.9]).rate(np.arange(3)).ravel().tolist()
    [0.1, 0.9, 0.1]
    """
    return LIST.made(learning_rate, multiples=multiples)


LIST = Kind(
    "list",
    translatable("list of rates"),
    "eta_k = eta m_k",
    "rate",
    "What each number of the list is multiplied by, as for a constant rate",
    cycle=lambda multiples: multiples,
    settings=(
        Setting(
            "multiples",
            "The rates of one step after the other, from the first again after the last; with a rate of its own per "
            "parameter, what those are multiplied by",
            "a list such as [0.1, 0.5]",
            form="rows",
            ge=0,
            le=1e100,
        ),
    ),
    rates_default=1.0,
)
