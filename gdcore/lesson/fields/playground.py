"""The table ``playground`` of a scenario: what its controls may be set to, and settings to start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from gdcore.descent.trajectory import MAX_STEPS
from gdcore.faults import in_one_line, nearest
from gdcore.lesson.fields.rule import Numbers, Rule, RunTitle, of_rule
from gdcore.lesson.fields.schedule import Rates, ScheduleTable
from gdcore.lesson.fields.strict import Interval, Strict, by_name, upside_down
from gdcore.methods.registry import AROUND, FAMILIES
from gdcore.schedules.schedule import CONSTANT

MOST_PRESETS = 12
Intervals = Annotated[
    dict[str, Interval], BeforeValidator(by_name, json_schema_input_type=Interval | dict[str, Interval])
]


class PlaygroundPreset(Rule):
    """One setting to start from; what it leaves out is the scenario's own."""

    title: Annotated[RunTitle, Field(min_length=1)]
    """What its button says."""
    learning_rate: Rates = {}
    """One number for all parameters, or one for each by name."""
    start: Numbers | None = None
    """Where the run begins, by parameter."""
    steps: Annotated[int, Field(ge=1, le=MAX_STEPS)] | None = None
    """How many steps are shown."""


class Playground(Strict):
    """What the playground below a clip may be set to; chosen by the run where nothing is said."""

    learning_rate: Intervals = {}
    """The interval of the learning rates, [low, high], or one for each parameter by name."""
    start: Intervals = {}
    """The interval in which a start may lie, [low, high], or one for each parameter by name."""
    presets: Annotated[list[PlaygroundPreset], Field(max_length=MOST_PRESETS)] = []
    """Settings to start from, each with a title and what sets it apart from the scenario's own run."""


def playground_contradictions(table: Playground | bool, own: Rule) -> Iterator[str]:
    """Yield what is wrong between the fields of a table, if there is one, beside the scenario's ``own`` rule."""
    if isinstance(table, bool):
        return
    if isinstance(own.learning_rate, ScheduleTable) and own.learning_rate.schedule != CONSTANT:
        kind = own.learning_rate.schedule
        yield f'playground: its rates stay as they are set, so that it fits no schedule = "{kind}"; leave it out'
        return
    yield from upside_down("playground.learning_rate", table.learning_rate)
    yield from upside_down("playground.start", table.start)
    for name, (low, high) in table.learning_rate.items():
        if low < high and not low > 0.0:
            place = f"playground.learning_rate.{in_one_line(name)}".removesuffix(".")
            yield f"{place}: expected rates above 0, got [{low:g}, {high:g}]"
    titles = [preset.title for preset in table.presets]
    for number, preset in enumerate(table.presets, 1):
        place = f"playground.presets.{number}"
        yield from (f"{place}.{line}" for line in of_rule(completed(preset, own)))
        yield from (f"{place}.{line}" for line in _unplayable(completed(preset, own)))
        if titles.index(preset.title) < number - 1:
            yield f'{place}.title: used twice, "{in_one_line(preset.title)}"'


def _unplayable(rule: Rule) -> Iterator[str]:
    """Yield why a page cannot take the steps of a rule, a line for each reason."""
    family = FAMILIES[rule.method]
    if family.kind == "stochastic":
        yield f'method: a page draws no rows, so method = "{rule.method}" has no place in a playground'
        return
    if not family.steps_by_slope:
        yield f'method: a page does not know the steps of method = "{rule.method}", which has no place in a playground'
    for number in AROUND:
        if getattr(rule, number.name) is not None:
            yield f"{number.name}: a page takes whole slopes, so {number.name} has no place in a playground"


def completed(preset: PlaygroundPreset, own: Rule) -> PlaygroundPreset:
    """Return a preset with the rule of the scenario where it has none."""
    given = preset.model_fields_set
    missing: dict[str, object] = {} if "learning_rate" in given else {"learning_rate": own.learning_rate}
    if "method" not in given:
        others = type(own).model_fields.keys() & Rule.model_fields.keys() - given - {"learning_rate"}
        missing |= {name: getattr(own, name) for name in others}
    return preset.model_copy(update=missing)


def misnamed(table: Playground, rates: tuple[str, ...], starts: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each parameter that a table names and that does not exist."""
    named: list[tuple[str, Mapping[str, object], tuple[str, ...]]] = [
        ("learning_rate", table.learning_rate, rates),
        ("start", table.start, starts),
    ]
    for number, preset in enumerate(table.presets, 1):
        named.append((f"presets.{number}.learning_rate", preset.learning_rate, rates))
        named.append((f"presets.{number}.start", preset.start or {}, starts))
    for field, numbers, names in named:
        for name in numbers:
            if name and name not in names:
                yield f"playground.{field}.{in_one_line(name)}: unknown parameter; {nearest(name, names)}"
        for name in names if numbers and "" not in numbers and field.startswith("presets") else ():
            if name not in numbers:
                yield f"playground.{field}.{name}: missing"
