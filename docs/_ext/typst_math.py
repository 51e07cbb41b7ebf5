"""Formulas in Typst’s notation as native MathML, by the compiler that sets those of the explainer page.

MathJax would be a script to fetch or to carry, and a second notation beside the one that clips and page are written in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from valleyjump.markup.mathml import mathml

logger = logging.getLogger(__name__)


@cache
def set_formula(source: str) -> str:
    """Return one formula, its dollar signs included, as a ``<math>`` element."""
    return str(mathml({"formula": source})["formula"])


def _print(translator: Any, node: nodes.Element, source: str) -> None:
    try:
        translator.body.append(set_formula(source))
    except Exception as error:  # noqa: BLE001 Typst has no public class for its errors
        logger.warning("%s: %s", source, error, location=node)
    raise nodes.SkipNode


def print_inline(translator: Any, node: nodes.Element) -> None:
    """Print a formula in a line."""
    _print(translator, node, f"${node.astext().strip()}$")


def print_block(translator: Any, node: nodes.Element) -> None:
    """Print a formula that stands on its own; a wide one scrolls."""
    translator.body.append('<div class="formula">')
    try:
        _print(translator, node, f"$ {node.astext().strip()} $")
    finally:
        translator.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Name the renderer, which conf.py chooses."""
    app.add_html_math_renderer("typst", (print_inline, None), (print_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
