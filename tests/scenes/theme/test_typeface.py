"""A theme's own typeface: checked, part of the keys, in frames and on the page; what it lacks comes from Libertinus."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from gdcore.errors import InputError
from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.painting.text import small
from scenes.theme.theme import Theme, typeface_of
from scenes.theme.theme_file import load_theme
from scenes.typesetting.fonts import using
from scenes.typesetting.glyphs import faces_for
from scenes.typesetting.typeset import typeset
from valleyjump.build.keys import clip_key
from valleyjump.page.assets import FONTS, fonts_of, page_assets
from valleyjump.rendering.render_style import RenderStyle

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
WIDE, WIDER = 2000, 3000
"""So wide are all letters of the fonts that are made here, in thousandths of an em."""


def made(path: Path, letters: str = LATIN, width: int = WIDE) -> Path:
    """Write a font whose letters are bars of this width."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": f"Made {width}", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    builder.save(path)
    return path


def themed(folder: Path, line: str) -> Theme:
    (folder / "mine.toml").write_text(line + "\n", encoding="utf-8")
    return load_theme(folder / "mine.toml")


def test_words_are_set_in_it_and_formulas_are_not(tmp_path: Path) -> None:
    made(tmp_path / "a.ttf")
    made(tmp_path / "b.ttf", width=WIDER)
    own = typeface_of(themed(tmp_path, 'font = { regular = "a.ttf", bold = "b.ttf" }'))
    assert own is not None
    lines = ["abc", small("abc"), "*abc*", "$a + b$", "1 ≤ 2 ж"]
    usual = typeset(lines)
    with using((), own.in_clips):
        words, labels, bold, formula, others = typeset(lines)
    assert [words.width, labels.width, bold.width] == pytest.approx([6.0, 6.0, 9.0])
    assert formula.width == usual[3].width
    assert others.width == usual[4].width, "what it lacks comes from Libertinus"


def test_a_letter_that_it_has_is_looked_for_nowhere_else(tmp_path: Path) -> None:
    made(tmp_path / "a.ttf", LATIN + "\U00010330")
    own = typeface_of(themed(tmp_path, 'font = "a.ttf"'))
    assert own is not None
    assert faces_for(["\U00010330"], there=own.letters) == ()


def test_the_page_loads_it_before_its_own_faces(tmp_path: Path) -> None:
    content = made(tmp_path / "a.ttf").read_bytes()
    theme = themed(tmp_path, 'font = { regular = "a.ttf", italic = "a.ttf" }')
    assets = page_assets(theme)
    assert fonts_of(theme) == (*FONTS, "assets/fonts/own-regular.ttf", "assets/fonts/own-italic.ttf")
    assert [assets[name] for name in fonts_of(theme)[len(FONTS) :]] == [content] * 2
    for sheet in ("assets/fonts.css", "assets/styles.css"):
        css = assets[sheet].decode()
        assert 'src: url("fonts/own-italic.ttf");' in css
        assert '--serif: "Own Typeface", "Libertinus Serif"' in css
        assert '--sans: "Own Typeface", "Libertinus Sans"' in css
        assert '--math: "Libertinus Math"' in css
    assert fonts_of(None) == FONTS
    assert "Own Typeface" not in page_assets()["assets/fonts.css"].decode()


def test_another_file_gives_clips_another_key(tmp_path: Path) -> None:
    made(tmp_path / "a.ttf")
    made(tmp_path / "b.ttf", width=WIDER)
    themes = [themed(tmp_path, line) for line in ("", 'font = "a.ttf"', 'font = "b.ttf"')]
    scenario, quality = built_in("parabola-converges"), QUALITIES["draft"]
    assert len({clip_key(scenario, quality, {}, RenderStyle(theme=theme)) for theme in themes}) == 3


def test_what_cannot_be_set_is_refused_in_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    content = made(tmp_path / "whole.ttf").read_bytes()
    made(tmp_path / "theme/small.ttf", LATIN[:40])
    (tmp_path / "theme/cut.ttf").write_bytes(content[:-200])
    (tmp_path / "theme/text.ttf").write_text("root:x:0:0")
    (tmp_path / "theme/link.ttf").symlink_to(tmp_path / "whole.ttf")
    with TTFont(tmp_path / "whole.ttf") as font:
        del font["OS/2"]
        font.save(tmp_path / "theme/damaged.ttf")
    fonts = "a TrueType or OpenType font with outlines (.ttf, .otf)"
    faults = {
        "font = 3": "font: expected a file, or a table with a regular one, got 3; write font = ",
        'font = { bold = "a.ttf" }': "font: expected a file, or a table with a regular one, got a table; write font = ",
        'font = { regular = "link.ttf" }': "font: expected a file in the folder of the lesson or below, ",
        'font = "none.ttf"': 'font: "none.ttf" cannot be read: No such file or directory',
        'font = "text.ttf"': f'font: expected {fonts}, got "text.ttf"',
        'font = "cut.ttf"': f'font: expected {fonts}, got "cut.ttf"',
        'font = "damaged.ttf"': f'font: expected {fonts}, got "damaged.ttf", which is damaged',
        'font = "small.ttf"': 'font: expected a font with the letters A to Z and a to z as outlines, got "small.ttf" '
        "without o and 11 more",
    }
    for line, fault in faults.items():
        with pytest.raises(InputError) as caught:
            themed(tmp_path / "theme", line)
        assert str(caught.value).startswith(f"theme {tmp_path}/theme/mine.toml: {fault}")
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError) as caught:
        themed(tmp_path / "theme", 'font = { regular = "none.ttf", bold = 2, thin = "a.ttf" }')
    assert len(str(caught.value).splitlines()) == 3
