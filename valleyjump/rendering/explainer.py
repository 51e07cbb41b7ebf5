"""``explainer.mp4``: all clips, each behind its title card, as one film with chapters and captions.

The film of the story begins with the picture of its opening, and the card of that is the film's end.

The encoded pictures are copied as they are: cards and fades are encoded with the clip that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.scenario import Scenario
from gdcore.scenarios import OPENING, filmed, tells_the_story
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
class Piece:
    """A file that the film is joined from: from when until when it is seen, in seconds, and its captions from there."""

    path: Path
    start_s: Fraction
    end_s: Fraction
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Chapter:
    """One clip's part of the film: its card, the clip itself, its fade and, in the last one, the film's end.

    ``clip_s`` is when the clip itself begins.
    """

    title: str
    clip: Clip
    pieces: tuple[Piece, ...]
    clip_s: float

    @property
    def start_s(self) -> float:
        """When the chapter begins."""
        return float(self.pieces[0].start_s)

    @property
    def end_s(self) -> float:
        """When the chapter is over."""
        return float(self.pieces[-1].end_s)


def story_of(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> tuple[Chapter, ...]:
    """Return the chapters of the film of ``scenarios``, each with its clip in ``clips`` by slug."""
    told = [clips[run.slug] for run in filmed(scenarios)]
    opening = clips[OPENING] if tells_the_story(scenarios) else None
    return chapters(told, {run.slug: run.title for run in scenarios}, opening)


def chapters(clips: Sequence[Clip], titles: Mapping[str, str], opening: Clip | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of the film of ``clips``, one each, with ``titles`` by slug.

    All fade but the last one. An ``opening`` comes before them, without its card, with which the film ends.
    """
    found: list[Chapter] = []
    now = Fraction(0)
    for clip in clips if opening is None else (opening, *clips):
        kinds = ["card", "mp4", "fade"][clip is opening : 2 if opening is None and clip is clips[-1] else 3]
        parts = [(clip, kind) for kind in kinds]
        if opening is not None and clip is clips[-1]:
            parts.append((opening, "card"))
        pieces = _pieces(parts, now)
        clip_s = next(piece.start_s for piece in pieces if piece.path == clip.files["mp4"])
        found.append(Chapter(titles[clip.slug], clip, pieces, float(clip_s)))
        now = pieces[-1].end_s
    return tuple(found)


def _pieces(parts: Iterable[tuple[Clip, str]], now: Fraction) -> tuple[Piece, ...]:
    """Return pieces of clips, by kind, one after the other from ``now`` on; a piece without frames is left out."""
    found = []
    for clip, kind in parts:
        n_frames, cues = {
            "card": (clip.card_frames, captions(clip.card_cues)),
            "mp4": (clip.n_frames, clip.captions),
            "fade": (clip.fade_frames, ()),
        }[kind]
        if n_frames:
            found.append(Piece(clip.files[kind], now, now + Fraction(n_frames, clip.fps), cues))
            now = found[-1].end_s
    return tuple(found)


def shifted_cues(story: Iterable[Chapter]) -> tuple[Cue, ...]:
    """Return the captions of all cards and clips, in seconds from the beginning of the film."""
    return tuple(
        replace(cue, start_s=float(piece.start_s) + cue.start_s, end_s=float(piece.start_s) + cue.end_s)
        for chapter in story
        for piece in chapter.pieces
        for cue in piece.cues
    )


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
            for piece in chapter.pieces:
                _append(piece.path, piece.start_s, film, pictures)
                if sound is not None:
                    sound.add(piece.path, piece.end_s)


def _track_language() -> str:
    return TRACK_LANGUAGES.get(language.current_language(), "und")


def _entry(number: int, chapter: Chapter) -> dict[str, object]:
    fps = chapter.clip.fps
    span = {"start": round(chapter.start_s * fps), "end": round(chapter.end_s * fps), "time_base": Fraction(1, fps)}
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
