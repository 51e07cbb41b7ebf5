"""Playgrounds of a lesson's own functions and data: what is read there is what gdcore says of the same setting."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.trajectory import descend
from gdcore.lesson.lesson_file import read_document
from gdcore.methods.registry import FAMILIES
from gdcore.theory.minimum import located
from gdcore.theory.verdict import judge
from tests.browser.conftest import still, wake
from tests.browser.playgrounds.play import QUIET_MS, Play, same
from tests.valleyjump.reading import render_page
from valleyjump.page.assets import page_assets
from valleyjump.page.frames import embed_assets, playground_pages
from valleyjump.page.page import make_page
from valleyjump.playgrounds.objectives import written_functions

LESSON = Path(__file__).with_name("own_functions.toml").read_text(encoding="utf-8")
CARS = "speed,dist,mass\n4,2,1\n7,4,2\n8,16,1\n9,10,3\n10,18,2\n11,17,4\n13,26,3\n15,54,5\n18,42,4\n20,52,5\n24,93,6\n"
SIZES = [(375, 700), (640, 800), (1280, 900)]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "cars.csv").write_text(CARS, encoding="utf-8")
    (folder / "lesson.toml").write_text(LESSON, encoding="utf-8")
    return read_document(folder / "lesson.toml").lesson()


@pytest.fixture(scope="module")
def address(lesson, tmp_path_factory):
    """Return ``index.html`` of the lesson's page, with its assets and frames."""
    folder = tmp_path_factory.mktemp("page")
    clips = {run.slug: still(run.slug) for run in lesson.scenarios}
    page = make_page(lesson.scenarios, clips, None, lesson)
    files = {"index.html": render_page(page), **embed_assets()}
    files |= page_assets(functions=written_functions(lesson.scenarios))
    files |= dict(playground_pages(page, (lesson.scenarios[0].title, clips["wells"])))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "index.html"


@pytest.fixture(scope="module")
def page(window, address):
    opened, faults = window.new_page(), []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.route(re.compile(r"/(clips|openings)/"), lambda route: route.fulfill(body=b""))
    opened.goto(address.as_uri())
    wake(opened)
    yield opened
    opened.close()
    assert not faults


def play_of(page, slug):
    play = Play(page, f"#play-{slug}")
    play.button("The run in the video").click()
    return play


def scenario_of(lesson, slug):
    return next(run for run in lesson.scenarios if run.slug == slug)


def check(play, scenario, *, k=None, name=None, rates=None, start=None, numbers=None):
    """Compare what is read with gdcore's run of a setting, by default of the scenario's own."""
    own, objective = scenario.method, scenario.objective
    name, rates = name or own.name, own.learning_rate if rates is None else np.array(rates)
    numbers = dict(own.hyperparameters) if numbers is None else numbers
    k = scenario.trajectory.n_steps if k is None else k
    begin = scenario.start if start is None else np.array(start, dtype=float)
    searched = objective.minimum_is == "found" and objective.table is None
    bare = replace(objective, minimiser=None, minimum_is=None) if searched else objective
    run = descend(bare, FAMILIES[name].make(rates, **numbers), begin, max(k, scenario.steps), scenario.tolerance)
    run = replace(run, objective=located(bare, run.iterates, run.losses))
    verdict, k = judge(run), min(k, run.n_steps)
    assert play.k == k
    shown = run.iterates[k]
    if objective.standard is not None and len(shown) == 2:
        shown = objective.standard.original(shown)
    assert same(play.values("Here"), shown.tolist())
    assert same(play.values("Loss"), [run.losses[k]])
    assert play.kind == {"standing": "standing still"}.get(verdict.kind, verdict.kind)
    if FAMILIES[name].rule is not None:
        said = play.values("Factor a step")
        factors = [factor for factor in verdict.factors if factor is not None]
        assert len(said) >= len(factors) - 1
        assert verdict.factors[1] is None or said[-1] == pytest.approx(verdict.factors[1], rel=1e-9)
    return verdict


SLUGS = ("wells", "valley", "kink", "soft", "root", "cars", "standard", "few", "huber", "absolute", "columns", "four")


@pytest.mark.parametrize("slug", SLUGS)
def test_it_begins_with_the_run_of_the_clip(page, lesson, slug):
    scenario = scenario_of(lesson, slug)
    verdict = check(play_of(page, slug), scenario)
    assert verdict.kind == scenario.verdict.kind


def test_a_scenario_may_have_none(page):
    assert page.locator("#play-none").count() == 0
    assert page.locator(".playground").count() == len(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("method", ["plain", "momentum", "nesterov", "halving", "backtracking"])
def test_every_method_on_every_function(page, lesson, slug, method):
    play, scenario = play_of(page, slug), scenario_of(lesson, slug)
    play.root.get_by_text(method, exact=True).click()
    name = {"plain": "gradient_descent"}.get(method, method)
    usual = {"momentum": 0.5, "sufficient": 1e-4, "shrink": 0.5}
    check(play, scenario, name=name, numbers={one.name: usual[one.name] for one in FAMILIES[name].hyperparameters})
    shown = [row.is_visible() for row in play.root.locator(".with-slider").all()]
    assert sum(shown) == len(scenario.method.learning_rate) + len(FAMILIES[name].hyperparameters)


def test_rates_and_numbers_by_field_and_slider(page, lesson):
    play, scenario = play_of(page, "soft"), scenario_of(lesson, "soft")
    play.field("Learning rate η").fill("2.5")
    play.field("Momentum β").fill("0.25")
    check(play, scenario, rates=[2.5], numbers={"momentum": 0.25})
    play.field("Momentum β, slider").press("ArrowRight")
    check(play, scenario, rates=[2.5], numbers={"momentum": 0.26})


def test_a_batch_and_a_seed_draw_the_rows_that_the_core_draws(page, lesson):
    play, scenario = play_of(page, "few"), scenario_of(lesson, "few")
    play.field("Batch B").fill("3")
    check(play, scenario, numbers={"batch": 3, "seed": 4})
    assert play.values("Rows a step") == [3, 11]
    play.field("Seed, slider").press("ArrowRight")
    check(play, scenario, numbers={"batch": 3, "seed": 5})
    play.field("Batch B").fill("2.5")
    play.field("Batch B").press("Tab")
    assert play.root.get_by_text("Expected a whole number from 1 to 11").is_visible()
    check(play, scenario, numbers={"batch": 3, "seed": 5})


def test_the_start_goes_into_another_well_by_drag_and_key(page, lesson):
    play, scenario = play_of(page, "wells"), scenario_of(lesson, "wells")
    grip = play.root.get_by_role("slider", name="Start x", exact=True)
    grip.scroll_into_view_if_needed()
    box, view = grip.locator(".ring").bounding_box(), play.root.locator(".view").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(view["x"] + 0.12 * view["width"], view["y"] + view["height"] / 2, steps=4)
    page.mouse.up()
    start = play.typed("Start x")
    assert start < -1.0
    assert check(play, scenario, start=[start]).minimiser[0] < 0.0
    grip.press("ArrowRight")
    moved = play.typed("Start x")
    assert moved == pytest.approx(start + 0.01)
    check(play, scenario, start=[moved])


def test_the_start_on_a_map_of_ones_own(page, lesson):
    play, scenario = play_of(page, "valley"), scenario_of(lesson, "valley")
    grip = play.root.get_by_role("slider", name="Start, x and y")
    grip.press("ArrowUp")
    start = [play.typed("Start x"), play.typed("Start y")]
    assert start[1] > 1.0
    check(play, scenario, start=start)
    lines = play.root.locator(".view .contour").evaluate_all("all => all.map((one) => one.getAttribute('d').length)")
    assert len(lines) >= 5
    assert min(lines) > 500


def test_where_a_function_has_no_value_no_run_begins(page, lesson):
    play, scenario = play_of(page, "root"), scenario_of(lesson, "root")
    play.field("Start x").fill("0.5")
    check(play, scenario, start=[0.5])
    play.field("Learning rate η").fill("3")
    assert check(play, scenario, start=[0.5], rates=[3.0]).kind
    play.field("Start x").fill("0")
    play.said("The function has no value there.")
    check(play, scenario, start=[0.5], rates=[3.0])


def test_a_link_leads_to_a_setting(window, address, lesson):
    fragment = "#play-wells?method=momentum&eta=0.02&beta=0.8&x=-1.5&k=12&axis=log"
    page = window.new_page()
    page.goto(address.as_uri() + fragment)
    page.locator("#play-wells .bench path").first.wait_for(state="attached")
    play, scenario = Play(page, "#play-wells"), scenario_of(lesson, "wells")
    check(play, scenario, k=12, name="momentum", rates=[0.02], start=[-1.5], numbers={"momentum": 0.8})
    play.button("Step").click()
    play.button("Back").click()
    play.wait_for_address(fragment)
    page.close()


def test_a_run_is_kept_to_compare_with_the_next(page, lesson):
    play = play_of(page, "wells")
    assert play.root.locator(".kept").count() == 0
    play.button("Keep run").click()
    play.button("Over the hill").click()
    assert play.root.locator(".view .kept").count() == play.root.locator(".loss .kept").count() == 1
    check(play, scenario_of(lesson, "wells"), rates=[0.2])
    kept = play.root.locator(".loss .kept").get_attribute("d")
    play.button("Reset").click()
    assert play.root.locator(".loss .kept").get_attribute("d") != kept  # it goes as far as the run does
    play.button("Drop run").click()
    assert play.root.locator(".kept").count() == 0


def test_step_run_and_reset(page, lesson):
    play, scenario = play_of(page, "kink"), scenario_of(lesson, "kink")
    play.button("Reset").click()
    assert play.k == 0
    play.button("Step").click()
    check(play, scenario, k=1)
    play.button("Run").click()
    check(play, scenario, k=20)
    assert "it comes back to the same place every 2 steps" in play.root.locator(".badge").inner_text()


def test_of_many_parameters_the_distance_is_drawn(page):
    play = play_of(page, "four")
    assert play.root.locator(".view .axis-name").first.text_content() == "distance to the minimum"
    assert play.root.locator(".handle").count() == 0
    play.button("Twice as fast").click()
    assert play.typed("Learning rate η for w") == 0.1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_wider_than_the_window(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(QUIET_MS // 4)
    wide = """(width) => [...document.querySelectorAll(".playground, .playground *")]
        .filter((one) => !one.parentElement.closest("svg") && one.getBoundingClientRect().right > width + 0.5)
        .map((one) => `${one.tagName}.${one.className} ${one.textContent}`)"""
    assert page.evaluate(wide, size[0]) == []
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("slug", SLUGS)
def test_a_frame_of_640_by_480_holds_all_that_one_plays_with(window, address, slug):
    page = window.new_page()
    page.set_viewport_size({"width": 640, "height": 480})
    page.goto((address.parent / f"embed/playground_{slug}.html").as_uri())
    page.locator(".view path").first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollHeight") <= 480
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.get_by_role("button", name="Step").is_visible()
    assert page.locator(".slider:visible").count() >= 1
    page.close()
