"""MathML formulas as a line of plain text, for slides, notes and other places without MathML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element

RAISED = str.maketrans("0123456789+−-=()nikmTx\N{DOWN TACK}", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵏᵐᵀˣᵀ")
LOWERED = str.maketrans("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
SPACED = frozenset("=≠<>≤≥≪≫≈≃≡∝+−±∓×·⋅÷∘∈∉⊂⊆∩→←↔⇒⇐⇔↦∧:≔\N{UNION}\N{LOGICAL OR}\N{TILDE OPERATOR}")
"""Operators with a space on both sides, if they have a left operand."""
ACCENTS = {
    "^": "\u0302", "~": "\u0303", "¯": "\u0304", "―": "\u0304", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7",
    "ˇ": "\u030c",
}  # fmt: skip
"""Accents that combine with the letter before them."""
OPEN = frozenset("([{⌊⌈")
BARS = frozenset("|‖")
"""Signs that both open and close a pair."""


def formula_text(element: Element) -> str:
    """Return a MathML element as one line: x² + 1, (a + b)/2, √(x)."""
    return WRITERS.get(element.tag, _row)(element).strip()


def _row(element: Element) -> str:
    if not len(element):
        return element.text or ""
    line = ""
    for child in element:
        text = WRITERS.get(child.tag, _row)(child)
        if child.tag == "mo" and text.strip() in SPACED and _ends(line):
            line = f"{line.rstrip()} {text.strip()} "
        elif child.tag == "mo" and text == ",":
            line = f"{line.rstrip()}, "
        else:
            line += f" {text}" if _needs_space(line, text) else text
        line += " " if child.tag == "mfrac" else ""
    return line.replace(" )", ")").replace("  ", " ")


def _ends(line: str) -> bool:
    """Return whether a line ends in an operand, so that a following sign is a binary operator."""
    last = line.strip()[-1:]
    opens = last in BARS and line.count(last) % 2 == 1
    return bool(last) and not opens and last not in SPACED | OPEN | {","}


def _needs_space(line: str, text: str) -> bool:
    """Return whether a word would run into its neighbour, as sin into x."""
    before = NAME.match(line.rpartition(" ")[2])
    return line[-1:].isalnum() and text[:1].isalnum() and (before is not None or NAME.match(text) is not None)


NAME = re.compile("(?:arg|cos|det|exp|inf|lim|ln|log|max|min|mod|sin|sup|tan)(?![a-z])")
"""Upright names, which are no products of letters."""


def _script(table: Mapping[int, int | str], sign: str) -> Callable[[str], str]:
    def written(text: str) -> str:
        text = text.replace(" ", "") if all(ord(letter) in table for letter in text.replace(" ", "")) else text
        if text and all(ord(letter) in table for letter in text):
            return text.translate(table)
        return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"

    return written


_up, _down = _script(RAISED, "^"), _script(LOWERED, "_")


def _parts(element: Element) -> list[str]:
    return [formula_text(child) for child in element]


WHOLE = re.compile(r"[\d.]+|\w[^\x00-\u02ff\u0370-\u03ff\s]*")
"""A number, or a letter with its accents and scripts."""


def _group(text: str) -> str:
    """Return a part, in brackets if it would fall apart beside another one."""
    return text if WHOLE.fullmatch(text) else f"({text})"


def _top(text: str) -> str:
    """Return a numerator; a product needs no brackets there."""
    return f"({text})" if " " in text or "/" in text else text


def _fraction(element: Element) -> str:
    above, below = _parts(element)
    return f"({above} over {below})" if element.get("linethickness") == "0" else f"{_top(above)}/{_group(below)}"


def _raised(element: Element) -> str:
    base, power = _parts(element)
    return base + (power if power and power in "′″‴∘*∗" else _up(power))


def _lowered(element: Element) -> str:
    base, index = _parts(element)
    return base + _down(index)


def _both(element: Element) -> str:
    base, index, power = _parts(element)
    return base + _down(index) + _up(power)


def _over(element: Element) -> str:
    base, above = _parts(element)
    if above in ACCENTS and len(base) == 1:
        return base + ACCENTS[above]
    return base if above in "⏞⏟―¯" else base + _up(above)


def _under(element: Element) -> str:
    base, below = _parts(element)
    return base if below in "⏞⏟_―" else base + _down(below)


def _root(element: Element) -> str:
    inside, degree = _parts(element)
    return f"{_up(degree)}√{_group(inside)}"


def _table(element: Element) -> str:
    rows: Iterable[Element] = element.iter("mtr")
    return "; ".join(", ".join(filter(None, (formula_text(cell) for cell in row))) for row in rows)


WRITERS: Mapping[str, Callable[[Element], str]] = {
    "mfrac": _fraction,
    "msup": _raised,
    "msub": _lowered,
    "msubsup": _both,
    "munderover": _both,
    "mover": _over,
    "munder": _under,
    "mroot": _root,
    "msqrt": lambda element: f"√{_group(_row(element).strip())}",
    "mspace": lambda _: " ",
    "mphantom": lambda _: " ",
    "mtable": _table,
}
