"""The whole article in a browser: open to everyone, and never wider than its window."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import wake
from tests.browser.page.whole_page import TAGS, reveal_everything
from tests.browser.serving import settled
from valleyjump.page.assets import page_assets


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
    wide = page.locator(".scroll[tabindex='0']", has=page.locator(".compare")).first
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
