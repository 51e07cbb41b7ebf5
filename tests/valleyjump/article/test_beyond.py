"""What the chapters on changing rates and on methods that choose say, against facts computed elsewhere and loops."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.scenarios import built_in, catalogue
from gdcore.studies.race import heights
from gdcore.text.notation import computed, rounded
from gdcore.theory.spectra import error_components
from valleyjump.article.beyond import numbers_beyond

NUMBERS = numbers_beyond({scenario.slug: scenario for scenario in catalogue()})


def test_chebyshev_steps_end_as_many_times_lower_as_the_story_says() -> None:
    assert NUMBERS["on_purpose"]["times"] == f"{round(1.60488e10 / 3.13766e6, -2):,.0f}"


def test_no_constant_rate_ends_as_low_as_chebyshev_steps_and_the_best_for_this_start_ends_as_the_story_says() -> None:
    run = built_in("too-high-on-purpose")
    assert run.objective.minimum is not None
    parts = error_components(run.trajectory).losses[0]
    assert parts[0] > 0.99 * parts.sum()  # nearly all of it steep
    unit = run.companions[0].method.learning_rate / 5.944336858139329
    ends = [
        float(descend(run.objective, gradient_descent(edges * 6.155085955017531 * unit), run.start, 16).losses[-1])
        for edges in np.linspace(0.8, 0.86, 61)
    ]
    least = min(ends) - run.objective.minimum
    assert 1 < np.argmin(ends) < 59  # above and below, constant rates end higher
    assert least == pytest.approx(3.8 * 3.13766e6, rel=0.02)
    told = NUMBERS["on_purpose"]
    assert told["least_constant"] == computed(least)
    assert told["least_times"] == rounded(least / 3.13766e6)


def test_one_silver_step_in_four_is_beyond_the_edge_and_the_last_of_sixteen_is_the_longest() -> None:
    silver = built_in("too-high-on-purpose").companions[-1].trajectory.learning_rates[:, 0]
    exponents = np.array([len(bin(k)) - len(bin(k).rstrip("0")) for k in range(1, 17)])
    multiples = 1.0 + (1.0 + np.sqrt(2.0)) ** (exponents - 1)
    assert silver / silver[0] == pytest.approx(multiples / np.sqrt(2.0))
    assert (multiples > 2.0 + 1e-12).sum() == 4
    assert np.argmax(silver) == 15
    nearest = heights(built_in("too-high-on-purpose"))[-1]
    assert np.argmin(nearest) == 15  # after step 15, before the long one


def test_a_step_on_the_parabola_raises_the_loss_just_when_its_rate_is_beyond_the_edge() -> None:
    run = built_in("range-test").trajectory
    assert (np.diff(run.losses) > 0.0).tolist() == (run.learning_rates[:, 0] > 1.0).tolist()


def test_decay_is_worth_it_and_warm_up_is_a_toss_up() -> None:
    told = NUMBERS["on_purpose"]
    assert told["wins"] == told["seeds"] == 10
    assert 3 <= int(str(told["warm_wins"])) <= 7


def test_a_clip_on_the_houses_would_see_one_slope_alone() -> None:
    a, b = built_in("mse-blowup").trajectory.gradients[0]
    assert abs(a) / np.hypot(a, b) > 0.9999


def test_no_valley_of_the_story_is_narrower_than_that_of_one_rate_for_both() -> None:
    felt = [scenario.verdict.eigenvalues for scenario in catalogue() if scenario.verdict.eigenvalues is not None]
    widths = [float(one.max() / one.min()) for one in felt if len(one) > 1]
    eigenvalues = np.linalg.eigvalsh(built_in("two-steps").objective.hessian(np.zeros(2)))
    assert max(widths) <= eigenvalues[1] / eigenvalues[0] * (1.0 + 1e-9)
