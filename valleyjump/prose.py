"""A lesson's own text: a safe subset of Markdown as HTML, in which {fact} stands for a number of the run."""

from __future__ import annotations

import re

from markupsafe import Markup

from gdcore.facts import facts
from gdcore.scenario import Scenario
from gdcore.sentences import filled
from valleyjump.typeset import nonbreaking

HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
"""The page's own headings stand above a lesson's."""
SCHEMES = re.compile(r"(?:https?:|mailto:|#|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)


def prose(text: str, scenario: Scenario) -> Markup:
    """Return ``text`` as HTML: paragraphs, emphasis, lists, quotations, code, headings, links; neither HTML nor images.

    Names in braces that are no facts of the run stand as they are: the reader of the file has refused them.
    """
    if not text.strip():
        return Markup("")
    from markdown_it import MarkdownIt  # late: only lessons have text of their own

    reader = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
        ["image", "html_inline", "html_block"]
    )
    reader.validateLink = _may_lead  # type: ignore[method-assign]
    known = {name: nonbreaking(value) for name, value in facts(scenario).items()}
    tokens = reader.parse(filled(text, known))
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    return Markup(reader.renderer.render(tokens, reader.options, {}))


def _may_lead(url: str) -> bool:
    """Whether a link may lead there: to the web, to a person, or to a place beside the page."""
    return SCHEMES.match(url) is not None
