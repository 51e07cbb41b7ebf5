"""IMS Common Cartridge 1.1: each clip, its transcript and its question as resources of their own, clip by clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from gdcore.text.language import tr
from scenes.clip.clip import Clip
from valleyjump.build.built import Built
from valleyjump.clips_on_page.quiz import typeset_question
from valleyjump.packs.archive import write_archive
from valleyjump.packs.cartridge.manifest import Folder, Resource, cartridge_manifest
from valleyjump.packs.cartridge.pages import (
    STYLESHEETS,
    cartridge_assets,
    clip_name,
    clip_pages,
    make_clip_page,
    media_names,
    transcript_name,
)
from valleyjump.packs.cartridge.qti import assessment
from valleyjump.packs.course import MANIFEST, course_key
from valleyjump.packs.links import PAGE, PackageLinks, with_frames
from valleyjump.page.prose import as_html, to_clips


@dataclass(frozen=True)
class Unit:
    """One clip's part of the cartridge: its folder in the course, and its files by name."""

    folder: Folder
    files: dict[str, bytes | Path]


def write(built: Built, target: Path) -> Path:
    """Write the cartridge of ``built`` and return ``target``. Raises like ``packed``."""
    key = course_key(built)
    units = [_unit(built, key, clip) for clip in built.clips]
    added = cartridge_assets()
    shared: dict[str, bytes | Path] = {name: added.get(name) or built.path(name) for name in STYLESHEETS}
    content = cartridge_manifest(built, key, [unit.folder for unit in units], tuple(shared))
    entries = {name: file for unit in units for name, file in unit.files.items()}
    return write_archive(target, {**entries, **shared, MANIFEST: content})


def _unit(built: Built, key: str, clip: Clip) -> Unit:
    """Return what a clip brings: first its question, since it is to be predicted."""
    title = built.titles[clip.slug]
    (before, after), linked = _told(built, clip.slug)
    page = make_clip_page(clip, title, before, after)
    pages = clip_pages(page, clip.slug)
    needed = tuple(dict.fromkeys((*media_names(clip.slug), *sorted(with_frames(built, linked)), *STYLESHEETS)))
    files: dict[str, bytes | Path] = {**{name: built.path(name) for name in needed if name in built.files}, **pages}
    resources = list(_questions(built, key, clip.slug, files))
    resources.append(Resource(f"{key}-clip-{clip.slug}", tr("Clip: {title}", title=title), clip_name(clip.slug),
                              needs=needed))  # fmt: skip
    if page.transcript:
        name = transcript_name(clip.slug)
        resources.append(Resource(f"{key}-transcript-{clip.slug}", page.transcript_title, name, needs=STYLESHEETS))
    return Unit(Folder(f"{key}-folder-{clip.slug}", title, tuple(resources)), files)


def _told(built: Built, slug: str) -> tuple[tuple[Markup, Markup], set[str]]:
    """Return what is told above and below a clip, and the files of the build that it refers to."""
    told = built.prose[slug]
    clips = to_clips([clip.slug for clip in built.clips], clip_name("{}"), "")
    links = PackageLinks(built.beside, clips)
    before, after = (as_html(text, links, below=1) for text in (told.before, told.after))
    return (before, after), links.linked | told.pictures


def _questions(built: Built, key: str, slug: str, files: dict[str, bytes | Path]) -> Iterator[Resource]:
    """Yield the question before a clip, if there is one, and add its file."""
    if (asked := built.questions.get(slug)) is None:
        return
    identifier, name = f"{key}-question-{slug}", f"questions/{slug}.xml"
    title = tr("Question: {title}", title=built.titles[slug])
    files[name] = assessment(identifier, title, typeset_question(asked))
    yield Resource(identifier, title, name, is_question=True)
