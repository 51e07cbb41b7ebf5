"""IMS Common Cartridge 1.1: each clip, its transcript and its question as resources of their own, clip by clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gdcore.language import tr
from scenes.clip import Clip
from valleyjump.archive import write_archive
from valleyjump.built import Built
from valleyjump.cartridge_manifest import Folder, Resource, cartridge_manifest
from valleyjump.cartridge_pages import (
    STYLESHEETS,
    cartridge_assets,
    clip_name,
    clip_pages,
    make_clip_page,
    media_names,
    transcript_name,
)
from valleyjump.course import MANIFEST, course_key
from valleyjump.qti import assessment
from valleyjump.quiz import typeset_question


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
    page = make_clip_page(clip, title)
    pages = clip_pages(page, clip.slug)
    files: dict[str, bytes | Path] = {**pages, **{name: built.path(name) for name in media_names(clip.slug)}}
    resources = list(_questions(built, key, clip.slug, files))
    resources.append(Resource(f"{key}-clip-{clip.slug}", tr("Clip: {title}", title=title), clip_name(clip.slug),
                              needs=(*media_names(clip.slug), *STYLESHEETS)))  # fmt: skip
    if page.transcript:
        name = transcript_name(clip.slug)
        resources.append(Resource(f"{key}-transcript-{clip.slug}", page.transcript_title, name, needs=STYLESHEETS))
    return Unit(Folder(f"{key}-folder-{clip.slug}", title, tuple(resources)), files)


def _questions(built: Built, key: str, slug: str, files: dict[str, bytes | Path]) -> Iterator[Resource]:
    """Yield the question before a clip, if there is one, and add its file."""
    if (asked := built.questions.get(slug)) is None:
        return
    identifier, name = f"{key}-question-{slug}", f"questions/{slug}.xml"
    title = tr("Question: {title}", title=built.titles[slug])
    files[name] = assessment(identifier, title, typeset_question(asked))
    yield Resource(identifier, title, name, is_question=True)
