"""Cuts along steps, against the line search's own decisions and the true slope."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.scenarios import built_in
from gdcore.theory.loss_along_step import cuts

RUN = built_in("mse-backtracking").trajectory
HALVING = built_in("mse-halving").trajectory


def test_there_is_a_cut_a_step_with_all_its_trials() -> None:
    found = cuts(RUN)
    assert len(found) == RUN.n_steps
    tried = [trial for cut in found for trial in cut.trials]
    assert sum(not trial.accepted for trial in tried) == len(RUN.rejected) == 20
    assert [cut.trials[-1].loss for cut in found] == RUN.losses[1:].tolist()
    assert all(cut.trials[-1].accepted for cut in found)


@pytest.mark.parametrize("k", [0, 7, 149])
def test_every_cut_begins_at_zero_with_slope_minus_one(k: int) -> None:
    cut = cuts(RUN)[k]
    assert cut.change(0.0) == 0.0
    assert float(cut.change(1e-6)) / 1e-6 == pytest.approx(-1.0, rel=1e-3)


def test_trials_are_points_of_their_cut() -> None:
    found = cuts(RUN)
    for trial in RUN.rejected:
        np.testing.assert_allclose(found[trial.k].at(1.0), trial.point, rtol=1e-12)
    for k, cut in enumerate(found):
        np.testing.assert_allclose(cut.at(cut.trials[-1].share), RUN.iterates[k + 1], rtol=1e-12)


@pytest.mark.parametrize("run", [RUN, HALVING], ids=["backtracking", "halving"])
def test_a_trial_is_taken_exactly_when_it_is_under_the_line(run: object) -> None:
    enough = run.method.hyperparameters.get("sufficient", 0.0)
    for cut in cuts(run):
        assert all((trial.change <= -enough * trial.share) is trial.accepted for trial in cut.trials)
