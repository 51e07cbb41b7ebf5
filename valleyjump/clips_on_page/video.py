"""Videos on a page, for the macro in ``templates/video.html``: a clip, and the film of all clips with its chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.text.language import language_name
from scenes.clip.clip import Clip
from valleyjump.markup.captions import clock
from valleyjump.markup.language import track_language
from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.markup.messages import script_json
from valleyjump.rendering.explainer import Chapter, chapters, shifted_cues

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


@dataclass(frozen=True)
class ChapterLink:
    """One chapter: when it begins as people read it, and in seconds when it and the clip in it begin."""

    slug: str
    title: str
    clock: str
    start: str
    clip_start: str
    url: str


@dataclass(frozen=True)
class Film:
    """All clips as one film. Its files lie beside the page; ``words`` are its captions as JSON: start, end and text."""

    video: Video
    duration: str
    chapters: tuple[ChapterLink, ...]
    words: Markup
    url: str = "explainer.mp4"
    captions: str = "explainer.vtt"


def make_film(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> Film:
    """Return the film of all ``scenarios``, each with its clip in ``clips`` by slug."""
    story = chapters([clips[run.slug] for run in scenarios], {run.slug: run.title for run in scenarios})
    first = story[0].clip
    return Film(
        video=replace(
            make_video(first, played=PLAYED[:1]),
            sources=(Source(Film.url, MEDIA_TYPES[".mp4"]),),
            captions=Film.captions,
        ),
        duration=clock(story[-1].end_s),
        chapters=tuple(_entry(chapter) for chapter in story),
        words=script_json([(round(cue.start_s, 3), round(cue.end_s, 3), cue.text) for cue in shifted_cues(story)]),
    )


def _entry(chapter: Chapter) -> ChapterLink:
    start = f"{chapter.start_s:.3f}"
    return ChapterLink(
        slug=chapter.clip.slug,
        title=chapter.title,
        clock=clock(chapter.start_s),
        start=start,
        clip_start=f"{chapter.clip_s:.3f}",
        url=f"{Film.url}#t={start}",
    )
