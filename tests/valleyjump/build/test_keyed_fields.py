"""Every field of every part of a scenario is in the key of its clip."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np
import pytest

from gdcore.descent.method import Method
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective, Rows, Standard
from gdcore.scenario import Camera, FateChoice, Scenario
from gdcore.scenarios import built_in
from gdcore.tables.table import Table
from tests.valleyjump.build.key import key


def set_anyway(value: object, /, **changes: object) -> object:
    """Return a copy of a frozen object with other values, checked or not."""
    found = copy.copy(value)
    for name, change in changes.items():
        object.__setattr__(found, name, change)
    return found


def parts_of(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every data class that a scenario is made of, with the fields that lead there."""
    if is_dataclass(value):
        yield path, value
        for field in fields(value):
            yield from parts_of(getattr(value, field.name), (*path, field.name))
        if isinstance(value, Objective) and value.function is not None:
            assert replace(value.function) == value.function, "what a function is bound to is compared by value"


def with_part(value: object, path: tuple[str, ...], part: object) -> object:
    if not path:
        return part
    return set_anyway(value, **{path[0]: with_part(getattr(value, path[0]), path[1:], part)})


RICH = replace(
    built_in("mse-normalised"), domain=np.array([[0.0, 1.0], [2.0, 3.0]]), camera=Camera(30.0, 20.0),
    fate=FateChoice(("p", "q")),
)  # fmt: skip
FIELDS = [(path, field.name) for path, part in parts_of(RICH) for field in fields(part)]


@pytest.mark.parametrize(("path", "name"), FIELDS, ids=[".".join((*path, name)) for path, name in FIELDS])
def test_every_field_of_every_part_is_keyed(path: tuple[str, ...], name: str) -> None:
    part = dict(parts_of(RICH))[path]
    changed = with_part(RICH, path, set_anyway(part, **{name: "something else"}))
    if "function" in path:
        function = changed.objective.function
        methods = {method: getattr(function, method) for method in ("value", "gradient", "hessian")}
        changed = with_part(changed, ("objective",), set_anyway(changed.objective, **methods))
    if name == "questions":
        assert key(changed) == key(RICH), "questions stand on the page"
    elif name == "function":
        with pytest.raises(InputError):
            key(changed)
    else:
        assert key(changed) != key(RICH)


def test_every_part_is_among_them() -> None:
    found = {type(part) for _, part in parts_of(RICH)}
    assert {Scenario, Objective, Method, Table, Rows, Standard, Camera, FateChoice} <= found


def test_a_field_that_is_new_is_keyed() -> None:
    @dataclass(frozen=True, eq=False)
    class Longer(Scenario):
        sound: str = ""

    scenario = built_in("parabola-cycles")
    given = {field.name: getattr(scenario, field.name) for field in fields(scenario)}
    assert key(Longer(**given, sound="a bell")) != key(Longer(**given))
