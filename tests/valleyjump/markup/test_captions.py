"""Captions: valid WebVTT in which words stay words, and a transcript of the same cues."""

import html
import json
import math
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenes.clip.cue import Cue
from scenes.clip.subrip import to_srt
from scenes.clip.webvtt import in_milliseconds, to_vtt
from valleyjump.build.built import Built
from valleyjump.markup.captions import transcript

TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) line:-1")


def parse(vtt):
    """Return ``(start, end, text)`` of each cue, read as a browser reads them: blocks apart by empty lines."""
    header, *blocks = re.split(r"\n{2,}", vtt.strip("\n"))
    assert header == "WEBVTT"
    cues = []
    for block in blocks:
        timing, *lines = block.split("\n")
        match = TIMING.fullmatch(timing)
        assert match, timing
        h, m, s, ms, *end = map(int, match.groups())
        text = "\n".join(lines)
        assert "-->" not in text
        assert not re.search(r"<|&(?!amp;|lt;|gt;)", text)
        cues.append(
            (
                (h * 60 + m) * 60 + s + ms / 1000,
                (end[0] * 60 + end[1]) * 60 + end[2] + end[3] / 1000,
                html.unescape(text),
            )
        )
    return cues


def test_a_file_reads_as_the_format_wants_it():
    cues = [Cue(0.0, 1.5, "The slope is −2."), Cue(1.5, 3661.25, "It lands at 0.6.")]
    assert to_vtt(cues) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500 line:-1\nThe slope is −2.\n\n"
        "00:00:01.500 --> 01:01:01.250 line:-1\nIt lands at 0.6.\n"
    )


def test_markup_arrows_and_line_breaks_stay_words():
    vtt = to_vtt([Cue(0.0, 1.0, 'a < b & c > d\n\n00:09 --> 00:10\n<script>alert("x")</script>')])
    assert parse(vtt) == [(0.0, 1.0, 'a < b & c > d 00:09 --> 00:10 <script>alert("x")</script>')]


def test_no_cues_make_a_valid_empty_file():
    assert to_vtt([]) == "WEBVTT\n"
    assert transcript([]) == []


def test_cues_are_in_order_of_their_start_and_silence_is_left_out():
    cues = [Cue(2.0, 3.0, "second"), Cue(0.0, 2.0, "first"), Cue(3.0, 4.0, "  \n ")]
    assert [text for _, _, text in parse(to_vtt(cues))] == ["first", "second"]
    assert [line.text for line in transcript(cues)] == ["first", "second"]


def test_rounding_carries_into_the_next_second():
    assert "00:00:59.000 --> 00:01:00.000" in to_vtt([Cue(59.0, 59.9996, "over the minute")])


@pytest.mark.parametrize(
    ("start", "end"),
    [(-0.5, 1.0), (1.0, 1.0), (2.0, 1.0), (0.0, math.nan), (math.nan, 1.0), (0.0, math.inf), (1.0, 1.0001)],
)
def test_times_that_are_none_are_refused(start, end):
    with pytest.raises(ValueError, match="cue: expected 0 <= start < end"):
        to_vtt([Cue(start, end, "words")])
    with pytest.raises(ValueError, match="cue: expected 0 <= start < end"):
        transcript([Cue(start, end, "words")])


def test_the_transcript_has_a_clock_and_the_interval_in_seconds():
    (line,) = transcript([Cue(67.25, 70.0, "late  words")])
    assert (line.clock, line.start, line.end, line.text) == ("1:07", "67.250", "70.000", "late words")


def said(text: str) -> str:
    """Return a text on one line; no-break, thin and ideographic spaces are part of what was said."""
    return re.sub("[ \t\n\r\u2028\u2029]+", " ", text).strip(" ")


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=60)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0.01, 100), texts), max_size=8))
@example([(0.9505, 1.0, "between two milliseconds")])
def test_any_text_comes_back_as_it_was_said(drawn):
    cues = [Cue(start, start + length, text) for start, length, text in drawn]
    read = parse(to_vtt(cues))
    assert sorted(text for _, _, text in read) == sorted(said(text) for _, _, text in drawn if text.strip())
    assert [start for start, _, _ in read] == sorted(start for start, _, _ in read)
    assert [line.text for line in transcript(cues)] == [text for _, _, text in read]
    for (start, end, _), line in zip(read, transcript(cues), strict=True):
        assert (start, end) == pytest.approx((float(line.start), float(line.end)), abs=1e-9)


@given(st.floats(0, 1e5), st.floats(0.002, 100))
@example(0.9505, 1.0)
@example(2.0005, 0.0025)
@example(0.0005, 0.001)
@example(59.9995, 3539.9999)
@example(1 / 30, 1 / 30)
def test_every_file_tells_a_time_alike_and_to_half_a_millisecond(start_s, length_s):
    cue = Cue(start_s, start_s + length_s, "words")
    told = [re.findall(r"[0-9:]+[.,][0-9]{3}", text) for text in (to_vtt([cue]), to_srt([cue]))]
    (line,) = transcript([cue])
    listed = in_milliseconds(cue)
    told += [[line.start, line.end], [listed.start_s, listed.end_s]]
    first, *others = [[_exact(time) for time in pair] for pair in told]
    assert others == [first] * len(others)
    for time, given_s in zip(first, (start_s, start_s + length_s), strict=True):
        assert abs(time - Decimal(given_s)) <= Decimal("0.0005") + Decimal("1e-11")


def _exact(time) -> Decimal:
    """Return a time in seconds, whichever way it is written."""
    return sum((Decimal(part) * 60**i for i, part in enumerate(reversed(str(time).replace(",", ".").split(":")))))


def test_the_manifest_of_a_build_tells_the_times_of_its_captions(tiny_build: Built):
    listed = json.loads((tiny_build.folder / "manifest.json").read_text())["clips"]
    for slug, entry in listed.items():
        read = parse(tiny_build.read(f"clips/{slug}.vtt").decode())
        assert [(start, end) for start, end, _ in read] == [(start, end) for start, end, _ in entry["cues"]]
