"""``Family``: a method's metadata, beside its arithmetic: names, hyperparameters, update formula, theory.

Each method's file defines its own; ``gdcore.methods.registry`` collects them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from gdcore.descent.method import Method


@dataclass(frozen=True)
class Hyperparameter:
    """A number that a method takes besides its learning rates.

    ``doc`` describes it in the lesson reference, without a full stop. ``ge``, ``gt``, ``le`` and ``lt`` are its bounds.
    Either ``needed`` describes the expected value, or there is a ``default``, or ``otherwise`` says what a method does
    that is not given the number; ``is_minimum`` says that this is the loss at the minimum. Readers see ``symbol`` as
    plain text and ``typst`` in pictures, or ``short``, a message with its context, if it has no letter; ``label`` names
    it in a list, with ``note`` after the number.
    """

    name: str
    doc: str
    needed: str = ""
    default: float | None = None
    otherwise: str = ""
    is_minimum: bool = False
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
    """The theory of a linear method on a quadratic; ``momentum`` is 0 for a method without.

    ``root(lam, momentum)`` is the root of largest modulus of the characteristic polynomial for the eigenvalue lam of
    diag(rate) H; ``edge(momentum)`` is the end of the interval (0, edge) of stable lam.
    """

    root: Callable[[float, float], complex]
    edge: Callable[[float], float]


@dataclass(frozen=True)
class Signs:
    """The symbols of an update formula, in Typst mathematics.

    ``now`` and ``then`` are the iterates k and k + 1, ``slope(at)`` is the gradient at ``at``, and ``value(at)`` the
    loss there; ``rate`` is the learning rate.
    """

    now: str
    then: str
    slope: Callable[[str], str]
    value: Callable[[str], str]
    rate: str = "eta"

    def step(self, at: str) -> str:
        """Return the learning rate times the gradient at ``at``."""
        return f"{self.rate} thin {self.slope(at)}"


@dataclass(frozen=True)
class Remembered:
    """Something that the methods of a family remember: its name in a trace, for readers, and in Typst mathematics.

    ``words`` is a message with its context.
    """

    name: str
    words: tuple[str, str]
    typst: str


@dataclass(frozen=True)
class Family:
    """A method by name, for any values of its hyperparameters.

    ``words`` is the name readers see, ``short`` a message with its context for narrow places; ``says`` is a sentence
    about one step, ``says_outside`` its variant for runs in which a trial left the function's domain. ``update``
    returns the update formula, line by line. ``rule`` is the theory of a linear method on a quadratic. ``edge`` is that
    of a method with a rate of its own for each parameter: it is stable while the eigenvalues of diag(effective rates) H
    lie below. ``remembers`` tells what is in ``Method.remembers``, if readers are to see it.
    """

    name: str
    make: Callable[..., Method]
    words: str
    says: str
    update: Callable[[Signs], tuple[str, ...]]
    hyperparameters: tuple[Hyperparameter, ...] = ()
    short: tuple[str, str] | None = None
    rule: LinearRule | None = field(default=None, repr=False)
    edge: Callable[[Method], float] | None = field(default=None, repr=False)
    remembers: tuple[Remembered, ...] = ()
    kind: Literal["fixed", "line search", "stochastic"] = "fixed"
    says_outside: str = ""
    abbreviated: bool = False
    """Whether ``short`` is an abbreviation that a title spells out."""
    keeps_the_last_step: bool = False
    """Whether a step is a share of the previous one minus rate times the gradient at its start, as in heavy ball."""

    @property
    def steps_by_slope(self) -> bool:
        """Whether the first step, or trial, is the learning rate times a slope."""
        return self.rule is not None or self.kind != "fixed"
