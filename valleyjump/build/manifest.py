"""``manifest.json``: what a build holds, written last. No dates: the same input gives the same bytes.

Packages and decks are made from it and from the files that it lists, without the scenarios.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdcore.text import language
from scenes.clip.clip import Clip
from scenes.clip.webvtt import in_milliseconds
from valleyjump.build.plan import Plan
from valleyjump.markup.theme import colours
from valleyjump.rendering.explainer import Chapter
from valleyjump.store.clip_archive import FileDigest
from valleyjump.store.clip_json import clip_json
from valleyjump.store.identity import installed

if TYPE_CHECKING:
    from valleyjump.page.page import Page

NAME = "manifest.json"
FORMAT = 5
PACKAGES = ("valleyjump", "manim", "av", "typst", "numpy")


def manifest(
    plan: Plan, clips: Iterable[Clip], files: Mapping[str, FileDigest], whole: tuple[Sequence[Chapter], Page] | None
) -> dict[str, Any]:
    """Return the manifest of ``clips``, in the order of the story, and of ``files``.

    Of a ``whole`` build the chapters of its explainer and its page are told, too. The language in force is that of all
    words.
    """
    titles = {scenario.slug: scenario.title for scenario in plan.scenarios}
    return {
        "format": FORMAT,
        "inputs": plan.inputs,
        "versions": {package: installed(package) for package in PACKAGES},
        **({} if whole is None else {"lesson": _lesson(whole[1], plan), "explainer": _explainer(whole[0])}),
        "clips": {
            clip.slug: {
                "key": plan.keys[clip.slug],
                "title": titles[clip.slug],
                "quality": plan.quality.name,
                **clip_json(replace(clip, cues=tuple(map(in_milliseconds, clip.cues)))),
            }
            for clip in clips
        },
        "files": {name: {"bytes": part.n_bytes, "sha256": part.sha256} for name, part in sorted(files.items())},
    }


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``new`` with the clips, the files and the explainer of ``old`` that it does not replace.

    Of a clip that is new no old files are kept: one in another format may show something else. Once one that the page
    shows has become another, page and explainer are no longer of these clips, and the manifest leaves both out.
    """
    changed = any(old["clips"][name]["key"] != clip["key"] for name, clip in new["clips"].items() if _known(name, old))
    film = {} if changed else {part: old[part] for part in ("lesson", "explainer") if part in old}
    kept = {name: part for name, part in old.get("files", {}).items() if slug(name) not in new["clips"]}
    return {**film, **new, "clips": {**old.get("clips", {}), **new["clips"]}, "files": {**kept, **new["files"]}}


def _known(name: str, content: Mapping[str, Any]) -> bool:
    return name in content.get("clips", {})


def holds(content: Mapping[str, Any], clip_keys: Mapping[str, str], inputs: str) -> bool:
    """Whether a manifest is that of these clips, keys by slug, and for a whole build of these ``inputs``."""
    if inputs:
        return bool(content.get("inputs") == inputs)
    clips = content.get("clips", {})
    return all(clips.get(name, {}).get("key") == key for name, key in clip_keys.items())


def listed(content: Mapping[str, Any], slugs: Collection[str] | None = None) -> dict[str, FileDigest]:
    """Return the files of a manifest, or those of these clips alone. Raises ``ValueError`` for bad entries."""
    files = content.get("files", {})
    names = files if slugs is None else (name for name in files if slug(name) in slugs)
    try:
        return {name: FileDigest(files[name]["bytes"], files[name]["sha256"]) for name in names}
    except (KeyError, TypeError):
        raise ValueError("an entry of the manifest is not one") from None


def slug(name: str) -> str:
    """Return the slug of the clip that a file belongs to; empty for a file of the whole build."""
    return name.removeprefix("clips/").partition(".")[0] if name.startswith("clips/") else ""


def to_json(content: Mapping[str, Any]) -> bytes:
    """Return the manifest as the file's bytes."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in ``folder``; an empty one where there is none that this version has written."""
    try:
        raw = (folder / NAME).read_bytes()
        content = json.loads(raw)
    except (OSError, ValueError):
        return {}
    readable = isinstance(content, dict) and content.get("format") == FORMAT and to_json(content) == raw
    return content if readable and all(isinstance(content.get(part), dict) for part in ("clips", "files")) else {}


def _lesson(page: Page, plan: Plan) -> dict[str, Any]:
    from valleyjump.page.sheets import sheets, whole  # late: the clips alone need no templates

    return {
        "title": page.title,
        "author": page.byline,
        "lead": page.lead,
        "language": language.current_language(),
        "colours": colours(plan.style.theme),
        "pages": [{"file": sheet.name, "title": sheet.title} for sheet in sheets(page)],
        "whole": whole(page).name,
        **({} if page.logo is None else {"logo": page.logo.name}),
        "clips": list(page.figures),
    }


def _explainer(story: Sequence[Chapter]) -> dict[str, Any]:
    listed = [{"slug": part.clip.slug, "title": part.title, "start_s": part.start_s} for part in story]
    return {"duration_s": story[-1].end_s, "chapters": listed}
