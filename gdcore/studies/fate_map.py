"""Fate maps: what becomes of each of many runs that differ in their rates, their momentum or their starts.

Beside the verdicts of the runs a map has the edge of stability of the minimum that the scenario's run tends to, where
theory knows it, and the minima that the runs come to rest at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.methods.registry import Rule, rule_of
from gdcore.scenario import FateColour, Scenario
from gdcore.studies.edges import edge_curve, felt_edge, multipliers_of, solvable, steps_until
from gdcore.studies.fate_axes import Axis, axes_of
from gdcore.studies.fate_grid import cells_of, grid_of, tile_fates, tiles
from gdcore.studies.fates import grown
from gdcore.studies.reached import Minima, minima_of
from gdcore.sweeps.sweep import LEFT_SHARE, Fates
from gdcore.theory.observed import Fate
from gdcore.theory.spectra import edge_multiple, rate_eigenvalues

EDGE_POINTS = 300
EXAMPLES, INNER = 3, 0.08
"""Runs drawn over a plane of starts, and how far from its rim they begin, as a share of its width and height."""


@dataclass(frozen=True, eq=False)
class FateMap:
    """The fates of runs over one axis or two.

    ``values`` are the numbers on the axes, ``(m,)`` and ``(n,)``; ``fates``, ``growth``, the orders of magnitude by
    which the excess loss grew, and ``steps`` have the shape ``(n, m)``, or ``(m,)`` for one axis. ``steps`` is after
    how many but ``LEFT_SHARE`` of the way down is left, inf for runs that do not come so far; of pairs of rates with a
    closed form it is the long-run number until as much of the distance is left. ``edge`` ``(k, 2)`` or ``(1, 1)`` are
    points on the edge of stability, None where it is unknown. ``minima`` are those that are reached, if asked for.
    """

    axes: tuple[Axis, ...]
    values: tuple[Array, ...] = field(repr=False)
    fates: Fates = field(repr=False)
    growth: Array = field(repr=False)
    steps: Array = field(repr=False)
    edge: Array | None = field(default=None, repr=False)
    minima: Minima | None = field(default=None, repr=False)

    def every(self, n: int) -> FateMap:
        """Return the map of every ``n``-th cell along each axis, from the first on."""
        some = (slice(None, None, n),) * len(self.axes)
        minima = self.minima
        return replace(
            self,
            values=tuple(numbers[::n] for numbers in self.values),
            fates=self.fates.of(some),
            growth=self.growth[some],
            steps=self.steps[some],
            minima=None if minima is None else replace(minima, reached=minima.reached[some]),
        )

    @property
    def colour(self) -> FateColour:
        """What the colours tell."""
        return "verdict" if self.minima is None else "minimum"


def fate_map(
    scenario: Scenario,
    rule: Rule | None = None,
    axes: tuple[Axis, ...] | None = None,
    cells: tuple[int, ...] | None = None,
) -> FateMap:
    """Return the fates of a scenario over its axes, ``cells`` across and up.

    ``rule`` makes the method from rates, by default the scenario's own. Where nothing is given but a scenario whose
    fates have been computed already, none is computed again.
    """
    shown = axes or axes_of(scenario)
    size = (cells or cells_of(shown))[: len(shown)]
    values = tuple(axis.values(n) for axis, n in zip(shown, size, strict=True))
    fates = scenario.map_fates if rule is None and axes is None and cells is None else None
    if fates is None:
        fates = Fates.joined([tile_fates(scenario, rows, rule, shown, size) for rows in tiles(size)])
    return mapped(scenario, rule or rule_of(scenario.method), shown, values, fates)


def mapped(scenario: Scenario, rule: Rule, axes: tuple[Axis, ...], values: tuple[Array, ...], fates: Fates) -> FateMap:
    """Return the map with these fates."""
    found = FateMap(axes, values, fates, grown(scenario, fates), _steps(scenario, rule, axes, values, fates))
    minima = minima_of(scenario, fates) if tells_minima(scenario, axes) else None
    if minima is not None and len(minima.places) < 2 and scenario.fate.colour is None:
        minima = None
    return replace(found, edge=edge_on(scenario, rule, axes), minima=minima)


def tells_minima(scenario: Scenario, axes: tuple[Axis, ...]) -> bool:
    """Whether a map is asked which minimum each run reaches; where starts differ, that is so unless told otherwise."""
    asked = scenario.fate.colour
    return asked == "minimum" or (asked is None and any(axis.kind == "start" for axis in axes))


def _steps(scenario: Scenario, rule: Rule, axes: tuple[Axis, ...], values: tuple[Array, ...], fates: Fates) -> Array:
    if solvable(scenario) and all(axis.kind == "rate" for axis in axes):
        rates = grid_of(scenario, axes, values).rates
        return steps_until(LEFT_SHARE, np.abs(multipliers_of(scenario.objective, rule, rates)))
    there = (fates.kind == Fate.CONVERGING) & (fates.arrived >= 0)
    return frozen(np.where(there, np.maximum(fates.arrived, 1), np.inf))


def edge_on(scenario: Scenario, rule: Rule, axes: tuple[Axis, ...]) -> Array | None:
    """Return points on the edge of stability over the axes; None where theory knows none.

    It is that of the minimum that the scenario's run tends to: beyond it that minimum is unstable.
    """
    kinds = [axis.kind for axis in axes]
    if felt_edge(scenario) is None or not {"rate", "rates"} & set(kinds):
        return None
    if kinds == ["rate", "rate"]:
        spans = frozen([[axis.low, axis.high] for axis in sorted(axes, key=lambda axis: axis.parameter)])
        pairs = edge_curve(scenario.objective, rule, spans)
        return pairs if pairs is None or axes[0].parameter < axes[1].parameter else frozen(pairs[:, ::-1])
    along = kinds.index("rates") if "rates" in kinds else kinds.index("rate")
    others = [axis.values(EDGE_POINTS) for i, axis in enumerate(axes) if i != along]
    if not others:
        edge = _edge_along(scenario, rule, axes[along], None)
        return None if edge is None else frozen([[edge]])
    momenta = others[0] if axes[1 - along].kind == "hyperparameter" else [None]
    edges = [_edge_along(scenario, rule, axes[along], momentum) for momentum in momenta]
    rates = [np.nan if edge is None else edge for edge in edges]
    if not np.isfinite(rates).any():
        return None
    pair = [np.broadcast_to(rates, EDGE_POINTS), others[0]]
    points = np.stack(pair if along == 0 else pair[::-1], axis=-1)
    return frozen(points[np.isfinite(points).all(axis=-1)])


def _edge_along(scenario: Scenario, rule: Rule, axis: Axis, momentum: float | None) -> float | None:
    """Return the number on an axis of rates at which the minimum becomes unstable."""
    rates = scenario.method.learning_rate
    if axis.kind == "rates":
        unit = rates if axis.factor else np.ones_like(rates)
        eigenvalues = rate_eigenvalues(scenario.objective, unit)
        method = rule(unit) if momentum is None else rule(unit, momentum=float(momentum))
        return None if eigenvalues is None else edge_multiple(method, eigenvalues)
    return _edge_of_one(scenario, rule, axis, momentum)


def _edge_of_one(scenario: Scenario, rule: Rule, axis: Axis, momentum: float | None) -> float | None:
    """Return the edge for the rate of one parameter beside the others' own rates, by halving; None outside the axis."""

    def stable(rate: float) -> bool:
        rates = np.array(scenario.method.learning_rate)
        rates[axis.parameter] = rate
        eigenvalues = rate_eigenvalues(scenario.objective, rates)
        assert eigenvalues is not None  # there is an edge
        multiple = edge_multiple(
            rule(rates) if momentum is None else rule(rates, momentum=float(momentum)), eigenvalues
        )
        return multiple is None or multiple > 1.0

    low, high = axis.low, axis.high
    if not stable(low) or stable(high):
        return None
    while high / low > 1.0 + 1e-12:
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if stable(middle) else (low, middle)
    return low


def example_runs(scenario: Scenario, plane: FateMap, n: int = EXAMPLES) -> list[Trajectory]:
    """Return up to ``n`` converging runs of a plane of starts: far from each other and from the scenario's own.

    Those that come to a minimum that none before them came to are chosen first.
    """
    kind, (across, up) = plane.fates.kind, plane.values
    reached = np.zeros_like(kind) if plane.minima is None else plane.minima.reached
    spots = np.stack(np.meshgrid(np.linspace(0.0, 1.0, len(across)), np.linspace(0.0, 1.0, len(up))), axis=-1)
    able = ((spots > INNER) & (spots < 1.0 - INNER)).all(axis=-1) & (kind == Fate.CONVERGING)
    own = [np.interp(axis.of(scenario, scenario), values, np.linspace(0.0, 1.0, len(values)))
           for axis, values in zip(plane.axes, plane.values, strict=True)]  # fmt: skip
    away, fresh, runs = np.hypot(*np.moveaxis(spots - own, -1, 0)), np.ones_like(able), list[Trajectory]()
    while able.any() and len(runs) < n:
        cell = np.unravel_index(np.argmax(np.where(able, away + fresh, -1.0)), able.shape)
        start = np.array(scenario.start)
        start[[axis.parameter for axis in plane.axes]] = across[cell[1]], up[cell[0]]
        runs.append(descend(scenario.objective, scenario.method, start, scenario.steps, scenario.tolerance))
        away = np.minimum(away, np.hypot(*np.moveaxis(spots - spots[cell], -1, 0)))
        fresh &= reached != reached[cell]
        able[cell] = False
    return runs
