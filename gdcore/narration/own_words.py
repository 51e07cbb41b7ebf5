"""Checks of a user's own words, beats and ``{facts}``, with suggestions for misspelt facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from gdcore.faults import close_to, in_one_line
from gdcore.narration.beats import ONLY_IF, beats_of, beats_of_view
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario

USUAL = ("steps", "rate", "loss_0", "loss_last")
_CALLED = {
    "rate": "lr eta alpha learning_rate step_size",
    "steps": "step k n iterations iteration epochs n_steps",
    "least": "min minimum best_loss",
    "edge": "limit stability_limit",
    "loss_last": "end final last",
    "loss_0": "first initial",
}
_ENDS = {"0": "start first initial begin", "last": "end final"}
_FACTS = {name: fact for fact, names in _CALLED.items() for name in names.split()}
_PLACES = {word: place for place, words in _ENDS.items() for word in (*words.split(), place)}
IN_BRACES = re.compile(r"\{\{|\}\}|\{([A-Za-z]\w*)\}")


def sentence_faults(scenario: Scenario) -> Iterator[str]:
    """Yield a line, without "words.", for each unknown beat and each pair of braces without a fact."""
    beats = list(dict.fromkeys((*scenario.words, *scenario.script)))
    known = facts(scenario) if beats else {}
    for beat in beats:
        if beat not in beats_of(scenario):
            yield f"{in_one_line(beat)}: {_lacking(scenario, beat)}"
        for form, sentences in (("", scenario.words), (".spoken", scenario.script)):
            for fault in _brace_faults(sentences.get(beat, ""), known):
                yield f"{in_one_line(beat)}{form}: {fault}"


def _brace_faults(sentence: str, known: Mapping[str, str]) -> Iterator[str]:
    try:
        pieces = list(Formatter().parse(sentence))
    except ValueError:
        yield "unmatched brace; write a brace that is not a fact twice"
        return
    for _, name, form, conversion in pieces:
        if name is None:
            continue
        if name not in known:
            yield _unknown_fact(name, known)
        elif form or conversion:
            yield f"{{{name}}} must stand alone in its braces; it is rounded already"


def _lacking(scenario: Scenario, beat: str) -> str:
    """Return why a beat cannot be narrated, with those that can."""
    there = beats_of(scenario)
    if beat in beats_of_view(scenario):
        one = scenario.view != "race" and not scenario.is_together
        needed = ONLY_IF[beat][0] if one else "the race is longer" if scenario.view == "race" else "the runs are longer"
        return f"this clip lacks this beat, which exists only where {needed}; it has {', '.join(there)}"
    close = close_to(beat, there)
    hint = f'; did you mean "{close}"?' if close else ""
    return f'unknown beat "{in_one_line(beat)}"{hint or ";"} this clip has {", ".join(there)}'


def unknown_facts(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """Yield a line for each name in braces in a lesson's text that is not a fact of the run."""
    wanted = dict.fromkeys(names)
    known = facts(scenario) if wanted else {}
    for name in wanted:
        if name not in known:
            yield f"{_unknown_fact(name, known)}; write a brace that is not a fact twice"


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a lesson's text with facts in place of their names in braces, and doubled braces as single ones."""

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else known.get(match[1], match[0])

    return IN_BRACES.sub(value, text)


def _unknown_fact(name: str, known: Mapping[str, str]) -> str:
    return f"{{{in_one_line(name)}}} is not a fact of this run; {_meant_fact(name, known)}"


def _meant_fact(name: str, known: Mapping[str, str]) -> str:
    """Return a suggestion to replace ``name``: existing facts with their values in this run."""
    plain = name.lower()
    close = plain if plain in known else _FACTS.get(plain, "")
    if close in known:
        return f"did you mean {_shown([close], known)}?"
    series = _series(plain, known)
    if series:
        return f"expected one such as {_shown(series, known)}"
    close = close_to(name, known)
    if close:
        return f"did you mean {_shown([close], known)}?"
    usual = [*(fact for fact in USUAL if fact in known), *(fact for fact in known if fact.endswith("_last"))]
    return f"expected one such as {_shown(list(dict.fromkeys(usual)), known)}"


def _series(name: str, known: Mapping[str, str]) -> list[str]:
    """Return the first and last of each fact with one value per step whose name is in ``name``: loss for loss_50."""
    words = re.split(r"_|(?<=[a-z])(?=\d)", name)
    place = next((_PLACES[word] for word in words if word in _PLACES), "")
    for word in words:
        if f"{word}_0" in known:
            ends = [f"{word}_{place}"] if place else [f"{word}_0", f"{word}_last"]
            return [end for end in ends if end in known]
    return []


def _shown(names: Iterable[str], known: Mapping[str, str]) -> str:
    return ", ".join(f"{{{name}}} ({in_one_line(known[name])})" for name in names)
