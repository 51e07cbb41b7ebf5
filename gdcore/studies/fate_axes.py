"""The axes of a map of fates: what differs from run to run, and from where to where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.methods.registry import takers
from gdcore.scenario import FateChoice, Scenario
from gdcore.studies.edges import felt_edge, plane_reach

AxisKind = Literal["rates", "rate", "hyperparameter", "start"]
RATES, MOMENTUM = "learning_rate", "momentum"
MOST_MOMENTUM = 0.99
SHOWN = 0.53
"""The highest rates shown as a share of those that a playground reaches, where momentum moves the edge."""
BELOW, ABOVE, UNKNOWN, ROOM = 100.0, 2.0, 30.0, 2.0
"""The extent of an axis of rates below and above the edge; either way from the runs if the edge is unknown; and beside
each run at least."""
ALIKE = 1e-12
"""How much ratios of rates differ at most that rounding explains."""
MARGIN = 0.15
"""How far an axis of starts reaches beyond start and minimiser, as a share of the way between them."""


@dataclass(frozen=True)
class Axis:
    """One thing that differs: the ``parameter`` is -1 unless it is one parameter's, ``log`` the way it is divided.

    For rates of all parameters that are not equal, ``factor`` says that the numbers multiply those of the scenario.
    """

    name: str
    kind: AxisKind
    parameter: int
    low: float
    high: float
    factor: bool = False

    @property
    def log(self) -> bool:
        """Whether the numbers are evenly spaced in their logarithms."""
        return self.kind in ("rates", "rate")

    def values(self, n: int) -> Array:
        """Return ``n`` numbers from the lowest to the highest."""
        return frozen((np.geomspace if self.log else np.linspace)(self.low, self.high, n))

    def of(self, run: Scenario, base: Scenario) -> float:
        """Return the number of a run on this axis; that of ``base`` is the scenario's own."""
        if self.kind == "hyperparameter":
            return run.method.momentum
        if self.kind == "start":
            return float(run.start[self.parameter])
        rates = run.method.learning_rate
        if self.kind == "rate":
            return float(rates[self.parameter])
        return float(np.exp(np.log(rates / base.method.learning_rate).mean())) if self.factor else float(rates[0])


def axes_of(scenario: Scenario) -> tuple[Axis, ...]:
    """Return the axes of a scenario's map of fates, one or two.

    By default these are the rate of a function of one parameter, the two rates of one of two, and one factor of all
    rates beyond that. Raises ``InputError`` for axes that the scenario does not have.
    """
    return tuple(_axis(scenario, name) for name in axis_names(scenario))


def axis_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the axes of a scenario's map."""
    return scenario.fate.axes or usual_axes(scenario.objective.parameters)


def runs_on(scenario: Scenario, axes: Sequence[Axis]) -> list[Scenario]:
    """Return the scenario and those of its companions that are cells of its map: alike but for what the axes vary."""
    return [scenario, *(run for run in scenario.companions if _is_on(run, scenario, axes))]


def _is_on(run: Scenario, base: Scenario, axes: Sequence[Axis]) -> bool:
    kinds = {axis.kind for axis in axes}
    if run.method.name != base.method.name or not run.method.schedule.is_constant or run.steps != base.steps:
        return False
    fixed = set(base.method.hyperparameters) - ({MOMENTUM} if "hyperparameter" in kinds else set())
    if any(run.method.hyperparameters[name] != base.method.hyperparameters[name] for name in fixed):
        return False
    starts = [
        i for i in range(len(base.start)) if not any(axis.kind == "start" and axis.parameter == i for axis in axes)
    ]
    if (run.start[starts] != base.start[starts]).any():
        return False
    ratios = run.method.learning_rate / base.method.learning_rate
    if "rates" in kinds:
        return bool(np.ptp(ratios) <= ALIKE * ratios.max())
    own = [i for i in range(len(ratios)) if not any(axis.kind == "rate" and axis.parameter == i for axis in axes)]
    return bool((ratios[own] == 1.0).all())


def usual_axes(names: Sequence[str]) -> tuple[str, ...]:
    """Return the axes of a map if nobody chose them."""
    return tuple(f"{RATES}.{name}" for name in names) if len(names) == 2 else (RATES,)


def axis_faults(choice: FateChoice, parameters: Sequence[str], method: str) -> Iterator[str]:
    """Yield what is wrong with the axes that somebody chose, a line for each fault, with its field in front."""
    has_momentum = method in takers(MOMENTUM)
    known = [RATES, *([MOMENTUM] if has_momentum else []), *parameters]
    known += [f"{RATES}.{name}" for name in parameters] if len(parameters) > 1 else []
    for name in choice.axes:
        if name == MOMENTUM and not has_momentum:
            yield f'axes: "{MOMENTUM}" needs a method with momentum, got method = "{method}"'
        elif name not in known:
            yield f'axes: expected one or two of {", ".join(known)}; got "{in_one_line(name)}"'
    if len(set(choice.axes)) < len(choice.axes):
        yield f'axes: expected different ones, got "{choice.axes[0]}" twice'
    if RATES in choice.axes and any(name.startswith(f"{RATES}.") for name in choice.axes):
        yield f'axes: "{RATES}" holds the rates of all parameters; expected two of theirs, or it and something else'
    shown = choice.axes or usual_axes(parameters)
    for name in choice.reach:
        if name not in shown:
            yield f"{in_one_line(name)}: only for one of the axes, {' and '.join(map(in_one_line, shown))}"


def _axis(scenario: Scenario, name: str) -> Axis:
    names, asked = scenario.objective.parameters, scenario.fate.reach.get(name)
    if name == MOMENTUM:
        return Axis(name, "hyperparameter", -1, *(asked or (0.0, MOST_MOMENTUM)))
    if name in names:
        at = names.index(name)
        return Axis(name, "start", at, *(asked or _starts(scenario, at)))
    if name == RATES:
        rates = scenario.method.learning_rate
        factor = bool((rates != rates[0]).any())
        return Axis(name, "rates", -1, *(asked or _common_rates(scenario, 1.0 if factor else float(rates[0]))), factor)
    parameter = name.removeprefix(f"{RATES}.")
    if parameter not in names:
        raise InputError(f"axes: no axis {name!r}")
    at = names.index(parameter)
    if asked is None:
        low, high = plane_reach(scenario)[at].tolist() if len(names) == 2 else _common_rates(scenario, 1.0)
        asked = low, high * (SHOWN if len(names) == 2 else 1.0)
    return Axis(name, "rate", at, *asked)


def _common_rates(scenario: Scenario, own: float) -> tuple[float, float]:
    """Return the lowest and the highest number of all rates together; ``own`` is that of the scenario."""
    runs = [float(np.exp(np.log(run.method.learning_rate / scenario.method.learning_rate).mean())) * own
            for run in scenario.runs]  # fmt: skip
    edge = felt_edge(scenario)
    if edge is None:
        return min(runs) / UNKNOWN, max(runs) * UNKNOWN
    return min(edge * own / BELOW, min(runs) / ROOM), max(edge * own * ABOVE, max(runs) * ROOM)


def _starts(scenario: Scenario, at: int) -> tuple[float, float]:
    """Return the lowest and the highest start of a parameter: of what the picture is to show, or of the run."""
    if scenario.domain is not None and np.isfinite(scenario.domain[at]).all():
        return float(scenario.domain[at, 0]), float(scenario.domain[at, 1])
    objective = scenario.objective
    points = [float(run.start[at]) for run in scenario.runs]
    points += [] if objective.minimiser is None else [float(objective.minimiser[at])]
    low, high = min(points), max(points)
    margin = MARGIN * (high - low)
    usual = objective.domain[at].tolist() if objective.table is None else [low, high]
    low, high = min(low - margin, usual[0]), max(high + margin, usual[1])
    return (low, high) if low < high else (low - 1.0, high + 1.0)


def picture(scenario: Scenario) -> int:
    """Return which of the pictures a map is: 2 for a plane, 1 for the rates of one parameter, 3 for any other axis."""
    names = axis_names(scenario)
    if len(names) == 2:
        return 2
    return 1 if names == (RATES,) and scenario.objective.n_parameters == 1 else 3
