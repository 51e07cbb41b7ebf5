"""Where the player has its bar and its words, on screens of any width and on the whole screen."""

import pytest

from tests.browser.player.controls import figure, open_settings, press, words_on


def test_captions_change_their_size_or_go_on_the_whole_page(page):
    caption, other = (figure(page, slug).locator(".caption") for slug in ("short", "long"))
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    normal = caption.evaluate(size)
    open_settings(page, "long").get_by_label("Captions").select_option("large")
    assert caption.evaluate(size) > 1.2 * normal
    assert open_settings(page, "short").get_by_label("Captions").input_value() == "large"
    assert page.locator(".settings").count() == 1
    paint = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    plain = caption.evaluate(paint)
    figure(page, "short").get_by_label("Captions").select_option("boxed")
    boxed = caption.evaluate(paint)
    assert boxed[0] not in (plain[0], boxed[1])
    figure(page, "short").get_by_label("Captions").select_option("off")
    assert not caption.is_visible()
    assert not other.is_visible()


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_bar_fits_and_can_be_hit(opened, width):
    page = opened(viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in (handle.bounding_box() for handle in page.query_selector_all(".player button, .player select")):
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for control in page.query_selector_all(".player button"):
        assert control.get_attribute("aria-label")


MEASURE = """(e) => [".picture", ".caption", ".player"].flatMap((name) => {
  const { top, bottom } = e.querySelector(name).getBoundingClientRect();
  return [top - e.getBoundingClientRect().top, bottom - e.getBoundingClientRect().top];
})"""


@pytest.mark.parametrize("width", [375, 1280])
def test_words_are_right_under_the_picture_and_nothing_jumps(opened, built, width):
    page = opened(viewport={"width": width, "height": 900})
    for slug in ("short", "long"):
        _, bottom, top, _, bar, _ = figure(page, slug).evaluate(MEASURE)
        assert 0 <= top - bottom <= 12
        for cue in built[1][slug].cues[1:]:
            press(page, slug, "Next scene")
            words_on(page, slug, cue.text)
            assert figure(page, slug).evaluate(MEASURE)[4] == pytest.approx(bar, abs=0.5)


def test_full_screen_has_picture_words_and_bar(page):
    press(page, "short", "Full screen")
    page.wait_for_function("document.fullscreenElement?.matches('#clip-short .stage')")
    boxes = [figure(page, "short").locator(name).bounding_box() for name in (".picture", ".caption", ".player")]
    picture, words, bar = ((box["y"], box["y"] + box["height"]) for box in boxes)
    assert words[0] >= picture[1] * 7 / 8 - 8  # on the band that clips keep free
    assert words[1] <= picture[1] <= bar[0]
    assert bar[1] <= page.evaluate("innerHeight")
    press(page, "short", "Leave full screen")
    page.wait_for_function("!document.fullscreenElement")


@pytest.mark.parametrize("touch", [True, False])
def test_fingers_have_room(opened, touch):
    page = opened(viewport={"width": 375, "height": 900}, has_touch=touch, is_mobile=touch)
    open_settings(page, "long")
    for box in (handle.bounding_box() for handle in page.query_selector_all(".player :is(button, select)")):
        assert min(box["width"], box["height"]) >= (44 if touch else 24)
