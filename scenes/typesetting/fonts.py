"""Fonts besides the embedded ones: subsets with the letters that a clip needs, and their use while text is set.

Only those letters are sent to a worker, as a font of a few kilobytes, so a clip looks the same wherever it is rendered.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

    from scenes.typesetting.outline import Outline

TEXT, LABELS, MATHS = "Libertinus Serif", "Libertinus Sans", "Libertinus Math"
"""The fonts of words, labels and formulas: the first is embedded in the typesetter, the others are ours."""
SIGNS = "New Computer Modern Math"
"""The embedded font of all signs that formulas may have."""
OWN = Path(__file__).parent / "fonts"

INVISIBLE = " \u200c\u200d"
"""Characters that shape their neighbours, and the space, kept in every subset."""


@dataclass(frozen=True)
class Face:
    """A font: its file, its index in a collection, and the ``letters`` it is used for."""

    path: Path
    index: int
    letters: str

    @property
    def key(self) -> tuple[str, int, str]:
        """The identity of this font: the hash of its file, its index there, and its letters."""
        return _digest(self.path, self.path.stat().st_mtime_ns), self.index, self.letters

    def subset(self) -> bytes:
        """Return a font of these letters alone, with the tables that join and place them."""
        from fontTools import subset  # late: most clips need none
        from fontTools.ttLib import TTFont

        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it logs every table that it drops
        options = subset.Options(hinting=False, notdef_outline=True, recalc_timestamp=False)
        options.drop_tables += ["BASE", "DSIG", "VORG", "vhea", "vmtx"]  # for vertical lines and signatures
        with TTFont(self.path, fontNumber=self.index, lazy=True, recalcTimestamp=False) as font:
            wanted = subset.Subsetter(options)
            wanted.populate(text=self.letters + INVISIBLE)
            wanted.subset(font)
            _name(font)
            content = BytesIO()
            font.save(content)
        return content.getvalue()


def _name(font: Any) -> None:
    """Give a font the names that the compiler requires, keeping its family name."""
    from fontTools.ttLib import newTable

    family = (font["name"].getBestFamilyName() if "name" in font else None) or "Letters"
    font["name"] = newTable("name")
    font["name"].names = []
    for number, name in ((1, family), (2, "Regular"), (4, family), (6, "Letters")):
        font["name"].setName(name, number, 3, 1, 0x409)


def subsets(faces: Iterable[Face]) -> tuple[bytes, ...]:
    """Return the subset font of each face."""
    return tuple(face.subset() for face in faces)


@lru_cache(maxsize=64)  # a clip uses a handful of fonts
def _digest(path: Path, _modified_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, eq=False)
class Loaded:
    """Fonts for the compiler, the preamble that makes a document use them, and the lines set with them so far."""

    found: typst.Fonts
    preamble: str
    outlines: dict[str, Outline] = field(default_factory=dict)


_in_force: ContextVar[Loaded | None] = ContextVar("_in_force", default=None)


@cache
def _embedded() -> Loaded:
    import typst  # late: a build with nothing to render sets no text

    return Loaded(typst.Fonts(include_system_fonts=False, font_paths=[OWN]), _preamble())


def loaded() -> Loaded:
    """Return the current fonts: the embedded ones and our own, and inside ``using`` the others as well."""
    return _in_force.get() or _embedded()


@contextmanager
def using(fonts: Sequence[bytes], typeface: Sequence[bytes] = ()) -> Iterator[None]:
    """In this context, use these fonts, in order, for letters that the embedded ones lack.

    Words are set in the ``typeface``, fonts of one family, if there is any; formulas are not.
    """
    if not fonts and not typeface:
        yield
        return
    import typst

    with TemporaryDirectory(prefix="fonts-") as folder:
        for number, font in enumerate((*typeface, *fonts)):
            Path(folder, f"{number}.otf").write_bytes(font)
        found = typst.Fonts(include_system_fonts=False, font_paths=[OWN, Path(folder)])
        given = {Path(font.path): font.family for font in found.fonts() if font.path}
        families = [given[Path(folder, f"{number}.otf")] for number in range(len(typeface) + len(fonts))]
        before = _in_force.set(Loaded(found, _preamble(families[: len(typeface)], families[len(typeface) :])))
        try:
            yield
        finally:
            _in_force.reset(before)


def _preamble(own: Sequence[str] = (), others: Sequence[str] = ()) -> str:
    """Return markup that sets words, labels, which are ``#small[…]``, and formulas.

    The families ``own`` come first but in formulas, ``others`` last.
    """
    orders = (*own, TEXT), (*own, LABELS, TEXT), (MATHS, SIGNS, *own)
    text, labels, maths = (_listed(dict.fromkeys((*order, *others))) for order in orders)
    return (
        f"#set text(font: {text})\n#show math.equation: set text(font: {maths})\n"
        f"#let small(words) = text(font: {labels}, words)\n"
    )


def _listed(families: Iterable[str]) -> str:
    return "(" + "".join('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '",' for name in families) + ")"
