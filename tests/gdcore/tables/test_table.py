"""Tables: what is read, and how each fault is told."""

from __future__ import annotations

import re
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError
from gdcore.tables.table import LARGE_BYTES, LIMIT_BYTES, PLAIN, Reading, Table, houses, read_table


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


NUMBERS = st.floats(-1e99, 1e99).map(repr) | st.decimals(-1000, 1000, places=3).map(str) | st.integers(-9, 9).map(str)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=9)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("separator", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
@given(rows=ROWS, quoted=st.booleans(), names=st.sampled_from(["{x}", '"{x}"', " {x} "]), blank=st.booleans())
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


def test_a_plain_file_is_not_read_cell_by_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("gdcore.tables.delimited.number_in")
    table = read_table(written(tmp_path, "name;x;y\nä;1;2\n\nb;3;4\n"), "x", "y")
    np.testing.assert_array_equal(table.y, [2.0, 4.0])


def test_a_note_in_quotes_may_hold_what_looks_like_a_row(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'x,y,note\n1,2,"a\n3,4,b"\n5,6,c\n'), "x", "y")
    np.testing.assert_array_equal(table.x, [1.0, 5.0])


def test_a_space_before_quotes(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'x, "y"\n1, "2"\n3, "4"\n'), "x", "y")
    np.testing.assert_array_equal(table.y, [2.0, 4.0])


def test_one_long_row_and_one_short_row_do_not_make_two_right_ones(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,z\n1,2,3\n4,5,6,7\n8,9\n")
    with pytest.raises(InputError, match=r"line 3: expected 3 cell\(s\), got 4"):
        read_table(path, "x", "y")


def test_cells_left_out_or_empty_at_the_end_of_a_row_do_no_harm(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "x,y,z\n1,2\n4,5,6,,\n , ,\n"), "x", "y")
    np.testing.assert_array_equal(table.y, [2.0, 5.0])


def test_a_column_against_itself(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "x,y\n1,2\n3,4\n"), "x", "x")
    np.testing.assert_array_equal(table.y, table.x)


def test_the_separator_is_the_one_that_sets_the_names_apart(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a,b;x;y,z\n1;2;3\n4;5;6\n"), "x", "y,z")
    np.testing.assert_array_equal(table.x, [2.0, 5.0])


def test_a_large_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    rows = "".join(f"{n:010d},{n:010d}\n" for n in range(LARGE_BYTES // 20))
    path = written(tmp_path, "x,y\n" + rows)
    first, again = read_table(path, "x", "y"), read_table(path, "x", "y")
    assert again is first
    other = read_table(written(tmp_path, "x,y\n" + rows.replace("7", "8")), "x", "y")
    assert other.x[7] == 8.0


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


@pytest.mark.parametrize(
    ("content", "reading", "y"),
    [
        # As spreadsheets of other countries write them.
        ("x;y\n1;1.200,50\n2;950\n", Reading(","), [1200.5, 950.0]),
        ("x;y\n1;1.200\n2;950\n", Reading(","), [1200.0, 950.0]),
        ("x;y\n1;1.200\n2;950\n", Reading("."), [1.2, 950.0]),
        ("x;y\n1;1.200\n2;950.5\n", PLAIN, [1.2, 950.5]),
        ("x;y\n1;0.200\n2;950\n", PLAIN, [0.2, 950.0]),
        ("x\ty\n1\t1.200\n2\t0.950\n", PLAIN, [1.2, 0.95]),
        ("x\ty\n1\t1.200\n2\t950\n", Reading("."), [1.2, 950.0]),
        ("x,y\n1,1.200\n2,950\n", Reading("."), [1.2, 950.0]),
        ('x\ty\n1\t1.200\n2\t"950"\n', Reading(","), [1200.0, 950.0]),
        ("x\ty\n1\t3,5\n2\t-1.234.567,25\n", Reading(","), [3.5, -1234567.25]),
        ("x;y\n1;1\u202f200,5\n2;1\u00a0000\n", Reading(","), [1200.5, 1000.0]),
        ('x,y\n1,"1,234.5"\n2,7\n', Reading("."), [1234.5, 7.0]),
        # What stands above the header.
        ("sep=;\nx;y\n1;2\n2;3\n", PLAIN, [2.0, 3.0]),
        ("SEP=,\r\nx,y\r\n1,2\r\n2,3\r\n", PLAIN, [2.0, 3.0]),
        ("\n \n\nx,y\n1,2\n2,3\n", PLAIN, [2.0, 3.0]),
        ("\ufeff\r\rx,y\r1,2\r2,3\r", PLAIN, [2.0, 3.0]),
        ('\n"x","a\nb","y"\n1,2,3\n2,3,4\n', PLAIN, [3.0, 4.0]),
        # What stands beside and below.
        ("x,y,,\n1,2,,\n2,3,,\n,,,\n", PLAIN, [2.0, 3.0]),
        ("x,y\n1,2\nNA,3\n4,n/a\n5,\n6\n7,#N/A\n8,9\n", Reading(drop=True), [2.0, 9.0]),
        ("x;y\n1;2,5\n2;-\n3;4\n", Reading(",", drop=True), [2.5, 4.0]),
    ],
)
def test_files_of_many_countries_and_programs_are_read(
    tmp_path: Path, content: str, reading: Reading, y: list[float]
) -> None:
    assert read_table(written(tmp_path, content), "x", "y", reading=reading).y.tolist() == y


@pytest.mark.parametrize("names", [("Fläche", "Fla\u0308che"), ("Fla\u0308che", "Fläche")])
def test_a_name_is_found_however_its_letters_are_composed(tmp_path: Path, names: tuple[str, str]) -> None:
    assert read_table(written(tmp_path, f"{names[0]},y\n1,2\n2,3\n"), names[1], "y").x.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sales.txt"
    path.write_bytes("größe\ty\r\n1\t2\r\n2\t3\r\n".encode(encoding))
    assert read_table(path, "größe", "y").y.tolist() == [2.0, 3.0]


def test_how_many_rows_were_dropped_is_known(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "x,y\n1,2\n,3\n4,NA\n\n5,6\n"), "x", "y", reading=Reading(drop=True))
    assert (table.n_dropped, len(table.x)) == (2, 2)


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
