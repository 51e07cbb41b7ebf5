"""A page in one theme alone: every colour that it uses is there, and its text can be read on each ground."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gdcore.scenarios import built_in
from scenes.clip.clip import Clip
from scenes.painting.style import DARK, LIGHT, Theme
from tests.valleyjump.reading import read, render_page
from valleyjump.markup.theme import colours, scheme, stylesheet
from valleyjump.page.assets import ALL_STYLES, STYLESHEETS, page_assets
from valleyjump.page.page import make_page

# As little contrast as a theme may have: text in black or nearly so, on a middling grey.
GREY = "#7B7B7B"
BARE = replace(LIGHT, background=GREY, ink="#000000", label="#010101", fell="#000000", rose="#020202")
PAPER = replace(LIGHT, background="#FFFFFF", label="#767676", rose="#767676")
THEMES = {"dark": DARK, "light": LIGHT, "bare": BARE, "paper": PAPER}
EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def declared(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([a-z-]+):([^;]+);", css)}


def used() -> set[str]:
    """Return the variables that the style sheets use and do not declare in the style sheet where they are used."""
    assets = page_assets()
    joined = f"assets/{ALL_STYLES}"
    assert assets[joined] == b"\n".join(assets[f"assets/{name}"] for name in STYLESHEETS)
    sheets = {name: css.decode() for name, css in assets.items() if name.endswith(".css") and name != joined}
    wanted = {name for css in sheets.values() for name in re.findall(r"var\(--([a-z-]+)", css)}
    return wanted - {name for sheet, css in sheets.items() if not sheet.endswith("theme.css") for name in declared(css)}


@EACH
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    found = colours(theme)
    for ground in ("ground", "raised", "sunken"):
        for text in ("ink", "quiet", "rose", "fell", "link"):
            assert contrast(found[text], found[ground]) >= 4.5, (text, ground)
        assert contrast(found["focus"], found[ground]) >= 3.0, ground


@EACH
def test_the_style_sheet_declares_what_the_automatic_one_does(theme: Theme) -> None:
    automatic = declared(page_assets()["assets/theme.css"].decode())
    made = declared(stylesheet(theme).decode())
    assert made == {**colours(theme), "shadow": made["shadow"]}
    assert made.keys() == automatic.keys()
    assert made.keys() >= used()


def test_grounds_differ_where_there_is_room_for_it() -> None:
    for theme in (DARK, LIGHT):
        found = colours(theme)
        assert len({found[name] for name in ("ground", "raised", "sunken", "rule")}) == 4
        assert found["ground"] == found["screen"] == theme.background.lower()


def test_what_can_be_read_is_left_as_it_is() -> None:
    found = colours(DARK)
    assert [found[name].upper() for name in ("ink", "quiet", "rose", "fell")] == [
        *(DARK.ink, DARK.label, DARK.rose, DARK.fell)
    ]


def test_the_browser_paints_its_own_parts_to_match() -> None:
    assert [scheme(theme) for theme in (DARK, LIGHT, None)] == ["dark", "light", "dark light"]
    for theme in (DARK, LIGHT):
        assert f"color-scheme: {scheme(theme)};".encode() in stylesheet(theme)


@pytest.mark.parametrize("theme", [None, DARK, LIGHT], ids=["automatic", "dark", "light"])
def test_the_page_says_its_scheme(theme: Theme | None) -> None:
    scenario = built_in("parabola-cycles")
    clip = Clip(scenario.slug, {"mp4": Path("clip.mp4")}, 5.0, 75, 854, 480, 15, ())
    tree = read(render_page(make_page([scenario], {scenario.slug: clip}, theme)))
    (found,) = [node for node in tree.all("meta") if node.get("name") == "color-scheme"]
    assert found["content"] == scheme(theme)


def test_a_page_in_one_theme_has_no_other() -> None:
    automatic, light = page_assets(), page_assets(LIGHT)
    assert b"light-dark(" in automatic["assets/theme.css"]
    assert b"light-dark(" not in light["assets/theme.css"]
    assert {name for name in light if light[name] != automatic[name]} == {
        "assets/theme.css",
        f"assets/{ALL_STYLES}",  # which has it inside
    }
