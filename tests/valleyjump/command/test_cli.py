"""The command line: lists, checks, notices, help, versions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gdcore.scenarios import catalogue
from tests.conftest import Run, environment
from tests.valleyjump.builds import build_tiny
from tests.valleyjump.command.conftest import PARABOLA, SALES
from valleyjump.command.scenario_selection import select_lesson

LINKS = (("run-bowl", "The next"), ("run-bowl", "at once"), ("run-ball", "Back"), ("run-bowl", "away"))


def test_a_title_that_may_be_meant_for_the_lesson_is_told(cli) -> None:
    Path("lesson.toml").write_text(PARABOLA + 'title = "Our valley"\n' + PARABOLA.replace("ball", "other"))
    outcome = cli("check", "lesson.toml")
    assert (outcome.status, outcome.out) == (0, "lesson.toml: good, 2 scenarios\n")
    (told,) = outcome.told
    assert told.startswith('note: lesson.toml: the title "Our valley" is that of scenario "ball" alone; ')
    assert told.endswith("that of the lesson stands above the first [[scenario]]")
    Path("lesson.toml").write_text('title = "L"\n' + PARABOLA + 'title = "V"\n' + PARABOLA.replace("ball", "other"))
    assert cli("check", "lesson.toml").told == []


TITLED = PARABOLA.replace("objective", 'title = "V"\nobjective')
OTHER = PARABOLA.replace("ball", "other")


@pytest.mark.parametrize(
    ("text", "n_told"),
    [
        (PARABOLA.replace("slug", 'title = "V"\nslug') + OTHER, 1),
        (PARABOLA + OTHER + '\n# what it is called\ntitle = "V"\n', 1),
        (TITLED + OTHER, 0),
        (OTHER + TITLED, 0),
        (TITLED, 0),
        (PARABOLA + 'title = "V"\n', 0),
        (TITLED + OTHER + 'title = "W"\n', 0),
        ('author = "A. Teacher"\n' + PARABOLA + 'title = "V"\n' + OTHER, 0),
        (OTHER + PARABOLA.replace("slug", 'title = "V"\nslug'), 0),
    ],
)
def test_a_title_among_the_fields_of_its_scenario_is_meant_for_it(cli, text: str, n_told: int) -> None:
    Path("lesson.toml").write_text(text)
    assert len(cli("check", "lesson.toml").told) == n_told


def test_what_a_theme_accepts_is_told(cli) -> None:
    Path("faint.toml").write_text('label = "#5B6473"\n')
    Path("lesson.toml").write_text('theme = "faint.toml"\n' + PARABOLA)
    assert cli("check", "lesson.toml").status == 2
    Path("faint.toml").write_text('accept_contrast = true\nlabel = "#5B6473"\n')
    outcome = cli("check", "lesson.toml")
    assert outcome.status == 0
    assert outcome.told[0] == "note: theme faint.toml: label: contrast with background is 3.0, expected at least 4.5"


def test_rows_that_are_dropped_are_counted(cli) -> None:
    Path("sales.csv").write_text("sqft,price\n1,3\n2,NA\n2,5\n,\n4,8\n")
    Path("lesson.toml").write_text(SALES.replace(" }", ', missing = "drop" }'))
    told = 'note: lesson.toml: scenario "sold": 1 row of 4 dropped, where a number is missing; 3 kept'
    assert cli("check", "lesson.toml").told == [told]
    assert cli("trace", "sold", "--file", "lesson.toml").told == [told]


def test_a_build_of_the_story_tells_of_lessons_that_lie_there(cli, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    monkeypatch.setattr("valleyjump.command.making.make", lambda *_, **known: notes.extend(known["notes"]))

    def told(*words: str) -> list[str]:
        notes.clear()
        cli("build", *words)
        return list(notes)

    assert told() == []
    Path("lesson.toml").write_text(PARABOLA)
    Path("theme.toml").write_text('base = "dark"\n')
    assert told() == ["this builds the built-in story; for the lesson here, lesson.toml: valleyjump build lesson.toml"]
    Path("my other.toml").write_text(PARABOLA)
    assert told() == [
        "this builds the built-in story; for the 2 lessons here: valleyjump build lesson.toml 'my other.toml'"
    ]
    assert told("lesson.toml") == []


def test_list_shows_the_built_in_scenarios_in_order(cli) -> None:
    lines = cli("list").out.splitlines()
    assert [line.split()[0] for line in lines] == [scenario.slug for scenario in catalogue()]
    assert lines[2].split(maxsplit=4) == [
        *("parabola-cycles", "curve", "gradient_descent", "cycling"),
        "Learning rate 1.0: there and back, for ever",
    ]


def test_list_of_a_file(cli) -> None:
    Path("lesson.toml").write_text(PARABOLA)
    assert cli("list", "lesson.toml").out == "ball  curve  gradient_descent  converging  Ball\n"


def test_check_of_good_files(cli) -> None:
    Path("one.toml").write_text(PARABOLA)
    Path("two.toml").write_text(PARABOLA.replace("ball", "bowl"))
    outcome = cli("check", "one.toml", "two.toml")
    assert (outcome.status, outcome.out, outcome.told) == (0, "one.toml, two.toml: good, 2 scenarios\n", [])


def test_links_lead_from_one_file_to_another_that_is_read_with_it(cli, tmp_path: Path) -> None:
    text = "[The next](#bowl), [at once](index.html#clip-bowl), [there](two.toml#bowl)."
    Path("one.toml").write_text(f'{PARABOLA}before = "{text}"\n')
    Path("two.toml").write_text(PARABOLA.replace("ball", "bowl") + 'after = "[Back](#ball), [away](#bull)."\n')
    (away,) = cli("check", "one.toml", "two.toml").told
    assert "link '#bull': no clip of this lesson; did you mean" in away
    Path("two.toml").write_text(Path("two.toml").read_text().replace("#bull", "#bowl"))
    assert cli("check", "one.toml", "two.toml").told == cli("check", "two.toml", "one.toml").told == []
    told = cli("check", "one.toml").told
    links = ["'#bowl'", "'index.html#clip-bowl'", "'two.toml#bowl'"]
    assert [line.split(": no clip")[0].split("link ")[1] for line in told] == links
    built = build_tiny(tmp_path / "built", select_lesson([Path("one.toml"), Path("two.toml")]))
    page = (built.folder / "index.html").read_text()
    assert [page.count(f'<a href="#{place}">{words}</a>') for place, words in LINKS] == [1, 1, 1, 1]


def test_check_tells_the_faults_of_all_files(cli) -> None:
    Path("one.toml").write_text(PARABOLA.replace("0.25", "-0.1"))
    Path("two.toml").write_text(PARABOLA + "odd = 1\n")
    outcome = cli("check", "one.toml", "two.toml", "three.toml")
    assert (outcome.status, outcome.out) == (2, "")
    assert [line.split(": ")[0] for line in outcome.told] == ["one.toml", "two.toml", "three.toml"]


def test_one_slug_in_two_files(cli) -> None:
    Path("one.toml").write_text(PARABOLA)
    Path("two.toml").write_text(PARABOLA)
    assert cli("check", "one.toml", "two.toml").told == ['two.toml: scenario "ball": slug: used before in one.toml']


@pytest.mark.parametrize("words", [[], ["--help"], ["build", "--help"], ["trace", "-h"]], ids=" ".join)
def test_help_goes_to_stdout(cli, words: list[str]) -> None:
    outcome = cli(*words)
    assert (outcome.status, outcome.told) == (0, [])
    assert outcome.out.lstrip().startswith("Usage: valleyjump")


@pytest.mark.parametrize(
    ("limit", "shown"), [("0", "0 bytes"), ("1200", "1.2 kB"), ("2GiB", "2.1 GB"), ("10TB", "10.0 TB")]
)
def test_sizes_are_shown_as_people_read_them(limit: str, shown: str, cli) -> None:
    assert cli("cache", "size", "--cache-dir", "kept", "--cache-limit", limit).out == (
        f"0 clips, 0 bytes of {shown}, in kept\n"
    )


def test_the_cache_is_told_and_cleared(cli) -> None:
    chosen = ("--cache-dir", "kept")
    assert cli("cache", "size", *chosen).out == "0 clips, 0 bytes of 2.1 GB, in kept\n"
    entry = Path("kept/clips/ab") / ("ab" * 32)
    entry.parent.mkdir(parents=True)
    entry.write_bytes(b"x" * 1500)
    Path("kept/notes.txt").write_text("somebody's own")
    assert cli("cache", "size", *chosen, "--cache-limit", "1MB").out == "1 clip, 1.5 kB of 1.0 MB, in kept\n"
    assert cli("cache", "clear", *chosen).out == "removed 1 clip, 1.5 kB, from kept\n"
    assert [path.name for path in Path("kept").rglob("*") if path.is_file()] == ["notes.txt"]


def test_version(cli) -> None:
    outcome = cli("--version")
    assert (outcome.status, outcome.out.split()[0]) == (0, "valleyjump")


def test_doctor_finds_nothing_lacking_where_the_tests_run(cli) -> None:
    outcome = cli("doctor")
    assert outcome.status == 0
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["ok"] * 8
    assert list(Path.cwd().iterdir()) == []


def test_doctor_tells_what_is_lacking_and_how_to_mend_it(cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "manimpango", None)
    Path("build").write_text("a file")
    outcome = cli("doctor")
    lacking = [line for line in outcome.out.splitlines() if line.startswith("LACKING")]
    assert outcome.status == 1
    assert [line.split()[1] for line in lacking] == ["pango", "output"]
    assert "pip install" in lacking[0].split("; mend with: ")[1]
    assert lacking[1].endswith("it is a file; mend with: choose another output folder with -o")


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    line = f"{sys.executable} -m valleyjump trace mse-blowup --format csv | head -n 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment(), check=False)
    assert (done.stdout, done.stderr) == ("k,a,b,loss\n", "")


def test_it_runs_as_a_module(valleyjump: Run) -> None:
    done = valleyjump("trace", "parabola-cycle")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'unknown slug "parabola-cycle"; did you mean "parabola-cycles"?\n'
