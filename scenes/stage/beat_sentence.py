"""What is said at each beat: the scenario's own words, or the first sentence that is true of the run."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.scenario import Scenario
from gdcore.speech.sentences import sentences
from gdcore.text.language import tr, tr_n
from gdcore.text.readers import isolated
from gdcore.theory.verdict_words import kind_word
from scenes.stage import race_words, run_words, view_words
from scenes.stage.sentence import Beats, Sentence

VIEWS: Mapping[str, Beats] = {
    "fate": view_words.FATE,
    "race": race_words.SENTENCES,
    "momentum": view_words.MOMENTUM,
    "trials": view_words.TRIALS,
}
"""The sentences of a view, where it has its own; those of any run come after them."""


def narrate(scenario: Scenario, facts: Mapping[str, str], beat: str) -> str:
    """Return the sentence of a beat in the current language, with its facts filled in."""
    if beat in scenario.words:
        return _filled(scenario.words[beat], scenario, facts)
    said = chosen(scenario, beat)
    if said.many:
        return tr_n(said.text, said.many, scenario.trajectory.n_steps, **_values(scenario, facts))
    return _filled(tr(said.text), scenario, facts)


def script(scenario: Scenario, facts: Mapping[str, str], beat: str) -> tuple[str, ...]:
    """Return the sentences that a voice says at a beat, as captions show them.

    The scenario's own script comes first, then its own words; else it is the sentence that is true of the run.
    """
    own = scenario.script.get(beat)
    if own is None and beat not in scenario.words and (voice := chosen(scenario, beat).voice):
        own = tr(voice)
    return sentences(narrate(scenario, facts, beat) if own is None else _filled(own, scenario, facts))


def _filled(template: str, scenario: Scenario, facts: Mapping[str, str]) -> str:
    return template.format_map({name: isolated(value) for name, value in _values(scenario, facts).items()})


def _values(scenario: Scenario, facts: Mapping[str, str]) -> dict[str, str]:
    return {**facts, "title": scenario.title, "kind": kind_word(scenario.verdict.kind)}


def sentences_of(view: str, beat: str) -> tuple[Sentence, ...]:
    """Return what may be said at a beat of a view, in order."""
    return (*VIEWS.get(view, {}).get(beat, ()), *run_words.SENTENCES.get(beat, ()))


def chosen(scenario: Scenario, beat: str) -> Sentence:
    """Return the sentence that is said at a beat without words of its own."""
    view = "race" if scenario.is_together else scenario.view
    return next(sentence for sentence in sentences_of(view, beat) if sentence.holds(scenario))
