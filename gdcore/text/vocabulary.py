"""What identifiers are called where people read them: one place for the words of verdicts and methods."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import later, tr

KINDS: Mapping[str, str] = {
    "converging": later("converging"),
    "cycling": later("cycling"),
    "wandering": later("wandering"),
    "diverging": later("diverging"),
    "standing": later("standing still"),
    "undefined": later("leaving the domain"),
}
METHODS: Mapping[str, str] = {
    "gradient_descent": later("gradient descent"),
    "halving": later("gradient descent with step halving"),
    "momentum": later("heavy-ball momentum"),
    "nesterov": later("Nesterov momentum"),
    "backtracking": later("backtracking line search"),
    "sgd": later("stochastic gradient descent"),
}


def kind_word(kind: str) -> str:
    """Return a verdict in a word, in the language in force."""
    return tr(KINDS[kind])


def method_words(name: str) -> str:
    """Return what a method is called, in the language in force; an unknown one by its own name."""
    return tr(METHODS[name]) if name in METHODS else name.replace("_", " ")
