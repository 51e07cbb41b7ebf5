"""Frames as a browser shows them: what their address asks for, the playgrounds alone, and what axe finds."""

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from scenes.clip.formats import BOTH
from tests.browser.serving import opened, served
from tests.valleyjump.builds import build_tiny
from valleyjump.rendering.render_style import RenderStyle

PLAYS = """async (video) => {
  while (video.currentTime === 0) await new Promise(requestAnimationFrame);
  return video.currentTime;
}"""
ADDRESS = "embed/address.js"
ASKED = f"async ([search, hash]) => (await import('/{ADDRESS}')).askedBy(search, hash)"
FRAGMENT = f"async (asked) => (await import('/{ADDRESS}')).fragment(asked)"


@pytest.mark.parametrize(
    ("search", "hash_", "start", "end", "theme"),
    [
        ("", "", None, None, None),
        ("?start=3.2&end=8&theme=light", "", 3.2, 8, "light"),
        ("", "#start=3.2&end=8&theme=dark", 3.2, 8, "dark"),
        ("", "#t=3.2,8", 3.2, 8, None),
        ("", "#t=,8", None, 8, None),
        ("?t=1:05", "", 65, None, None),
        ("?start=1:01:02.5", "", 3662.5, None, None),
        ("?start=9", "#start=2", 2, None, None),
        ("?start=8&end=3", "", 8, None, None),
        ("?start=-1&end=x&theme=blue", "", None, None, None),
        ("?start=1e9", "#play-parabola?eta=1.2", None, None, None),
        ("?end=0", "", None, None, None),
    ],
)
def test_an_address_asks_for_a_part_and_a_theme(modules, search, hash_, start, end, theme) -> None:
    assert modules.evaluate(ASKED, [search, hash_]) == {"start": start, "end": end, "theme": theme}


def test_a_part_is_written_as_browsers_read_it(modules) -> None:
    assert modules.evaluate(FRAGMENT, {"start": None, "end": None}) == ""
    assert modules.evaluate(FRAGMENT, {"start": 3.2, "end": None}) == "#t=3.2"
    assert modules.evaluate(FRAGMENT, {"start": None, "end": 8}) == "#t=0,8"


@pytest.fixture(scope="module")
def lesson(tiny_build):
    with served(tiny_build.folder) as address:
        yield address


def test_a_frame_plays_the_part_that_was_asked_for(browser, lesson) -> None:
    with opened(browser, f"{lesson}/embed/parabola-diverges.html?start=2&end=2.6") as page:
        video = page.locator("video")
        played = video.evaluate("""async (video) => {
          video.muted = true;
          const stopped = new Promise((stop) => { video.onpause = stop; });
          await video.play();
          await stopped;
          return Array.from(video.played, (_, i) => [video.played.start(i), video.played.end(i)]);
        }""")
        assert played == [pytest.approx([2.0, 2.6], abs=0.3)]


def test_a_sign_on_the_picture_plays_the_clip_and_goes(browser, lesson) -> None:
    with opened(browser, f"{lesson}/embed/parabola-diverges.html") as page:
        page.locator(".sign").click()
        page.locator(".sign").wait_for(state="detached")
        assert page.locator("video").evaluate(PLAYS) > 0.0


def test_a_frame_takes_the_theme_that_was_asked_for(browser, lesson) -> None:
    ground = "getComputedStyle(document.documentElement).colorScheme"
    for reader, asked, wanted in (("dark", "?theme=light", "light"), ("light", "#theme=dark", "dark")):
        with opened(browser, f"{lesson}/embed/hostile.html{asked}", color_scheme=reader) as page:
            assert page.evaluate(ground) == wanted
    with opened(browser, f"{lesson}/embed/hostile.html?theme=blue") as page:
        assert page.evaluate(ground) == "dark light"


@pytest.fixture(scope="module")
def in_both(tmp_path_factory):
    """Return the address of a build of one clip in both themes."""
    folder = tmp_path_factory.mktemp("both") / "build"
    build_tiny(folder, Lesson((built_in("parabola-diverges"),)), RenderStyle(formats=(BOTH,)))
    with served(folder) as address:
        yield address


@pytest.mark.parametrize(
    ("reader", "asked", "shown"),
    [
        ("dark", "", ""),
        ("light", "", ".light"),
        ("dark", "?theme=light", ".light"),
        ("light", "?theme=dark", ""),
        ("light", "?theme=dark&start=1", ""),
    ],
)
def test_a_clip_in_both_themes_follows_its_reader_or_its_address(browser, in_both, reader, asked, shown) -> None:
    with opened(browser, f"{in_both}/embed/parabola-diverges.html{asked}", color_scheme=reader) as page:
        video = page.locator("video")
        video.evaluate("(video) => { video.preload = 'auto'; video.load(); }")
        page.wait_for_function("(v) => v.readyState > 0", arg=video.element_handle())
        assert video.evaluate("v => v.currentSrc").partition("#")[0].endswith(f"/clips/parabola-diverges{shown}.mp4")
        assert video.get_attribute("poster").endswith(f"/openings/parabola-diverges{shown}.jpg")
    with opened(browser, f"{in_both}/index.html", color_scheme=reader) as page:
        shown = ".light" if reader == "light" else ""
        poster = page.locator("figure.run .poster")
        poster.scroll_into_view_if_needed()
        page.wait_for_function("(img) => img.currentSrc", arg=poster.element_handle())
        assert poster.evaluate("img => img.currentSrc").endswith(f"/openings/parabola-diverges{shown}.jpg")


@pytest.mark.parametrize("part", ["", "?start=1&end=2&theme=light"])
def test_axe_finds_nothing_in_a_frame(browser, lesson, part) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, f"{lesson}/embed/hostile.html{part}") as page:
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
        assert found.violations_count == 0, found.generate_report()


def test_a_playground_stands_alone_and_follows_its_address(browser, draft_build) -> None:
    with served(draft_build) as address:
        base = f"{address}/embed/playground_parabola.html"
        with opened(browser, f"{base}?theme=light#play-parabola?eta=1.2&x=-1&k=3") as page:
            assert page.locator(".badge strong").inner_text() == "diverging"
            assert page.locator("h1").inner_text() == "Your turn: one rate"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        with opened(browser, f"{address}/embed/playground_houses.html", viewport={"width": 390, "height": 800}) as page:
            assert page.locator(".badge strong").inner_text() == "converging"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
