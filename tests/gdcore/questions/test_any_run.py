"""Questions about any other run: its answers are those of its rule, and its choices always tell apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.descent.family import Family
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, Move, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.lesson.lesson_file import read_document
from gdcore.methods.registry import FAMILIES
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.questions.any_run import any_question
from gdcore.questions.by_slug import questions
from gdcore.scenario import Scenario
from gdcore.schedules.schedule import scheduled
from gdcore.tables.table import Table, houses
from tests.conftest import ROOT
from tests.gdcore.questions.by_hand import GOOD, GREAT, START, X, Y, checked, loss, reply, value, walk


def curve(method, steps=4, slug="own", start=-1.0, tolerance=None) -> Scenario:
    return Scenario(slug, "Own", parabola(), method, np.array([start]), steps, "curve", tolerance)


def fit(method, steps=60, slug="own", objective=None, tolerance=1.0) -> Scenario:
    chosen = objective or mean_squared_error(houses())
    start = START if chosen.standard is None else chosen.standard.standardised(START)
    return Scenario(slug, "Own", chosen, method, start, steps, "fit", tolerance)


def test_a_run_that_only_borrows_a_name_is_asked_about_like_any_other() -> None:
    found = questions(curve(gradient_descent([0.3]), slug="parabola-diverges"))[0]
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-0.4)
    table = Table(X, Y + 1000.0)
    other = fit(gradient_descent(GOOD), 150, "mse-converges", mean_squared_error(table))
    assert questions(other)[0] == any_question(other)


def test_a_landing_on_the_parabola_is_the_update_rule() -> None:
    found = questions(curve(gradient_descent([0.3]), start=-2.0))[0]
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-2.0 + 0.3 * 4.0)
    assert "steep" in reply(found, -2.0 + 0.3 * 2.0)
    assert "wrong direction" in reply(found, -2.0 - 0.3 * 4.0)


def test_the_loss_is_no_slope() -> None:
    found = questions(curve(gradient_descent([0.1]), start=3.0))[0]  # slope 6, loss 9
    assert found is not None
    assert "by the loss, 9" in reply(found, 3.0 - 0.1 * 9.0)


def test_a_second_step_with_momentum_keeps_a_share_of_the_first() -> None:
    found = questions(curve(momentum([0.1], 0.5)))[0]
    assert found is not None
    velocity = 0.1 * 2.0
    x = -1.0 + velocity
    assert "without momentum" in reply(found, x - 0.1 * 2.0 * x)
    assert value(found.answer.text) == pytest.approx(x + 0.5 * velocity - 0.1 * 2.0 * x)
    assert "leaves 0.1 and the slope adds 0.16," in found.explanation


def test_a_step_that_is_refused_does_not_land_there() -> None:
    found = questions(curve(halving([1.5])))[0]
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-1.0 + 0.75 * 2.0)
    assert "rejected" in reply(found, -1.0 + 1.5 * 2.0)


def test_a_step_that_is_not_rate_times_slope_is_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def signed(rates) -> Method:
        def step(_o, point, _loss, gradient, state, rate) -> Move:
            return Move(point - rate * np.sign(gradient), state)

        return Method("signed", scheduled(rates), lambda _o, _start: None, step)

    monkeypatch.setitem(FAMILIES, "signed", Family("signed", signed, "sign descent", "", lambda s: (s.now,)))
    found = questions(curve(signed([0.3])))[0]
    assert found is not None
    assert "where does step" not in found.prompt


def test_when_the_loss_is_a_thousand_times_as_large() -> None:
    found = questions(fit(gradient_descent(1.01 * GREAT)))[0]
    assert found is not None
    losses = [loss(point) for point in walk(1.01 * GREAT, 60)]
    k = next(i for i, height in enumerate(losses) if height > 1000.0 * losses[0])
    assert value(found.answer.text) == k
    assert "linear" in reply(found, math.ceil(999.0 / (losses[1] / losses[0] - 1.0)))


def test_when_a_hundredth_of_the_loss_is_left() -> None:
    found = questions(fit(gradient_descent(0.9 * GOOD)))[0]
    assert found is not None
    losses = [loss(point) for point in walk(0.9 * GOOD, 60)]
    assert "1 %" in found.prompt
    assert value(found.answer.text) == next(i for i, height in enumerate(losses) if height <= losses[0] / 100.0)


def test_where_the_first_step_is_the_answer_it_is_not_told() -> None:
    scenario = fit(gradient_descent([1.0, 1.0]), objective=standardised_error(houses()))
    found = questions(scenario)[0]
    assert found is not None
    assert found.answer.text == "1"
    assert "first step" not in found.prompt


def test_nothing_is_asked_where_nothing_happens() -> None:
    assert questions(curve(gradient_descent([0.3]), start=0.0)) == ()
    assert questions(curve(gradient_descent([1e200]))) == ()  # the very first loss overflows
    assert questions(curve(halving([0.3]), start=0.0)) == ()


MAKERS = (
    gradient_descent,
    halving,
    backtracking,
    sgd,
    lambda rates: momentum(rates, 0.9),
    lambda rates: nesterov(rates, 0.5),
)


@settings(max_examples=150, deadline=None)
@given(
    maker=st.sampled_from(MAKERS[:3] + MAKERS[4:]),
    rate=st.floats(1e-12, 1e12),
    start=st.floats(-1e100, 1e100),
    steps=st.integers(1, 40),
)
def test_any_run_on_the_parabola_has_a_sound_question_or_none(maker, rate, start, steps) -> None:
    scenario = curve(maker(learning_rates(rate, ("x",))), steps, start=start)
    for found in questions(scenario):
        checked(found, "own")


@settings(max_examples=150, deadline=None)
@given(
    maker=st.sampled_from(MAKERS),
    shares=st.tuples(*[st.floats(-9.0, 3.0)] * 2),
    steps=st.integers(1, 80),
    standard=st.booleans(),
)
def test_any_run_through_data_has_a_sound_question_or_none(maker, shares, steps, standard) -> None:
    objective = standardised_error(houses()) if standard else mean_squared_error(houses())
    rates = (np.ones(2) if standard else GOOD) * 10.0 ** np.array(shares)
    for found in questions(fit(maker(rates), steps, objective=objective)):
        checked(found, "own")


def test_names_of_runs_from_right_to_left_are_each_by_themselves() -> None:
    (scenario,) = read_document(ROOT / "examples/sibaq.toml").lesson().scenarios
    found = questions(scenario)[0]
    assert found is not None
    for run in scenario.runs:
        assert f"\u2068{run.run_title or run.title}\u2069 (" in found.prompt
