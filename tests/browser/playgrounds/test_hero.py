"""The parabola of the first screen: one picture, one rate, three buttons; its words are true at every rate."""

import math
from itertools import pairwise

import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.objectives.parabola import parabola
from gdcore.scenarios import catalogue
from gdcore.text.notation import rounded
from gdcore.theory.verdict import judge
from tests.browser.conftest import still
from valleyjump.article.playground import make_playground
from valleyjump.page.page import make_page
from valleyjump.page.templates import environment
from valleyjump.playgrounds.model import OWN

PLAY = make_playground({run.slug: run for run in catalogue()})
HERO, RATE = PLAY.hero, PLAY.parabola.spaces[OWN].rates[0]
LIMIT = next(preset.rates[0] for preset in PLAY.parabola.presets if preset.name == "edge")
PAGE = """{% from "clip/playground.html" import hero with context %}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hero</title>
{% for name in page.stylesheets %}{{ files.style(name) }}{% endfor %}
{% for name in page.scripts %}{{ files.script(name) }}{% endfor %}
</head><body><main>{{ hero() }}</main></body></html>"""


@pytest.fixture(scope="module")
def address(article):
    """Return the address of a page that has nothing else."""
    runs = catalogue()
    page = make_page(runs, {run.slug: still(run.slug) for run in runs})
    file = article.parent / "hero.html"
    file.write_text(environment().from_string(PAGE).render(page=page), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def opened(browser, address):
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**{"reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def verdict(page):
    return page.locator(".badge").inner_text().replace("\u00a0", " ")


def set_rate(page, rate):
    page.get_by_label("Learning rate η", exact=True).fill(str(rate))


def test_it_opens_a_little_beyond_the_edge_with_three_jumps(opened):
    page = opened(viewport={"width": 1280, "height": 720})
    assert HERO.presets[0].rates[0] == pytest.approx(1.05 * LIMIT)
    assert page.get_by_label("Learning rate η", exact=True).input_value() == "1.05"
    assert verdict(page) == "diverging: each jump ends 1.1 × as far out"
    assert page.locator(".step-name").text_content() == "η × |slope| = 1.05 × 2.42 = 2.54"
    assert page.locator(".mark.rose").count() == 3
    assert page.locator(".playground").get_by_role("button").all_inner_texts() == ["Step", "Run", "Reset"]


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.1, "converging: each jump ends 0.8 × as far out"),
        (0.5, "converging: the first jump lands on the bottom"),
        (0.8, "converging: each jump ends 0.6 × as far out"),
        (0.999, "converging: each jump ends 0.998 × as far out"),
        (1, "cycling: each jump ends just as far out"),
        (1.001, "diverging: each jump ends 1.002 × as far out"),
        (1.000001, "diverging: each jump ends 1.000002 × as far out"),
        (1.3, "diverging: each jump ends 1.6 × as far out"),
    ],
)
def test_the_verdict_is_true_at_every_rate(opened, rate, words):
    page = opened()
    set_rate(page, rate)
    assert verdict(page) == words
    run = descend(parabola(), gradient_descent([rate]), [-1.0], 3)
    places = [abs(x) for x in run.iterates[:, 0].tolist()]
    ratios = {round(after / before, 9) for before, after in pairwise(places) if before}
    said = [float(word) for word in words.split() if word.replace(".", "").isdigit()]
    if "as far out" in words:
        assert ratios == {said[0] if said else 1.0}
    assert words.split(":")[0] == judge(run).kind


def test_the_verdict_where_nothing_moves_and_beyond_the_range_of_numbers(opened):
    page = opened()
    set_rate(page, 0)
    assert verdict(page) == "standing still: a rate of 0 makes no step"
    set_rate(page, 1.05)
    grip = page.get_by_role("slider", name="Start x", exact=True)
    grip.focus()
    for _ in range(10):
        page.keyboard.press("Shift+ArrowRight")
    assert grip.get_attribute("aria-valuetext") == "0"
    assert verdict(page) == "standing still: at the bottom there is no slope"
    page.keyboard.press("ArrowRight")
    set_rate(page, 1.3)
    run = descend(parabola(), gradient_descent([1.3]), [0.01], 2000)
    for _ in range(math.ceil(run.n_steps / HERO.horizon)):
        page.get_by_role("button", name="Run").click()
    assert verdict(page) == f"diverging: overflow at step {run.overflow_step}"
    page.get_by_role("button", name="Reset").click()
    assert verdict(page) == "diverging: each jump ends 1.6 × as far out"


def test_the_slider_has_three_regions_with_exact_borders(opened):
    page = opened(viewport={"width": 1280, "height": 720})
    slider = page.get_by_label("Learning rate η, slider", exact=True)
    assert page.locator(".track-words").all_text_contents() == ["creeps in", "overshoots, arrives", "flies off"]
    box = slider.bounding_box()
    for border, rate in zip(page.locator(".track .border").all(), (LIMIT / 2.0, LIMIT), strict=True):
        where = border.bounding_box()["x"] - box["x"]
        assert where == pytest.approx(13 + (box["width"] - 26) * rate / RATE.high, abs=1.0)
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext") == "0: no step at all"


def test_a_step_is_drawn_as_a_length_and_a_drop(opened):
    page = opened(viewport={"width": 1280, "height": 720})
    page.get_by_role("button", name="Step").click()
    assert page.locator(".path .strong:not(.drop)").count() == page.locator(".path .strong.drop").count() == 1
    run = descend(parabola(), gradient_descent([1.05]), [-1.0], 4)
    slope, length = abs(run.gradients[3, 0]), abs(run.iterates[4, 0] - run.iterates[3, 0])
    product = f"1.05 × {rounded(slope).plain} = {rounded(length).plain}"
    assert page.locator(".step-name").text_content() == f"η × slope = {product}"


@pytest.mark.parametrize(("width", "height"), [(375, 400), (600, 560)])
def test_it_is_no_higher_than_its_place(opened, width, height):
    page = opened(viewport={"width": width, "height": 667})
    page.locator(".bench").wait_for()
    assert page.locator(".playground").bounding_box()["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_there_is_a_picture_with_the_same_numbers(opened):
    page = opened(java_script_enabled=False)
    assert page.locator(".still").is_visible()
    assert page.locator(".still .step-name").text_content() == "η × |slope| = 1.05 × 2.42 = 2.54"
    assert "diverging: each jump ends 1.1 × as far out" in verdict(page)


def test_it_leaves_the_address_alone_and_speaks_its_verdict(opened):
    page = opened()
    page.get_by_role("button", name="Step").click()
    said = page.locator("[aria-live=polite]").get_by_text("η = 1.05, step 4")
    said.wait_for(state="attached")
    assert "diverging" in said.text_content()
    assert page.evaluate("location.hash") == ""
