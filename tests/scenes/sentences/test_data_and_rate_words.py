"""The sentences of the views of lines, circles, noise, rates and speeds, against the numbers of drawn runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import drawn_rows, sgd
from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.sentences.beat_sentence import chosen, narrate, script
from tests.scenes.drawn import drawn
from tests.scenes.runs import on_parabola

VIEWS = ((2, "line"), (2, "circle"), (2, "noise"), (1, "rates"), (2, "speeds"))
BUILT_IN = ("slope-fit", "mse-normalised", "mse-sgd", "one-number", "two-speeds")


def said(scenario: Scenario, beat: str) -> str:
    return narrate(scenario, facts(scenario), beat)


def step_by_hand(scenario: Scenario) -> np.ndarray:
    """Return the matrix by which a step of plain descent multiplies the error on a quadratic."""
    objective, rate = scenario.objective, scenario.method.learning_rate
    return np.eye(len(rate)) - rate[:, None] * objective.hessian(scenario.start)


def sizes(scenario: Scenario) -> np.ndarray:
    return np.sort(abs(np.linalg.eigvals(step_by_hand(scenario))))


def raw_correlation(scenario: Scenario) -> float:
    x = scenario.companions[0].objective.table.x
    return abs(float(x.mean())) / float(np.sqrt(np.mean(x**2)))


def errors_raised(scenario: Scenario) -> int:
    """Return of how many rows a step of all rows raises the error, at the iterate that the clip stops at."""
    known, run = facts(scenario), scenario.trajectory
    table = scenario.objective.table
    counts = []
    for point, slope in zip(run.iterates, run.gradients, strict=True):
        step = -1e-9 * run.method.learning_rate * slope
        residuals = [p[0] * table.x + p[1] - table.y for p in (point, point + step)]
        counts.append(int((abs(residuals[1]) > abs(residuals[0])).sum()))
    return int(known["opposed"]) in counts


TRUTHS: dict[str, Callable[[Scenario], bool]] = {
    "Descent moves the point, and the line with it.": lambda s: np.ptp(s.trajectory.iterates, axis=0).max() > 0.0,
    "Counted from 0, the valley is slanted.": lambda s: raw_correlation(s) > 0.19,
    "Other rates only stretch it; it stays aslant.": lambda s: raw_correlation(s) > 0.19,
    "Downhill points at the centre: step {landed} lands.": lambda s: np.allclose(
        s.trajectory.iterates[int(facts(s)["landed"])], s.objective.minimiser, atol=1e-3 * np.ptp(s.trajectory.iterates)
    ),
    "Descent asks all {rows} rows. Here a step asks one.": lambda s: (
        len(drawn_rows(60, s.method.hyperparameters["batch"], 0, 0)) == 1
    ),
    "Descent asks all {rows} rows. Here a step asks only some.": lambda s: (
        1 < len(drawn_rows(60, s.method.hyperparameters["batch"], 0, 0)) < 60
    ),
    "After {near} steps it is close.": lambda s: (
        s.trajectory.losses[int(facts(s)["near"])] < 2.0 * s.objective.value(s.objective.minimiser)
    ),
    "Here {opposed} rows pull the other way: {rose} of {steps} steps go up.": lambda s: (
        int(facts(s)["rose"]) == int((np.diff(s.trajectory.losses) > 0).sum()) and errors_raised(s)
    ),
    "{middle} of {seeds} end in this band; with all rows it falls on.": lambda s: bool(
        (np.diff(s.companions[-1].trajectory.losses[-20:]) < 0.0).all()
    ),
    "It came near, and it does not settle.": lambda s: bool((np.diff(s.trajectory.losses)[-40:] > 0.0).any()),
    "It has two parts, each with its own direction and speed.": lambda s: sizes(s)[0] < sizes(s)[1],
    "Fast part: × {fast} a step. At step {turn}, {fast_left} % of it is left.": lambda s: bool(
        np.isclose(abs(float(facts(s)["fast"].replace("−", "-").replace(" × 10", "e").translate(RAISED))), sizes(s)[0],
                   rtol=1e-3)
    ),
    "Then it seems stuck. From close by, it still moves.": lambda s: sizes(s)[1] < 1.0,
    "Slow: × {slow} a step: half in {slow_half} steps.": lambda s: bool(
        np.isclose(sizes(s)[1] ** float(facts(s)["slow_half"].replace(",", "")), 0.5, atol=0.03)
    ),
}  # fmt: skip
"""What a sentence says, from the numbers of the run."""
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.mark.parametrize(("n", "view"), VIEWS)
def test_what_is_said_of_drawn_runs_is_true(n: int, view: str) -> None:
    heard = set()
    for seed in range(6):
        scenario = drawn[n, view](seed)
        for beat in beats_of(scenario):
            text = chosen(scenario, beat).text
            heard.add(text)
            assert text not in TRUTHS or TRUTHS[text](scenario), (seed, text)
    assert heard & set(TRUTHS) or view == "rates"


@pytest.mark.parametrize("slug", BUILT_IN)
def test_a_run_without_words_of_its_own_has_a_script(slug: str) -> None:
    bare = replace(built_in(slug), words={}, script={})
    known = facts(bare)
    for beat in beats_of(bare):
        assert all(re.fullmatch(r"[A-Z0-9][^{}]*\.", sentence) for sentence in script(bare, known, beat)), beat


def test_each_run_of_several_rates_is_told_with_its_own_numbers() -> None:
    one = replace(built_in("one-number"), words={})
    assert [said(one, f"run_{i}") for i in (1, 2, 3)] == [
        "With η = 0.8 it goes too far, and yet it arrives.",
        "With η = 1 it jumps there and back, for ever.",
        "With η = 1.2 every jump lands higher.",
    ]
    assert said(one, "verdict") == "Only the learning rate was changed. It decides."
    still = replace(on_parabola(3, start=0.0), view="rates", companions=(replace(on_parabola(3), view="rates"),))
    assert said(still, "run_1") == "With η = 1.2 nothing moves: the slope is 0."
    assert said(still, "introduce") == "One run after the other, on one graph."
    assert said(still, "verdict") == "All runs on one graph."


def test_a_rate_too_high_is_not_called_fast_and_a_start_at_the_mean_not_slanted() -> None:
    speeds = replace(built_in("two-speeds"), words={})
    rates = speeds.method.learning_rate
    wild = replace(speeds, method=gradient_descent(frozen(6.5 * rates)))  # just beyond the edge: across, it grows
    assert said(wild, "split") == "It has two parts, each with its own direction."
    assert said(wild, "fast") == "Now the steps, and what is left of each part."
    assert "Slow" not in said(wild, "verdict")
    circle = replace(built_in("mse-normalised"), words={})
    assert said(circle, "introduce") == "Counted from 0, the valley is slanted."
    centred = replace(circle.objective, standard=replace(circle.objective.standard, means=(0.0,)))
    assert said(replace(circle, objective=centred), "introduce") == "This is the valley, counted from 0."


def test_two_seeds_have_no_band_and_one_none_either() -> None:
    noisy = replace(drawn[2, "noise"](1), companions=())
    assert said(noisy, "seeds") == "The loss of this run, step by step."
    assert said(noisy, "band") == "The axis is logarithmic."
    two = replace(noisy, companions=(replace(noisy, method=sgd(noisy.method.learning_rate, seed=9)),))
    assert said(two, "seeds") == "2 runs, each with other draws."
    assert said(two, "band") == "The axis is logarithmic."
