"""One lesson with everything in every package: what it refers to is inside, and nothing comes from the disk."""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pptx
import pytest

from gdcore.lesson.lesson_file import read_document
from tests.valleyjump.builds import build_tiny
from tests.valleyjump.everything import write_lesson
from tests.valleyjump.reading import Node, read
from valleyjump.build.built import Built
from valleyjump.packs.forms import packed

SECRET = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "no such name"
WEB = {
    "https://example.org/a?b=1&c=2#d", "http://example.org/", "mailto:teacher@example.org", "https://example.net/auto",
    "https://example.com/reference", "https://cdn.example.org/x",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("everything")
    lesson = read_document(write_lesson(folder / "lesson")).lesson()
    return build_tiny(folder / "build", lesson, single_file=True)


@pytest.fixture(scope="module", params=["scorm12", "cc", "slides", "zip"])
def package(request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with zipfile.ZipFile(packed(request.param, built, tmp_path_factory.mktemp("pack") / "x.zip")) as archive:
        return request.param, {name: archive.read(name) for name in archive.namelist()}


def addresses(tree: Node) -> list[str]:
    return [node[name] for node in tree.walk() for name in ("src", "href", "poster", "data-src") if node.get(name)]


def prose_of(tree: Node) -> list[Node]:
    return tree.all("div", "prose")


def test_every_relative_reference_resolves_inside(package) -> None:  # type: ignore[no-untyped-def]
    form, files = package
    for page in (name for name in files if name.endswith(".html")):
        for address in addresses(read(files[page].decode())):
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                continue
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
            outside = form == "zip" and (address.startswith(("/", "../", "%2e")) or "notes.html" in address)
            assert name in files or outside, (page, address)


def test_nothing_of_the_disk_is_inside(package) -> None:  # type: ignore[no-untyped-def]
    _, files = package
    assert not [name for name in files if "hostname" in name]
    assert not [name for name, content in files.items() if content.strip() == SECRET.encode()]


def test_prose_links_formulas_and_pictures_are_there(package) -> None:  # type: ignore[no-untyped-def]
    form, files = package
    page = "first.html" if form == "cc" else "index.html"
    found = prose_of(read(files[page].decode()))
    words = "".join(node.text for node in found)
    links = [link["href"] for node in found for link in node.all("a") if link.get("href")]
    assert set(links) >= WEB
    assert "The loss starts at 4" in words
    assert "$5" in words
    assert "$x" not in words
    assert "<script>alert('x')</script>" in words  # as words, not as an element
    assert len([math for node in found for math in node.all("math")]) == 4
    assert len([table for node in found for table in node.all("table")]) == 1
    pictures = [image for node in found for image in node.all("img")]
    assert [picture["alt"] for picture in pictures] == ["A hillside", "A drawing", "In WebP", "In JPEG"]
    assert all(files[picture["src"]] for picture in pictures)
    assert [(picture["width"], picture["height"]) for picture in pictures[:2]] == [("64", "40"), ("30", "12")]
    next_clip = {"cc": "second.html", "slides": "#/clip-second"}.get(form, "#run-second")
    assert next_clip in links
    if form != "zip":
        assert not [link for link in links if "hostname" in link or "notes" in link]


def test_the_single_file_has_everything_inside(built: Built) -> None:
    tree = read(built.read("single-file.html").decode())
    known = {node["id"] for node in tree.walk() if node.get("id")}
    for address in addresses(tree):
        assert address.startswith(("data:", "https:", "http:", "mailto:", "#")), address
        assert not address.startswith("#") or address[1:] in known, address
    pictures = [image["src"].partition(";")[0] for node in prose_of(tree) for image in node.all("img")]
    assert pictures == ["data:image/png", "data:image/svg+xml", "data:image/webp", "data:image/jpeg"]


def test_powerpoint_has_words_pictures_and_links(built: Built, tmp_path: Path) -> None:
    deck = pptx.Presentation(BytesIO(packed("pptx", built, tmp_path / "x.pptx").read_bytes()))
    titles = [slide.shapes.title.text for slide in deck.slides if slide.slide_layout.name == "Title and Content"]
    assert {len(title) for title in titles if title.startswith("kilowatt")} == {80}, "two lines above a text"
    shown = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    for words in (shown, notes):
        assert "The loss starts at 4: xₖ₊₁ = xₖ − ηf′(xₖ) with η = 0.2. A coffee costs $5." in words
        assert "1/n ∑ᵢ₌₁ⁿrᵢ²" in words
    assert "rate | loss after 3" in notes
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert ["rate", "loss after 3"] in [[cell.text for cell in table.rows[0].cells][:2] for table in tables]
    assert "Picture: A drawing" in notes
    described = [shape._element._nvXxPr.cNvPr.get("descr") for slide in deck.slides for shape in slide.shapes]
    assert {"A hillside", "A drawing", "In WebP", "In JPEG"} <= set(described)
    links = [rel for slide in deck.slides for rel in slide.part.rels.values()]
    assert {rel.target_ref for rel in links if rel.is_external} == WEB
    assert len([rel for rel in links if rel.reltype.endswith("/slide") and not rel.is_external]) >= 3


def test_speakers_read_letters_and_see_the_answer_after_the_clip(built: Built, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed("slides", built, tmp_path / "x.zip")) as archive:
        tree = read(archive.read("index.html").decode())
    order = [node["id"] for node in tree.all("section") if node["id"].endswith("-first")]
    assert order == ["question-first", "clip-first", "answer-first"]
    deck = pptx.Presentation(BytesIO(packed("pptx", built, tmp_path / "x.pptx").read_bytes()))
    (asked,) = built.questions["first"]
    places = [n for n, slide in enumerate(deck.slides) if slide.shapes.title.text_frame.text == asked.prompt]
    assert deck.slides[places[0] + 1].slide_layout.name == "Title Only"  # the clip
    notes = deck.slides[places[0]].notes_slide.notes_text_frame.text
    wrong = [(letter, choice) for letter, choice in zip("ABCD", asked.choices, strict=False) if not choice.right]
    assert all(f"{letter}: {choice.text}? {choice.response}" in notes for letter, choice in wrong)
    assert all(word in asked.prompt for word in ("Gradient descent", "f(x) = x²", "0.2", "x = 2"))


def test_texts_stay_texts(package) -> None:  # type: ignore[no-untyped-def]
    _, files = package
    for name in (name for name in files if name.endswith(".html")):
        tree = read(files[name].decode())
        assert not [key for node in tree.walk() for key in node.attributes if key.startswith("on")]
        assert not re.search("alert", "".join(node.text for node in tree.all("script")))
