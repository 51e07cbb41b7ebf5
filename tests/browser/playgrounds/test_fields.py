"""Numbers that a reader types, and what is said of those that are none."""

import pytest

from tests.browser.playgrounds.play import check_parabola


def test_the_rate_by_field_and_by_slider(curve):
    field, slider = curve.field("Learning rate η"), curve.field("Learning rate η, slider")
    field.fill("1.037")
    check_parabola(curve, 1.037, -1.0, 3)
    assert slider.input_value() == "1.037"
    field.press("ArrowUp")
    check_parabola(curve, 1.038, -1.0, 3)
    slider.focus()
    slider.press("ArrowLeft")
    check_parabola(curve, 1.037, -1.0, 3)
    assert field.input_value() == "1.037"
    slider.press("End")
    check_parabola(curve, 1.3, -1.0, 3)
    assert slider.get_attribute("aria-valuetext") == "1.3: flies off"
    box = slider.bounding_box()
    curve.page.mouse.click(box["x"] + 13 + (box["width"] - 26) * 0.6 / 1.3, box["y"] + box["height"] / 2)
    assert curve.typed("Learning rate η") == pytest.approx(0.6, abs=0.004)
    check_parabola(curve, curve.typed("Learning rate η"), -1.0, 3)


def test_a_rate_that_is_none_is_refused_in_words(curve):
    field = curve.field("Learning rate η")
    fault = field.locator("xpath=following-sibling::*[@role='status']")
    for text, key in (("7", "Tab"), ("1.5", "Enter"), ("", "Tab"), ("-1", "Tab")):
        field.fill(text)
        field.press(key)
        check_parabola(curve, 0.8, -1.0, 3)
        assert field.input_value() == "0.8"
        assert fault.inner_text() == "Expected a number from 0 to 1.3"
    field.fill("0.7")
    assert fault.inner_text() == ""


@pytest.mark.parametrize("typed", ["0.25", "2.5e-1", "2.5 × 10⁻¹", "2.5x10^-1", "2.5 · 10−1", "+0.25"])
def test_a_number_is_read_however_it_is_written(curve, typed):
    curve.field("Learning rate η").fill(typed)
    check_parabola(curve, 0.25, -1.0, 3)


def test_fields_show_numbers_as_the_page_writes_them(curve, valley):
    assert curve.field("Start x").input_value() == "−1"
    curve.field("Learning rate η").fill("0.0005")
    curve.field("Learning rate η").press("Tab")
    assert curve.field("Learning rate η").input_value() == "5 × 10⁻⁴"
    valley.button("Break it").click()
    assert valley.field("Learning rate η for a").input_value() == "5.75 × 10⁻⁷"
    assert valley.field("Start b").input_value() == "250,000"
    for play, name in ((curve, "Learning rate η"), (valley, "Learning rate η for a")):
        assert play.field(name).evaluate("(field) => field.scrollWidth <= field.clientWidth")


def test_the_words_about_a_fault_stand_clear_of_the_fields_ring(curve):
    field = curve.field("Learning rate η")
    field.fill("7")
    field.press("Enter")
    fault = field.locator("xpath=following-sibling::*[@role='status']").bounding_box()
    box = field.bounding_box()
    ring = field.evaluate(
        "(e) => parseFloat(getComputedStyle(e).outlineWidth) + parseFloat(getComputedStyle(e).outlineOffset)"
    )
    assert ring > 0
    assert fault["y"] > box["y"] + box["height"] + ring + 1
