"""Methods and functions of ones own: told apart by their code and fields, or refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from gdcore.descent.method import Move
from gdcore.errors import InputError
from gdcore.objectives.callables import from_callable
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from tests.valleyjump.build.key import key


def test_methods_of_ones_own_are_told_apart_by_their_code() -> None:
    scenario = built_in("parabola-cycles")

    def of_size(size: float) -> Scenario:
        method = replace(scenario.method, step=lambda _o, point, _l, slope, _s: Move(point - size * slope))
        return replace(scenario, method=method)

    other = replace(scenario.method, step=lambda _o, point, _l, slope, _s: Move(point + slope))
    assert len({key(of_size(0.1)), key(of_size(0.2)), key(replace(scenario, method=other)), key(scenario)}) == 4
    assert key(of_size(0.1)) == key(of_size(0.1))


@dataclass(frozen=True)
class Bowl:
    width: float

    def value(self, points: np.ndarray) -> np.ndarray:
        return self.width * points[..., 0] ** 2

    def gradient(self, points: np.ndarray) -> np.ndarray:
        return 2.0 * self.width * points

    def hessian(self, points: np.ndarray) -> np.ndarray:
        return np.full((*points.shape, 1), 2.0 * self.width)


def on_bowl(width: float, **changes: object) -> Scenario:
    bowl = Bowl(width)
    made = Objective("bowl", ("x",), bowl.value, bowl.gradient, bowl.hessian, np.array([[-1.0, 1.0]]), function=bowl)
    return replace(built_in("parabola-cycles"), objective=replace(made, **changes))


def test_an_object_of_ones_own_is_told_from_another_by_its_fields() -> None:
    assert key(on_bowl(2.0)) == key(on_bowl(2.0)) != key(on_bowl(3.0))
    other = on_bowl(2.0, hessian=lambda points: np.full((*points.shape, 1), 4.0), function=None)
    with pytest.raises(InputError, match=r"Bowl\.value: no clip can be kept of a method whose object is unknown"):
        key(other)


@pytest.mark.parametrize("name", ["value", "gradient", "hessian", "defined"])
def test_a_method_of_an_unknown_object_has_no_key(name: str) -> None:
    with pytest.raises(InputError, match="a method whose object is unknown"):
        key(on_bowl(2.0, **{name: Bowl(3.0).value}))


def test_functions_of_plain_numbers_are_told_apart_by_their_code() -> None:
    def on(size: float) -> Scenario:
        return replace(
            built_in("parabola-cycles"),
            objective=from_callable(lambda x: size * x**2, gradient=lambda x: [2 * size * x]),
        )

    assert key(on(2.0)) == key(on(2.0)) != key(on(3.0))
