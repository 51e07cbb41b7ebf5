"""What all tables of a lesson file share: they take what they know, and tell one text from a list of more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field

from gdcore.faults import in_one_line

TEXT, MORE = "", "[key]"
"""Marks of what may be one text or more: they stand in the place of a fault, where its line leaves both out."""
OneOrMany = Discriminator(lambda value: MORE if isinstance(value, list) else TEXT)
Label = Annotated[str, Field(max_length=40)]
LARGEST_RATE = 1e100
"""A line search halves a larger one a thousand times a step before it begins to matter."""
Positive = Annotated[float, Field(gt=0, le=LARGEST_RATE)]
Interval = Annotated[list[float], Field(min_length=2, max_length=2)]


class NamesFile:
    """Marks fields that name a file or a folder, or whose text may: see ``gdcore.own_files``."""


FileName = Annotated[str, Field(min_length=1), NamesFile()]


class Strict(BaseModel):
    """A table that takes the keys it knows and no other, and no value of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True)


def by_name(value: Any) -> Any:
    """Return what is no table as one with the empty name, so that both forms are checked by one rule."""
    return value if isinstance(value, dict) else {"": value}


def upside_down(field: str, intervals: Mapping[str, list[float]]) -> Iterator[str]:
    """Yield a line for each interval that does not rise."""
    for name, (low, high) in intervals.items():
        if not low < high:
            place = f"{field}.{in_one_line(name)}" if name else field
            yield f"{place}: expected [low, high], got [{low:g}, {high:g}]"


def shown(view: str | None) -> str:
    """Return how messages name the view of an entry."""
    return "none" if view is None else f"view = {view!r}"
