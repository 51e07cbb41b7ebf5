"""What is said of a run is true of it, whatever the run: each sentence is held against the run's numbers alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from gdcore.descent.momentum import nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.sentences.beat_sentence import VIEWS, chosen, narrate, script, sentences_of
from scenes.sentences.run_words import SENTENCES
from tests.conftest import CASES
from tests.lessons import load_scenarios
from tests.runs_drawn import scenarios
from tests.scenes.drawn import drawn
from tests.scenes.runs import METHODS, ODD_RUNS, on_houses, on_parabola

RUNS: dict[str, Scenario] = {
    **{f"{name} {rate}": on_parabola(7, rate=rate, method=name) for name in METHODS for rate in (0.1, 0.8, 1.0, 1.2)},
    **{f"houses {name} {steps}": on_houses(steps, method=name) for name in METHODS for steps in (1, 40)},
    **{name: run() for name, run in ODD_RUNS.items()},
    "a fall without end": Scenario(
        "decay", "Decay", written(read_expression("exp(-x)")), gradient_descent([1.0]), np.array([0.0]), 40, "curve"
    ),
    "a slope outside the domain": Scenario(
        "power", "Power", written(read_expression("x**1.5-0.1*x")), nesterov([0.1], 0.5), np.array([0.1]), 5, "curve"
    ),
}
RIDGE = """[[scenario]]
slug = "ridge"
view = "surface"
objective = "x**2 - y**2 + y**4/4"
start = { x = 1.8, y = %s }
learning_rate = 0.1
steps = 30
beside = [{ start = { x = 1.8, y = 0.01 }, learning_rate = 0.1 }]
"""
GROWTH = {"pull_back", "log_view"}
SAME = 2e-14
"""Beside a loss this is no change."""


def assert_it_reads(scenario: Scenario, beat: str, ends: str = ".") -> None:
    known = facts(scenario)
    sentence, spoken = narrate(scenario, known, beat), " ".join(script(scenario, known, beat))
    for said in (sentence, spoken):
        assert re.fullmatch(rf"[A-Z0-9].*[{ends}]", said)
        assert not re.search(r"[{}]|nan|inf\b|None|\b1 steps", said), said


@pytest.mark.parametrize("name", RUNS)
def test_every_beat_of_every_run_has_its_facts(name: str) -> None:
    scenario = RUNS[name]
    first, last = scenario.trajectory.losses[[0, -1]]
    for beat in SENTENCES:
        if beat in GROWTH and not last > first > 0.0:
            continue
        assert_it_reads(scenario, beat)


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_the_words_of_a_built_in_scenario_have_their_facts(scenario: Scenario) -> None:
    assert scenario.words
    for beat, template in scenario.words.items():
        sentence = narrate(scenario, facts(scenario), beat)
        assert not re.search(r"[{}]|nan|None", sentence)
        assert all(part in sentence for part in re.split(r"\{.*?\}", template))


def test_a_run_without_a_minimum_is_told_to_fall_on() -> None:
    decay = RUNS["a fall without end"]
    # A step adds exp(-x) to x and so about 1 to exp(x): x grows as the logarithm of the steps, for ever.
    assert 40.0 < np.exp(decay.trajectory.iterates[-1, 0]) < 45.0
    assert "still falling: no minimum is in sight" in narrate(decay, facts(decay), "verdict")
    assert "lower and lower" in narrate(decay, facts(decay), "tail")


def test_a_fall_that_is_about_to_turn_is_not_told_to_go_on() -> None:
    # x grows by -3.6 a step and y by 3.3: x**2 is overtaken at first, and wins at last.
    saddle = written(read_expression("x**2-0.5*y**2"))
    run = Scenario("turns", "Turns", saddle, gradient_descent([2.3, 2.3]), np.array([0.4, 2.5]), 3, "contour")
    assert (np.diff(run.trajectory.losses) < 0.0).all()
    assert "no minimum" not in narrate(run, facts(run), "verdict")


def test_own_words_come_first() -> None:
    sample = replace(on_parabola(2), title="Own")
    own = replace(sample, words={"rule": "{steps}!", "steps": "Read."}, script={"steps": "{steps} steps. Heard."})
    known = facts(own)
    assert narrate(own, known, "rule") == "2!"
    assert narrate(own, known, "introduce").startswith("The run starts")
    assert script(sample, known, "rule") != script(own, known, "rule") == ("2!",)
    assert (narrate(own, known, "steps"), script(own, known, "steps")) == ("Read.", ("2 steps.", "Heard."))


def test_a_voice_says_clipped_words_in_whole_sentences() -> None:
    two = on_houses(3)
    assert narrate(two, facts(two), "slope").startswith("The slope times 5.75 × 10")
    assert script(two, facts(two), "slope") == (
        "The slope has a part for each parameter.",
        "Each part, times its own rate, makes the step.",
    )


@pytest.mark.parametrize(("n", "view"), [(n, view) for n, view in drawn if view in VIEWS])
def test_every_beat_of_a_view_with_sentences_of_its_own_can_be_said(n: int, view: str) -> None:
    for seed in range(6):
        scenario = replace(drawn[n, view](seed), words={})
        for beat in beats_of(scenario):
            assert_it_reads(scenario, beat, ".?")


def changes(scenario: Scenario) -> np.ndarray:
    """Return the sign of each change of the loss, 0 where rounding explains it."""
    before, after = scenario.trajectory.losses[:-1], scenario.trajectory.losses[1:]
    told = abs(after / 2 - before / 2) > SAME / 2 * np.maximum(abs(before), abs(after))
    return np.where(told, np.sign(after - before), 0)


def lengths(scenario: Scenario) -> np.ndarray:
    return np.linalg.norm(np.diff(scenario.trajectory.iterates / 2, axis=0), axis=1)


def comes_back(scenario: Scenario, period: int | None = None) -> bool:
    points, p = scenario.trajectory.iterates, period or scenario.verdict.period
    assert p is not None
    return np.allclose(points[-p:], points[-2 * p : -p], rtol=0, atol=2e-3 * np.ptp(points[-2 * p :], axis=0).max())


def stands(scenario: Scenario) -> bool:
    run = scenario.trajectory
    return bool((abs(run.iterates - run.start) <= 1e-8).all() and abs(run.gradients[0]).max() <= 1e-12)


def around(scenario: Scenario) -> np.ndarray:
    """Return by how much the function changes close by, on a circle of 64 points or to both sides."""
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    d = scenario.objective.n_parameters
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) if d == 2 else np.array([[1.0], [-1.0]])
    values = scenario.objective.value(scenario.start + 5e-3 * np.maximum(abs(scenario.start), 1.0) * ways)
    return values - scenario.objective.value(scenario.start)


def one_rate(scenario: Scenario) -> bool:
    return np.unique(scenario.method.learning_rate).size == 1


def small_at_the_end(scenario: Scenario) -> bool:
    n = max(scenario.trajectory.n_steps // 3, 1)
    sizes = (lengths(scenario), abs(np.diff(scenario.trajectory.losses)))
    return all(size[-n:].max() < size[:n].max() for size in sizes)


def sinks(scenario: Scenario) -> bool:
    """Whether hundreds of further steps each land lower, or leave float64."""
    run = scenario.trajectory
    later = descend(scenario.objective, scenario.method, run.iterates[-1], 400)
    leaves = later.n_steps == 0 and later.stopped == "overflow"
    return leaves or (bool((np.diff(later.losses) <= 0.0).all()) and later.losses[-1] < run.losses[-1])


def distance_is_multiplied(scenario: Scenario) -> bool:
    run = scenario.trajectory
    errors = run.iterates[:, 0] - run.objective.minimiser[0]
    seen = abs(errors[:-1]) > 1e-6 * (abs(run.iterates[:-1, 0]) + abs(errors[0]))
    ratios = errors[1:][seen] / errors[:-1][seen]
    return ratios.size == 0 or bool(np.ptp(ratios) <= 1e-4 * max(abs(ratios).max(), 1e-3))


TRUTHS: Mapping[str, Callable[[Scenario], bool]] = {
    "The slope is 0 here, and so is the step.": stands,
    "Nothing moves: where the slope is 0, every step is.": stands,
    "And there it stays.": stands,
    "The step is {rate} times the slope, downhill.": one_rate,
    "The steps repeat, there and back.": lambda s: comes_back(s, 2),
    "The steps repeat: after {period} of them the run is back where it was.": comes_back,
    "And so it goes on, there and back.": lambda s: comes_back(s, 2),
    "And so it goes on: every {period} steps it is back.": comes_back,
    "Each step lands lower than the last.": lambda s: bool((changes(s) <= 0).all()),
    "Each step lands higher than the last.": lambda s: bool((changes(s) >= 0).all()),
    "No step lands lower than the last.": lambda s: bool((changes(s) >= 0).all()),
    "No step lands higher than the last.": lambda s: bool((changes(s) <= 0).all()),
    "Some steps land higher, some lower.": lambda s: (
        bool((np.diff(s.trajectory.losses) > 0).any()) and bool((np.diff(s.trajectory.losses) < 0).any())
    ),
    "And so it goes on, lower and lower.": lambda s: bool((np.diff(s.trajectory.losses[-3:]) < 0).all()),
    "Then the steps become small: the loss changes ever less.": small_at_the_end,
    "And so it goes on, ever farther.": lambda s: bool(
        np.linalg.norm((s.trajectory.iterates - s.start) / 2, axis=1).argmax()
        >= s.trajectory.n_steps - max(s.trajectory.n_steps // 3, 1)
    ),
    "The steps go on, without coming to rest.": lambda s: bool(lengths(s)[-1] >= 0.4 * lengths(s).max()),
    "Each step multiplies the distance from the minimum by one number.": distance_is_multiplied,
    "The start is a maximum: the slope is 0, and nothing moves.": lambda s: (
        stands(s) and bool((around(s) <= 1e-12).all())
    ),
    "The start is a minimum: the slope is 0, and nothing moves.": lambda s: (
        stands(s) and bool((around(s) >= -1e-12).all())
    ),
    "The start is a saddle: higher one way, lower another, and the slope is 0.": lambda s: (
        stands(s) and bool((around(s) > 0).any() and (around(s) < 0).any())
    ),
    "The next step leads to {left}, where the function has no value.": lambda s: bool(
        np.isnan(s.objective.value(s.trajectory.left_at)) or np.isinf(s.objective.value(s.trajectory.left_at))
    ),
    "The next step needs a slope where there is none: the run ends.": lambda s: bool(
        np.isnan(s.objective.gradient(s.trajectory.iterates[-1] + s.method.momentum * s.trajectory.state)).any()
    ),
    "After {steps} step the loss is {loss_last} and still falling: no minimum is in sight.": lambda s: (
        bool((np.diff(s.trajectory.losses[-3:]) < 0).all()) and sinks(s)
    ),
    "After {steps} step the loss is {loss_last}, and still falling.": lambda s: bool(
        (np.diff(s.trajectory.losses[-3:]) < 0).all()
    ),
    "After {steps} step the loss is {loss_last}: the run comes back every {period} steps.": lambda s: (
        s.verdict.kind == "cycling"
    ),
    "The loss outgrows every axis: {loss_orders} orders of magnitude.": lambda s: bool(
        s.trajectory.losses[-1] / 9.99 > s.trajectory.losses[0] > 0
    ),
}
"""What each sentence says, from the numbers of the run."""


@np.errstate(all="ignore")
def assert_all_is_true(scenario: Scenario) -> None:
    for beat in SENTENCES:
        said = chosen(scenario, beat)
        if said.text in TRUTHS:
            assert TRUTHS[said.text](scenario), f"{beat}: {said.text}"
        assert_it_reads(scenario, beat)


@pytest.mark.parametrize("name", RUNS)
def test_what_is_said_is_true(name: str) -> None:
    assert_all_is_true(RUNS[name])


@pytest.mark.more
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios())
def test_what_is_said_is_true_of_any_run(scenario: Scenario) -> None:
    assert_all_is_true(scenario)


def test_the_last_sentence_of_every_beat_can_always_be_said() -> None:
    for view, beats in {"curve": SENTENCES, **VIEWS}.items():
        for beat in beats:
            assert all(sentences_of(view, beat)[-1].holds(run) for run in RUNS.values())


def test_who_rests_on_a_saddle_is_not_said_to_head_for_a_minimum(tmp_path: Path) -> None:
    file = tmp_path / "ridge.toml"
    for first, told in ((0.0, "Converging: 2."), (0.5, "Converging: 2. They head for the same minimum.")):
        file.write_text(RIDGE % first, encoding="utf-8")
        (scenario,) = load_scenarios(file)
        assert narrate(scenario, facts(scenario), "verdict") == told
