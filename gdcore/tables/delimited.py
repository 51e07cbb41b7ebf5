"""Columns of numbers from delimited text: all at once for a clean file, else cell by cell to report the faults.

Both ways give the same bits: numpy's reader and ``float`` round decimal numbers alike.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdcore.faults import CombinedInputError, close_to, in_one_line
from gdcore.tables.cells import in_two_ways, is_missing, may_be_thousands, number_in, wrong_with
from gdcore.tables.encoding import as_utf8, composed, undecodable

SEPARATORS = (",", "\t", ";")
SHOWN_COLUMNS, SHOWN_FAULTS = 20, 5
_BOM = b"\xef\xbb\xbf"
_SOMETHING = re.compile(rb"\S")


class Header(NamedTuple):
    """The names of the columns, and the layout of the rest of the file."""

    names: list[str]
    separator: str
    line: int
    """Its first line, from 1."""
    n_lines: int
    """The number of lines above the data; a quoted name may span several."""
    body: int
    """The byte offset of the data."""


class _Row(NamedTuple):
    last_line: int
    cells: list[str]


def read_columns(
    content: bytes, wanted: Sequence[str], source: str, *, decimal: str | None = None, drop: bool = False
) -> tuple[NDArray[np.float64], int]:
    """Return the columns ``wanted``, shape ``(m, n)``, of text with a header, and the number of dropped rows.

    The header determines whether commas, tabs or semicolons separate the columns; text is UTF-8, or UTF-16 with a byte
    order mark. The ``decimal`` separator is by default a point, and a file in which points may separate thousands is
    rejected. With ``drop``, rows with a missing cell are left out. Raises ``CombinedInputError`` with one line per
    fault of the header, or of the first ``SHOWN_FAULTS`` faulty cells; each line begins with ``source``.
    """
    content = as_utf8(content)
    try:
        header = _header(content, wanted, source)
        places = _places(header, wanted, source)
        columns = None if decimal or drop else _at_once(content, header, places)
        if columns is None or _may_have_thousands(columns, content, header):
            return _Closer(header, places, source, decimal, drop).read(content)
        return columns, 0
    except UnicodeDecodeError:
        raise CombinedInputError([f"{source}: {undecodable(content)}"]) from None


def _lines(content: bytes, start: int) -> io.TextIOWrapper:
    """Return the lines from byte ``start`` on, decoded lazily to save memory."""
    raw = io.BytesIO(content)
    raw.seek(start)
    return io.TextIOWrapper(raw, encoding="utf-8", newline="")


def _rows(content: bytes, start: int, separator: str, source: str, n_above: int = 0) -> Iterator[_Row]:
    """Yield the rows from byte ``start`` on, which has ``n_above`` lines above it."""
    reader = csv.reader(_lines(content, start), delimiter=separator, strict=True, skipinitialspace=True)
    line = n_above
    try:
        for cells in reader:
            line = n_above + reader.line_num
            yield _Row(line, cells)
    except csv.Error as error:
        reason = "quotes that are never closed" if "unexpected end" in str(error) else in_one_line(str(error))
        raise CombinedInputError([f"{source}: line {line + 1}: not CSV: {reason}"]) from None


def _header(content: bytes, wanted: Sequence[str], source: str) -> Header:
    """Return the header, split by the separator that isolates the wanted names or, failing that, yields most names.

    It is the first line that is not empty, after a spreadsheet's ``sep=;`` line, if any.
    """
    start, n_above, separators = _above(content)
    found, faults = list[tuple[bool, int, _Row, str]](), list[CombinedInputError]()
    for separator in separators:
        try:
            row = next(_rows(content, start, separator, source, n_above), _Row(n_above + 1, []))
        except CombinedInputError as error:
            faults += [error]
        else:
            names = [composed(name) for name in row.cells]
            there = all(composed(name) in names for name in wanted)
            found += [(there, len(names), row._replace(cells=names), separator)]
    if not found:
        raise faults[0]
    _fits, _n_names, row, separator = max(found, key=lambda one: one[:2])  # the first of equals
    n_bytes = sum(len(line.encode()) for line in islice(_lines(content, start), row.last_line - n_above))
    return Header(row.cells, separator, n_above + 1, row.last_line, start + n_bytes)


def _above(content: bytes) -> tuple[int, int, Sequence[str]]:
    """Return the byte offset of the header, the number of lines above it, and its possible separators."""
    start, n_lines = len(_BOM) if content.startswith(_BOM) else 0, 0
    separators: Sequence[str] = SEPARATORS
    while line := re.compile(rb"[ \t]*(?:[sS][eE][pP]=([,;\t]))?[ \t]*(?:\r\n|\n|\r)").match(content, start):
        if line[1]:
            separators = [line[1].decode()]
        start, n_lines = line.end(), n_lines + 1
    return start, n_lines, separators


def _places(header: Header, wanted: Sequence[str], source: str) -> list[int]:
    """Return the indices of the wanted columns, or raise an error that lists the existing ones."""
    names, line = header.names, f"{source}: line {header.line}"
    if not any(names):
        raise CombinedInputError([f"{source}: line 1: expected a header with column names, got an empty file"])
    faults = [
        f'{line}: expected a column "{in_one_line(name)}", got {_instead_of(name, names)}'
        if composed(name) not in names
        else f'{line}: expected one column "{in_one_line(name)}", got {names.count(composed(name))}'
        for name in dict.fromkeys(wanted)
        if names.count(composed(name)) != 1
    ]
    if faults:
        raise CombinedInputError(faults)
    return [names.index(composed(name)) for name in wanted]


def _instead_of(name: str, names: Sequence[str]) -> str:
    """Return the existing columns with a guess at what went wrong."""
    there = in_one_line(", ".join(names[:SHOWN_COLUMNS]))
    if all(number_in(one) is not None for one in names):
        return f"{there} (the line with the column names is missing)"
    alike = [one for one in names if one.casefold() == name.strip().casefold()] or [close_to(name, filter(None, names))]
    return f'{there}; did you mean "{in_one_line(alike[0])}"?' if alike[0] else there


def _at_once(content: bytes, header: Header, places: Sequence[int]) -> NDArray[np.float64] | None:
    """Return the columns by numpy's reader, or None if the file needs a closer look.

    All rows are as long as the header if each has the last column and the number of separators is right.
    """
    if content.find(b'"', header.body) >= 0 or not _SOMETHING.search(content, header.body):
        return None  # quotes can hide separators and line ends; numpy warns about an empty body
    last = len(header.names) - 1
    try:
        rows = np.loadtxt(
            _lines(content, header.body),
            dtype=[*((str(i), "f8") for i in range(len(places))), ("last", "U1")],
            delimiter=header.separator,
            usecols=(*places, last),
            comments=None,
            ndmin=1,
        )
    except ValueError:
        return None
    columns = np.stack([rows[str(i)] for i in range(len(places))])
    even = content.count(header.separator.encode(), header.body) == last * len(rows)
    return columns if even and np.isfinite(columns).all() else None


def _may_have_thousands(columns: NDArray[np.float64], content: bytes, header: Header) -> bool:
    """Return whether all decimal points may separate thousands, as in 1.200."""
    if content.find(b".", header.body) < 0:
        return False
    in_thousandths = columns * 1000.0
    return bool(np.isclose(in_thousandths, np.rint(in_thousandths), rtol=1e-12, atol=0.0).all())


@dataclass
class _Closer:
    """Reads the columns cell by cell and collects the faulty cells."""

    header: Header
    places: Sequence[int]
    source: str
    decimal: str | None
    drop: bool
    faults: list[str] = field(default_factory=list)
    n_faults: int = 0
    n_dropped: int = 0
    thousands: str = ""
    """A message about the first cell whose point may separate thousands; a blank once another cell rules that out."""

    def read(self, content: bytes) -> tuple[NDArray[np.float64], int]:
        """Return the columns and the number of dropped rows, or raise an error with the first faults."""
        columns = [array("d") for _ in self.places]
        header = self.header
        for row in _rows(content, header.body, header.separator, self.source, header.n_lines):
            numbers = self._numbers(row)
            for column, number in zip(columns, numbers or (), strict=bool(numbers)):
                column.append(number)
        if self.thousands.strip():
            self._report([self.thousands])
        if self.n_faults > len(self.faults):
            more = self.n_faults - len(self.faults)
            self.faults += [f"{self.source}: and {more:,} more {'fault' if more == 1 else 'faults'}"]
        if self.faults:
            raise CombinedInputError(self.faults)
        return np.array(columns, dtype=np.float64), self.n_dropped

    def _numbers(self, row: _Row) -> list[float] | None:
        """Return the numbers of a row, or None for an empty, dropped or faulty one."""
        cells, width = row.cells, len(self.header.names)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if not any(cell.strip() for cell in cells):
            return None
        if max(self.places) < len(cells) <= width:
            texts = [cells[place] for place in self.places]
            numbers = [number_in(text, self.decimal) for text in texts]
            found = [number for number in numbers if number is not None]
            if len(found) == len(texts):
                self._look_for_thousands(texts, row.last_line)
                return found
        lacks = any(place >= len(cells) or is_missing(cells[place]) for place in self.places)
        if self.drop and lacks and len(cells) <= width:
            self.n_dropped += 1
        else:
            self._report(f"line {row.last_line}: {fault}" for fault in self._row_faults(cells))
        return None

    def _report(self, faults: Iterable[str]) -> None:
        reported = [f"{self.source}: {fault}" for fault in faults]
        self.n_faults += len(reported)
        self.faults += reported[: max(SHOWN_FAULTS - len(self.faults), 0)]

    def _look_for_thousands(self, texts: Sequence[str], line: int) -> None:
        """Note the first cell that reads in two ways, as 1.200 does, unless another one shows the meaning of points."""
        if self.decimal:
            return
        for place, text in zip(self.places, texts, strict=True):
            if not re.search("[.eE]", text):
                continue
            if not may_be_thousands(text.strip()):
                self.thousands = " "
            elif not self.thousands:
                where = f'line {line}: column "{in_one_line(self.header.names[place])}"'
                self.thousands = f"{where}: {in_two_ways(text.strip())}"

    def _row_faults(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield the faults of a row."""
        names, separator = self.header.names, self.header.separator
        if len(cells) > len(names):
            hint = " (write decimals with a point, and text that has commas in quotes)" if separator == "," else ""
            yield f"expected {len(names)} cell(s), got {len(cells)}{hint}"
            return
        for place in dict.fromkeys(self.places):
            where = f'column "{in_one_line(names[place])}"'
            if place >= len(cells):
                yield f"{where}: expected a number, got a line with only {len(cells)} cell(s)"
            elif number_in(cells[place], self.decimal) is None:
                yield f"{where}: {wrong_with(cells[place].strip(), self.decimal)}"
