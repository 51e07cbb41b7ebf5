"""Two columns of numbers from a CSV file, checked cell by cell."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gdcore.errors import InputError
from gdcore.faults import in_one_line

LIMIT_BYTES = 50_000_000
LARGEST = 1e100
"""Beyond it the squares and products that a fit needs leave float64's range."""
SMALLEST_VARIANCE = 1e-100
SHOWN_COLUMNS = 20


@dataclass(frozen=True, eq=False)
class Table:
    """Pairs ``(x, y)`` of float64, each of shape ``(n,)`` and read-only, with the names and units of the columns.

    Raises ``InputError`` when there are fewer than two rows, when a value is not finite or beyond ``LARGEST``, and when
    all x are equal or too close together to fit a line.
    """

    x: NDArray[np.float64] = field(repr=False)
    y: NDArray[np.float64] = field(repr=False)
    x_name: str = "x"
    y_name: str = "y"
    x_unit: str = ""
    y_unit: str = ""
    source: str = "table"

    def __post_init__(self) -> None:
        """Check the columns and make them read-only."""
        for name in ("x", "y"):
            column = np.array(getattr(self, name), dtype=np.float64)
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        if len(self.x) != len(self.y):
            raise InputError(f"{self.source}: expected columns of one length, got {len(self.x)} and {len(self.y)}")
        if len(self.x) < 2:
            raise InputError(f"{self.source}: expected at least two rows of data, got {len(self.x)}")
        if not (np.isfinite(self.x).all() and np.isfinite(self.y).all()):
            raise InputError(f"{self.source}: expected finite numbers, got NaN or infinity")
        for column, name in ((self.x, self.x_name), (self.y, self.y_name)):
            _check_size(column, f'{self.source}: column "{in_one_line(name)}"')
        _check_spread(self.x, f'{self.source}: column "{in_one_line(self.x_name)}"')

    @property
    def slope_unit(self) -> str:
        """The unit of a slope, y per x."""
        return f"{self.y_unit}/{self.x_unit}" if self.y_unit and self.x_unit else ""


def _check_size(column: NDArray[np.float64], where: str) -> None:
    largest = column[abs(column).argmax()]
    if abs(largest) > LARGEST:
        raise InputError(f"{where}: expected numbers of at most {LARGEST:g}, got {largest:g}")


def _check_spread(x: NDArray[np.float64], where: str) -> None:
    if np.ptp(x) == 0.0:
        raise InputError(f"{where}: expected at least two different values, got {x[0]:g} in every row")
    if np.var(x) < SMALLEST_VARIANCE:
        raise InputError(f"{where}: expected values further apart, got all between {x.min():g} and {x.max():g}")


def read_table(path: Path, x: str, y: str, *, x_unit: str = "", y_unit: str = "", shown: str | None = None) -> Table:
    """Read the columns named ``x`` and ``y`` of a CSV file with a header line.

    ``shown`` is the name to use in messages instead of ``path``. Raises ``InputError`` naming file, line and column
    for a file that is missing, unreadable, not UTF-8 or empty, a column that is not there, and a cell that is not a
    finite number. Line numbers are those of the file, the header being line 1.
    """
    source = shown or in_one_line(str(path))
    rows = csv.reader(io.StringIO(_text(path, source), newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
        places = [_place(header, name, source) for name in (x, y)]
        pairs = [
            [_number(row, place, name, source, rows.line_num) for place, name in zip(places, (x, y), strict=True)]
            for row in rows
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise InputError(f"{source}: line {rows.line_num}: not CSV: {error}") from None
    columns = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return Table(columns[0], columns[1], x, y, x_unit, y_unit, source)


def _text(path: Path, source: str) -> str:
    """Return the text of a file of at most ``LIMIT_BYTES``."""
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError(f"{source}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LIMIT_BYTES:
        raise InputError(f"{source}: too large: expected at most {LIMIT_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{source}: line {line}: expected UTF-8 text, got byte {content[error.start]:#04x}") from None


def _place(header: list[str], name: str, source: str) -> int:
    """Return the index of column ``name``, or raise an error that lists what there is."""
    if not any(header):
        raise InputError(f"{source}: line 1: expected a header with column names, got an empty file")
    if name not in header:
        wanted, there = in_one_line(name), in_one_line(", ".join(header[:SHOWN_COLUMNS]))
        raise InputError(f'{source}: line 1: expected a column "{wanted}", got {there}')
    if header.count(name) > 1:
        raise InputError(f'{source}: line 1: expected one column "{in_one_line(name)}", got {header.count(name)}')
    return header.index(name)


def _number(row: list[str], place: int, name: str, source: str, line: int) -> float:
    """Return the finite number in one cell, or raise an error that says where it is not one."""
    where = f'{source}: line {line}: column "{in_one_line(name)}"'
    if place >= len(row):
        raise InputError(f"{where}: expected a number, got a line with only {len(row)} cell(s)")
    text = row[place].strip()
    try:
        number = float(text.replace("_", "?"))  # float() would take 1_000, which no spreadsheet writes
    except ValueError:
        hint = " (write decimals with a point)" if "," in text else ""
        raise InputError(f"{where}: expected a number, got {text[:40]!r}{hint}") from None
    if not math.isfinite(number):
        raise InputError(f"{where}: expected a finite number, got {text[:40]!r}")
    return number


@cache
def houses() -> Table:
    """Return the bundled table of 60 synthetic house sales: square feet and dollars."""
    resource = files("gdcore") / "data" / "houses.csv"
    with resource.open(encoding="utf-8") as file:
        columns = np.loadtxt(file, delimiter=",", skiprows=1).T
    return Table(columns[0], columns[1], "sqft", "price", "ft²", "$", "houses.csv")
