"""Tables: what is read of files of many kinds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.tables.table import LARGE_BYTES, PLAIN, Reading, houses, read_table
from tests.gdcore.tables.csv_file import written


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
