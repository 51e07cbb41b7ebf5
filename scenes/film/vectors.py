"""The last frame of a clip as vectors, SVG or PDF: the same picture as the poster, sharp at any size.

Everything paints itself once more, on a page instead of a frame. Text becomes outlines; only fields of colour that were
computed pixel by pixel stay images.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from io import BytesIO

import cairo

from scenes.painting.canvas import Painted, paint_all
from scenes.painting.pen import Pen
from scenes.theme.theme import Theme

PX_HEIGHT, PT_HEIGHT = 720.0, 540.0
"""Seven and a half inches, as high as a slide, in the unit of SVG and in that of PDF."""
NUMBERED = re.compile(r'(id="|#)([a-z]+)([0-9]+)')
"""A name in an SVG with the number that cairo has given it."""
ROOT_END = 'version="1.1">\n'
"""How cairo ends the tag of the whole picture."""


def svg_page(parts: Iterable[Painted], size: tuple[float, float], theme: Theme, title: str) -> bytes:
    """Return ``parts`` as they stand as an SVG file; ``size`` is the frame's, in scene units."""
    file = BytesIO()
    scale = PX_HEIGHT / size[1]
    surface = cairo.SVGSurface(file, scale * size[0], PX_HEIGHT)
    surface.set_document_unit(cairo.SVG_UNIT_PX)
    _paint(surface, parts, size, scale, theme)
    numbers: dict[str, int] = {}

    def renumbered(found: re.Match[str]) -> str:
        # Cairo counts all surfaces of a process, and so would name the same picture's parts otherwise each time.
        return f"{found[1]}{found[2]}{numbers.setdefault(found[2] + found[3], len(numbers))}"

    drawn = NUMBERED.sub(renumbered, file.getvalue().decode())
    return drawn.replace(ROOT_END, f"{ROOT_END}<title>{escape(title)}</title>\n", 1).encode()


def pdf_page(parts: Iterable[Painted], size: tuple[float, float], theme: Theme, title: str) -> bytes:
    """Return ``parts`` as they stand as a PDF file of one page; ``size`` is the frame's, in scene units."""
    file = BytesIO()
    scale = PT_HEIGHT / size[1]
    surface = cairo.PDFSurface(file, scale * size[0], PT_HEIGHT)
    surface.set_metadata(cairo.PDF_METADATA_TITLE, title)
    surface.set_metadata(cairo.PDF_METADATA_CREATE_DATE, "")  # empty, or it would be the current time
    _paint(surface, parts, size, scale, theme)
    return file.getvalue()


PAGES = {"svg": svg_page, "pdf": pdf_page}


def _paint(
    surface: cairo.Surface, parts: Iterable[Painted], size: tuple[float, float], scale: float, theme: Theme
) -> None:
    ctx = cairo.Context(surface)
    ctx.set_matrix(cairo.Matrix(scale, 0.0, 0.0, -scale, scale * size[0] / 2.0, scale * size[1] / 2.0))
    Pen(ctx).colour(theme.background)
    ctx.paint()
    paint_all(ctx, parts)
    surface.finish()
