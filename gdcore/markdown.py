"""Which Markdown a lesson's text may use: CommonMark with tables and formulas, without HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

PRICE = re.compile(r"\$\d[\d.,]*[\s/–-]+[^\W\d_]{2,}")
"""A dollar sign, a number and a word: no formula, even where another dollar sign follows."""
FORMULAS = {"math_inline": False, "math_inline_double": True, "math_block": True}
"""Whether a formula stands on its own, by the type of its token."""
WORDS = ("text", "code_inline", "code_block", "fence")
"""Tokens whose words readers see."""
BREAKS = ("softbreak", "hardbreak")


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, block by block; links and images are there whatever they lead to."""
    return _reader().parse(text)


def pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield every token with the number of its line, those inside a line too."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        yield line, token
        for child in token.children or ():
            line += child.type in BREAKS
            yield line, child


def spoken(token: Token) -> str:
    """Return the words of an image's description, without their marks."""
    return "".join(" " if child.type in BREAKS else child.content or spoken(child) for child in token.children or ())


def html_of(tokens: Sequence[Token]) -> str:
    """Return tokens as HTML."""
    reader = _reader()
    return str(reader.renderer.render(tokens, reader.options, {}))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # late: only lessons have text of their own
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": False, "typographer": False})
    reader.enable(["table", "strikethrough"]).disable(["html_inline", "html_block"])
    reader.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    reader.inline.ruler.before("math_inline", "price", _price)
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return reader


def _price(state: StateInline, silent: bool) -> bool:
    """Take a dollar sign as one where it stands before a price or after a letter, as in US$."""
    if state.src[state.pos] != "$":
        return False
    if not (PRICE.match(state.src, state.pos) or (state.pos and state.src[state.pos - 1].isalnum())):
        return False
    if not silent:
        state.pending += "$"
    state.pos += 1
    return True
