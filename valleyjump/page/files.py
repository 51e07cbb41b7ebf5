"""How a page refers to the files of its build: they lie beside it, or they stand inside it.

Templates print every address of a file through the ``files`` that they are given.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from markupsafe import Markup

from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.markup.policy import INSIDE, PAGE, digests

VIDEOS = (".mp4", ".webm")
PAPER = "print.css"


class Beside:
    """The files lie beside the page."""

    inside: ClassVar[bool] = False

    def source(self, name: str) -> str:
        """Return the address of a picture, a video or captions."""
        return name

    def link(self, address: str) -> Mapping[str, str]:
        """Return the attributes of a link to a file, whose address may have a fragment."""
        return {"href": address}

    def style(self, name: str, *, late: bool = False) -> Markup:
        """Return the element for a style sheet; nothing waits for one that is for paper.

        A ``late`` one is at first for paper, too: the page's script makes it one for all.
        """
        medium = Markup(' media="print" data-late') if late else _medium(name)
        return Markup('<link rel="stylesheet" href="{}"{}>').format(name, medium)

    def script(self, name: str, *, late: bool = False) -> Markup:
        """Return the element for a script; a ``late`` one waits for the whole page."""
        return Markup('<script src="{}"{}></script>').format(name, Markup(" defer" if late else ""))

    def policy(self, styles: Iterable[str], scripts: Iterable[str]) -> Markup:  # noqa: ARG002
        """Return the policy of a page with these style sheets and scripts."""
        return Markup(PAGE)


@dataclass(frozen=True)
class Inside(Beside):
    """The files stand inside the page; ``contents`` has them by name."""

    contents: Mapping[str, bytes]

    inside: ClassVar[bool] = True
    """A script in the page cannot wait for the whole page, so it comes last, and styles stand in its head."""

    def source(self, name: str) -> str:
        """Return the file as an address."""
        content = base64.b64encode(self.contents[name]).decode()
        return f"data:{MEDIA_TYPES[PurePosixPath(name).suffix]};base64,{content}"

    def link(self, address: str) -> Mapping[str, str]:
        """Return the attributes of a link: to where a video is shown, since it is inside only once, or to the file."""
        name = PurePosixPath(address.partition("#")[0])
        if name.suffix in VIDEOS:
            return {"href": f"#clip-{name.name.partition('.')[0]}" if name.parent.name else "#film"}
        # Browsers refuse to go to such an address, and save it instead when told to.
        return {"href": self.source(str(name)), "download": name.name}

    def style(self, name: str, *, late: bool = False) -> Markup:  # noqa: ARG002
        """Return the style sheet itself. Raises ``ValueError`` like ``script``."""
        return Markup("<style{}>{}</style>").format(_medium(name), Markup(self._text(name, "</style")))

    def script(self, name: str, *, late: bool = False) -> Markup:  # noqa: ARG002
        """Return the script itself. Raises ``ValueError`` for one that is not there or could not stand in a page."""
        return Markup("<script>{}</script>").format(Markup(self._text(name, "</script")))

    def policy(self, styles: Iterable[str], scripts: Iterable[str]) -> Markup:
        """Return the policy of a page with these style sheets and scripts."""
        texts = (self._text(name, "</style") for name in styles), (self._text(name, "</script") for name in scripts)
        return Markup(INSIDE.format(styles=digests(texts[0]), scripts=digests(texts[1])))

    def _text(self, name: str, end: str) -> str:
        if name not in self.contents:
            raise ValueError(f"{name}: linked by the page, and not among its files")
        text = self.contents[name].decode()
        if end in text.lower():
            raise ValueError(f"{name}: holds {end!r}, so it cannot stand inside a page")
        return text


def _medium(name: str) -> Markup:
    return Markup(' media="print"') if PurePosixPath(name).name == PAPER else Markup("")
