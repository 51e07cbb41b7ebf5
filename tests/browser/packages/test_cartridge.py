"""A cartridge’s pages in a browser, as platforms serve them: the clip plays, its captions are there, all is its own."""

from __future__ import annotations

import zipfile

import pytest

from tests.browser.page.whole_page import TAGS
from tests.browser.serving import served
from valleyjump.markup.captions import transcript
from valleyjump.packs.forms import packed


@pytest.fixture(scope="module")
def at(tiny_build, tmp_path_factory):
    """Return the address of the unpacked cartridge of the small build."""
    folder = tmp_path_factory.mktemp("cartridge")
    with zipfile.ZipFile(packed("cc", tiny_build, folder / "x.imscc")) as archive:
        archive.extractall(folder / "course")
    with served(folder / "course") as address:
        yield address


@pytest.mark.parametrize("name", ["hostile", "hostile.transcript", "parabola-diverges"])
def test_a_page_plays_reads_and_fits(browser, at, tiny_build, name):
    from axe_playwright_python.sync_playwright import Axe

    faults, asked = [], []
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.on("console", lambda said: faults.append(said.text) if "favicon" not in said.location["url"] else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{at}/{name}.html")
    clip = next(clip for clip in tiny_build.clips if clip.slug == name.partition(".")[0])
    assert page.locator(".words").all_inner_texts() == [line.text for line in transcript(clip.cues)]
    if "." not in name:
        cues = page.locator("video").evaluate(
            """async (video) => {
              video.muted = true;
              await video.play();
              const track = video.textTracks[0];
              const begun = performance.now();
              while (!track.cues?.length && performance.now() - begun < 8000) {
                await new Promise((done) => setTimeout(done, 20));
              }
              return Array.from(track.cues, (cue) => cue.getCueAsHTML().textContent);
            }"""
        )
        assert cues == [line.text for line in transcript(clip.cues)]
    found = Axe().run(page, options={"runOnly": TAGS, "preload": False}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
    assert faults == []
    assert all(address.startswith((at, "data:")) for address in asked)
