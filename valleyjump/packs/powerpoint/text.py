"""Slides of a presentation with what a lesson says around its clips: words, links and pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from io import BytesIO

from pptx.dml.color import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import _Paragraph, _Run
from pptx.util import Emu, Pt

from gdcore.markup.links import Link
from gdcore.markup.pictures import Picture
from valleyjump.build.built import Built
from valleyjump.markup.xml_writer import allowed
from valleyjump.packs.powerpoint.picture_files import for_slides
from valleyjump.packs.powerpoint.style import HEIGHT, MARGIN, QUESTION, WIDTH
from valleyjump.page.prose_text import Paragraph, Run

TOP, BOTTOM = Emu(1_250_000), Emu(400_000)
TITLE_TOP, TITLE_HEIGHT = Emu(350_000), Emu(750_000)
LARGE, SMALL = Pt(24), Pt(18)
FEW = 320
"""Characters that may be written large."""
GAP = Emu(300_000)
STEP_IN = Emu(400_000)
MONOSPACED = "Consolas"
Jump = tuple[Slide, _Run, Link]


def add_text(deck: Presentation, built: Built, title: str, part: Sequence[Paragraph]) -> list[Jump]:
    """Add a slide with one part of a text, and return its links to clips, whose slides may not be there yet."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(QUESTION))
    heading, body = slide.shapes.title, slide.placeholders[1]
    heading.text_frame.text = allowed(title)
    heading.left, heading.top, heading.width, heading.height = MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT
    pictures = [found for paragraph in part for found in paragraph.pictures]
    words = [paragraph for paragraph in part if paragraph.text.strip()]
    whole, height = WIDTH - 2 * MARGIN, HEIGHT - TOP - BOTTOM
    width = whole if not pictures else Emu((whole - GAP) // 2)
    body.left, body.top, body.width, body.height = MARGIN, TOP, width, height
    left, room = (MARGIN, whole) if not words else (Emu(MARGIN + width + GAP), width)
    for number, (picture, described) in enumerate(pictures):
        share = Emu(height // len(pictures))
        _place(slide, built, picture, described, (left, Emu(TOP + number * share), room, share))
    if not words:
        body.element.getparent().remove(body.element)
    size = LARGE if sum(len(paragraph.text) for paragraph in words) <= FEW else SMALL
    return [jump for number, paragraph in enumerate(words) for jump in _write(slide, number, paragraph, size)]


def jump_to(jumps: Sequence[Jump], slide_of: Callable[[str], Slide | None]) -> None:
    """Make links between slides; one to a clip that is not there stays words."""
    for slide, run, link in jumps:
        target = slide_of(link.target)
        if target is not None:
            identifier = slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE)
            run.font.color.theme_color = MSO_THEME_COLOR.HYPERLINK
            run._r.get_or_add_rPr().add_hlinkClick(identifier).set("action", "ppaction://hlinksldjump")


def _write(slide: Slide, number: int, paragraph: Paragraph, size: Pt) -> list[Jump]:
    frame = slide.placeholders[1].text_frame
    line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
    line.space_after = Pt(6)
    properties = line._p.get_or_add_pPr()
    if paragraph.level:
        properties.set("marL", str(STEP_IN * paragraph.level))
    if _is_right_to_left(paragraph.text):
        properties.set("rtl", "1")
        properties.set("algn", "r")
    return [jump for run in paragraph.runs if run.text for jump in _add_run(slide, line, run, size)]


def _add_run(slide: Slide, line: _Paragraph, words: Run, size: Pt) -> list[Jump]:
    run = line.add_run()
    run.text = allowed(words.text)
    run.font.size = size
    run.font.bold, run.font.italic = words.bold or None, words.italic or None
    if words.code:
        run.font.name = MONOSPACED
    if words.link is None:
        return []
    if words.link.kind in ("web", "mail"):
        run.hyperlink.address = words.link.target
        run.font.color.theme_color = MSO_THEME_COLOR.HYPERLINK
    return [(slide, run, words.link)] if words.link.kind == "clip" else []


def _place(slide: Slide, built: Built, picture: Picture, described: str, box: tuple[Emu, Emu, Emu, Emu]) -> None:
    """Put a picture into the middle of a box, as large as it fits, with what it shows in words."""
    left, top, width, height = box
    scale = min(width / picture.width, (height - GAP) / picture.height)
    wide, tall = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    content = BytesIO(for_slides(built.read(picture.name), picture))
    x, y = Emu(left + (width - wide) // 2), Emu(top + (height - tall) // 2)
    shape = slide.shapes.add_picture(content, x, y, wide, tall)
    shape._element._nvXxPr.cNvPr.set("descr", allowed(described))


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)
