"""Codes as text: what they need is in the build, and no title ends the markup that it stands in."""

from __future__ import annotations

import re

import pytest
from docutils.core import publish_doctree
from hypothesis import example, given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from gdcore.text.language import use_language
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from tests.valleyjump.page.pages import HOSTILE
from tests.valleyjump.reading import read
from valleyjump.build.built import Built
from valleyjump.page.embed_codes import FORMS, PLACE, SHOWN, code, codes, playground_codes

WORST = [
    HOSTILE,
    '" onload="x',
    "]]>",
    "{{< include /etc/passwd >}}",
    ":::\n:::",
    "``` `` `",
    "1. <b>",
    "a\\",
    "$x$ {raw}`x`",
]


def clip(text: str = "It runs.") -> Clip:
    return Clip("own", {}, 5.0, 75, 854, 480, 15, (Cue(0.0, 5.0, text),))


def test_every_code_names_files_of_the_build(tiny_build: Built) -> None:
    for each in tiny_build.clips:
        for found in codes(each, tiny_build.titles[each.slug]):
            assert found.files
            assert set(found.files) <= tiny_build.files.keys()


def test_a_code_names_its_video_and_nothing_else_of_the_build() -> None:
    for name in FORMS:
        found = code(name, clip(), "A title")
        assert re.search(r"\bown\.(mp4|html)\b", found.text)
        assert found.heading
        assert found.advice.endswith(".")


def test_a_page_offers_all_of_them() -> None:
    assert set(SHOWN) == FORMS.keys()


@pytest.mark.parametrize("name", ["frame", "video", "edx", "sphinx"])
@pytest.mark.parametrize("title", WORST)
def test_html_holds_a_title_as_one_attribute(name: str, title: str) -> None:
    text = code(name, clip(title), title).text.removeprefix(".. raw:: html\n")
    tree = read(text)
    (shown,) = tree.all("iframe") or tree.all("video")
    assert shown.get("title", shown.get("aria-label")) == " ".join(title.split())
    assert not tree.all("script") + tree.all("b")
    assert not [attribute for node in tree.walk() for attribute in node.attributes if attribute.startswith("on")]


@given(st.text(max_size=60))
def test_no_title_leaves_its_line_in_restructuredtext(title: str) -> None:
    first, blank, *inside = code("sphinx", clip(title), title).text.split("\n")
    assert (first, blank) == (".. raw:: html", "")
    assert all(line.startswith("   ") and line.strip() for line in inside)
    assert len(inside) == 4


@given(st.text(max_size=60))
def test_no_title_leaves_its_place_in_myst_and_quarto(title: str) -> None:
    lines = code("myst", clip(title), title).text.split("\n")
    assert (len(lines), lines[0], lines[3], lines[5]) == (6, ":::{figure} own.mp4", "", ":::")
    assert not lines[4].startswith(":")
    shortcode = code("quarto", clip(title), title).text
    assert re.fullmatch(r'\{\{< video own\.mp4 title="[^"<>{}\\\n]*" aspect-ratio="16x9" >\}\}', shortcode)


def test_the_address_of_the_build_is_taken_with_and_without_a_slash() -> None:
    for place in ("https://a.example/b", "https://a.example/b/"):
        assert 'src="https://a.example/b/embed/own.html"' in code("frame", clip(), "t", place).text
        assert 'src="https://a.example/b/clips/own.mp4"' in code("video", clip(), "t", place).text
        (play,) = playground_codes("parabola", "t", place)
        assert 'src="https://a.example/b/embed/playground_parabola.html"' in play.text
    assert PLACE in code("frame", clip(), "t").text


def test_captions_are_named_in_the_language_of_the_build() -> None:
    with use_language("es"):
        assert 'srclang="es" label="Español"' in code("video", clip(), "t").text


@settings(deadline=None)  # the first title loads the parser
@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" %#*_`:[]{}<>&1.-"), max_size=30))
@example("% of the way")
@example("1. one")
@example(":::")
def test_a_title_reads_in_markdown_as_it_is(title: str) -> None:
    shown = " ".join(title.split())
    line = code("myst", clip(), title).text.split("\n")[4].removesuffix(" {download}`Captions <own.vtt>`")
    found = publish_doctree(line, parser=Parser(), settings_overrides={"report_level": 5}).astext()
    assert found == f"{shown}."
