"""Formulas in sentences that have no other form than text: those of captions and questions."""

from __future__ import annotations

import re

from gdcore.errors import InputError
from gdcore.faults import got
from gdcore.prose.formula_text import formula_text
from gdcore.prose.latex import mathml_of
from gdcore.prose.markdown import PRICE

IN_SENTENCE = re.compile(r"(?<![\w$\\])\$(?=\S)([^$]+)(?<=\S)\$(?![\w${])")
"""A formula where nothing else is Markdown, by the same rules."""


def spoken_formulas(sentence: str) -> str:
    """Return a sentence of a clip with its formulas as text: captions show no others. Raises ``InputError``."""

    def said(match: re.Match[str]) -> str:
        if PRICE.match(match[0]):
            return match[0]
        try:
            # A sentence's own braces hold facts.
            return formula_text(mathml_of(match[1], display=False)).replace("{", "{{").replace("}", "}}")
        except InputError as error:
            raise InputError(f"formula {got(match[1])}: {error}") from None

    return IN_SENTENCE.sub(said, sentence)
