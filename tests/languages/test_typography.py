"""What readers see is set as in a book."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from docs.messages import collected
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.text.language import use_language
from gdcore.text.notation import fixed, rounded, whole, written_out
from scenes.plots.ticks import tick_label
from scenes.stage.settings import manim_settings
from scenes.typesetting.fonts import loaded
from scenes.views.by_name import lesson_for
from tests.scenes.runs import on_data, on_parabola

STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?= )")


def test_apostrophes_are_typographic() -> None:
    messages = [message.id for message in collected() if message.id]
    texts = [text for one in messages for text in ([one] if isinstance(one, str) else one)]
    assert len(texts) > 400
    assert [text for text in texts if STRAIGHT.search(text)] == []


BETWEEN = {"en": ",", "es": "\u202f"}
"""What stands between thousands."""
LONG_RUNS = {
    "a curve": lambda: on_parabola(12_345, rate=0.0001, start=-1234.5),
    "a fit": lambda: on_data([1000, 2000, 3000], [123_456, 234_567, 345_678], 1e-8, 1500),
}


def in_text(markup: str) -> str:
    """Return Typst markup with its separators as they look, without colours and without indices, which have none."""
    text = markup.replace('class("normal", ",")', ",").replace("#h(0.17em)", BETWEEN["es"])
    return re.sub(r'"#[0-9a-fA-F]{6}"|_\(\d+\)', "", text)


def lines_of(scenario: Scenario) -> Iterator[str]:
    """Yield every line that is set in the frames of a clip, and every caption."""
    fonts = loaded()
    fonts.outlines.clear()
    with manim_settings({"frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        scene.rehearse()
    yield from map(in_text, fonts.outlines)
    yield from (cue.text for cue in scene.cues)


@pytest.mark.parametrize("code", BETWEEN)
def test_every_form_of_a_number_has_the_separator_of_the_language(code: str) -> None:
    with use_language(code):
        sign = BETWEEN[code]
        numbers = [whole(1200), rounded(1200.0), written_out(1200.0), fixed(1200.0, 0)]
        assert {number.plain for number in numbers} == {f"1{sign}200"}
        assert {in_text(number.typst) for number in numbers} == {f"1{sign}200"}
        assert in_text(tick_label(1200.0, 100.0)) == f"1{sign}200"


@pytest.mark.parametrize("code", BETWEEN)
@pytest.mark.parametrize("name", [*LONG_RUNS, "mse-converges", "mse-blowup", "slope-fit"])
def test_frames_and_captions_have_one_separator_between_thousands(name: str, code: str) -> None:
    other = BETWEEN["es" if code == "en" else "en"]
    with use_language(code):
        made = LONG_RUNS[name]() if name in LONG_RUNS else next(one for one in catalogue() if one.slug == name)
        for line in lines_of(made):
            assert not re.search(rf"(?<![\d.,])\d{{4,}}|\d{re.escape(other)}\d{{3}}(?!\d)", line), line
