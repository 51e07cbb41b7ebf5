"""IMS Common Cartridge 1.1: each clip, its transcript and its questions as resources of their own, clip by clip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gdcore.text.language import tr, tr_n
from scenes.clip.clip import Clip
from valleyjump.build.built import Built
from valleyjump.clips_on_page.quiz import typeset_questions
from valleyjump.packs.archive import write_archive
from valleyjump.packs.cartridge.manifest import Folder, Resource, cartridge_manifest
from valleyjump.packs.cartridge.pages import (
    STYLESHEETS,
    cartridge_assets,
    clip_name,
    clip_pages,
    media_names,
    transcript_name,
    transcript_title,
)
from valleyjump.packs.cartridge.qti import assessment
from valleyjump.packs.course import MANIFEST, course_key
from valleyjump.packs.taken import told_files
from valleyjump.page.prose import as_html, in_package, to_clips


def write(built: Built, target: Path) -> Path:
    """Write the cartridge of ``built`` and return ``target``. Raises like ``packed``."""
    key = course_key(built)
    units = [_unit(built, key, clip) for clip in built.clips]
    added = cartridge_assets()
    shared: dict[str, bytes | Path] = {name: added.get(name) or built.path(name) for name in _look(built)}
    content = cartridge_manifest(built, key, [folder for folder, _ in units], tuple(shared))
    entries = {name: file for _, files in units for name, file in files.items()}
    return write_archive(target, {**entries, **shared, MANIFEST: content})


def _look(built: Built) -> tuple[str, ...]:
    """Return the names of the files that all pages share."""
    return *STYLESHEETS, *built.fonts


def _unit(built: Built, key: str, clip: Clip) -> tuple[Folder, dict[str, bytes | Path]]:
    """Return a clip's folder in the course, first its questions, since it is to be predicted; and its files by name."""
    title = built.titles[clip.slug]
    told = built.prose[clip.slug]
    clips = to_clips([clip.slug for clip in built.clips], clip_name("{}"), "")
    links = in_package(clips, built.beside)
    pages = clip_pages(clip, title, *(as_html(text, links, below=1) for text in (told.before, told.after)))
    linked = told_files(built, [told])
    needed = tuple(dict.fromkeys((*media_names(clip), *linked, *_look(built))))
    files: dict[str, bytes | Path] = {name: built.path(name) for name in needed if name in built.files}
    files |= linked | pages
    resources = list(_questions(built, key, clip.slug, files))
    resources.append(Resource(f"{key}-clip-{clip.slug}", tr("Clip: {title}", title=title), clip_name(clip.slug),
                              needs=needed))  # fmt: skip
    if (name := transcript_name(clip.slug)) in pages:
        resources.append(Resource(f"{key}-transcript-{clip.slug}", transcript_title(title), name, needs=_look(built)))
    return Folder(f"{key}-folder-{clip.slug}", title, tuple(resources)), files


def _questions(built: Built, key: str, slug: str, files: dict[str, bytes | Path]) -> Iterator[Resource]:
    """Yield the questions before a clip as one resource, if there are any, and add its file."""
    if (asked := built.questions.get(slug)) is None:
        return
    identifier, name = f"{key}-question-{slug}", f"questions/{slug}.xml"
    title = tr_n("Question: {title}", "Questions: {title}", len(asked), title=built.titles[slug])
    files[name] = assessment(identifier, title, typeset_questions(asked))
    yield Resource(identifier, title, name, is_question=True)
