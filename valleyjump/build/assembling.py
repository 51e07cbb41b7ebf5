"""What a build is put together from, staged piece by piece: clips, what lies beside them, explainer and page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.lesson.lesson import Lesson
from gdcore.scenario import Scenario
from gdcore.trace import is_long
from scenes.clip.clip import INSIDE, JOINTS, RUNS, WHOLE, Clip
from scenes.clip.formats import ALWAYS, ending, kinds_of, light
from scenes.clip.subrip import to_srt
from scenes.clip.webvtt import to_vtt
from scenes.theme.theme import logo_of
from valleyjump.build import prose_file
from valleyjump.build.plan import Plan
from valleyjump.build.staging import Staging
from valleyjump.clips_on_page.stills import SMALL_PX, opening, opening_name, small_name
from valleyjump.markup.trace_output import as_json, packed_json, thinned_json
from valleyjump.rendering.explainer import Chapter, join_clips, shifted_cues, story_of
from valleyjump.store.clip_archive import ClipHeader, FileDigest, read_contents, read_header

if TYPE_CHECKING:
    from valleyjump.page.frames import Around
    from valleyjump.page.page import Page

FILM = "explainer.mp4"
NEEDED = {*ALWAYS, *INSIDE, WHOLE}
"""The kinds of files that a clip has whatever is asked for."""


def clip_name(slug: str, kind: str) -> str:
    """Return the name of a clip's file, relative to the output folder."""
    return f"clips/{slug}.{ending(kind)}"


def published(header: ClipHeader) -> dict[str, FileDigest]:
    """Return the files that a clip leaves in the output folder, by name; cards, fades and runs stay inside."""
    return {clip_name(header.clip.slug, kind): part for kind, part in header.digests.items() if kind not in INSIDE}


def trimmed(header: ClipHeader, formats: Collection[str]) -> ClipHeader:
    """Return the header without files of further formats but these."""
    kept = {*kinds_of(formats), *NEEDED}
    return replace(header, digests={kind: part for kind, part in header.digests.items() if kind in kept})


def add_archive(staging: Staging, archive: bytes, formats: Collection[str] = ()) -> ClipHeader:
    """Stage a clip's files, of further formats only these, and return its header, which lists no others.

    Raises ``OSError``, and ``DamagedArchiveError`` for a broken archive.
    """
    stream = BytesIO(archive)
    whole = read_header(stream)
    header = trimmed(whole, formats)
    for kind, content in read_contents(stream, whole):
        if kind not in header.digests or kind == RUNS:
            continue
        name = clip_name(header.clip.slug, kind)
        if kind in JOINTS:
            staging.place(name).write_bytes(content)  # to be read from there: it is never published
        else:
            staging.add(name, content)
    return header


def add_beside(staging: Staging, scenario: Scenario, clip: Clip) -> None:
    """Stage what lies beside a video: captions and trace, a long one thinned and packed whole. Raises ``OSError``."""
    staging.add(clip_name(scenario.slug, "vtt"), to_vtt(clip.captions).encode())
    name, whole = clip_name(scenario.slug, "json"), clip_name(scenario.slug, WHOLE)
    if not is_long(scenario):
        staging.add(name, as_json(scenario).encode())
        return
    staging.add(name, thinned_json(scenario, Path(whole).name).encode())
    if WHOLE not in clip.files:
        staging.add(whole, packed_json(scenario))


def staged_clip(staging: Staging, header: ClipHeader) -> Clip:
    """Return a clip with its files where they can be read now."""
    names = {kind: clip_name(header.clip.slug, kind) for kind in header.digests if kind != RUNS}
    files = {kind: (staging.place if kind in JOINTS else staging.path)(name) for kind, name in names.items()}
    return replace(header.clip, files=files)


def add_whole(staging: Staging, plan: Plan, clips: Mapping[str, Clip]) -> tuple[tuple[Chapter, ...], Page]:
    """Stage explainer, opening pictures, page, frames and questions. Raises ``OSError``.

    Returns the explainer's chapters, and the page.
    """
    from valleyjump.clips_on_page.quiz import NAME, questions_json
    from valleyjump.page.assets import page_assets
    from valleyjump.page.page import make_page  # late: the clips alone need no templates
    from valleyjump.playgrounds.objectives import written_functions

    scenarios, theme = plan.scenarios, plan.style.theme
    story = story_of(scenarios, clips)
    join_clips(story, staging.place(FILM))
    staging.placed(FILM)
    staging.add("explainer.jpg", opening(story[0].clip.files["mp4"]))
    cues = shifted_cues(story)
    staging.add("explainer.vtt", to_vtt(cues).encode())
    staging.add("explainer.srt", to_srt(cues).encode())
    functions = written_functions(scenarios)
    for name, content in page_assets(theme, both=plan.style.both, functions=functions).items():
        staging.add(name, content)
    lesson = plan.lesson or Lesson(scenarios)
    logo = logo_of(theme)
    for picture in (*lesson.shown, *([logo] if logo else [])):
        staging.add(picture.name, picture.content)
    page = make_page(scenarios, clips, theme, lesson, plan.place)
    if plan.style.messages:
        staging.add(prose_file.MESSAGES, plan.style.messages)
    for slug, clip in clips.items():
        _add_openings(staging, clip, plan.style.both, on_card=slug in page.on_cards)
    staging.add(NAME, questions_json(scenarios).encode())
    staging.add(prose_file.NAME, prose_file.prose_json(lesson, scenarios).encode())
    _add_pages(staging, plan, clips, page, lesson)
    return story, page


def _add_openings(staging: Staging, clip: Clip, both: bool, *, on_card: bool) -> None:
    """Stage the first picture of a clip, in light colours too if there are ``both``, and again for its card if any."""
    for bright in (False, True) if both else (False,):
        video = clip.files[light("mp4") if bright else "mp4"]
        staging.add(opening_name(clip.slug, light=bright), opening(video))
        if on_card:
            staging.add(small_name(clip.slug, light=bright), opening(video, SMALL_PX))


def _add_pages(staging: Staging, plan: Plan, clips: Mapping[str, Clip], page: Page, lesson: Lesson) -> None:
    """Stage the page in all its forms, last of all: packages may link to any other file. Raises ``OSError``."""
    from valleyjump.page.codes_page import codes_page
    from valleyjump.page.frames import NOWHERE, Around, embed_assets
    from valleyjump.page.package_pages import package_pages, packed, packed_name
    from valleyjump.page.page import CODES_PAGE
    from valleyjump.page.prose import linked_files
    from valleyjump.page.sheets import addresses, files_of, written

    frames = _frames(plan, clips, page, Around(page.title, addresses(page)))
    for name, content in chain(embed_assets().items(), ((name, html.encode()) for name, html in frames)):
        staging.add(name, content)
    if plan.single_file:
        from valleyjump.page.single_file import single_file  # late: few builds ask for it

        contents = {name: staging.path(name).read_bytes() for name in staging.files}
        staging.add("single-file.html", single_file(page, contents).encode())
    linked = {name for texts in lesson.prose.values() for text in texts for name in linked_files(text)}
    alone = {name: html for name, html in _frames(plan, clips, page, NOWHERE) if name in linked} if linked else {}
    for name, html in (alone | package_pages(page, staging.files)).items():
        staging.add(packed_name(name), packed(html))
    staging.add(CODES_PAGE, codes_page(page).encode())
    for sheet in files_of(page):
        staging.add(sheet.name, b"".join(piece.encode() for piece in written(sheet)))


def _frames(plan: Plan, clips: Mapping[str, Clip], page: Page, around: Around) -> Iterator[tuple[str, str]]:
    """Yield each clip's page of its own, and each playground's, for other pages: name and HTML."""
    from valleyjump.page.frames import embed_pages, playground_pages  # late, like the page
    from valleyjump.page.page import first_picture

    theme, place = plan.style.theme, plan.place
    yield from embed_pages(plan.scenarios, clips, theme, place, around)
    if page.places:
        picture = first_picture(plan.scenarios, clips)
        yield from playground_pages(page, picture, theme, place, around)
