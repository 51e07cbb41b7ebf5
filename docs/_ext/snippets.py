"""``{snippet} PLATFORM`` in a page: the command and what it prints, by calling the program when the page is built."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

SLUG = "parabola-diverges"
SNIPPET: Callable[[str, str], str] | None = None
"""What ``valleyjump embed SLUG --for PLATFORM`` prints, by slug and platform; None while there is no such command."""


class Snippet(SphinxDirective):
    """Takes a platform; prints nothing where there is no such command."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return command and snippet as code blocks."""
        if SNIPPET is None:
            return []
        (platform,) = self.arguments
        command = f"valleyjump embed {SLUG} --for {platform}"
        text = f"```sh\n{command}\n```\n\nprints\n\n````text\n{SNIPPET(SLUG, platform)}\n````"
        return self.parse_text_to_nodes(text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("snippet", Snippet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
