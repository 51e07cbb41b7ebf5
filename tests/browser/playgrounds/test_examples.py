"""The playgrounds of the example lessons, each as its reader finds it on the page that is built."""

import pytest

from gdcore.lesson.lesson_file import read_document
from gdcore.text.language import tr
from tests.browser.conftest import cut_off, wake
from tests.browser.playgrounds.play import Play
from tests.conftest import EXAMPLES
from valleyjump.command.selection import select


@pytest.mark.parametrize("lesson", EXAMPLES, ids=lambda path: path.stem)
def test_a_playground_runs_to_the_verdict_of_the_clip(browser, examples_build, lesson):
    (scenario,) = read_document(lesson).lesson().scenarios
    with select([lesson]).spoken.speaking():
        run, reset = tr("Run"), tr("Reset")
    with browser.new_context() as context:
        page = cut_off(context)
        page.goto((examples_build / lesson.stem / "index.html").as_uri())
        wake(page)
        play = Play(page, f"#play-{scenario.slug}")
        play.button(reset).click()
        assert play.root.locator(".readings data").first.get_attribute("value") == "0"
        play.button(run).click()
        play.wait_for_step(scenario.trajectory.n_steps)
        assert play.root.locator(f".badge.{scenario.verdict.kind}").count() == 1
        assert page.faults == []
