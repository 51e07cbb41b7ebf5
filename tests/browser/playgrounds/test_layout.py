"""Where everything is: on wide screens, on phones and in frames; what is said of what cannot be seen."""

import pytest

from gdcore.scenarios import catalogue
from tests.browser.conftest import still
from tests.browser.playgrounds.play import PARABOLA, VALLEY, Play
from valleyjump.article.article import make_article
from valleyjump.page.assets import page_assets
from valleyjump.page.frames import embed_assets, playground_pages


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
def test_nothing_is_wider_than_the_window(sized, width):
    page = sized
    page.set_viewport_size({"width": width, "height": 800})
    for section in (PARABOLA, VALLEY):
        Play(page, section).button("Break it").click()
    page.wait_for_timeout(300)
    wide = """(width) => [...document.querySelectorAll(".playground, .playground *")]
        .filter((one) => !one.parentElement.closest("svg") && one.getBoundingClientRect().right > width + 0.5)
        .map((one) => `${one.tagName}.${one.className} ${one.textContent}`)"""
    assert page.evaluate(wide, width) == []


BOTTOM = """([section, names]) => {
  const root = document.querySelector(`${section} .playground`);
  const ends = names.flatMap((name) => [...root.querySelectorAll(name)].filter((one) => one.checkVisibility()));
  return Math.max(...ends.map((one) => one.getBoundingClientRect().bottom)) - root.getBoundingClientRect().top;
}"""
PLAYED = [".canvas", ".slider", ".transport", ".verdict-part", ".choice", ".extras"]
"""What one looks at and moves."""


@pytest.mark.parametrize("preset", ["The run in the video", "Break it", "Add momentum"])
def test_pictures_and_controls_fit_a_laptops_screen(valley, preset):
    valley.button(preset).click()
    assert valley.page.evaluate(BOTTOM, [VALLEY, PLAYED]) <= 640
    tops = [box.bounding_box()["y"] for box in valley.root.locator(".pictures .canvas").all()]
    assert len(tops) == 3
    assert max(tops) - min(tops) < 3  # side by side


def test_on_a_phone_the_picture_stays_in_view_with_every_control(sized):
    page = sized
    page.set_viewport_size({"width": 375, "height": 667})
    for play in (Play(page, PARABOLA), Play(page, VALLEY)):
        for slider in play.root.locator(".slider:visible").all():
            slider.evaluate("(slider) => slider.scrollIntoView({ block: 'end', behavior: 'instant' })")
            view, bar = play.root.locator(".view").bounding_box(), slider.bounding_box()
            assert view["y"] >= -1
            assert view["y"] + view["height"] <= bar["y"]
            assert bar["y"] + bar["height"] <= 668


def test_the_valley_turns_into_circles_in_standard_units(valley):
    ring = valley.root.locator(".view .contour").nth(4)

    def shape():
        return ring.evaluate("(ring) => ring.getBBox().width / ring.getBBox().height")

    slanted = shape()
    valley.button("Standard units").click()
    assert shape() == pytest.approx(1.0, abs=0.01)
    valley.button("The run in the video").click()
    assert shape() == pytest.approx(slanted)
    assert abs(slanted - 1.0) > 0.1


def test_a_frame_of_640_by_480_holds_all_that_one_plays_with(window, article):
    runs = catalogue()
    files = {**page_assets(), **embed_assets()}
    files |= dict(playground_pages(make_article(runs), (runs[0].title, still(runs[0].slug))))
    (article.parent / "embed").mkdir(exist_ok=True)
    for name, content in files.items():
        (article.parent / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    page = window.new_page()
    page.set_viewport_size({"width": 640, "height": 480})
    for name in ("parabola", "houses"):
        page.goto((article.parent / f"embed/playground_{name}.html").as_uri())
        page.locator(".view path").first.wait_for(state="attached")
        assert page.evaluate("document.documentElement.scrollHeight") <= 480
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        assert page.get_by_role("button", name="Step").is_visible()
        assert page.locator(".slider:visible").count() == {"parabola": 1, "houses": 2}[name]
    page.close()


def test_a_line_that_has_left_the_picture_is_said_to_be_out_of_sight(valley):
    assert valley.root.locator(".outside-words").count() == 0
    valley.button("Break it").click()
    assert valley.root.locator(".outside-words").text_content() == "the line is out of sight"


def test_early_swings_are_strong_and_the_creep_is_faint(valley):
    swings = valley.root.locator(".view .path .strong").first.evaluate("(path) => path.getTotalLength()")
    assert swings > 50
    widths = [
        valley.root.locator(f".view .path .{age}").first.evaluate("(path) => getComputedStyle(path).strokeOpacity")
        for age in ("strong", "faint")
    ]
    assert float(widths[0]) > 2 * float(widths[1])


def test_everything_that_is_pressed_is_large_enough(sized):
    page = sized
    page.set_viewport_size({"width": 390, "height": 800})
    sizes = """() => {
      const all = document.querySelectorAll(".playground :is(button, input:not([type=radio]), .choice label)");
      const seen = [...all].filter((one) => one.offsetParent);
      return seen.map((one) => [one.textContent || one.ariaLabel, one.offsetHeight, one.offsetWidth]);
    }"""
    found = page.evaluate(sizes)
    assert len(found) > 20
    assert [one for one in found if min(one[1:]) < 43.5] == []


def test_everything_that_takes_the_focus_has_a_name(fresh):
    script = """() => {
      const labelled = (one) => document.querySelector(`label[for="${one.id}"]`)?.textContent ?? "";
      const all = [...document.querySelectorAll(".playground :is(button, input, [tabindex])")];
      return all.map((one) => one.ariaLabel || one.textContent.trim() || labelled(one));
    }"""
    names = fresh.evaluate(script)
    assert names
    assert all(names)
