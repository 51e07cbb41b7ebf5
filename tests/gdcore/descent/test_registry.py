"""The registry of methods: what it says of a method is what the method does, and nobody else knows a method by name."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdcore.arrays import frozen
from gdcore.descent.family import Family, Signs
from gdcore.lesson.entry import Rule
from gdcore.methods.registry import AROUND, FAMILIES, HYPERPARAMETERS, family_of, is_plain, rule_of, takers
from gdcore.methods.registry import made as made_method
from gdcore.models.line_error import mean_squared_error
from gdcore.tables.table import houses
from tests.conftest import ROOT

SAMPLE = {
    "momentum": 0.25, "sufficient": 0.3, "shrink": 0.6, "batch": 2, "seed": 7, "clip": 0.5, "target": 0.5,
    "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "decay": 0.75, "weight_decay": 0.1,
}  # fmt: skip
OUTSIDE = [
    path
    for room in ("gdcore", "scenes", "valleyjump")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path.parent != ROOT / "gdcore" / "descent"
]
families = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def made(family: Family):
    return family.make(frozen([0.1, 0.2]), **{number.name: SAMPLE[number.name] for number in family.hyperparameters})


@families
def test_a_family_makes_methods_of_its_name_with_its_numbers(family: Family) -> None:
    method = made(family)
    assert method.name == family.name
    assert family_of(method) is family
    assert dict(method.hyperparameters) == {number.name: SAMPLE[number.name] for number in family.hyperparameters}
    again = rule_of(method)(frozen([[0.3, 0.4]]))
    assert again.learning_rate.tolist() == [[0.3, 0.4]]
    assert again.hyperparameters == method.hyperparameters


@families
def test_flags_and_theory_agree_with_the_method(family: Family) -> None:
    method = made(family)
    assert method.linear == (family.rule is not None)
    assert method.noisy == (family.kind == "stochastic")
    assert method.monotone == (family.kind == "line search")


@families
def test_a_default_is_the_maker_s(family: Family) -> None:
    taken = inspect.signature(family.make).parameters
    for number in family.hyperparameters:
        told = inspect.Parameter.empty if number.needed else number.default
        assert taken[number.name].default == told


@families
def test_every_family_has_its_words_and_its_formula(family: Family) -> None:
    assert family.words
    assert family.says.endswith(".")
    lines = family.update(Signs("now", "then", lambda at: f"slope({at})", lambda at: f"value({at})"))
    assert any(line.startswith("then = now") for line in lines)
    assert "slope(now" in " ".join(lines)


@families
def test_numbers_of_any_method_change_what_it_sees_and_nothing_else_of_it(family: Family) -> None:
    numbers = {number.name: SAMPLE[number.name] for number in (*family.hyperparameters, *AROUND)}
    method = made_method(family.name, frozen([0.1, 0.2]), **numbers)
    assert method.name == family.name
    assert dict(method.hyperparameters) == numbers
    assert (method.noisy, method.linear, method.by_slope, method.monotone) == (True, False, False, False)
    assert not is_plain(method)
    again = rule_of(method)(frozen([0.3, 0.4]))
    assert again.hyperparameters == method.hyperparameters
    assert again.learning_rate.tolist() == [0.3, 0.4]


@families
def test_what_a_family_remembers_is_what_its_methods_do(family: Family) -> None:
    method, objective = made(family), mean_squared_error(houses())
    told = {one.name for one in family.remembers}
    assert set(method.remembers(method.init(objective, frozen([1.0, 2.0])))) == told


def test_lesson_files_take_what_the_registry_has() -> None:
    fields = {name for name in Rule.model_fields if name not in ("method", "learning_rate")}
    assert fields == set(HYPERPARAMETERS)
    assert all(takers(name) for name in HYPERPARAMETERS)


def compared(path: Path) -> Iterator[str]:
    """Yield the text constants that a file compares something with."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_file_asks_for_a_method_by_its_name(path: Path) -> None:
    assert not set(compared(path)) & set(FAMILIES)
