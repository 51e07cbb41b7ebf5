"""What a build makes besides its clips, kept in the cache: the same build elsewhere is put together by copying."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection
from io import BytesIO

from valleyjump.build import manifest
from valleyjump.build.assembling import FILM, staged_clip
from valleyjump.build.staging import Staging
from valleyjump.rendering.explainer import chapters, join_clips
from valleyjump.store.clip_archive import ClipHeader


def kept(staging: Staging, but: Collection[str]) -> bytes:
    """Return the files of a build, the manifest last, except those ``but`` and the film: clips make these again."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in staging.files:
            if name not in but and name != FILM:
                archive.writestr(zipfile.ZipInfo(name), staging.path(name).read_bytes())
    return content.getvalue()


def add_kept(staging: Staging, pages: bytes, headers: dict[str, ClipHeader]) -> bool:
    """Stage what was ``kept`` of a build whose clips are staged; False if that is not the whole of it."""
    try:
        with zipfile.ZipFile(BytesIO(pages)) as archive:
            content = json.loads(archive.read(manifest.NAME))
            titles = {chapter["slug"]: chapter["title"] for chapter in content["explainer"]["chapters"]}
            clips = {slug: staged_clip(staging, headers[slug]) for slug in titles}
            on_page = content["lesson"]["clips"]
            told = [clip for slug, clip in clips.items() if slug in on_page]
            opening = next((clip for slug, clip in clips.items() if slug not in on_page), None)
            join_clips(chapters(told, titles, opening), staging.place(FILM))
            staging.placed(FILM)
            for name in archive.namelist():
                staging.add(name, archive.read(name))
            files = manifest.listed(content)
    except (zipfile.BadZipFile, KeyError, ValueError):
        return False
    return files == {name: part for name, part in staging.files.items() if name != manifest.NAME}
