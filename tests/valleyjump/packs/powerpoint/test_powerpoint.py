"""Slides for PowerPoint: read back by python-pptx, and as plain XML where that has no word for it."""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE

from scenes.painting.style import DARK
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.markup.captions import transcript
from valleyjump.packs.forms import packed

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
        asked = tiny_build.questions.get(clip.slug)
        title = tiny_build.titles[clip.slug]
        wanted += [asked.prompt, title, asked.prompt] if asked else [title]
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
    for asked, question, answer in zip(tiny_build.questions.values(), slides[::2], slides[1::2], strict=True):
        assert asked.explanation in notes(question)
        shown, told = (slide.placeholders[1].text_frame.text for slide in (question, answer))
        assert asked.explanation not in shown
        assert asked.explanation in told
        assert all(choice.text in shown for choice in asked.choices)


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
