"""Which further formats the words on the command line mean."""

from __future__ import annotations

from collections.abc import Sequence

from gdcore.faults import CombinedInputError, unknown
from scenes.clip.formats import ALWAYS, EXTRA, extra

OPTION = "--format"
WITH_FORMATS = ("build", "render")
"""The commands whose ``OPTION`` takes several names."""
KNOWN = (*ALWAYS, *EXTRA)


def chosen_formats(options: Sequence[str]) -> tuple[str, ...]:
    """Return the formats to make besides those that are made anyway; an option may hold several, separated by commas.

    Raises ``InputError`` with a line for each unknown one.
    """
    names = [name.strip() for option in options for name in option.split(",")]
    faults = [unknown("format", name, KNOWN) for name in dict.fromkeys(names) if name not in KNOWN]
    if faults:
        raise CombinedInputError(faults)
    return extra(names)


def one_each(arguments: Sequence[str]) -> list[str]:
    """Return a command line on which every format has an option of its own: ``--format webm gif`` names two.

    What else follows the option stays what it was, so a slug that is called like a format goes before it.
    """
    if not arguments or arguments[0] not in WITH_FORMATS:
        return list(arguments)
    words: list[str] = []
    naming = False
    for word in arguments:
        if words[-1:] != [OPTION]:
            naming = naming and any(name in KNOWN for name in word.split(","))
            words += [OPTION] * naming
        naming = naming or word.partition("=")[0] == OPTION
        words.append(word)
    return words
