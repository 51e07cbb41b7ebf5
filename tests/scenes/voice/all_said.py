"""All that a voice says of some lines, after it has examined them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scenes.voice.voice import Line, Utterance, Voice


def all_said(
    voice: Voice | None, lines: Sequence[Line], language: str = "en", note: Callable[[str], None] = lambda _note: None
) -> list[Utterance | None]:
    """Return the sound of each line; ``note`` hears what is worth knowing of them."""
    assert voice is not None
    voice.examine(lines, language, note)
    return list(voice.say(lines, language))
