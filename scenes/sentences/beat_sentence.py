"""What is said at each beat: the scenario's own words, or the first sentence that is true of the run."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from gdcore.scenario import Scenario
from gdcore.speech.sentences import sentences
from gdcore.text.language import tr, tr_n
from gdcore.text.readers import isolated
from gdcore.theory.verdict_words import kind_word
from scenes.sentences import data_words, direction_words, race_words, rate_words, run_words, schedule_words, view_words
from scenes.sentences.sentence import Beats, Sentence

VIEWS: Mapping[str, Beats] = {
    "fate": view_words.FATE,
    "race": race_words.SENTENCES,
    "memory": race_words.MEMORY,
    "momentum": view_words.MOMENTUM,
    "trials": view_words.TRIALS,
    "line": data_words.LINE,
    "circle": data_words.CIRCLE,
    "noise": data_words.NOISE,
    "rates": rate_words.RATES,
    "schedule": schedule_words.SCHEDULE,
    "speeds": rate_words.SPEEDS,
    "directions": direction_words.DIRECTIONS,
}
"""The sentences of a view, where it has its own; those of any run come after them."""


def narrate(scenario: Scenario, facts: Mapping[str, str], beat: str) -> str:
    """Return the sentence of a beat in the current language, with its facts filled in."""
    if beat in scenario.words:
        return _filled(scenario.words[beat], scenario, facts)
    said = chosen(scenario, beat)
    if said.many:
        return tr_n(said.text, said.many, scenario.trajectory.n_steps, **_named(said.text + said.many, scenario, facts))
    i = _run_of(beat)
    return _filled(tr(said.text), scenario.runs[i], facts, f"run{i + 1}_")


def script(scenario: Scenario, facts: Mapping[str, str], beat: str) -> tuple[str, ...]:
    """Return the sentences that a voice says at a beat, as captions show them.

    The scenario's own script comes first, then its own words; else it is the sentence that is true of the run.
    """
    own = scenario.script.get(beat)
    if own is None and beat not in scenario.words and (voice := chosen(scenario, beat).voice):
        own = tr(voice)
    return sentences(narrate(scenario, facts, beat) if own is None else _filled(own, scenario, facts))


def _filled(template: str, run: Scenario, facts: Mapping[str, str], prefix: str = "") -> str:
    named = _named(template, run, facts, prefix)
    return template.format_map({name: isolated(value) for name, value in named.items()})


def _named(template: str, run: Scenario, facts: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """Return the facts that a template names, those with the run's prefix first, and the run's title and verdict."""
    names = (name for _, name, _, _ in Formatter().parse(template) if name)
    told = {name: facts[fact] for name in names for fact in (name, prefix + name) if fact in facts}
    return {**told, "title": run.title, "kind": kind_word(run.verdict.kind)}


def _run_of(beat: str) -> int:
    """Return which run a beat tells of: where each run has a beat, "run_2" is that of the second."""
    return int(beat.removeprefix("run_")) - 1 if beat.startswith("run_") else 0


def sentences_of(view: str, beat: str) -> tuple[Sentence, ...]:
    """Return what may be said at a beat of a view, in order."""
    name = "run" if beat.startswith("run_") else beat
    return (*VIEWS.get(view, {}).get(name, ()), *run_words.SENTENCES.get(name, ()))


def chosen(scenario: Scenario, beat: str) -> Sentence:
    """Return the sentence that is said at a beat without words of its own."""
    told = scenario.runs[_run_of(beat)]
    view = "race" if scenario.is_together and scenario.view not in VIEWS else scenario.view
    return next(sentence for sentence in sentences_of(view, beat) if sentence.holds(told))
