"""From an entry of a lesson file to the objective that it names, writes down or fits to data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN
from gdcore.faults import collecting, got, located_at, unknown
from gdcore.lesson.entry import Entry
from gdcore.models.feature_error import features_error, standardised_features_error
from gdcore.models.features import read_features
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import Reading, read_table

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
            found = _of_data(entry, folder)
    return found


def _of_data(entry: Entry, folder: Path) -> Objective:
    data = entry.data
    assert data is not None
    with located_at("data"):
        path, unit = folder / data.csv, data.x_unit
        reading = Reading(data.decimal, data.missing == "drop")
        if not isinstance(data.x, str):
            units = () if isinstance(unit, str) else unit
            features = read_features(path, data.x, data.y, x_units=units, y_unit=data.y_unit, reading=reading)
            return standardised_features_error(features) if data.standardise else features_error(features)
        assert isinstance(unit, str)  # contradictions() has reported it
        table = read_table(path, data.x, data.y, x_unit=unit, y_unit=data.y_unit, reading=reading)
        return standardised_error(table) if data.standardise else mean_squared_error(table)


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
        given = next((list(t) for t in (entry.start, entry.learning_rate) if t is not None and t.keys() != {""}), [])
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
