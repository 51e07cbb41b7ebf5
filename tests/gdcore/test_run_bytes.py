"""Runs as bytes: what comes back is what was computed, to the last bit."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from gdcore import Scenario, gradient_descent, parabola
from gdcore.run_bytes import DamagedRunsError, from_bytes, to_bytes
from gdcore.scenarios import built_in

SLUGS = ("mse-halving", "mse-backtracking", "parabola-race", "mse-sgd", "remedies-race", "fate-houses")
OVERFLOWING = Scenario("over", "Over", parabola(), gradient_descent([1e200]), np.array([1.0]), 9, "curve")


@pytest.mark.parametrize("scenario", [*map(built_in, SLUGS), OVERFLOWING], ids=[*SLUGS, "overflow"])
def test_what_comes_back_is_what_was_computed(scenario: Scenario) -> None:
    content = to_bytes(scenario)
    assert content == to_bytes(scenario)
    fresh = replace(scenario, companions=tuple(map(replace, scenario.companions)))
    found = from_bytes(content, fresh)
    again = fresh.with_runs(found)
    for one, other in zip(scenario.runs, again.runs, strict=True):
        assert "trajectory" in vars(other)
        for field in fields(one.trajectory):
            old, new = (getattr(run.trajectory, field.name) for run in (one, other))
            if isinstance(old, np.ndarray):
                assert (old.dtype, old.tobytes(), new.flags.writeable) == (new.dtype, new.tobytes(), False)
            elif field.name == "rejected":
                assert [(r.k, r.point.tolist(), r.loss) for r in old] == [(r.k, r.point.tolist(), r.loss) for r in new]
            elif field.name not in ("objective", "method"):
                assert old == new
        assert other.trajectory.objective is other.objective
    assert to_bytes(again) == content


@pytest.mark.parametrize("damage", [lambda b: b[:-20], lambda b: b"", lambda b: b[:40] + b"?" + b[41:]])
def test_damage_is_told(damage: object) -> None:
    scenario = built_in("parabola-cycles")
    with pytest.raises(DamagedRunsError):
        from_bytes(damage(to_bytes(scenario)), scenario)  # type: ignore[operator]


def test_the_runs_of_another_scenario_are_none_of_this_one() -> None:
    with pytest.raises(DamagedRunsError):
        from_bytes(to_bytes(built_in("parabola-race")), built_in("parabola-cycles"))
