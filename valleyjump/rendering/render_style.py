"""``RenderStyle``: what all clips of a build have in common besides their quality."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.text.language import SOURCE
from scenes.clip.formats import BOTH
from scenes.painting.style import DARK, Theme


@dataclass(frozen=True, kw_only=True)
class RenderStyle:
    """Colours, language, further files and further fonts of clips.

    Without a ``theme`` clips are dark, and a page is as its reader prefers. ``language`` is a code. ``formats`` are
    made besides MP4 and PNG; with ``BOTH`` among them, clips without a theme are made in light colours, too. ``fonts``
    are the contents of font files for letters that the embedded fonts lack.
    """

    theme: Theme | None = None
    language: str = SOURCE
    formats: tuple[str, ...] = ()
    fonts: tuple[bytes, ...] = ()

    @property
    def both(self) -> bool:
        """Whether clips are made dark and light."""
        return BOTH in self.formats

    @property
    def clip_theme(self) -> Theme:
        """The theme of the clips."""
        return self.theme or DARK
