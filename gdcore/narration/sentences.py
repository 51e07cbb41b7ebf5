"""A user's own words: which beats may be narrated, and that braces hold nothing but facts of the run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from gdcore.faults import close_to, in_one_line
from gdcore.narration.beats import ONLY_IF, beats_of, beats_of_view
from gdcore.narration.fact_hints import meant_fact
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario

IN_BRACES = re.compile(r"\{\{|\}\}|\{([A-Za-z]\w*)\}")


def sentence_faults(scenario: Scenario) -> Iterator[str]:
    """Yield a line, without "words.", for each beat that the clip lacks and each brace that holds no fact."""
    known = facts(scenario) if scenario.words else {}
    for beat, sentence in scenario.words.items():
        if beat not in beats_of(scenario):
            yield f"{in_one_line(beat)}: {_lacking(scenario, beat)}"
        try:
            pieces = list(Formatter().parse(sentence))
        except ValueError:
            yield f"{in_one_line(beat)}: a brace without its other half; a brace that is no fact is written twice"
            continue
        for _, name, form, conversion in pieces:
            if name is None:
                continue
            if name not in known:
                yield f"{in_one_line(beat)}: {{{in_one_line(name)}}} is no fact of this run; {meant_fact(name, known)}"
            elif form or conversion:
                yield f"{in_one_line(beat)}: {{{name}}} must stand alone in its braces; it is rounded already"


def _lacking(scenario: Scenario, beat: str) -> str:
    """Return why a beat cannot be narrated, with those that can."""
    there = beats_of(scenario)
    if beat in beats_of_view(scenario):
        needed = ONLY_IF[beat][0] if scenario.view != "race" else "the race is longer"
        return f"this clip has no such beat, for it comes only where {needed}; it has {', '.join(there)}"
    close = close_to(beat, there)
    hint = f'; did you mean "{close}"?' if close else ""
    return f'unknown beat "{in_one_line(beat)}"{hint or ";"} this clip has {", ".join(there)}'


def unknown_facts(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """Yield a line for each of the names in braces in a lesson's text that is no fact of the run."""
    wanted = dict.fromkeys(names)
    known = facts(scenario) if wanted else {}
    for name in wanted:
        if name not in known:
            hint = f"{meant_fact(name, known)}; a brace that is no fact is written twice"
            yield f"{{{in_one_line(name)}}} is no fact of this run; {hint}"


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a lesson's text with facts in the place of their names in braces, and doubled braces as one."""

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else known.get(match[1], match[0])

    return IN_BRACES.sub(value, text)
