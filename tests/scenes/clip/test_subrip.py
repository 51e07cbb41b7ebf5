"""SubRip: read back by the reader of FFmpeg, which knows nothing of how it was written."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from scenes.clip.cue import Cue
from scenes.clip.subrip import to_srt
from scenes.clip.webvtt import to_vtt

WORDS = "η < 1 & {b} \\N it’s “so”"


def heard(path: Path) -> list[tuple[float, float, str]]:
    """Return start, end and words of each cue; the words come behind the eight fields of an event."""
    with av.open(str(path)) as file:
        (track,) = file.streams.subtitles
        return [
            (
                float(packet.pts * packet.time_base),
                float((packet.pts + packet.duration) * packet.time_base),
                b"".join(part.ass for part in packet.decode()).decode().split(",", 8)[8],
            )
            for packet in file.demux(track)
            if packet.size
        ]


def written(folder: Path, cues: list[Cue]) -> Path:
    path = folder / "film.srt"
    path.write_text(to_srt(cues), encoding="utf-8", newline="")
    return path


def test_a_file_reads_as_players_want_it() -> None:
    cues = [Cue(1.5, 3661.25, "It lands at 0.6."), Cue(0.0, 1.5, "The slope is −2."), Cue(4000.0, 4001.0, " \n")]
    assert to_srt(cues) == (
        "1\r\n00:00:00,000 --> 00:00:01,500\r\nThe slope is −2.\r\n\r\n"
        "2\r\n00:00:01,500 --> 01:01:01,250\r\nIt lands at 0.6.\r\n"
    )
    assert to_srt([]) == ""


def test_another_reader_hears_the_same_cues(tmp_path: Path) -> None:
    cues = [Cue(0.0, 1.2344, WORDS), Cue(1.2344, 59.9996, "J = 7.31 × 10⁴² > J₀"), Cue(3661.25, 3662.0, "Fin.")]
    found = heard(written(tmp_path, cues))
    assert [words for _, _, words in found] == [cue.text for cue in cues]
    for (start_s, end_s, _), cue in zip(found, cues, strict=True):
        assert (start_s, end_s) == pytest.approx((cue.start_s, cue.end_s), abs=1e-3)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("a < b & c > d", "a ‹ b & c › d"),
        ('<script>alert("x")</script>', '‹script›alert("x")‹/script›'),
        ("{\\an8}above", "{ \\an8}above"),
        ("one\n\n2\n00:00:09,000 --> 00:00:10,000\ntwo", "one 2 00:00:09,000 → 00:00:10,000 two"),
    ],
)
def test_markup_arrows_and_line_breaks_stay_words(tmp_path: Path, said: str, read: str) -> None:
    assert [words for _, _, words in heard(written(tmp_path, [Cue(0.0, 1.0, said)]))] == [read]


def test_times_that_are_none_are_refused() -> None:
    for write in (to_srt, to_vtt):
        with pytest.raises(ValueError, match="cue: expected 0 <= start < end"):
            write([Cue(2.0, 1.0, "words")])
