"""The browser that prints: found where browsers are, chosen by name, and its faults told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.packs import browser
from valleyjump.packs.browser import find_browser


def program(folder: Path, name: str, does: str = "exit 3") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Leave no browser on the search path and none in the usual places, and return a folder that is searched."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv(browser.CHOICE, raising=False)
    monkeypatch.setattr(browser, "MAC", ())
    return tmp_path / "bin"


def test_a_browser_is_found_by_name_and_a_chosen_one_comes_first(nothing_installed: Path) -> None:
    assert find_browser({}) == ""
    found = program(nothing_installed, "google-chrome")
    chosen = program(nothing_installed.parent / "own", "my-browser")
    assert find_browser({}) == str(found)
    assert find_browser({browser.CHOICE: str(chosen)}) == str(chosen)


def test_a_browser_is_found_in_the_folders_of_windows(nothing_installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "WINDOWS", ("Microsoft/Edge/Application/msedge.exe",))
    edge = program(nothing_installed.parent / "Program Files", "Microsoft/Edge/Application/msedge.exe")
    assert find_browser({"PROGRAMFILES": str(nothing_installed.parent / "Program Files")}) == str(edge)


def pack(built: Built, folder: Path) -> int:
    (folder / "to").mkdir()
    return main(["pack", "handout", "--from", str(built.folder), "-o", str(folder / "to/handout.pdf")])


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("exit 3", "could not print the page"),
        ("exit 0", "could not print the page"),
    ],
)
def test_a_browser_that_fails_is_told_and_leaves_nothing(
    nothing_installed: Path,
    tmp_path: Path,
    tiny_build: Built,
    capsys: pytest.CaptureFixture[str],
    does: str,
    told: str,
) -> None:
    program(nothing_installed, "chromium", does)
    assert pack(tiny_build, tmp_path) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert told in said
    assert not list((tmp_path / "to").iterdir())


def test_without_a_browser_one_line_says_what_to_install(
    nothing_installed: Path, tmp_path: Path, tiny_build: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pack(tiny_build, tmp_path) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert browser.INSTALL in said


def test_a_chosen_browser_that_is_none_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_build: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(browser.CHOICE, "/nowhere/at\nall")
    assert pack(tiny_build, tmp_path) == 2
    assert capsys.readouterr().err == f"{browser.CHOICE}: expected a browser that can be run, got /nowhere/at\\nall\n"


def test_doctor_tells_of_no_browser_and_finds_no_fault_in_that(
    nothing_installed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["doctor", "-o", str(tmp_path / "build")])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "browser" in line]
    assert line.startswith("ok")
    assert browser.INSTALL in line
