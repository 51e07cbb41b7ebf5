"""From a checked entry of a scenario file to its scenario, with its run, or a line for each fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory
from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN, known_text
from gdcore.expressions.written import typst_of
from gdcore.faults import CombinedInputError, collecting, fault_lines, got, in_one_line
from gdcore.lesson.draft import Runs
from gdcore.lesson.entry import Beside, Entry, Said, contradictions
from gdcore.lesson.entry_objective import objective_of, read_function
from gdcore.lesson.fields.fate import fate_choice
from gdcore.lesson.fields.playground import Playground, misnamed
from gdcore.lesson.fields.question import questions_of
from gdcore.lesson.fields.rule import Rule
from gdcore.lesson.prose_checks import fact_faults
from gdcore.lesson.schedules import faults_of_schedule, misnamed_in, misnamed_rates, schedule_of
from gdcore.methods.registry import FAMILIES, HYPERPARAMETERS, made
from gdcore.narration.own_words import sentence_faults
from gdcore.objectives.function import WithKinks
from gdcore.objectives.objective import Objective
from gdcore.prose.in_sentences import spoken_formulas
from gdcore.scenario import Camera, Scenario, View
from gdcore.studies.fate_axes import axis_faults
from gdcore.text.readers import readable
from gdcore.theory.minimum import located, nearest_minimiser, scale_of

DEFAULT_START: Mapping[str, tuple[float, ...]] = {"parabola": (-1.0,)}
"""Elsewhere every parameter starts at 0, but for well-known functions, which have a start of their own."""
SAME = 1e-6
"""Minimisers are one where they differ by less: a search from elsewhere ends elsewhere in the last digits."""


def scenario_of(entry: Entry, folder: Path, runs: Runs | None = None) -> Scenario:
    """Return the scenario of an entry, run and judged; paths are relative to ``folder``.

    ``runs`` returns what was computed before for the scenario that it is given, if anything was. Raises ``InputError``
    with a line for each fault, which begins with the field.
    """
    faults = list(contradictions(entry))
    objective = objective_of(entry, folder, faults)
    if objective is not None:
        faults += misnamed_in("domain", entry.domain, _start_names(objective), all_needed=False)
        for place, rule in _rules(entry):
            faults += misnamed_in(f"{place}start", rule.start, _start_names(objective))
            faults += [f"{place}{line}" for line in misnamed_rates(rule, objective.parameters)]
            if not faults:
                faults += [f"{place}{line}" for line in faults_of_schedule(rule, objective, entry.steps)]
        if isinstance(entry.playground, Playground):
            faults += misnamed(entry.playground, objective.parameters, _start_names(objective))
        faults += [f"fate.{line}" for line in axis_faults(fate_choice(entry.fate), objective.parameters, entry.method)]
    if objective is None or faults:
        raise CombinedInputError(faults)
    return _computed(entry, objective, runs or no_runs)


def _rules(entry: Entry) -> Iterator[tuple[str, Entry | Beside]]:
    """Yield the entry and those beside it, each with what stands before the names of its fields in messages."""
    yield "", entry
    yield from ((f"beside.{number}.", rule) for number, rule in enumerate(entry.beside, 1))


def no_runs(_scenario: Scenario) -> None:
    """Know of no run."""


def _computed(entry: Entry, objective: Objective, runs: Runs) -> Scenario:
    """Return the scenario with its run, so that a start without a finite loss is found here and not in a worker."""
    starts = _starts(entry, objective)
    scenario = _scenario(entry, [objective] * len(starts), starts)
    try:
        with np.errstate(all="ignore"):
            known = runs(scenario)
            trajectories = [run.trajectory for run in scenario.runs] if known is None else known
            scenario = scenario.with_runs(trajectories)
            if entry.objective is not None and entry.objective != "parabola":
                ends = _beside_their_ends(objective, trajectories)
                scenario = _scenario(entry, ends, starts).with_runs(trajectories)
            _ = [run.verdict for run in scenario.runs]
            faults = [f"words.{line}" for line in sentence_faults(scenario)]
            for field in ("before", "after"):
                faults += [f"{field}: {line}" for line in fact_faults(scenario, getattr(entry, field))]
    except (ArithmeticError, np.linalg.LinAlgError):
        raise InputError("the numbers are too large or too small for double precision") from None
    with collecting(faults):
        scenario = _asking(entry, scenario)
    if faults:
        raise CombinedInputError(faults)
    return scenario


def _asking(entry: Entry, scenario: Scenario) -> Scenario:
    """Return the scenario with its author's questions, none where nothing is to be asked."""
    if entry.questions and not entry.question:
        return scenario
    asked = questions_of(entry.question, scenario)
    found = copy(scenario)  # with what is computed
    object.__setattr__(found, "questions", asked)
    return found


def _beside_their_ends(objective: Objective, runs: Sequence[Trajectory]) -> list[Objective]:
    """Return for each run the objective with that of its minimisers which the run tends to, known or found.

    Those that tend to that of the first one, or from its start to none, have the very same as it.
    """
    from gdcore.expressions.well_known import beside

    first, *others = (located(beside(objective, run.iterates[-1]), run.iterates, run.losses) for run in runs)
    pairs = zip(others, runs[1:], strict=True)
    return [first, *(first if _is_shared(first, other, runs[0], run) else other for other, run in pairs)]


def _is_shared(first: Objective, other: Objective, first_run: Trajectory, run: Trajectory) -> bool:
    """Whether a run tends to the first one's minimiser, or from the same start to none."""
    if first.minimiser is None or other.minimiser is None:
        return other.minimiser is None and np.array_equal(run.start, first_run.start)
    return bool(np.allclose(first.minimiser, other.minimiser, rtol=SAME, atol=SAME))


def title_of(entry: Entry) -> str:
    """Return what the clip of an entry is called."""
    return readable(entry.title) or entry.slug.replace("-", " ").capitalize()


def texts_in_clip(entry: Entry) -> tuple[str, ...]:
    """Return what the author of an entry has written that stands in its clip."""
    data = entry.data
    names = [] if data is None else [*data.columns, *data.units, data.y, data.y_unit, *data.names]
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
        return typst_of(read_function(text).source)
    except InputError:
        return None  # reported when it is made


def _own_words(entry: Entry) -> Iterator[dict[str, str]]:
    """Yield what an entry has written by beat, then what is to be spoken instead of it or of the usual words."""
    given = {beat: said if isinstance(said, Said) else Said(written=said) for beat, said in entry.words.items()}
    yield {beat: _sentence(beat, said.written) for beat, said in given.items() if said.written is not None}
    yield {beat: _sentence(f"{beat}.spoken", said.spoken) for beat, said in given.items() if said.spoken is not None}


def _sentence(place: str, text: str) -> str:
    try:
        return readable(spoken_formulas(text))
    except InputError as error:
        raise InputError(f"words.{in_one_line(place)}: {error}") from None


def _scenario(entry: Entry, objectives: Sequence[Objective], starts: Sequence[Array]) -> Scenario:
    """Return the scenario of an entry; objectives and starts are those of its own run, then of those beside it."""
    objective, start = objectives[0], starts[0]
    (words, script), at = _own_words(entry), entry.camera
    own = Scenario(
        entry.slug, title_of(entry), objective, method_of(entry, objective, start, entry.steps), start, entry.steps,
        entry.view or usual_view(objective), entry.tolerance, words,
        domain=_domain(entry, objective), camera=None if at is None else Camera(at.azimuth, at.elevation),
        run_title=readable(entry.run_title), script=script, fate=fate_choice(entry.fate),
    )  # fmt: skip
    beside = tuple(
        replace(
            own, slug=f"{entry.slug[:76].rstrip('-')}-{number}", title=readable(rule.title),
            method=_beside_method(number - 1, rule, objective, own_start, entry.steps), objective=own_objective,
            start=own_start, words={}, script={}, domain=None, camera=None, run_title="",
        )
        for number, (rule, own_objective, own_start) in enumerate(
            zip(entry.beside, objectives[1:], starts[1:], strict=True), 2
        )
    )  # fmt: skip
    return replace(own, companions=beside, clock=entry.clock)


def _beside_method(number: int, rule: Rule, objective: Objective, start: Array, steps: int) -> Method:
    try:
        return method_of(rule, objective, start, steps)
    except InputError as error:
        raise CombinedInputError(f"beside.{number}.{line}" for line in fault_lines(error)) from None


def method_of(rule: Rule, objective: Objective, start: Array, steps: int) -> Method:
    """Return the method that a rule makes for the parameters of an objective, from ``start`` on.

    A method that has to know the loss at the minimum is told that of the nearest one, if the objective has none.
    """
    given = {name: getattr(rule, name) for name in HYPERPARAMETERS if getattr(rule, name) is not None}
    for number in FAMILIES[rule.method].hyperparameters:
        if number.is_minimum and number.name not in given and objective.minimiser is None:
            given[number.name] = _least_near(objective, start, number.name)
    return made(rule.method, schedule_of(rule, objective, steps), **given)


def _least_near(objective: Objective, start: Array, field: str) -> float:
    with np.errstate(all="ignore"):
        found = nearest_minimiser(objective, start, scale_of(start[None]))
    if found is None:
        unknown = "no minimum is known, nor found downhill of the start"
        raise InputError(f"{field}: missing; {unknown}; expected {field} = 0.0")
    return float(objective.value(found))


def _domain(entry: Entry, objective: Objective) -> Array | None:
    """Return the intervals that the picture shows, shape ``(d, 2)``; NaN for a parameter of which nothing is said."""
    if entry.domain is None:
        return None
    nothing = [float("nan"), float("nan")]
    return frozen([entry.domain.get(name, nothing) for name in objective.parameters])


def check_start(objective: Objective, start: Array) -> None:
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


def _starts(entry: Entry, objective: Objective) -> list[Array]:
    """Return where the entry's own run and those beside it begin, checked."""
    found: list[Array] = []
    for place, rule in _rules(entry):
        if rule.start is None and found:
            found.append(found[0])
            continue
        try:
            start = _start(rule.start, objective)
            check_start(objective, start)
        except InputError as error:
            raise InputError(f"{place}{error}") from None
        found.append(start)
    return found


def _start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    start = given_start(numbers, objective)
    return start if objective.standard is None else objective.standard.standardised(start)


def given_start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    """Return a start in the parameters in which starts are given, the usual one where no numbers are."""
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
