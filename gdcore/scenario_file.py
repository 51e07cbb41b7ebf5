"""TOML and CSV in, Scenario out, or an error that names file, entry and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, got, in_one_line, nearest, wording
from gdcore.line_search import LARGEST_SHRINK, backtracking, halving
from gdcore.methods import Method, gradient_descent, learning_rates, momentum, nesterov
from gdcore.objectives import Array, Objective, frozen, mean_squared_error, parabola, standardised_error
from gdcore.scenario import SLUG, Scenario, View
from gdcore.stochastic import sgd
from gdcore.table import read_table
from gdcore.toml_file import read_toml
from gdcore.trajectory import MAX_STEPS

BUILT_IN: Mapping[str, Callable[[], Objective]] = {"parabola": parabola}
DEFAULT_START: Mapping[str, tuple[float, ...]] = {"parabola": (-1.0,)}
"""Elsewhere every parameter starts at 0."""
DEFAULT_STEPS = 50


def _by_name(value: Any) -> Any:
    """Return a lone number as a table with the empty name, so that both forms are checked by one rule."""
    return value if isinstance(value, dict) else {"": value}


Numbers = Annotated[dict[str, float], BeforeValidator(_by_name)]
Rates = Annotated[dict[str, Annotated[float, Field(gt=0)]], BeforeValidator(_by_name)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Data(_Strict):
    csv: Annotated[str, Field(min_length=1)]
    x: str
    y: str
    standardise: bool = False


class _Entry(_Strict):
    slug: Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=80)]
    title: Annotated[str, Field(max_length=200)] = ""
    objective: str | None = None
    data: _Data | None = None
    start: Numbers | None = None
    method: Literal["gradient_descent", "halving", "backtracking", "momentum", "nesterov", "sgd"] = "gradient_descent"
    momentum: Annotated[float, Field(ge=0, lt=1)] | None = None
    sufficient: Annotated[float, Field(gt=0, lt=1)] | None = None
    shrink: Annotated[float, Field(gt=0, le=LARGEST_SHRINK)] | None = None
    batch: Annotated[int, Field(ge=1)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    learning_rate: Rates
    steps: Annotated[int, Field(ge=1, le=MAX_STEPS)] = DEFAULT_STEPS
    tolerance: Annotated[float, Field(ge=0)] | None = None
    view: Literal["curve", "surface", "contour", "fit", "race"] | None = None


class _File(_Strict):
    theme: Annotated[str, Field(min_length=1)] | None = None
    scenario: list[Any] = []


RULES: Mapping[str, Callable[..., Method]] = {
    "gradient_descent": gradient_descent,
    "halving": halving,
    "backtracking": backtracking,
    "momentum": momentum,
    "nesterov": nesterov,
    "sgd": sgd,
}
HYPERPARAMETERS: Mapping[str, tuple[str, ...]] = {
    "momentum": ("momentum", "nesterov"),
    "sufficient": ("backtracking",),
    "shrink": ("backtracking",),
    "batch": ("sgd",),
    "seed": ("sgd",),
}
"""Fields that belong to a method, and to which."""

_KNOWN = {"": tuple(_Entry.model_fields), "data": tuple(_Data.model_fields)}


def load_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a TOML file, in its order, their runs computed; CSV paths are relative to the file.

    Raises ``CombinedInputError`` with a line for each fault.
    """
    file = in_one_line(str(path))
    try:
        entries = _entries(path)
    except InputError as error:
        raise CombinedInputError(f"{file}: {line}" for line in _each(error)) from None
    scenarios: list[Scenario] = []
    faults = [f"{file}: {line}" for line in _repeated(entries)]
    for number, entry in enumerate(entries, 1):
        try:
            scenarios.append(_scenario(entry, path.parent))
        except InputError as error:
            faults += [f"{file}: {_label(entry, number)}: {line}" for line in _each(error)]
    if faults:
        raise CombinedInputError(faults)
    return tuple(scenarios)


def theme_name(path: Path) -> str | None:
    """Return what a scenario file says about its theme, for the application to look up: a name, or a path beside it.

    Raises ``CombinedInputError``, as ``load_scenarios`` does for the same file.
    """
    try:
        return _document(path).theme
    except InputError as error:
        raise CombinedInputError(f"{in_one_line(str(path))}: {line}" for line in _each(error)) from None


def _each(error: InputError) -> tuple[str, ...]:
    return error.faults if isinstance(error, CombinedInputError) else (str(error),)


def _slug(entry: Any) -> str:
    slug = entry.get("slug") if isinstance(entry, dict) else None
    return slug if isinstance(slug, str) else ""


def _label(entry: Any, number: int) -> str:
    """Return what to call an entry: by its slug if it has one, or else by its number from 1."""
    slug = _slug(entry)
    return f'scenario "{in_one_line(slug)}"' if slug else f"scenario {number}"


def _repeated(entries: list[Any]) -> Iterator[str]:
    """Yield a line for each slug that an earlier entry has taken."""
    first: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        slug = _slug(entry)
        if slug and first.setdefault(slug, number) != number:
            yield f"{_label(entry, number)}: slug: used twice, by entries {first[slug]} and {number}"


def _entries(path: Path) -> list[Any]:
    """Return the raw ``[[scenario]]`` tables."""
    document = _document(path)
    if not document.scenario:
        raise InputError("scenario: expected at least one [[scenario]] entry")
    return document.scenario


def _document(path: Path) -> _File:
    """Return the top table."""
    try:
        return _File.model_validate(read_toml(path))
    except ValidationError as error:
        raise CombinedInputError(_lines(error, tuple(_File.model_fields))) from None


def _lines(error: ValidationError, known: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for each fault that the models found."""
    for found in error.errors(include_url=False):
        *parents, _ = place = [str(part) for part in found["loc"] if part not in ("", "[key]")] or [""]
        names = known or _KNOWN.get(".".join(parents), ())
        yield f"{in_one_line('.'.join(place))}: {wording(found, names)}".removeprefix(": ")


def _scenario(raw: Any, folder: Path) -> Scenario:
    """Return the scenario of one entry, run and judged."""
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as error:
        raise CombinedInputError(_lines(error)) from None
    faults = list(_contradictions(entry))
    objective = _objective(entry, folder, faults)
    if objective is not None:
        faults += _misnamed("start", entry.start, _start_names(objective))
        faults += _misnamed("learning_rate", entry.learning_rate, objective.parameters)
    if objective is None or faults:
        raise CombinedInputError(faults)
    return _computed(entry, objective)


def _contradictions(entry: _Entry) -> Iterator[str]:
    """Yield what is wrong between fields that are right by themselves."""
    if (entry.objective is None) == (entry.data is None):
        yield "expected either objective or data, got " + ("neither" if entry.data is None else "both")
    if entry.method in HYPERPARAMETERS["momentum"] and entry.momentum is None:
        yield f'momentum: missing; method = "{entry.method}" needs a number of at least 0 and below 1'
    for name, methods in HYPERPARAMETERS.items():
        if entry.method not in methods and getattr(entry, name) is not None:
            wanted = " or ".join(f'"{method}"' for method in methods)
            yield f'{name}: only for method = {wanted}, got method = "{entry.method}"'


def _objective(entry: _Entry, folder: Path, faults: list[str]) -> Objective | None:
    """Return the entry's objective, or None after adding to ``faults`` why there is none."""
    if entry.objective is not None and entry.objective not in BUILT_IN:
        known = ", ".join(BUILT_IN)
        faults.append(f"objective: this version knows built-in names only ({known}), got {got(entry.objective)}")
    if faults:
        return None
    if entry.data is None:
        return BUILT_IN[str(entry.objective)]()
    try:
        table = read_table(folder / entry.data.csv, entry.data.x, entry.data.y)
        return standardised_error(table) if entry.data.standardise else mean_squared_error(table)
    except InputError as error:
        faults.append(f"data: {error}")
        return None


def _misnamed(field: str, numbers: Mapping[str, float] | None, parameters: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each parameter of a table that does not exist or is not there."""
    if numbers is None or numbers.keys() == {""}:
        return
    for name in numbers:
        if name not in parameters:
            yield f"{field}.{in_one_line(name)}: unknown parameter; {nearest(name, parameters)}"
    for name in parameters:
        if name not in numbers:
            yield f"{field}.{name}: missing"


def _computed(entry: _Entry, objective: Objective) -> Scenario:
    """Return the scenario with its run, so that a start without a finite loss is found here and not in a worker."""
    scenario = Scenario(
        slug=entry.slug,
        title=in_one_line(" ".join(entry.title.split())) or entry.slug.replace("-", " ").capitalize(),
        objective=objective,
        method=_method(entry, objective),
        start=_start(entry.start, objective),
        steps=entry.steps,
        view=entry.view or _usual_view(objective),
        tolerance=entry.tolerance,
    )
    try:
        with np.errstate(all="ignore"):
            _ = scenario.trajectory, scenario.verdict
    except (ArithmeticError, np.linalg.LinAlgError):
        raise InputError("the numbers are too large or too small for double precision") from None
    return scenario


def _method(entry: _Entry, objective: Objective) -> Method:
    rates = entry.learning_rate
    checked = learning_rates(rates[""] if rates.keys() == {""} else rates, objective.parameters)
    given = {name: getattr(entry, name) for name in HYPERPARAMETERS if getattr(entry, name) is not None}
    if "momentum" in given:
        given["beta"] = given.pop("momentum")
    return RULES[entry.method](checked, **given)


def _start_names(objective: Objective) -> tuple[str, ...]:
    """Return the parameters in which a start is given: those of the data's own units."""
    return objective.parameters if objective.standard is None else objective.standard.parameters


def _start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    start = _given_start(numbers, objective)
    return start if objective.standard is None else objective.standard.standardised(start)


def _given_start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    names = _start_names(objective)
    if numbers is None:
        return frozen(DEFAULT_START.get(objective.name, (0.0,) * len(names)))
    if numbers.keys() == {""}:
        if objective.n_parameters != 1:
            wanted = ", ".join(f"{name} = ..." for name in names)
            raise InputError(f"start: expected a table {{ {wanted} }}, got {got(numbers[''])}")
        return frozen([numbers[""]])
    return frozen([numbers[name] for name in names])


def _usual_view(objective: Objective) -> View:
    if objective.n_parameters == 1:
        return "curve"
    return "surface" if objective.table is None else "fit"
