"""The explainer on the page: the film with its chapters, as finished strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gdcore.scenario import Scenario
from scenes.clip.clip import Clip
from valleyjump.markup.captions import clock
from valleyjump.page.video import PLAYED, Source, Video, make_video
from valleyjump.rendering.explainer import Chapter, chapters


@dataclass(frozen=True)
class Entry:
    """One chapter: when it begins as people read it, and in seconds when it and the clip in it begin."""

    slug: str
    title: str
    clock: str
    start: str
    clip_start: str
    url: str


@dataclass(frozen=True)
class Film:
    """All clips as one film. Its files lie beside the page."""

    video: Video
    duration: str
    chapters: tuple[Entry, ...]
    url: str = "explainer.mp4"
    captions: str = "explainer.vtt"


def make_film(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> Film:
    """Return the film of all ``scenarios``, each with its clip in ``clips`` by slug."""
    story = chapters([clips[run.slug] for run in scenarios], {run.slug: run.title for run in scenarios})
    first = story[0].clip
    return Film(
        video=replace(
            make_video(first, played=PLAYED[:1]), sources=(Source(Film.url, "video/mp4"),), captions=Film.captions
        ),
        duration=clock(story[-1].end_s),
        chapters=tuple(_entry(chapter) for chapter in story),
    )


def _entry(chapter: Chapter) -> Entry:
    start = f"{chapter.start_s:.3f}"
    return Entry(
        slug=chapter.clip.slug,
        title=chapter.title,
        clock=clock(chapter.start_s),
        start=start,
        clip_start=f"{chapter.clip_s:.3f}",
        url=f"{Film.url}#t={start}",
    )
