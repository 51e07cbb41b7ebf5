"""``RenderStyle``: what all clips of a build have in common besides their quality."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from gdcore.text.language import SOURCE, use_language
from gdcore.text.own_language import messages_of
from scenes.clip.formats import BOTH
from scenes.painting.style import DARK, Theme


@dataclass(frozen=True, kw_only=True)
class RenderStyle:
    """Colours, language, further files and further fonts of clips.

    Without a ``theme`` clips are dark, and a page is as its reader prefers. ``language`` is a code, and ``messages``
    are those of one that is not shipped, compiled. ``formats`` are
    made besides MP4 and PNG; with ``BOTH`` among them, clips without a theme are made in light colours, too. ``fonts``
    are the contents of font files for letters that the embedded fonts lack.
    """

    theme: Theme | None = None
    language: str = SOURCE
    messages: bytes = b""
    formats: tuple[str, ...] = ()
    fonts: tuple[bytes, ...] = ()

    def speaking(self) -> AbstractContextManager[None]:
        """Return the context in which its language is the current one."""
        return use_language(self.language, messages_of(self.messages))

    @property
    def both(self) -> bool:
        """Whether clips are made dark and light."""
        return BOTH in self.formats

    @property
    def clip_theme(self) -> Theme:
        """The theme of the clips."""
        return self.theme or DARK
