"""In a language that marks every message, whatever a reader sees outside the marks is no word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from gdcore.scenarios import catalogue
from gdcore.text.language import use_language
from scenes.stage.settings import manim_settings
from scenes.typesetting.fonts import loaded
from scenes.views.by_name import lesson_for
from tests.languages.marked import CLOSE, OPEN, WORD, Marked, outside, unopened, words_outside
from tests.valleyjump.page.pages import rendered

SPOKEN = ("alt", "aria-label", "aria-description", "content", "label", "placeholder", "title")
UNSPOKEN = ("script", "style", "math", "code", "var", "svg", "cite")
UNITS = {"ft"}
"""The houses' feet are an international symbol."""
NAMES = {"Nesterov", "Adagrad", "RMSProp", "Adam", "Newton", "Polyak", "Chebyshev", "Barzilai", "Borwein"}
"""Methods, and those they are named after: the same in every language."""
SAME = {"Valleyjump", *NAMES, *UNITS, "It", "begins", "ends", "marked"}
"""The last words are those of the test's own captions and language."""
CODE = re.compile(r"#small|#\w+\((?:[^()]|\([^()]*\))*\)|\\.")
MATHEMATICS = re.compile(r"\$[^$]*\$")


class Reader(HTMLParser):
    """Collects what stands outside all messages, in text and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the attributes."""
        self.silent += tag in UNSPOKEN
        given = dict(attrs)
        if tag == "meta" and given.get("name") != "description":
            return
        self.found += [word for name in SPOKEN if given.get(name) for word in words_outside(str(given[name]))]

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.silent -= tag in UNSPOKEN

    def handle_data(self, data: str) -> None:
        """Read text: a message may hold whole elements."""
        text, self.depth = outside(data, self.depth)
        if not self.silent:
            self.found += words_outside(text)


def test_marks_tell_what_is_inside() -> None:
    assert words_outside(f"one {OPEN}two {OPEN}three{CLOSE} four{CLOSE} five 6 x") == ["one", "five"]


def test_no_word_of_the_page_is_outside_the_catalogue() -> None:
    with use_language("x-marked", Marked()):
        html = rendered(catalogue())
    reader = Reader()
    reader.feed(html)
    assert reader.depth == 0
    assert set(reader.found) - SAME == set()


def typeset_by(slug: str) -> Iterator[str]:
    """Yield every line that the clip of a scenario sets as it goes through its beats."""
    loaded().outlines.clear()
    (scenario,) = (scenario for scenario in catalogue() if scenario.slug == slug)
    with manim_settings({"pixel_width": 854, "pixel_height": 480, "frame_rate": 15}):
        lesson_for(scenario)(scenario).rehearse()
    yield from loaded().outlines


@pytest.mark.parametrize("slug", [scenario.slug for scenario in catalogue()])
def test_no_word_of_a_clip_is_outside_the_catalogue(slug: str) -> None:
    with use_language("x-marked", Marked()):
        sources = list(typeset_by(slug))
    loaded().outlines.clear()
    assert sources
    lines = [CODE.sub(" ", source) for source in sources]
    # A message on several lines closes on another one than it opens.
    plain = [MATHEMATICS.sub(" ", outside(line, depth=unopened(line))[0]) for line in lines]
    # The beginnings of a name are set as well, to find how much of it has room.
    begun = {name[:n] for name in NAMES for n in range(1, len(name) + 1)}
    assert {word for line in plain for word in WORD.findall(line)} - UNITS - begun == set()
