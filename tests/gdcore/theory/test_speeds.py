"""When the slow part takes over, and how long halving takes, against the run itself."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import halving_steps, loss_shares, shares_left, turning_step

SCENARIO = built_in("two-speeds")
PARTS = error_components(SCENARIO.trajectory)


def test_the_slow_part_takes_over_at_the_turning_step() -> None:
    turn = turning_step(PARTS)
    fast, slow = PARTS.losses[turn - 1 : turn + 1].T
    assert fast[0] >= slow[0]
    assert slow[1] > fast[1]


@pytest.mark.parametrize(
    ("multiplier", "steps"), [(0.5, 1.0), (-0.5, 1.0), (0.25, 0.5), (0.0, 0.0), (1.0, math.inf), (-1.28, math.inf)]
)
def test_halving_takes_so_many_steps(multiplier: float, steps: float) -> None:
    assert halving_steps(multiplier) == pytest.approx(steps)


def test_after_a_halving_time_half_of_the_slow_part_is_left() -> None:
    left = shares_left(PARTS)[:, 1]
    assert np.interp(halving_steps(1.0 - PARTS.eigenvalues[1]), np.arange(len(left)), left) == pytest.approx(0.5, 1e-3)


def test_what_is_left_is_a_power_of_the_factor() -> None:
    k = np.arange(30)[:, None]
    np.testing.assert_allclose(shares_left(PARTS)[:30], (1.0 - PARTS.eigenvalues) ** k, rtol=1e-6)


def test_the_shares_of_the_loss_add_up_to_one() -> None:
    np.testing.assert_allclose(loss_shares(PARTS).sum(axis=1), 1.0)


def test_the_facts_of_the_view_are_those_of_the_brief() -> None:
    found = facts(SCENARIO)
    expected = {"fast": "0.6751", "slow": "0.9885", "slow_half": "60", "turn": "10", "fast_left": "2"}
    assert {name: found[name] for name in expected} == expected
