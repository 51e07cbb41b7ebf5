"""The playgrounds' models: every range, start, rate and sum that the scripts begin from, out of the built-in runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.studies.fates import line_reach
from gdcore.text.language import translatable
from scenes.plots.run_colours import RATES, rate_colour
from scenes.theme.theme_file import BUILT_IN, built_in
from valleyjump.article.houses_play import HousesPlay, make_houses
from valleyjump.article.presets import Preset, Range, preset_of
from valleyjump.article.still import Still, parabola_still
from valleyjump.markup.messages import script_json

DARK, LIGHT = map(built_in, BUILT_IN)
RATE_STEP, START_STEP = 0.001, 0.01
VIEW_OF_STARTS = 0.75
"""How much of the range of starts is in view on the parabola, whatever a run does."""
HERO_EXCESS, HERO_STEPS = 1.05, 3
"""On the first screen: how many times the rate at the edge, and how many steps of it are shown."""
PARABOLA_RUN = 100
"""How many steps one press of "Run" takes on the parabola; on the houses it is as many as the scenario has."""
LONGEST_ON_PARABOLA = 200
"""The same on the parabola, where a rate of 1.01, one per cent beyond the edge, takes 17,922 steps to overflow."""
PARABOLA_PRESETS = (
    ("video", translatable("The run in the video"), "parabola-converges"),
    ("edge", translatable("The edge"), "parabola-cycles"),
    ("break", translatable("Break it"), "parabola-diverges"),
)


@dataclass(frozen=True)
class ParabolaPlay:
    """The parabola: its rate, its start, the edge and the fastest rate, and the named settings.

    ``view`` is how far the axis reaches on both sides whatever a run does.
    """

    rate: Range
    start: Range
    view: float
    limit: float
    best: float
    horizon: int
    longest: int
    presets: tuple[Preset, ...]
    colours: Mapping[str, tuple[str, str]]
    """By rate, as JavaScript writes it, the light and the dark colour that it has in all clips."""


@dataclass(frozen=True)
class Playground:
    """Both playgrounds, each as JSON for a ``<script type="application/json">`` block."""

    parabola: ParabolaPlay
    houses: HousesPlay

    @property
    def parabola_json(self) -> Markup:
        """The parabola's part."""
        return script_json(asdict(self.parabola))

    @property
    def hero(self) -> ParabolaPlay:
        """The parabola as the first screen shows it: with one setting, a little beyond the edge."""
        opening = replace(self.parabola.presets[-1], rates=(self.parabola.limit * HERO_EXCESS,), steps=HERO_STEPS)
        return replace(self.parabola, presets=(opening,))

    @property
    def hero_json(self) -> Markup:
        """The first screen's part."""
        return script_json(asdict(self.hero))

    @property
    def still(self) -> Still:
        """The first screen's picture for readers without scripts."""
        (setting,) = self.hero.presets
        return parabola_still(setting.rates[0], setting.start[0], setting.steps, self.hero.view)

    @property
    def houses_json(self) -> Markup:
        """The houses' part."""
        return script_json(asdict(self.houses))


def make_playground(runs: Mapping[str, Scenario]) -> Playground:
    """Return the playground about the built-in ``runs``, by slug."""
    return Playground(_parabola(runs), make_houses(runs))


def _parabola(runs: Mapping[str, Scenario]) -> ParabolaPlay:
    fate, race = runs["fate-parabola"], runs["parabola-race"]
    low, high = fate.objective.domain[0].tolist()
    assert fate.verdict.stability_limit is not None
    limit = float(fate.verdict.stability_limit[0])
    return ParabolaPlay(
        rate=Range(0.0, line_reach(fate), RATE_STEP),
        start=Range(low, high, START_STEP),
        view=VIEW_OF_STARTS * high,
        limit=limit,
        best=limit / 2.0,
        horizon=PARABOLA_RUN,
        longest=LONGEST_ON_PARABOLA * PARABOLA_RUN,
        presets=(
            # The two runs of the race that have no clip of their own: the one that creeps and the one that lands.
            preset_of("creep", translatable("Creep"), race),
            preset_of("land", translatable("Land at once"), race.companions[0]),
            *(preset_of(name, label, runs[slug]) for name, label, slug in PARABOLA_PRESETS),
        ),
        colours={f"{rate:g}": (rate_colour(rate, LIGHT), rate_colour(rate, DARK)) for rate in RATES},
    )
