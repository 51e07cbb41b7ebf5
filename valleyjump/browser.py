"""A browser that is installed already, run without a window: it prints a page as it would on paper."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
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


def print_page(page: Path, scratch: Path) -> bytes:
    """Return ``page`` as PDF. The browser keeps what it writes in the folder ``scratch``.

    Raises ``InputError`` like ``find_browser``, and ``BuildError`` where there is none and where it fails.
    """
    browser = find_browser()
    if not browser:
        raise BuildError(f"a handout is printed by a browser, and none was found: {INSTALL}")
    printed = scratch / "printed.pdf"
    try:
        _run(browser, page, scratch / "profile", printed)
        return printed.read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        reason = in_one_line(str(error).partition("\n")[0])
        raise BuildError(f"{in_one_line(browser)}: could not print the page: {reason}") from error


def _run(browser: str, page: Path, profile: Path, printed: Path) -> None:
    # Only as root does it refuse to run with its own safeguard.
    unguarded = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    places = [f"--user-data-dir={profile}", f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run([browser, *OPTIONS, *unguarded, *places], check=True, capture_output=True, timeout=LONGEST_S)


def _usual_places(surroundings: Mapping[str, str]) -> Iterator[str]:
    """Yield where browsers are that no search path names."""
    for name in MAC:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    for folder in filter(None, map(surroundings.get, WINDOWS_FOLDERS)):
        yield from (str(Path(folder) / place) for place in WINDOWS)
