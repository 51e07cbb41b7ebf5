"""The parabola by mouse and keyboard: its numbers are those of gdcore."""

import math
import sys

import numpy as np
import pytest

from gdcore.descent.outcomes import OUTCOMES
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.objectives.parabola import parabola
from tests.browser.playgrounds.play import MODEL, PARABOLA, VALLEY, Play, check_parabola, same


def test_it_opens_with_the_run_of_the_first_clip(shared):
    curve = Play(shared, PARABOLA)
    check_parabola(curve, 0.8, -1.0, 3)
    assert curve.button("The run in the video").get_attribute("aria-pressed") == "true"


def test_the_legend_names_every_outcome_that_has_a_mark(shared):
    words = ["loss fell", "loss rose", "unchanged", "rejected"]
    legend = Play(shared, VALLEY).root.locator(".shapes")
    assert legend.locator("li").all_inner_texts() == words
    marks = legend.locator(".mark").evaluate_all("all => all.map((mark) => mark.classList[1])")
    assert set(marks) == {did.name for did in OUTCOMES if did.mark}
    assert Play(shared, PARABOLA).root.locator(".shapes li").all_inner_texts() == words[:3]  # no method rejects there


@pytest.mark.parametrize("preset", MODEL.parabola.presets, ids=lambda preset: preset.name)
def test_every_preset_of_the_parabola(curve, preset):
    curve.button(preset.label).click()
    assert curve.button(preset.label).get_attribute("aria-pressed") == "true"
    check_parabola(curve, preset.rates[0], preset.start[0], preset.steps)


def test_step_back_run_and_reset_by_mouse(curve):
    curve.button("Step").click()
    check_parabola(curve, 0.8, -1.0, 4)
    curve.button("Back").click()
    curve.button("Back").click()
    check_parabola(curve, 0.8, -1.0, 2)
    curve.button("Run").click()
    check_parabola(curve, 0.8, -1.0, 100)
    curve.button("Reset").click()
    assert curve.k == 0
    assert curve.button("Back").get_attribute("aria-disabled") == "true"
    curve.button("Run").click()
    curve.button("Run").click()
    check_parabola(curve, 0.8, -1.0, 200)


@pytest.mark.parametrize("rate", [1.3, 1.1, 1.01])
def test_to_the_end_is_one_press_however_far_it_is(curve, rate):
    """The loss grows by the square of 2η − 1 a step, from 1 at the start."""
    curve.field("Learning rate η").fill(str(rate))
    curve.button("Run until it overflows").click()
    overflow = math.floor(math.log(sys.float_info.max) / (2 * math.log(2 * rate - 1))) + 1
    assert curve.k == overflow - 1
    assert f"Overflow at step {overflow:,}:" in curve.root.locator(".notice").inner_text()
    assert curve.button("Run until it overflows").get_attribute("aria-disabled") == "true"
    curve.button("Back").click()
    assert curve.k == overflow - 2


def test_a_run_that_has_no_end_is_followed_as_far_as_the_page_goes(curve):
    curve.field("Learning rate η").fill("1")
    curve.button("To the end").click()
    assert curve.k == MODEL.parabola.longest
    assert curve.kind == "cycling"


def test_the_buttons_by_keyboard(curve):
    curve.button("Reset").focus()
    for keys, k in (
        (["Enter"], 0),
        (["Shift+Tab", "Shift+Tab", "Space"], 1),
        (["Enter"], 2),
        (["Tab", "Tab", "Tab", "Enter"], 1),
    ):
        for key in keys:
            curve.page.keyboard.press(key)
        assert curve.k == k
    curve.said("step 1: x = 0.6, loss 0.36. converging, times 0.60 a step.")


def test_nothing_moves_at_a_rate_of_zero_or_from_the_bottom(curve):
    curve.field("Learning rate η").fill("0")
    assert (curve.kind, curve.values("Here")) == ("standing still", [-1.0])
    curve.field("Learning rate η").fill("0.3")
    curve.field("Start x").fill("0")
    assert (curve.kind, curve.values("Loss")) == ("standing still", [0.0])


def test_the_start_by_field_by_key_and_by_drag(curve):
    curve.field("Start x").fill("0.5")
    check_parabola(curve, 0.8, 0.5, 3)
    grip = curve.root.get_by_role("slider", name="Start x", exact=True)
    grip.focus()
    curve.page.keyboard.press("ArrowRight")
    curve.page.keyboard.press("Shift+ArrowLeft")
    check_parabola(curve, 0.8, 0.41, 3)
    assert grip.get_attribute("aria-valuetext") == "0.41"
    box = grip.locator(".ring").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    curve.page.mouse.move(x, y)
    curve.page.mouse.down()
    curve.page.mouse.move(x - 200, y - 30, steps=4)
    curve.page.mouse.up()
    dragged = curve.typed("Start x")
    assert -1.5 < dragged < 0.0
    check_parabola(curve, 0.8, dragged, 3)
    moved = grip.locator(".ring").bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(x - 200, abs=3)


def test_the_loss_axis_by_mouse_and_keyboard(curve):
    assert curve.root.locator(".loss svg .power").count() == 0
    curve.root.get_by_text("log", exact=True).click()
    assert curve.root.locator(".loss svg .power").count() > 0
    curve.root.get_by_role("radio", name="log").press("ArrowLeft")
    assert curve.root.locator(".loss svg .power").count() == 0


def test_axes_follow_and_overflow_is_announced(curve):
    curve.field("Learning rate η").fill("1.3")
    run = descend(parabola(), gradient_descent([1.3]), [-1.0], 2000)
    for _ in range(8):
        curve.button("Run").click()
    assert curve.k == run.n_steps
    assert same(curve.values("Loss"), [run.losses[-1]])
    assert same(curve.values("Since the start"), [np.log10(run.losses[-1])])
    notice = f"Overflow at step {run.overflow_step}"
    assert notice in curve.root.locator(".notice").inner_text()
    curve.said(notice)
    assert curve.root.locator(".loss svg").get_by_text(f"overflow at step {run.overflow_step}").count() == 1
    assert curve.root.locator(".view .axis-name").text_content() == "x (10153)"
    assert curve.root.locator(".loss .axis-name").all_text_contents() == ["f(x) (10306)", "step k"]
    assert curve.button("Step").get_attribute("aria-disabled") == "true"
    inside = curve.root.locator(".view").bounding_box()
    last = curve.root.locator(".view .mark.rose").last.bounding_box()
    assert inside["x"] < last["x"] < inside["x"] + inside["width"]
    assert inside["y"] < last["y"] < inside["y"] + inside["height"]
