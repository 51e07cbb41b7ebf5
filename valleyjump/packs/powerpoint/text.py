"""Slides of a presentation with what a lesson says around its clips: words, links and pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import groupby

from pptx.dml.color import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import _Paragraph, _Run
from pptx.util import Emu, Pt

from gdcore.prose.links import Link
from gdcore.prose.pictures import Picture
from valleyjump.build.built import Built
from valleyjump.markup.xml_writer import allowed
from valleyjump.packs.powerpoint.picture_files import for_slides
from valleyjump.packs.powerpoint.style import HEIGHT, MARGIN, QUESTION, WIDTH
from valleyjump.page.prose_text import Paragraph, Run

TOP, BOTTOM = Emu(1_250_000), Emu(400_000)
TITLE_TOP, TITLE_HEIGHT = Emu(350_000), Emu(750_000)
LARGE, SMALL, SMALLER = Pt(24), Pt(18), Pt(14)
FEW = 320
"""Characters that may be written large."""
GAP = Emu(300_000)
STEP_IN = Emu(400_000)
ABOVE_TABLE = Emu(1_100_000)
"""Room for the words above a table."""
INSET = Emu(91_440)
"""How far words stand within their box, so that a table begins where they do."""
WIDE, MOST_ROWS = 80, 10
"""Characters of one line, and rows of a table on one slide."""
GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"
"""The built-in style of a table with lines and no colours of its own: "No Style, Table Grid"."""
EDGES = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
MONOSPACED = "Consolas"
LONGEST_HEADING = 80
"""Letters of two lines; the whole title stands on the clip."""
Jump = tuple[Slide, _Run, Link]


def add_text(deck: Presentation, built: Built, title: str, part: Sequence[Paragraph]) -> list[Jump]:
    """Add a slide with one part of a text, and return its links to clips, whose slides may not be there yet."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(QUESTION))
    heading, body = slide.shapes.title, slide.placeholders[1]
    short = title if len(title) <= LONGEST_HEADING else f"{title[: LONGEST_HEADING - 1].rstrip()}…"
    heading.text_frame.text = allowed(short)
    heading.left, heading.top, heading.width, heading.height = MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT
    pictures = [found for paragraph in part for found in paragraph.pictures]
    rows = [paragraph for paragraph in part if paragraph.cells]
    words = [paragraph for paragraph in part if paragraph.text.strip() and not paragraph.cells]
    whole, height = WIDTH - 2 * MARGIN, HEIGHT - TOP - BOTTOM
    width = whole if not pictures else Emu((whole - GAP) // 2)
    body.left, body.top, body.width, body.height = MARGIN, TOP, width, height
    left, room = (MARGIN, whole) if not words and not rows else (Emu(MARGIN + width + GAP), width)
    for number, (picture, described) in enumerate(pictures):
        share = Emu(height // len(pictures))
        _place(slide, built, picture, described, (left, Emu(TOP + number * share), room, share))
    if not words:
        body.element.getparent().remove(body.element)
    size = LARGE if not rows and sum(len(paragraph.text) for paragraph in words) <= FEW else SMALL
    frame = body.text_frame
    lines = [frame.paragraphs[0] if number == 0 else frame.add_paragraph() for number in range(len(words))]
    jumps = [jump for line, each in zip(lines, words, strict=True) for jump in _write(slide, line, each, size)]
    if rows:
        body.height = ABOVE_TABLE
        top = Emu(TOP + ABOVE_TABLE) if words else TOP
        jumps += _add_table(slide, rows, (Emu(MARGIN + INSET), top, Emu(width - INSET), Emu(HEIGHT - BOTTOM - top)))
    return jumps


def by_tables(part: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield what of a part goes on one slide: a table with a few words above it, or words without tables.

    A long table goes on under its head on the next one.
    """
    words: list[Paragraph] = []
    for is_table, found in groupby(part, key=lambda paragraph: bool(paragraph.cells)):
        if not is_table:
            words = list(found)
            continue
        if sum(max(len(each.text), WIDE // 2) for each in words) > WIDE or any(each.pictures for each in words):
            yield words
            words = []
        head: list[Paragraph] = []
        for row in found:
            if any(each.cells for each in words) and (row.heads or len(words) >= MOST_ROWS):
                yield words
                words = [] if row.heads else list(head)
            head = [row] if row.heads else head
            words.append(row)
        yield words
        words = []
    yield from [words] if words else []


def jump_to(jumps: Sequence[Jump], slide_of: Callable[[str], Slide | None]) -> None:
    """Make links between slides; one to a clip that is not there stays words."""
    for slide, run, link in jumps:
        target = slide_of(link.target)
        if target is not None:
            identifier = slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE)
            run.font.color.theme_color = MSO_THEME_COLOR.HYPERLINK
            run._r.get_or_add_rPr().add_hlinkClick(identifier).set("action", "ppaction://hlinksldjump")


def _add_table(slide: Slide, rows: Sequence[Paragraph], box: tuple[Emu, Emu, Emu, Emu]) -> list[Jump]:
    """Add a table of as many cells as its head has, its columns as wide as their words ask for within the box."""
    left, top, width, height = box
    n_columns = len(rows[0].cells)
    longest = [max(len(row.cells[i].text) for row in rows) for i in range(n_columns)]
    size = SMALL if sum(longest) <= WIDE else SMALLER
    asked = [min(length + 3, WIDE // 2) * int(0.55 * size) for length in longest]
    scale = min(1.0, width / sum(asked))
    row_height = min(int(2 * size), height // len(rows))
    shape = slide.shapes.add_table(len(rows), n_columns, left, top, int(scale * sum(asked)), row_height * len(rows))
    table = shape.table
    shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = GRID
    table.first_row, table.horz_banding = rows[0].heads, False
    for column, wide in zip(table.columns, asked, strict=True):
        column.width = Emu(int(scale * wide))
    jumps: list[Jump] = []
    for number, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            line = table.cell(number, place).text_frame.paragraphs[0]
            line.alignment = EDGES.get(cell.edge)
            jumps += [jump for run in cell.runs if run.text for jump in _add_run(slide, line, run, size)]
    return jumps


def _write(slide: Slide, line: _Paragraph, paragraph: Paragraph, size: Pt) -> list[Jump]:
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
