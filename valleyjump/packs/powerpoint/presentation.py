"""Slides for PowerPoint and whatever reads its files: a title, the questions with their answers, and the clips."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.text.readers import readable
from valleyjump.build.built import Built
from valleyjump.errors import BuildError
from valleyjump.markup.language import page_language
from valleyjump.packs.archive import EPOCH, write_archive
from valleyjump.packs.deck import turns
from valleyjump.store.files import scratch_beside

if TYPE_CHECKING:
    from pptx.presentation import Presentation

LONGEST = 255
"""No property of a document may have more characters."""


def write(built: Built, target: Path) -> Path:
    """Write the slides of ``built`` and return ``target``. Raises like ``packed``."""
    try:
        from valleyjump.packs.powerpoint.slides import add_title, add_turns
        from valleyjump.packs.powerpoint.style import presentation
    except ModuleNotFoundError:
        missing = "slides for PowerPoint are made by python-pptx, which is not installed"
        raise BuildError(f"{missing}: pip install python-pptx, or valleyjump's extra slides") from None
    shown = turns(built)
    deck = presentation(built)
    _describe(deck, built)
    add_title(deck, built)
    add_turns(deck, built, shown)
    with scratch_beside(target) as scratch:
        return write_archive(target, _entries(deck, scratch))


def _describe(deck: Presentation, built: Built) -> None:
    """Fill in the document's properties; the dates in them are those of every file in an archive."""
    about = deck.core_properties
    author = readable(built.author)[:LONGEST]
    about.title, about.subject = readable(built.title)[:LONGEST], readable(built.lead)[:LONGEST]
    about.author = about.last_modified_by = author
    about.language = page_language()
    about.created = about.modified = datetime(*EPOCH)
    about.revision, about.keywords, about.comments = 1, "", ""


def _entries(deck: Presentation, scratch: Path) -> dict[str, bytes | Path]:
    """Return the files inside the document by name; they lie in ``scratch``, for clips are large."""
    document, inside = scratch / "document.pptx", scratch / "inside"
    deck.save(str(document))
    with zipfile.ZipFile(document) as archive:
        archive.extractall(inside)
        return {name: inside / name for name in archive.namelist()}
