"""Words that a person typed are shown as they are, whatever signs they hold."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdcore.text.readers import isolated
from scenes.painting.pacing import Moment
from scenes.painting.text import Each, Readout, Text, escaped
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

SPACES = re.compile("[ \t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
SIGNS = "\\#$*_`<>@[]~/='\"-+.:;,?!(){}|^&% \n\t0123aAuüλ−–…²"
CONTEXTS = ["{}", "*{}*", "#text(size: 0.8em)[{}]", "$x$ ({})", "({} $10^3$)"]
TRAPS = [
    "//", "/* a", "--", "a---b", "...", "-?", "~", "= x", "#", "#x.y", "1. a", "12.", "- a", "+ a", "/ a: b",
    "https://a.org/b?c=d#e", "a@b.org", "@ref", "<label>", "$x$", "`code`", "```", "*a*", "_a_", "[a]", "]", "\\",
    "\\u{41}", "'a'", '"a"', "a\nb", "a\n\nb", "a\n= b", "a\n1. b", "a\r\n- b", "a\u2029+ b", "100 %", "{x}", "(x)",
]  # fmt: skip


def literally(words: str) -> str:
    """Return words as a Typst string of nothing but code points: no markup to escape from."""
    return '#"' + "".join(f"\\u{{{ord(letter):x}}}" for letter in SPACES.sub(" ", words).strip(" ")) + '"'


def same_picture(a: Outline, b: Outline) -> bool:
    pictures = [np.concatenate([np.zeros((0, 2)), *(points for _, points in o.runs)]) for o in (a, b)]
    return abs(a.width - b.width) < 1e-3 and len(pictures[0]) == len(pictures[1]) and np.allclose(*pictures, atol=2e-3)


def assert_shown_as_typed(words: str, context: str = "{}") -> None:
    shown, wanted = typeset([context.format(escaped(words)), context.format(literally(isolated(words)))])
    assert same_picture(shown, wanted), f"{words!r} in {context!r}"


@pytest.mark.parametrize("words", TRAPS)
def test_signs_of_the_markup_are_shown(words: str) -> None:
    assert_shown_as_typed(words)


@settings(deadline=None, max_examples=150)
@given(st.text(SIGNS, max_size=10))
def test_any_run_of_signs_is_shown(words: str) -> None:
    assert_shown_as_typed(words)


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=12))
@example("\x00")
@example("\u202eabc")
def test_any_text_is_shown(words: str) -> None:
    assert_shown_as_typed(words)


@settings(deadline=None, max_examples=80)
@given(st.text(SIGNS, min_size=1, max_size=8).filter(lambda words: SPACES.sub(" ", words).strip(" ") == words))
@pytest.mark.parametrize("context", CONTEXTS[1:])
def test_words_do_not_break_what_stands_around_them(context: str, words: str) -> None:
    assert_shown_as_typed(words, context)


def test_different_words_look_different() -> None:
    assert not same_picture(*typeset([escaped("...")[:-2], escaped("...")]))
    assert not same_picture(*typeset([escaped("a-b"), escaped("a–b")]))


def test_a_text_is_as_wide_as_its_line() -> None:
    (outline,) = typeset(["four words of text"])
    assert Text("four words of text", 0.0, 0.0, 0.25, "#ffffff").text_width == pytest.approx(outline.width / 4)


def test_a_readout_reads_as_after_the_steps_that_are_done() -> None:
    sources, colours = ["$k = 0$", "$k = 1$", "$k = 2$"], ["#111111", "#222222", "#333333"]
    readout = Readout(sources, 0.0, 0.0, 1.0, colours)
    outlines = typeset(sources)
    for k in (0, 2, 1):
        readout.at(Moment(k, slope=1.0, move=0.9, land=0.9))
        assert readout.outline is outlines[k]
        assert readout.colour == colours[k]


def test_a_readout_of_a_long_run_sets_only_what_is_shown() -> None:
    written: list[int] = []

    def line(k: int) -> str:
        written.append(k)
        return f"only here {k}"

    readout = Readout(Each(1_000_000, line), 0.0, 0.0, 0.3, ["#ffffff"] * 1_000_000)
    readout.prepare([Moment(k) for k in (7, 7, 999_999)])
    for k in (7, 999_999):
        readout.at(Moment(k))
        assert readout.outline is typeset([f"only here {k}"])[0]
    assert set(written) == {0, 7, 999_999}


def test_lines_written_on_demand_are_a_sequence() -> None:
    lines = Each(4, str)
    assert list(lines) == ["0", "1", "2", "3"]
    assert (lines[-1], lines[1:3], lines[:], len(lines)) == ("3", ["1", "2"], ["0", "1", "2", "3"], 4)
    with pytest.raises(IndexError):
        lines[4]
