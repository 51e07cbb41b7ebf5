"""A clip beside its numbers: everything that the page says about one run, as finished strings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.descent.by_name import method_words
from gdcore.scenario import Scenario
from gdcore.studies.race_names import given_titles
from gdcore.text.language import tr, translatable
from gdcore.text.notation import factor_of_a_step
from gdcore.text.readers import isolated
from gdcore.text.vocabulary import kind_word
from scenes.clip.clip import Clip
from scenes.clip.formats import ending
from valleyjump.markup.captions import Line, clock, transcript
from valleyjump.markup.quantity import Quantity, count, exact, nonbreaking, quantity
from valleyjump.page.iterates import IterateTable, iterate_table, steps_seen
from valleyjump.page.quantities import Entry, quantities, settings
from valleyjump.page.quiz import Quiz, make_quiz
from valleyjump.page.sentences import sentences
from valleyjump.page.stills import opening_name, opening_words

MOST_RUNS = 8
MEDIA_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
FORMAT_NAMES = {
    "webm": translatable("WebM"),
    "gif": translatable("GIF"),
    "alpha": translatable("WebM without a background"),
    "svg": translatable("last picture as SVG"),
    "pdf": translatable("last picture as PDF"),
}
"""What readers know the further formats as."""


@dataclass(frozen=True)
class Source:
    """One file of a clip that a browser can play."""

    url: str
    media_type: str


@dataclass(frozen=True)
class Download:
    """A clip in a further format: what the format is called, and the file."""

    name: str
    url: str


@dataclass(frozen=True)
class Fate:
    """A verdict, the word for it, and how many runs of the clip have it."""

    kind: str
    word: str
    n_runs: int


@dataclass(frozen=True)
class Badge:
    """The verdicts of a clip, in the order of its runs, and of a single run the factor a step where there is one."""

    fates: tuple[Fate, ...]
    factor: str = ""
    factor_exact: str = ""

    @property
    def of_several(self) -> bool:
        """Whether the clip has more runs than one."""
        return sum(fate.n_runs for fate in self.fates) > 1

    @property
    def kind(self) -> str:
        """The verdict of all runs; empty where they differ."""
        return self.fates[0].kind if len(self.fates) == 1 else ""


@dataclass(frozen=True)
class RunRow:
    """One of several runs in a clip: what sets it apart from the others, where it ends, and its verdict."""

    name: str
    settings: tuple[Quantity, ...]
    steps: Quantity
    loss: Quantity
    kind: str
    word: str


@dataclass(frozen=True)
class Figure:
    """One clip with its words and numbers; addresses are relative to the page, ``steps`` is for the player."""

    slug: str
    title: str
    sources: tuple[Source, ...]
    poster: str
    opening: str
    opening_words: str
    alternative: str
    told: tuple[Markup, ...]
    captions: str
    trace: str
    downloads: tuple[Download, ...]
    width: int
    height: int
    duration: str
    fps: int
    steps: str
    badge: Badge
    entries: tuple[Entry, ...]
    table: IterateTable
    runs: tuple[RunRow, ...]
    transcript: tuple[Line, ...]
    question: Quiz | None


def make_figure(scenario: Scenario, clip: Clip) -> Figure:
    """Return the figure of one run. Its files lie in ``clips/`` beside the page."""
    base, told = f"clips/{scenario.slug}", tuple(sentences(scenario))
    kinds = [kind for kind in MEDIA_TYPES if kind in clip.files] or ["mp4"]
    return Figure(
        slug=scenario.slug,
        title=scenario.title,
        sources=tuple(Source(f"{base}.{kind}", MEDIA_TYPES[kind]) for kind in kinds),
        poster=f"{base}.png",
        opening=opening_name(scenario.slug),
        opening_words=opening_words(scenario.title),
        alternative=" ".join((f"{isolated(scenario.title)}.", *(str(line.striptags()) for line in told))),
        told=told,
        captions=f"{base}.vtt",
        trace=f"{base}.json",
        downloads=tuple(
            Download(tr(name), f"{base}.{ending(kind)}") for kind, name in FORMAT_NAMES.items() if kind in clip.files
        ),
        width=clip.width_px,
        height=clip.height_px,
        duration=clock(clip.duration_s),
        fps=clip.fps,
        steps=steps_seen(scenario, clip),
        badge=_badge(scenario),
        entries=quantities(scenario),
        table=iterate_table(scenario),
        runs=_runs(scenario),
        transcript=tuple(replace(line, text=nonbreaking(line.text)) for line in transcript(clip.cues)),
        question=make_quiz(scenario),
    )


def _runs(scenario: Scenario) -> tuple[RunRow, ...]:
    """Return all runs of a clip that shows several, unless they are too many to tell apart."""
    if not 1 < len(scenario.runs) <= MOST_RUNS:
        return ()
    runs = scenario.runs
    methods, numbers = [method_words(run.method.name) for run in runs], [settings(run) for run in runs]
    titles = given_titles(scenario) if scenario.view == "race" else [""] * len(runs)
    shared = set.intersection(*(set(of_run) for of_run in numbers))
    return tuple(
        RunRow(
            title or (method if len(set(methods)) > 1 else ""),
            tuple(number for number in of_run if number not in shared and not _says(title, number)),
            count(run.trajectory.n_steps),
            quantity(float(run.trajectory.losses[-1])),
            run.verdict.kind,
            kind_word(run.verdict.kind),
        )
        for run, title, method, of_run in zip(runs, titles, methods, numbers, strict=True)
    )


def _says(title: str, number: Quantity) -> bool:
    """Whether a run's title tells one of its settings already."""
    return bool(number.symbol) and f"{number.symbol} = {number.text}" in title


def _badge(scenario: Scenario) -> Badge:
    kinds = Counter(run.verdict.kind for run in scenario.runs)
    fates = tuple(Fate(kind, kind_word(kind), n_runs) for kind, n_runs in kinds.items())
    factor = scenario.verdict.factors[0]
    if factor is None or kinds.total() > 1:
        return Badge(fates)
    return Badge(fates, str(factor_of_a_step(factor)), exact(factor))
