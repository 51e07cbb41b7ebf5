"""Videos on a page, for the macro in ``templates/clip/video.html``: a clip, and the film of all clips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.text.language import language_name
from scenes.clip.clip import Clip
from scenes.clip.formats import light
from valleyjump.clips_on_page.stills import SMALL_PX, opening_name, small_name
from valleyjump.markup.captions import clock
from valleyjump.markup.language import track_language
from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.markup.messages import script_json
from valleyjump.rendering.explainer import Chapter, shifted_cues, story_of

PLAYED = ("mp4", "webm")
"""The kinds of files that browsers play, the one to be tried first first."""


@dataclass(frozen=True)
class Source:
    """One file that a browser can play; whether it is for readers who prefer ``light`` pages alone."""

    url: str
    media_type: str
    light: bool = False


@dataclass(frozen=True)
class Still:
    """One picture out of a clip, and the same for readers who prefer light pages, if there is one."""

    url: str
    light: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The addresses of both."""
        return (self.url, self.light) if self.light else (self.url,)


@dataclass(frozen=True)
class Video:
    """A video with its first and its last picture, and its captions in the current language; sizes are in pixels.

    ``small`` is its first picture again, ``small_width`` wide, for what leads to it.
    """

    sources: tuple[Source, ...]
    opening: Still
    small: Still
    last: Still
    captions: str
    width: int
    height: int
    small_width: int
    track_language: str
    language_name: str

    @property
    def plain(self) -> Source:
        """The file for whoever plays none of them here."""
        return next(source for source in self.sources if not source.light)

    @property
    def in_one_form(self) -> Video:
        """The video in the first kind of file alone."""
        kind = self.sources[0].media_type
        return replace(self, sources=tuple(source for source in self.sources if source.media_type == kind))

    @property
    def files(self) -> tuple[str, ...]:
        """The addresses of all that plays it: not its last picture, nor the small one."""
        return (*(source.url for source in self.sources), self.captions, *self.opening.files)


def make_video(clip: Clip, above: str = "", played: tuple[str, ...] = PLAYED) -> Video:
    """Return the video of ``clip`` in the kinds of files to be ``played``.

    ``above`` leads from the folder of the page to that of the build, and ends with a slash unless it is empty.
    """
    base = f"{above}clips/{clip.slug}"
    twice = light("mp4") in clip.files
    return Video(
        sources=tuple(_sources(base, [kind for kind in played if kind in clip.files] or [PLAYED[0]], clip)),
        opening=_still(f"{above}{opening_name(clip.slug)}", f"{above}{opening_name(clip.slug, light=True)}", twice),
        small=_still(f"{above}{small_name(clip.slug)}", f"{above}{small_name(clip.slug, light=True)}", twice),
        last=_still(f"{base}.png", f"{base}.{light('png')}", twice),
        captions=f"{base}.vtt",
        width=clip.width_px,
        height=clip.height_px,
        small_width=min(SMALL_PX, clip.width_px),
        track_language=track_language(),
        language_name=language_name(),
    )


def _sources(base: str, kinds: Sequence[str], clip: Clip) -> Iterator[Source]:
    """Yield the files of each kind, the light one first: a browser takes the first that is meant for its reader."""
    for kind in kinds:
        media_type = MEDIA_TYPES[f".{kind}"]
        if light(kind) in clip.files:
            yield Source(f"{base}.{light(kind)}", media_type, light=True)
        yield Source(f"{base}.{kind}", media_type)


def _still(dark: str, bright: str, twice: bool) -> Still:
    return Still(dark, bright if twice else "")


def video_files(clip: Clip) -> tuple[str, ...]:
    """Return the names of the files of the build that the video of ``clip`` and its two pictures show."""
    video = make_video(clip)
    return (*video.files, *video.last.files)


@dataclass(frozen=True)
class ChapterLink:
    """One chapter: when it begins as people read it, and in seconds when it and the clip in it begin and it ends."""

    slug: str
    title: str
    clock: str
    start: str
    clip_start: str
    end: str
    url: str


@dataclass(frozen=True)
class Film:
    """All clips as one film. Its files lie beside the page; ``words`` are its captions as JSON: start, end and text."""

    video: Video
    duration: str
    fps: int
    chapters: tuple[ChapterLink, ...]
    words: Markup
    speaks: bool
    url: str = "explainer.mp4"
    captions: str = "explainer.vtt"
    opening: str = "explainer.jpg"


def make_film(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> Film:
    """Return the film of ``scenarios``, each with its clip in ``clips`` by slug."""
    story = story_of(scenarios, clips)
    first = story[0].clip
    return Film(
        video=replace(
            make_video(first, played=PLAYED[:1]),
            sources=(Source(Film.url, MEDIA_TYPES[".mp4"]),),
            opening=Still(Film.opening),
            captions=Film.captions,
        ),
        duration=clock(story[-1].end_s),
        fps=first.fps,
        chapters=tuple(_entry(chapter) for chapter in story),
        words=script_json([(round(cue.start_s, 3), round(cue.end_s, 3), cue.text) for cue in shifted_cues(story)]),
        speaks=any(chapter.clip.speaks for chapter in story),
    )


def _entry(chapter: Chapter) -> ChapterLink:
    start = f"{chapter.start_s:.3f}"
    return ChapterLink(
        slug=chapter.clip.slug,
        title=chapter.title,
        clock=clock(chapter.start_s),
        start=start,
        clip_start=f"{chapter.clip_s:.3f}",
        end=f"{chapter.end_s:.3f}",
        url=f"{Film.url}#t={start}",
    )
