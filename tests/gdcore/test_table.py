"""Tables: what is read, and how each fault is told."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.table import LIMIT_BYTES, Table, houses, read_table


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "sales.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_it_reads_the_two_columns_by_name(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, '\ufeffid, price ,sqft\n1,300,10\n\n2,500,"20"\n'), "sqft", "price")
    np.testing.assert_array_equal(table.x, [10.0, 20.0])
    np.testing.assert_array_equal(table.y, [300.0, 500.0])
    assert (table.x_name, table.y_name) == ("sqft", "price")


def test_its_columns_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        houses().x[0] = 1.0


def test_the_bundled_houses() -> None:
    table = houses()
    assert table.x.shape == table.y.shape == (60,)
    assert table.slope_unit == "$/ft²"


FAULTS = {
    "": "line 1: expected a header with column names, got an empty file",
    "\n\n": "line 1: expected a header with column names, got an empty file",
    "sqft,price\n": "expected at least two rows of data, got 0",
    "sqft,price\n1,2\n": "expected at least two rows of data, got 1",
    "sqft,cost\n1,2\n3,4\n": 'line 1: expected a column "price", got sqft, cost',
    "sqft,price,price\n1,2,3\n3,4,5\n": 'line 1: expected one column "price", got 2',
    "sqft,price\n1,2\n3,four\n": "line 3: column \"price\": expected a number, got 'four'",
    "sqft,price\n1,2\n3,\n": "line 3: column \"price\": expected a number, got ''",
    "sqft,price\n1,2\n1_000,3\n": "line 3: column \"sqft\": expected a number, got '1_000'",
    'sqft,price\n1,2\n"3,5",4\n': "line 3: column \"sqft\": expected a number, got '3,5' (write decimals with a point)",
    "sqft,price\n1,2\n3\n": 'line 3: column "price": expected a number, got a line with only 1 cell(s)',
    "sqft,price\n1,2\nNaN,3\n": "line 3: column \"sqft\": expected a finite number, got 'NaN'",
    "sqft,price\n1,2\n3,-inf\n": "line 3: column \"price\": expected a finite number, got '-inf'",
    "sqft,price\n1,2\n3,1e999\n": "line 3: column \"price\": expected a finite number, got '1e999'",
    "sqft,price\n5,2\n5,3\n": 'column "sqft": expected at least two different values, got 5 in every row',
    "sqft,price\n1,2\n3,1e200\n": 'column "price": expected numbers of at most 1e+100, got 1e+200',
    "sqft,price\n0,2\n1e-200,3\n": 'column "sqft": expected values further apart, got all between 0 and 1e-200',
}


@pytest.mark.parametrize(("content", "told"), FAULTS.items(), ids=range(len(FAULTS)))
def test_a_fault_names_file_line_and_column(tmp_path: Path, content: str, told: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError) as caught:
        read_table(path, "sqft", "price")
    assert str(caught.value) == f"{path}: {told}"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read: No such file or directory$"):
        read_table(tmp_path / "nowhere.csv", "x", "y")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: Is a directory$"):
        read_table(tmp_path, "x", "y")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = written(tmp_path, "sqft,größe\n1,2\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"line 1: expected UTF-8 text, got byte 0xf6$"):
        read_table(path, "sqft", "größe")


def test_an_endless_file() -> None:
    with pytest.raises(InputError, match=f"too large: expected at most {LIMIT_BYTES} bytes"):
        read_table(Path("/dev/zero"), "x", "y")


def test_a_name_for_messages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^sales: line 1"):
        read_table(written(tmp_path, ""), "x", "y", shown="sales")


def test_columns_of_different_length() -> None:
    with pytest.raises(InputError, match="expected columns of one length, got 2 and 3"):
        Table(np.arange(2.0), np.arange(3.0))


def read_bytes(content: bytes) -> Table:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return read_table(Path(file.name), "x", "y")


@given(st.one_of(st.binary(max_size=200), st.text(alphabet='xy,"\n\r 019.e-naif\0é', max_size=60).map(str.encode)))
def test_any_bytes_are_a_table_or_an_input_error(content: bytes) -> None:
    try:
        table = read_bytes(b"x,y\n" + content)
    except InputError:
        event("refused")
    else:
        assert np.isfinite(table.x).all()
        assert np.ptp(table.x) > 0.0
