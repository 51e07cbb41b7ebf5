"""The playground's model: every range, start, rate and sum that the scripts begin from, out of the built-in runs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

import numpy as np
from markupsafe import Markup

from gdcore.descent.line_search import HALVING
from gdcore.descent.momentum import HEAVY_BALL, MOMENTUM
from gdcore.descent.plain import PLAIN
from gdcore.descent.registry import FAMILIES
from gdcore.models.line_error import LineError
from gdcore.objectives.objective import Objective, Standard
from gdcore.scenario import Scenario
from gdcore.studies.fates import line_reach, plane_reach
from gdcore.text.language import tr, translatable
from scenes.plots.run_colours import RATES, rate_colour
from scenes.theme.theme_file import BUILT_IN, built_in
from valleyjump.article.still import Still, parabola_still
from valleyjump.article.story import limit_of_first_rate
from valleyjump.markup.messages import script_json

DARK, LIGHT = map(built_in, BUILT_IN)
RATE_STEP, START_STEP, MOMENTUM_STEP = 0.001, 0.01, 0.01
LARGEST_MOMENTUM = 0.99
START_STEPS = (1.0, 1000.0)
"""For a and b, in their units."""
VIEW_SHARE = 0.5
VIEW_OF_STARTS = 0.75
"""How much of the range of starts is in view on the parabola, whatever a run does."""
HERO_EXCESS, HERO_STEPS = 1.05, 3
"""On the first screen: how many times the rate at the edge, and how many steps of it are shown."""
PARABOLA_RUN = 100
"""How many steps one press of "Run" takes on the parabola; on the houses it is as many as the scenario has."""
LONGEST_RUN = 20
"""How many presses it takes to the end: enough for float64 to overflow wherever growth can be seen."""
LONGEST_ON_PARABOLA = 200
"""The same on the parabola, where a rate of 1.01, one per cent beyond the edge, takes 17,922 steps to overflow."""
PARABOLA_PRESETS = (
    ("video", translatable("The run in the video"), "parabola-converges"),
    ("edge", translatable("The edge"), "parabola-cycles"),
    ("break", translatable("Break it"), "parabola-diverges"),
)
HOUSES_PRESETS = (
    ("video", translatable("The run in the video"), "mse-converges"),
    ("break", translatable("Break it"), "mse-blowup"),
    ("edge", translatable("The edge"), ""),
    ("halve", translatable("Halve the steps"), "mse-halving"),
    ("remember", translatable("Add momentum"), "mse-momentum"),
    ("rescale", translatable("Standard units"), "mse-normalised"),
)
NORMALISED = "normalised"
"""Plain descent on the standardised data."""
METHODS = {
    PLAIN.name: translatable("plain"),
    HALVING.name: translatable("halving"),
    HEAVY_BALL.name: translatable("momentum"),
    NORMALISED: translatable("standard units"),
}
"""What the choice of methods calls them."""


@dataclass(frozen=True)
class Range:
    """What a control may be set to, both ends included; without a ``step`` the scale is logarithmic."""

    low: float
    high: float
    step: float | None = None


@dataclass(frozen=True)
class Preset:
    """One named setting: a run, and how many of its steps are shown."""

    name: str
    label: str
    method: str
    rates: tuple[float, ...]
    momentum: float
    start: tuple[float, ...]
    steps: int


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
class Space:
    """One set of parameters of the houses' line: the error's sums in it, and what its rates may be."""

    parameters: tuple[str, ...]
    sums: LineError
    rates: tuple[Range, ...]
    default: tuple[float, ...]


@dataclass(frozen=True)
class MethodPlay:
    """One choice of a method: its name in the registry, the ``Space`` that it works in, and what is known of it."""

    label: str
    name: str
    space: Literal["raw", "standard"]
    takes_momentum: bool
    judged: bool
    """Whether theory predicts what its runs do."""


@dataclass(frozen=True)
class HousesPlay:
    """The houses in raw and in standard units, the way between the two, and the named settings. Starts are (a, b)."""

    rows: Mapping[str, list[float] | tuple[str, str]]
    raw: Space
    standard: Space
    change: Mapping[str, float]
    start: tuple[Range, ...]
    view: tuple[Range, ...]
    units: tuple[str, ...]
    value_unit: str
    momentum: Range
    methods: Mapping[str, MethodPlay]
    tolerance: float
    horizon: int
    longest: int
    presets: tuple[Preset, ...]


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
    return Playground(_parabola(runs), _houses(runs))


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
            _preset("creep", translatable("Creep"), race),
            _preset("land", translatable("Land at once"), race.companions[0]),
            *(_preset(name, label, runs[slug]) for name, label, slug in PARABOLA_PRESETS),
        ),
        colours={f"{rate:g}": (rate_colour(rate, LIGHT), rate_colour(rate, DARK)) for rate in RATES},
    )


def _houses(runs: Mapping[str, Scenario]) -> HousesPlay:
    good, normalised = runs["mse-converges"], runs["mse-normalised"]
    standard = normalised.objective.standard
    assert standard is not None
    assert good.tolerance is not None
    return HousesPlay(
        rows=_rows(good.objective),
        raw=_space(good.objective, good, plane_reach(runs["fate-houses"]).tolist()),
        standard=_space(normalised.objective, normalised, plane_reach(replace(normalised, companions=())).tolist()),
        change={"mean": standard.mean, "spread": standard.spread},
        start=_starts(good.objective),
        view=_view(good.objective),
        units=good.objective.units,
        value_unit=good.objective.value_unit,
        momentum=Range(0.0, LARGEST_MOMENTUM, MOMENTUM_STEP),
        methods={name: _method(name) for name in METHODS},
        tolerance=good.tolerance,
        horizon=good.steps,
        longest=LONGEST_RUN * good.steps,
        presets=tuple(_houses_presets(runs, standard)),
    )


def _method(name: str) -> MethodPlay:
    family = PLAIN if name == NORMALISED else FAMILIES[name]
    return MethodPlay(
        label=tr(METHODS[name]),
        name=family.name,
        space="standard" if name == NORMALISED else "raw",
        takes_momentum=MOMENTUM in family.hyperparameters,
        judged=family.rule is not None,
    )


def _starts(objective: Objective) -> tuple[Range, ...]:
    """Return where a start may lie, to whole steps: inside the domain."""
    return tuple(
        Range(math.ceil(low / step) * step, math.floor(high / step) * step, step)
        for (low, high), step in zip(objective.domain.tolist(), START_STEPS, strict=True)
    )


def _view(objective: Objective) -> tuple[Range, ...]:
    """Return the part of the domain around the minimiser that is in view whatever a run does."""
    middle = objective.domain.mean(axis=1, keepdims=True)
    return tuple(Range(low, high) for low, high in (middle + VIEW_SHARE * (objective.domain - middle)).tolist())


def _rows(objective: Objective) -> dict[str, list[float] | tuple[str, str]]:
    """Return the houses themselves, with the names and units of their columns."""
    table = objective.table
    assert table is not None
    names, units = (table.x_name, table.y_name), (table.x_unit, table.y_unit)
    return {"x": table.x.tolist(), "y": table.y.tolist(), "names": names, "units": units}


def _space(objective: Objective, run: Scenario, reach: list[list[float]]) -> Space:
    assert objective.rows is not None
    assert objective.table is not None
    sums = LineError.on(replace(objective.table, x=objective.rows.x))
    default = tuple(run.method.learning_rate.tolist())
    return Space(objective.parameters, sums, tuple(Range(low, high) for low, high in reach), default)


def _houses_presets(runs: Mapping[str, Scenario], standard: Standard) -> Iterator[Preset]:
    for name, label, slug in HOUSES_PRESETS:
        if slug:
            yield _preset(name, label, runs[slug], standard)
        else:
            yield _edge(name, label, runs["mse-blowup"])


def _edge(name: str, label: str, blowup: Scenario) -> Preset:
    """Return the run whose first rate alone is taken back from the blow-up to the edge of stability."""
    found = _preset(name, label, blowup)
    return replace(found, rates=(limit_of_first_rate(blowup), *found.rates[1:]))


def _preset(name: str, label: str, run: Scenario, standard: Standard | None = None) -> Preset:
    method = run.method
    there, start = run.objective.standard is not None, run.start
    if there and standard is not None:
        # The way there and back again costs a last digit, which nobody typed.
        start = np.round(standard.original(run.start), 6)
    return Preset(
        name=name,
        label=tr(label),
        method=NORMALISED if there else method.name,
        rates=tuple(method.learning_rate.tolist()),
        momentum=float(method.momentum),
        start=tuple(start.tolist()),
        steps=run.trajectory.n_steps,
    )
