"""Prints a page to PDF with an installed browser, without opening a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from scenes.programs import ProgramError, output_of
from valleyjump.errors import BuildError

CHOICE = "VALLEYJUMP_BROWSER"
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
INSTALL = f"install Chromium, Chrome or Edge, or give the path of one in {CHOICE}"
OPTIONS = (
    "--headless",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Neither the page nor the browser itself has anything to ask for elsewhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    # A picture that waits to be seen would never come.
    "--blink-settings=lazyLoadEnabled=false",
)
LONGEST_S = 300


def find_browser(surroundings: Mapping[str, str] = os.environ) -> str:
    """Return the browser that is chosen or the first that is installed; empty where there is none.

    Raises ``InputError`` for a chosen one that cannot be run.
    """
    chosen = surroundings.get(CHOICE)
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise InputError(f"{CHOICE}: expected a browser that can be run, got {in_one_line(chosen)}")
        return found
    return next(filter(None, map(shutil.which, (*NAMES, *_usual_places(surroundings)))), "")


def needed_browser() -> str:
    """Return the browser to print with. Raises ``InputError`` like ``find_browser``, ``BuildError`` for none at all."""
    browser = find_browser()
    if not browser:
        raise BuildError(f"a handout is printed by a browser, and none was found: {INSTALL}")
    return browser


def print_page(browser: str, page: Path, scratch: Path) -> bytes:
    """Return ``page`` as PDF. All that the browser writes is in the folder ``scratch``. Raises ``BuildError``."""
    printed = scratch / "printed.pdf"
    # Only as root does it refuse to run with its own safeguard.
    unguarded = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    places = [f"--user-data-dir={scratch / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()]
    reason = "it printed nothing"
    try:
        output_of([browser, *OPTIONS, *unguarded, *places], LONGEST_S)
    except ProgramError as error:
        reason = str(error)
    else:
        if printed.is_file():
            return printed.read_bytes()
    raise BuildError(f"{in_one_line(browser)}: could not print the page: {reason}: {INSTALL}")


def _usual_places(surroundings: Mapping[str, str]) -> Iterator[str]:
    """Yield where browsers are that no search path names."""
    for name in MAC:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    for folder in filter(None, map(surroundings.get, WINDOWS_FOLDERS)):
        yield from (str(Path(folder) / place) for place in WINDOWS)
