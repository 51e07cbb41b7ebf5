"""One named setting of a playground, and what its controls may be set to."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.scenario import Scenario
from gdcore.text.language import tr


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


def preset_of(name: str, label: str, run: Scenario) -> Preset:
    """Return the setting of a run, with all its steps; ``label`` is a message."""
    return Preset(
        name=name,
        label=tr(label),
        method=run.method.name,
        rates=tuple(run.method.learning_rate.tolist()),
        momentum=float(run.method.momentum),
        start=tuple(run.start.tolist()),
        steps=run.trajectory.n_steps,
    )
