"""Two columns of numbers from delimited text: in one sweep where all is well, or else cell by cell to say what is not.

Both ways give the same bits: numpy's reader and ``float`` round a decimal number alike.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdcore.cells import number_in, wrong_with
from gdcore.faults import CombinedInputError, in_one_line

SEPARATORS = (",", "\t", ";")
SHOWN_COLUMNS, SHOWN_FAULTS = 20, 5
_BOM = b"\xef\xbb\xbf"
_SOMETHING = re.compile(rb"\S")


class Header(NamedTuple):
    """The names of the columns, and what they say about the rest of the file."""

    names: list[str]
    separator: str
    n_lines: int
    """How many lines of the file it takes: more than one where a quoted name is broken."""
    body: int
    """The byte at which the data begin."""


class _Row(NamedTuple):
    first_line: int
    last_line: int
    cells: list[str]


def read_columns(content: bytes, x: str, y: str, source: str) -> NDArray[np.float64]:
    """Return the columns named ``x`` and ``y``, shape ``(2, n)``, of UTF-8 text with a header.

    Columns are set apart by commas, tabs or semicolons, as the header has it. Raises ``CombinedInputError``, with a
    line for each fault that the header or the first ``SHOWN_FAULTS`` faulty cells have; each begins with ``source``.
    """
    try:
        header = _header(content, (x, y), source)
        places = _places(header.names, (x, y), source)
        columns = _at_once(content, header, places)
        return _cell_by_cell(content, header, places, source) if columns is None else columns
    except UnicodeDecodeError:
        raise CombinedInputError([f"{source}: {_undecodable(content)}"]) from None


def _undecodable(content: bytes) -> str:
    """Return what is wrong with bytes that are not UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return f"line {line}: expected UTF-8 text, got byte {content[error.start]:#04x}"
    raise AssertionError("every byte can be decoded")


def _lines(content: bytes, start: int) -> io.TextIOWrapper:
    """Return the lines from byte ``start`` on, decoded when they are asked for: the text is never there as a whole."""
    raw = io.BytesIO(content)
    raw.seek(start)
    return io.TextIOWrapper(raw, encoding="utf-8", newline="")


def _rows(content: bytes, start: int, separator: str, source: str, n_above: int = 0) -> Iterator[_Row]:
    """Yield the rows from byte ``start`` on, above which there are ``n_above`` lines."""
    reader = csv.reader(_lines(content, start), delimiter=separator, strict=True, skipinitialspace=True)
    line = n_above
    try:
        for cells in reader:
            first, line = line + 1, n_above + reader.line_num
            yield _Row(first, line, cells)
    except csv.Error as error:
        told = "quotes that are never closed" if "unexpected end" in str(error) else in_one_line(str(error))
        raise CombinedInputError([f"{source}: line {line + 1}: not CSV: {told}"]) from None


def _header(content: bytes, wanted: Sequence[str], source: str) -> Header:
    """Return the header as that separator splits it which sets the wanted names apart, or else makes the most names."""
    start = len(_BOM) if content.startswith(_BOM) else 0
    found, faults = list[tuple[bool, int, _Row, str]](), list[CombinedInputError]()
    for separator in SEPARATORS:
        try:
            row = next(_rows(content, start, separator, source), _Row(1, 1, []))
        except CombinedInputError as error:
            faults += [error]
        else:
            names = [name.strip() for name in row.cells]
            found += [(all(name in names for name in wanted), len(names), row._replace(cells=names), separator)]
    if not found:
        raise faults[0]
    _fits, _n_names, row, separator = max(found, key=lambda one: one[:2])  # the first of those that are as good
    n_bytes = sum(len(line.encode()) for line in islice(_lines(content, start), row.last_line))
    return Header(row.cells, separator, row.last_line, start + n_bytes)


def _places(names: list[str], wanted: Sequence[str], source: str) -> list[int]:
    """Return the indices of the wanted columns, or raise an error that lists what there is."""
    if not any(names):
        raise CombinedInputError([f"{source}: line 1: expected a header with column names, got an empty file"])
    there = in_one_line(", ".join(names[:SHOWN_COLUMNS]))
    faults = [
        f'{source}: line 1: expected a column "{in_one_line(name)}", got {there}'
        if name not in names
        else f'{source}: line 1: expected one column "{in_one_line(name)}", got {names.count(name)}'
        for name in dict.fromkeys(wanted)
        if names.count(name) != 1
    ]
    if faults:
        raise CombinedInputError(faults)
    return [names.index(name) for name in wanted]


def _at_once(content: bytes, header: Header, places: Sequence[int]) -> NDArray[np.float64] | None:
    """Return the columns as numpy's reader finds them, or None for anything that needs a closer look.

    Rows as long as the header: each holds the last column, and there are no more separators than that needs.
    """
    if content.find(b'"', header.body) >= 0 or not _SOMETHING.search(content, header.body):
        return None  # quotes can hide separators and line ends; and where nothing is, numpy warns
    last = len(header.names) - 1
    try:
        rows = np.loadtxt(
            _lines(content, header.body),
            dtype=[("x", "f8"), ("y", "f8"), ("last", "U1")],
            delimiter=header.separator,
            usecols=(*places, last),
            comments=None,
            ndmin=1,
        )
    except ValueError:
        return None
    columns = np.stack([rows["x"], rows["y"]])
    even = content.count(header.separator.encode(), header.body) == last * len(rows)
    return columns if even and np.isfinite(columns).all() else None


def _cell_by_cell(content: bytes, header: Header, places: Sequence[int], source: str) -> NDArray[np.float64]:
    """Return the columns, or raise an error that says which cells are no numbers."""
    xs, ys, faults, n_faults = array("d"), array("d"), list[str](), 0
    (x, y), width = places, len(header.names)
    for row in _rows(content, header.body, header.separator, source, header.n_lines):
        pair = _pair(row.cells, x, y, width)
        if pair is not None:
            xs.append(pair[0])
            ys.append(pair[1])
        elif any(cell.strip() for cell in row.cells):
            told = list(_row_faults(row.cells, header, places))
            n_faults += len(told)
            faults += [f"{source}: line {row.last_line}: {fault}" for fault in told[: SHOWN_FAULTS - len(faults)]]
    if n_faults > len(faults):
        more = n_faults - len(faults)
        faults += [f"{source}: and {more:,} more {'fault' if more == 1 else 'faults'}"]
    if faults:
        raise CombinedInputError(faults)
    return np.array([xs, ys], dtype=np.float64)


def _pair(cells: list[str], x: int, y: int, width: int) -> tuple[float, float] | None:
    """Return the two numbers of a row of at most ``width`` cells, or None where they are not both there."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if not max(x, y) < len(cells) <= width:
        return None
    first, second = number_in(cells[x]), number_in(cells[y])
    return None if first is None or second is None else (first, second)


def _row_faults(cells: list[str], header: Header, places: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with a row that is no pair of numbers."""
    width = len(header.names)
    if len(cells) > width:
        hint = " (write decimals with a point, and text that has commas in quotes)" if header.separator == "," else ""
        yield f"expected {width} cell(s), got {len(cells)}{hint}"
        return
    for place in dict.fromkeys(places):
        where = f'column "{in_one_line(header.names[place])}"'
        if place >= len(cells):
            yield f"{where}: expected a number, got a line with only {len(cells)} cell(s)"
        elif number_in(cells[place]) is None:
            yield f"{where}: {wrong_with(cells[place].strip())}"
