"""Races: what is counted, what counts as arrived, what runs are called, and what is asked about them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error
from gdcore.narration.facts import facts
from gdcore.questions.by_slug import questions
from gdcore.scenario import Scenario
from gdcore.studies.race import (
    amount,
    arrivals,
    costs,
    goal,
    heights,
    landing,
    minima_tended_to,
    minimum_known,
    places_of_start,
    rests_on_saddle,
)
from gdcore.studies.race_names import run_names
from gdcore.tables.table import houses
from gdcore.text.language import use_language
from gdcore.theory.verdict import Kind
from tests.lessons import load_scenarios

HEAD = '[[scenario]]\nslug = "own"\nview = "race"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "race.toml"


def race(file: Path, text: str) -> Scenario:
    file.write_text(HEAD + text, encoding="utf-8")
    (scenario,) = load_scenarios(file)
    return scenario


PASSING = 'objective = "parabola"\nstart = 4\nmethod = "momentum"\nmomentum = 0.5\nlearning_rate = 0.5\nsteps = 10\n'
WELLS = 'objective = "x**4 - 3*x**2 + x"\nstart = 2\nlearning_rate = 0.02\nsteps = 20\n'
SADDLE = 'objective = "saddle"\nlearning_rate = 0.1\nsteps = 30\n'
BACKTRACKING = '{ method = "backtracking", learning_rate = 1'


def test_who_only_passes_the_minimum_has_not_landed(file: Path) -> None:
    run = race(file, PASSING).trajectory
    assert run.losses[1] == 0.0
    assert run.losses[10] == pytest.approx(0.0176, abs=5e-5)
    assert landing(run) is None


@pytest.mark.parametrize(("rate", "step"), [(0.5, 1), (0.4, None), (0.45, None), (1.0, None)])
def test_landing_is_a_step_and_not_the_end_of_shrinking(file: Path, rate: float, step: int | None) -> None:
    run = race(file, f'objective = "parabola"\nlearning_rate = {rate}\nsteps = 2000\n').trajectory
    assert landing(run) == step


@pytest.mark.parametrize("batch", [1, 4, 60])
def test_a_gradient_over_some_rows_costs_their_share(batch: int) -> None:
    run = descend(mean_squared_error(houses()), sgd([5e-8, 0.15], batch=batch), [250.0, 250_000.0], 30)
    losses, gradients = np.arange(1, 32), np.arange(31)
    np.testing.assert_allclose(costs(run), losses + gradients * batch / 60)
    assert (run.loss_evaluations, run.gradient_evaluations) == (31, 30)


@pytest.mark.parametrize(("cost", "text"), [(3.0, "3"), (157.0, "157"), (2.0667, "2.07"), (121.4, "121")])
def test_an_amount_is_whole_where_it_can_be(cost: float, text: str) -> None:
    assert amount(cost) == text


def test_without_a_minimum_the_losses_are_shown_as_they_are(file: Path) -> None:
    scenario = race(file, SADDLE + "beside = [{ learning_rate = 0.05 }]")
    assert not minimum_known(scenario)
    assert (goal(scenario), arrivals(scenario)) == (None, (None, None))
    for run, height in zip(scenario.runs, heights(scenario), strict=True):
        np.testing.assert_array_equal(height, run.trajectory.losses)
    assert not {"goal", "n_arrived", "within_1", "first_run"} & facts(scenario).keys()


def test_a_minimum_that_a_run_goes_below_is_none(file: Path) -> None:
    # The other well is deeper than the one that the first run comes to.
    scenario = race(file, WELLS + "beside = [{ learning_rate = 0.12 }]")
    assert not minimum_known(scenario)
    assert all((height > -np.inf).all() and height.min() < 0.0 for height in heights(scenario))


def test_facts_list_the_verdicts_that_occur_and_no_other(file: Path) -> None:
    scenario = race(file, 'objective = "parabola"\nlearning_rate = 0.1\nbeside = [{ learning_rate = 1.2 }]')
    found = facts(scenario)
    kinds = {name.removeprefix("n_") for name in found if name.removeprefix("n_") in get_args(Kind)}
    assert kinds == {"converging", "diverging"}
    assert found["fates"] == "Converging: 1. Diverging: 1."


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ("beside = [{ learning_rate = 0.2 }]", ["η = 0.1", "η = 0.2"]),
        ('run_title = "mine"\nbeside = [{ learning_rate = 0.2 }]', ["mine", "η = 0.2"]),
        ('beside = [{ learning_rate = 0.2, title = "far" }]', ["η = 0.1", "far"]),
        (
            'beside = [{ method = "momentum", momentum = 0.5, learning_rate = 0.1 }]',
            ["gradient descent", "heavy-ball momentum, β = 0.5"],
        ),
        (
            'beside = [{ learning_rate = 0.2 }, { method = "halving", learning_rate = 0.1 }]',
            [
                "gradient descent, η = 0.1",
                "gradient descent, η = 0.2",
                "gradient descent with step halving, η = 0.1",
            ],
        ),
        (
            f"beside = [{BACKTRACKING} }}, {BACKTRACKING}, shrink = 0.25 }}]",
            ["gradient descent", "backtracking line search, s = 0.5", "backtracking line search, s = 0.25"],
        ),
    ],
)
def test_runs_are_called_by_their_titles_or_by_what_sets_them_apart(file: Path, more: str, names: list[str]) -> None:
    assert run_names(race(file, f'objective = "parabola"\nlearning_rate = 0.1\n{more}')) == names


def test_no_english_name_stands_in_a_spanish_race(file: Path) -> None:
    scenario = race(file, SADDLE + "beside = [{ learning_rate = 0.09 }]\n")
    halved = race(file, SADDLE + 'beside = [{ method = "halving", learning_rate = 0.09 }]\n')
    with use_language("es"):
        assert run_names(scenario) == ["η = 0.1", "η = 0.09"]
        assert all("descent" not in name for name in run_names(halved))


def test_eight_runs_are_the_most(file: Path) -> None:
    head = 'objective = "parabola"\nlearning_rate = 0.1\n'
    assert len(race(file, f"{head}beside = [{'{ learning_rate = 0.2 },' * 7}]").runs) == 8
    with pytest.raises(InputError, match=r'own": beside: .*7'):
        race(file, f"{head}beside = [{'{ learning_rate = 0.2 },' * 8}]")


def test_runs_of_other_starts_are_called_by_these(file: Path) -> None:
    one = race(
        file, 'objective = "x**2"\nstart = 1\nlearning_rate = 0.1\nbeside = [{ start = -2, learning_rate = 0.1 }]'
    )
    two = race(
        file, SADDLE + "start = { x = 1, y = 1 }\nbeside = [{ start = { x = 0.5, y = 2 }, learning_rate = 0.1 }]"
    )
    both = "beside = [{ start = 2, learning_rate = 0.1 }, { start = 2, learning_rate = 0.2 }]"
    assert run_names(one) == ["x = 1", "x = −2"]
    assert run_names(two) == ["(1, 1)", "(0.5, 2)"]
    assert run_names(race(file, f'objective = "x**2"\nstart = 1\nlearning_rate = 0.1\n{both}')) == [
        "x = 1, η = 0.1", "x = 2, η = 0.1", "x = 2, η = 0.2",
    ]  # fmt: skip


def test_runs_that_come_to_different_minima_have_no_common_one(file: Path) -> None:
    apart = race(file, WELLS + "beside = [{ start = -1, learning_rate = 0.02 }]")
    assert not minimum_known(apart)
    assert goal(apart) is None
    assert [len(minima_tended_to(apart)), len(places_of_start(apart))] == [2, 2]
    near = race(file, WELLS + "beside = [{ start = 1, learning_rate = 0.02 }]")
    assert minimum_known(near)


def test_a_run_that_rests_on_a_saddle_heads_for_no_minimum(file: Path) -> None:
    ridge = 'objective = "x**2 - y**2 + y**4/4"\nstart = { x = 1.8, y = 0 }\nlearning_rate = 0.1\nsteps = 30\n'
    scenario = race(file, ridge + "beside = [{ start = { x = 1.8, y = 0.01 }, learning_rate = 0.1 }]")
    assert [rests_on_saddle(run) for run in scenario.runs] == [True, False]
    (tended_to,) = minima_tended_to(scenario)
    np.testing.assert_allclose(tended_to, [0.0, 2.0**0.5], atol=1e-6)


def test_a_question_about_starts_names_them_with_rate_and_method(file: Path) -> None:
    scenario = race(file, WELLS + "beside = [{ start = -1, learning_rate = 0.02 }]")
    asked = questions(scenario)[0]
    assert asked is not None
    assert "Gradient descent on f(x) = x⁴ − 3x² + x, with a learning rate of 0.02" in asked.prompt
    assert "x = 2; x = −1" in asked.prompt
    assert "lowest of their minima" in asked.prompt
    lower = [run.trajectory.losses[-1] < -3.0 for run in scenario.runs]
    assert asked.answer.text == str(sum(lower)) == "1"


def test_the_question_is_about_all_runs_and_its_answer_is_the_first_to_arrive(file: Path) -> None:
    scenario = race(file, PASSING + "beside = [{ learning_rate = 0.4 }, { learning_rate = 0.1 }]")
    asked = questions(scenario)[0]
    assert asked is not None
    below = [np.flatnonzero(run.trajectory.losses <= 0.16) for run in scenario.runs]
    assert [int(steps[0]) if len(steps) else None for steps in below] == [1, 2, None]
    assert asked.answer.text == run_names(scenario)[0]
    assert all(name in asked.prompt for name in [*run_names(scenario), "f(x) = x²"])
    assert {choice.text for choice in asked.choices} == {*run_names(scenario), "none of them"}


def test_a_question_says_what_titles_leave_out_of_methods_and_rates(file: Path) -> None:
    own = 'objective = "x**2"\nstart = 4\nlearning_rate = 0.3\nsteps = 20\nrun_title = "mine"\n'
    more = 'beside = [{ title = "η = 0.1 it is", learning_rate = 0.1 }, { title = "heavy", learning_rate = 0.2'
    alike = questions(race(file, f"{own}{more} }}]"))[0]
    assert alike is not None
    opening = "start at x = 4, where the loss is 16: mine"
    assert f"These runs of gradient descent on f(x) = x² {opening} (η = 0.3)" in alike.prompt
    assert "; η = 0.1 it is; heavy (η = 0.2). " in alike.prompt
    other = questions(race(file, f'{own}{more}, method = "momentum", momentum = 0.5 }}]'))[0]
    assert other is not None
    assert f"These runs on f(x) = x² {opening} (gradient descent, η = 0.3)" in other.prompt
    assert "; η = 0.1 it is (gradient descent); heavy (heavy-ball momentum, η = 0.2). " in other.prompt


def test_where_several_are_first_it_is_asked_how_many_arrive(file: Path) -> None:
    rates = "beside = [{ learning_rate = 0.499 }, { learning_rate = 0.01 }]"
    asked = questions(race(file, f'objective = "parabola"\nlearning_rate = 0.5\nsteps = 20\n{rates}'))[0]
    assert asked is not None
    assert asked.answer.text == "2"


def test_without_a_goal_it_is_asked_who_ends_lowest(file: Path) -> None:
    scenario = race(file, SADDLE + "beside = [{ learning_rate = 0.05 }, { learning_rate = 0.2 }]")
    asked = questions(scenario)[0]
    assert asked is not None
    assert asked.answer.text == "η = 0.2"


def test_where_the_lowest_read_alike_it_is_asked_how_many_fall_all_the_way(file: Path) -> None:
    more = 'beside = [{ learning_rate = 0.09, method = "halving" }, { learning_rate = 0.3 }]'
    scenario = race(file, f'objective = "exp(-x)"\nlearning_rate = 0.09\nsteps = 3\n{more}')
    alike = race(
        file, 'objective = "-x**2"\nstart = 0.1\nlearning_rate = 0.1\nsteps = 3\n' + more.replace("0.3", "0.09")
    )
    for made in (scenario, alike):
        asked = questions(made)[0]
        assert asked is not None
        assert "These runs" in asked.prompt


def test_a_race_of_one_is_asked_about_as_a_run(file: Path) -> None:
    asked = questions(
        race(file, 'objective = "a**2 + 2*b**2 + 3*c**2"\nstart = { a = 1, b = 1, c = 1 }\nlearning_rate = 0.1\n')
    )[0]
    assert asked is not None
    assert "These runs" not in asked.prompt
