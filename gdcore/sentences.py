"""A user's own words: which beats may be narrated, and that braces hold nothing but facts of the run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from gdcore.facts import facts
from gdcore.faults import in_one_line, nearest, unknown
from gdcore.scenario import Scenario
from gdcore.words import WORDS

SHOWN_FACTS = 8
IN_BRACES = re.compile(r"\{\{|\}\}|\{([A-Za-z]\w*)\}")


def beats() -> tuple[str, ...]:
    """Return the names of all beats of all lessons, in the order in which the built-in ones bring them up."""
    return tuple(dict.fromkeys(beat for words in WORDS.values() for beat in words))


def sentence_faults(scenario: Scenario) -> Iterator[str]:
    """Yield a line, without "words.", for each beat that no lesson has and each brace that holds no fact of the run."""
    known = facts(scenario) if scenario.words else {}
    for beat, sentence in scenario.words.items():
        if beat not in beats():
            yield f"{in_one_line(beat)}: {unknown('beat', beat, beats())}"
        try:
            pieces = list(Formatter().parse(sentence))
        except ValueError:
            yield f"{in_one_line(beat)}: a brace without its other half; a brace that is no fact is written twice"
            continue
        for _, name, form, conversion in pieces:
            if name is None:
                continue
            if name not in known:
                yield f"{in_one_line(beat)}: {{{in_one_line(name)}}} is no fact of this run; {_nearest(name, known)}"
            elif form or conversion:
                yield f"{in_one_line(beat)}: {{{name}}} must stand alone in its braces; it is rounded already"


def unknown_facts(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """Yield a line for each of the names in braces in a lesson's text that is no fact of the run."""
    wanted = dict.fromkeys(names)
    known = facts(scenario) if wanted else {}
    for name in wanted:
        if name not in known:
            hint = f"{_nearest(name, known)}; a brace that is no fact is written twice"
            yield f"{{{in_one_line(name)}}} is no fact of this run; {hint}"


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a lesson's text with facts in the place of their names in braces, and doubled braces as one."""

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else known.get(match[1], match[0])

    return IN_BRACES.sub(value, text)


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the fact that is meant, or the first of them all: they are many."""
    names = list(known)
    hint = nearest(name, names)
    return hint if hint.startswith("did") else f"expected one such as {', '.join(names[:SHOWN_FACTS])}"
