"""The handout, page by page: everything of the page that paper can hold, nothing cut, and no link to this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.valleyjump.reading import is_title, read
from valleyjump.article.article import ASKED
from valleyjump.build.built import Built, read_build
from valleyjump.packs.forms import packed

LEAST_MARGIN_PT = 36
CONTROLS = ("Play", "Watch it all", "Check", "Show the answer", "Download")


@dataclass(frozen=True)
class Printed:
    """A build, the file that its page was printed to, and that file opened."""

    built: Built
    content: bytes
    document: pypdfium2.PdfDocument

    @property
    def asked(self) -> set[str]:
        """The clips that the page asks about: a few of the story's, all of a lesson's."""
        return (ASKED & self.built.questions.keys()) or set(self.built.questions)

    @property
    def pages(self) -> list[str]:
        """The text of each page, squeezed."""
        return [squeezed(page.get_textpage().get_text_range()) for page in self.document]


@pytest.fixture(scope="module", params=["tiny", "whole"])
def printed(request, tmp_path_factory) -> Iterator[Printed]:
    """Return a build and its handout: a tiny lesson, and the whole article."""
    fixture = "tiny_build" if request.param == "tiny" else "draft_build"
    found = request.getfixturevalue(fixture)
    built = found if isinstance(found, Built) else read_build(found)
    content = packed("handout", built, tmp_path_factory.mktemp("handout") / "handout.pdf").read_bytes()
    document = pypdfium2.PdfDocument(content)
    yield Printed(built, content, document)
    document.close()


def squeezed(text: str) -> str:
    """Return text without spaces, and raised digits as plain ones: paper keeps neither apart."""
    return re.sub(r"\s|\u00ad|\ufffe", "", text).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−"))


def test_all_letters_are_of_the_page_s_own_typefaces(printed):
    faces = set(re.findall(rb"/FontName /(?:[A-Z]{6}\+)?([A-Za-z]+)", printed.content))
    assert {b"LibertinusSerif", b"LibertinusSans"} <= faces
    assert not {face for face in faces if not face.startswith(b"Libertinus")}


def test_no_page_is_blank_and_no_text_is_cut(printed):
    for page in printed.document:
        text = page.get_textpage()
        width, height = page.get_size()
        assert (round(width), round(height)) == (595, 842)
        assert text.count_chars() > 100
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        seen = [box for box in boxes if box[2] > box[0]]
        assert min(box[0] for box in seen) > LEAST_MARGIN_PT
        assert max(box[2] for box in seen) < width - LEAST_MARGIN_PT
        assert len(page.render(scale=0.5).to_pil().convert("L").getcolors()) > 20


def test_every_clip_has_its_first_picture_its_poster_and_its_transcript(printed):
    found = [
        image.get_px_size()
        for page in printed.document
        for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=9)
    ]
    shown = [*printed.built.clips, *(clip for clip in printed.built.clips if clip.slug in printed.asked)]
    assert sorted(found) == sorted((clip.width_px, clip.height_px) for clip in shown)
    whole = "".join(printed.pages)
    for clip in printed.built.clips:
        for cue in clip.cues:
            assert squeezed(cue.text) in whole, (clip.slug, cue.text)


def test_the_questions_come_without_their_answers_which_stand_at_the_end(printed):
    pages = printed.pages
    first = max(i for i, text in enumerate(pages) if re.match(r"\d*Answers", text))
    before, after = "".join(pages[:first]), "".join(pages[first:])
    for slug in printed.asked:
        (asked,) = printed.built.questions[slug]
        assert squeezed(asked.prompt) in before
        assert squeezed(asked.explanation) not in before
        assert squeezed(asked.explanation) in after
        assert not [choice for choice in asked.choices if not choice.right and squeezed(choice.response) in before]
    for clip in (clip for clip in printed.built.clips if clip.slug in printed.asked):
        *_, verdict = (squeezed(cue.text) for cue in clip.cues)
        assert verdict in after
        assert verdict not in before


def test_a_question_is_followed_by_how_its_clip_starts(printed):
    """The picture under a question is nearer to the clip's first frame than to its last; elsewhere it is the last."""
    pictures = [
        image.get_bitmap().to_pil().convert("RGB")
        for page in printed.document
        for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=9)
    ]
    for clip, picture in zip(printed.built.clips, pictures, strict=False):
        with av.open(str(clip.files["mp4"])) as film:
            start = next(film.decode(video=0))
            film.seek(film.duration)  # to the last picture that stands by itself
            *_, end = film.decode(video=0)
        first, last = (
            np.abs(np.asarray(picture, dtype=float) - frame.to_ndarray(format="rgb24")).mean() for frame in (start, end)
        )
        near, far = (first, last) if clip.slug in printed.asked else (last, first)
        assert near < 3.0
        assert near < far


def test_no_control_is_printed_and_no_link_leads_to_a_file(printed):
    whole = "".join(printed.pages)
    assert not [control for control in CONTROLS if squeezed(control) in whole]
    assert b"file:" not in printed.content


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed):
    tree = read(printed.built.read("index.html").decode())
    headings = {squeezed(str(h.children[0])) for tag in ("h2", "h3") for h in tree.all(tag)}
    for number, text in enumerate(printed.pages, 1):
        assert not text.removesuffix(str(number)).endswith(tuple(headings)), number


def test_the_document_says_what_it_is_and_not_when(printed):
    about = printed.document.get_metadata_dict()
    assert is_title(about["Title"], printed.built.title) or about["Title"].startswith(printed.built.title)
    assert about["CreationDate"] == about["ModDate"] == "D:19800101000000+00'00'"
    assert squeezed(printed.built.title) in printed.pages[0]
