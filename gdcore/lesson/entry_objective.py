"""From an entry of a lesson file to the objective that it names, writes down or fits to data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN
from gdcore.expressions.of_columns import read_condition, read_derived
from gdcore.faults import collecting, got, located_at, unknown
from gdcore.lesson.entry import Entry
from gdcore.lesson.fields.data import Data
from gdcore.lesson.fields.schedule import rates_named
from gdcore.models.features import Features
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.models.read_rows import chosen_rows, features_of, one_column, plain_features, table_of
from gdcore.objectives.losses import SQUARED, Absolute, Huber, RowLoss
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.own_files import own_file
from gdcore.tables.table import Reading, Table

if TYPE_CHECKING:
    from gdcore.expressions.expression import Expression


def objective_faults(text: str) -> Iterator[str]:
    """Yield what is wrong with an objective's text, for an entry that has other faults, too."""
    if text not in _names():
        try:
            read_function(text)
        except InputError as error:
            yield f"objective: {error}"


def _names() -> tuple[str, ...]:
    """Return the names that an objective may have."""
    return "parabola", *KNOWN


def objective_of(entry: Entry, folder: Path, faults: list[str]) -> Objective | None:
    """Return the entry's objective, or None after adding to ``faults`` why there is none."""
    found = None
    with collecting(faults):
        if entry.objective is not None and entry.data is None:
            found = _of_text(entry, entry.objective)
        elif entry.data is not None and not faults:
            with located_at("data.csv"):
                path = own_file(entry.data.csv, folder)
            found = _fit_of(entry.data, path)
    return found


def _fit_of(data: Data, path: Path) -> Objective:
    """Return the objective of a fit to the file at ``path``. Raises ``InputError`` with what is wrong with the data."""
    with located_at("data"):
        table, loss = _table(data, path), _loss(data)
        if loss is SQUARED and data.parameters is None and not isinstance(table, Features):
            return standardised_error(table) if data.standardise else mean_squared_error(table)
        features = table if isinstance(table, Features) else one_column(table, data.names)
        return (standardised_features_error if data.standardise else features_error)(features, loss)


def _loss(data: Data) -> RowLoss:
    if data.loss == "huber":
        assert data.delta is not None  # data_faults() has reported it
        return Huber(data.delta)
    return Absolute() if data.loss == "absolute" else SQUARED


def _table(data: Data, path: Path) -> Table:
    reading = Reading(data.decimal, data.missing == "drop")
    where = None if data.where is None else read_condition(data.where)
    features = [read_derived(text) for text in data.features or ()]
    names = data.columns if data.features is None else [name for one in features for name in one.columns]
    rows = chosen_rows(path, [*names, data.y], where, reading)
    unit = data.units
    if isinstance(data.x, str):
        return table_of(rows, data.x, data.y, "".join(unit), data.y_unit)
    if data.features is None:
        return plain_features(rows, data.columns, data.y, unit, data.y_unit, data.names)
    if len(unit) == 1 and len(set(names)) > 1:
        raise InputError(f"x_unit: expected a list of {len(features)} units, one a feature, got {got(unit[0])}")
    return features_of(rows, features, data.y, unit, data.y_unit, data.names)


def _of_text(entry: Entry, text: str) -> Objective:
    if text == "parabola":
        found = parabola()
    else:
        expression = None if text in KNOWN else _expression(entry, text)  # refused before SymPy is loaded
        from gdcore.expressions.well_known import well_known, written

        if expression is None:
            return well_known(text, entry.condition_number)
        found = written(expression)
    if entry.condition_number is not None:
        raise InputError(f'condition_number: only for objective = "narrow_quadratic", got objective = {got(text)}')
    return found


def _expression(entry: Entry, text: str) -> Expression:
    """Return the user's function, its parameters in the order of the start or of the rates where these name them."""
    try:
        found = read_function(text)
        named = (entry.start, rates_named(entry.learning_rate))
        given = next((list(t) for t in named if t is not None and t.keys() != {""}), [])
        _refuse_run_together(found.parameters, given)
        known = [name for name in given if name in found.parameters]
        rest = [name for name in found.parameters if name not in known]
        return replace(found, parameters=(*known, *rest))
    except InputError as error:
        raise InputError(f"objective: {error}") from None


def _refuse_run_together(names: tuple[str, ...], given: list[str]) -> None:
    """Raise ``InputError`` for a name that is nothing but given ones: xy, where start has x and y."""
    one = "|".join(map(re.escape, given))
    for name in names:
        if given and name not in given and re.fullmatch(f"(?:{one})+", name):
            raise InputError(
                f'unknown name "{name}"; write {"*".join(re.findall(one, name))}: a sign for every product'
            )


def read_function(text: str) -> Expression:
    """Return a user's function. A lone word is taken for the name of a function that is not known."""
    from gdcore.expressions.expression import read_expression

    if text.isidentifier() and len(text) > 1:
        raise InputError(unknown("function", text, _names()))
    return read_expression(text)
