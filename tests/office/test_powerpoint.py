"""Slides for PowerPoint as another program shows them: LibreOffice turns each into a page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.installed import LIBRE_OFFICE, program
from valleyjump.build.built import Built
from valleyjump.packs.forms import packed


@pytest.fixture(scope="module")
def pages(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pypdfium2.PdfDocument]:
    """Return the pages that LibreOffice makes of the slides."""
    executable = program(*LIBRE_OFFICE)
    folder = tmp_path_factory.mktemp("office")
    slides = packed("pptx", tiny_build, folder / "slides.pptx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [executable, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(slides)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    document = pypdfium2.PdfDocument(folder / "slides.pdf")
    yield document
    document.close()


def words_on(page: pypdfium2.PdfPage) -> str:
    return re.sub(r"\s", "", page.get_textpage().get_text_range())


def clip_pages(pages: pypdfium2.PdfDocument, built: Built) -> list[pypdfium2.PdfPage]:
    places, place = [], 0
    for clip in built.clips:
        place += 2 if clip.slug in built.questions else 1
        places.append(place)
        place += clip.slug in built.questions  # its answer
    return [pages[place] for place in places]


def test_each_slide_is_a_page_with_its_words(pages: pypdfium2.PdfDocument, tiny_build: Built) -> None:
    assert len(pages) == 1 + 2 * len(tiny_build.questions) + len(tiny_build.clips)
    assert re.sub(r"\s", "", tiny_build.title) in words_on(pages[0])
    for page, clip in zip(clip_pages(pages, tiny_build), tiny_build.clips, strict=True):
        assert re.sub(r"\s", "", tiny_build.titles[clip.slug]) in words_on(page)
    (first,) = tiny_build.questions[tiny_build.clips[0].slug]
    explanation = re.sub(r"\s", "", first.explanation)
    assert (explanation in words_on(pages[1]), explanation in words_on(pages[3])) == (False, True)


def test_a_clip_shows_its_poster_to_the_edges(pages: pypdfium2.PdfDocument, tiny_build: Built) -> None:
    for page, clip in zip(clip_pages(pages, tiny_build), tiny_build.clips, strict=True):
        poster = Image.open(tiny_build.path(f"clips/{clip.slug}.png")).convert("RGB")
        # Whole pixels in both directions, or the paper would shine through the last row.
        shown = page.render(scale=960 / page.get_width()).to_pil().convert("RGB")
        wanted, found, edges = (
            np.asarray(picture, dtype=float) for picture in (poster, shown.resize(poster.size), shown)
        )
        assert np.abs(wanted - found).mean() < 6.0
        assert np.abs(edges[[0, -1]] - wanted[0, 0]).max() < 12.0
