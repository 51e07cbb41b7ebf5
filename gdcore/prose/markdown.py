"""The Markdown of lessons: CommonMark with tables and formulas, without HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

PRICE = re.compile(r"\$(?:\d[\d.,]*[ \n/–-]+[^\W\d_]{2,}|\{\w+\}(?![^\s.,;:!?)/–-]))")
"""A price, as in $5 per night or ${price}: no formula, even if another dollar sign follows."""
FORMULAS = {"math_inline": False, "math_inline_double": True, "math_block": True}
"""Whether a formula is displayed on a line of its own, by token type."""
WORDS = ("text", "code_inline", "code_block", "fence")
"""Tokens whose text readers see."""
LINE = 30
"""The extra weight, in characters, of a line that is not full."""
BREAKS = ("softbreak", "hardbreak")


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, block by block, with all links and images, even those to be refused."""
    return _reader().parse(text)


def pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield every token, inline ones too, with its line number."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        yield line, token
        for child in token.children or ():
            line += child.type in BREAKS
            yield line, child


def spoken(token: Token) -> str:
    """Return an image's description as plain text."""
    return "".join(" " if child.type in BREAKS else child.content or spoken(child) for child in token.children or ())


def parts(tokens: Sequence[Token], most: int) -> list[list[Token]]:
    """Return the tokens in parts of whole blocks with about ``most`` characters each, or in one part if that is 0.

    A heading stays with the block after it, and a picture takes half a part.
    """
    found: list[list[Token]] = [[]]
    size, after_heading = 0, False
    for block in _blocks(tokens):
        weight = sum(_weight(token, most) for token in block)
        if most and size and not after_heading and size + weight > most:
            found.append([])
            size = 0
        found[-1] += block
        size += weight
        after_heading = block[0].type == "heading_open"
    return found


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    level = 0
    for token in tokens:
        block.append(token)
        level += token.nesting
        if level == 0:
            yield block
            block = []


def _weight(token: Token, most: int) -> int:
    inside = sum(child.type == "image" for child in token.children or ()) * most // 2
    return len(token.content) + inside + (LINE if token.type in ("paragraph_open", "tr_open", "math_block") else 0)


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
    """Take a dollar sign literally before a price or after a letter, as in US$."""
    if state.src[state.pos] != "$":
        return False
    if not (PRICE.match(state.src, state.pos) or (state.pos and state.src[state.pos - 1].isalnum())):
        return False
    if not silent:
        state.pending += "$"
    state.pos += 1
    return True
