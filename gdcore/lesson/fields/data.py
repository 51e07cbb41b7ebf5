"""The data of a fit: which columns of which rows, and what an error costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Tag

from gdcore.errors import InputError
from gdcore.expressions.expression import check_name
from gdcore.expressions.of_columns import read_condition, read_derived
from gdcore.faults import got, in_one_line
from gdcore.lesson.fields.strict import MORE, TEXT, FileName, Label, OneOrMany, Strict

MOST_COLUMNS = 8
Names = Annotated[list[str], Field(min_length=2, max_length=MOST_COLUMNS)]
Labels = Annotated[list[Label], Field(min_length=2, max_length=MOST_COLUMNS)]


class Data(Strict):
    """The data of a fit: columns of a file with a header."""

    csv: FileName
    """A CSV or TSV file, its path relative to the scenario file."""
    x: Annotated[Annotated[str, Tag(TEXT)] | Annotated[Names, Tag(MORE)], OneOrMany] | None = None
    """The column that the line is a function of, or a list of such columns."""
    features: Annotated[list[str], Field(min_length=1, max_length=MOST_COLUMNS)] | None = None
    """Instead of x, functions of the file's columns: ["x", "x**2"] is a parabola, with the parameters w1, w2 and b."""
    y: str
    """The column that the line should meet."""
    parameters: Annotated[list[str], Field(min_length=2, max_length=MOST_COLUMNS + 1)] | None = None
    """The names of the parameters, one for each column or feature in their order, then that of the constant."""
    loss: Literal["squared", "absolute", "huber"] = "squared"
    """What the error of a row costs, of which the mean is descended."""
    delta: Annotated[float, Field(gt=0, le=1e100)] | None = None
    """For loss = "huber", the error from which on it costs in proportion to its size; it is in the unit of y."""
    where: Annotated[str, Field(min_length=1)] | None = None
    """Which rows are taken: comparisons of columns, as in area > 50 and rooms <= 6."""
    x_unit: Annotated[Annotated[Label, Tag(TEXT)] | Annotated[Labels, Tag(MORE)], OneOrMany] = ""
    """The unit of x, for labels; a list of units for a list of columns, or of features of several columns."""
    y_unit: Label = ""
    """The unit of y, for labels."""
    decimal: Literal[".", ","] | None = None
    """What stands before decimals; thousands may then be set apart by the other sign. A point if it is left out."""
    missing: Literal["drop"] | None = None
    """With drop, rows in which a number is missing are left out; without it they are a fault."""
    standardise: bool = False
    """Whether to descend in standard units, (x - mean) / standard deviation."""

    @property
    def columns(self) -> list[str]:
        """The columns or features that the fit is a function of, as they are written."""
        return [self.x] if isinstance(self.x, str) else list(self.x or self.features or ())

    @property
    def units(self) -> list[str]:
        """The units of x: none, one, or one for each."""
        return [self.x_unit] * bool(self.x_unit) if isinstance(self.x_unit, str) else self.x_unit

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, where they are not those of columns."""
        if self.parameters is not None:
            return tuple(self.parameters)
        if self.features is not None:
            return (*(f"w{number}" for number in range(1, len(self.features) + 1)), "b")
        return ("a", "b") if isinstance(self.x, str) else ()


def data_faults(data: Data) -> Iterator[str]:
    """Yield what is wrong between the fields of data, or with an expression or a name in them."""
    if (data.x is None) == (data.features is None):
        said = "x: missing" if data.x is None else "features: expected either x or features, got both"
        yield f"data.{said}{'; write x = ' + chr(34) + 'sqft' + chr(34) if data.x is None else ''}"
        return
    yield from _of_names(data)
    yield from _of_units(data)
    if (data.loss == "huber") == (data.delta is None):
        yield 'data.delta: missing; loss = "huber" needs it' if data.delta is None else (
            f'data.delta: only for loss = "huber", got loss = "{data.loss}"')  # fmt: skip
    for number, text in enumerate(data.features or (), 1):
        try:
            read_derived(text)
        except InputError as error:
            yield f"data.features.{number}: {error}"
    if data.where is not None:
        try:
            read_condition(data.where)
        except InputError as error:
            yield f"data.where: {error}"


def _of_names(data: Data) -> Iterator[str]:
    field = "x" if data.features is None else "features"
    kind = "columns" if data.features is None else "features"
    for name in dict.fromkeys(data.columns):
        if data.columns.count(name) > 1:
            yield f'data.{field}: expected different {kind}, got "{in_one_line(name)}" {data.columns.count(name)} times'
    wanted = len(data.columns) + 1
    if data.parameters is None:
        return
    if len(data.parameters) != wanted:
        yield f"data.parameters: expected {wanted} names, the constant's last, got {len(data.parameters)}"
    for name in dict.fromkeys(data.parameters):
        try:
            check_name(name)
            if name == "loss" or data.parameters.count(name) > 1:
                wrong = "is what facts call the loss" if name == "loss" else "stands there twice"
                raise InputError(f'"{name}" {wrong}; choose another name')
        except InputError as error:
            yield f"data.parameters: {error}"


def _of_units(data: Data) -> Iterator[str]:
    n_columns = len(data.columns)
    if isinstance(data.x, str):
        if not isinstance(data.x_unit, str):
            yield f"data.x_unit: expected text in quotes, as x is one column, got {len(data.x_unit)} entries"
        return
    if isinstance(data.x_unit, str) and data.x_unit and data.features is None:
        yield f"data.x_unit: expected a list of {n_columns} units, one a column, got {got(data.x_unit)}"
    if isinstance(data.x_unit, list) and len(data.x_unit) != n_columns:
        yield f"data.x_unit: expected {n_columns} units, one a column, got {len(data.x_unit)}"
