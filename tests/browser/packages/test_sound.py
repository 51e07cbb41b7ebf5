"""What is heard in a browser of slides, frames and courses: each beat hums at a pitch of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.browser.serving import opened, served
from tests.conftest import built_once
from tests.voice.pitched import NEAR, PITCHES, SLUG, build_pitched, unpacked
from valleyjump.build.built import Built, read_build

LISTEN = """(video) => {
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 8192;
  ear.smoothingTimeConstant = 0;
  context.createMediaElementSource(video).connect(ear).connect(context.destination);
  const bins = new Float32Array(ear.frequencyBinCount);
  window.pitches = [];
  setInterval(() => {
    context.resume();
    ear.getFloatFrequencyData(bins);
    const loudest = bins.indexOf(Math.max(...bins));
    if (bins[loudest] > -45) window.pitches.push((loudest * context.sampleRate) / ear.fftSize);
  }, 50);
}"""
"""Notes twenty times a second which pitch is heard."""
RESTS = """() => {
  const slide = Reveal.getCurrentSlide();
  const video = slide.querySelector("video");
  return !video || (video.paused && !video.seeking && slide.classList.contains("live"));
}"""


@pytest.fixture(scope="module")
def hummed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return read_build(built_once(tmp_path_factory, "hummed", build_pitched))


def test_each_click_on_the_slides_plays_the_speech_of_its_beat(browser, hummed: Built, tmp_path: Path) -> None:
    with served(unpacked("slides", hummed, tmp_path)) as address, opened(browser, f"{address}/index.html") as page:

        def rest() -> None:
            for _ in range(600):
                if page.evaluate(RESTS):
                    return
                page.wait_for_timeout(50)
            pytest.fail("a beat goes on and on")

        page.locator(f"#clip-{SLUG} video").evaluate(LISTEN)
        while page.evaluate("Reveal.getCurrentSlide().nextElementSibling.id") != f"clip-{SLUG}":
            page.keyboard.press("PageDown")
        heard = []
        for _ in hummed.clips[0].cues:
            page.evaluate("() => { window.pitches = []; }")
            page.keyboard.press("PageDown")
            page.wait_for_timeout(300)
            rest()
            heard.append(page.evaluate("() => window.pitches"))
    for cue, pitches in zip(hummed.clips[0].cues, heard, strict=True):
        assert len(pitches) > 8, cue.beat
        assert np.median(pitches) == pytest.approx(PITCHES[cue.beat], abs=NEAR), cue.beat
        strange = [pitch for pitch in pitches if abs(pitch - PITCHES[cue.beat]) > NEAR]
        assert len(strange) <= 2, (cue.beat, pitches)  # the ear hears the last sixth of a second


@pytest.mark.parametrize("page_in", ["build", "scorm12"])
def test_frames_and_courses_are_heard(browser, hummed: Built, tmp_path: Path, page_in: str) -> None:
    folder = hummed.folder if page_in == "build" else unpacked(page_in, hummed, tmp_path)
    name = f"embed/{SLUG}.html" if page_in == "build" else "index.html"
    with served(folder) as address, opened(browser, f"{address}/{name}") as page:
        video = page.locator(f"video:has(source[src$='{SLUG}.mp4']), video[src$='{SLUG}.mp4']").first
        assert video.evaluate("(video) => video.paused && !video.muted")
        video.evaluate(LISTEN)
        if page_in == "build":
            page.locator(".sign").click()
        else:
            page.get_by_role("button", name="Play", exact=True).first.click()
        page.wait_for_timeout(1500)
        pitches = page.evaluate("() => window.pitches")
    assert np.median(pitches) == pytest.approx(PITCHES[hummed.clips[0].cues[0].beat], abs=NEAR)
