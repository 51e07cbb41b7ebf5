"""Letters of a lesson that no font here has: one line per scenario, before they become boxes in a clip."""

from __future__ import annotations

from collections.abc import Iterator

from gdcore.faults import in_one_line
from gdcore.lesson.lesson import Lesson
from scenes.theme.theme import Theme, typeface_of
from scenes.typesetting.glyphs import faces_for, missing, texts_of

SHOWN = 12
WAY_OUT = 'install a font that has, or put one beside the lesson and say font = "FILE.ttf"'


def without_glyph(lesson: Lesson, theme: Theme | None = None) -> Iterator[str]:
    """Yield a line for each scenario in whose clip letters would be boxes; page and captions show them as they are."""
    typeface = typeface_of(theme)
    there = typeface.letters if typeface else frozenset()
    for scenario in lesson.drafts or lesson.scenarios:
        texts = list(texts_of(scenario))
        if all(text.isascii() for text in texts):
            continue
        letters = missing(texts, faces_for(texts, lesson.fonts.get(scenario.slug), there), there)
        if letters:
            named = ", ".join(f"{in_one_line(letter)} (U+{ord(letter):04X})" for letter in letters[:SHOWN])
            more = f" and {len(letters) - SHOWN} more" if len(letters) > SHOWN else ""
            lack = f"no font here has {named}{more}, which will be boxes in the clip"
            yield f'scenario "{scenario.slug}": {lack}; {WAY_OUT}'
