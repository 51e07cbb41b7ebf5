"""What is said in several pictures: the symbols of hyperparameters and parameters, and how far a loss has risen."""

from __future__ import annotations

import re

from gdcore.expressions.written import GREEK, typst_name
from gdcore.methods.registry import HYPERPARAMETERS, plain_symbol
from gdcore.text.language import tr
from gdcore.text.notation import orders_told
from gdcore.theory.observed import Kind
from scenes.theme.theme import Theme

INDEXED = re.compile(r"([A-Za-z]+?)_?([0-9]+)")


def symbol(hyperparameter: str) -> str:
    """Return how a hyperparameter is written in Typst mathematics: a letter, perhaps with an index, or words."""
    known = HYPERPARAMETERS.get(hyperparameter)
    if known is None:
        return _own_symbol(hyperparameter)
    return known.typst or f'"{plain_symbol(hyperparameter)}"'


def _own_symbol(name: str) -> str:
    """Return the symbol of a hyperparameter that an own method brings: beta1 as β₁, any other name as its words."""
    found = INDEXED.fullmatch(name)
    letter, index = found.groups() if found else (name, "")
    if letter in GREEK or (len(letter) == 1 and letter.isascii() and letter.isalpha()):
        return f"{letter}_({index})" if index else letter
    quoted = " ".join(name.replace("_", " ").split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def kind_colour(kind: Kind, theme: Theme) -> str:
    """Return the colour of a verdict: that of a loss that fell, rose, stays what it is, or has no slope to follow."""
    if kind == "converging":
        return theme.fell
    if kind == "standing":
        return theme.ink
    return theme.rose if kind in ("diverging", "undefined") else theme.same


def orders_up(orders: float) -> str:
    """Return by how many orders of magnitude a loss lies above the first, as Typst markup."""
    return tr("*{orders}* orders of magnitude up", orders=orders_told(orders))


def indexed(name: str, k: int | str) -> str:
    """Return a parameter at step k in Typst mathematics: x_(k), or x_1^((k)) for a name with an index of its own."""
    written = typst_name(name)
    return f"{written}^(({k}))" if "_" in written and not written.startswith('"') else f"{written}_({k})"


def subscript(name: str) -> str:
    """Return a parameter's name as it stands in a subscript, in Typst mathematics."""
    written = typst_name(name)
    return written if len(written) == 1 else f"({written})"
