"""Formulas in Typst's notation to native MathML: one compile for all formulas of a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from markupsafe import Markup

ITALIC = re.compile("[\u210e\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]")
"""The mathematical italic letters of Unicode, Latin and Greek; the h stands among the letterlike symbols."""
ONE_LETTER = re.compile(r"(?<=<mi>)[^<&](?=</mi>)")
ONE_FORMULA = re.compile(r"\$[^$]+\$")
ELEMENT = re.compile(r"<math\b.*?</math>", re.DOTALL)


def mathml(formulas: Mapping[str, str]) -> dict[str, Markup]:
    """Return ``formulas`` as ``<math>`` elements, by the same names.

    Each source is Typst with its dollar signs: ``$eta$`` sits in a line, ``$ eta $`` stands on its own. Raises
    ``ValueError`` for a source that is not exactly one formula; an error in the notation is Typst's own.
    """
    for name, source in formulas.items():
        if not ONE_FORMULA.fullmatch(source):
            raise ValueError(f"formula {name}: expected one formula between dollar signs, got {source!r}")
    found = ELEMENT.findall(_html("\n\n".join(formulas.values())))
    if len(found) != len(formulas):
        raise ValueError(f"expected {len(formulas)} formulas, Typst made {len(found)}")
    return {name: Markup(_plain_letters(element)) for name, element in zip(formulas, found, strict=True)}


def _html(source: str) -> str:
    """Return the HTML that Typst makes of ``source``, with its built-in fonts only."""
    import typst  # only here: a page's model is read without loading a compiler

    html = typst.Compiler(ignore_system_fonts=True).compile(source.encode(), format="html")
    assert isinstance(html, bytes)  # one source makes one document
    return html.decode()


def _plain_letters(element: str) -> str:
    """Return ``element`` with its italic letters as plain ones, which browsers slant by themselves.

    So a reader can search for an x and copy it, and a machine without a mathematical font still shows one.
    """
    return ONE_LETTER.sub(lambda match: ITALIC.sub(_plain, match[0]), element)


def _plain(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", letter[0])
