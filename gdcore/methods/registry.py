"""The registry of methods, for lesson files, page and clips: every ``Family`` by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from numpy.typing import ArrayLike

from gdcore.descent.family import Family, Hyperparameter
from gdcore.descent.line_search import BACKTRACKING, HALVING
from gdcore.descent.method import Method
from gdcore.descent.momentum import HEAVY_BALL, NESTEROV
from gdcore.descent.plain import PLAIN
from gdcore.descent.stochastic import BATCH, SEED, SGD, minibatched
from gdcore.errors import InputError
from gdcore.methods.adam import ADAM, ADAMW
from gdcore.methods.adaptive import ADAGRAD, EFFECTIVE, RMSPROP
from gdcore.methods.clipping import CLIP, clipped
from gdcore.methods.newton import NEWTON
from gdcore.methods.step_lengths import BARZILAI_BORWEIN, POLYAK
from gdcore.schedules.schedule import Rates
from gdcore.text.language import tr, tr_p

Rule = Callable[..., Method]
"""Makes a method from learning rates ``(..., d)``, and from other numbers than its own if these are given by name."""
FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        PLAIN, HALVING, BACKTRACKING, HEAVY_BALL, NESTEROV, SGD,
        ADAGRAD, RMSPROP, ADAM, ADAMW, POLYAK, BARZILAI_BORWEIN, NEWTON,
    )
}  # fmt: skip
AROUND = (CLIP, BATCH, SEED)
"""Numbers that any method takes, as they change what it sees."""
HYPERPARAMETERS: Mapping[str, Hyperparameter] = {
    number.name: number for family in FAMILIES.values() for number in (*family.hyperparameters, *AROUND)
}


def family_of(method: Method) -> Family | None:
    """Return the family of a method, or None for a user-defined one."""
    return FAMILIES.get(method.name)


def takers(hyperparameter: str) -> list[str]:
    """Return the names of the methods that take a hyperparameter."""
    number = HYPERPARAMETERS[hyperparameter]
    return [name for name, family in FAMILIES.items() if number in (*family.hyperparameters, *AROUND)]


def made(name: str, rates: Rates, **numbers: float) -> Method:
    """Return the method of that name with its own numbers and those of ``AROUND``; gradients are clipped last."""
    family = FAMILIES[name]
    is_sgd = family is SGD  # plain descent on batches
    around = {number.name: numbers.pop(number.name) for number in AROUND if number.name in numbers}
    method = (PLAIN if is_sgd else family).make(rates, **numbers)
    if CLIP.name in around:
        method = clipped(method, around[CLIP.name])
    batch = around.get(BATCH.name, BATCH.default if is_sgd else None)
    if batch is not None:
        method = minibatched(method, int(batch), int(around.get(SEED.name, 0)))
    return replace(method, name=name)


def rule_of(method: Method) -> Rule:
    """Return a function that makes this method from other rates, on the same schedule.

    Raises ``InputError`` for a user-defined method.
    """
    if family_of(method) is None:
        raise InputError(f"method: only {', '.join(FAMILIES)} can be run with other rates, got {method.name!r}")
    return partial(_remade, method)


def _remade(method: Method, rates: ArrayLike, **others: float) -> Method:
    return made(method.name, method.schedule.at(rates), **{**method.hyperparameters, **others})


def is_plain(method: Method) -> bool:
    """Return whether a method is plain gradient descent, on all of each gradient."""
    return family_of(method) is PLAIN and sees_all(method)


def sees_all(method: Method) -> bool:
    """Return whether a method sees gradients as they are, neither clipped nor of a batch."""
    return method.hyperparameters.keys().isdisjoint(number.name for number in AROUND)


def steps_by_slope(method: Method) -> bool:
    """Return whether the first step, or trial, of a method is the learning rate times a slope, of few rows if noisy."""
    family = family_of(method)
    return family is not None and family.steps_by_slope and method.by_slope


def is_line_search(method: Method) -> bool:
    """Return whether a method tries steps before it takes one."""
    family = family_of(method)
    return family is not None and family.kind == "line search"


def has_rates(method: Method) -> bool:
    """Return whether each step multiplies slopes, or means of slopes, by rates that are known before it is tried."""
    family = family_of(method)
    of_its_own = family is not None and EFFECTIVE in family.remembers
    return of_its_own or (method.by_slope and not is_line_search(method))


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
