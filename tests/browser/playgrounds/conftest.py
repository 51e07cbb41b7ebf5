"""Pages with playgrounds: one that most tests share, as good as new, and others at an address."""

import re

import pytest

from tests.browser.conftest import wake
from tests.browser.playgrounds.play import PARABOLA, VALLEY, Play


@pytest.fixture(scope="package")
def window(browser):
    """A browser window of readers who asked for less motion: what moves would only take the tests' time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="package")
def new_page(window, article):
    """Open the article at an address; what the console says and what is asked for is looked at in the end."""
    faults, asked = [], []

    def opened(fragment=""):
        page = window.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("request", lambda request: asked.append(request.url))
        page.route(re.compile(r"/(clips|openings)/"), lambda route: route.fulfill(body=b""))
        page.goto(article.as_uri() + fragment)
        if "?" in fragment:  # what the address names is there at once
            page.locator(f"{fragment.partition('?')[0]} .bench path").first.wait_for(state="attached")
        else:
            wake(page)
        return page

    yield opened
    assert not faults
    assert asked
    assert all(url.startswith((article.parent.as_uri(), "data:")) for url in asked)


@pytest.fixture
def open_page(new_page):
    """Open a page for one test: a window that is left behind another one hardly moves."""
    pages = []

    def opened(fragment=""):
        pages.append(new_page(fragment))
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture(scope="package")
def shared(new_page):
    return new_page()


RENEW = """() => {
  for (const root of document.querySelectorAll(".playground:not(.brief)")) {
    root.querySelector("input[value=linear]").click();
    [...root.querySelectorAll(".chip")].find((chip) => chip.textContent === "The run in the video").click();
  }
}"""


@pytest.fixture
def fresh(shared):
    """The page that most tests share, as good as new."""
    shared.evaluate(RENEW)
    return shared


@pytest.fixture
def curve(fresh):
    return Play(fresh, PARABOLA)


@pytest.fixture
def valley(fresh):
    return Play(fresh, VALLEY)


@pytest.fixture
def sized(fresh):
    yield fresh
    fresh.set_viewport_size({"width": 1280, "height": 900})
