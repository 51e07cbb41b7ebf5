"""Words of 200 letters everywhere in a lesson, and words from right to left: the page keeps its width and its order."""

from pathlib import Path

import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.lesson.lesson import Lesson
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import Scenario
from gdcore.tables.table import Table
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from tests.valleyjump.reading import render_page
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page

WORD = ("Donaudampfschifffahrtsgesellschaft" * 6)[:200]
PERSIAN = "نرخ 0.1"
A4_PX = 673
"""The width of the text on A4 paper: 178 mm."""


@pytest.fixture(scope="module")
def lesson_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    table = Table([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], WORD, WORD, WORD[:40], WORD[:40])
    runs = tuple(
        Scenario(slug, name, mean_squared_error(table), gradient_descent([0.01, 0.1]), [0.0, 0.0], 3, "fit")
        for slug, name in (("long", WORD), ("persian", PERSIAN))
    )
    clips = {
        run.slug: Clip(run.slug, {"mp4": Path(f"{run.slug}.mp4")}, 5.0, 75, 854, 480, 15, (Cue(0.0, 5.0, run.title),))
        for run in runs
    }
    text = f"{WORD}\n\n# {WORD}\n\n- `{WORD}`\n\n{PERSIAN}"
    lesson = Lesson(runs, WORD, WORD, WORD, dict.fromkeys(clips, (text, text)))
    (folder / "index.html").write_text(render_page(make_page(runs, clips, lesson=lesson)), encoding="utf-8")
    for name, content in page_assets().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "index.html"


@pytest.mark.parametrize(("width", "media"), [(375, "screen"), (1280, "screen"), (A4_PX, "print")])
def test_a_long_word_widens_nothing(browser, lesson_page: Path, width: int, media: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.emulate_media(media=media)
    page.goto(lesson_page.as_uri())
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = page.evaluate("""(inside) => [...document.querySelectorAll("body *:not(img)")]
      .filter((e) => !inside || !e.parentElement.closest(".scroll, .formula"))
      .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((e) => e.outerHTML.slice(0, 120))""", media == "screen")  # fmt: skip
    assert over == []
    page.close()


def test_words_from_right_to_left_run_so(browser, lesson_page: Path) -> None:
    page = browser.new_page()
    page.goto(lesson_page.as_uri())
    directions = page.evaluate("""(words) => [...document.querySelectorAll(".title, .words, h2, bdi")]
      .filter((e) => e.textContent.includes(words))
      .map((e) => getComputedStyle(e).direction)""", PERSIAN)  # fmt: skip
    assert len(directions) >= 4
    assert set(directions) == {"rtl"}
    page.close()
