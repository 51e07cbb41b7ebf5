"""The three engines, each opened once for this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.engines.engines import Engine, firefox, firefox_opened, webkit, webkit_opened

FOUND = {"firefox": (firefox, firefox_opened), "webkit": (webkit, webkit_opened)}
ABSENT = {
    "firefox": "no tests in Firefox: it is not installed (apt-get install firefox-esr)",
    "webkit": "no tests in WebKit: it cannot be driven (apt-get install webkit2gtk-driver xvfb gstreamer1.0-libav)",
}


class Chromium:
    """A page of Chromium, which Playwright drives."""

    def __init__(self, browser: Any) -> None:
        self._page = browser.new_page()

    def go(self, address: str) -> None:
        """Open a page and wait for it."""
        self._page.goto(address)

    def ask(self, script: str) -> Any:
        """Return what the body of an asynchronous function returns in the page."""
        return self._page.evaluate(f"async () => {{ {script} }}")


@pytest.fixture(scope="package", params=["chromium", *FOUND])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return a browser's window; without the browser the test is skipped, but continuous integration has Firefox."""
    if request.param == "chromium":
        yield Chromium(request.getfixturevalue("browser"))
        return
    find, opened = FOUND[request.param]
    program = find()
    if program is None:
        stop = pytest.fail if request.param == "firefox" and os.environ.get("CI") else pytest.skip
        stop(ABSENT[request.param])
    with opened(program, tmp_path_factory.mktemp(request.param)) as window:
        yield window
