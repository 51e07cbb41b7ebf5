"""What became of each of several runs, in a word or two."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.studies.race import landing
from gdcore.text.language import tr, tr_n
from gdcore.theory.verdict_words import kind_word

CREEPING = 0.5**0.5
"""A distance that shrinks by less than this is not even halved in two steps."""


def fate(scenario: Scenario, *, in_a_word: bool = False) -> str:
    """Return what became of a run, in a word or two."""
    run, verdict = scenario.trajectory, scenario.verdict
    if verdict.kind != "converging":
        return tr("overflowing") if run.stopped == "overflow" else kind_word(verdict.kind)
    landed = landing(run)
    if landed is not None:
        return tr_n("lands in {steps} step", "lands in {steps} steps", landed, steps=landed)
    if verdict.overshoots:
        return tr("overshoots") if in_a_word else tr("overshoots, converging")
    slow = verdict.predicted_factor is not None and verdict.predicted_factor > CREEPING
    return tr("creeps") if slow else kind_word("converging")


def word_for(scenario: Scenario) -> str:
    """Return one word for what became of a run: of one parameter how it came there, else its verdict."""
    if scenario.objective.n_parameters == 1:
        return fate(scenario, in_a_word=True)
    return tr("overflowing") if scenario.trajectory.stopped == "overflow" else kind_word(scenario.verdict.kind)
