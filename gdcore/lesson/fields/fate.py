"""What an entry may say of its map of fates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from gdcore.lesson.fields.strict import Positive, Strict, by_name, shown, upside_down
from gdcore.scenario import FateChoice, FateColour
from gdcore.studies.fate_axes import MOMENTUM, RATES

Span = Annotated[list[Positive], Field(min_length=2, max_length=2)]
Spans = Annotated[dict[str, Span], BeforeValidator(by_name, json_schema_input_type=Span | dict[str, Span])]
Share = Annotated[float, Field(ge=0, lt=1)]


class FateTable(Strict):
    """What differs from run to run on a map of fates, and what its colours tell."""

    axes: Annotated[list[str], Field(min_length=1, max_length=2)] | None = None
    """One or two of "learning_rate" for all rates, "learning_rate.x" for that of x, "momentum", and "x" for starts."""
    colour: FateColour | None = None
    """Whether the colours tell what a run does, or which minimum it reaches; that, where starts differ."""
    learning_rate: Spans = Field(default={})
    """The lowest and the highest rate, or a table of them by parameter; chosen by the edge if it is left out."""
    momentum: Annotated[list[Share], Field(min_length=2, max_length=2)] | None = None
    """The lowest and the highest momentum; 0 to 0.99 if it is left out."""


def fate_faults(table: FateTable, view: str | None) -> Iterator[str]:
    """Yield what contradicts what."""
    if view != "fate":
        yield f'fate: only for view = "fate", got {shown(view)}'
    yield from upside_down("fate.learning_rate", table.learning_rate)
    yield from upside_down("fate.momentum", {} if table.momentum is None else {"": table.momentum})


def fate_choice(table: FateTable | None) -> FateChoice:
    """Return what a map of fates is to show."""
    if table is None:
        return FateChoice()
    reach = {f"{RATES}.{name}" if name else RATES: span for name, span in table.learning_rate.items()}
    reach |= {} if table.momentum is None else {MOMENTUM: table.momentum}
    spans = {name: (low, high) for name, (low, high) in reach.items()}
    return FateChoice(tuple(table.axes or ()), table.colour, spans)
