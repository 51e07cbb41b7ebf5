"""From a checked entry of a scenario file to its scenario, with its run, or a line for each fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gdcore.edges import MAKERS
from gdcore.entry import HYPERPARAMETERS, Beside, Entry, Rule, contradictions
from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, got, in_one_line, nearest, unknown
from gdcore.feature_error import features_error, standardised_features_error
from gdcore.features import read_features
from gdcore.known import KNOWN
from gdcore.methods import Method, learning_rates
from gdcore.objectives import Array, Objective, frozen, mean_squared_error, parabola, standardised_error
from gdcore.readers import readable
from gdcore.scenario import Camera, Scenario, View
from gdcore.sentences import prose_faults, sentence_faults
from gdcore.table import read_table

if TYPE_CHECKING:
    from gdcore.expression import Expression

DEFAULT_START: Mapping[str, tuple[float, ...]] = {"parabola": (-1.0,)}
"""Elsewhere every parameter starts at 0, but for well-known functions, which have a start of their own."""


def scenario_of(entry: Entry, folder: Path) -> Scenario:
    """Return the scenario of an entry, run and judged; paths are relative to ``folder``.

    Raises ``InputError`` with a line for each fault, which begins with the field.
    """
    faults = list(contradictions(entry))
    objective = _objective(entry, folder, faults)
    if objective is not None:
        faults += _misnamed("start", entry.start, _start_names(objective))
        faults += _misnamed("domain", entry.domain, _start_names(objective), all_needed=False)
        for place, rule in _rules(entry):
            faults += _misnamed(f"{place}learning_rate", rule.learning_rate, objective.parameters)
    if objective is None or faults:
        raise CombinedInputError(faults)
    return _computed(entry, objective)


def objective_faults(text: str) -> Iterator[str]:
    """Yield what is wrong with an objective's text, for an entry that has other faults, too."""
    if text not in _names():
        try:
            _read(text)
        except InputError as error:
            yield f"objective: {error}"


def _rules(entry: Entry) -> Iterator[tuple[str, Rule]]:
    yield "", entry
    yield from ((f"beside.{number}.", rule) for number, rule in enumerate(entry.beside, 1))


def _names() -> tuple[str, ...]:
    """Return the names that an objective may have."""
    return "parabola", *KNOWN


def _objective(entry: Entry, folder: Path, faults: list[str]) -> Objective | None:
    """Return the entry's objective, or None after adding to ``faults`` why there is none."""
    try:
        if entry.data is not None:
            return None if faults else _of_data(entry, folder)
        return None if entry.objective is None else _of_text(entry, entry.objective)
    except InputError as error:
        faults += str(error).splitlines()
        return None


def _of_data(entry: Entry, folder: Path) -> Objective:
    data = entry.data
    assert data is not None
    try:
        path, unit = folder / data.csv, data.x_unit
        if not isinstance(data.x, str):
            units = () if isinstance(unit, str) else unit
            features = read_features(path, data.x, data.y, x_units=units, y_unit=data.y_unit)
            return standardised_features_error(features) if data.standardise else features_error(features)
        assert isinstance(unit, str)  # contradictions() has told
        table = read_table(path, data.x, data.y, x_unit=unit, y_unit=data.y_unit)
        return standardised_error(table) if data.standardise else mean_squared_error(table)
    except InputError as error:
        raise CombinedInputError(f"data: {line}" for line in str(error).splitlines()) from None


def _of_text(entry: Entry, text: str) -> Objective:
    if text == "parabola":
        found = parabola()
    else:
        expression = None if text in KNOWN else _expression(entry, text)  # refused before SymPy is loaded
        from gdcore.functions import well_known, written

        if expression is None:
            return well_known(text, entry.condition_number)
        found = written(expression)
    if entry.condition_number is not None:
        raise InputError(f'condition_number: only for objective = "narrow_quadratic", got objective = {got(text)}')
    return found


def _expression(entry: Entry, text: str) -> Expression:
    """Return the user's function, its parameters in the order of the start or of the rates where these name them."""
    try:
        found = _read(text)
        given = next((list(t) for t in (entry.start, entry.learning_rate) if t is not None and t.keys() != {""}), [])
        known = [name for name in given if name in found.parameters]
        rest = [name for name in found.parameters if name not in known]
        return replace(found, parameters=(*known, *rest))
    except InputError as error:
        raise InputError(f"objective: {error}") from None


def _read(text: str) -> Expression:
    """Return a user's function. A lone word is taken for the name of a function that is not known."""
    from gdcore.expression import read_expression

    if text.isidentifier() and len(text) > 1:
        raise InputError(unknown("function", text, _names()))
    return read_expression(text)


def _misnamed(
    field: str, numbers: Mapping[str, object] | None, parameters: tuple[str, ...], *, all_needed: bool = True
) -> Iterator[str]:
    """Yield a line for each parameter of a table that does not exist or is not there."""
    if numbers is None or numbers.keys() == {""}:
        return
    for name in numbers:
        if name not in parameters:
            yield f"{field}.{in_one_line(name)}: unknown parameter; {nearest(name, parameters)}"
    for name in parameters if all_needed else ():
        if name not in numbers:
            yield f"{field}.{name}: missing"


def _computed(entry: Entry, objective: Objective) -> Scenario:
    """Return the scenario with its run, so that a start without a finite loss is found here and not in a worker."""
    start = _start(entry.start, objective)
    _check_start(objective, start)
    scenario = _scenario(entry, objective, start)
    try:
        with np.errstate(all="ignore"):
            if entry.objective is not None and entry.objective != "parabola":
                scenario = _scenario(entry, _beside_its_end(objective, scenario), start)
            _ = [(run.trajectory, run.verdict) for run in scenario.runs]
            faults = [f"words.{line}" for line in sentence_faults(scenario)]
            for field in ("before", "after"):
                faults += [f"{field}: {line}" for line in prose_faults(scenario, getattr(entry, field))]
    except (ArithmeticError, np.linalg.LinAlgError):
        raise InputError("the numbers are too large or too small for double precision") from None
    if faults:
        raise CombinedInputError(faults)
    return scenario


def _beside_its_end(objective: Objective, scenario: Scenario) -> Objective:
    """Return the objective with that of its known minimisers which the run comes nearest to."""
    from gdcore.functions import beside

    return beside(objective, scenario.trajectory.iterates[-1])


def _scenario(entry: Entry, objective: Objective, start: Array) -> Scenario:
    title = readable(entry.title) or entry.slug.replace("-", " ").capitalize()
    words = {beat: readable(text) for beat, text in entry.words.items()}
    own = Scenario(
        entry.slug, title, objective, _method(entry, objective), start, entry.steps,
        entry.view or usual_view(objective), entry.tolerance, words,
        domain=_domain(entry, objective), camera=_camera(entry),
    )  # fmt: skip
    beside = tuple(
        replace(
            own, slug=f"{entry.slug[:76].rstrip('-')}-{number}", title=_title(rule), method=_method(rule, objective),
            words={}, domain=None, camera=None,
        )
        for number, rule in enumerate(entry.beside, 2)
    )  # fmt: skip
    return replace(own, companions=beside)


def _title(beside: Beside) -> str:
    """Return what the picture calls a run beside the scenario's own."""
    given = readable(beside.title)
    rates = ", ".join(f"{rate:g}" for rate in beside.learning_rate.values())
    return given or f"{beside.method.replace('_', ' ')}, η = {rates}"


def _method(rule: Rule, objective: Objective) -> Method:
    rates = rule.learning_rate
    checked = learning_rates(rates[""] if rates.keys() == {""} else rates, objective.parameters)
    given = {name: getattr(rule, name) for name in HYPERPARAMETERS if getattr(rule, name) is not None}
    if "momentum" in given:
        given["beta"] = given.pop("momentum")
    return MAKERS[rule.method](checked, **given)


def _domain(entry: Entry, objective: Objective) -> Array | None:
    """Return the intervals that the picture shows, shape ``(d, 2)``; NaN for a parameter of which nothing is said."""
    if entry.domain is None:
        return None
    nothing = [float("nan"), float("nan")]
    return frozen([entry.domain.get(name, nothing) for name in objective.parameters])


def _camera(entry: Entry) -> Camera | None:
    return None if entry.camera is None else Camera(entry.camera.azimuth, entry.camera.elevation)


def _check_start(objective: Objective, start: Array) -> None:
    """Raise ``InputError`` where the objective or its gradient does not exist at the start, and say where that is."""
    where = ", ".join(f"{name} = {value:g}" for name, value in zip(objective.parameters, start, strict=True))
    with np.errstate(all="ignore"):
        value, gradient = float(objective.value(start)), objective.gradient(start)
    if np.isnan(value):
        raise InputError(f"start: the objective is not defined at {where}")
    if np.isinf(value):
        raise InputError(f"start: the objective is too large for double precision at {where}")
    kinks = getattr(getattr(objective.value, "__self__", None), "kinks", None)
    bars = kinks(start) if kinks is not None else ()
    if bars:
        raise InputError(f"start: no gradient exists at {where}: abs({bars[0]}) has a kink there")
    if not np.isfinite(gradient).all():
        raise InputError(f"start: no finite gradient exists at {where}")


def _start_names(objective: Objective) -> tuple[str, ...]:
    """Return the parameters in which a start is given: those of the data's own units."""
    return objective.parameters if objective.standard is None else objective.standard.parameters


def _start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    start = _given_start(numbers, objective)
    return start if objective.standard is None else objective.standard.standardised(start)


def _given_start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    names = _start_names(objective)
    if numbers is None:
        return frozen(_default_start(objective) or (0.0,) * len(names))
    if numbers.keys() == {""}:
        if objective.n_parameters != 1:
            wanted = ", ".join(f"{name} = ..." for name in names)
            raise InputError(f"start: expected a table {{ {wanted} }}, got {got(numbers[''])}")
        return frozen([numbers[""]])
    return frozen([numbers[name] for name in names])


def _default_start(objective: Objective) -> tuple[float, ...]:
    if objective.table is not None or objective.name in DEFAULT_START:
        return DEFAULT_START.get(objective.name, ())
    return KNOWN[objective.name].start if objective.name in KNOWN else ()


def usual_view(objective: Objective) -> View:
    """Return how an objective is shown when nobody says."""
    if objective.table is not None:
        return "fit"
    if objective.n_parameters != 2:
        return "curve" if objective.n_parameters == 1 else "race"
    return "surface"
