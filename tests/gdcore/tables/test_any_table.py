"""Whatever a table holds: numbers come back bit for bit, by numpy or cell by cell, and bytes are a table or faults."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.tables.table import Table, read_table

NUMBERS = st.floats(-1e99, 1e99).map(repr) | st.decimals(-1000, 1000, places=3).map(str) | st.integers(-9, 9).map(str)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=9)


@pytest.mark.parametrize("separator", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
@given(
    bom=st.sampled_from(["", "\ufeff"]), end=st.sampled_from(["\n", "\r\n", "\r"]), rows=ROWS, quoted=st.booleans(),
    names=st.sampled_from(["{x}", '"{x}"', " {x} "]), blank=st.booleans(),
)  # fmt: skip
def test_numbers_come_back_bit_for_bit(
    separator: str, bom: str, end: str, rows: list[tuple[str, str]], quoted: bool, names: str, blank: bool
) -> None:
    """Unquoted and without gaps, numpy reads it; else it is read cell by cell: both as Python reads a number."""
    cells = [[names.replace("{x}", name) for name in ("y", "id", "note", "x")]]
    note = f'"a{separator}b{end}c"' if quoted else "ä"
    cells += [[f'"{y}"' if quoted else y, str(n), note, x] for n, (x, y) in enumerate(rows)]
    content = bom + (end + end if blank else end).join(separator.join(row) for row in cells) + end
    xs, ys = np.array([[float(x), float(y)] for x, y in rows]).T
    assume(np.ptp(xs) > 0.0 and np.var(xs) > 1e-90)
    texts = [text for row in rows for text in row if "." in text or "e" in text]
    if texts and all(re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) for text in texts):
        with pytest.raises(InputError, match=r'set decimal = "\." or decimal = "," in data'):
            read_bytes(content.encode())
        return
    table = read_bytes(content.encode())
    assert table.x.tobytes() == xs.tobytes()
    assert table.y.tobytes() == ys.tobytes()


LINES = st.lists(st.text(alphabet="1234567890.e-+_, \tinfä\0\u00a0\u0661", max_size=8), max_size=6)


@given(LINES, st.sampled_from([",", "\t", ";"]))
def test_both_ways_say_the_same_of_any_text(lines: list[str], separator: str) -> None:
    content = separator.join("xy") + "".join(f"\n{n}{separator}{line}" for n, line in enumerate(lines))
    cell_by_cell = f'{content}\n""'  # an empty row at the end, but with quotes
    assert outcome(cell_by_cell) == outcome(content)


def outcome(content: str) -> bytes | str:
    try:
        table = read_bytes(content.encode())
    except InputError as error:
        return str(error).replace(str(error).split(":")[0], "")
    return table.x.tobytes() + table.y.tobytes()


def read_bytes(content: bytes) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.csv"
        path.write_bytes(content)
        return read_table(path, "x", "y")


ALPHABET = 'xy,;\t"\n\r 019.e-_naif\0é\ufeff'
HEADERS = st.sampled_from(
    [b"x,y\n", b"\xef\xbb\xbfx\ty\r\n", b'"x";y\n', b"a;x;y\r", b"", b'\xef\xbb\xbf"x', b"\xff\xfe"]
)


@given(HEADERS, st.one_of(st.binary(max_size=200), st.text(alphabet=ALPHABET, max_size=60).map(str.encode)))
def test_any_bytes_are_a_table_or_a_line_for_each_fault(header: bytes, content: bytes) -> None:
    try:
        table = read_bytes(header + content)
    except InputError as error:
        event("refused")
        lines = str(error).split("\n")
        assert len(lines) <= 6
        assert all(line.isprintable() and "d.csv: " in line for line in lines)
    else:
        assert np.isfinite(table.x).all()
        assert np.ptp(table.x) > 0.0
