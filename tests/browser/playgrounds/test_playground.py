"""The playground as a reader uses it: by mouse, by keyboard, by address; its numbers are gdcore's."""

import math
import re
import sys
from dataclasses import replace

import numpy as np
import pytest

from gdcore.descent.line_search import halving
from gdcore.descent.momentum import momentum
from gdcore.descent.outcomes import OUTCOMES
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.scenarios import built_in, catalogue
from gdcore.tables.table import houses
from gdcore.text.notation import factor_of_a_step, rounded
from gdcore.theory.verdict import judge
from tests.browser.conftest import still, wake
from valleyjump.article.article import make_article
from valleyjump.article.playground import make_playground
from valleyjump.page.assets import page_assets
from valleyjump.page.frames import embed_assets, playground_pages

VALLEY, PARABOLA = "#play-valley", "#play-parabola"
MODEL = make_playground({run.slug: run for run in catalogue()})
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
QUIET_MS = 1200
"""Longer than announcements and the address wait for the reader to be done."""


class Play:
    """One playground on an open page."""

    def __init__(self, page, section):
        self.page, self.section = page, section
        self.root = page.locator(f"{section} .playground")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, name):
        return self.root.get_by_label(name, exact=True).and_(self.page.locator("input"))

    def typed(self, name):
        """The number that a field shows, written as the page writes numbers."""
        text = self.field(name).input_value().replace("−", "-").replace(",", "")
        digits, _, power = text.partition(" × 10")
        return float(digits) * 10.0 ** int(power.translate(LOWERED) or 0)

    def entry(self, name):
        """The numbers of one line of readings: what is read, and the value behind it."""
        line = self.root.locator(".readings dl > div").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{name}$"))
        )
        return [(one.text_content(), float(one.get_attribute("value"))) for one in line.locator("data").all()]

    def values(self, name):
        return [value for _, value in self.entry(name)]

    @property
    def k(self):
        return int(self.values("Step")[0])

    @property
    def kind(self):
        return self.root.locator(".badge strong").inner_text()

    def said(self, text):
        self.root.locator("[aria-live=polite]").get_by_text(text).wait_for(state="attached")

    def wait_for_address(self, fragment):
        """Wait until the address ends like this: it is written once the reader has paused."""
        self.page.wait_for_function("(fragment) => location.hash === fragment", arg=fragment)

    def wait_for_step(self, k):
        """Wait until step k or a later one is shown."""
        script = "([section, k]) => Number(document.querySelector(`${section} .readings data`).value) >= k"
        self.page.wait_for_function(script, arg=[self.section, k])


@pytest.fixture(scope="module")
def window(browser):
    """A browser window of readers who asked for less motion: what moves would only take the tests' time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def new_page(window, article):
    """Open the article at an address; what the console says and what is asked for is looked at in the end."""
    faults, asked = [], []

    def opened(fragment=""):
        page = window.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("request", lambda request: asked.append(request.url))
        page.route(re.compile(r"/(clips|openings)/"), lambda route: route.fulfill(body=b""))
        page.goto(article.as_uri() + fragment)
        if "?" in fragment:  # what the address names is there at once
            page.locator(f"{fragment.partition('?')[0]} .bench path").first.wait_for(state="attached")
        else:
            wake(page)
        return page

    yield opened
    assert not faults
    assert asked
    assert all(url.startswith((article.parent.as_uri(), "data:")) for url in asked)


@pytest.fixture
def open_page(new_page):
    """Open a page for one test: a window that is left behind another one hardly moves."""
    pages = []

    def opened(fragment=""):
        pages.append(new_page(fragment))
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def shared(new_page):
    return new_page()


RENEW = """() => {
  for (const root of document.querySelectorAll(".playground:not(.brief)")) {
    root.querySelector("input[value=linear]").click();
    [...root.querySelectorAll(".chip")].find((chip) => chip.textContent === "The run in the video").click();
  }
}"""


@pytest.fixture
def fresh(shared):
    """The page that most tests share, as good as new."""
    shared.evaluate(RENEW)
    return shared


@pytest.fixture
def curve(fresh):
    return Play(fresh, PARABOLA)


@pytest.fixture
def valley(fresh):
    return Play(fresh, VALLEY)


def same(found, expected):
    return found == pytest.approx(expected, rel=1e-12)


def on_screen(value):
    """How the page sets a number: exponents raised by type, no line broken inside."""
    plain = rounded(float(value), 4).plain.replace(" ", "\u00a0")
    return re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]", lambda raised: "−0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(raised[0])], plain)


def table_of(play):
    """The rows of the table of steps, in full precision, by step."""
    rows = play.root.locator(".steps tbody tr")
    return {
        int(row.locator("th").inner_text()): [
            float(v) for v in row.locator("data").evaluate_all("e => e.map(x => x.value)")
        ]
        for row in rows.all()
    }


def check_parabola(play, rate, start, k):
    """Compare every number on screen with gdcore's."""
    run = descend(parabola(), gradient_descent([rate]), [start], max(k, 1))
    verdict = judge(run)
    assert play.k == k
    assert play.entry("Here") == [(on_screen(run.iterates[k, 0]), run.iterates[k, 0])]
    assert play.values("Loss") == [run.losses[k]]
    assert play.kind == verdict.kind
    measured = verdict.measured_factor if k > 1 else None
    factors = [factor for factor in (measured, verdict.predicted_factor) if factor is not None]
    assert same(play.values("Factor a step"), factors)
    assert [text for text, _ in play.entry("Factor a step")] == [factor_of_a_step(factor).plain for factor in factors]


# The parabola


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


def test_reset_is_at_once_and_the_next_step_is_the_first(browser, article):
    """With motion as readers have it, and while a run is under way."""
    page = browser.new_page()
    page.goto(article.as_uri())
    wake(page)
    valley = Play(page, VALLEY)
    valley.button("Reset").click()
    assert valley.k == 0
    valley.button("Run").click()
    valley.wait_for_step(20)
    valley.button("Reset").click()
    assert valley.k == 0
    valley.button("Step").click()
    page.wait_for_timeout(QUIET_MS)
    assert valley.k == 1
    page.close()


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


def test_nothing_moves_at_a_rate_of_zero_or_from_the_bottom(curve):
    curve.field("Learning rate η").fill("0")
    assert (curve.kind, curve.values("Here")) == ("still", [-1.0])
    curve.field("Learning rate η").fill("0.3")
    curve.field("Start x").fill("0")
    assert (curve.kind, curve.values("Loss")) == ("still", [0.0])


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


# The houses


def gdcore_run(method, rates, start, steps=150, beta=0.5):
    table, own = houses(), np.array(start)
    objective = mean_squared_error(table)
    if method == "normalised":
        objective = standardised_error(table)
        own = objective.standard.standardised(own)
    elif method == "centred":
        objective = mean_squared_error(replace(table, x=table.x - table.x.mean()))
        own = own + np.array([0.0, own[0] * table.x.mean()])
    makers = {"halving": halving, "momentum": lambda rate: momentum(rate, beta)}
    return descend(objective, makers.get(method, gradient_descent)(rates), own, steps, 1.0)


def check_valley(play, method, rates, start=(250.0, 250000.0), k=150, beta=0.5):
    run = gdcore_run(method, rates, start, max(150, k), beta)
    verdict, k = judge(run), min(k, run.n_steps)
    assert play.k == k
    point = run.iterates[k]
    shown = point if run.objective.standard is None else run.objective.standard.original(point)
    if method == "centred":
        shown = shown - [0.0, shown[0] * houses().x.mean()]
    assert same(play.values("Here"), shown.tolist())
    assert same(play.values("Loss"), [run.losses[k]])
    assert [text for text, _ in play.entry("Loss")] == [on_screen(run.losses[k])]
    assert play.kind == verdict.kind
    if verdict.predicted_factor is None:
        assert play.values("Rejected") == [sum(trial.k < k for trial in run.rejected)]
    else:
        part = judge(gdcore_run(method, rates, start, k, beta))
        factors = [factor for factor in (part.measured_factor, verdict.predicted_factor) if factor is not None]
        # The last steps towards the minimum are differences of nearly equal numbers.
        assert play.values("Factor a step") == pytest.approx(factors, rel=1e-9, abs=1e-12)
        assert play.values("The edge") == pytest.approx([verdict.edge_multiple], rel=1e-12)
        steep, flat = verdict.eigenvalues
        assert play.values("Condition number felt") == pytest.approx([steep / flat], rel=1e-9)


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
    check_valley(valley, "centred", MODEL.houses.centred.default)
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


# The address


@pytest.mark.parametrize(
    "fragment",
    [
        "#play-parabola?eta=1.234&x=0.75&k=17&axis=log",
        "#play-valley?method=momentum&eta_a=5.75e-7&eta_b=0.15&beta=0.14&a=200&b=100000&k=40&axis=log",
        "#play-valley?method=centred&eta_a=1e-6&eta_q=0.5&a=250&b=250000&k=10&axis=linear",
        "#play-valley?method=normalised&eta_p=1.8&eta_q=0.5&a=250&b=250000&k=10&axis=linear",
    ],
)
def test_an_address_is_a_setting_and_a_setting_an_address(open_page, fragment):
    play = Play(open_page(fragment), fragment.split("?")[0])
    steps = int(re.search(r"k=(\d+)", fragment)[1])
    assert play.k == steps
    play.page.wait_for_timeout(QUIET_MS // 2)
    assert abs(play.page.locator(play.section).bounding_box()["y"]) < 200
    play.button("Step").click()
    play.button("Back").click()
    play.wait_for_address(fragment)


def test_an_address_that_is_pasted_into_the_open_page(curve, valley):
    fragment, old = "#play-parabola?eta=1&x=-1.5&k=5&axis=linear", "#play-valley?k=1"
    valley.button("Step").click()  # its address is still to be written, or is just when the other comes
    curve.page.evaluate(
        "([own, old]) => { location.hash = own; history.replaceState(null, '', old); }", [fragment, old]
    )
    curve.wait_for_step(5)
    curve.page.wait_for_timeout(QUIET_MS // 2)
    assert curve.page.evaluate("location.hash") == fragment
    check_parabola(curve, 1.0, -1.5, 5)
    assert curve.kind == "cycling"


def test_nonsense_in_an_address_is_left_out(open_page):
    curve = Play(open_page("#play-parabola?eta=99&x=%3Cscript%3E&k=-4&axis=sideways"), PARABOLA)
    check_parabola(curve, 0.8, -1.0, 0)
    valley = Play(open_page("#play-valley?method=constructor&eta_a=0&beta=2&k=1e9"), VALLEY)
    assert valley.kind == "converging"
    assert Play(open_page("#play-parabola?%E0%A4%A"), PARABOLA).kind == "converging"


def test_an_address_that_names_no_setting_is_left_alone(open_page):
    page = Play(open_page("#why"), PARABOLA).page
    page.wait_for_timeout(QUIET_MS // 2)
    assert page.evaluate("location.hash") == "#why"


def test_the_link_can_be_copied(curve):
    curve.page.wait_for_timeout(QUIET_MS // 2)
    curve.button("Copy a link to this setting").click()
    curve.said("link")
    told = curve.root.get_by_text(re.compile("The link was copied|The address bar now holds the link"))
    assert told.is_visible()
    field = curve.button("Copy a link to this setting").bounding_box()
    assert abs(told.bounding_box()["y"] - field["y"]) < field["height"]
    curve.wait_for_address("#play-parabola?eta=0.8&x=-1&k=3&axis=linear")
    curve.button("Step").click()
    curve.field("Learning rate η").fill("0.7")
    assert told.count() == 0  # it told of another setting


# Frame


@pytest.fixture
def sized(fresh):
    yield fresh
    fresh.set_viewport_size({"width": 1280, "height": 900})


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
PLAYED = [".canvas", ".slider", ".transport", ".verdict-part", ".choice"]
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


def test_the_turning_can_be_seen_and_the_line_follows_its_point(browser, article):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(article.as_uri())
    wake(page)
    valley = Play(page, VALLEY)
    page.evaluate("""() => {
      window.shapes = new Set();
      const watch = () => {
        const box = document.querySelectorAll("#play-valley .view .contour")[4].getBBox();
        window.shapes.add((box.width / box.height).toFixed(2));
        window.requestAnimationFrame(watch);
      };
      document.querySelector("#play-valley .playground").scrollIntoView({ behavior: "instant" });
      watch();
    }""")
    line = valley.root.locator(".line .fitted:not(.best-line)")
    before = line.get_attribute("d")
    valley.button("Standard units").click()
    page.wait_for_function("() => window.shapes.has('1.00')")
    assert page.evaluate("window.shapes.size") > 4
    assert line.get_attribute("d") != before
    page.close()


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


def test_a_journey_ends_where_it_should_and_can_be_paused(browser, article):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="no-preference")
    page = context.new_page()
    page.route(re.compile(r"/(clips|openings)/"), lambda route: route.fulfill(body=b""))
    page.goto(article.as_uri())
    wake(page)
    curve = Play(page, PARABOLA)
    curve.button("Step").click()
    curve.wait_for_step(4)
    check_parabola(curve, 0.8, -1.0, 4)
    curve.button("Run").click()
    curve.wait_for_step(6)
    curve.button("Pause").click()
    assert 6 <= curve.k < 100
    check_parabola(curve, 0.8, -1.0, curve.k)
    curve.button("Run").click()
    curve.wait_for_step(100)
    check_parabola(curve, 0.8, -1.0, 100)
    context.close()


def test_without_scripts_a_sentence_stands_in_its_place(browser, article):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(article.as_uri())
    for section in (PARABOLA, VALLEY):
        assert not page.locator(f"{section} .playground").is_visible()
        assert page.locator(f"{section} noscript p").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("section", "preset", "slug"), [(PARABOLA, "Break it", "parabola-diverges"), (VALLEY, "Break it", "mse-blowup")]
)
def test_the_table_of_steps_is_the_trace(fresh, section, preset, slug):
    play, run = Play(fresh, section), built_in(slug).trajectory
    play.root.locator(".chip", has_text=re.compile(f"^{preset}$")).click()
    play.root.locator(".steps summary").click()
    table, k = table_of(play), play.k
    assert list(table) == sorted({0, *range(max(k - 7, 1), k + 1)})
    for i, numbers in table.items():
        assert numbers == pytest.approx([*run.iterates[i], run.losses[i]], rel=1e-12)
