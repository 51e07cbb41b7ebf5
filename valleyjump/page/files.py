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

    def style(self, name: str) -> Markup:
        """Return the element for a style sheet; nothing waits for one that is for paper."""
        return Markup('<link rel="stylesheet" href="{}"{}>').format(name, _medium(name))

    def script(self, name: str) -> Markup:
        """Return the element for a script, which waits for the whole page."""
        return Markup('<script src="{}" defer></script>').format(name)

    def policy(self, styles: Iterable[str], scripts: Iterable[str], early: str = "") -> Markup:  # noqa: ARG002
        """Return the policy of a page with these style sheets and scripts, and an ``early`` one that stands in it."""
        return Markup(PAGE.format(early=f" {digests([early])}" if early else ""))


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

    def style(self, name: str) -> Markup:
        """Return the style sheet itself. Raises ``ValueError`` like ``script``."""
        return Markup("<style{}>{}</style>").format(_medium(name), Markup(self._text(name, "</style")))

    def script(self, name: str) -> Markup:
        """Return the script itself. Raises ``ValueError`` for one that is not there or could not stand in a page."""
        return Markup("<script>{}</script>").format(Markup(self._text(name, "</script")))

    def policy(self, styles: Iterable[str], scripts: Iterable[str], early: str = "") -> Markup:
        """Return the policy of a page with these style sheets and scripts, and an ``early`` one."""
        inside = [self._text(name, "</script") for name in scripts]
        allowed = digests([early, *inside] if early else inside)
        return Markup(INSIDE.format(styles=digests(self._text(name, "</style") for name in styles), scripts=allowed))

    def _text(self, name: str, end: str) -> str:
        if name not in self.contents:
            raise ValueError(f"{name}: linked by the page, and not among its files")
        text = self.contents[name].decode()
        if end in text.lower():
            raise ValueError(f"{name}: holds {end!r}, so it cannot stand inside a page")
        return text


def _medium(name: str) -> Markup:
    return Markup(' media="print"') if PurePosixPath(name).name == PAPER else Markup("")
