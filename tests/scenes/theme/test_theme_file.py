"""Themes from files: what they stand for, and how each fault is told."""

from __future__ import annotations

import json
import re
import string
import tomllib
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gdcore.errors import InputError
from scenes.painting.style import DARK, LIGHT, Theme
from scenes.theme.theme_file import BUILT_IN, accepted_shortfalls, load_theme, theme_named
from tests.conftest import ROOT

ACCEPTABLE = "(accept_contrast = true takes it as it is)"
ROLES = [field.name for field in fields(Theme)]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a theme file to be written, in the folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return Path("my.toml")


def faults(path: Path, content: str) -> list[str]:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_theme(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"theme {path}: ") for line in lines)
    return [line.removeprefix(f"theme {path}: ") for line in lines]


@pytest.mark.parametrize(("name", "theme"), [("dark", DARK), ("light", LIGHT)])
def test_a_built_in_theme_is_the_file_that_comes_with_the_program(name: str, theme: Theme) -> None:
    table = tomllib.loads((files("scenes") / f"themes/{name}.toml").read_text(encoding="utf-8"))
    assert sorted(table) == sorted(ROLES)
    for role, value in table.items():
        assert getattr(theme, role) == (tuple(value) if isinstance(value, list) else value)
    assert theme_named(name) == theme


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_theme_would_pass_as_one_of_the_users_own(name: str, mine: Path) -> None:
    mine.write_text((files("scenes") / f"themes/{name}.toml").read_text(encoding="utf-8"))
    assert load_theme(mine) == theme_named(name)


def test_a_theme_gives_what_it_changes(mine: Path) -> None:
    mine.write_text('base = "light"\nbackground = "#ffffff"\nfell = "#005f9e"\n')
    assert load_theme(mine) == replace(LIGHT, background="#FFFFFF", fell="#005F9E")
    assert load_theme(mine) == theme_named("my.toml") == theme_named(str(mine.absolute()))


def test_without_a_base_it_is_the_dark_theme_that_changes(mine: Path) -> None:
    ramp = ["#101010", "#F0F0F0"]
    mine.write_text(f"surface = {json.dumps(ramp)}\n")
    assert load_theme(mine) == replace(DARK, surface=tuple(ramp))


def test_a_file_is_looked_for_beside_the_one_that_names_it(mine: Path) -> None:
    mine.write_text('base = "light"\n')
    folder = Path("lessons")
    folder.mkdir()
    assert theme_named("../my.toml", folder) == LIGHT


FAULTS = {
    'label = "#5B6473"\n': [f"label: contrast with background is 3.0, expected at least 4.5 {ACCEPTABLE}"],
    'labl = "#97A1B3"\n': ['labl: unknown key; did you mean "label"?'],
    'label = "grey"\n': [f"label: expected a colour such as \"{DARK.label}\", got 'grey'"],
    'label = "#97A1B"\n': [f"label: expected a colour such as \"{DARK.label}\", got '#97A1B'"],
    "label = 3\n": [f'label: expected a colour such as "{DARK.label}", got 3'],
    'label = ["#97A1B3"]\n': [f'label: expected a colour such as "{DARK.label}", got a list'],
    'safe = "#97A1B3"\n': ["safe: expected a list of at least 2 colours, got '#97A1B3'"],
    'safe = ["#97A1B3"]\n': ["safe: expected a list of at least 2 colours, got 1"],
    'runs = ["#56B4E9", "#45D6A0"]\n': ["runs: expected a list of at least 6 colours, got 2"],
    'safe = ["#14232F", "blue", 3]\n': [
        f"safe 2: expected a colour such as \"{DARK.safe[0]}\", got 'blue'",
        f'safe 3: expected a colour such as "{DARK.safe[0]}", got 3',
    ],
    'base = "drak"\n': ['base: unknown theme "drak"; did you mean "dark"?'],
    "base = 3\n": ["base: expected text in quotes, got 3"],
    "base = \n": ["line 1, column 8: not TOML: Invalid value; a value is missing behind ="],
    '[fell]\nx = "#000000"\n': [f'fell: expected a colour such as "{DARK.fell}", got a table'],
    # All at once; and nothing is said of colours that are to be written anew anyhow.
    'base = "light"\nlabel = "#9AA0A8"\nfell = "blue"\nsurfce = "x"\n': [
        f"fell: expected a colour such as \"{LIGHT.fell}\", got 'blue'",
        'surfce: unknown key; did you mean "surface"?',
        f"label: contrast with background is 2.5, expected at least 4.5 {ACCEPTABLE}",
    ],
    'background = "white"\nlabel = "#5B6473"\n': [
        f"background: expected a colour such as \"{DARK.background}\", got 'white'",
    ],
}


@pytest.mark.parametrize(("content", "lines"), FAULTS.items())
def test_every_fault_is_told_in_a_line(mine: Path, content: str, lines: list[str]) -> None:
    assert faults(mine, content) == lines


def test_a_file_that_is_not_there(mine: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_theme(mine)
    assert str(caught.value) == "theme my.toml: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("drak", 'unknown theme "drak"; did you mean "dark"?'),
        ("solarised", 'unknown theme "solarised"; expected one of dark, light, FILE.toml'),
        ("a\nb", 'unknown theme "a\\nb"; expected one of dark, light, FILE.toml'),
    ],
)
def test_a_name_that_no_theme_has(name: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        theme_named(name)
    assert str(caught.value) == line


COLOURS = st.text(string.hexdigits, min_size=6, max_size=6).map("#{}".format)
VALUES = st.one_of(COLOURS, st.lists(COLOURS, max_size=8), st.text(max_size=9), st.integers(), st.lists(st.integers()))
KEYS = st.one_of(st.sampled_from([*ROLES, "base"]), st.text(string.ascii_letters, min_size=1, max_size=9))


def outcome(path: Path) -> tuple[Theme | None, list[str]]:
    """Return the theme of a file, or what is wrong with it."""
    try:
        return load_theme(path), []
    except InputError as error:
        return None, str(error).split("\n")


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_file_is_a_theme_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-theme.toml"
    path.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items()), encoding="utf-8")
    theme, told = outcome(path)
    assert all(line.startswith(f"theme {path}: ") and line.isprintable() for line in told)
    event("a theme" if theme else "faults")
    if theme is None:
        assert told
    else:
        assert {role: getattr(theme, role) for role in ROLES if role not in table} == {
            role: getattr(DARK, role) for role in ROLES if role not in table
        }


def test_the_example_in_the_documentation_is_a_theme(mine: Path) -> None:
    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n# sea\.toml\n(.*?)```", text, re.DOTALL)
    mine.write_text(example, encoding="utf-8")
    theme = load_theme(mine)
    assert {role for role in ROLES if getattr(theme, role) != getattr(LIGHT, role)} == tomllib.loads(example).keys() - {
        "base"
    }


def test_colours_too_near_each_other_can_be_accepted_knowingly(mine: Path) -> None:
    mine.write_text('accept_contrast = true\nlabel = "#5B6473"\n')
    assert load_theme(mine).label == "#5B6473"
    assert (
        accepted_shortfalls(mine)[0] == "theme my.toml: label: contrast with background is 3.0, expected at least 4.5"
    )
    mine.write_text("accept_contrast = true\n")
    assert accepted_shortfalls(mine) == []


def test_what_is_accepted_are_colours_and_no_other_faults(mine: Path) -> None:
    assert faults(mine, 'accept_contrast = true\nlabel = "blue"\n') == [
        f"label: expected a colour such as \"{DARK.label}\", got 'blue'"
    ]
    assert faults(mine, 'accept_contrast = "yes"\n') == [
        "accept_contrast: expected true or false, got 'yes'; write accept_contrast = true"
    ]
