"""From an entry of a lesson file to what it asks of the playground of its scenario, or a line for each fault."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from gdcore.arrays import Array
from gdcore.faults import CombinedInputError, collecting
from gdcore.lesson.entry import Entry
from gdcore.lesson.entry_scenario import check_start, given_start, method_of
from gdcore.lesson.fields.asked import Asked, AskedPreset, Intervals, Request
from gdcore.lesson.fields.playground import Playground, PlaygroundPreset, completed
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.text.readers import readable


def request_of(entry: Entry) -> Request:
    """Return what an entry says of its playground."""
    table = entry.playground
    said = table.model_dump(mode="json", exclude_unset=True) if isinstance(table, Playground) else table
    return Request(json.dumps(said, sort_keys=True), partial(asked_of, entry))


def asked_of(entry: Entry, scenario: Scenario) -> Asked | None:
    """Return what an entry asks of its scenario's playground, or None for none.

    Raises ``InputError`` with a line for each number that lies outside the intervals, and for starts that are none.
    """
    table, objective = entry.playground, scenario.objective
    if not isinstance(table, Playground):
        return Asked() if table else None
    names = objective.parameters if objective.standard is None else objective.standard.parameters
    rates, start = _named(table.learning_rate, objective.parameters), _named(table.start, names)
    faults: list[str] = []
    if start and objective.standard is not None and objective.n_parameters > 2:
        faults.append("playground.start: a fit of several columns in standard units takes no interval of starts")
    presets: list[AskedPreset] = []
    for number, preset in enumerate(table.presets, 1):
        with collecting(faults, f"playground.presets.{number}"):
            presets.append(_preset(preset, entry, objective))
    own = AskedPreset("", scenario.method, given_start(entry.start, objective))
    for place, one in (("", own), *((f"presets.{n}.", preset) for n, preset in enumerate(presets, 1))):
        faults += _outside(place, "learning_rate", rates, objective.parameters, one.method.learning_rate)
        faults += [] if one.start is None else _outside(place, "start", start, names, one.start)
    if faults:
        raise CombinedInputError(faults)
    return Asked(rates, start, tuple(presets))


def _named(intervals: Mapping[str, list[float]], names: tuple[str, ...]) -> Intervals:
    everywhere = dict.fromkeys(names, intervals[""]) if "" in intervals else intervals
    return {name: (low, high) for name, (low, high) in everywhere.items()}


def _preset(preset: PlaygroundPreset, entry: Entry, objective: Objective) -> AskedPreset:
    start = None
    if preset.start is not None:
        start = given_start(preset.start, objective)
        standard = objective.standard
        check_start(objective, start if standard is None else standard.standardised(start))
    begins = given_start(entry.start, objective) if start is None else start
    method = method_of(completed(preset, entry), objective, begins, entry.steps)
    return AskedPreset(readable(preset.title), method, start, preset.steps)


def _outside(place: str, field: str, intervals: Intervals, names: tuple[str, ...], numbers: Array) -> Iterator[str]:
    """Yield a line for each number that no control could be set to."""
    for name, value in zip(names, np.asarray(numbers).tolist(), strict=True):
        low, high = intervals.get(name, (-np.inf, np.inf))
        if not low <= value <= high:
            interval = f"[{low:g}, {high:g}]"
            if place:
                yield f"playground.{place}{field}.{name}: expected a number in {interval}, got {value:g}"
            else:
                own = f"the scenario's own {value:g}"
                yield f"playground.{field}.{name}: expected an interval around {own}, got {interval}"
