"""The model of the playground about the houses: spaces of parameters with their rates, methods, and named settings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from gdcore.arrays import frozen
from gdcore.descent.line_search import HALVING
from gdcore.descent.momentum import HEAVY_BALL, MOMENTUM
from gdcore.descent.plain import PLAIN, gradient_descent
from gdcore.descent.registry import FAMILIES
from gdcore.models.line_error import LineError
from gdcore.objectives.objective import Objective, Standard
from gdcore.scenario import Scenario
from gdcore.studies.edges import plane_reach
from gdcore.text.language import tr, translatable
from gdcore.theory.standard_units import landing
from valleyjump.article.conditions import settings
from valleyjump.article.presets import Preset, Range, preset_of
from valleyjump.article.story import limit_of_first_rate

MOMENTUM_STEP = 0.01
LARGEST_MOMENTUM = 0.99
START_STEPS = (1.0, 1000.0)
"""For a and b, in their units."""
VIEW_SHARE = 0.5
LONGEST_RUN = 20
"""How many presses it takes to the end: enough for float64 to overflow wherever growth can be seen."""
PRESETS = (
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
SPACES: Mapping[str, Literal["centred", "standard"]] = {CENTRED: "centred", NORMALISED: "standard"}
METHODS = {
    PLAIN.name: translatable("plain"),
    HALVING.name: translatable("halving"),
    HEAVY_BALL.name: translatable("momentum"),
    CENTRED: translatable("centred"),
    NORMALISED: translatable("standard units"),
}
"""What the choice of methods calls them."""


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
    space: Literal["raw", "centred", "standard"]
    takes_momentum: bool
    judged: bool
    """Whether theory predicts what its runs do."""


@dataclass(frozen=True)
class HousesPlay:
    """The houses in raw units, counted from their mean area, and in standard units; starts are (a, b).

    ``change`` is what leads from one to the other, and there are named settings.
    """

    rows: Mapping[str, list[float] | tuple[str, str]]
    raw: Space
    centred: Space
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


def make_houses(runs: Mapping[str, Scenario]) -> HousesPlay:
    """Return the playground about the houses, out of the built-in ``runs`` by slug."""
    good, normalised = runs["mse-converges"], runs["mse-normalised"]
    standard = normalised.objective.standard
    assert standard is not None
    assert good.tolerance is not None
    return HousesPlay(
        rows=_rows(good.objective),
        raw=_space(good.objective, good, plane_reach(runs["fate-houses"]).tolist()),
        centred=_centred(good, normalised.objective.parameters[1]),
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
        presets=tuple(_presets(runs, standard)),
    )


def _method(name: str) -> MethodPlay:
    family = PLAIN if name in SPACES else FAMILIES[name]
    return MethodPlay(
        label=tr(METHODS[name]),
        name=family.name,
        space=SPACES.get(name, "raw"),
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


def _centred(good: Scenario, height: str) -> Space:
    """Return slope and ``height`` at the mean area, with the rates that make their curvatures equal."""
    assert good.objective.table is not None
    setting = settings(good)["centred"]
    run = replace(
        good, objective=setting.objective, method=gradient_descent(frozen(setting.rates)), start=frozen(setting.start)
    )
    ranges = tuple(Range(low, high) for low, high in plane_reach(run).tolist())
    sums = replace(LineError.on(good.objective.table), mean_x=0.0)
    return Space((good.objective.parameters[0], height), sums, ranges, tuple(setting.rates.tolist()))


def _presets(runs: Mapping[str, Scenario], standard: Standard) -> Iterator[Preset]:
    good, blowup = runs["mse-converges"], runs["mse-blowup"]
    for name, label, slug in PRESETS:
        found = preset_of(name, label, runs[slug])
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
