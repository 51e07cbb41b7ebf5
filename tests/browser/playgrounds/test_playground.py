"""The playground with motion, without scripts, and as a table of steps."""

import re

import pytest

from gdcore.scenarios import built_in
from tests.browser.conftest import wake
from tests.browser.playgrounds.play import PARABOLA, QUIET_MS, VALLEY, Play, check_parabola, table_of


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
