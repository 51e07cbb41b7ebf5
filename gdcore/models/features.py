"""``Features``: a table of columns that predict another one, and the names of the model's parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions.expression import check_name
from gdcore.expressions.of_columns import OfColumns
from gdcore.faults import in_one_line
from gdcore.tables.table import Table, check_column
from gdcore.text.readers import readable

CONSTANT = "constant"
"""The parameter without a column; a letter would look like one more column."""
TAKEN = (CONSTANT, "loss")
"""Names that no column's parameter gets: ``loss_0`` is the first loss, not the first iterate of a column "loss"."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The one column of which all features are functions: its ``values`` ``(n,)``, and the functions of ``name``."""

    name: str
    values: Array = field(repr=False)
    functions: tuple[OfColumns, ...]

    def design(self, x: Array) -> Array:
        """Return the features ``(k, m)`` at values ``(k,)`` of the column."""
        return np.column_stack([np.broadcast_to(one.on({self.name: x}), len(x)) for one in self.functions])


@dataclass(frozen=True, eq=False)
class Features(Table):
    """Rows of several columns: ``x`` has shape ``(n, m)`` with the names ``x_names``, ``y`` ``(n,)``.

    ``x_name`` joins all names, unless there is a ``curve``: then it is that of its column. ``names`` are those of the
    parameters, the constant's last, if they are not to be made from the columns' names. Raises ``InputError`` as
    ``Table`` does, for each column, and for fewer rows than parameters.

    >>> import numpy as np
    >>> Features(np.eye(3, 2), [1.0, 2.0, 3.0], x_names=("size", "rooms")).parameters
    ('size', 'rooms', 'constant')
    """

    x_names: tuple[str, ...] = ()
    x_units: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    curve: Curve | None = None

    def __post_init__(self) -> None:
        """Check the columns and make them read-only."""
        x, y = frozen(self.x), frozen(self.y)
        if x.ndim != 2 or len(x) != len(y):
            raise InputError(f"{self.source}: expected a row of x for each y, got shapes {x.shape} and {y.shape}")
        m = x.shape[1]
        names = self.x_names or tuple(f"x{i}" for i in range(1, m + 1))
        units = self.x_units or ("",) * m
        if not len(names) == len(units) == m:
            raise InputError(f"{self.source}: expected {m} names and units, got {len(names)} and {len(units)}")
        names, units = tuple(map(readable, names)), tuple(map(readable, units))
        own = {"x": x, "y": y, "x_names": names, "x_units": units}
        own |= {name: readable(getattr(self, name)) for name in ("x_name", "x_unit", "y_name", "y_unit")}
        own |= {} if self.curve else {"x_name": ", ".join(names)}
        for name, value in own.items():
            object.__setattr__(self, name, value)
        if len(y) < m + 1:
            raise InputError(f"{self.source}: expected at least {m + 1} rows for {m + 1} parameters, got {len(y)}")
        for i, name in enumerate(names):
            check_column(x[:, i], f'{self.source}: column "{in_one_line(name)}"', spread=True)
        check_column(y, f'{self.source}: column "{in_one_line(self.y_name)}"')

    @property
    def parameters(self) -> tuple[str, ...]:
        """One parameter per column, with its name if that is valid, else x1, x2, ...; then the constant."""
        if self.names:
            return self.names
        names = [name if _is_name(name) else f"x{i}" for i, name in enumerate(self.x_names, 1)]
        if len(set(names)) < len(names):
            names = [f"x{i}" for i in range(1, len(names) + 1)]
        return *names, CONSTANT

    @property
    def parameter_units(self) -> tuple[str, ...]:
        """The units of the parameters: y per x, and y."""
        slopes = [f"{self.y_unit}/{unit}" if self.y_unit and unit else "" for unit in self.x_units]
        return *slopes, self.y_unit

    @property
    def across(self) -> Array:
        """The column of the curve. Only for features of one column."""
        assert self.curve is not None
        return self.curve.values

    def fitted(self, x: Array, parameters: Array) -> Array:
        """Return what the curve of parameters ``(m + 1,)`` predicts at values ``(k,)`` of its column."""
        assert self.curve is not None
        with np.errstate(all="ignore"):
            heights: Array = self.curve.design(x) @ parameters[:-1] + parameters[-1]
        return heights


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except InputError:
        return False
    return name not in TAKEN
