"""LaTeX formulas as MathML that holds nothing but mathematics, or an error that says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring

from gdcore.errors import InputError
from gdcore.prose.latex_source import TABLES, check_source, unknown_command

CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "mroot": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""The number of children of elements for which it is fixed."""
UNDER = frozenset(("min", "max", "lim", "sup", "inf", "arg\u2009min", "arg\u2009max"))
"""Operators whose index stands below them in a displayed formula."""
ELEMENTS = re.compile(
    "|".join(CHILDREN) + "|math|menclose|mi|mn|mo|mpadded|mphantom|mrow|mspace|msqrt|mstyle|mtable|mtd|mtext|mtr"
)
ATTRIBUTES = re.compile(
    "accent|accentunder|columnalign|columnlines|columnspacing|depth|display|displaystyle|fence|form|height|largeop|"
    "linebreak|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits|notation|rowlines|rowspacing|rspace|"
    "scriptlevel|separator|stretchy|symmetric|voffset|width"
)
"""Attributes for sizes and shapes. All others are dropped: they lead elsewhere or set unchecked colours."""
ALIASES = {
    **{rf"\{side}{{{name}}}": rf"\{side}{{align*}}" for side in ("begin", "end") for name in TABLES},
    r"\arg ": r"\operatorname{arg} ",
    r"\arg\m": r"\operatorname{arg}\m",
}
"""LaTeX that the converter does not know, by what it does know."""


def mathml_of(source: str, *, display: bool) -> Element:
    """Return the ``<math>`` element of a formula, or raise ``InputError`` with a suggestion.

    ``display`` is for a formula that stands on a line of its own.
    """
    check_source(source)
    made = _converted(source, display)
    for element in made.iter():
        _clean(element, source)
    for element in made.iter("mrow"):
        _join_words(element)
    for element in made.iter("msub") if display else ():
        element.tag = "munder" if element[0].text in UNDER else "msub"
    if not any(element.text or element.tag == "mspace" for element in made.iter()):
        raise InputError("is empty")
    return made


def markup(element: Element) -> str:
    """Return an element as HTML."""
    return tostring(element, encoding="unicode")


def _converted(source: str, display: bool) -> Element:
    from latex2mathml.converter import Converter  # late: few lessons have formulas of their own

    for name, known in ALIASES.items():
        source = source.replace(name, known)
    try:
        made = Converter(display="block" if display else "inline").convert_to_element(source)
    except RecursionError:
        raise InputError("is nested too deeply") from None
    except Exception as error:  # noqa: BLE001 - the converter fails in many ways on faulty formulas
        raise InputError(REASONS.get(type(error).__name__, "is not complete")) from None
    del made.attrib["xmlns"]
    if not display:
        del made.attrib["display"]
    return made


REASONS = {
    "MissingSuperScriptOrSubscriptError": "nothing follows ^ or _",
    "ExtraLeftOrMissingRightError": r"\left and \right do not match; write an empty side as \right.",
    "DoubleSubscriptsError": "two subscripts in a row; put braces around the first pair",
    "DoubleSuperscriptsError": "two superscripts in a row; put braces around the first pair",
    "MissingEndError": r"a \begin without its \end",
    "NumeratorNotFoundError": r"\frac needs two parts, \frac{1}{2}",
    "DenominatorNotFoundError": r"\frac needs two parts, \frac{1}{2}",
    "LimitsMustFollowMathOperatorError": r"\limits must follow a sign such as \sum",
}
"""Messages for the converter's own errors, by their names."""


def _clean(element: Element, source: str) -> None:
    """Make one element safe and readable, or raise ``InputError`` for one that cannot be."""
    if not ELEMENTS.fullmatch(element.tag) or not all(map(ATTRIBUTES.fullmatch, element.attrib)):
        raise InputError("contains something other than mathematics; links, colours and definitions are not allowed")
    written = element.text or ""
    element.text = unescape(written)
    _check_text(element.tag, element.text, source)
    wanted = CHILDREN.get(element.tag, len(element))
    if len(element) != wanted:
        known = {"mfrac": r"\frac{1}{2}", "mroot": r"\sqrt[3]{x}"}.get(element.tag, "x_{1} or x^{2}")
        raise InputError(f"a part is missing; write {known}")
    # The converter writes an upright letter as a character reference.
    upright = "normal" if written.startswith("&") and element.text.isascii() and element.text.isalpha() else ""
    variant = element.attrib.pop("mathvariant", upright)
    if variant == "normal" and element.tag == "mi" and len(element.text) == 1:
        element.set("mathvariant", variant)  # the only value that browsers still support
    elif "bold" in variant:
        element.text = "".join(_bold(letter, variant) for letter in element.text)


def _join_words(row: Element) -> None:
    """Join upright letters side by side in a row into one name, as in loss."""
    for before, after in reversed(list(pairwise(row))):
        if before.tag == after.tag == "mi" and before.get("mathvariant") == after.get("mathvariant") == "normal":
            before.text = (before.text or "") + (after.text or "")
            row.remove(after)


def _check_text(tag: str, text: str, source: str) -> None:
    if text.startswith("\\") and tag != "mtext":
        raise InputError(unknown_command(text))
    if tag == "mi" and text in ("&", "}", "{") and f"\\{text}" not in source:
        raise InputError("an & outside of a matrix" if text == "&" else f"a {text} too many")
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise InputError("contains a control character")


def _bold(letter: str, variant: str) -> str:
    """Return a letter in bold; Unicode has bold letters of their own."""
    name = unicodedata.name(letter, "")
    plain = name.replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    style = "BOLD ITALIC" if variant == "bold-italic" and "DIGIT" not in plain else "BOLD"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {plain}")
    except KeyError:
        return letter
