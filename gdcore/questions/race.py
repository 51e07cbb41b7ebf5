"""Questions about a race: who comes first, how many arrive, or who ends lowest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gdcore.descent.registry import method_words
from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, count, steps
from gdcore.questions.setting import subject
from gdcore.scenario import Scenario
from gdcore.studies.race import Goal, amount, arrivals, goal, reached
from gdcore.studies.race_names import rates_in_words, run_names
from gdcore.text.language import tr
from gdcore.text.notation import rounded, together


def race_question(scenario: Scenario) -> Question | None:
    """Return a question about all runs; None for a single run, or if nothing sets the runs apart."""
    if scenario.view != "race" or len(scenario.runs) == 1 or len(set(run_names(scenario))) < len(scenario.runs):
        return None
    limit, when = goal(scenario), _when(scenario)
    there = [time for time in when if time is not None]
    if limit is None or not there:
        return _lowest(scenario) or _how_many_fall(scenario)
    return _first(scenario, limit, when) if there.count(min(there)) == 1 else _how_many(scenario, limit, when)


def _when(scenario: Scenario) -> Sequence[float | None]:
    """Return when each run arrived on the clip's clock: steps for one parameter, else evaluations."""
    return reached(scenario) if scenario.objective.n_parameters == 1 else arrivals(scenario)


def _time(scenario: Scenario, time: float) -> str:
    if scenario.objective.n_parameters == 1:
        return steps(int(time))
    return tr("{n} evaluations", n=amount(time))


def _opening(scenario: Scenario) -> str:
    start = zip(scenario.objective.parameters, scenario.start.tolist(), strict=True)
    given = {
        "subject": subject(scenario.objective),
        "place": together([f"{name} = {rounded(value, 4)}" for name, value in start]),
        "loss": rounded(scenario.trajectory.losses[0]),
    }
    methods = {method_words(run.method.name) for run in scenario.runs}
    if len(methods) == 1:
        told = "; ".join(_told(scenario, with_method=False))
        (method,) = methods
        return tr(
            "These runs of {method} on {subject} start at {place}, where the loss is {loss}: {runs}.",
            **given, method=method, runs=told,
        )  # fmt: skip
    told = "; ".join(_told(scenario, with_method=True))
    return tr("These runs on {subject} start at {place}, where the loss is {loss}: {runs}.", **given, runs=told)


def _told(scenario: Scenario, *, with_method: bool) -> Iterator[str]:
    """Yield the names of the runs with what they do not say of rates, and of methods where these differ."""
    for name, run in zip(run_names(scenario), scenario.runs, strict=True):
        facts = ([method_words(run.method.name)] if with_method else []) + [rates_in_words(run.method)]
        lacking = [fact for fact in facts if fact.casefold() not in name.casefold()]
        yield f"{name} ({', '.join(lacking)})" if lacking else name


def _first(scenario: Scenario, limit: Goal, when: Sequence[float | None]) -> Question | None:
    names, late = run_names(scenario), float("inf")
    order = sorted(range(len(names)), key=lambda i: (late if when[i] is None else when[i], i))
    found = [_arrival(scenario, when[i]) for i in range(len(names))]
    first, *others = order
    wrong = [Candidate(i, names[i], found[i]) for i in others]
    nobody = Candidate(len(names), tr("none of them"), tr("One does: {run}.", run=names[first]))
    asks = tr("Which is the first to reach the goal, {goal}?", goal=limit.words)
    told = tr("{run} is there after {time}.", run=names[first], time=_time(scenario, when[first] or 0.0))
    return asked(scenario.slug, f"{_opening(scenario)} {asks}", Candidate(first, names[first]), [*wrong, nobody], told)


def _arrival(scenario: Scenario, time: float | None) -> str:
    if time is None:
        return tr("It does not get there.")
    return tr("It gets there after {time}.", time=_time(scenario, time))


def _how_many(scenario: Scenario, limit: Goal, when: Sequence[float | None]) -> Question | None:
    names = run_names(scenario)
    there = [name for name, time in zip(names, when, strict=True) if time is not None]
    late = [name for name, time in zip(names, when, strict=True) if time is None]
    asks = tr("How many of the {n} reach the goal, {goal}?", n=len(names), goal=limit.words)
    told = tr("Those that reach it: {runs}.", runs="; ".join(there))
    many = tr("Those that do not reach it: {runs}.", runs="; ".join(late))
    return _counted(scenario, asks, len(there), told, many)


def _lowest(scenario: Scenario) -> Question | None:
    names, ends = run_names(scenario), [float(run.trajectory.losses[-1]) for run in scenario.runs]
    read = [str(rounded(end)) for end in ends]
    first, *others = sorted(range(len(names)), key=lambda i: ends[i])
    if read.count(read[first]) > 1:
        return None
    wrong = [Candidate(i, names[i], tr("It ends at a loss of {loss}.", loss=read[i])) for i in others]
    back = Candidate(len(names), tr("none of them ends below the start"), tr("{run} does.", run=names[first]))
    if ends[first] < scenario.trajectory.losses[0]:
        wrong.append(back)
    asks = tr("Which of them ends with the lowest loss?")
    told = tr("{run} ends at a loss of {loss}.", run=names[first], loss=read[first])
    return asked(scenario.slug, f"{_opening(scenario)} {asks}", Candidate(first, names[first]), wrong, told)


def _how_many_fall(scenario: Scenario) -> Question | None:
    names, falls = run_names(scenario), [bool((np.diff(run.trajectory.losses) < 0.0).all()) for run in scenario.runs]
    falling = [name for name, lower in zip(names, falls, strict=True) if lower]
    rising = [name for name, lower in zip(names, falls, strict=True) if not lower]
    few = tr("In these it does: {runs}.", runs="; ".join(falling)) if falling else tr("In none of them.")
    many = tr("In these some step does not: {runs}.", runs="; ".join(rising)) if rising else tr("In all of them.")
    return _counted(scenario, tr("In how many of them does every step lower the loss?"), len(falling), few, many)


def _counted(scenario: Scenario, asks: str, right: int, few: str, many: str) -> Question | None:
    """Return a question for a number of runs; ``few`` and ``many`` meet an answer that is too small or too large."""
    others = sorted(set(range(len(scenario.runs) + 1)) - {right}, key=lambda n: abs(n - right))
    wrong = [count(n, few if n < right else many) for n in others]
    return asked(scenario.slug, f"{_opening(scenario)} {asks}", count(right), wrong, few)
