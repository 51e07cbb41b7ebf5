"""How slides for PowerPoint look: wide, on the clips' own ground, in the page's colours, a layout for each kind."""

from __future__ import annotations

from collections.abc import Mapping

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout
from pptx.util import Emu

from valleyjump.build.built import Built

WIDTH, HEIGHT = Emu(12_192_000), Emu(6_858_000)
"""16:9, in the size that PowerPoint itself gives to it."""
MARGIN = Emu(950_000)
TITLE, QUESTION, CLIP = "Title Slide", "Title and Content", "Title Only"
"""The layouts that are used, as they are called in the empty presentation that everything begins with."""
PLACES = {
    (TITLE, 0): (1_000_000, 2_000_000, 60, "b"),
    (TITLE, 1): (3_150_000, 2_900_000, 26, "t"),
    (QUESTION, 0): (500_000, 2_100_000, 26, "b"),
    (QUESTION, 1): (2_750_000, 3_800_000, 24, "t"),
    (CLIP, 0): (150_000, 700_000, 20, "ctr"),
}
"""Top and height in EMU, type size in points and the edge that text keeps to, by layout and placeholder."""
SCHEME = {
    "dk1": "ink", "lt1": "ground", "dk2": "quiet", "lt2": "raised", "accent1": "fell", "accent2": "rose",
    "accent3": "link", "accent4": "focus", "accent5": "quiet", "accent6": "rule", "hlink": "link", "folHlink": "quiet",
}  # fmt: skip
"""The colours of a presentation, and the page's that they are; the first two are those of text and ground."""
TYPEFACE = "Georgia"
"""Serifs as in the clips, of a face that Windows and macOS both have."""
STRANGE = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.PRINTER_SETTINGS,
)
"""What the empty presentation says about itself and about somebody's printer."""


def presentation(built: Built) -> Presentation:
    """Return a presentation without slides."""
    deck = pptx.Presentation()
    for owner in (deck.part.package, deck.part):
        for name in [name for name, to in owner._rels.items() if to.reltype in STRANGE]:
            owner.drop_rel(name)
    for layout in [each for each in deck.slide_layouts if each.name not in (TITLE, QUESTION, CLIP)]:
        deck.slide_layouts.remove(layout)
    _widen(deck)
    for layout in deck.slide_layouts:
        _arrange(layout)
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _coloured(theme.blob, built.colours)
    return deck


def _widen(deck: Presentation) -> None:
    """Stretch everything sideways: the empty presentation is 4:3."""
    before = deck.slide_width or WIDTH
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    # The layouts first: what has no place of its own there takes it from the master.
    for shapes in (*(layout.shapes for layout in deck.slide_layouts), deck.slide_master.shapes):
        for shape in shapes:
            shape.left, shape.width = Emu(shape.left * WIDTH // before), Emu(shape.width * WIDTH // before)


def _arrange(layout: SlideLayout) -> None:
    for shape in layout.placeholders:
        place = PLACES.get((layout.name, shape.placeholder_format.idx))
        if place is not None:
            top, height, size_pt, edge = place
            shape.left, shape.top, shape.width, shape.height = MARGIN, Emu(top), Emu(WIDTH - 2 * MARGIN), Emu(height)
            _style(shape, size_pt, edge)


def _style(shape: BaseShape, size_pt: int, edge: str) -> None:
    """Give a placeholder its type, which its slides inherit; text that is too long for it shrinks."""
    body = shape.element.find(qn("p:txBody"))
    frame, styles = body.find(qn("a:bodyPr")), body.find(qn("a:lstStyle"))
    body.replace(frame, parse_xml(f'<a:bodyPr {nsdecls("a")} anchor="{edge}"><a:normAutofit/></a:bodyPr>'))
    level = (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{100 * size_pt}" b="0"><a:solidFill>'
        '<a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    body.replace(styles, parse_xml(f"<a:lstStyle {nsdecls('a')}>{level}</a:lstStyle>"))


def _coloured(blob: bytes, colours: Mapping[str, str]) -> bytes:
    """Return a presentation's theme in other colours, and in another face."""
    theme = parse_xml(blob)
    for name, ours in SCHEME.items():
        (place,) = theme.iter(qn(f"a:{name}"))
        place[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colours[ours][1:].upper()}"/>')]
    for fonts in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        fonts.find(qn("a:latin")).set("typeface", TYPEFACE)
    return bytes(serialize_part_xml(theme))
