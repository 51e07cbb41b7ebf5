"""From a checked entry of a scenario file to its scenario, with its run, or a line for each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.by_name import FAMILIES, HYPERPARAMETERS
from gdcore.descent.method import Method, learning_rates
from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN, known_text
from gdcore.expressions.written import typst_of
from gdcore.faults import CombinedInputError, got, in_one_line, nearest, unknown
from gdcore.lesson.draft import Runs
from gdcore.lesson.entry import Entry, Rule, contradictions
from gdcore.lesson.prose import fact_faults, spoken_formulas
from gdcore.models.feature_error import features_error, standardised_features_error
from gdcore.models.features import read_features
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.narration.sentences import sentence_faults
from gdcore.objectives.function import WithKinks
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Camera, Scenario, View
from gdcore.tables.table import Reading, read_table
from gdcore.text.readers import readable
from gdcore.theory.minimum import located

if TYPE_CHECKING:
    from gdcore.expressions.expression import Expression

DEFAULT_START: Mapping[str, tuple[float, ...]] = {"parabola": (-1.0,)}
"""Elsewhere every parameter starts at 0, but for well-known functions, which have a start of their own."""


def scenario_of(entry: Entry, folder: Path, runs: Runs | None = None) -> Scenario:
    """Return the scenario of an entry, run and judged; paths are relative to ``folder``.

    ``runs`` returns what was computed before for the scenario that it is given, if anything was. Raises ``InputError``
    with a line for each fault, which begins with the field.
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
    return _computed(entry, objective, runs or no_runs)


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
        reading = Reading(data.decimal, data.missing == "drop")
        if not isinstance(data.x, str):
            units = () if isinstance(unit, str) else unit
            features = read_features(path, data.x, data.y, x_units=units, y_unit=data.y_unit, reading=reading)
            return standardised_features_error(features) if data.standardise else features_error(features)
        assert isinstance(unit, str)  # contradictions() has reported it
        table = read_table(path, data.x, data.y, x_unit=unit, y_unit=data.y_unit, reading=reading)
        return standardised_error(table) if data.standardise else mean_squared_error(table)
    except InputError as error:
        raise CombinedInputError(f"data: {line}" for line in str(error).splitlines()) from None


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
        found = _read(text)
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


def _read(text: str) -> Expression:
    """Return a user's function. A lone word is taken for the name of a function that is not known."""
    from gdcore.expressions.expression import read_expression

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


def no_runs(_scenario: Scenario) -> None:
    """Know of no run."""


def _computed(entry: Entry, objective: Objective, runs: Runs) -> Scenario:
    """Return the scenario with its run, so that a start without a finite loss is found here and not in a worker."""
    start = _start(entry.start, objective)
    _check_start(objective, start)
    scenario = _scenario(entry, objective, start)
    try:
        with np.errstate(all="ignore"):
            known = runs(scenario)
            trajectories = [run.trajectory for run in scenario.runs] if known is None else known
            scenario = scenario.with_runs(trajectories)
            if entry.objective is not None and entry.objective != "parabola":
                scenario = _scenario(entry, _beside_its_end(objective, scenario), start).with_runs(trajectories)
            _ = [run.verdict for run in scenario.runs]
            faults = [f"words.{line}" for line in sentence_faults(scenario)]
            for field in ("before", "after"):
                faults += [f"{field}: {line}" for line in fact_faults(scenario, getattr(entry, field))]
    except (ArithmeticError, np.linalg.LinAlgError):
        raise InputError("the numbers are too large or too small for double precision") from None
    if faults:
        raise CombinedInputError(faults)
    return scenario


def _beside_its_end(objective: Objective, scenario: Scenario) -> Objective:
    """Return the objective with that of its minimisers which the run tends to, known or found."""
    from gdcore.expressions.well_known import beside

    run = scenario.trajectory
    return located(beside(objective, run.iterates[-1]), run.iterates, run.losses)


def title_of(entry: Entry) -> str:
    """Return what the clip of an entry is called."""
    return readable(entry.title) or entry.slug.replace("-", " ").capitalize()


def texts_in_clip(entry: Entry) -> tuple[str, ...]:
    """Return what the author of an entry has written that stands in its clip."""
    data = entry.data
    columns = [] if data is None else [data.x, data.x_unit, data.y, data.y_unit]
    names = [name for column in columns for name in ([column] if isinstance(column, str) else column)]
    titles = [entry.run_title, *(rule.title for rule in entry.beside)]
    return title_of(entry), *map(readable, (*titles, *names))


def shown_function(entry: Entry) -> str | None:
    """Return what two entries have in common if their clips show the same function; None if one shows its own part.

    Nothing is derived and no data are read for it, so entries of different data may have it in common, too.
    """
    if entry.domain is not None:
        return None
    if entry.data is not None:
        return f"data, {entry.data.standardise}"
    text = "x**2" if entry.objective == "parabola" else entry.objective or ""
    if text in KNOWN:
        text = known_text(text, entry.condition_number)
    try:
        return typst_of(_read(text).source)
    except InputError:
        return None  # reported when it is made


def _sentence(beat: str, text: str) -> str:
    try:
        return readable(spoken_formulas(text))
    except InputError as error:
        raise InputError(f"words.{in_one_line(beat)}: {error}") from None


def _scenario(entry: Entry, objective: Objective, start: Array) -> Scenario:
    words = {beat: _sentence(beat, text) for beat, text in entry.words.items()}
    own = Scenario(
        entry.slug, title_of(entry), objective, _method(entry, objective), start, entry.steps,
        entry.view or usual_view(objective), entry.tolerance, words,
        domain=_domain(entry, objective), camera=_camera(entry),
        run_title=readable(entry.run_title),
    )  # fmt: skip
    beside = tuple(
        replace(
            own, slug=f"{entry.slug[:76].rstrip('-')}-{number}", title=readable(rule.title),
            method=_method(rule, objective), words={}, domain=None, camera=None, run_title="",
        )
        for number, rule in enumerate(entry.beside, 2)
    )  # fmt: skip
    return replace(own, companions=beside)


def _method(rule: Rule, objective: Objective) -> Method:
    rates = rule.learning_rate
    checked = learning_rates(rates[""] if rates.keys() == {""} else rates, objective.parameters)
    given = {name: getattr(rule, name) for name in HYPERPARAMETERS if getattr(rule, name) is not None}
    return FAMILIES[rule.method].make(checked, **given)


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
    parts = objective.function.kinks(start) if isinstance(objective.function, WithKinks) else ()
    if parts:
        has = "jumps" if parts[0].startswith("sign(") else "has a kink"
        raise InputError(f"start: no gradient exists at {where}: {parts[0]} {has} there")
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
