"""A page of two real clips, opened from disk."""

from dataclasses import replace

import pytest

from gdcore.scenario import Scenario
from scenes.render import render_clip
from tests.scenes.runs import TINY, on_houses, on_parabola
from tests.scenes.voice.hum import narration_of
from tests.valleyjump.reading import render_page
from valleyjump.clips_on_page.stills import opening, opening_name
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page
from valleyjump.rendering.explainer import chapters, join_clips


def renamed(scenario: Scenario, slug: str) -> Scenario:
    return Scenario(
        slug, slug, *(getattr(scenario, name) for name in ("objective", "method", "start", "steps", "view"))
    )


def written(folder, runs, narrations):
    """Write a page of the clips of runs, each with what is said in it; return its place, and the clips by slug."""
    (folder / "clips").mkdir()
    clips = {
        run.slug: render_clip(run, TINY, folder / "clips", narration=said)
        for run, said in zip(runs, narrations, strict=True)
    }
    (folder / "index.html").write_text(render_page(make_page(runs, clips)), encoding="utf-8")
    (folder / "openings").mkdir()
    for slug, clip in clips.items():
        (folder / opening_name(slug)).write_bytes(opening(clip.files["mp4"]))
    join_clips(chapters(list(clips.values()), {run.slug: run.title for run in runs}), folder / "explainer.mp4")
    for name, content in page_assets().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "index.html", clips


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return a page of two real clips, one of three steps and one of forty, and the clips by slug."""
    runs = [renamed(on_parabola(3), "short"), renamed(on_houses(40), "long")]
    return written(tmp_path_factory.mktemp("player"), runs, [{}, {}])


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """Return the same of a clip that is heard and a silent one."""
    said = {"steps": "Each jump lands higher. There it is steeper."}
    runs = [replace(renamed(on_parabola(3), "heard"), script=said), renamed(on_parabola(2), "silent")]
    return written(tmp_path_factory.mktemp("spoken"), runs, [narration_of(runs[0]), {}])


@pytest.fixture
def opened(browser, built):
    """Return a function that opens the page from disk in a context of its own and returns it."""
    contexts = []

    def open_page(place=built[0], **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(place.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened):
    opened_page = opened()
    yield opened_page
    assert opened_page.faults == []
