"""What a voice says in the built-in clips and between them: every beat has its script, in short and true sentences."""

from __future__ import annotations

import re
from string import Formatter

import numpy as np
import pytest

from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.narration.passages import PASSAGES
from gdcore.narration.script import SCRIPT
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from gdcore.text.language import use_language

LONGEST = 140
"""A sentence of more characters cannot be taken in by ear."""
SPOKEN_A_SECOND = 14.5


def parts(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:]) (?=[A-Z])", text)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("slug", [scenario.slug for scenario in catalogue()])
def test_every_beat_has_a_script_whose_facts_are_there(slug: str, language: str) -> None:
    with use_language(language):
        scenario = built_in(slug)
        known = facts(scenario)
    assert scenario.script.keys() == set(beats_of(scenario))
    for text in scenario.script.values():
        assert {name for _, name, _, _ in Formatter().parse(text) if name is not None} <= known.keys()
        assert re.fullmatch(r"[¿¡]?[A-ZÁÉÍÓÚ0-9].*[.?]", text.format_map(known))
        assert all(len(sentence) <= LONGEST for sentence in parts(text.format_map(known)))


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_what_is_said_is_not_what_is_written(scenario: Scenario) -> None:
    said = " ".join(scenario.script.values())
    assert len(said) > len(" ".join(scenario.words.values()))
    assert not re.search(r"[×:;=] *[×:;]|\b(vs|e\.g|i\.e)\b|  ", said)


def test_a_passage_leads_to_each_clip_after_the_first() -> None:
    assert list(PASSAGES) == [scenario.slug for scenario in catalogue()][1:]
    for passage in list(PASSAGES.values())[:-1]:
        assert 3.0 <= len(passage) / SPOKEN_A_SECOND <= 6.0
        assert re.fullmatch(r"[A-Z].*[.?]", passage)


def test_the_film_begins_and_ends_in_a_few_sentences() -> None:
    assert list(SCRIPT["opening"]) == list(beats_of(built_in("opening")))
    hook, end = " ".join(SCRIPT["opening"].values()), list(PASSAGES.values())[-1]
    assert 2 <= len(parts(hook)) <= 4
    assert len(hook) / SPOKEN_A_SECOND <= 10.0
    assert (list(PASSAGES)[-1], len(parts(end))) == ("opening", 2)


def test_what_is_said_without_a_fact_is_true() -> None:
    slow, fast = built_in("mse-converges"), built_in("mse-blowup")
    best = slow.objective.minimiser
    assert best is not None
    assert slow.trajectory.losses[1] < slow.trajectory.losses[0] / 2
    assert 2_000 < slow.trajectory.iterates[-1, 1] - best[1] < 10_000
    assert 11 < fast.method.learning_rate[0] / slow.method.learning_rate[0] < 12
    assert (fast.trajectory.start == slow.trajectory.start).all()
    assert (fast.method.learning_rate[1], fast.trajectory.losses[0]) == (0.15, slow.trajectory.losses[0])
    assert built_in("mse-valley-jumping").trajectory.n_steps == 7
    opening = built_in("opening")
    assert (np.diff(opening.trajectory.losses) > 0).all()  # every jump takes it higher up
    changed = opening.method.learning_rate != slow.method.learning_rate
    assert (changed.sum(), (opening.trajectory.start == slow.trajectory.start).all()) == (1, True)  # one number
    momentum = facts(built_in("mse-momentum"))
    assert 0 < float(momentum["beta_needed"]) - float(momentum["beta_short"]) < 0.01
    assert abs(float(facts(built_in("parabola-converges"))["multiplier"].replace("−", "-"))) < 1
    speeds = facts(built_in("two-speeds"))
    assert (round(3 * (1 - float(speeds["fast"])), 1), round(1 - float(speeds["slow"]), 2)) == (1.0, 0.01)
    rises = fast.trajectory.losses[1:] / fast.trajectory.losses[:-1]
    assert abs(rises - rises[-1]).max() < 0.02 * rises[-1]
    fate = facts(built_in("fate-parabola"))
    assert float(fate["best_x_rate"]) == float(fate["edge_x"]) / 2
