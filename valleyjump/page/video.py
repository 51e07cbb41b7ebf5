"""A video on a page: its files, its captions and its size, for the macro in ``templates/video.html``."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.text.language import language_name
from scenes.clip.clip import Clip
from valleyjump.markup.language import track_language
from valleyjump.markup.media_types import MEDIA_TYPES

PLAYED = ("mp4", "webm")
"""The kinds of files that browsers play, the one to be tried first first."""


@dataclass(frozen=True)
class Source:
    """One file that a browser can play."""

    url: str
    media_type: str


@dataclass(frozen=True)
class Video:
    """A video with its captions in the current language; the width and the height are in pixels."""

    sources: tuple[Source, ...]
    poster: str
    captions: str
    width: int
    height: int
    track_language: str
    language_name: str


def make_video(clip: Clip, above: str = "", played: tuple[str, ...] = PLAYED) -> Video:
    """Return the video of ``clip`` in the kinds of files to be ``played``.

    ``above`` leads from the folder of the page to that of the build, and ends with a slash unless it is empty.
    """
    base = f"{above}clips/{clip.slug}"
    kinds = [kind for kind in played if kind in clip.files] or [PLAYED[0]]
    return Video(
        sources=tuple(Source(f"{base}.{kind}", MEDIA_TYPES[f".{kind}"]) for kind in kinds),
        poster=f"{base}.png",
        captions=f"{base}.vtt",
        width=clip.width_px,
        height=clip.height_px,
        track_language=track_language(),
        language_name=language_name(),
    )


def video_files(clip: Clip) -> tuple[str, ...]:
    """Return the names of the files of the build that the video of ``clip`` shows."""
    video = make_video(clip)
    return (*(source.url for source in video.sources), video.captions, video.poster)
