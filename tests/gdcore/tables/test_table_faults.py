"""Tables that are refused: how each fault is told, and what to do about it."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError
from gdcore.tables.table import LIMIT_BYTES, Reading, Table, read_table
from tests.gdcore.tables.csv_file import written

POINT = '(write decimals with a point, 3.5, or set decimal = "," in data)'
DROP = '(rows without a number are left out with missing = "drop" in data)'
FAULTS = {
    "": "line 1: expected a header with column names, got an empty file",
    "\n\n": "line 1: expected a header with column names, got an empty file",
    "sqft,price\n": "expected at least two rows of data, got 0",
    "sqft,price\n1,2\n": "expected at least two rows of data, got 1",
    "sqft,cost\n1,2\n3,4\n": 'line 1: expected a column "price", got sqft, cost',
    "sqft,price,price\n1,2,3\n3,4,5\n": 'line 1: expected one column "price", got 2',
    "sqft,price\n1,2\n3,four\n": "line 3: column \"price\": expected a number, got 'four'",
    "sqft,price\n1,2\n3,\n": "line 3: column \"price\": expected a number, got '' " + DROP,
    "sqft,price\n1,2\n1_000,3\n": "line 3: column \"sqft\": expected a number, got '1_000'",
    'sqft,price\n1,2\n"3,5",4\n': f"line 3: column \"sqft\": expected a number, got '3,5' {POINT}",
    "sqft;price\n1;2\n3,5;4\n": f"line 3: column \"sqft\": expected a number, got '3,5' {POINT}",
    "sqft\tprice\n1\t2\n4\t3,5\n": f"line 3: column \"price\": expected a number, got '3,5' {POINT}",
    'sqft,price\n1,2\n"1,234.5",4\n': "line 3: column \"sqft\": expected a number, got '1,234.5' "
    "(write thousands without a comma: 1234.5)",
    'sqft,price\n1,2\n"1,234",4\n': "line 3: column \"sqft\": expected a number, got '1,234' "
    "(write decimals with a point, 1.234, and thousands without a comma, 1234)",
    "sqft,price\n3,5,200,5\n4,5,300,5\n": "line 2: expected 2 cell(s), got 4 "
    "(write decimals with a point, and text that has commas in quotes)\n"
    "{path}: line 3: expected 2 cell(s), got 4 (write decimals with a point, and text that has commas in quotes)",
    "sqft;price\n1;2\n3;4;5\n": "line 3: expected 2 cell(s), got 3",
    "size;cost\n1;2\n": 'line 1: expected a column "sqft", got size, cost\n'
    '{path}: line 1: expected a column "price", got size, cost',
    'sqft,price\n1,2\n3,"4\n5,6\n': "line 3: not CSV: quotes that are never closed",
    'sqft,price\n1,2\n3,"4"5\n': "line 3: not CSV: ',' expected after '\"'",
    '"sqft,price\n1,2\n': "line 1: not CSV: quotes that are never closed",
    "sqft,price\n1,one\ntwo,three\n": "line 2: column \"price\": expected a number, got 'one'\n"
    "{path}: line 3: column \"sqft\": expected a number, got 'two'\n"
    "{path}: line 3: column \"price\": expected a number, got 'three'",
    "sqft,price\n" + "a,b\n" * 3: "\n{path}: ".join(
        [
            f'line {2 + n // 2}: column "{("sqft", "price")[n % 2]}": expected a number, got {"ab"[n % 2]!r}'
            for n in range(5)
        ]
        + ["and 1 more fault"]
    ),
    "sqft,price\n1,2\n3\n": 'line 3: column "price": expected a number, got a line with only 1 cell(s)',
    "sqft,price\n1,2\nNaN,3\n": "line 3: column \"sqft\": expected a finite number, got 'NaN' " + DROP,
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
    assert str(caught.value) == f"{path}: {told}".replace("{path}", str(path))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read: No such file or directory$"):
        read_table(tmp_path / "nowhere.csv", "x", "y")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: Is a directory$"):
        read_table(tmp_path, "x", "y")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = written(tmp_path, "sqft,größe\n1,2\n".encode("latin-1"))
    with pytest.raises(
        InputError,
        match=r'line 1: expected UTF-8 text, got byte 0xf6, ö in Windows-1252 \(save the file as "CSV UTF-8"\)$',
    ):
        read_table(path, "sqft", "größe")


def test_an_endless_file() -> None:
    with pytest.raises(InputError, match=f"too large: expected at most {LIMIT_BYTES:,} bytes"):
        read_table(Path("/dev/zero"), "x", "y")


def test_a_name_for_messages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^sales: line 1"):
        read_table(written(tmp_path, ""), "x", "y", shown="sales")


def test_columns_of_different_length() -> None:
    with pytest.raises(InputError, match="expected columns of equal length, got 2 and 3"):
        Table(np.arange(2.0), np.arange(3.0))


def test_a_file_that_says_it_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(10**13)  # takes no room on the disk
    tracemalloc.start()
    with pytest.raises(InputError, match=r"huge\.csv: too large"):
        read_table(path, "x", "y")
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < LIMIT_BYTES / 100


def test_of_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y\n" + "1,one\n" * 4000)
    with pytest.raises(CombinedInputError) as caught:
        read_table(path, "x", "y")
    *told, rest = caught.value.faults
    assert told == [f"{path}: line {line}: column \"y\": expected a number, got 'one'" for line in range(2, 7)]
    assert rest == f"{path}: and 3,995 more faults"


def test_one_long_row_and_one_short_row_do_not_make_two_right_ones(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,z\n1,2,3\n4,5,6,7\n8,9\n")
    with pytest.raises(InputError, match=r"line 3: expected 3 cell\(s\), got 4"):
        read_table(path, "x", "y")


def test_what_is_no_number_and_not_missing_is_a_fault_even_where_rows_are_dropped(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 3: column .y.: expected a number, got 'four'$"):
        read_table(written(tmp_path, "x,y\n1,2\n3,four\nNA,5\n6,7\n"), "x", "y", reading=Reading(drop=True))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("x;y\n1;1.200\n2;950\n", 'line 2: column "y": "1.200" may be 1.2 or 1200: set decimal = "."'),
        ("x;y\n1.000;5\n2.000;6\n", 'column "x": "1.000" may be 1 or 1000'),
        ("x\ty\n1\t1.200\n2\t950\n", 'line 2: column "y": "1.200" may be 1.2 or 1200: set decimal = "."'),
        ("x\ty\n1\t950\n2\t-12.500\n", 'line 3: column "y": "-12.500" may be -12.5 or -12500'),
        ("x,y\n1.000,5\n2.000,6\n", 'column "x": "1.000" may be 1 or 1000'),
        ('x,y\n1,"1.200"\n2,950\n', 'column "y": "1.200" may be 1.2 or 1200'),
        ("x;y\n1;1.005\n2;950\n", 'column "y": "1.005" may be 1.005 or 1005'),
        ("x;y\n1;1.234.567\n2;5\n", "got '1.234.567' (write thousands without a sign between them: 1234567)"),
        ("x;y\n1;1.200,5\n2;5\n", """got '1.200,5' (set decimal = "," in data)"""),
        ("x,y\n1,−3.5\n2,5\n", "got '−3.5' (write the number alone: -3.5)"),
        ("x,y\n1,$ 12.5\n2,5\n", "got '$ 12.5' (write the number alone: 12.5)"),
        ("x,y\n1,12 €\n2,5\n", "got '12 €' (write the number alone: 12)"),
        ("x,y\n1,7.5%\n2,5\n", "got '7.5%' (write the number alone: 7.5)"),
        ("x,y\n1,USD 1 200\n2,5\n", "got 'USD 1 200' (write the number alone: 1200)"),
        ("x,y\n1,1\u00a0200\n2,5\n", "(write thousands without a sign between them: 1200)"),
        ("x,y\n1,1'200\n2,5\n", "(write thousands without a sign between them: 1200)"),
        ("x,y\n1,12.5 kg\n2,5\n", "(write the number alone, 12.5; a unit belongs to x_unit or y_unit)"),
        ("x,y\n1,NA\n2,5\n", DROP),
        ("X,y\n1,2\n", 'expected a column "x", got X, y; did you mean "X"?'),
        ("1,2\n3,4\n", "(the line with the column names is missing)"),
        ("\n\nz,y\n1,2\n", 'line 3: expected a column "x", got z, y'),
        ("\nx,y\n\n1,b\n", "line 4: column \"y\": expected a number, got 'b'"),
    ],
)
def test_a_cell_or_a_header_that_is_refused_says_what_to_do(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        read_table(written(tmp_path, content), "x", "y")
