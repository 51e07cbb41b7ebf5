"""What is known of a method beside its arithmetic: its names, its numbers, its formula, its theory.

All of it stands in the file of the method; ``gdcore.descent.by_name`` collects it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from gdcore.arrays import Array
from gdcore.descent.method import Method


@dataclass(frozen=True)
class Hyperparameter:
    """A number that a method takes besides its learning rates.

    ``doc`` says what it does, in the reference of lesson files, without a full stop. ``ge``, ``gt``, ``le`` and ``lt``
    are its bounds: at least, above, at most, below. It is ``needed``, which says what is, or has a ``default``.
    Readers see ``symbol`` as plain text and ``typst`` in pictures, or ``short``, a message with its context, where it
    has no letter; ``label`` stands in a list, with ``note`` after the number.
    """

    name: str
    doc: str
    needed: str = ""
    default: float | None = None
    whole: bool = False
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    symbol: str = ""
    typst: str = ""
    short: tuple[str, str] | None = None
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class LinearRule:
    """What theory knows of a linear method with momentum ``momentum``.

    ``root(lam, momentum)`` is the root of largest modulus of its characteristic polynomial where diag(rate) H has the
    eigenvalue lam; ``edge(momentum)`` the end of the interval (0, edge) in which lam is stable;
    ``matrix(A, momentum)`` the update map for A = diag(rate) H, shape ``(d, d)``.
    """

    root: Callable[[float, float], complex]
    edge: Callable[[float], float]
    matrix: Callable[[Array, float], Array]


@dataclass(frozen=True)
class Signs:
    """The letters of an update formula in Typst mathematics.

    ``now`` and ``then`` are the iterates k and k + 1; ``step(at)`` is the learning rate times the gradient at ``at``.
    """

    now: str
    then: str
    step: Callable[[str], str]


@dataclass(frozen=True)
class Family:
    """The methods of one name, whatever their numbers.

    ``words`` are what readers call it, ``short`` a message with its context for narrow places; ``says`` is a
    sentence about a step, ``says_outside`` the same where some were refused for leaving the function's domain.
    ``update`` returns the formula of a step, line by line. ``rule`` is what theory knows of it on a quadratic.
    """

    name: str
    make: Callable[..., Method]
    words: str
    says: str
    update: Callable[[Signs], tuple[str, ...]]
    hyperparameters: tuple[Hyperparameter, ...] = ()
    short: tuple[str, str] | None = None
    rule: LinearRule | None = field(default=None, repr=False)
    kind: Literal["fixed", "line search", "stochastic"] = "fixed"
    says_outside: str = ""
    abbreviated: bool = False
    """Whether ``short`` is an abbreviation, which a title spells out."""
    keeps_the_last_step: bool = False
    """Whether a step is a share of the one before plus what the slope asks for where it begins."""
