"""Plan, render what is new, assemble, publish: from scenarios to an output folder that changes when all is whole."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path

from gdcore.descent.trajectory import Trajectory
from gdcore.lesson.draft import Draft, made
from gdcore.lesson.lesson import Lesson
from gdcore.run_bytes import DamagedRunsError, from_bytes
from gdcore.scenario import Scenario
from gdcore.text.language import SOURCE, speaking
from scenes.clip.clip import RUNS
from scenes.clip.formats import EXTRA, extra
from scenes.clip.quality import Quality
from scenes.painting.fonts import Face, subsets
from scenes.painting.glyphs import faces_for, texts_of
from scenes.painting.style import DARK, Theme
from valleyjump.build import manifest
from valleyjump.build.assembling import (
    add_beside,
    add_parcel,
    add_whole,
    published,
    staged_clip,
    trimmed,
)
from valleyjump.build.kept_pages import add_kept, kept
from valleyjump.build.staging import Staging, in_place
from valleyjump.errors import BuildError, RenderError
from valleyjump.rendering.executors import Crew, Order
from valleyjump.rendering.faults import first_line, told
from valleyjump.rendering.loop import rendered
from valleyjump.rendering.progress import Progress
from valleyjump.rendering.steps_shown import steps_shown
from valleyjump.store.cache import PAGES, Cache
from valleyjump.store.files import UNWRITABLE, os_fault, write_whole
from valleyjump.store.identity import Identity
from valleyjump.store.keys import build_key, clip_key, key_with
from valleyjump.store.output import output_folder
from valleyjump.store.parcel import Label

Crews = Callable[[Path, int], AbstractContextManager[Crew]]
"""Opens an executor, given a folder for unfinished files and the number of clips to render."""
LOG = "error.log"


@dataclass(frozen=True)
class Plan:
    """What to render, how, and where to: ``whole`` says whether page and explainer are made or the clips alone.

    ``single_file`` asks for the page as one file beside them. Without a ``theme`` the clips are dark, and the page is
    as its reader prefers. The scenarios' own words are in ``language`` already. ``lesson`` has what the page says
    besides them. Of each clip the files of ``formats`` are made, too. Of a plan that has ``drafts`` the
    scenarios are made once anything has to be done. ``place`` is the address of the folder where the build is served.
    """

    scenarios: tuple[Scenario, ...]
    quality: Quality
    identity: Identity
    folder: Path
    whole: bool = True
    theme: Theme | None = None
    single_file: bool = False
    language: str = SOURCE
    lesson: Lesson | None = None
    formats: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    place: str = ""

    @property
    def clip_theme(self) -> Theme:
        """The theme of the clips."""
        return self.theme or DARK

    @property
    def look(self) -> tuple[Quality, Identity, Theme, str]:
        """What all clips have in common."""
        return self.quality, self.identity, self.clip_theme, self.language

    @cached_property
    def plain_keys(self) -> dict[str, str]:
        """The keys of the clips without further formats, by slug."""
        return {one.slug: clip_key(one, *self.look, self.faces[one.slug]) for one in self.drafts or self.scenarios}

    @cached_property
    def faces(self) -> dict[str, tuple[Face, ...]]:
        """The fonts that the clips need beside the embedded ones, by slug."""
        own = {} if self.lesson is None else self.lesson.fonts
        return {one.slug: faces_for(texts_of(one), own.get(one.slug)) for one in self.drafts or self.scenarios}

    def with_scenarios(self, cache: Cache | None, tell: Callable[[str], None]) -> Plan:
        """Return the plan with its scenarios made, runs that were kept with their clips taken from the cache.

        Raises ``InputError`` with the faults of all; ``tell`` hears what is worth telling besides.
        """
        if not self.drafts:
            return replace(self, scenarios=tuple(self._with_runs(scenario, cache) for scenario in self.scenarios))
        with speaking(self.language):
            scenarios = made(self.drafts, lambda slug: partial(self._runs, cache, slug), tell)
        return replace(self, scenarios=scenarios)

    def _with_runs(self, scenario: Scenario, cache: Cache | None) -> Scenario:
        runs = None if "trajectory" in vars(scenario) else self._runs(cache, scenario.slug, scenario)
        return scenario if runs is None else scenario.with_runs(runs)

    def _runs(self, cache: Cache | None, slug: str, scenario: Scenario) -> Sequence[Trajectory] | None:
        """Return the runs of a scenario that were kept with its clip, if there is one."""
        if cache is None or slug not in self.plain_keys:  # those that only share a window have no clip to make
            return None
        found = (cache.content(key, RUNS) for key in self.sources(slug))
        content = next(filter(None, found), None)
        if content is None:
            return None
        try:
            return from_bytes(content, scenario)
        except DamagedRunsError:
            return None

    @cached_property
    def keys(self) -> dict[str, str]:
        """The clips' keys, by slug."""
        return {slug: key_with(key, self.formats) for slug, key in self.plain_keys.items()}

    def sources(self, slug: str) -> Iterator[str]:
        """Yield the keys of all clips that have the files which this one is to have: its own, then richer ones'."""
        others = [name for name in EXTRA if name not in self.formats]
        for number in range(len(others) + 1):
            for more in combinations(others, number):
                yield key_with(self.plain_keys[slug], extra((*self.formats, *more)))

    @cached_property
    def inputs(self) -> str:
        """The key of the whole build; empty for clips alone."""
        if not self.whole:
            return ""
        return build_key(
            self.keys.values(),
            self.identity,
            self.theme,
            single_file=self.single_file,
            words=() if self.lesson is None else self.lesson.words,
            place=self.place,
        )


def build(plan: Plan, progress: Progress, crews: Crews, cache: Cache | None = None) -> list[Path]:
    """Carry out ``plan`` and return the files that it stands for, the manifest last.

    Clips in the cache are not rendered, and files that are there already are not written. Raises ``InputError`` for an
    output folder that cannot be one, ``BuildError`` for whatever fails later. The folder then holds what it held
    before; clips that were finished are in the cache.
    """
    names = _unchanged(plan, cache)
    pages = None if names is not None or cache is None or not plan.whole else cache.pages(plan.inputs)
    if pages is not None:
        with output_folder(plan.folder, progress.note) as partial:
            names = _Build(plan, progress, crews, cache, partial).copied(pages)
    if names is None:
        with steps_shown(sys.stderr):
            plan = plan.with_scenarios(cache, lambda note: progress.note(f"note: {note}"))
        with output_folder(plan.folder, progress.note) as partial:
            names = _unchanged(plan, cache)  # a build that this one waited for may have done it all
            if names is None:
                names = _Build(plan, progress, crews, cache, partial).carried_out()
    place = {slug: number for number, slug in enumerate(plan.keys)}
    names.sort(key=lambda name: (name == manifest.NAME, place.get(manifest.slug(name), len(place)), name))
    return [plan.folder / name for name in names]


def _unchanged(plan: Plan, cache: Cache | None) -> list[str] | None:
    """Return the files' names if the folder holds all of them as planned. A build without a cache is always made."""
    content = manifest.read_manifest(plan.folder)
    if cache is None or not manifest.holds(content, plan.keys, plan.inputs) or (plan.folder / LOG).exists():
        return None
    try:
        files = manifest.listed(content, None if plan.whole else plan.keys)
    except ValueError:
        return None
    if not in_place(plan.folder, files):
        return None
    for slug in plan.keys:
        any(cache.label(key) for key in plan.sources(slug))  # which counts it as used
    return [*files, manifest.NAME]


@dataclass
class _Build:
    """One build under way."""

    plan: Plan
    progress: Progress
    crews: Crews
    cache: Cache | None
    partial: Path
    labels: dict[str, Label] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staging = Staging(self.plan.folder, self.partial / "staged")

    def carried_out(self) -> list[str]:
        """Return the files' names. Raises ``BuildError``."""
        try:
            with self.progress:
                self._render([scenario for scenario in self.plan.scenarios if not self._found(scenario.slug)])
            with speaking(self.plan.language):
                self._assemble()
            self._keep_pages()
            self.staging.publish()
        except Exception as error:
            fault = _as_build_error(error, self.plan.folder)
            raise BuildError(fault.message + _log(self.plan.folder, fault.details)) from error
        (self.plan.folder / LOG).unlink(missing_ok=True)
        return list(self.staging.files)

    def copied(self, pages: bytes) -> list[str] | None:
        """Return the files' names if the build could be put together from the cache alone. Raises ``BuildError``."""
        slugs, cache = self.plan.keys, self.cache
        if cache is None or not all(any(cache.label(key) for key in self.plan.sources(slug)) for slug in slugs):
            return None
        try:
            with self.progress:
                if not (all(self._found(slug) for slug in slugs) and add_kept(self.staging, pages, self.labels)):
                    return None
            self.staging.publish()
        except OSError as error:
            raise _as_build_error(error, self.plan.folder) from error
        (self.plan.folder / LOG).unlink(missing_ok=True)
        return list(self.staging.files)

    def _keep_pages(self) -> None:
        """Keep what was made besides the clips for the same build elsewhere; a single file holds the clips, too."""
        if self.cache is None or not self.plan.whole or self.plan.single_file:
            return
        of_clips = {name for label in self.labels.values() for name in published(label)}
        with suppress(OSError):  # which was told when the clips were kept
            self.cache.keep(self.plan.inputs, kept(self.staging, of_clips), PAGES)

    def _found(self, slug: str) -> bool:
        """Whether a clip need not be rendered: then it is staged, or in the folder already.

        What the explainer needs besides is nowhere but in the parcel.
        """
        return self.cache is not None and any(self._taken(slug, key, self.cache) for key in self.plan.sources(slug))

    def _taken(self, slug: str, key: str, cache: Cache) -> bool:
        """Whether a clip could be taken from an entry of the cache."""
        entry = cache.label(key)
        if entry is None:
            return False
        label = trimmed(entry, self.plan.formats)
        if self.plan.whole or not self.staging.adopt(published(label)):
            parcel = cache.parcel(key)
            if parcel is None:
                return False
            add_parcel(self.staging, parcel, self.plan.formats)
        self.labels[slug] = label
        self.progress.found(slug)
        return True

    def _render(self, scenarios: list[Scenario]) -> None:
        """Render clips and stage each as it comes. Raises ``BuildError`` when all are done but some failed."""
        if not scenarios:
            return
        orders = [
            Order(scenario, *self.plan.look, self.plan.formats, subsets(self.plan.faces[scenario.slug]))
            for scenario in scenarios
        ]
        failed: dict[str, RenderError] = {}
        scratch = self.partial / "work"
        scratch.mkdir()
        with (
            self.crews(scratch, len(orders)) as crew,
            closing(rendered(orders, crew, self.progress.frames)) as outcomes,
        ):
            for order, outcome in outcomes:
                slug = order.scenario.slug
                if isinstance(outcome, RenderError):
                    failed[slug] = outcome
                    self.progress.failed(slug, told(slug, outcome, self.plan.folder))
                else:
                    self._keep(slug, outcome)
        if self.cache is not None:
            self.cache.trim()
        if failed:
            raise _all_told(failed, self.plan.folder)

    def _keep(self, slug: str, parcel: bytes) -> None:
        self.labels[slug] = add_parcel(self.staging, parcel, self.plan.formats)
        if self.cache is not None:
            try:
                self.cache.keep(self.plan.keys[slug], parcel)
            except OSError as error:
                self.progress.note(
                    f"{self.cache.folder}: cannot be written: {error.strerror}; clips are not kept there"
                )
                self.cache = None
        clip = self.labels[slug].clip
        self.progress.finished(slug, clip.n_frames, clip.duration_s)

    def _assemble(self) -> None:
        plan, staging = self.plan, self.staging
        clips = {slug: staged_clip(staging, self.labels[slug]) for slug in plan.keys}
        for scenario in plan.scenarios:
            add_beside(staging, scenario, clips[scenario.slug])
        words = plan.theme, plan.lesson, plan.place
        made = add_whole(staging, plan.scenarios, clips, *words, alone=plan.single_file) if plan.whole else None
        story, lesson = made or ((), None)
        content = manifest.manifest(
            {plan.keys[slug]: clip for slug, clip in clips.items()},
            plan.quality,
            staging.files,
            {scenario.slug: scenario.title for scenario in plan.scenarios},
            plan.inputs,
            story,
            lesson,
        )
        if not plan.whole:
            content = manifest.merged(manifest.read_manifest(plan.folder), content)
        staging.add(manifest.NAME, manifest.to_json(content))


def _all_told(failed: Mapping[str, RenderError], folder: Path) -> BuildError:
    """Return one line about all clips that failed, and their tracebacks."""
    slug = next(iter(failed))
    line = told(slug, failed[slug], folder)
    others = f"; {len(failed) - 1} more failed" if len(failed) > 1 else ""
    details = [f"{slug}:\n{error.details}" for slug, error in failed.items() if error.details]
    return BuildError(line + others, "\n".join(details))


def _as_build_error(error: Exception, folder: Path) -> BuildError:
    """Return what to tell: a failed write for what it is, anything else as a fault of the program."""
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
