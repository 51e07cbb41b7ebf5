"""The story in parts, in a browser: each sheet fits, is open to everyone, has its contents at hand, and stays light."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from gdcore.scenarios import catalogue
from tests.browser.page.test_valid_html import WRITTEN_BY_BROWSERS, faults
from tests.browser.page.whole_page import TAGS
from tests.browser.serving import opened, settled
from tests.conftest import built_once
from tests.valleyjump.page.pages import clip
from valleyjump.clips_on_page.video import Film
from valleyjump.page.page import make_page
from valleyjump.page.sheets import sheets, written

PARTS = ("index", "two-parameters", "edge", "remedies", "rates-that-change", "methods-that-choose", "monday")
WIDTHS = (320, 375, 768, 1280, 1920)
MOST_ELEMENTS = 2500
RAIL_PX = 1100
EACH_PART = pytest.mark.parametrize("part", PARTS)


@pytest.fixture(scope="session")
def story(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a sheet for each part of the story, and for every clip pictures in both themes."""

    def make(folder: Path) -> None:
        shutil.copytree(article.parent, folder)
        runs = catalogue()
        clips = {run.slug: clip(run, kinds=("mp4", "png", "light.mp4", "light.png")) for run in runs}
        for sheet in sheets(make_page(runs, clips)):
            (folder / sheet.name).write_text("".join(written(sheet)), encoding="utf-8")
        for place in ("openings/{}{}.jpg", "openings/{}.small{}.jpg", "clips/{}{}.png"):
            (folder / place).parent.mkdir(exist_ok=True)
            for run in runs:
                for theme, colour in (("", (15, 20, 25)), (".light", (252, 251, 247))):
                    Image.new("RGB", (854, 480), colour).save(folder / place.format(run.slug, theme))
        shutil.copy(folder / "openings" / "opening.jpg", folder / Film.opening)

    return built_once(tmp_path_factory, "story", make)


def address(story: Path, part: str) -> str:
    return (story / f"{part}.html").as_uri()


@EACH_PART
def test_nothing_runs_over_the_side_at_any_width(browser, story, part):
    with opened(browser, address(story, part), reduced_motion="reduce") as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_on_a_phone_the_pictures_of_the_parts_stand_beside_their_titles(browser, story):
    with opened(browser, address(story, "index"), viewport={"width": 375, "height": 667}) as page:
        cards = page.evaluate("""() => [...document.querySelectorAll(".card")].map((card) => {
          const [picture, title] = [card.querySelector("img"), card.querySelector(".title")];
          return [picture, title].map((one) => one.getBoundingClientRect()).map(({ left, top }) => [left, top]);
        })""")
    assert len(cards) == len(PARTS)
    for (left, top), (beside, level) in cards:
        assert left < 20
        assert beside > left + 100
        assert abs(top - level) < 10


@EACH_PART
def test_a_part_is_open_to_everyone(browser, story, part):
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": TAGS, "preload": False, "resultTypes": ["violations"]}
    with opened(browser, address(story, part), viewport={"width": 1280, "height": 720}) as page:
        found = Axe().run(page, options=options).response["violations"]
        assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


@EACH_PART
def test_a_part_stays_light_with_all_that_scripts_add(browser, story, part):
    with opened(browser, address(story, part)) as page:
        assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS


def test_the_table_of_all_methods_fits_and_what_is_below_a_clip_stands_apart(browser, story):
    with opened(browser, address(story, "monday"), reduced_motion="reduce") as page:
        for width in (768, 1280):
            page.set_viewport_size({"width": width, "height": 720})
            settled(page)
            (room,) = page.evaluate("""() => [...document.querySelectorAll(".scroll:has(> .compare)")]
              .map((one) => one.scrollWidth - one.clientWidth)""")
            assert room == 0, width
    with opened(browser, address(story, "edge"), reduced_motion="reduce") as page:
        apart = page.evaluate("""() => {
          const box = document.querySelector(".take-away");
          return box.getBoundingClientRect().top - box.previousElementSibling.getBoundingClientRect().bottom;
        }""")
        assert apart > 20


def test_what_scripts_make_of_a_part_is_valid(browser, story, tmp_path):
    made = []
    for part in PARTS:
        with opened(browser, address(story, part)) as page:
            made.append(tmp_path / f"{part}.html")
            made[-1].write_text(page.content(), encoding="utf-8")
    assert faults([story / f"{part}.html" for part in PARTS], tmp_path) == []
    assert faults(made, tmp_path, **WRITTEN_BY_BROWSERS) == []


def test_pictures_and_text_have_one_middle_and_lines_a_length_to_read(browser, story):
    with opened(browser, address(story, "remedies"), reduced_motion="reduce") as page:
        for width in (768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            middles = page.evaluate("""() => [...document.querySelectorAll("main section > :is(p, figure, h2)")]
              .map((e) => e.getBoundingClientRect()).filter(({ width }) => width > 1)
              .map(({ left, right }) => (left + right) / 2)""")
            assert max(middles) - min(middles) < 1, width
            lengths = page.evaluate("""() => [...document.querySelectorAll("main section > p")].map((p) => {
              const range = new Range();
              range.selectNodeContents(p);
              const height = parseFloat(getComputedStyle(p).lineHeight);
              return [p.textContent.length, Math.round(p.getBoundingClientRect().height / height)];
            }).filter(([, lines]) => lines > 4).map(([length, lines]) => length / (lines - 0.5))""")
            assert 60 < sum(lengths) / len(lengths) < 75, (width, lengths)


def test_the_first_screen_has_its_ways_on_it(browser, story):
    with opened(browser, address(story, "index")) as page:
        for width, height in ((375, 667), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            low = page.evaluate("""() => Math.max(...[...document.querySelectorAll(".cover *")]
              .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect().bottom))""")
            assert low <= height, (width, low)


@pytest.fixture(params=[(375, 667), (1280, 720)], ids=["narrow", "wide"])
def window(browser, request):
    """Return a page that glides to its targets, and may miss the film and the clips."""
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    yield page
    page.close()


def test_the_button_of_the_first_screen_leads_to_the_film_and_plays_it(window, story):
    window.goto(address(story, "index"))
    window.locator(".ways .play").click()
    window.wait_for_function("!document.querySelector('.film video').paused")
    assert stands_at_the_top(window, "film")


@pytest.mark.parametrize("target", ["film", "edge", "monday"])
def test_what_an_address_names_is_where_the_reader_arrives(window, site, target):
    window.goto(f"{site.as_uri()}#{target}")
    assert stands_at_the_top(window, target)
    window.goto("about:blank")
    window.goto(site.as_uri())
    window.evaluate("(target) => (location.hash = target)", target)
    assert stands_at_the_top(window, target)


def stands_at_the_top(page, target: str) -> bool:
    """Whether it does so once the page has been at rest for half a second."""
    top = page.evaluate(
        """async (id) => {
          const top = () => document.getElementById(id).getBoundingClientRect().top;
          for (let last = top(), still = 0; still < 5; still = top() === last ? still + 1 : 0) {
            last = top();
            await new Promise((go) => setTimeout(go, 100));
          }
          return top();
        }""",
        target,
    )
    return 0 <= top < 50


@EACH_PART
def test_the_contents_follow_the_reader(browser, story, part):
    with opened(browser, address(story, part), reduced_motion="reduce") as page:
        page.set_viewport_size({"width": RAIL_PX, "height": 720})
        rail = page.locator(".contents")
        assert rail.is_visible()
        assert not page.locator(".to-contents").is_visible()
        last = rail.locator("li.here li a").last
        last.click()
        page.wait_for_function("document.querySelector('.contents [aria-current=location]')")
        assert rail.locator("[aria-current=location]").count() == 1
        assert rail.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_contents_come_up_where_there_is_no_room_for_a_rail(browser, story, scripts):
    page = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce").new_page()
    page.set_viewport_size({"width": RAIL_PX - 1, "height": 720})
    page.goto(address(story, "edge"))
    button, contents = page.locator(".to-contents"), page.locator(".contents")
    assert not contents.is_visible()
    page.evaluate("window.scrollTo(0, 2000)")
    button.click()
    assert contents.is_visible()
    contents.get_by_text("Remedies", exact=True).click()
    page.wait_for_url("**/remedies.html")
    page.locator(".to-contents").click()
    page.locator(".contents").get_by_text("Third remedy: remember the last step").click()
    page.wait_for_url("**/remedies.html#momentum")
    assert page.locator(".contents").is_visible() == (not scripts)
    page.context.close()


def test_the_keyboard_goes_from_the_skip_link_by_title_and_contents_to_the_text(browser, story):
    with opened(browser, address(story, "edge"), viewport={"width": 1280, "height": 720}) as page:
        order = []
        for _ in range(60):
            page.keyboard.press("Tab")
            order.append(
                page.evaluate("""() => ["skip", "contents", "content"].find((place) =>
              document.activeElement.closest(`.${place}, #${place}`)) ?? "header" """)
            )
            if order[-1] == "content":
                break
        assert list(dict.fromkeys(order)) == ["skip", "header", "contents", "content"]
        page.keyboard.press("Home")
    with opened(browser, address(story, "edge")) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_parts_follow_one_another(browser, story):
    with opened(browser, address(story, "index"), reduced_motion="reduce") as page:
        seen = [page.locator("h1").text_content()]
        while page.locator(".turn [rel=next]").count():
            following = page.locator(".turn [rel=next]").evaluate("(link) => link.href")
            page.locator(".turn [rel=next]").click()
            page.wait_for_url(following)
            seen.append(page.locator("h1").text_content())
        assert len(seen) == len(PARTS)
        assert len(set(seen)) == len(PARTS)
