"""``Table``: two columns of numbers to fit a line to, from a CSV file or elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.tables.delimited import read_columns
from gdcore.text.language import current_language, tr_p
from gdcore.text.readers import readable

LIMIT_BYTES = 256_000_000
"""A million rows of a dozen columns at 20 characters per number."""
LARGE_BYTES = 1_000_000
"""Files from this size on are read once for all scenarios that use the same columns."""
LARGEST = 1e100
"""Beyond this, squares and products in a fit leave the range of float64."""
SMALLEST_VARIANCE = 1e-100


@dataclass(frozen=True, eq=False)
class Table:
    """Pairs ``(x, y)`` of float64 with the names and units of the columns; the arrays are read-only.

    Args:
        x: Shape ``(n,)``, n >= 2, with at least two different values.
        y: Shape ``(n,)``.
        x_name: The name of column x.
        y_name: The name of column y.
        x_unit: The unit of x, such as ``"ft²"``.
        y_unit: The unit of y.
        source: The name of the data in error messages.
        n_dropped: The number of rows of the file that were left out because a number was missing.
        n_left_out: The number of further rows that a condition left out.

    Raises:
        InputError: For fewer than two rows, values that are not finite or beyond 1e100 in size, and x that are all
            equal or too close together to fit a line.

    >>> Table([1.0, 2.0], [3.0, 5.0], "size", "price").x.tolist()
    [1.0, 2.0]
    """

    x: NDArray[np.float64] = field(repr=False)
    y: NDArray[np.float64] = field(repr=False)
    x_name: str = "x"
    y_name: str = "y"
    x_unit: str = ""
    y_unit: str = ""
    source: str = "table"
    n_dropped: int = 0
    n_left_out: int = 0

    def __post_init__(self) -> None:
        """Check the columns and make them read-only."""
        for name in ("x", "y"):
            column = np.array(getattr(self, name), dtype=np.float64)
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        for name in ("x_name", "y_name", "x_unit", "y_unit"):
            object.__setattr__(self, name, readable(getattr(self, name)))
        if len(self.x) != len(self.y):
            raise InputError(f"{self.source}: expected columns of equal length, got {len(self.x)} and {len(self.y)}")
        if len(self.x) < 2:
            raise InputError(f"{self.source}: expected at least two rows of data, got {len(self.x)}")
        if not (np.isfinite(self.x).all() and np.isfinite(self.y).all()):
            raise InputError(f"{self.source}: expected finite numbers, got NaN or infinity")
        for column, name in ((self.x, self.x_name), (self.y, self.y_name)):
            check_column(column, f'{self.source}: column "{in_one_line(name)}"')
        _check_spread(self.x, f'{self.source}: column "{in_one_line(self.x_name)}"')

    @property
    def across(self) -> NDArray[np.float64]:
        """The column ``(n,)`` over which the fit can be drawn."""
        return self.x

    def fitted(self, x: NDArray[np.float64], parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what a fit predicts at ``x`` ``(k,)``, values of the column ``across``; not finite where it cannot.

        ``parameters`` are those of the table's units: here slope and constant.
        """
        with np.errstate(all="ignore"):
            heights: NDArray[np.float64] = parameters[0] * x + parameters[1]
        return heights

    @property
    def slope_unit(self) -> str:
        """The unit of a slope, y per x."""
        return f"{self.y_unit}/{self.x_unit}" if self.y_unit and self.x_unit else ""


def check_column(column: NDArray[np.float64], where: str, *, spread: bool = False) -> None:
    """Raise ``InputError`` for a column ``(n,)`` unfit for a fit: with ``spread``, also one of equal values."""
    if not np.isfinite(column).all():
        raise InputError(f"{where}: expected finite numbers, got NaN or infinity")
    largest = column[abs(column).argmax()]
    if abs(largest) > LARGEST:
        raise InputError(f"{where}: expected numbers of at most {LARGEST:g}, got {largest:g}")
    if spread:
        _check_spread(column, where)


def _check_spread(x: NDArray[np.float64], where: str) -> None:
    if np.ptp(x) == 0.0:
        raise InputError(f"{where}: expected at least two different values, got {x[0]:g} in every row")
    if np.var(x) < SMALLEST_VARIANCE:
        raise InputError(f"{where}: expected values further apart, got all between {x.min():g} and {x.max():g}")


@dataclass(frozen=True)
class Reading:
    """Options for reading a file.

    Args:
        decimal: The decimal separator, ``"."`` or ``","``; by default a point, and numbers such as 1.200, in which the
            point may separate thousands, are an error.
        drop: Whether to drop rows in which a number is missing instead of raising an error.

    >>> Reading(decimal=",", drop=True)
    Reading(decimal=',', drop=True)
    """

    decimal: str | None = None
    drop: bool = False


PLAIN = Reading()


def read_table(
    path: Path,
    x: str,
    y: str,
    *,
    x_unit: str = "",
    y_unit: str = "",
    shown: str | None = None,
    reading: Reading = PLAIN,
) -> Table:
    """Read two columns of a CSV or TSV file with a header line.

    The header determines whether commas, tabs or semicolons separate the columns.

    Args:
        path: The file, in UTF-8, or in UTF-16 with a byte order mark; at most 256 MB.
        x: The name of column x.
        y: The name of column y.
        x_unit: The unit of x.
        y_unit: The unit of y.
        shown: The name of the file in error messages, by default its path.
        reading: Decimal separator and treatment of missing numbers.

    Raises:
        InputError: For a file that is missing, unreadable, too large, not Unicode or empty, for a missing column, and
            for cells that are not finite numbers, with one line per cell for the first few. Messages name file, line
            (from 1) and column.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "sales.csv").write_text("size,price\\n1,3\\n2,5\\n")
    ...     read_table(Path(folder) / "sales.csv", "size", "price").y.tolist()
    [3.0, 5.0]
    """
    source = shown or in_one_line(str(path))
    return _table(path, x, y, x_unit, y_unit, source, reading, _version(path))


def _table(
    path: Path, x: str, y: str, x_unit: str, y_unit: str, source: str, reading: Reading, version: tuple[int, ...]
) -> Table:
    """Return the table; that of a large, unchanged file is cached."""
    if version:
        return _large_table(path, x, y, x_unit, y_unit, source, reading, version)
    columns, n_dropped = _read(path, (x, y), source, reading)
    return Table(columns[0], columns[1], x, y, x_unit, y_unit, source, n_dropped)


@lru_cache(maxsize=4)
def _large_table(
    path: Path, x: str, y: str, x_unit: str, y_unit: str, source: str, reading: Reading, _version: tuple[int, ...]
) -> Table:
    return _table(path, x, y, x_unit, y_unit, source, reading, ())


def columns_of(
    path: Path, names: tuple[str, ...], source: str, reading: Reading = PLAIN
) -> tuple[NDArray[np.float64], int]:
    """Return columns of a file, shape ``(m, n)``, and the number of dropped rows; cached for large files."""
    version = _version(path)
    return _read_large(path, names, source, reading, version) if version else _read(path, names, source, reading)


def _version(path: Path) -> tuple[int, ...]:
    """Return a cache key that changes whenever a large file does; empty for small files, which are read again."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()
    is_large = LARGE_BYTES <= found.st_size <= LIMIT_BYTES
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) if is_large else ()


def _read(path: Path, names: tuple[str, ...], source: str, reading: Reading) -> tuple[NDArray[np.float64], int]:
    return read_columns(_content(path, source), names, source, decimal=reading.decimal, drop=reading.drop)


@lru_cache(maxsize=4)
def _read_large(
    path: Path, names: tuple[str, ...], source: str, reading: Reading, _version: tuple[int, ...]
) -> tuple[NDArray[np.float64], int]:
    columns, n_dropped = _read(path, names, source, reading)
    columns.setflags(write=False)
    return columns, n_dropped


def _content(path: Path, source: str) -> bytes:
    """Return the bytes of a file of at most ``LIMIT_BYTES``; a larger one is not read at all."""
    try:
        with path.open("rb") as file:
            n_bytes = os.fstat(file.fileno()).st_size
            content = file.read(LIMIT_BYTES + 1) if n_bytes <= LIMIT_BYTES else b""
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError(f"{source}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if max(n_bytes, len(content)) > LIMIT_BYTES:
        raise InputError(f"{source}: too large: expected at most {LIMIT_BYTES:,} bytes")
    return content


def houses() -> Table:
    """Return the bundled table of 60 synthetic house sales: area in ft², price in $, column names translated.

    >>> len(houses().x), houses().x_unit, houses().y_unit
    (60, 'ft²', '$')
    """
    return _houses_in(current_language())


@cache
def _houses_in(_language: str) -> Table:
    resource = files("gdcore") / "data" / "houses.csv"
    with resource.open(encoding="utf-8") as file:
        columns = np.loadtxt(file, delimiter=",", skiprows=1).T
    return Table(
        columns[0],
        columns[1],
        tr_p("column of houses", "sqft"),
        tr_p("column of houses", "price"),
        "ft²",
        "$",
        "houses.csv",
    )
