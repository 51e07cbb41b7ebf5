"""``explainer.mp4``: all clips, each behind its title card, as one film with chapters and captions.

The encoded pictures are copied as they are: cards and fades are encoded with the clip that they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.text import language
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue, captions
from scenes.clip.webvtt import cues_with_words

if TYPE_CHECKING:
    from av import VideoStream
    from av.container import OutputContainer
    from av.subtitles.stream import SubtitleStream

# The index in front, so that a browser can start before it has everything; no banner, so that bytes are the same.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}
MILLISECONDS = Fraction(1, 1000)
# MP4 names a track's language by three letters (ISO 639-2): these, for codes of two; any other is undetermined.
TRACK_LANGUAGES = {"en": "eng", "es": "spa"}
# What a player that honours styles shows captions in: white, at the top, as large as players set them anyway.
STYLE = """[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Alignment
Style: Default,sans-serif,16,&H00FFFFFF,&H00000000,8
"""


@dataclass(frozen=True)
class Chapter:
    """One clip's part of the film: its card, the clip itself and, if others follow, its fade. Places are in frames."""

    title: str
    clip: Clip
    first_frame: int
    fades: bool

    @property
    def clip_frame(self) -> int:
        """The first frame of the clip itself."""
        return self.first_frame + self.clip.card_frames

    @property
    def end_frame(self) -> int:
        """The first frame that is no longer of the chapter."""
        return self.clip_frame + self.clip.n_frames + (self.clip.fade_frames if self.fades else 0)

    @property
    def pieces(self) -> list[tuple[Path, Fraction, Fraction]]:
        """The files that the chapter is joined from, each with the times in seconds at which it begins and ends."""
        fade_frame = self.clip_frame + self.clip.n_frames
        places = (("card", self.first_frame, self.clip_frame), ("mp4", self.clip_frame, fade_frame),
                  ("fade", fade_frame, self.end_frame))  # fmt: skip
        fps = self.clip.fps
        return [(self.clip.files[kind], Fraction(at, fps), Fraction(end, fps)) for kind, at, end in places if at < end]

    @property
    def start_s(self) -> float:
        """When the chapter begins, with the card."""
        return self.first_frame / self.clip.fps

    @property
    def clip_s(self) -> float:
        """When the clip itself begins."""
        return self.clip_frame / self.clip.fps

    @property
    def end_s(self) -> float:
        """When the chapter is over."""
        return self.end_frame / self.clip.fps


def chapters(clips: Sequence[Clip], titles: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Return the chapters of the film of ``clips``, one each, with ``titles`` by slug. The last one does not fade."""
    found: list[Chapter] = []
    for number, clip in enumerate(clips, 1):
        first_frame = found[-1].end_frame if found else 0
        found.append(Chapter(titles[clip.slug], clip, first_frame, fades=number < len(clips)))
    return tuple(found)


def shifted_cues(story: Sequence[Chapter]) -> tuple[Cue, ...]:
    """Return the captions of all cards and clips, in seconds from the beginning of the film."""
    return tuple(
        replace(cue, start_s=begin_s + cue.start_s, end_s=begin_s + cue.end_s)
        for chapter in story
        for begin_s, cues in (
            (chapter.start_s, captions(chapter.clip.card_cues)), (chapter.clip_s, chapter.clip.captions)
        )
        for cue in cues
    )  # fmt: skip


def join_clips(story: Sequence[Chapter], target: Path) -> None:
    """Write the film, whose pictures are all of one size and encoder setting, to one MP4 file.

    Raises ``ValueError`` for clips that were not encoded alike, ``OSError`` when a file cannot be read or written.
    """
    import av

    from valleyjump.rendering.joined_sound import JoinedSound

    with (
        av.open(str(story[0].clip.files["mp4"])) as first,
        av.open(str(target), "w", format="mp4", options=OPTIONS) as film,
    ):
        pictures = film.add_stream_from_template(first.streams.video[0])
        captions = film.add_stream("mov_text")
        captions.codec_context.subtitle_header = STYLE.encode()
        captions.time_base, captions.metadata["language"] = MILLISECONDS, _track_language()
        heard = next((chapter.clip.files["mp4"] for chapter in story if chapter.clip.speaks), None)
        sound = None if heard is None else JoinedSound(film, heard)
        film.set_chapters([_entry(number, chapter) for number, chapter in enumerate(story)])
        for chapter in story:
            _caption(chapter, film, captions)
            for path, start_s, end_s in chapter.pieces:
                _append(path, start_s, film, pictures)
                if sound is not None:
                    sound.add(path, end_s)


def _track_language() -> str:
    return TRACK_LANGUAGES.get(language.current_language(), "und")


def _entry(number: int, chapter: Chapter) -> dict[str, object]:
    time_base = Fraction(1, chapter.clip.fps)
    span = {"start": chapter.first_frame, "end": chapter.end_frame, "time_base": time_base}
    return {"id": number, **span, "metadata": {"title": chapter.title}}


def _caption(chapter: Chapter, film: OutputContainer, captions: SubtitleStream) -> None:
    """Write a chapter's cues as the samples of 3GPP TS 26.245: the length of the text in bytes, and the text."""
    from av import Packet

    for cue in cues_with_words(shifted_cues([chapter])):
        text = on_one_line(cue.text).encode()
        packet = Packet(len(text).to_bytes(2, "big") + text)
        packet.stream, packet.time_base = captions, MILLISECONDS
        packet.pts = packet.dts = round(1000 * cue.start_s)
        packet.duration = round(1000 * cue.end_s) - packet.pts
        film.mux(packet)


def _append(path: Path, start_s: Fraction, film: OutputContainer, pictures: VideoStream) -> None:
    """Copy the packets of one file so that its first picture is shown at ``start_s``."""
    import av

    with av.open(str(path)) as part:
        source = part.streams.video[0]
        if source.codec_context.extradata != pictures.codec_context.extradata:
            raise ValueError(f"{path.name}: not encoded like the first clip, so the two cannot be joined")
        offset = round(start_s / source.time_base) if source.time_base else 0
        for packet in part.demux(source):
            if packet.dts is None:
                continue  # the empty packet that ends a file
            packet.dts += offset
            packet.pts = None if packet.pts is None else packet.pts + offset
            packet.stream = pictures
            film.mux(packet)
