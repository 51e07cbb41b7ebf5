"""Serialisation of a scenario's runs, which are stored with its clip."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import fields
from io import BytesIO
from typing import Any

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import Rejection, Trajectory
from gdcore.scenario import Scenario

GIVEN = ("objective", "method")
"""Fields that come from the scenario and are not stored."""
FAST = 1
"""The lowest compression level, for most numbers of a long run hardly compress."""


class DamagedRunsError(Exception):
    """Bytes that are not the runs of this scenario."""


def to_bytes(scenario: Scenario) -> bytes | None:
    """Return the runs of a scenario and of its companions; the same runs give the same bytes.

    None if a user-defined method has left a state that is neither a number nor an array.
    """
    arrays: dict[str, Any] = {}
    values: list[dict[str, Any]] = []
    for number, run in enumerate(scenario.runs):
        numbers, others = _parts(run.trajectory)
        arrays |= {f"{number}.{name}": array for name, array in numbers.items()}
        values.append(others)
    if any(not isinstance(value, str | int | float | None) for others in values for value in others.values()):
        return None
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, values=np.array(json.dumps(values)), **arrays)
    return zlib.compress(stream.getvalue(), FAST)


def from_bytes(content: bytes, scenario: Scenario) -> tuple[Trajectory, ...]:
    """Return the runs stored by ``to_bytes`` for the same scenario. Raises ``DamagedRunsError``."""
    try:
        with np.load(BytesIO(zlib.decompress(content)), allow_pickle=False) as found:
            arrays = dict(found)
        values = json.loads(str(arrays.pop("values")))
        return tuple(
            _run(run, _of(arrays, number), others)
            for number, (run, others) in enumerate(zip(scenario.runs, values, strict=True))
        )
    except (ValueError, KeyError, TypeError, OSError, zlib.error) as error:
        raise DamagedRunsError(str(error)) from None


def _of(arrays: Mapping[str, Array], number: int) -> dict[str, Array]:
    prefix = f"{number}."
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _parts(run: Trajectory) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a run's arrays and its other values by field name; new fields are included."""
    found = {field.name: getattr(run, field.name) for field in fields(run) if field.name not in GIVEN}
    refused = found.pop("rejected")
    if isinstance(found["state"], tuple):  # that of a method on batches
        found["steps_drawn"], found["state"] = found["state"]
    arrays = {name: value for name, value in found.items() if isinstance(value, np.ndarray)}
    arrays["rejected_k"] = np.array([trial.k for trial in refused], dtype=np.int64)
    arrays["rejected_points"] = frozen([trial.point for trial in refused])
    arrays["rejected_losses"] = frozen([trial.loss for trial in refused])
    return arrays, {name: value for name, value in found.items() if name not in arrays}


def _run(scenario: Scenario, arrays: dict[str, Any], others: Mapping[str, Any]) -> Trajectory:
    for array in arrays.values():
        array.setflags(write=False)
    trials = zip(*(arrays.pop(f"rejected_{name}") for name in ("k", "points", "losses")), strict=True)
    rejected = tuple(Rejection(int(k), point, float(loss)) for k, point, loss in trials)
    found = {**arrays, **others}
    if "steps_drawn" in found:
        found["state"] = (found.pop("steps_drawn"), found["state"])
    return Trajectory(objective=scenario.objective, method=scenario.method, rejected=rejected, **found)
