"""Which letters the embedded fonts lack, and which other fonts have them: the lesson's own, then the system's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from gdcore.lesson.draft import Draft
from gdcore.lesson.font_file import letters_in
from gdcore.scenario import Scenario
from scenes.typesetting.fonts import TEXT, Face

FIRST_LACKING = "\u0250"
"""The embedded fonts have all letters before this one."""
NO_CHARACTER = "\ufdd0"
FILLERS = re.compile("last ?resort|blank|fallback", re.IGNORECASE)
"""Fonts that draw a box for every letter."""
REGIONS = {"HIRAGANA": "JP", "KATAKANA": "JP", "HANGUL": "KR"}
"""Scripts that one country alone uses, and that country's variant of the shared CJK characters."""
TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}


def texts_of(scenario: Scenario | Draft) -> Iterator[str]:
    """Yield everything in a clip that its author has written."""
    if isinstance(scenario, Draft):
        yield from scenario.texts
        return
    for run in scenario.runs:
        objective = run.objective
        yield from (run.title, run.run_title, run.method.name, objective.name, objective.value_unit)
        yield from (*objective.parameters, *objective.units)
        if objective.table is not None:
            table = objective.table
            yield from (table.x_name, table.y_name, table.x_unit, table.y_unit, *getattr(table, "x_units", ()))


def faces_for(texts: Iterable[str], own: Path | None = None, there: Collection[str] = frozenset()) -> tuple[Face, ...]:
    """Return the fonts needed besides the embedded ones for ``texts``; ``own`` is tried before the system's.

    The letters that are ``there`` are those of the theme's typeface.
    """
    letters = _outside(texts).difference(there)
    wanted = _lacking(letters, TEXT, fallback=False) if letters else frozenset()
    absent = _lacking(letters) if wanted else frozenset()
    # The embedded monospaced font covers some scripts; a font made for reading is better, if there is one.
    wanted = frozenset(c for c in wanted if c in absent or unicodedata.category(c)[0] in "LM")
    found: list[Face] = []
    if own is not None and (taken := wanted & letters_of(own, 0)):
        found.append(Face(own, 0, _sorted(taken)))
        wanted -= taken
    return (*found, *_of_system(wanted)) if wanted else tuple(found)


def missing(texts: Iterable[str], faces: Sequence[Face], there: Collection[str] = frozenset()) -> str:
    """Return the letters of ``texts`` that neither the embedded fonts nor ``faces`` have, nor ``there``, in order."""
    letters = _outside(texts).difference(there)
    have = {letter for face in faces for letter in face.letters}
    return _sorted(_lacking(letters) - have) if letters else ""


def _outside(texts: Iterable[str]) -> frozenset[str]:
    """Return the letters of texts that the embedded fonts may lack; joiners and selectors are not drawn."""
    return frozenset(
        c for text in texts for c in text
        if c >= FIRST_LACKING and unicodedata.category(c)[0] not in "CZ" and "VARIATION SELECTOR" not in _name(c)
    )  # fmt: skip


def _name(letter: str) -> str:
    return unicodedata.name(letter, "")


def _sorted(letters: Iterable[str]) -> str:
    return "".join(sorted(letters))


@lru_cache(maxsize=64)  # a clip asks twice
def _lacking(letters: frozenset[str], family: str = TEXT, *, fallback: bool = True) -> frozenset[str]:
    """Return the letters that the compiler draws as a missing character."""
    import typst  # late: most lessons do not need it

    shown = sorted(letters)
    pages = "\n#pagebreak()\n".join(f'#"{letter}"' for letter in (NO_CHARACTER, *shown))
    source = (
        f"#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#set text(font: "{family}", fallback: {"true" if fallback else "false"})\n{pages}'
    )
    found: object = typst.compile(source.encode(), format="svg", ignore_system_fonts=True)
    assert isinstance(found, list)  # of pages, against what the compiler's types say
    box, *drawn = (set(re.findall(rb'href="#(g\w+)"', page)) for page in found)
    return frozenset(letter for letter, glyphs in zip(shown, drawn, strict=True) if glyphs & box)


@cache
def letters_of(path: Path, index: int) -> frozenset[str]:
    """Return the letters that a font file has outlines for; none where it cannot be read: a broken one is skipped."""
    try:
        with path.open("rb") as file:
            return letters_in(file, index)
    except OSError:
        return frozenset()


def _of_system(wanted: frozenset[str]) -> Iterator[Face]:
    """Yield faces of the system's families: those that cover whole scripts, then any with a missing letter."""
    for whole in (True, False):
        for faces in system_families(_region(wanted)):
            have = wanted & letters_of(*faces[0])
            taken = frozenset(c for script, c in _by_script(wanted) if script <= have) if whole else have
            yield from (Face(path, index, _sorted(taken)) for path, index in faces if taken)
            wanted -= taken
            if not wanted:
                return


def _by_script(letters: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    """Yield each letter with all letters of its script."""

    def script(letter: str) -> str:
        first = _name(letter).partition(" ")[0]
        return TOGETHER.get(first, first)

    for _, group in groupby(sorted(letters, key=script), key=script):
        alike = frozenset(group)
        yield from ((alike, letter) for letter in alike)


def _region(letters: Iterable[str]) -> str:
    return next((region for c in sorted(letters) if (region := REGIONS.get(_name(c).partition(" ")[0]))), "SC")


@cache
def system_families(region: str) -> list[list[tuple[Path, int]]]:
    """Return the regular and bold face of each system family: serif families first, monospaced ones last."""
    import typst

    found = typst.Fonts(include_embedded_fonts=False).fonts()
    upright = [font for font in found if font.path and font.style == "normal" and not FILLERS.search(font.family)]
    families = [list(group) for _, group in groupby(sorted(upright, key=lambda f: f.family), key=lambda f: f.family)]

    def nearest(family: list[typst.FontInfo], weight: int) -> tuple[Path, int]:
        best = min(family, key=lambda f: (abs(f.stretch - 1.0), abs(f.weight - weight), str(f.path), f.index))
        return Path(str(best.path)), best.index

    def rank(family: list[typst.FontInfo]) -> tuple[bool, bool, bool, str]:
        name = family[0].family
        is_shared = re.search(" (JP|KR|SC|TC|HK)$", name)
        return "Mono" in name, not re.search("Serif|Naskh", name), bool(is_shared) and not name.endswith(region), name

    return [list(dict.fromkeys((nearest(family, 400), nearest(family, 700)))) for family in sorted(families, key=rank)]
