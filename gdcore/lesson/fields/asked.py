"""What the author of a scenario asks of its playground, in the terms of its objective."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.scenario import Scenario

Intervals = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class AskedPreset:
    """A named setting; ``start`` ``(d,)`` and ``steps`` are those of the scenario where they are None."""

    title: str
    method: Method
    start: Array | None = None
    steps: int | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """The intervals of rates and starts by parameter, where they are given, and named settings."""

    rates: Intervals = field(default_factory=dict)
    start: Intervals = field(default_factory=dict)
    presets: tuple[AskedPreset, ...] = ()


@dataclass(frozen=True, eq=False)
class Request:
    """What a file says of a playground, as ``text``, and what that asks of its scenario's: None for no playground."""

    text: str
    asked: Callable[[Scenario], Asked | None]
