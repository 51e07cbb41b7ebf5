"""What is written, made simple to read: without markup and invisible characters, one character for each sign."""

from __future__ import annotations

import re
import unicodedata

from gdcore.speech.tongue import Tongue

LETTER = "\ue000"
"""Stands before a letter that is marked as one, by slanting it."""
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
SCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵏᵐᵀˣ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
"""Raised and lowered characters, most of which Unicode takes for digits or letters."""
SAME = str.maketrans({
    "∙": "·", "⋅": "·", "•": "·", "∗": "*", "\u223c": "~", "∕": "/", "\u2044": "/", "⩽": "≤", "⩾": "≥", "\u2010": "-",
    "\u2011": "-", "\u2012": "–", "―": "—", "⟶": "→", "⟵": "←", "∆": "Δ", "\u2223": "|", "∥": "‖", "\u02bc": "’",
})  # fmt: skip
COMPATIBLE = (("\u03d0", "\u03f6"), ("\u2100", "\u214f"), ("\uff01", "\uff5e"), ("µ", "µ"))
"""Ranges of characters that are other forms of common ones: ϑ, ℃, wide letters."""
DIGRAPHS = {
    "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "<->": "↔", "->": "→", "<-": "←", "=>": "⇒", "+/-": "±", "+-": "±",
    "...": "…",
}  # fmt: skip
DIGRAPH = re.compile(r"<=|>=|!=|==|<->|->|(?<=\s)<-(?=\s)|=>|\+/-|\+-(?=\d)|\.\.\.")
DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
PRIME = re.compile(r"(?<=[^\W\d_])('{1,2})(?=\()")
ADDRESS = re.compile(r"https?://(?:www\.)?([\w.-]*\w)(?:/\S*[\w/])?")
EMPHASIS = re.compile(
    r"(?<![\w*)])(\*{1,3})(?=\S)([^*]*[^*\s])\1(?![\w*])|(?<!\w)(_{1,2})(?=[^\s_])([^_]*[^_\s])\3(?!\w)"
)


def plain(text: str, tongue: Tongue) -> str:
    """Return ``text`` without markup or invisible characters, with ASCII digits and one spelling of each sign."""
    text = "".join(map(_simple, unicodedata.normalize("NFC", text))).translate(SAME)
    text = ADDRESS.sub(r"\1", text)
    text = DATE.sub(r"\1 \2 \3", text)
    text = DIGRAPH.sub(lambda found: DIGRAPHS[found[0]], text)
    for _ in range(2):  # bold may hold emphasis
        text = EMPHASIS.sub(_without_stars, text)
    text = PRIME.sub(lambda found: "′" if found[1] == "'" else "″", text.replace("`", ""))
    for short, long in tongue.abbreviations.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long, text)
    return text


def _without_stars(found: re.Match[str]) -> str:
    inner = found[2] or found[4]
    return LETTER + inner if len(inner) == 1 and inner.isalpha() else inner


def _simple(letter: str) -> str:
    """Return one character as read: slanted letters upright, digits of any script ASCII."""
    if letter.isascii() or letter in SCRIPTS:
        return letter if letter.isprintable() else " "
    category = unicodedata.category(letter)
    if category in UNSEEN or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if "\U0001d400" <= letter <= "\U0001d7ff":
        upright = unicodedata.normalize("NFKC", letter)
        return LETTER + upright if upright.isalpha() else upright
    if category == "Nl" or any(first <= letter <= last for first, last in COMPATIBLE):
        return unicodedata.normalize("NFKC", letter)
    return _digits(letter, category)


def _digits(letter: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category != "No":
        return letter
    value = unicodedata.numeric(letter)
    return f" {value:.0f} " if value.is_integer() else letter
