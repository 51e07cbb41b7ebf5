"""A clip beside its numbers: everything that the page says about one run, as finished strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.methods.registry import method_words
from gdcore.scenario import Scenario
from gdcore.studies.race import starts_differ
from gdcore.studies.race_names import given_titles, run_names
from gdcore.text.language import tr, tr_n, translatable
from gdcore.text.notation import factor_of_a_step
from gdcore.text.readers import as_sentence, isolated
from gdcore.theory.verdict_words import kind_word
from scenes.clip.clip import Clip
from scenes.clip.formats import ending
from valleyjump.clips_on_page.fate_cells import MapOnPage
from valleyjump.clips_on_page.iterates import IterateTable, iterate_table
from valleyjump.clips_on_page.player_steps import steps_seen
from valleyjump.clips_on_page.quantities import Entry, quantities, settings
from valleyjump.clips_on_page.quiz import Quiz, make_quizzes
from valleyjump.clips_on_page.sentences import sentences
from valleyjump.clips_on_page.stills import opening_words
from valleyjump.clips_on_page.video import Video, make_video, video_files
from valleyjump.markup.captions import Line, clock, transcript
from valleyjump.markup.quantity import Quantity, count, exact, nonbreaking, quantity, untypeset

MOST_RUNS = 8
FORMAT_NAMES = {
    "webm": translatable("WebM"),
    "gif": translatable("GIF"),
    "alpha": translatable("WebM without a background"),
    "svg": translatable("last picture as SVG"),
    "pdf": translatable("last picture as PDF"),
}
"""What readers know the further formats as."""


@dataclass(frozen=True)
class Download:
    """A clip in a further format: what the format is called, and the file."""

    name: str
    url: str


@dataclass(frozen=True)
class Fate:
    """A verdict, the word for it, and how many runs of the clip have it: one by its name and settings, or several."""

    kind: str
    word: str
    n_runs: int
    name: str = ""
    settings: tuple[Quantity, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class Badge:
    """The verdicts of a clip, in the order of its runs, and of a single run the factor a step where there is one."""

    fates: tuple[Fate, ...]
    factor: str = ""
    factor_exact: str = ""

    @property
    def kind(self) -> str:
        """The verdict of all runs; empty where they differ."""
        return self.fates[0].kind if len({fate.kind for fate in self.fates}) == 1 else ""


@dataclass(frozen=True)
class RunRow:
    """One of several runs in a clip: what sets it apart from the others, where it ends, and its verdict."""

    name: str
    settings: tuple[Quantity, ...]
    steps: Quantity
    loss: Quantity
    kind: str
    word: str

    @property
    def told(self) -> str:
        """The run in a sentence."""
        return tr_n(
            "{run}: the loss after {steps} step is {loss}, {kind}.",
            "{run}: the loss after {steps} steps is {loss}, {kind}.",
            int(self.steps.exact),
            run=", ".join(filter(None, (isolated(self.name), *(number.told for number in self.settings)))),
            steps=self.steps.text,
            loss=self.loss.told,
            kind=self.word,
        )


@dataclass(frozen=True)
class Figure:
    """One clip with its words and numbers; addresses are relative to the page, ``steps`` is for the player.

    ``table`` has the iterates of the first run, ``tables`` those of each other one, behind its name.
    """

    slug: str
    title: str
    video: Video
    opening_words: str
    alternative: str
    told: tuple[Markup, ...]
    trace: str
    downloads: tuple[Download, ...]
    duration: str
    fps: int
    steps: str
    badge: Badge
    of_several: bool
    entries: tuple[Entry, ...]
    table: IterateTable
    tables: tuple[tuple[str, IterateTable], ...]
    runs: tuple[RunRow, ...]
    transcript: tuple[Line, ...]
    questions: tuple[Quiz, ...]
    speaks: bool
    map: MapOnPage | None = None


def make_figure(scenario: Scenario, clip: Clip) -> Figure:
    """Return the figure of one run. Its files lie in ``clips/`` beside the page."""
    told, runs = tuple(sentences(scenario)), _runs(scenario)
    badge = _badge(scenario, runs)
    return Figure(
        slug=scenario.slug,
        title=scenario.title,
        video=make_video(clip),
        opening_words=opening_words(scenario.title),
        alternative=" ".join((as_sentence(scenario.title), *_alternative(told, runs, badge))),
        told=told,
        trace=_trace(clip),
        downloads=_downloads(clip),
        duration=clock(clip.duration_s),
        fps=clip.fps,
        steps=steps_seen(scenario, clip),
        badge=badge,
        of_several=len(scenario.runs) > 1,
        entries=quantities(scenario),
        table=iterate_table(scenario),
        tables=_tables(scenario),
        runs=runs,
        transcript=tuple(_nonbreaking(line) for line in transcript(clip.cues)),
        questions=make_quizzes(scenario),
        speaks=clip.speaks,
    )


def _alternative(told: Sequence[Markup], runs: Sequence[RunRow], badge: Badge) -> list[str]:
    """Return how a clip ends, for those who do not see it: of several runs each, or how many went which way."""
    if badge.fates[0].counted:
        return ["; ".join(f"{fate.word}: {count(fate.n_runs).text}" for fate in badge.fates) + "."]
    return [run.told for run in runs] or [untypeset(line) for line in told]


def _nonbreaking(line: Line) -> Line:
    spoken = tuple((nonbreaking(sentence), said_s) for sentence, said_s in line.spoken)
    return replace(line, text=nonbreaking(line.text), spoken=spoken)


def figure_files(clip: Clip) -> set[str]:
    """Return the names of all files that the figure of a clip links to."""
    return {*video_files(clip), _trace(clip), *(download.url for download in _downloads(clip))}


def _trace(clip: Clip) -> str:
    return f"clips/{clip.slug}.json"


def _downloads(clip: Clip) -> tuple[Download, ...]:
    kinds = {kind: name for kind, name in FORMAT_NAMES.items() if kind in clip.files}
    return tuple(Download(tr(name), f"clips/{clip.slug}.{ending(kind)}") for kind, name in kinds.items())


def _runs(scenario: Scenario) -> tuple[RunRow, ...]:
    """Return all runs of a clip that shows several, unless they are too many to tell apart."""
    if not 1 < len(scenario.runs) <= MOST_RUNS:
        return ()
    runs = scenario.runs
    methods = [method_words(run.method.name) for run in runs]
    numbers = [settings(run, start=starts_differ(scenario)) for run in runs]
    titles = given_titles(scenario) if _are_told_apart(scenario) else [""] * len(runs)
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


def _are_told_apart(scenario: Scenario) -> bool:
    """Whether the clip shows several runs as such, each with its name."""
    return scenario.is_together or (scenario.view == "race" and len(scenario.runs) > 1)


def _tables(scenario: Scenario) -> tuple[tuple[str, IterateTable], ...]:
    """Return the iterates of the runs beside the first one, each with its run's name."""
    if not _are_told_apart(scenario):
        return ()
    named = zip(run_names(scenario), scenario.runs, strict=True)
    return tuple((name, iterate_table(run)) for name, run in named)[1:]


def _says(title: str, number: Quantity) -> bool:
    """Whether a run's title tells one of its settings already."""
    return bool(number.symbol) and f"{number.symbol} = {number.text}" in title


def _badge(scenario: Scenario, runs: Sequence[RunRow]) -> Badge:
    """Return the verdicts of all runs, of each by its name where all have one, otherwise counted."""
    if runs and all(run.name or run.settings for run in runs):
        return Badge(tuple(Fate(run.kind, run.word, 1, run.name, run.settings) for run in runs))
    kinds = Counter(run.verdict.kind for run in scenario.runs)
    several = kinds.total() > 1
    fates = tuple(Fate(kind, kind_word(kind), n_runs, counted=several) for kind, n_runs in kinds.items())
    factor = scenario.verdict.factors[0]
    if factor is None or several:
        return Badge(fates)
    return Badge(fates, str(factor_of_a_step(factor)), exact(factor))
