"""reveal.js, which shows the slides: taken from a package that carries it, since a deck fetches nothing.

The package is never imported: only its files are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from valleyjump.errors import BuildError
from valleyjump.markup.policy import digests

PACKAGE, PLACE = "sphinx_revealjs", "_static/revealjs"
MISSING = (
    "slides are shown by reveal.js, which is not installed: "
    "pip install 'sphinx-revealjs>=3,<4', or valleyjump's extra slides"
)
FILES = {
    "reveal/reveal.css": "dist/reveal.css",
    "reveal/reveal.js": "dist/reveal.js",
    "reveal/notes.js": "plugin/notes/notes.js",
    "reveal/LICENSE": "LICENSE",
}
"""What goes along with a deck, and where the package has it."""
SPEAKER_VIEW = "plugin/notes/speaker-view.html"
INSIDE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Reveal:
    """The files of reveal.js by their names in a deck.

    ``styles`` and ``scripts`` are those inside its speaker view, as sources of a content security policy.
    """

    files: dict[str, bytes]
    styles: str
    scripts: str


def installed_reveal() -> Reveal:
    """Return the reveal.js that is installed. Raises ``BuildError`` where there is none."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(MISSING)
    folder = Path(spec.submodule_search_locations[0]) / PLACE
    try:
        files = {name: (folder / place).read_bytes() for name, place in FILES.items()}
        inside = INSIDE.findall((folder / SPEAKER_VIEW).read_text(encoding="utf-8"))
    except OSError:
        raise BuildError(MISSING) from None
    styles, scripts = (digests(text for of, text in inside if of == tag) for tag in ("style", "script"))
    return Reveal(files, styles, scripts)
