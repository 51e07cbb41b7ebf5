"""Slides for PowerPoint: read back by python-pptx, and as plain XML where that has no word for it."""

from __future__ import annotations

import re
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.enum.text import PP_ALIGN

from gdcore.narration.facts import facts
from scenes.painting.style import DARK
from tests.valleyjump.builds import LESSON, RUNS, build_tiny
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.markup.captions import transcript
from valleyjump.packs.forms import packed
from valleyjump.packs.powerpoint.style import HEIGHT, WIDTH

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture(scope="module")
def document(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return packed("pptx", tiny_build, tmp_path_factory.mktemp("pptx") / "slides.pptx").read_bytes()


@pytest.fixture(scope="module")
def deck(document: bytes) -> pptx.presentation.Presentation:
    return pptx.Presentation(BytesIO(document))


def notes(slide: pptx.slide.Slide) -> str:
    return slide.notes_slide.notes_text_frame.text


def clip_slides(deck: pptx.presentation.Presentation) -> list[pptx.slide.Slide]:
    return [slide for slide in deck.slides if slide.slide_layout.name == "Title Only"]


def test_the_slides_are_those_of_the_lecture_in_its_order(
    deck: pptx.presentation.Presentation, tiny_build: Built
) -> None:
    wanted = [tiny_build.title]
    for clip in tiny_build.clips:
        asked = [one.prompt for one in tiny_build.questions.get(clip.slug, ())]
        wanted += [*asked, tiny_build.titles[clip.slug], *asked]
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == wanted
    assert deck.slide_width * 9 == deck.slide_height * 16


def test_a_clip_is_inside_with_its_poster_over_the_whole_slide(
    deck: pptx.presentation.Presentation, tiny_build: Built
) -> None:
    for slide, clip in zip(clip_slides(deck), tiny_build.clips, strict=True):
        (movie,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA]
        assert movie.media_format is not None
        assert movie.poster_frame.blob == tiny_build.read(f"clips/{clip.slug}.png")
        films = [part.blob for part in (rel.target_part for rel in slide.part.rels.values() if "media" in rel.reltype)]
        assert films == [tiny_build.read(f"clips/{clip.slug}.mp4")]
        assert (movie.left, movie.width) == (0, deck.slide_width)
        assert movie.height / movie.width == pytest.approx(clip.height_px / clip.width_px, abs=1e-5)
        (described,) = movie.element.iter(f"{P}cNvPr")
        assert described.get("descr").endswith(clip.cues[-1].text)


def test_a_click_anywhere_plays_the_clip(deck: pptx.presentation.Presentation) -> None:
    for slide in clip_slides(deck):
        (timing,) = slide.element.iter(f"{P}timing")
        (movie,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA]
        (command,) = timing.iter(f"{P}cmd")
        assert command.get("cmd") == "playFrom(0.0)"
        assert {target.get("spid") for target in timing.iter(f"{P}spTgt")} == {str(movie.shape_id)}
        numbers = [node.get("id") for node in timing.iter(f"{P}cTn")]
        assert len(set(numbers)) == len(numbers)


def test_the_notes_are_transcripts_and_answers(deck: pptx.presentation.Presentation, tiny_build: Built) -> None:
    for slide, clip in zip(clip_slides(deck), tiny_build.clips, strict=True):
        assert notes(slide).split("\n") == [f"{line.clock}   {line.text}" for line in transcript(clip.cues)]
    slides = [slide for slide in deck.slides if slide.slide_layout.name == "Title and Content"]
    for (asked,), question, answer in zip(tiny_build.questions.values(), slides[::2], slides[1::2], strict=True):
        assert asked.explanation in notes(question)
        shown, told = (slide.placeholders[1].text_frame.text for slide in (question, answer))
        assert asked.explanation not in shown
        assert asked.explanation in told
        assert all(choice.text in shown for choice in asked.choices)


TABLES = (
    """The loss, step by step:

| step | *what* it says | loss |
| :--- | :---: | ---: |
| 0 | **start**, [again](#hostile) | {loss_0} |
| last | `end` | {loss_last} |

| n | square |
| --: | --: |
"""
    + "".join(f"| {n} | {n * n} |\n" for n in range(1, 20))
    + "\nSo it goes."
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[pptx.slide.Slide]:
    """Return the slides of a text with tables, before the first clip."""
    folder = tmp_path_factory.mktemp("tables")
    built = build_tiny(folder / "build", replace(LESSON, prose={RUNS[0].slug: (TABLES, "")}))
    packed("pptx", built, folder / "slides.pptx")
    slides = list(pptx.Presentation(folder / "slides.pptx").slides)
    return slides[1 : next(i for i, slide in enumerate(slides) if "So it goes." in notes(slide)) + 1]


def rows_of(slide: pptx.slide.Slide) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for shape in slide.shapes if shape.has_table for row in shape.table.rows]


def test_tables_are_tables_of_cells(tables: list[pptx.slide.Slide]) -> None:
    found = facts(RUNS[0])
    assert [len(rows_of(slide)) for slide in tables] == [3, 10, 10, 2, 0]
    assert rows_of(tables[0]) == [
        ["step", "what it says", "loss"], ["0", "start, again", found["loss_0"]], ["last", "end", found["loss_last"]],
    ]  # fmt: skip
    numbers = [row for slide in tables[1:4] for row in rows_of(slide) if row[0] != "n"]
    assert numbers == [[str(n), str(n * n)] for n in range(1, 20)]
    assert all(rows_of(slide)[0] == ["n", "square"] for slide in tables[1:4])
    assert tables[0].placeholders[1].text_frame.text == "The loss, step by step:"
    assert tables[4].placeholders[1].text_frame.text == "So it goes."


def test_cells_keep_their_words_and_edges_and_lie_on_the_slide(tables: list[pptx.slide.Slide]) -> None:
    (shape,) = [shape for shape in tables[0].shapes if shape.has_table]
    middle = shape.table.cell(1, 1).text_frame.paragraphs[0]
    assert [(run.text, run.font.bold) for run in middle.runs] == [("start", True), (", ", None), ("again", None)]
    assert 'action="ppaction://hlinksldjump"' in etree.tostring(middle._p).decode()
    edges = [shape.table.cell(1, i).text_frame.paragraphs[0].alignment for i in range(3)]
    assert edges == [PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT]
    for slide in tables[:4]:
        (shape,) = [shape for shape in slide.shapes if shape.has_table]
        assert 0 < shape.left < shape.left + sum(column.width for column in shape.table.columns) < WIDTH
        assert shape.top + sum(row.height for row in shape.table.rows) < HEIGHT
        assert all(other.top + other.height <= shape.top for other in slide.placeholders)


def test_the_look_is_that_of_the_clips(document: bytes) -> None:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    ground, ink = (re.search(f'<a:{name}><a:srgbClr val="(.*?)"', theme)[1] for name in ("lt1", "dk1"))
    assert (f"#{ground}", f"#{ink}") == (DARK.background.upper(), DARK.ink.upper())


def test_the_properties_name_title_and_author_and_no_date_of_today(
    deck: pptx.presentation.Presentation, tiny_build: Built
) -> None:
    about = deck.core_properties
    assert (about.title, about.author, about.last_modified_by) == (tiny_build.title, *[tiny_build.author] * 2)
    assert (about.created, about.modified) == (about.created.replace(year=1980, month=1, day=1),) * 2


def test_every_part_is_xml_that_can_be_read_and_every_link_inside_leads_somewhere(document: bytes) -> None:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        names = set(archive.namelist())
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    assert min(names) == "[Content_Types].xml"
    for name, content in parts.items():
        tree = etree.fromstring(content)
        if name.endswith(".rels"):
            folder = Path("/", name).parent.parent
            for link in tree:
                assert link.get("TargetMode") != "External", name
                assert str((folder / link.get("Target")).resolve())[1:] in names


def test_without_the_extra_one_line_says_what_to_install(
    tiny_build: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("pptx", "valleyjump.packs.powerpoint.style", "valleyjump.packs.powerpoint.slides"):
        monkeypatch.setitem(sys.modules, module, None)
    assert main(["pack", "pptx", "--from", str(tiny_build.folder), "-o", str(tmp_path / "slides.pptx")]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "pip install" in told.err
    assert "extra slides" in told.err
    assert not list(tmp_path.iterdir())
