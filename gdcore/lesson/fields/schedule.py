"""A schedule as a table of a lesson: ``learning_rate = { schedule = "cosine", peak = 0.1, warmup = 20 }``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, create_model

from gdcore.lesson.fields.strict import MORE, TEXT, Positive, Strict, by_name
from gdcore.schedules.kind import Kind, Setting
from gdcore.schedules.registry import KINDS, settings_named

SCHEDULE = "schedule"
Rates = Annotated[dict[str, Positive], BeforeValidator(by_name, json_schema_input_type=Positive | dict[str, Positive])]
Rows = Annotated[
    dict[str, Annotated[list[float], Field(min_length=1, max_length=100_000)]],
    BeforeValidator(by_name, json_schema_input_type=list[float] | dict[str, list[float]]),
]
TYPES: Mapping[str, Any] = {"number": float, "whole": int, "yes or no": bool, "rows": Rows}
Table = TypeVar("Table", bound=BaseModel)
SETTINGS = tuple(dict.fromkeys(one.name for kind in KINDS.values() for one in kind.settings))
RATES = tuple(dict.fromkeys(kind.rates for kind in KINDS.values()))


def _setting(name: str) -> Any:
    """Return the field of a setting: its type with the bounds of all, and what editors are told of it."""
    taken = settings_named(name)
    one = taken[0][1]
    bounds: Any = {} if one.form == "rows" else {"ge": one.ge, "gt": one.gt, "le": one.le, "lt": one.lt}
    said = _said((kind.name, f"{its.doc}, {_default(its)}") for kind, its in taken)
    return TYPES[one.form] | None, Field(None, description=said, **bounds)


def _default(one: Setting) -> str:
    if one.needed:
        return "which it needs"
    default = str(one.default).lower() if isinstance(one.default, bool) else f"{one.default or 0:g}"
    return f"{one.left_out or default} if it is left out"


def _rates(name: str) -> Any:
    kinds = [kind for kind in KINDS.values() if kind.rates == name]
    return Rates | None, Field(None, description=_said((kind.name, f"{kind.doc}{_else(kind)}") for kind in kinds))


def _else(kind: Kind) -> str:
    return "" if kind.rates_default is None else f"; {kind.rates_default:g} if they are left out"


def _said(docs: Iterable[tuple[str, str]]) -> str:
    """Return what a field means, once for all kinds of which it means the same."""
    names: dict[str, list[str]] = {}
    for kind, doc in docs:
        names.setdefault(doc, []).append(kind)
    return " ".join(f"{doc} ({', '.join(kinds)})." for doc, kinds in names.items())


def with_kinds(table: type[Table]) -> type[Table]:
    """Return a table with the fields that the registry of schedules asks for."""
    fields = {name: _rates(name) for name in RATES} | {name: _setting(name) for name in SETTINGS}
    fields[SCHEDULE] = Literal[*KINDS], Field(description="How it changes.")
    return create_model("Schedule", __base__=table, __doc__=table.__doc__, __module__=__name__, **fields)


@with_kinds
class ScheduleTable(Strict):
    """A learning rate that changes from step to step."""

    schedule: str


def _is_schedule(value: Any) -> str:
    """Tell a schedule from rates by name, one of which may be called so."""
    named = isinstance(value, dict) and SCHEDULE in value and not isinstance(value[SCHEDULE], int | float)
    return MORE if named or isinstance(value, ScheduleTable) else TEXT


LearningRate = Annotated[Annotated[Rates, Tag(TEXT)] | Annotated[ScheduleTable, Tag(MORE)], Discriminator(_is_schedule)]


def rates_named(value: Mapping[str, float] | ScheduleTable) -> Mapping[str, float]:
    """Return the rates of a field by parameter, those that a schedule multiplies; by no name if they are all alike."""
    if isinstance(value, Mapping):
        return value
    kind = _kind(value)
    given: Mapping[str, float] | None = getattr(value, kind.rates)
    return {"": kind.rates_default or 0.0} if given is None else given


def place_of_rates(value: Mapping[str, float] | ScheduleTable) -> str:
    """Return how messages name the field in which the rates stand."""
    return "learning_rate" if isinstance(value, Mapping) else f"learning_rate.{_kind(value).rates}"


def settings_of(value: ScheduleTable) -> dict[str, Any]:
    """Return the settings that a table gives, by name."""
    found = {one.name: getattr(value, one.name) for one in _kind(value).settings}
    return {name: setting for name, setting in found.items() if setting is not None}


def _kind(value: ScheduleTable) -> Kind:
    return KINDS[value.schedule]


def schedule_faults(value: Mapping[str, float] | ScheduleTable) -> Iterator[str]:
    """Yield what is wrong between a schedule and its settings."""
    if isinstance(value, Mapping):
        return
    kind, place = _kind(value), "learning_rate"
    for name in RATES:
        if name != kind.rates and getattr(value, name) is not None:
            yield f'{place}.{name}: schedule = "{kind.name}" calls it {kind.rates}; write {kind.rates} = ...'
    if getattr(value, kind.rates) is None and kind.rates_default is None and not _other_rates(value, kind):
        yield f"{place}.{kind.rates}: missing; write {kind.rates} = 0.1"
    for one in kind.settings:
        if one.needed and getattr(value, one.name) is None:
            yield f'{place}.{one.name}: missing; schedule = "{kind.name}" needs {one.needed}'
    for name in SETTINGS:
        takers = [taker.name for taker, _ in settings_named(name)]
        if getattr(value, name) is not None and kind.name not in takers:
            wanted = " or ".join(f'"{taker}"' for taker in takers)
            yield f'{place}.{name}: only for schedule = {wanted}, got schedule = "{kind.name}"'


def without_schedule(value: Mapping[str, float] | ScheduleTable, parameters: tuple[str, ...]) -> str | None:
    """Return what is wrong with settings of a schedule that is not named, if they are no parameters."""
    lost = [name for name in value if name in (*RATES, *SETTINGS)] if isinstance(value, Mapping) else []
    if not lost or set(lost) & set(parameters):
        return None
    return f'schedule: missing; write schedule = "..." beside {lost[0]}, one of {", ".join(KINDS)}'


def _other_rates(value: ScheduleTable, kind: Kind) -> bool:
    return any(getattr(value, name) is not None for name in RATES if name != kind.rates)
