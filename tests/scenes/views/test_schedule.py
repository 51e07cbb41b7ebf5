"""The view of rates over steps: stairs and edge stand where the rates are, and what is told of them is counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.narration.facts import facts
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.schedules.ramps import linear
from gdcore.studies.rates_in_edges import rates_shown
from scenes.geometry import Place
from scenes.painting.style import DARK
from scenes.sentences.beat_sentence import chosen
from scenes.views.schedule.rates_chart import Edge, RatesChart, Stair

PLACE: Place = (-6.0, 0.5, 8.0, 2.0)


def on_parabola(rate: float) -> Scenario:
    return Scenario("one", "One", parabola(), gradient_descent([rate]), [-1.0], 4, "schedule")


@pytest.mark.parametrize("rates", [[0.999] * 4, [0.0, 0.5, 2.0], [13.0, 0.5, 1.0], [1e7, 1e-7], [0.0]])
def test_every_rate_stands_within_the_chart_and_beyond_the_edge_above_its_line(rates: list[float]) -> None:
    chart = RatesChart([np.array(rates)], PLACE, DARK, "rate", in_edges=True, alone=False)
    heights = Stair(np.array(rates), chart, DARK.runs[0], 0.05).corners[:, 1][::2]
    _, bottom, _, top = chart.frame.bounds
    assert heights.min() >= bottom - 1e-9
    assert heights.max() <= top + 1e-9
    assert bottom < Edge(chart).chart.edge < top
    assert ((heights > chart.edge) == (np.array(rates) > 1.0)).all()


def test_without_an_edge_rates_stand_as_they_are() -> None:
    chart = RatesChart([np.zeros(3)], PLACE, DARK, "rate", in_edges=False, alone=True)
    assert (Stair(np.zeros(3), chart, DARK.runs[0], 0.05).corners[:, 1] == PLACE[1]).all()


@pytest.mark.parametrize(("rate", "n_beyond"), [(0.999, 0), (1.0, 0), (1.2, 4)])
def test_steps_beyond_the_edge_are_counted(rate: float, n_beyond: int) -> None:
    scenario = on_parabola(rate)
    found = facts(scenario)
    assert found["n_beyond"] == str(n_beyond)
    assert rates_shown(scenario)[0][0] == pytest.approx([rate] * 4)
    assert ("beyond" in chosen(scenario, "steps").text) == (n_beyond > 0)
    assert ("below the edge" in chosen(scenario, "steps").text) == (rate < 1.0)


def test_a_run_of_zero_rates_at_its_end_is_told() -> None:
    scenario = replace(on_parabola(0.5), method=gradient_descent(linear([0.5], 2)))
    assert rates_shown(scenario)[0][0].tolist() == [0.5, 0.25, 0.0, 0.0]
    assert facts(scenario)["above_1"] == facts(scenario)["nearest_1"]


def test_chebyshev_steps_go_beyond_the_edge_and_end_thousands_of_times_lower() -> None:
    scenario = built_in("too-high-on-purpose")
    found, ends = facts(scenario), [run.trajectory.losses[-1] for run in scenario.runs]
    assert (found["n_beyond"], found["highest_edges"]) == ("8", "13.2")
    least = scenario.objective.minimum
    assert least is not None
    assert ends[0] - least == pytest.approx(3.13766e6, rel=1e-4)
    assert ends[1] - least == pytest.approx(1.60488e10, rel=1e-4)
    assert scenario.trajectory.losses.max() == scenario.trajectory.losses[0]


def test_the_loss_of_the_range_test_first_rises_just_past_the_edge() -> None:
    found = facts(built_in("range-test"))
    assert float(found["least_rate"]) < float(found["edge_rate"]) == 1.0 < float(found["turn_rate"])


def test_noise_stays_with_a_constant_rate_alone() -> None:
    constant, *decaying = (run.trajectory.losses for run in built_in("warmup-decay").runs)
    assert all(np.ptp(losses[-15:]) < 0.02 * np.ptp(constant[-15:]) for losses in decaying)
    assert all(losses[-1] < constant[-1] for losses in decaying)
