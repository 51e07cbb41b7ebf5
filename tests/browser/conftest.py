"""A real browser, and the page as a reader opens it: from disk.

The browser is started once for this folder and not once a session: playwright's loop runs in the main thread meanwhile,
and no test of another room could start a loop of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdcore.scenarios import catalogue
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from tests.conftest import ROOT, built_once
from tests.installed import CHROMIUM, program
from tests.valleyjump.reading import render_page
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page

MODULES = ROOT / "templates" / "assets" / "modules"
BLANK = "https://modules.invalid/"
"""Where the modules seem to come from; every request is answered from here, nothing leaves the machine."""


@pytest.fixture(scope="package")
def browser() -> Iterator[object]:
    """Return chromium, started."""
    from playwright.sync_api import expect, sync_playwright  # which no other test has to wait for

    expect.set_options(timeout=30_000)  # as long as playwright's other waits
    executable = program(*CHROMIUM)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def modules(browser):
    """Return an empty page of an address from which the module sources can be imported."""

    def answer(route):
        name = route.request.url.removeprefix(BLANK)
        if not name:
            route.fulfill(body="<!DOCTYPE html><title>modules</title>", content_type="text/html")
        elif (MODULES / name).is_file():
            route.fulfill(path=MODULES / name, content_type="text/javascript")
        else:
            route.fulfill(status=404)

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(BLANK)
    yield page
    page.close()


@pytest.fixture(scope="session")
def article(tmp_path_factory) -> Path:
    """Return ``index.html`` of the whole article with its assets and without its clips."""

    def make(folder: Path) -> None:
        scenarios = catalogue()
        page = make_page(scenarios, {run.slug: still(run.slug) for run in scenarios})
        files = {"index.html": render_page(page).encode(), **page_assets()}
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    return built_once(tmp_path_factory, "article", make) / "index.html"


def cut_off(context: Any) -> Any:
    """Return a new page without a network; ``asked`` has what it asks for, ``faults`` what it complains of."""
    context.set_offline(True)
    page = context.new_page()
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("requestfailed", lambda request: page.faults.append(f"not loaded: {request.url}"))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type in ("error", "warning") else None)
    return page


WAKE = """async () => {
  const here = window.scrollY;
  for (const root of document.querySelectorAll(".playground")) {
    root.parentElement.scrollIntoView({ behavior: "instant" });
    while (!root.querySelector(".bench path")) await new Promise((go) => requestAnimationFrame(go));
  }
  window.scrollTo({ top: here, behavior: "instant" });
}"""


def wake(page: Any) -> None:
    """Have every playground of a page come to life, as it does when its reader comes near it."""
    page.evaluate(WAKE)


def still(slug: str) -> Clip:
    """Return a clip that was never rendered."""
    files = {kind: Path(f"clips/{slug}.{kind}") for kind in ("mp4", "png")}
    return Clip(slug, files, 5.0, 75, 854, 480, 15, (Cue(0.0, 5.0, "It runs."),))
