"""The article about the built-in runs: its headings, numbers, formulas and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.text.language import tr, translatable
from gdcore.text.notation import rounded
from valleyjump.article.chart import Chart, Point, factor_chart
from valleyjump.article.conditions import Felt, felt_conditions
from valleyjump.article.formulas import formulas
from valleyjump.article.parts import PARTS
from valleyjump.article.playground import Playground, make_playground
from valleyjump.article.remedies import ComparedRun, comparison
from valleyjump.article.sources import SOURCES, Source
from valleyjump.article.story import Numbers, story_numbers
from valleyjump.markup.mathml import mathml
from valleyjump.playgrounds.model import Place

TITLE = translatable("Too fast for the valley")
LEAD = translatable(
    "Gradient descent asks you for one number. Choose it well and it arrives. "
    "Choose it a little too large, and every step downhill lands higher up the other side."
)
HEADINGS: Mapping[str, str] = {
    "one-number": translatable("One number decides"),
    "why": translatable("Why: the same factor, every time"),
    "play-parabola": translatable("Your turn: one rate"),
    "valley": translatable("Two parameters, one valley"),
    "too-much": translatable("One rate, a little too large"),
    "edge": translatable("The edge"),
    "play-valley": translatable("Your turn: two rates"),
    "remedy": translatable("First remedy: look before you land"),
    "backtracking": translatable("Second remedy: ask for a fair return"),
    "momentum": translatable("Third remedy: remember the last step"),
    "stochastic": translatable("A detour: one house at a time"),
    "standard-units": translatable("Fourth remedy: change the valley"),
    "two-steps": translatable("Two steps, far beyond the edge"),
    "too-high-on-purpose": translatable("Too high on purpose"),
    "range-test": translatable("Which rate? Let one run tell"),
    "warmup-decay": translatable("Begin low, end low"),
    "adaptive": translatable("A memory for each parameter"),
    "adam-edge": translatable("Adam has an edge too"),
    "clipping": translatable("Clipping: a seat belt"),
    "bill": translatable("Many ways, one bill"),
    "monday": translatable("What to do on Monday"),
    "glossary": translatable("The words and letters of this story"),
    "sources": translatable("Sources, and what to read next"),
}
"""By anchor, in the order of the story."""
PLACES: Mapping[str, str] = {"parabola": "play-parabola", "houses": "play-valley"}
"""The section of each playground."""
ASKED = frozenset({"parabola-race", "mse-converges", "mse-blowup", "mse-halving", "remedies-race"})
"""The clips with a question before them: those of which the answer can be predicted, and is then seen."""


@dataclass(frozen=True)
class Article:
    """What the article's templates print besides its figures."""

    headings: Mapping[str, str]
    numbers: Mapping[str, Numbers]
    formulas: Mapping[str, Markup]
    charts: Mapping[str, Chart]
    comparison: tuple[ComparedRun, ...]
    conditions: tuple[Felt, ...]
    take_away: Mapping[str, tuple[Markup, ...]]
    playground: Playground
    title: str
    lead: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the story rests on."""
        return SOURCES

    @property
    def places(self) -> Mapping[str, Place]:
        """Where the playgrounds are, by name."""
        plays = {"parabola": self.playground.parabola, "houses": self.playground.houses}
        return {name: Place(PLACES[name], self.headings[PLACES[name]], play) for name, play in plays.items()}


def make_article(scenarios: Sequence[Scenario]) -> Article:
    """Return the article; the built-in runs must all be among ``scenarios``."""
    given = {scenario.slug: scenario for scenario in scenarios}
    runs = {scenario.slug: given[scenario.slug] for scenario in catalogue()}
    numbers = story_numbers(runs)
    return Article(
        headings={anchor: tr(heading) for anchor, heading in HEADINGS.items()},
        numbers=numbers,
        formulas=mathml(formulas()),
        charts={
            "parabola": factor_chart("parabola", _rates(runs)),
            "valley": factor_chart("valley", _directions(runs["mse-converges"], runs["mse-blowup"])),
        },
        comparison=comparison(runs),
        conditions=felt_conditions(runs["mse-converges"]),
        take_away={part.anchor: tuple(one.told(numbers) for one in part.take_away) for part in PARTS},
        playground=make_playground(runs),
        title=tr(TITLE),
        lead=tr(LEAD),
    )


def _rates(runs: Mapping[str, Scenario]) -> list[Point]:
    """Return the runs on the parabola, to be marked on the chart."""
    return [
        Point(_eigenvalue(run, 0), f"η = {rounded(run.method.learning_rate[0])}")
        for slug, run in runs.items()
        if run.view == "curve" and not run.companions
    ]


def _directions(good: Scenario, blowup: Scenario) -> list[Point]:
    """Return the steep and the flat direction of the valley at both pairs of rates."""
    places: Sequence[tuple[Scenario, int, str, str]] = (
        (good, 0, tr("λ₁ before"), ""),
        (good, 1, "", tr("λ₂ before")),
        (blowup, 1, "λ₂", tr("λ₂ after")),
        (blowup, 0, tr("λ₁ after"), ""),
    )
    return [Point(_eigenvalue(run, i), label, name) for run, i, label, name in places]


def _eigenvalue(run: Scenario, place: int) -> float:
    eigenvalues = run.verdict.eigenvalues
    assert eigenvalues is not None  # every built-in objective has a minimiser
    return float(eigenvalues[place])
