"""A theme's own typeface: the fonts in which its words are set, in clips and on the page."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, collecting, got, in_one_line, located_at, nearest
from gdcore.lesson.font_file import FORMATS, checked_font, letters_in

FAMILY = "Own Typeface"
"""What the typesetter knows it as, whatever its files say."""
WEIGHTS: Mapping[str, int] = {"regular": 400, "bold": 700}
"""The styles that clips have, with their weights."""
MOST_BYTES = 8_000_000
"""Of all files together: every reader of the page loads them."""
EXAMPLE = 'font = "MyFace.ttf", or font = { regular = "MyFace.ttf", bold = "MyFace-Bold.ttf" }'


@dataclass(frozen=True)
class Typeface:
    """The content of the font file of each style; a style without a file is empty."""

    regular: bytes
    bold: bytes = b""
    italic: bytes = b""

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files that are there, by style."""
        return {style: content for style, content in vars(self).items() if style in STYLES and content}

    @property
    def names(self) -> Mapping[str, str]:
        """The names of its files on the page, by style."""
        endings = {style: "otf" if content[:4] == b"OTTO" else "ttf" for style, content in self.files.items()}
        return {style: f"own-{style}.{ending}" for style, ending in endings.items()}

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that its regular face has."""
        return letters_in(BytesIO(self.regular))

    @cached_property
    def in_clips(self) -> tuple[bytes, ...]:
        """The fonts for the typesetter, all of one family."""
        return tuple(_renamed(self.files[style], weight) for style, weight in WEIGHTS.items() if style in self.files)


STYLES = tuple(field.name for field in fields(Typeface))


def read_typeface(value: Any, folder: Path) -> Typeface:
    """Return the typeface of a theme file in ``folder``.

    Raises ``CombinedInputError`` with a line for each file that cannot be read, is no font or lacks letters.
    """
    named = {"regular": value} if isinstance(value, str) else value
    if not isinstance(named, dict) or "regular" not in named:
        raise InputError(f"font: expected a file, or a table with a regular one, got {got(value)}; write {EXAMPLE}")
    faults: list[str] = []
    contents: dict[str, bytes] = {}
    for style, name in named.items():
        with collecting(faults):
            if style not in STYLES:
                raise InputError(f"font.{in_one_line(style)}: unknown key; {nearest(style, STYLES)}")
            if not isinstance(name, str):
                raise InputError(f"font.{style}: expected the path of a font file in quotes, got {got(name)}")
            contents[style] = _checked(checked_font(name, folder), name)
    n_bytes = sum(map(len, contents.values()))
    if n_bytes > MOST_BYTES:
        faults.append(f"font: expected at most {MOST_BYTES:,} bytes, which every reader loads, got {n_bytes:,}")
    if faults:
        raise CombinedInputError(faults)
    return Typeface(**contents)


def _checked(path: Path, name: str) -> bytes:
    """Return the content of a font file. Raises ``InputError`` unless Latin words can be set in it."""
    content, shown = path.read_bytes(), in_one_line(name)
    with located_at("font"):
        lacking = [letter for letter in string.ascii_letters if letter not in letters_in(BytesIO(content))]
        if lacking:
            raise InputError(f'expected a font with the letters A to Z and a to z as outlines, got "{shown}" without '
                             f"{lacking[0]}" + f" and {len(lacking) - 1} more" * (len(lacking) > 1))  # fmt: skip
        if not _can_be_set(content):
            raise InputError(f'expected {FORMATS}, got "{shown}", which is damaged')
    return content


def _can_be_set(content: bytes) -> bool:
    """Whether the typesetter takes a font."""
    import typst  # late: few themes have a typeface

    try:
        renamed = _renamed(content, WEIGHTS["regular"])
    except Exception:  # noqa: BLE001 - the reader has no error of its own for all that a file may hold
        return False
    with TemporaryDirectory(prefix="fonts-") as folder:
        Path(folder, "own.otf").write_bytes(renamed)
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(folder)])
        return [font.family for font in found.fonts()] == [FAMILY]


def _renamed(content: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont, newTable  # late, too

    with TTFont(BytesIO(content), recalcTimestamp=False) as font:
        font["name"] = newTable("name")
        font["name"].names = []
        for number, name in ((1, FAMILY), (2, "Regular"), (4, FAMILY), (6, "OwnTypeface")):
            font["name"].setName(name, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        renamed = BytesIO()
        font.save(renamed)
    return renamed.getvalue()
