"""The houses by mouse and keyboard: methods, rates, start and map; the numbers are those of gdcore."""

import pytest

from gdcore.text.notation import rounded
from tests.browser.playgrounds.play import MODEL, check_valley, gdcore_run


@pytest.mark.parametrize("preset", MODEL.houses.presets, ids=lambda preset: preset.name)
def test_every_preset_of_the_houses(valley, preset):
    valley.button(preset.label).click()
    check_valley(valley, preset.method, preset.rates, k=preset.steps)
    assert valley.button(preset.label).get_attribute("aria-pressed") == "true"


def test_methods_by_mouse_and_keyboard_keep_their_rates(valley):
    valley.button("Break it").click()
    valley.root.get_by_text("halving", exact=True).click()
    check_valley(valley, "halving", [5.75e-7, 0.15])
    valley.root.get_by_role("radio", name="halving").press("ArrowRight")
    assert valley.field("Momentum β").is_visible()
    valley.field("Momentum β").fill("0.14")
    check_valley(valley, "momentum", [5.75e-7, 0.15], beta=0.14)
    valley.field("Momentum β, slider").press("ArrowLeft")
    check_valley(valley, "momentum", [5.75e-7, 0.15], beta=0.13)
    valley.root.get_by_role("radio", name="momentum").press("ArrowRight")
    check_valley(valley, "centred", MODEL.houses.spaces["centred"].default)
    valley.root.get_by_role("radio", name="centred").press("ArrowRight")
    check_valley(valley, "normalised", [1.0, 1.0])
    valley.root.get_by_text("plain", exact=True).click()
    check_valley(valley, "gradient_descent", [5.75e-7, 0.15])
    assert not valley.field("Momentum β").is_visible()


def test_the_rates_by_field_and_by_slider(valley):
    valley.field("Learning rate η for a").fill("2e-7")
    check_valley(valley, "gradient_descent", [2e-7, 0.15])
    valley.field("Learning rate η for b").fill("1.9")
    check_valley(valley, "gradient_descent", [2e-7, 1.9])
    slider = valley.field("Learning rate η for a, slider")
    slider.press("ArrowRight")
    moved = valley.typed("Learning rate η for a")
    assert moved == pytest.approx(2e-7 * 10**0.005, rel=0.01)
    assert slider.get_attribute("aria-valuetext") == rounded(moved).plain
    check_valley(valley, "gradient_descent", [moved, 1.9])


def test_the_fate_map_by_mouse_and_keyboard(valley):
    canvas = valley.root.locator(".fate-map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    valley.page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.5 * box["height"])
    rates = [valley.typed(f"Learning rate η for {name}") for name in "ab"]
    assert rates[0] > 6e-7
    check_valley(valley, "gradient_descent", rates)
    valley.root.get_by_role("slider", name="Pair of learning rates").focus()
    for _ in range(3):
        valley.page.keyboard.press("Shift+ArrowLeft")
    fewer = valley.typed("Learning rate η for a")
    assert fewer == pytest.approx(rates[0] / 10**0.6, rel=0.02)
    check_valley(valley, "gradient_descent", [fewer, rates[1]])


def test_the_start_on_the_map_by_drag_key_and_field(valley):
    grip = valley.root.get_by_role("slider", name="Start, a and b")
    grip.focus()
    valley.page.keyboard.press("ArrowRight")
    start = [valley.typed(f"Start {name}") for name in "ab"]
    assert start[0] > 250.0
    check_valley(valley, "gradient_descent", [5e-8, 0.15], start)
    grip.scroll_into_view_if_needed()
    box = grip.locator(".ring").bounding_box()
    valley.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    valley.page.mouse.down()
    valley.page.mouse.move(box["x"] - 150, box["y"] + 100, steps=3)
    valley.page.mouse.up()
    dragged = [valley.typed(f"Start {name}") for name in "ab"]
    assert dragged[0] < start[0]
    assert dragged[1] < start[1]
    check_valley(valley, "gradient_descent", [5e-8, 0.15], dragged)
    valley.field("Start b").fill("100000")
    check_valley(valley, "gradient_descent", [5e-8, 0.15], [dragged[0], 100000.0])


def test_overflow_of_the_houses_is_announced(valley):
    valley.field("Learning rate η for a").fill("1.9e-6")
    valley.field("Learning rate η for b").fill("7")
    run = gdcore_run("gradient_descent", [1.9e-6, 7.0], (250.0, 250000.0))
    assert run.stopped == "overflow"
    check_valley(valley, "gradient_descent", [1.9e-6, 7.0])
    valley.said(f"Overflow at step {run.overflow_step}")
