"""What the pages that stand in frames are called and link to, by path relative to the output folder."""

from __future__ import annotations

OWN_STYLESHEET, OWN_SCRIPT = "assets/embed.css", "assets/embed.js"
FRAME_STYLESHEETS, FRAME_SCRIPTS = ("assets/theme.css", OWN_STYLESHEET), (OWN_SCRIPT,)
"""What the frame of a clip links to: the page's colours, its own layout, and what its address may ask for."""
OWN_PLAYGROUND_STYLESHEET = "assets/embed_playground.css"
PLAYGROUND_STYLESHEETS = (
    *(f"assets/{name}.css" for name in ("theme", "page", "figure", "playground")),
    OWN_PLAYGROUND_STYLESHEET,
)
PLAYGROUND_SCRIPTS = (OWN_SCRIPT, "assets/playground.js")


def embed_name(name: str) -> str:
    """Return the name of a frame, of a clip by its slug or of a playground, relative to the output folder."""
    return f"embed/{name}.html"


def playground_name(name: str) -> str:
    """Return what a playground's frame is called; no slug has an underscore."""
    return f"playground_{name}"
