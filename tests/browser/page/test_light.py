"""The page is light, asks for nothing elsewhere, and says nothing on the console."""

from __future__ import annotations

import gzip
from io import BytesIO

import numpy as np
from PIL import Image

from gdcore.scenarios import shown
from tests.browser.page.whole_page import RUNS, reveal_everything
from valleyjump.page.assets import STYLESHEETS, page_assets

BUDGET_BYTES, FONTS_BYTES = 300_000, 250_000
OTHERS = {"assets/codes.css", "assets/codes.js", *(f"assets/{name}" for name in STYLESHEETS)}
"""What the page of codes and frames link to, and the page does not."""
RARE = {name for name in page_assets() if name.endswith("-rest.woff2")}
"""Letters that the story has none of."""
NEAR_PX = 4000
"""Browsers ask for lazy pictures some screens ahead; chromium by at most 2500 px."""


def test_the_page_without_its_videos_is_light(site):
    fonts = {name: len(content) for name, content in page_assets().items() if name.endswith(".woff2")}
    files = [site, *(site.parent / name for name in page_assets().keys() - fonts.keys() - OTHERS)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= BUDGET_BYTES
    assert sum(fonts.values()) <= FONTS_BYTES
    assert max(fonts.values()) <= 100_000


def test_only_what_is_near_is_asked_for_and_nothing_elsewhere(opened, site):
    page = opened(viewport={"width": 1280, "height": 720})
    page.wait_for_timeout(300)
    base = f"{site.parent.as_uri()}/"
    asked = {url.removeprefix(base) for url in page.asked if not url.startswith("data:")}
    posters = {name for name in asked if name.endswith(".jpg")}
    assert asked - posters == {"index.html", *page_assets()} - OTHERS - RARE
    places = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("img.poster")].reverse()
        .map((img) => [img.getAttribute("src"), img.getBoundingClientRect().top]))"""
    )
    assert posters == {name for name in posters if places[name] < NEAR_PX}
    assert len(posters) < len(RUNS) / 2
    last = f"openings/{shown(RUNS)[-1].slug}.jpg"
    with page.expect_request(base + last):
        page.locator(f'img[src="{last}"]').first.scroll_into_view_if_needed()
    assert not [url for url in page.asked if url.endswith((".mp4", ".vtt"))]


def test_the_console_stays_silent_and_the_network_unused(opened, site):
    page = opened()
    reveal_everything(page)
    page.evaluate("async () => { for (const f of document.querySelectorAll('figure')) { f.scrollIntoView(); } }")
    page.wait_for_timeout(500)
    assert page.faults == []
    assert [url for url in page.asked if not url.startswith((f"{site.parent.as_uri()}/", "data:"))] == []


def test_in_dark_colours_of_the_readers_own_the_controls_are_light_on_dark(opened):
    page = opened(
        forced_colors="active", color_scheme="dark", reduced_motion="no-preference", java_script_enabled=False
    )
    picture = page.locator("figure.run video").first
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    shot = Image.open(BytesIO(picture.screenshot())).convert("L")
    poster = round(shot.width * 480 / 854)
    strip = np.asarray(shot.crop((8, poster + 4, shot.width - 8, shot.height - 8)))
    bar = (strip > 150).mean(axis=1).max()
    assert np.median(strip) < 40, "a light slab"
    assert bar > 0.9, "no bar to seek on can be seen"
    assert (strip[: len(strip) // 2] > 150).mean() > 0.003, "neither time nor buttons can be seen"
