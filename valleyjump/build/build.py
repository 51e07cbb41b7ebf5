"""Plan, render what is new, assemble, publish: from scenarios to an output folder that changes when all is whole."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from gdcore.errors import InputError
from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_grid import cells_of, has_map, tiles
from gdcore.sweeps.sweep import Fates
from scenes.typesetting.fonts import subsets
from scenes.voice.spoken_beat import Narration
from valleyjump.build import manifest
from valleyjump.build.assembling import (
    add_archive,
    add_beside,
    add_whole,
    published,
    staged_clip,
    trimmed,
)
from valleyjump.build.kept_pages import add_kept, kept
from valleyjump.build.plan import Plan
from valleyjump.build.staging import Staging, in_place
from valleyjump.clips_on_page.fate_cells import has_map_on_page
from valleyjump.errors import BuildError, RenderError
from valleyjump.rendering.executors import RenderJob, RenderPool
from valleyjump.rendering.faults import first_line, message_of
from valleyjump.rendering.loop import rendered
from valleyjump.rendering.maps import computed_maps, kept_map
from valleyjump.rendering.progress import Progress
from valleyjump.rendering.speaking import narrations
from valleyjump.rendering.steps_shown import steps_shown
from valleyjump.store.cache import PAGES, Cache
from valleyjump.store.clip_archive import ClipHeader
from valleyjump.store.files import UNWRITABLE, os_fault, write_whole
from valleyjump.store.output import output_folder

PoolOpener = Callable[[Path, int], AbstractContextManager[RenderPool]]
"""Opens a pool of workers, given a folder for unfinished files and the number of clips to render."""
LOG = "error.log"


def build(plan: Plan, progress: Progress, open_pool: PoolOpener, cache: Cache | None = None) -> list[Path]:
    """Carry out ``plan`` and return the files that it stands for, the manifest last.

    Clips in the cache are not rendered, and files that are there already are not written. Raises ``InputError`` for an
    output folder that cannot be one and for words that cannot be said, ``BuildError`` for whatever else fails. The
    folder then holds what it held before; clips that were finished are in the cache.
    """
    names = _unchanged(plan, cache)
    pages = None if names is not None or cache is None or not plan.with_page else cache.kept(plan.inputs, PAGES)
    if pages is not None:
        with output_folder(plan.folder, progress.note) as partial:
            names = _Build(plan, progress, open_pool, cache, partial).copied(pages)
    if names is None:
        with steps_shown(sys.stderr):
            plan = plan.with_scenarios(cache, lambda note: progress.note(f"note: {note}"))
        with output_folder(plan.folder, progress.note) as partial:
            names = _unchanged(plan, cache)  # a build that this one waited for may have done it all
            if names is None:
                names = _Build(plan, progress, open_pool, cache, partial).carried_out()
    place = {slug: number for number, slug in enumerate(plan.keys)}
    names.sort(key=lambda name: (name == manifest.NAME, place.get(manifest.slug(name), len(place)), name))
    return [plan.folder / name for name in names]


def _unchanged(plan: Plan, cache: Cache | None) -> list[str] | None:
    """Return the files' names if the folder holds all of them as planned. A build without a cache is always made."""
    content = manifest.read_manifest(plan.folder)
    if cache is None or not manifest.holds(content, plan.keys, plan.inputs) or (plan.folder / LOG).exists():
        return None
    try:
        files = manifest.listed(content, None if plan.with_page else plan.keys)
    except ValueError:
        return None
    if not in_place(plan.folder, files):
        return None
    for slug in plan.keys:
        any(cache.header(key) for key in plan.sources(slug))  # which counts it as used
    return [*files, manifest.NAME]


@dataclass
class _Build:
    """One build under way."""

    plan: Plan
    progress: Progress
    open_pool: PoolOpener
    cache: Cache | None
    partial: Path
    headers: dict[str, ClipHeader] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staging = Staging(self.plan.folder, self.partial / "staged")

    def carried_out(self) -> list[str]:
        """Return the files' names. Raises ``BuildError``, and ``InputError`` for what cannot be said."""
        try:
            with self.progress:
                missing = {scenario.slug for scenario in self.plan.scenarios if not self._found(scenario.slug)}
                self._work(missing)
            with self.plan.style.speaking():
                self._assemble()
            self._keep_pages()
            self.staging.publish()
        except InputError:
            raise  # words that the voice cannot say, or recordings that nobody can listen to
        except Exception as error:
            fault = _as_build_error(error, self.plan.folder)
            raise BuildError(fault.message + _log(self.plan.folder, fault.details)) from error
        (self.plan.folder / LOG).unlink(missing_ok=True)
        return list(self.staging.files)

    def copied(self, pages: bytes) -> list[str] | None:
        """Return the files' names if the build could be put together from the cache alone. Raises ``BuildError``."""
        slugs, cache = self.plan.keys, self.cache
        if cache is None or not all(any(cache.header(key) for key in self.plan.sources(slug)) for slug in slugs):
            return None
        try:
            with self.progress:
                if not (all(map(self._staged, slugs)) and add_kept(self.staging, pages, self.headers)):
                    return None  # and the clips, which are not told yet, are looked for again
                for slug in slugs:
                    self.progress.found(slug)
            self.staging.publish()
        except OSError as error:
            raise _as_build_error(error, self.plan.folder) from error
        (self.plan.folder / LOG).unlink(missing_ok=True)
        return list(self.staging.files)

    def _keep_pages(self) -> None:
        """Keep what was made besides the clips for the same build elsewhere; a single file holds the clips, too."""
        if self.cache is None or not self.plan.with_page or self.plan.single_file:
            return
        of_clips = {name for header in self.headers.values() for name in published(header)}
        with suppress(OSError):  # which was reported when the clips were kept
            self.cache.keep(self.plan.inputs, kept(self.staging, of_clips), PAGES)

    def _found(self, slug: str) -> bool:
        """Whether a clip need not be rendered: then it is staged, and told."""
        staged = self._staged(slug)
        if staged:
            self.progress.found(slug)
        return staged

    def _staged(self, slug: str) -> bool:
        """Whether a clip could be taken from the cache: then it is staged, or in the folder already.

        What the explainer needs besides is nowhere but in the archive.
        """
        return self.cache is not None and any(self._taken(slug, key, self.cache) for key in self.plan.sources(slug))

    def _taken(self, slug: str, key: str, cache: Cache) -> bool:
        """Whether a clip could be taken from an entry of the cache."""
        entry = cache.header(key)
        if entry is None:
            return False
        header = trimmed(entry, self.plan.style.formats)
        if self.plan.with_page or not self.staging.adopt(published(header)):
            archive = cache.archive(key)
            if archive is None:
                return False
            add_archive(self.staging, archive, self.plan.style.formats)
        self.headers[slug] = header
        return True

    def _work(self, missing: Collection[str]) -> None:
        """Compute the maps that are shown and render the clips that are missing. Raises ``BuildError``."""
        unmapped = self._with_kept_maps(missing)
        if not missing and not unmapped:
            return
        scratch = self.partial / "work"
        scratch.mkdir()
        new = [one for one in self.plan.scenarios if one.slug in missing]
        said = self._narrations(new, scratch) if new else {}
        tasks = len(missing) + sum(len(tiles(cells_of(axes_of(one)))) for one in unmapped)
        with self.open_pool(scratch, tasks) as pool:
            if unmapped:
                self._add_maps(computed_maps(unmapped, self.plan.plain_keys, pool, self.cache, self.progress))
            self._render([one for one in self.plan.scenarios if one.slug in missing], said, pool)

    def _with_kept_maps(self, missing: Collection[str]) -> list[Scenario]:
        """Take the maps that page and missing clips show from the cache; return the scenarios whose maps it lacks."""
        with_page = self.plan.with_page
        shown = [
            one
            for one in self.plan.scenarios
            if has_map(one) and (one.slug in missing or (with_page and has_map_on_page(one)))
        ]
        found = {one.slug: kept_map(one, self.plan.plain_keys[one.slug], self.cache) for one in shown}
        self._add_maps({slug: fates for slug, fates in found.items() if fates is not None})
        return [one for one in shown if found[one.slug] is None]

    def _add_maps(self, maps: Mapping[str, Fates]) -> None:
        if maps:
            scenarios = (one.with_map(maps[one.slug]) if one.slug in maps else one for one in self.plan.scenarios)
            self.plan = replace(self.plan, scenarios=tuple(scenarios))

    def _render(self, scenarios: list[Scenario], said: Mapping[str, Narration], pool: RenderPool) -> None:
        """Render clips and stage each as it comes. Raises ``BuildError`` when all are done but some failed."""
        jobs = [
            RenderJob(
                scenario=scenario,
                quality=self.plan.quality,
                identity=self.plan.identity,
                style=replace(self.plan.style, fonts=subsets(self.plan.faces[scenario.slug])),
            )
            for scenario in scenarios
        ]

        def speaking(job: RenderJob) -> RenderJob:
            return replace(job, narration=said[job.scenario.slug]) if said else job

        failed: dict[str, RenderError] = {}
        with closing(rendered(jobs, pool, self.progress.frames, speaking)) as outcomes:
            for job, outcome in outcomes:
                slug = job.scenario.slug
                if isinstance(outcome, RenderError):
                    failed[slug] = outcome
                    self.progress.failed(slug, message_of(slug, outcome, self.plan.folder))
                else:
                    self._keep(slug, outcome)
        if self.cache is not None:
            self.cache.trim()
        if failed:
            raise _combined(failed, self.plan.folder)

    def _narrations(self, scenarios: list[Scenario], scratch: Path) -> Mapping[str, Narration]:
        """Have the plan's voice, if there is one, say what is said in these clips; it is kept in ``scratch``."""
        voice, language = self.plan.voice, self.plan.style.language
        if voice is None:
            return {}
        with self.plan.style.speaking():
            return narrations(scenarios, voice, language, scratch, self.cache, self.progress)

    def _keep(self, slug: str, archive: bytes) -> None:
        self.headers[slug] = add_archive(self.staging, archive, self.plan.style.formats)
        if self.cache is not None:
            try:
                self.cache.keep(self.plan.keys[slug], archive)
            except OSError as error:
                self.progress.note(
                    f"{self.cache.folder}: cannot be written: {error.strerror}; clips are not kept there"
                )
                self.cache = None
        clip = self.headers[slug].clip
        self.progress.finished(slug, clip.n_frames, clip.duration_s)

    def _assemble(self) -> None:
        plan, staging = self.plan, self.staging
        clips = {slug: staged_clip(staging, self.headers[slug]) for slug in plan.keys}
        for scenario in plan.scenarios:
            add_beside(staging, scenario, clips[scenario.slug])
        whole = add_whole(staging, plan, clips) if plan.with_page else None
        content = manifest.manifest(plan, clips.values(), staging.files, whole)
        if not plan.with_page:
            content = manifest.merged(manifest.read_manifest(plan.folder), content)
        staging.add(manifest.NAME, manifest.to_json(content))


def _combined(failed: Mapping[str, RenderError], folder: Path) -> BuildError:
    """Return one line about all clips that failed, and their tracebacks."""
    slug = next(iter(failed))
    line = message_of(slug, failed[slug], folder)
    others = f"; {len(failed) - 1} more failed" if len(failed) > 1 else ""
    details = [f"{slug}:\n{error.details}" for slug, error in failed.items() if error.details]
    return BuildError(line + others, "\n".join(details))


def _as_build_error(error: Exception, folder: Path) -> BuildError:
    """Return what to report: a failed write for what it is, anything else as a fault of the program."""
    if isinstance(error, BuildError):
        return error
    if isinstance(error, OSError) and error.errno in UNWRITABLE:
        return BuildError(os_fault(error, folder))
    return BuildError(f"{type(error).__name__}: {first_line(str(error))}", traceback.format_exc())


def _log(folder: Path, details: str) -> str:
    """Keep ``details`` in the output folder and return where, as the end of a message."""
    if not details:
        return ""
    with suppress(OSError):
        write_whole(folder / LOG, details.encode())
        return f" (traceback in {folder / LOG})"
    return ""
