"""The story's own playgrounds: the parabola, also for the first screen, and the houses in three sets of parameters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from gdcore.arrays import frozen
from gdcore.descent.line_search import HALVING
from gdcore.descent.momentum import HEAVY_BALL
from gdcore.descent.plain import PLAIN, gradient_descent
from gdcore.models.line_error import LineError
from gdcore.objectives.objective import Objective, Standard
from gdcore.scenario import Scenario
from gdcore.studies.edges import plane_reach
from gdcore.studies.fates import line_reach
from gdcore.text.language import tr, translatable
from gdcore.theory.standard_units import landing
from scenes.plots.run_colours import RATES, rate_colour
from scenes.theme.theme_file import BUILT_IN, built_in
from valleyjump.article.conditions import settings
from valleyjump.article.still import Still, parabola_still
from valleyjump.article.story import limit_of_first_rate
from valleyjump.playgrounds.model import OWN, MethodPlay, Play, Preset, Range, Space, method_play, preset_of
from valleyjump.playgrounds.objectives import line_model
from valleyjump.playgrounds.of_run import STANDARD, playground_of

DARK, LIGHT = map(built_in, BUILT_IN)
RATE_STEP, START_STEP = 0.001, 0.01
VIEW_OF_STARTS, VIEW_SHARE = 0.75, 0.5
"""What share of the starts is in view on the parabola, and of each parameter of the houses, whatever a run does."""
HERO_EXCESS, HERO_STEPS = 1.05, 3
"""On the first screen: how many times the rate at the edge, and how many steps of it are shown."""
PARABOLA_RUN = 100
"""How many steps one press of "Run" takes on the parabola; on the houses it is as many as the scenario has."""
LONGEST_ON_PARABOLA = 200
"""The most presses there, where a rate of 1.01, one per cent beyond the edge, takes 17,922 steps to overflow."""
PARABOLA_PRESETS = (
    ("video", translatable("The run in the video"), "parabola-converges"),
    ("edge", translatable("The edge"), "parabola-cycles"),
    ("break", translatable("Break it"), "parabola-diverges"),
)
START_STEPS = (1.0, 1000.0)
"""For a and b, in their units."""
HOUSES_PRESETS = (
    ("video", translatable("The run in the video"), "mse-converges"),
    ("break", translatable("Break it"), "mse-blowup"),
    ("edge", translatable("The edge"), "mse-blowup"),
    ("halve", translatable("Halve the steps"), "mse-halving"),
    ("remember", translatable("Add momentum"), "mse-momentum"),
    ("centre", translatable("Centred"), "mse-converges"),
    ("rescale", translatable("Standard units"), "mse-normalised"),
)
CENTRED, NORMALISED = "centred", "normalised"
"""Plain descent with the area counted from its mean, and with it in standard units."""


@dataclass(frozen=True)
class Playground:
    """Both playgrounds."""

    parabola: Play
    houses: Play

    @property
    def hero(self) -> Play:
        """The parabola as the first screen shows it: with one setting, a little beyond the edge."""
        (edge,) = (preset.rates[0] for preset in self.parabola.presets if preset.name == "edge")
        opening = replace(self.parabola.presets[-1], rates=(edge * HERO_EXCESS,), steps=HERO_STEPS)
        return replace(self.parabola, presets=(opening,))

    @property
    def still(self) -> Still:
        """The first screen's picture for readers without scripts."""
        hero = self.hero
        (setting,), (sight,) = hero.presets, hero.sight
        return parabola_still(setting.rates[0], setting.start[0], setting.steps, sight.high)


def make_playground(runs: Mapping[str, Scenario]) -> Playground:
    """Return the playgrounds about the built-in ``runs``, by slug."""
    return Playground(_parabola(runs), _houses(runs))


def _usual(run: Scenario) -> Play:
    """Return the playground that any lesson would have of this run."""
    found = playground_of(run)
    assert found is not None
    return found


def _parabola(runs: Mapping[str, Scenario]) -> Play:
    fate, race, usual = runs["fate-parabola"], runs["parabola-race"], _usual(runs["parabola-converges"])
    low, high = fate.objective.domain[0].tolist()
    return replace(
        usual,
        spaces={OWN: replace(usual.spaces[OWN], rates=(Range(0.0, line_reach(fate), RATE_STEP),))},
        methods={PLAIN.name: usual.methods[PLAIN.name]},
        start=(Range(low, high, START_STEP),),
        sight=(Range(-VIEW_OF_STARTS * high, VIEW_OF_STARTS * high),),
        horizon=PARABOLA_RUN,
        longest=LONGEST_ON_PARABOLA * PARABOLA_RUN,
        presets=(
            # The two runs of the race that have no clip of their own: the one that creeps and the one that lands.
            preset_of("creep", tr("Creep"), race),
            preset_of("land", tr("Land at once"), race.companions[0]),
            *(preset_of(name, tr(label), runs[slug]) for name, label, slug in PARABOLA_PRESETS),
        ),
        colours={f"{rate:g}": (rate_colour(rate, LIGHT), rate_colour(rate, DARK)) for rate in RATES},
    )


def _houses(runs: Mapping[str, Scenario]) -> Play:
    good, normalised = runs["mse-converges"], runs["mse-normalised"]
    usual, standard = _usual(good), normalised.objective.standard
    assert standard is not None
    return replace(
        usual,
        spaces={
            OWN: replace(usual.spaces[OWN], rates=_rates(runs["fate-houses"])),
            CENTRED: _centred(good, normalised.objective.parameters[1]),
            STANDARD: replace(_usual(normalised).spaces[STANDARD], rates=_rates(replace(normalised, companions=()))),
        },
        methods=_methods(),
        start=_starts(good.objective),
        sight=_sight(good.objective),
        presets=tuple(_presets(runs, standard)),
    )


def _rates(run: Scenario) -> tuple[Range, ...]:
    """Return how far the rates of a run with two parameters reach."""
    return tuple(Range(low, high) for low, high in plane_reach(run).tolist())


def _methods() -> dict[str, MethodPlay]:
    """Return the methods of the houses, by what the choice of methods and an address call them."""
    plain = {name: method_play(name) for name in (PLAIN.name, HALVING.name, HEAVY_BALL.name)}
    return {
        **plain,
        CENTRED: method_play(PLAIN.name, label=tr("centred"), space=CENTRED),
        NORMALISED: method_play(PLAIN.name, label=tr("standard units"), space=STANDARD),
    }


def _starts(objective: Objective) -> tuple[Range, ...]:
    """Return where a start may lie, to whole steps: inside the domain."""
    return tuple(
        Range(math.ceil(low / step) * step, math.floor(high / step) * step, step)
        for (low, high), step in zip(objective.domain.tolist(), START_STEPS, strict=True)
    )


def _sight(objective: Objective) -> tuple[Range, ...]:
    """Return the part of the domain around the minimiser that is in view whatever a run does."""
    middle = objective.domain.mean(axis=1, keepdims=True)
    return tuple(Range(low, high) for low, high in (middle + VIEW_SHARE * (objective.domain - middle)).tolist())


def _centred(good: Scenario, height: str) -> Space:
    """Return slope and ``height`` at the mean area, with the rates that make their curvatures equal."""
    table, setting = good.objective.table, settings(good)["centred"]
    assert table is not None
    run = replace(
        good, objective=setting.objective, method=gradient_descent(frozen(setting.rates)), start=frozen(setting.start)
    )
    sums = LineError.on(table)
    return Space(
        parameters=(good.objective.parameters[0], height),
        objective=line_model(replace(sums, mean_x=0.0)),
        rates=_rates(run),
        default=tuple(setting.rates.tolist()),
        mean=float(table.x.mean()),
    )


def _presets(runs: Mapping[str, Scenario], standard: Standard) -> Iterator[Preset]:
    good, blowup = runs["mse-converges"], runs["mse-blowup"]
    for name, label, slug in HOUSES_PRESETS:
        found = preset_of(name, tr(label), runs[slug])
        if name == "edge":  # its first rate alone is taken back from the blow-up to the edge of stability
            found = replace(found, rates=(limit_of_first_rate(blowup), *found.rates[1:]))
        elif name == "centre":
            rates = settings(good)["centred"].rates
            found = replace(found, method=CENTRED, rates=tuple(rates.tolist()), steps=1)
        elif name == "rescale":
            # The way there and back again costs a last digit, which nobody typed.
            start = np.round(standard.original(runs[slug].start), 6)
            steps = landing(runs[slug].trajectory)
            found = replace(found, method=NORMALISED, start=tuple(start.tolist()), steps=steps)
        yield found
