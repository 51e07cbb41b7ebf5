"""The sentences of rates that change from step to step; where none is true, those of several runs are said."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.studies.rates_in_edges import beyond, rates_in_edges, rates_shown
from gdcore.text.language import translatable
from scenes.sentences import race_words
from scenes.sentences.claims import both
from scenes.sentences.sentence import Beats, Sentence


def _in_edges(scenario: Scenario) -> bool:
    return rates_shown(scenario)[1]


def _alone(scenario: Scenario) -> bool:
    return len(scenario.runs) == 1


def _goes_beyond(scenario: Scenario) -> bool:
    return beyond(scenario) > 0


def _stays_within(scenario: Scenario) -> bool:
    rates = rates_in_edges(scenario.trajectory)
    return rates is not None and len(rates) > 0 and float(rates.max()) < 1.0


SCHEDULE: Beats = {
    "introduce": (
        Sentence(
            translatable("The rate of each step. Dashed: the edge. Below: the loss."),
            _in_edges,
            voice=translatable("Above is the rate of each step, and the edge as a dashed line. Below is the loss."),
        ),
        Sentence(
            translatable("Above: the rate of each step. Below: the loss."),
            voice=translatable("Above is the rate of each step. Below is what becomes of the loss."),
        ),
    ),
    "slope": race_words.SENTENCES["slope"],
    "steps": (
        Sentence(
            translatable("Steps beyond the edge: {n_beyond} of {steps}. The highest rate: {highest_edges} times it."),
            both(_alone, _goes_beyond),
        ),
        Sentence(
            translatable("First run: {n_beyond} of {steps} beyond the edge, at most {highest_edges} times it."),
            _goes_beyond,
        ),
        Sentence(translatable("All its rates stay below the edge."), both(_alone, _stays_within)),
        *race_words.SENTENCES["steps"],
    ),
    "verdict": race_words.SENTENCES["verdict"],
}
