"""The registry of methods, for lesson files, page and clips: every ``Family`` by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from numpy.typing import ArrayLike

from gdcore.descent.family import Family, Hyperparameter
from gdcore.descent.line_search import BACKTRACKING, HALVING
from gdcore.descent.method import Method
from gdcore.descent.momentum import HEAVY_BALL, NESTEROV
from gdcore.descent.plain import PLAIN
from gdcore.descent.stochastic import SGD
from gdcore.errors import InputError
from gdcore.text.language import tr, tr_p

Rule = Callable[..., Method]
"""Makes a method from learning rates ``(..., d)``, and from other numbers than its own if these are given by name."""
FAMILIES: Mapping[str, Family] = {
    family.name: family for family in (PLAIN, HALVING, BACKTRACKING, HEAVY_BALL, NESTEROV, SGD)
}
HYPERPARAMETERS: Mapping[str, Hyperparameter] = {
    number.name: number for family in FAMILIES.values() for number in family.hyperparameters
}


def family_of(method: Method) -> Family | None:
    """Return the family of a method, or None for a user-defined one."""
    return FAMILIES.get(method.name)


def takers(hyperparameter: str) -> list[str]:
    """Return the names of the methods that take a hyperparameter."""
    return [name for name, family in FAMILIES.items() if HYPERPARAMETERS[hyperparameter] in family.hyperparameters]


def rule_of(method: Method) -> Rule:
    """Return a function that makes this method from other rates, on the same schedule.

    Raises ``InputError`` for a user-defined method.
    """
    family = family_of(method)
    if family is None:
        raise InputError(f"method: only {', '.join(FAMILIES)} can be run with other rates, got {method.name!r}")
    return partial(_made, family.make, method)


def _made(make: Rule, method: Method, rates: ArrayLike, **others: float) -> Method:
    return make(method.schedule.at(rates), **{**method.hyperparameters, **others})


def is_plain(method: Method) -> bool:
    """Return whether a method is plain gradient descent."""
    return family_of(method) is PLAIN


def is_line_search(method: Method) -> bool:
    """Return whether a method tries steps before it takes one."""
    family = family_of(method)
    return family is not None and family.kind == "line search"


def method_words(name: str) -> str:
    """Return a method's name in the current language; a user-defined one keeps its own."""
    return tr(FAMILIES[name].words) if name in FAMILIES else name.replace("_", " ")


def method_label(name: str) -> str:
    """Return a method's short name in the current language."""
    short = FAMILIES[name].short if name in FAMILIES else None
    return tr_p(*short) if short else method_words(name)


def plain_symbol(hyperparameter: str) -> str:
    """Return a hyperparameter in plain text: its letter, or its name in the current language."""
    known = HYPERPARAMETERS.get(hyperparameter)
    if known is None:
        return hyperparameter.replace("_", " ")
    return tr_p(*known.short) if known.short else known.symbol
