"""``Features``: a table of several columns that predict another one, and the names of the model's parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gdcore.arrays import frozen
from gdcore.errors import InputError
from gdcore.expressions.expression import check_name
from gdcore.faults import in_one_line
from gdcore.tables.table import PLAIN, Reading, Table, check_column, columns_of
from gdcore.text.readers import readable

CONSTANT = "constant"
"""The parameter without a column; a letter would look like one more column."""
TAKEN = (CONSTANT, "loss")
"""Names that no column's parameter gets: ``loss_0`` is the first loss, not the first iterate of a column "loss"."""


@dataclass(frozen=True, eq=False)
class Features(Table):
    """Rows of several columns: ``x`` has shape ``(n, m)`` with the names ``x_names``, ``y`` ``(n,)``.

    ``x_name`` joins all names. Raises ``InputError`` as ``Table`` does, for each column, and for fewer rows than
    parameters.

    >>> import numpy as np
    >>> Features(np.eye(3, 2), [1.0, 2.0, 3.0], x_names=("size", "rooms")).parameters
    ('size', 'rooms', 'constant')
    """

    x_names: tuple[str, ...] = ()
    x_units: tuple[str, ...] = ()

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
        own = {"x": x, "y": y, "x_names": names, "x_units": units, "x_name": ", ".join(names)}
        own |= {name: readable(getattr(self, name)) for name in ("y_name", "y_unit")}
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
        names = [name if _is_name(name) else f"x{i}" for i, name in enumerate(self.x_names, 1)]
        if len(set(names)) < len(names):
            names = [f"x{i}" for i in range(1, len(names) + 1)]
        return *names, CONSTANT

    @property
    def parameter_units(self) -> tuple[str, ...]:
        """The units of the parameters: y per x, and y."""
        slopes = [f"{self.y_unit}/{unit}" if self.y_unit and unit else "" for unit in self.x_units]
        return *slopes, self.y_unit


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except InputError:
        return False
    return name not in TAKEN


def read_features(
    path: Path, x: Sequence[str], y: str, *, x_units: Sequence[str] = (), y_unit: str = "", reading: Reading = PLAIN
) -> Features:
    """Read the columns ``x`` and ``y`` of a file; everything else is as in ``read_table``."""
    source = in_one_line(str(path))
    columns, n_dropped = columns_of(path, (*x, y), source, reading)
    return Features(
        columns[:-1].T, columns[-1], "", y, "", y_unit, source, n_dropped, x_names=tuple(x), x_units=tuple(x_units)
    )
