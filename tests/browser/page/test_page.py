"""The whole article in a browser: open to everyone, light, offline, on paper, zoomed, and with scripts off."""

from __future__ import annotations

import gzip
import re
import shutil
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from gdcore.scenarios import catalogue
from tests.browser.conftest import wake
from tests.browser.serving import settled
from valleyjump.page.assets import STYLESHEETS, page_assets

RUNS = catalogue()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""All that can differ between the colour schemes."""
BUDGET_BYTES, FONTS_BYTES = 300_000, 250_000
OTHERS = {"assets/codes.css", "assets/codes.js", *(f"assets/{name}" for name in STYLESHEETS)}
"""What the page of codes and frames link to, and the page does not."""
PRINTED = "article > section:not(:has(> .playground)) > h2"
NEAR_PX = 4000
"""Browsers ask for lazy pictures some screens ahead; chromium by at most 2500 px."""


@pytest.fixture(scope="module")
def site(article, tmp_path_factory):
    """Return ``index.html`` of the article with a first and a last picture for every clip, no two alike."""
    folder = tmp_path_factory.mktemp("site") / "whole"
    shutil.copytree(article.parent, folder)
    for place, green in (("openings/{}.jpg", 200), ("clips/{}.png", 20)):
        (folder / place).parent.mkdir()
        for i, run in enumerate(RUNS):
            Image.new("RGB", (854, 480), (15, green, 10 * i)).save(folder / place.format(run.slug))
    return folder / "index.html"


@pytest.fixture
def opened(browser, site):
    """Return a function that opens the page, network off, and returns it; what it asks for and says is kept."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**{"reduced_motion": "reduce", **options})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("requestfailed", lambda request: page.faults.append(f"not loaded: {request.url}"))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(site.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def reveal_everything(page):
    """Open what can be opened, answer rightly and wrongly, and walk the playgrounds' runs."""
    wake(page)
    page.evaluate("""() => {
      document.querySelectorAll("details").forEach((details) => (details.open = true));
      document.querySelectorAll(".question").forEach((question, i) => {
        question.querySelectorAll("[type=radio]")[i % 2].click();
        question.querySelector("[type=submit]").click();
        if (i % 3 === 0) question.querySelector("[type=button]").click();
      });
      document.querySelectorAll(".playground .transport .main").forEach((button) => button.click());
    }""")


# Open to everyone


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1920, "dark")])
def test_axe_finds_nothing(opened, width, scheme):
    """Colours are the same at every width: each scheme is looked at in one, and test_sheets.py has more."""
    from axe_playwright_python.sync_playwright import Axe

    page = opened(viewport={"width": width, "height": 900}, color_scheme=scheme)
    reveal_everything(page)
    # Preloading would fetch the style sheets, which the page's own policy forbids.
    options = {"runOnly": TAGS, "preload": False, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    faults = [
        f"{rule['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
    assert not faults, f"{width} px, {scheme}\n" + "\n".join(faults)


def test_whatever_takes_the_focus_shows_it(opened):
    page = opened()
    reveal_everything(page)
    page.keyboard.press("Tab")
    hidden = page.evaluate("""() => {
      const outlined = (element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      };
      const stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
      return stops.filter((stop) => stop.checkVisibility()).filter((stop) => {
        stop.focus();
        const shown = [stop, stop.nextElementSibling, stop.closest("label")].filter(Boolean).some(outlined);
        const ring = stop.querySelector(".ring"); // of a handle in a drawing
        const thumb = stop.type === "range"; // has its ring on a part that no script can ask about
        return !shown && !thumb && !(ring && parseFloat(getComputedStyle(ring).strokeWidth) >= 4);
      }).map((stop) => stop.outerHTML.slice(0, 120));
    }""")
    assert hidden == []


def test_nothing_runs_over_the_side_however_far_it_is_zoomed(opened):
    """A window of 1280 px zoomed to 200 % is laid out as one of 640 px; text alone may be enlarged too."""
    page = opened()
    reveal_everything(page)
    for width, text in ((320, 100), (640, 100), (960, 100), (1280, 200)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(percent) => { document.documentElement.style.fontSize = `${percent}%`; }", text)
        settled(page)
        over = page.evaluate("""() => [...document.querySelectorAll("body *")]
          .filter((e) => !e.parentElement.closest(".scroll, .formula, .playground svg"))
          .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((e) => e.outerHTML.slice(0, 120))""")
        assert over == [], (width, text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_rows_of_every_table_line_up(opened):
    page = opened(viewport={"width": 1920, "height": 900})
    askew = page.evaluate("""() => [...document.querySelectorAll("table")].flatMap((table) => {
      const right = (cell) => Math.round(cell.getBoundingClientRect().right);
      const edges = [...table.tHead.rows[0].cells].map(right).join();
      return [...table.tBodies[0].rows]
        .filter((row) => row.cells.length > 1 && [...row.cells].map(right).join() !== edges)
        .map((row) => row.outerHTML.slice(0, 120));
    })""")
    assert askew == []


def test_the_playground_keeps_its_style_to_itself():
    css = re.sub(r"/\*.*?\*/", "", page_assets()["assets/playground.css"].decode(), flags=re.DOTALL)
    selectors = [one.strip() for group in re.findall(r"([^{};]+)\{", css) for one in group.split(",")]
    own = (".playground", "section > .playground", ":where(.playground", "@media", "@container playground")
    assert len(selectors) > 100
    assert [one for one in selectors if not one.startswith(own)] == []


WIDE_FONT = "document.documentElement.style.setProperty('--sans', '\"DejaVu Sans\"')"
"""As wide as any that readers' systems have for their own."""
OVER = """(selector) => [...document.querySelectorAll(selector)]
  .filter((place) => place.scrollWidth > place.clientWidth)
  .map((place) => place.getAttribute("aria-label") ?? place.outerHTML.slice(0, 120))"""


def test_the_lists_beside_the_clips_show_all_their_columns(opened):
    page = opened()
    for font in ("null", WIDE_FONT):
        page.evaluate(font)
        for width in (375, 768, 1024, 1152, 1280, 1366, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            settled(page)
            assert page.evaluate(OVER, ".numbers .scroll") == [], (width, font)


def test_what_a_mark_means_is_said_where_there_is_no_room_for_its_word(opened):
    page = opened(viewport={"width": 1280, "height": 800})
    for width in (375, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        word, legend = (
            page.locator(f"#clip-mse-blowup .iterates {name}").first.evaluate(
                "(e) => getComputedStyle(e).display !== 'none' && getComputedStyle(e).clipPath === 'none'"
            )
            for name in (".word", ".legend")
        )
        assert word != legend


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_what_is_wider_than_its_place_shows_it_and_is_scrolled_by_keys(opened, width):
    """Its shadow stands still while its content, and what covers the shadow at either end, is moved."""
    page = opened(viewport={"width": width, "height": 800})
    places = page.locator(".scroll, .formula").evaluate_all("""(all) => all.map((one) => ({
      wide: one.scrollWidth > one.clientWidth,
      stop: one.tabIndex === 0,
      moves: getComputedStyle(one).backgroundAttachment,
    }))""")
    assert {place["moves"] for place in places} == {"local, local, scroll, scroll"}
    assert [place["stop"] for place in places] == [place["wide"] for place in places]
    wide = page.locator(".compare").first.locator("xpath=..")
    if width < 1000:
        wide.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(one) => one.scrollLeft > 0", arg=wide.element_handle())


def test_what_is_chosen_can_be_told_where_the_system_sets_the_colours(opened):
    page = opened(forced_colors="active", viewport={"width": 1280, "height": 900})
    wake(page)
    pairs = {
        ".chip": ".chip[aria-pressed=true]",
        ".choice label": ".choice :checked + label",
    }
    grounds = "(all) => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]"
    for every, chosen in pairs.items():
        (marked,) = page.locator(f".playground {chosen}").evaluate_all(grounds)
        assert len(page.locator(f".playground {every}").evaluate_all(grounds)) == 2
        assert marked not in page.locator(f".playground {every}:not({chosen})").evaluate_all(grounds)


# Light, and offline


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
    assert asked - posters == {"index.html", *page_assets()} - OTHERS
    places = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("img.poster")].reverse()
        .map((img) => [img.getAttribute("src"), img.getBoundingClientRect().top]))"""
    )
    assert posters == {name for name in posters if places[name] < NEAR_PX}
    assert len(posters) < len(RUNS) / 2
    last = f"openings/{RUNS[-1].slug}.jpg"
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


# On paper


def visible(page, selector: str) -> list[bool]:
    return page.locator(selector).evaluate_all("(all) => all.map((one) => one.checkVisibility())")


def test_on_paper_a_clip_that_is_asked_about_is_as_it_starts_and_its_end_stands_with_the_answers(opened):
    page = opened()
    wake(page)
    page.emulate_media(media="print")
    for shown in (".asked img.poster", "figure.run dt", ".answers", ".run:not(.asked) img.last", PRINTED):
        assert True in visible(page, shown), shown
    for shown in (".asked img.poster", ".run:not(.asked) img.last", ".ending :is(img, .badge, .said, table)", PRINTED):
        assert set(visible(page, shown)) == {True}, shown
    for hidden in ("video", ".player", ".playground", "#play-parabola > *", ".question .actions", ".skip", "#film"):
        assert set(visible(page, hidden)) == {False}, hidden
    assert set(visible(page, ".run:not(.asked) img.poster")) == {False}
    for answering in ("img.last", ".badge", "table", ".caption", ".transcript li", ".found"):
        assert set(visible(page, f".asked {answering}")) == {False}, answering


def test_the_handout_prints(opened):
    page = opened()
    wake(page)
    pdf = page.pdf(outline=True, tagged=True)
    assert pdf.startswith(b"%PDF")
    n_clips, n_asked = (page.locator(kind).count() for kind in ("figure.run", "figure.asked"))
    assert pdf.count(b"/Subtype /Image") == n_clips + n_asked
    headings = page.locator(PRINTED).evaluate_all("(all) => all.map((h) => h.firstChild.data.trim())")
    assert len(headings) > len(RUNS) / 2
    assert set(headings) <= set(outline(pdf))


def outline(pdf: bytes) -> list[str]:
    """Return the titles in a PDF's outline: the headings that were printed."""
    found = re.findall(rb"/Title (?:<([0-9A-F]+)>|\((.*?)\)\n)", pdf)
    return [bytes.fromhex(code.decode()).decode("utf-16") if code else plain.decode() for code, plain in found]


# With scripts off


def test_everything_is_there_with_scripts_off(opened):
    page = opened(java_script_enabled=False)
    assert set(visible(page, "header h1, section:not(.answers) > :is(h2, h3, p, p > math)")) == {True}
    for section in page.locator("article > section:not(.answers)").all():
        assert len(section.inner_text()) > 200
    for shown in ("video[controls]", "img.poster", ".caption", ".question .options", ".codes a"):
        assert set(visible(page, shown)) == {True}, shown
    closed = page.locator("details:not([open])")
    for details in closed.all()[::-1]:  # from the last: those opened leave the list
        details.locator("> summary").click()
    folded = ".transcript li, .question .why, .responses li, .algebra math, noscript p"
    folded += ", figure.run :is(table, .badge, dl, img.last)"
    assert set(visible(page, folded)) == {True}
    assert set(visible(page, ".playground:not(.brief), .now")) == {False}
    assert all(cell.strip() for cell in page.locator("td, th, dd, dt, figcaption").all_text_contents())
    assert page.locator("noscript p").count() == page.locator(".playground:not(.brief)").count() > 0
