"""TOML in, Theme out, or an error that names file, entry and colour. The built-in themes are such files too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, collecting, got, in_one_line, nearest, unknown
from gdcore.lesson.toml_file import read_toml
from gdcore.prose.pictures import Picture, read_picture
from scenes.theme.theme import OwnTheme, Theme
from scenes.theme.typeface import read_typeface

BUILT_IN = ("dark", "light")
FILE = "FILE.toml"
"""How lists of names refer to a user's own theme file."""
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ROLES = tuple(field.name for field in fields(Theme))
ACCEPT = "accept_contrast"
"""The key by which a file accepts colours that are too faint or too similar."""
SETTINGS = ("base", ACCEPT, "logo", "font")
LOGO_FORMATS = ("png", "jpg", "webp")
LEAST_ROWS, MOST_PIXELS, LONGEST = 48, 4_000_000, 8
"""Of a logo: the fewest rows of pixels, for a sharp frame, the most pixels, and how many times as long as high."""
FEWEST: Mapping[str, int] = {"runs": 6}
"""How many colours a role with several needs; the others are ramps, which need two ends."""


@cache
def built_in(name: str) -> Theme:
    """Return one of the themes that come with the program, by its name in ``BUILT_IN``."""
    # Late and by hand: a scene needs its colours, not the checks that a test has made already.
    import tomllib

    table = tomllib.loads((files("scenes") / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
    colours: dict[str, Any] = {
        role: tuple(value) if isinstance(value, list) else value for role, value in table.items()
    }
    return Theme(**colours)


def theme_named(name: str, folder: Path = Path()) -> Theme:
    """Return the theme that ``name`` means: a built-in one, or that of a file relative to ``folder``.

    Raises ``InputError`` for a name that is neither, ``CombinedInputError`` with one line per fault of a file.
    """
    if name in BUILT_IN:
        return built_in(name)
    if not name.lower().endswith(".toml"):
        raise InputError(unknown("theme", name, [*BUILT_IN, FILE]))
    return load_theme(folder / name)


def load_theme(path: Path) -> Theme:
    """Return the theme of a TOML file: the colours that it gives, and all others of its ``base``, usually dark.

    Raises ``CombinedInputError`` with one line per fault: faulty entries, and shortfalls that the file does not accept.
    """
    return _read(path)[0]


def accepted_shortfalls(path: Path) -> list[str]:
    """Return the shortfalls that a theme file accepts, one line each. Raises the same errors as ``load_theme``."""
    theme, accepted = _read(path)
    return [f"theme {in_one_line(str(path))}: {line}" for line in _shortfalls(theme, bad=set())] if accepted else []


def _read(path: Path) -> tuple[Theme, bool]:
    """Return the theme of a file, and whether the file accepts its shortfalls."""
    try:
        table = read_toml(path)
    except InputError as error:
        faults = [str(error)]
    else:
        base, faults = _base(table)
        given = {name: _colours(name, value, base) for name, value in table.items() if name in ROLES}
        faults += [line for lines in given.values() if isinstance(lines, list) for line in lines]
        faults += [
            f"{in_one_line(name)}: unknown key; {nearest(name, [*SETTINGS, *ROLES])}" for name in _strange(table)
        ]
        colours: dict[str, Any] = {name: value for name, value in given.items() if not isinstance(value, list)}
        theme = replace(base, **colours)
        own: dict[str, Any] = {}
        with collecting(faults, "logo"):
            own |= {"logo": _logo(table["logo"], path.parent)} if "logo" in table else {}
        with collecting(faults):
            own |= {"typeface": read_typeface(table["font"], path.parent)} if "font" in table else {}
        theme = OwnTheme(**vars(theme), **own) if own else theme
        accepted = table.get(ACCEPT, False)
        if not isinstance(accepted, bool):
            faults.append(f"{ACCEPT}: expected true or false, got {got(accepted)}; write {ACCEPT} = true")
        elif not accepted:
            found = _shortfalls(theme, bad=given.keys() - colours.keys())
            faults += [f"{line} ({ACCEPT} = true takes it as it is)" for line in found]
    if faults:
        raise CombinedInputError(f"theme {in_one_line(str(path))}: {fault}" for fault in faults)
    return theme, accepted


def _logo(value: Any, folder: Path) -> Picture:
    """Return the picture of a logo. Raises ``InputError`` for a file that cannot be shown in page and frames."""
    if not isinstance(value, str):
        raise InputError(f'expected the path of a picture in quotes, got {got(value)}; write logo = "logo.png"')
    picture = read_picture(folder, value)
    size = f"got {picture.width} × {picture.height} pixels"
    if not picture.name.endswith(LOGO_FORMATS):
        raise InputError(f"expected {', '.join(LOGO_FORMATS)}, which frames can show, got {in_one_line(value)}")
    if picture.height < LEAST_ROWS or picture.width * picture.height > MOST_PIXELS:
        raise InputError(f"expected at least {LEAST_ROWS} pixels in height and {MOST_PIXELS:,} at most in all, {size}")
    if not 1 / LONGEST <= picture.width / picture.height <= LONGEST:
        raise InputError(f"expected a picture at most {LONGEST} times as long as high, {size}")
    return picture


def _strange(table: Mapping[str, Any]) -> Iterator[str]:
    return (name for name in table if name not in SETTINGS and name not in ROLES)


def _base(table: Mapping[str, Any]) -> tuple[Theme, list[str]]:
    """Return the built-in theme that a file is based on, and the faults of its ``base`` entry."""
    name = table.get("base", BUILT_IN[0])
    if not isinstance(name, str):
        return built_in(BUILT_IN[0]), [f"base: expected text in quotes, got {got(name)}"]
    if name not in BUILT_IN:
        return built_in(BUILT_IN[0]), [f"base: {unknown('theme', name, BUILT_IN)}"]
    return built_in(name), []


def _colours(name: str, value: Any, base: Theme) -> str | tuple[str, ...] | list[str]:
    """Return the colour or the colours of one role, or as a list what is wrong with them."""
    usual = getattr(base, name)
    if isinstance(usual, str):
        return _fault(name, value, usual) or value.upper()
    least = FEWEST.get(name, 2)
    if not isinstance(value, list) or len(value) < least:
        came = f"{len(value)}" if isinstance(value, list) else got(value)
        return [f"{name}: expected a list of at least {least} colours, got {came}"]
    faults = [_fault(f"{name} {number}", each, usual[0]) for number, each in enumerate(value, 1)]
    return [line for lines in faults for line in lines] or tuple(each.upper() for each in value)


def _fault(name: str, value: Any, example: str) -> list[str]:
    if isinstance(value, str) and COLOUR.fullmatch(value):
        return []
    return [f'{name}: expected a colour such as "{example}", got {got(value)}']


def _shortfalls(theme: Theme, bad: set[str]) -> list[str]:
    """Return the shortfalls of a theme, except those of roles in ``bad``, which are faulty anyway."""
    from scenes.theme.contrast import shortfalls  # late: the built-in themes are checked by a test

    return [found.line for found in shortfalls(theme) if not bad.intersection(found.roles)]
