"""The playground of any run: its own function or data, start, rates and method, and room around them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.stochastic import SGD
from gdcore.lesson.fields.asked import Asked
from gdcore.methods.registry import sees_all
from gdcore.models.features import Features
from gdcore.models.line_error import LineError
from gdcore.objectives.objective import Objective, Standard
from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import AxisKind, axes_of
from gdcore.studies.fate_grid import has_map
from gdcore.studies.race_names import run_names
from gdcore.tables.table import Table
from gdcore.text.language import tr, translatable
from scenes.shown_range.boxes import from_above
from scenes.shown_range.window import is_own, window_of
from valleyjump.playgrounds.model import METHODS, OWN, Play, Preset, Range, Space, method_play, preset_of
from valleyjump.playgrounds.objectives import line_model, objective_model, rows_model

TURN = translatable("Your turn: {title}")
"""What the playground of a scenario is called where its clip is called so."""
STANDARD = "standard"
MOST_ROWS, MOST_SEED = 10_000, 2**53
"""So many rows a page has at most, and seeds below this, which its scripts hold exactly."""
VIDEO = "video"
"""The preset that a playground begins with."""
FASTER, SLOWER = 4.0, 100.0
"""How far rates reach beyond the edge and the run's own, and below."""
UNKNOWN = 30.0
"""How far beyond the run's own where no edge is known."""
LONGEST_RUN, MOST_STEPS = 20, 20_000
"""How many presses of Run it takes to the end, and the steps that a page follows a run at most."""
PARTS = 50
"""In so many parts a window is widened at most by its own width."""
STEPS_ACROSS = 100
"""The least steps of a start across its range."""


def playground_of(scenario: Scenario, asked: Asked | None = None) -> Play | None:
    """Return the playground of a run, with what its author ``asked`` for; None where the page cannot repeat the run.

    A page keeps the rates that are set: there is none for a run on a schedule.
    """
    objective = scenario.objective
    asked = asked or Asked()
    methods = _methods(scenario, asked)
    model = objective_model(objective, scenario.start, with_rows=SGD.name in methods)
    if model is None or _is_long(scenario, model) or not _is_playable(scenario.method, methods):
        return None
    sight = _sight(scenario)
    space, spaces = _spaces(scenario, model, asked)
    presets = tuple(_presets(scenario, asked, methods))
    steps = min(scenario.steps, MOST_STEPS)
    return Play(
        view={1: "curve", 2: "map"}.get(objective.n_parameters, "charts"),  # type: ignore[arg-type]
        symbol=objective.symbol,
        units=objective.units if space == OWN or objective.standard is None else objective.standard.units,
        value_unit=objective.value_unit,
        spaces=spaces,
        methods={name: method_play(name, space=space) for name in methods},
        start=tuple(_starts(scenario, sight, presets, asked)),
        sight=tuple(Range(low, high) for low, high in sight),
        tolerance=scenario.tolerance,
        horizon=steps,
        longest=max(steps, min(LONGEST_RUN * steps, MOST_STEPS)),
        presets=presets,
        rows=_rows(objective),
    )


def _methods(scenario: Scenario, asked: Asked) -> tuple[str, ...]:
    """Return what readers can choose from: stochastic descent too where a setting of the lesson has it."""
    used = [run.method for run in scenario.runs if run.objective is scenario.objective]
    used += [scenario.method, *(preset.method for preset in asked.presets)]
    seeds = [method.hyperparameters["seed"] for method in used if method.name == SGD.name]
    return (*METHODS, SGD.name) if seeds and max(seeds) < MOST_SEED else METHODS


def _is_playable(method: Method, methods: tuple[str, ...]) -> bool:
    """Return whether a page can take the steps of a method."""
    drawn = method.name == SGD.name and method.hyperparameters.keys() == {"batch", "seed"}
    return method.name in methods and (drawn or sees_all(method)) and method.schedule.is_constant


def _is_long(scenario: Scenario, model: Mapping[str, Any]) -> bool:
    """Whether a page would have more rows than it can hold."""
    rows = scenario.objective.rows
    return "rows" in model and rows is not None and rows.n_rows > MOST_ROWS


def _rows(objective: Objective) -> dict[str, Any] | None:
    """Return the data of a line, with the names and units of their columns; None for other objectives."""
    table = objective.table
    if table is None or objective.n_parameters != 2:
        return None
    x, unit = (table.x_names[0], table.x_units[0]) if isinstance(table, Features) else (table.x_name, table.x_unit)
    names, units = (x, table.y_name), (unit, table.y_unit)
    return {"x": table.x.ravel().tolist(), "y": table.y.tolist(), "names": names, "units": units}


def _spaces(scenario: Scenario, model: dict[str, Any], asked: Asked) -> tuple[str, dict[str, Space]]:
    """Return the space that the methods work in, and all spaces by name."""
    objective = scenario.objective
    default = tuple(scenario.method.learning_rate.tolist())
    own = Space(objective.parameters, model, tuple(_rates(scenario, asked)), default)
    standard, table = objective.standard, objective.table
    if standard is None or table is None or objective.n_parameters != 2:
        return OWN, {OWN: own}
    raw = Space(standard.parameters, _in_units(objective, standard), own.rates, default)
    round_ = objective.quadratic
    return STANDARD, {OWN: raw, STANDARD: replace(own, mean=standard.mean, spread=standard.spread, round=round_)}


def _in_units(objective: Objective, standard: Standard) -> dict[str, Any]:
    """Return the model of a line's error, for parameters in the units of its table."""
    table, rows, best = objective.table, objective.rows, objective.minimiser
    assert table is not None
    if objective.quadratic or rows is None or best is None:
        return line_model(LineError.on(Table(table.x.ravel(), table.y)))
    return rows_model(replace(rows, x=table.x), standard.original(best))


def _rates(scenario: Scenario, asked: Asked) -> Iterator[Range]:
    """Yield what each rate may be: from far below the run's own and the edge to beyond both."""
    limit = scenario.verdict.stability_limit
    alike = [run.method for run in scenario.runs if run.objective is scenario.objective]
    used = [method.learning_rate for method in alike if method.schedule.is_constant]
    used += [preset.method.learning_rate for preset in asked.presets]
    for i, name in enumerate(scenario.objective.parameters):
        own = [float(rates[i]) for rates in (*used, scenario.method.learning_rate)]
        edge = None if limit is None or not np.isfinite(limit[i]) else float(limit[i])
        low = min([*own, *([] if edge is None else [edge])]) / SLOWER
        high = UNKNOWN * max(own) if edge is None else FASTER * max(edge, *own)
        mapped = _on_map(scenario, i, ("rates", "rate"))
        low, high = min([float(f"{low:.1g}"), *mapped]), max([float(f"{high:.1g}"), *mapped])
        yield Range(*asked.rates.get(name, (low, high)))


def _on_map(scenario: Scenario, parameter: int, kinds: tuple[AxisKind, ...]) -> list[float]:
    """Return how far a map of fates reaches in the rate or the start of a parameter, if it has one over these."""
    axes = axes_of(scenario) if has_map(scenario) else ()
    found = [axis for axis in axes if axis.kind in kinds and axis.parameter in (parameter, -1)]
    rate = float(scenario.method.learning_rate[parameter])
    return [end * (rate if axis.factor else 1.0) for axis in found for end in (axis.low, axis.high)]


def _sight(scenario: Scenario) -> list[tuple[float, float]]:
    """Return what of each parameter is in view, in the parameters of starts."""
    objective, d = scenario.objective, scenario.objective.n_parameters
    if is_own(objective) and d <= 2:
        window = window_of(scenario)
        found = list(zip(window.low.tolist(), window.high.tolist(), strict=True))
        return [_widened(objective, *found[0], window.top)] if d == 1 else found
    start = start_of(scenario)
    if d != 2 or objective.standard is not None:
        best = _best(objective)
        reach = np.maximum(abs(start - best), 0.1 * np.maximum(abs(start), 1.0))
        return list(zip((best - 1.5 * reach).tolist(), (best + 1.5 * reach).tolist(), strict=True))
    box = from_above(scenario)[1]
    return list(zip(box.low.tolist(), box.high.tolist(), strict=True))


@np.errstate(all="ignore")
def _widened(objective: Objective, low: float, high: float, top: float) -> tuple[float, float]:
    """Return an interval with what lies beside it and no higher than ``top``: further wells, for a start."""
    ways = (high - low) * np.arange(1, PARTS + 1) / PARTS
    wider = []
    for end, sign in ((low, -1.0), (high, 1.0)):
        seen = objective.value((end + sign * ways)[:, None]) <= top
        wider.append(end + sign * float(ways[: len(ways) if seen.all() else int(seen.argmin())].max(initial=0.0)))
    return wider[0], wider[1]


def _played(start: Array, scenario: Scenario) -> Array:
    """Return a start of the file in the parameters of starts: of several columns those are in standard units."""
    standard = scenario.objective.standard
    return start if standard is None or len(start) == 2 else standard.standardised(start)


def start_of(scenario: Scenario) -> Array:
    """Return where a run starts, in the parameters of starts, rounded where it went there and back."""
    standard = scenario.objective.standard
    if standard is None or scenario.objective.n_parameters != 2:
        return scenario.start
    return np.asarray([float(f"{value:.12g}") for value in standard.original(scenario.start).tolist()])


def _best(objective: Objective) -> Array:
    """Return the known minimiser in the parameters of starts, or zeros."""
    best = np.zeros(objective.n_parameters) if objective.minimiser is None else objective.minimiser
    return best if objective.standard is None or len(best) != 2 else objective.standard.original(best)


def _starts(
    scenario: Scenario, sight: list[tuple[float, float]], presets: Iterable[Preset], asked: Asked
) -> Iterator[Range]:
    """Yield where a start may lie: what is in view, and the starts of all named settings."""
    standard = scenario.objective.standard
    names = scenario.objective.parameters if standard is None else standard.parameters
    for i, (name, (low, high)) in enumerate(zip(names, sight, strict=True)):
        low, high = asked.start.get(name, (low, high))
        step = 10.0 ** math.floor(math.log10((high - low) / STEPS_ACROSS))
        given = [preset.start[i] for preset in presets]
        if standard is None and name not in asked.start:
            given += _on_map(scenario, i, ("start",))
        low, high = min([math.ceil(low / step) * step, *given]), max([math.floor(high / step) * step, *given])
        yield Range(float(f"{low:.12g}"), float(f"{high:.12g}"), step)


def _presets(scenario: Scenario, asked: Asked, methods: tuple[str, ...]) -> Iterator[Preset]:
    """Yield the run itself, those beside it, and those that its author asked for."""
    start = tuple(start_of(scenario).tolist())
    yield replace(preset_of(VIDEO, tr("The run in the video"), scenario), start=start)
    titles = run_names(scenario)[1:]
    for number, (title, run) in enumerate(zip(titles, scenario.companions, strict=True)):
        if _is_playable(run.method, methods) and run.objective is scenario.objective:
            yield replace(preset_of(f"beside-{number}", title, run), start=tuple(start_of(run).tolist()))
    for number, preset in enumerate(asked.presets):
        yield Preset(
            name=f"asked-{number}",
            label=preset.title,
            method=preset.method.name,
            rates=tuple(preset.method.learning_rate.tolist()),
            numbers=_plain(preset.method.hyperparameters),
            start=start if preset.start is None else tuple(_played(preset.start, scenario).tolist()),
            steps=preset.steps or scenario.trajectory.n_steps,
        )


def _plain(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in numbers.items()}
