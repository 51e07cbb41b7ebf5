"""The rows of a file that a fit takes: those that a condition chooses, with columns derived from the file's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.expressions.of_columns import OfColumns
from gdcore.expressions.written import plain_signs
from gdcore.faults import in_one_line
from gdcore.models.features import Curve, Features
from gdcore.tables.table import PLAIN, Reading, Table, columns_of


@dataclass(frozen=True)
class Chosen:
    """Columns ``(n,)`` of the rows of a file that are taken, by name, and how many were not."""

    columns: Mapping[str, Array]
    n_dropped: int
    n_left_out: int
    source: str

    @property
    def counts(self) -> dict[str, Any]:
        """How many rows were not taken, as fields of a ``Table``."""
        return {"n_dropped": self.n_dropped, "n_left_out": self.n_left_out}


def chosen_rows(path: Path, names: Sequence[str], where: OfColumns | None, reading: Reading = PLAIN) -> Chosen:
    """Read the columns ``names`` of the rows for which ``where`` holds, or of all.

    Raises ``InputError`` as ``read_table`` does, and for a condition that no row fulfils.
    """
    source = in_one_line(str(path))
    wanted = tuple(dict.fromkeys([*names, *(where.columns if where else ())]))
    found, n_dropped = columns_of(path, wanted, source, reading)
    columns = dict(zip(wanted, found, strict=True))
    if where is None:
        return Chosen(columns, n_dropped, 0, source)
    kept = np.broadcast_to(where.on(columns), found.shape[1])
    if found.shape[1] and not kept.any():
        raise InputError(f"{source}: no row of {found.shape[1]:,} has {in_one_line(where.source)}")
    return Chosen({name: column[kept] for name, column in columns.items()}, n_dropped, int(np.sum(~kept)), source)


def table_of(rows: Chosen, x: str, y: str, x_unit: str = "", y_unit: str = "") -> Table:
    """Return two columns of chosen rows."""
    return Table(rows.columns[x], rows.columns[y], x, y, x_unit, y_unit, rows.source, **rows.counts)


def plain_features(
    rows: Chosen, x: Sequence[str], y: str, x_units: Sequence[str], y_unit: str, names: Sequence[str]
) -> Features:
    """Return several columns of chosen rows, as they are."""
    return Features(
        np.column_stack([rows.columns[name] for name in x]), rows.columns[y], "", y, "", y_unit, rows.source,
        **rows.counts, x_names=tuple(x), x_units=tuple(x_units), names=tuple(names),
    )  # fmt: skip


def one_column(table: Table, names: tuple[str, ...]) -> Features:
    """Return a table of two columns as features, with these names for slope and constant."""
    curve = Curve("x", table.x, (OfColumns("x", ("x",), "x", {}),))
    return Features(
        table.x[:, None], table.y, table.x_name, table.y_name, table.x_unit, table.y_unit, table.source,
        table.n_dropped, table.n_left_out, x_names=(table.x_name,), x_units=(table.x_unit,), names=names, curve=curve,
    )  # fmt: skip


def features_of(
    rows: Chosen, features: Sequence[OfColumns], y: str, x_units: Sequence[str], y_unit: str, names: Sequence[str]
) -> Features:
    """Return derived columns of chosen rows.

    ``x_units`` has a unit for each feature; where all are functions of one column it may be the unit of that alone.
    Raises ``InputError`` for a feature that has no value in some row, and as ``Features`` does.
    """
    x = np.column_stack([_values(one, rows) for one in features])
    used = {name for one in features for name in one.columns}
    curve, unit = None, ""
    if len(used) == 1:
        (name,) = used
        curve = Curve(name, rows.columns[name], tuple(features))
        unit = x_units[0] if len(x_units) == 1 else ""
        x_units = [unit if one.source == name else "" for one in features] if len(x_units) == 1 else x_units
    return Features(
        x, rows.columns[y], "".join(used) if curve else "", y, unit, y_unit, rows.source, **rows.counts,
        x_names=tuple(plain_signs(one.source) for one in features), x_units=tuple(x_units),
        names=tuple(names), curve=curve,
    )  # fmt: skip


def _values(feature: OfColumns, rows: Chosen) -> Array:
    """Return a feature ``(n,)``. Raises ``InputError`` that names the first row without a finite value."""
    values: Array = np.broadcast_to(feature.on(rows.columns), len(next(iter(rows.columns.values()))))
    lacking = np.flatnonzero(~np.isfinite(values))
    if len(lacking):
        first = ", ".join(f"{in_one_line(name)} = {rows.columns[name][lacking[0]]:g}" for name in feature.columns)
        some = f"{len(lacking):,} of {len(values):,} rows"
        raise InputError(
            f'{rows.source}: feature "{in_one_line(feature.source)}": has no finite value in {some}, the first with '
            f"{first}; leave such rows out with where"
        )
    return values
