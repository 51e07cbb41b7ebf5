"""``Plan``: what a build makes, and the keys that tell whether it is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path

from gdcore.descent.trajectory import Trajectory
from gdcore.lesson.draft import Draft, made
from gdcore.lesson.lesson import Lesson
from gdcore.run_bytes import DamagedRunsError, from_bytes
from gdcore.scenario import Scenario
from scenes.clip.clip import RUNS
from scenes.clip.formats import BOTH, EXTRA, extra
from scenes.clip.quality import Quality
from scenes.theme.theme import typeface_of
from scenes.typesetting.fonts import Face
from scenes.typesetting.glyphs import faces_for, texts_of
from scenes.voice.voice import Voice
from valleyjump.build.keys import build_key, clip_key, key_with
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.cache import Cache
from valleyjump.store.identity import Identity


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to render, how, and where to: ``with_page`` says whether page and explainer are made or the clips alone.

    ``single_file`` asks for the page as one file beside them. The scenarios' own words are in the language of the
    ``style`` already. ``lesson`` has what the page says besides them. If there are ``drafts``, the scenarios are made
    of them once anything has to be done. ``place`` is the address of the folder where the build is served.
    ``voice`` says the words of the clips; without one they are silent.
    """

    scenarios: tuple[Scenario, ...]
    quality: Quality
    identity: Identity
    folder: Path
    with_page: bool = True
    single_file: bool = False
    style: RenderStyle = field(default_factory=RenderStyle)
    lesson: Lesson | None = None
    drafts: tuple[Draft, ...] = ()
    place: str = ""
    voice: Voice | None = None

    @cached_property
    def plain_keys(self) -> dict[str, str]:
        """The keys of the clips without further formats, by slug."""
        heard = (lambda _slug: "") if self.voice is None else self.voice.identity_in
        return {
            one.slug: clip_key(one, self.quality, self.identity, self.style, self.faces[one.slug], heard(one.slug))
            for one in self.drafts or self.scenarios
        }

    @cached_property
    def faces(self) -> dict[str, tuple[Face, ...]]:
        """The fonts that the clips need beside the embedded ones, by slug."""
        own = {} if self.lesson is None else self.lesson.fonts
        typeface = typeface_of(self.style.theme)
        there = typeface.letters if typeface else ()
        return {one.slug: faces_for(texts_of(one), own.get(one.slug), there) for one in self.drafts or self.scenarios}

    def with_scenarios(self, cache: Cache | None, warn: Callable[[str], None]) -> Plan:
        """Return the plan with its scenarios made, runs that were kept with their clips taken from the cache.

        Raises ``InputError`` with the faults of all; ``warn`` is called with each note.
        """
        if not self.drafts:
            return replace(self, scenarios=tuple(self._with_runs(scenario, cache) for scenario in self.scenarios))
        with self.style.speaking():
            scenarios = made(self.drafts, lambda slug: partial(self._runs, cache, slug), warn)
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
        return {slug: key_with(key, self.style.formats) for slug, key in self.plain_keys.items()}

    def sources(self, slug: str) -> Iterator[str]:
        """Yield the keys of all clips that have the files which this one is to have: its own, then richer ones'."""
        others = [name for name in (*EXTRA, BOTH) if name not in self.style.formats]
        for number in range(len(others) + 1):
            for more in combinations(others, number):
                yield key_with(self.plain_keys[slug], extra((*self.style.formats, *more)))

    @cached_property
    def inputs(self) -> str:
        """The key of the whole build; empty for clips alone."""
        if not self.with_page:
            return ""
        return build_key(
            self.keys.values(),
            self.identity,
            self.style.theme,
            single_file=self.single_file,
            words=() if self.lesson is None else self.lesson.words,
            place=self.place,
        )
