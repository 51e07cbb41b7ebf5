"""The article in each engine: opened once and used as a reader does (everywhere.js); all tests ask about that visit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdcore.questions.by_slug import questions
from gdcore.scenarios import built_in, catalogue
from tests.browser.conftest import still
from tests.browser.engines.engines import Engine
from tests.browser.serving import served
from tests.valleyjump.page.pages import rendered
from valleyjump.article.article import make_article
from valleyjump.page.frames import embed_assets, playground_pages

VISIT = Path(__file__).with_name("everywhere.js").read_text(encoding="utf-8")
ASKED = built_in("parabola-race")
PHONE, LAPTOP = "375", "1280"


@pytest.fixture(scope="module")
def address(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the article, of its playgrounds alone, of a clip in both themes, and of an empty page."""
    folder = tmp_path_factory.mktemp("everywhere") / "site"
    shutil.copytree(article.parent, folder)
    runs = catalogue()
    pages = dict(playground_pages(make_article(runs), (runs[0].title, still(runs[0].slug))))
    pages["both.html"] = rendered([built_in("parabola-diverges")], kinds=("mp4", "png", "light.mp4", "light.png"))
    pages["around.html"] = "<!DOCTYPE html><title>A frame</title>"
    for name, content in embed_assets().items() | {(name, html.encode()) for name, html in pages.items()}:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    with served(folder) as place:
        yield f"{place}/around.html"


@pytest.fixture(scope="module")
def visit(engine: Engine, address: str) -> dict[str, Any]:
    """Return what came of the visit."""
    engine.go(address)
    choices = questions(ASKED)[0].choices
    wrong = next(letter for letter, choice in zip("ABCDEF", choices, strict=False) if not choice.right)
    return engine.ask(f"const SLUG = {json.dumps(ASKED.slug)}, WRONG = {json.dumps(wrong)};{VISIT}")


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_the_first_screen_fits_and_contents_are_at_hand(visit: dict[str, Any], width: str) -> None:
    screen = visit["screens"][width]
    assert -300 < screen["low"] <= 0
    assert screen["over"] <= 0
    assert [screen["contents"], screen["button"]] == ([1, 0] if width == LAPTOP else [0, 1])
    assert visit["contentsAsked"] > 5
    assert visit["here"] == "#play-parabola"


def test_typefaces_are_the_pages_own(visit: dict[str, Any]) -> None:
    # Each face is in two files; the second is loaded where a page has one of its characters.
    assert visit["typefaces"][::2] == ["loaded"] * 6
    assert set(visit["typefaces"][1::2]) <= {"loaded", "unloaded"}


def test_the_starts_are_sharp_and_what_is_folded_is_closed(visit: dict[str, Any]) -> None:
    assert [visit[name] for name in ("posters", "blurred", "unfolded")] == [0, 0, 0]


def test_neither_passing_by_nor_a_wrong_answer_shows_the_end(visit: dict[str, Any]) -> None:
    assert visit["endsOnTheWay"] == 0
    assert visit["wrongAnswer"]["ends"] == 0
    assert visit["wrongAnswer"]["told"].startswith("Not quite.")


def test_words_are_right_under_the_picture_and_figures_amid_the_text(visit: dict[str, Any]) -> None:
    assert all(0 <= screen["words"] <= 12 for screen in visit["screens"].values())
    assert max(visit["middles"]) - min(visit["middles"]) < 1


def test_tables_fit_or_say_that_they_scroll(visit: dict[str, Any]) -> None:
    for width, tables in visit["tables"].items():
        assert tables["cut"] == [], width
        assert tables["broken"] == 0, width
        assert set(tables["shadows"]) <= {"local, local, scroll, scroll"}
    assert visit["tables"][PHONE]["shadows"]


def test_reset_is_at_once_and_the_end_one_press_away(visit: dict[str, Any]) -> None:
    assert [visit["reset"], visit["stepAfterReset"]] == [0, 1]
    assert visit["overflow"]["step"] > 1000
    assert visit["overflow"]["over"] == "true"


def test_fields_write_numbers_as_the_page_does_and_faults_stand_clear(visit: dict[str, Any]) -> None:
    assert visit["fields"] == ["0.8", "−1"]
    assert visit["fault"]["told"] == "Expected a number from 0 to 1.3"
    assert visit["fault"]["apart"] >= 4


def test_a_copied_link_is_told(visit: dict[str, Any]) -> None:
    assert visit["copied"] in ("The link was copied.", "The address bar now holds the link.")


def test_the_valley_fits_a_laptop_and_turns_into_circles(visit: dict[str, Any]) -> None:
    valley = visit["valley"]
    assert valley["height"] <= 640
    assert max(valley["tops"]) - min(valley["tops"]) < 3
    assert abs(valley["slanted"] - 1) > 0.1


def test_playgrounds_alone_fit_their_frame(visit: dict[str, Any]) -> None:
    for name, n_sliders in (("parabola", 1), ("houses", 2)):
        width, height, sliders = visit["frames"][name]
        assert width <= 640
        assert height <= 480
        assert sliders == n_sliders


def test_a_clip_in_both_themes_is_in_the_readers_own(visit: dict[str, Any]) -> None:
    light, preferred = visit["theme"]
    assert light == preferred
