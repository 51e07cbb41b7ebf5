"""How a number reads on the page: text for people, and the same value in full double precision."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from gdcore.text.language import grouped
from gdcore.text.notation import MINUS, SUPERSCRIPTS, rounded

NBSP = "\u00a0"
RAISED = re.compile("[" + "".join(map(chr, SUPERSCRIPTS.values())) + "]+")
LOWERED = {raised: MINUS if chr(digit) == "-" else chr(digit) for digit, raised in SUPERSCRIPTS.items()}
RAISED_AGAIN = {**SUPERSCRIPTS, ord(MINUS): SUPERSCRIPTS[ord("-")]}
EXPONENT = re.compile("<sup>(.*?)</sup>")
EQUALS = re.compile(r"(?<=\S) = (?=[−\d])")
NOTHING = Markup("")


@dataclass(frozen=True)
class Quantity:
    """A number as read, and in full double precision. ``symbol`` and ``index`` name it; the rest explains it."""

    text: Markup
    exact: str
    symbol: str = ""
    index: str = ""
    unit: Markup = NOTHING
    note: str = ""

    @property
    def told(self) -> str:
        """The number as plain text, with its name: ``η_a = 5 × 10⁻⁸``."""
        name = "_".join(filter(None, (self.symbol, self.index)))
        return " ".join(filter(None, (name and f"{name} =", untypeset(self.text), untypeset(self.unit), self.note)))


def typeset(text: str) -> Markup:
    """Return plain text as HTML: escaped, exponents raised by the page's own type, no line broken inside a number."""
    raised = RAISED.sub(lambda match: f"<sup>{match[0].translate(LOWERED)}</sup>", str(escape(text)))
    return Markup(nonbreaking(raised))


def untypeset(text: Markup) -> str:
    """Return as plain text what ``typeset`` made of it, with spaces at which lines break."""
    return Markup(EXPONENT.sub(lambda match: match[1].translate(RAISED_AGAIN), text)).striptags()


def nonbreaking(text: str) -> str:
    """Return ``text`` in which no line breaks inside a power of ten, or between a symbol and its number."""
    return EQUALS.sub(f"{NBSP}={NBSP}", text.replace(" × ", f"{NBSP}×{NBSP}"))


def exact(value: float) -> str:
    """Return ``value`` in full double precision, as the trace has it."""
    return repr(float(value))


def quantity(
    value: float, significant: int = 4, *, symbol: str = "", index: str = "", unit: str = "", note: str = ""
) -> Quantity:
    """Return ``value`` as the page writes it."""
    return Quantity(typeset(str(rounded(value, significant))), exact(value), symbol, index, typeset(unit), note)


def count(number: int, note: str = "") -> Quantity:
    """Return a whole number as the page writes it."""
    return Quantity(Markup(grouped(number)), str(number), note=note)
