"""``explainer.mp4``: all clips one after the other, their encoded pictures copied as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.clip import Clip, Cue

if TYPE_CHECKING:
    from av import VideoStream
    from av.container import OutputContainer

# The index in front, so that a browser can start before it has everything; no banner, so that bytes are the same.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


def join_clips(clips: Sequence[Clip], target: Path) -> None:
    """Write the pictures of ``clips``, all of one size and encoder setting, to one MP4 file.

    Raises ``ValueError`` for clips that were not encoded alike, ``OSError`` when the file cannot be written.
    """
    import av

    with (
        av.open(str(clips[0].files["mp4"])) as first,
        av.open(str(target), "w", format="mp4", options=OPTIONS) as whole,
    ):
        stream = whole.add_stream_from_template(first.streams.video[0])
        start_s = Fraction(0)
        for clip in clips:
            _append(clip, whole, stream, start_s)
            start_s += Fraction(clip.n_frames, clip.fps)


def _append(clip: Clip, whole: OutputContainer, stream: VideoStream, start_s: Fraction) -> None:
    """Copy the packets of one clip so that its first picture is shown at ``start_s``."""
    import av

    with av.open(str(clip.files["mp4"])) as part:
        source = part.streams.video[0]
        if source.codec_context.extradata != stream.codec_context.extradata:
            raise ValueError(f"{clip.slug}: not encoded like the first clip, so the two cannot be joined")
        offset = round(start_s / source.time_base) if source.time_base else 0
        for packet in part.demux(source):
            if packet.dts is None:
                continue  # the empty packet that ends a file
            packet.dts += offset
            packet.pts = None if packet.pts is None else packet.pts + offset
            packet.stream = stream
            whole.mux(packet)


def shifted_cues(clips: Iterable[Clip]) -> tuple[Cue, ...]:
    """Return the cues of all clips, in seconds from the beginning of the joined file."""
    cues: list[Cue] = []
    start_s = 0.0
    for clip in clips:
        cues += [replace(cue, start_s=start_s + cue.start_s, end_s=start_s + cue.end_s) for cue in clip.cues]
        start_s += clip.n_frames / clip.fps
    return tuple(cues)
