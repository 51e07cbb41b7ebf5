"""Archives: unpacked by another program they are what went in; never half there, never outside their folder."""

from __future__ import annotations

import resource
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.errors import InputError
from valleyjump.errors import BuildError
from valleyjump.packs.archive import write_archive

ENTRIES = {"b/page.html": b"<p>" * 1000, "a.mp4": bytes(range(256)) * 40, "empty.txt": b"", "b/é.json": b"{}"}


def test_another_program_unpacks_what_went_in(tmp_path: Path) -> None:
    target = write_archive(tmp_path / "out.zip", ENTRIES)
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("unzip is not installed")
    subprocess.run([unzip, "-q", target, "-d", tmp_path / "there"], check=True)
    found = {path.relative_to(tmp_path / "there").as_posix(): path for path in (tmp_path / "there").rglob("*")}
    assert {name: path.read_bytes() for name, path in found.items() if path.is_file()} == ENTRIES


def test_the_same_files_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    one = write_archive(tmp_path / "one.zip", ENTRIES)
    from_disk = tmp_path / "page.html"
    from_disk.write_bytes(ENTRIES["b/page.html"])
    other = write_archive(tmp_path / "other.zip", {**dict(reversed(ENTRIES.items())), "b/page.html": from_disk})
    assert one.read_bytes() == other.read_bytes()


def test_names_are_sorted_and_times_fixed(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_archive(tmp_path / "out.zip", ENTRIES)) as opened:
        assert opened.namelist() == sorted(ENTRIES)
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.getinfo("a.mp4").compress_type == zipfile.ZIP_STORED
        assert opened.getinfo("b/page.html").compress_size < 100


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up",
        "a/../../up",
        "a//b",
        "./a",
        "",
        "a/",
        "a\\b",
        "C:/x",
        "con\x00",
        "a\nb",
        "dot.",
        "what?",
        "con",
        "clips/NUL.mp4",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name for a file"):
        write_archive(tmp_path / "out.zip", {"good": b"", name: b""})
    assert not list(tmp_path.iterdir())


@given(st.text(max_size=12))
def test_no_name_leads_out_of_the_folder_where_it_is_unpacked(name: str) -> None:
    with TemporaryDirectory() as folder:
        try:
            write_archive(Path(folder, "out.zip"), {name: b""})
        except ValueError:
            return
    assert (Path("/somewhere/deep") / name).resolve().is_relative_to("/somewhere/deep")
    assert (Path("/somewhere/deep") / name).resolve() != Path("/somewhere/deep")


def test_names_that_differ_by_capitals_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there twice"):
        write_archive(tmp_path / "out.zip", {"a": b"", "A": b""})


def test_an_old_archive_stays_when_a_new_one_fails(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"old")
    with pytest.raises(BuildError, match="No such file"):
        write_archive(target, {"a": b"", "gone": tmp_path / "gone"})
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        with pytest.raises(BuildError, match="cannot be written: File too large: free some space"):
            write_archive(tmp_path / "out.zip", ENTRIES)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="got a folder"):
        write_archive(tmp_path, ENTRIES)
    with pytest.raises(InputError, match="no such folder"):
        write_archive(tmp_path / "none/out.zip", ENTRIES)
    with pytest.raises(InputError, match="got a device"):
        write_archive(Path("/dev/null"), ENTRIES)
    with pytest.raises(InputError, match="no name for a file"):
        write_archive(tmp_path / ("long" * 100), ENTRIES)
    with pytest.raises(BuildError, match="cannot be written"):
        write_archive(Path("/proc/out.zip"), ENTRIES)
