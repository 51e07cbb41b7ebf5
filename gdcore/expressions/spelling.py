"""Printed mathematics in the language's notation: x², x₁, |x|, √x, 3·x, π, and a true minus."""

from __future__ import annotations

import re

from gdcore.errors import InputError

_SIGNS = str.maketrans("−–·⋅∙×∗÷∕₀₁₂₃₄₅₆₇₈₉", "--*****//0123456789")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_ROOT = re.compile(r"√\s*(?:(\()|(\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*)(?![\w.(^]|\s*\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))?")
_PARTS = re.compile(r"\s+|\*\*|[\w.]+|.")


def in_plain_signs(text: str) -> str:
    """Return a function as one line in the language's notation.

    Raises ``InputError`` for a root without a clear end and for unpaired bars.
    """
    source = _ROOT.sub(_root, " ".join(text.split()).translate(_SIGNS))
    source = _RAISED.sub(lambda raised: f"**{raised[0].translate(_DIGITS)}", source)
    return _without_bars(re.sub(r"(?<!\w)π(?!\w)", "pi", source))


def _root(found: re.Match[str]) -> str:
    if not (found[1] or found[2]):
        raise InputError("a root needs brackets, as in sqrt(2*x)")
    return "sqrt(" if found[1] else f"sqrt({found[2]})"


def _without_bars(source: str) -> str:
    """Return a function with bars as abs(...): a bar after a complete term closes a pair, any other opens one."""
    if "|" not in source:
        return source
    written, waiting, complete = list[str](), list[str](), False
    for part in _PARTS.findall(source):
        if part == "|":
            complete = complete and waiting[-1:] == ["|"]
            if complete:
                waiting.pop()
            else:
                waiting.append(part)
            part = ")" if complete else "abs("
        elif not part.isspace():
            if part == "(":
                waiting.append(part)
            elif part == ")" and waiting[-1:] == ["("]:
                waiting.pop()
            complete = part == ")" or part[0].isalnum()
        written.append(part)
    if "|" in waiting:
        raise InputError("bars come in pairs, as in |x| or abs(x)")
    return "".join(written)
