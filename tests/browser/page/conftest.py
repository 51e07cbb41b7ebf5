"""The whole article, opened with the network off."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image

from tests.browser.conftest import cut_off
from tests.browser.page.whole_page import RUNS
from valleyjump.clips_on_page.video import Film


@pytest.fixture(scope="session")
def site(article, tmp_path_factory):
    """Return ``index.html`` of the article with a first and a last picture for every clip, no two alike."""
    folder = tmp_path_factory.mktemp("site") / "whole"
    shutil.copytree(article.parent, folder)
    for place, green in (("openings/{}.jpg", 200), ("clips/{}.png", 20)):
        (folder / place).parent.mkdir()
        for i, run in enumerate(RUNS):
            Image.new("RGB", (854, 480), (15, green, 10 * i)).save(folder / place.format(run.slug))
    Image.new("RGB", (854, 480), (15, 200, 250)).save(folder / Film.opening)
    return folder / "index.html"


@pytest.fixture
def opened(browser, site):
    """Return a function that opens the page, network off, and returns it; what it asks for and says is kept."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**{"reduced_motion": "reduce", **options})
        contexts.append(context)
        page = cut_off(context)
        page.goto(site.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
