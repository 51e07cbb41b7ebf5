"""The runs of a map of fates, cell by cell, in tiles that may be computed apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array
from gdcore.methods.registry import Rule, rule_of
from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import Axis, axes_of, picture
from gdcore.sweeps.sweep import Fates, sweep

CELLS = (220, 160)
"""Across and up."""
CELLS_OF_LINE = (900,)
TILE_ROWS = 16
"""Fewer, and what each step of a sweep costs whatever its cells are would outweigh them."""


@dataclass(frozen=True)
class Grid:
    """The numbers of every cell of a map: ``rates`` and ``starts`` ``(..., d)``, ``momenta`` ``(...)`` or None."""

    rates: Array
    starts: Array
    momenta: Array | None

    def rows(self, some: slice) -> Grid:
        """Return some of the rows."""
        return Grid(self.rates[some], self.starts[some], None if self.momenta is None else self.momenta[some])


def grid_of(scenario: Scenario, axes: tuple[Axis, ...], values: tuple[Array, ...]) -> Grid:
    """Return the numbers of the runs of a map."""
    across = np.meshgrid(*values)
    shape = (*across[0].shape, scenario.objective.n_parameters)
    rates, starts = (np.array(np.broadcast_to(of, shape)) for of in (scenario.method.learning_rate, scenario.start))
    momenta = None
    for axis, numbers in zip(axes, across, strict=True):
        if axis.kind == "hyperparameter":
            momenta = numbers
        elif axis.kind == "start":
            starts[..., axis.parameter] = numbers
        elif axis.kind == "rate":
            rates[..., axis.parameter] = numbers
        else:
            rates = rates * numbers[..., None] if axis.factor else np.repeat(numbers[..., None], shape[-1], axis=-1)
    return Grid(rates, starts, momenta)


def has_map(scenario: Scenario) -> bool:
    """Return whether the clip of a scenario shows a map that is computed cell by cell."""
    return scenario.view == "fate" and picture(scenario) != 1


def cells_of(axes: Sequence[Axis]) -> tuple[int, ...]:
    """Return how many cells a map has along its axes."""
    return CELLS if len(axes) == 2 else CELLS_OF_LINE


def tiles(cells: tuple[int, ...]) -> list[slice]:
    """Return the rows of each tile; a map of one axis is a single one."""
    if len(cells) == 1:
        return [slice(0, cells[0])]
    return [slice(first, min(first + TILE_ROWS, cells[1])) for first in range(0, cells[1], TILE_ROWS)]


def tile_fates(
    scenario: Scenario,
    rows: slice,
    rule: Rule | None = None,
    axes: tuple[Axis, ...] | None = None,
    cells: tuple[int, ...] | None = None,
) -> Fates:
    """Return the fates of the runs in some rows of a map; the arguments are those of ``fate_map``."""
    shown = axes or axes_of(scenario)
    values = tuple(axis.values(n) for axis, n in zip(shown, cells or cells_of(shown), strict=True))
    grid = grid_of(scenario, shown, values).rows(rows)
    return sweep(
        scenario.objective, rule or rule_of(scenario.method), grid.rates, grid.starts, scenario.steps,
        scenario.tolerance, grid.momenta, followed=True,
    )  # fmt: skip
