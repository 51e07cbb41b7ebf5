"""What the view of memory shows, against closed forms and the runs of the catalogue."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.descent.momentum import momentum
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.methods.registry import made
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.memory_shown import apart, edge_shown, in_own_scale, past_edge
from gdcore.theory.preconditioned import preconditioned_sharpness


@pytest.mark.parametrize(("name", "edge"), [("adam", 38.0), ("rmsprop", 2.0), ("adagrad", 2.0)])
def test_of_one_parameter_it_is_the_preconditioned_curvature(name, edge) -> None:
    run = descend(parabola(), made(name, [0.3]), [-1.0], 40)
    np.testing.assert_allclose(in_own_scale(run)[:, 0], preconditioned_sharpness(run), rtol=1e-12)
    assert edge_shown(run) == pytest.approx(edge)


def test_a_method_without_a_memory_of_rates_keeps_its_own() -> None:
    run = descend(parabola(), momentum([0.25], 0.5), [-1.0], 3)
    assert in_own_scale(run).ravel().tolist() == [0.5, 0.5, 0.5]
    assert edge_shown(run) == 3.0
    assert in_own_scale(descend(parabola(), made("newton", [1.0]), [-1.0], 3)) is None
    assert edge_shown(descend(parabola(), made("adam", [0.3], clip=1.0), [-1.0], 3)) is None


def test_with_a_memory_the_rates_of_the_houses_are_alike() -> None:
    """All rates are in one proportion, so it is the memory that makes the difference."""
    scenario = built_in("adaptive")
    *with_memory, without = apart(scenario)
    assert all(times < 1.05 for times in with_memory)
    assert without == pytest.approx(3_729_093.75 / 2000.0)
    proportions = [run.method.learning_rate[1] / run.method.learning_rate[0] for run in scenario.runs]
    np.testing.assert_allclose(proportions, 2000.0)


def test_a_memory_alone_does_not_make_them_alike() -> None:
    lead = built_in("adaptive")
    run = descend(lead.objective, made("adam", [20.0, 20.0]), lead.start, 1)
    scaled = in_own_scale(run)[0]
    assert scaled[0] / scaled[1] == pytest.approx(1932.33, rel=1e-4)


def test_the_loss_of_adam_rises_again_once_it_is_past_its_edge() -> None:
    run = built_in("adam-edge").trajectory
    past, lowest = past_edge(run), int(np.argmin(run.losses))
    assert past is not None
    assert abs(past - lowest) < 20
    assert run.losses[lowest] < 1e-75
    assert run.losses[past:].max() > 0.1
    assert run.losses[-1] < 1e-5
    assert in_own_scale(run)[-1, 0] < edge_shown(run)
    assert abs(run.iterates).max() <= 1.0


def test_a_run_without_effective_rates_is_refused() -> None:
    with pytest.raises(InputError, match="memory needs a method"):
        Scenario("newton", "", parabola(), made("newton", [1.0]), [-1.0], 3, "memory")
