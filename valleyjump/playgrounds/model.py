"""The model of a playground: every range, start, rate and sum that its scripts begin from, as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from markupsafe import Markup

from gdcore.descent.family import Hyperparameter
from gdcore.descent.momentum import MOMENTUM
from gdcore.descent.plain import PLAIN
from gdcore.methods.registry import FAMILIES, HYPERPARAMETERS, method_label
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from valleyjump.markup.messages import script_json

OWN = "raw"
"""The space of the parameters in which starts are given."""
METHODS = (PLAIN.name, "momentum", "nesterov", "halving", "backtracking")
"""What readers can choose from, where nothing says otherwise: what needs no rows of data."""
TAKEN = re.compile("method|k|axis|eta(_.*)?")
"""What an address may hold besides starts and the numbers of methods."""
STEP = 0.01
MOST_SEED = 99
"""How far a control of seeds reaches, if no setting has a larger one."""
SMALLEST = 1e-6
"""The least that a number on a logarithmic scale may be, where its own limit is 0."""


@dataclass(frozen=True)
class Range:
    """What a control may be set to, both ends included; without a ``step`` the scale is logarithmic.

    Of a ``whole`` one nothing but whole numbers is taken.
    """

    low: float
    high: float
    step: float | None = None
    whole: bool = False


@dataclass(frozen=True)
class Number:
    """A number that methods take besides their rates: what it is called, its letter, and its name in an address."""

    label: str
    symbol: str
    link: str
    range: Range
    usual: float


@dataclass(frozen=True)
class MethodPlay:
    """One choice of a method: its name in the registry, the space that it works in, and the numbers that it takes."""

    label: str
    name: str
    space: str = OWN
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Space:
    """One set of parameters, with the objective in them as ``objectives.js`` takes it, and what its rates may be.

    ``mean`` and ``spread`` are those of the x of a line: its slope times the spread, and its height at the mean, are
    the parameters. In a ``round`` one, lines of equal loss are circles.
    """

    parameters: tuple[str, ...]
    objective: Mapping[str, Any]
    rates: tuple[Range, ...]
    default: tuple[float, ...]
    mean: float = 0.0
    spread: float = 1.0
    round: bool = False


@dataclass(frozen=True)
class Preset:
    """One named setting: a run, and how many of its steps are shown."""

    name: str
    label: str
    method: str
    rates: tuple[float, ...]
    numbers: Mapping[str, float]
    start: tuple[float, ...]
    steps: int


@dataclass(frozen=True)
class Play:
    """One playground; starts are in the parameters of the space ``OWN``.

    ``sight`` is what is in view whatever a run does; ``rows`` are the data of a line. A press of Run takes ``horizon``
    steps, and no run is followed further than ``longest``. ``colours`` has by rate, as JavaScript writes it, the light
    and the dark colour that it has in all clips.
    """

    view: Literal["curve", "map", "charts"]
    symbol: str
    units: tuple[str, ...]
    value_unit: str
    spaces: Mapping[str, Space]
    methods: Mapping[str, MethodPlay]
    start: tuple[Range, ...]
    sight: tuple[Range, ...]
    tolerance: float | None
    horizon: int
    longest: int
    presets: tuple[Preset, ...]
    rows: Mapping[str, Any] | None = None
    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def json(self) -> Markup:
        """The whole as JSON for a ``<script type="application/json">`` block."""
        taken = {name: self._number(name) for method in self.methods.values() for name in method.numbers}
        model = {**asdict(self), "numbers": {name: asdict(number) for name, number in taken.items()}}
        model["links"] = [start_link(name) for name in self.spaces[OWN].parameters]
        for name, space in self.spaces.items():
            model["spaces"][name]["links"] = [rate_link(one, len(space.parameters)) for one in space.parameters]
        return script_json(model)

    def _number(self, name: str) -> Number:
        """Return the control of a hyperparameter; it reaches as far as the settings, and no batch beyond the data."""
        found = number_play(name)
        given = [preset.numbers[name] for preset in self.presets if name in preset.numbers]
        low, high = min(found.range.low, *given, found.usual), max(found.range.high, *given, found.usual)
        rows = [len(space.objective["rows"]["y"]) for space in self.spaces.values() if "rows" in space.objective]
        return replace(found, range=replace(found.range, low=low, high=rows[0] if name == "batch" else high))


@dataclass(frozen=True)
class Place:
    """One playground on the page: the id of its section, what that is called, and the playground itself."""

    anchor: str
    title: str
    play: Play


def method_play(name: str, *, label: str = "", space: str = OWN) -> MethodPlay:
    """Return the choice of a method of the registry."""
    taken = tuple(number.name for number in FAMILIES[name].hyperparameters)
    usual = tr("plain") if name == PLAIN.name else method_label(name)
    return MethodPlay(label or usual, name, space, taken)


def rate_link(parameter: str, n_parameters: int) -> str:
    """Return under which name the address of a playground has the rate of a parameter."""
    return "eta" if n_parameters == 1 else f"eta_{parameter}"


def start_link(parameter: str) -> str:
    """Return under which name the address of a playground has the start of a parameter."""
    numbers = {number_play(name).link for name in HYPERPARAMETERS}
    return f"at_{parameter}" if TAKEN.fullmatch(parameter) or parameter in numbers else parameter


def number_play(name: str) -> Number:
    """Return the control of a hyperparameter."""
    number = HYPERPARAMETERS[name]
    return Number(
        label=tr(number.label),
        symbol=number.symbol,
        link="beta" if number is MOMENTUM else name,
        range=_range_of(number),
        usual=0.5 if number.default is None else float(number.default),
    )


def _range_of(number: Hyperparameter) -> Range:
    if number.whole:
        return Range(number.ge or 0, MOST_SEED, 1, whole=True)
    low = number.ge if number.ge is not None else number.gt or 0.0
    high = number.le if number.le is not None else (number.lt or 1.0) - STEP
    small = number.default is not None and number.default < STEP
    return Range(SMALLEST, high) if small else Range(low or (STEP if number.gt is not None else 0.0), high, STEP)


def preset_of(name: str, label: str, run: Scenario) -> Preset:
    """Return the setting of a run, with all its steps; ``label`` is finished text."""
    return Preset(
        name=name,
        label=label,
        method=run.method.name,
        rates=tuple(run.method.learning_rate.tolist()),
        numbers=dict(run.method.hyperparameters),
        start=tuple(run.start.tolist()),
        steps=run.trajectory.n_steps,
    )
