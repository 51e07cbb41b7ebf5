"""What each engine does in its own way: pictures, sound and captions of clips and film, and where a legend stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from tests.browser.engines.engines import Engine
from tests.browser.serving import served
from tests.scenes.voice.hum import Hum
from tests.valleyjump.builds import build_tiny
from valleyjump.build.built import Built

CUES = """
const video = document.querySelector(SELECTOR);
video.muted = true;
await video.play();
const begun = performance.now();
while (video.currentTime < UNTIL && performance.now() - begun < 20000) await new Promise((go) => setTimeout(go, 50));
video.pause();
await new Promise((go) => setTimeout(go, 300)); // the event that the words follow comes later
return {
  time: video.currentTime,
  shown: [...video.textTracks].filter((track) => track.mode === "showing")
    .map((track) => [...track.activeCues].map((cue) => [cue.text, cue.line])),
  beneath: video.closest("figure")?.querySelector(".caption").textContent,
  controls: video.controls,
};
"""


SOUND = """
const video = document.querySelector(".film video");
video.muted = true;
await video.play();
const begun = performance.now();
while (video.currentTime < 2 && performance.now() - begun < 20000) await new Promise((go) => setTimeout(go, 50));
video.pause();
return [video.currentTime, video.mozHasAudio ?? false, video.webkitAudioDecodedByteCount ?? 0,
  video.audioTracks?.length ?? 0];
"""


def sound(engine: Engine, address: str) -> bool:
    """Whether a page's film has sound; each engine has its own way of telling."""
    engine.go(address)
    time_s, has_sound, n_bytes, n_tracks = engine.ask(SOUND)
    assert time_s >= 2.0
    return has_sound or n_bytes > 0 or n_tracks > 0


@pytest.fixture(scope="module")
def site(tiny_build: Built) -> Iterator[str]:
    with served(tiny_build.folder) as address:
        yield address


@pytest.fixture(scope="module")
def spoken_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a page whose clip and film are spoken."""
    folder = tmp_path_factory.mktemp("spoken") / "build"
    build_tiny(folder, Lesson((built_in("parabola-diverges"),)), voice=Hum())
    with served(folder) as address:
        yield address


def cues(engine: Engine, selector: str, until_s: float) -> dict:
    return engine.ask(CUES.replace("SELECTOR", repr(selector)).replace("UNTIL", str(until_s)))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_film_has_words(engine: Engine, site: str, tiny_build: Built) -> None:
    engine.go(f"{site}/index.html")
    told = cues(engine, ".film video", 2.6)
    assert told["time"] >= 2.6
    assert plain(told["beneath"]) == tiny_build.clips[0].cues[0].text
    assert told["shown"] == []  # not twice, from the captions inside the file too
    assert not told["controls"]  # one bar, and not a browser's own below it


def test_the_film_is_heard(engine: Engine, site: str, spoken_site: str) -> None:
    assert sound(engine, f"{spoken_site}/index.html")
    assert not sound(engine, f"{site}/index.html")


def test_a_clip_has_its_words_beneath(engine: Engine, site: str, tiny_build: Built) -> None:
    engine.go(f"{site}/index.html")
    told = cues(engine, "figure.run video", 0.6)
    assert told["shown"] == []
    assert not told["controls"]
    assert plain(told["beneath"]) == tiny_build.clips[0].cues[0].text


def test_the_end_waits_and_comes_when_it_is_asked_for(engine: Engine, site: str) -> None:
    engine.go(f"{site}/index.html")
    seen = engine.ask("""
      const figure = document.querySelector("figure.run");
      const seen = () => [".poster", ".last", ".badge"].map((name) => {
        const one = figure.querySelector(name);
        return one.checkVisibility({ visibilityProperty: true });
      });
      const before = seen();
      figure.querySelector(".result").open = true;
      await new Promise((go) => setTimeout(go, 300));
      return [before, seen()];
    """)
    assert seen == [[True, False, False], [True, True, True]]


def test_a_frame_has_words_on_its_last_line(engine: Engine, site: str, tiny_build: Built) -> None:
    clip = tiny_build.clips[0]
    engine.go(f"{site}/embed/{clip.slug}.html")
    ((words, line),) = cues(engine, "video", 0.6)["shown"][0]
    assert words == clip.cues[0].text
    assert line == -1


def test_a_legend_stands_beside_its_buttons(engine: Engine, article: Path) -> None:
    engine.go(f"{article.as_uri()}#play-valley")
    legend, button = engine.ask("""
      const pause = () => new Promise((go) => setTimeout(go, 50));
      for (let i = 0; i < 100 && !document.querySelector(".loss label"); i += 1) await pause();
      return [".loss legend", ".loss .choice label"].map((name) => {
        const { top, bottom, right, left } = document.querySelector(name).getBoundingClientRect();
        return { middle: (top + bottom) / 2, left, right };
      });
    """)
    assert abs(legend["middle"] - button["middle"]) < 3
    assert 5 < button["left"] - legend["left"] - 50 < 80


def test_a_clip_has_the_colours_of_its_first_picture_and_of_what_is_around(engine: Engine, site: str) -> None:
    engine.go(f"{site}/index.html")
    corners = engine.ask("""
      const figure = document.querySelector("figure.run");
      const [video, poster] = [figure.querySelector("video"), figure.querySelector(".poster")];
      figure.scrollIntoView();
      await poster.decode();
      const drawn = (picture) => {
        const pen = new OffscreenCanvas(8, 8).getContext("2d");
        pen.drawImage(picture, 0, 0);
        return [...pen.getImageData(1, 1, 1, 1).data].slice(0, 3);
      };
      video.muted = true;
      await video.play();
      video.pause();
      const around = getComputedStyle(figure.querySelector(".picture")).backgroundColor;
      return [drawn(poster), drawn(video), around.match(/\\d+/g).slice(0, 3).map(Number)];
    """)
    for channels in zip(*corners, strict=True):
        assert max(channels) - min(channels) <= 4, corners
