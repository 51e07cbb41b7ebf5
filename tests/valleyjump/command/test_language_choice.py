"""The language on its way from the command line or a scenario file to the clips, their keys and the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.errors import InputError
from gdcore.scenarios import built_in, catalogue
from gdcore.text.language import SOURCE, current_language, grouped, languages, tr, use_language
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.clip.quality import QUALITIES
from scenes.painting.style import DARK
from tests.valleyjump.reading import read, render_page
from valleyjump.build.keys import clip_key
from valleyjump.cli import main
from valleyjump.command.selection import select
from valleyjump.page.page import make_page
from valleyjump.rendering.render_style import RenderStyle

OURS = {"valleyjump": "1.0", "source": "abc"}
BALL = '[[scenario]]\nslug = "ball"\nobjective = "x**2"\nstart = -1\nlearning_rate = 0.25\nsteps = 2\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lesson(name: str, language: str = "", more: str = BALL) -> Path:
    Path(name).write_text((f'language = "{language}"\n' if language else "") + more, encoding="utf-8")
    return Path(name)


def page(slug: str) -> str:
    scenario = built_in(slug)
    clip = Clip(slug, {"mp4": Path("a.mp4")}, 5.0, 75, 854, 480, 15, (Cue(0.0, 2.0, "words"),))
    return render_page(make_page([scenario], {slug: clip}))


def test_english_is_spoken_unless_somebody_asks() -> None:
    assert select([]).language == SOURCE == current_language()
    assert "es" in languages()


def test_a_file_asks_and_the_option_outranks_it(folder: Path) -> None:
    assert select([lesson("one.toml", "es")]).language == "es"
    assert select([lesson("one.toml", "es")], language="en").language == "en"


def test_two_files_must_agree(folder: Path) -> None:
    with pytest.raises(InputError, match=r"two\.toml: language: not that of one\.toml; for a build of both say --lang"):
        select([lesson("one.toml", "es"), lesson("two.toml", "en", BALL.replace("ball", "two"))])


def test_an_unknown_language_is_told_beside_the_other_faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(lesson("one.toml", "xx", BALL.replace("0.25", "-1")))]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        'one.toml: scenario "ball": learning_rate: must be > 0, got -1',
        f'one.toml: unknown language "xx"; expected one of {", ".join(languages())}',
    ]
    assert main(["build", "--lang", "ex", "-o", "out"]) == 2
    assert capsys.readouterr().err == f'unknown language "ex"; expected one of {", ".join(languages())}\n'
    assert not Path("out").exists()


def test_the_catalogue_is_one_for_each_language() -> None:
    english = [scenario.title for scenario in catalogue()]
    with use_language("es"):
        spanish = catalogue()
    assert all(scenario.title != title for scenario, title in zip(spanish, english, strict=True))
    assert [scenario.title for scenario in catalogue()] == english
    for mine, its in zip(spanish, catalogue(), strict=True):
        assert mine.trajectory.losses.tolist() == its.trajectory.losses.tolist()


def test_a_clip_in_another_language_has_another_key() -> None:
    scenario, look = built_in("parabola-cycles"), (QUALITIES["draft"], OURS)
    english, spanish = (clip_key(scenario, *look, RenderStyle(theme=DARK, language=code)) for code in ("en", "es"))
    assert clip_key(scenario, *look, RenderStyle(theme=DARK)) == english != spanish


def test_the_page_says_which_language_it_speaks() -> None:
    with use_language("es"):
        tree = read(page("parabola-cycles"))
    assert tree.one("html")["lang"] == "es"
    assert {(track["srclang"], track["label"]) for track in tree.all("track")} == {("es", "Español")}
    assert read(page("parabola-cycles")).one("html")["lang"] == "en-GB"


def test_numbers_keep_their_digits_and_change_their_separators() -> None:
    assert grouped(1234567) == "1,234,567"
    with use_language("es"):
        assert grouped(1234567) == "1\u202f234\u202f567"
        assert tr("converging") != "converging"
