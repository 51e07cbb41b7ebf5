"""A method with its numbers: what several tables of an entry have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, create_model

from gdcore.descent.family import Hyperparameter
from gdcore.descent.plain import PLAIN
from gdcore.descent.stochastic import BATCH, SEED
from gdcore.lesson.fields.schedule import LearningRate, schedule_faults
from gdcore.lesson.fields.strict import Strict, by_name
from gdcore.methods.registry import FAMILIES, HYPERPARAMETERS, takers

Numbers = Annotated[dict[str, float], BeforeValidator(by_name, json_schema_input_type=float | dict[str, float])]
RunTitle = Annotated[str, Field(max_length=80)]


Table = TypeVar("Table", bound=BaseModel)


def _field(number: Hyperparameter) -> Any:
    """Return the field of a hyperparameter: its type with its bounds, and what editors are told of it."""
    kind: Any = int if number.whole else float
    names = takers(number.name)
    whom = "any method" if len(names) == len(FAMILIES) else " and ".join(names)
    said = f"{number.doc}, for {whom}; {number.otherwise or f'{number.default} if it is left out'}."
    if number.needed:
        said = f"{number.doc}; {' and '.join(names)} {'need' if len(names) > 1 else 'needs'} it."
    return kind | None, Field(None, description=said, ge=number.ge, gt=number.gt, le=number.le, lt=number.lt)


def with_methods(table: type[Table]) -> type[Table]:
    """Return a table with the fields that the registry of methods asks for."""
    fields = {number.name: _field(number) for number in HYPERPARAMETERS.values()}
    fields["method"] = Literal[*FAMILIES], Field(PLAIN.name, description="The update rule.")
    return create_model(table.__name__, __base__=table, __doc__=table.__doc__, __module__=__name__, **fields)


@with_methods
class Rule(Strict):
    """A method with its numbers."""

    method: str
    learning_rate: LearningRate
    """One number for all parameters, or one for each by name; or a schedule, { schedule = "cosine", peak = 0.1 }."""


def of_rule(rule: Rule) -> Iterator[str]:
    """Yield what is wrong between a method, or its schedule, and its numbers."""
    yield from schedule_faults(rule.learning_rate)
    for number in FAMILIES[rule.method].hyperparameters:
        if number.needed and getattr(rule, number.name) is None:
            yield f'{number.name}: missing; method = "{rule.method}" needs {number.needed}'
    seed, batch = getattr(rule, SEED.name), getattr(rule, BATCH.name)
    if seed is not None and batch is None and BATCH not in FAMILIES[rule.method].hyperparameters:
        yield f"{SEED.name}: only with {BATCH.name}, how many rows a step looks at; got {SEED.name} = {seed} alone"
    for name in HYPERPARAMETERS:
        methods = takers(name)
        if rule.method not in methods and getattr(rule, name) is not None:
            wanted = " or ".join(f'"{method}"' for method in methods)
            yield f'{name}: only for method = {wanted}, got method = "{rule.method}"'
