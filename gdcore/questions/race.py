"""Questions about several runs: who comes first, how many arrive, or who ends lowest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gdcore.methods.registry import method_words
from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, count, steps
from gdcore.questions.setting import method_and_subject, subject
from gdcore.scenario import Scenario
from gdcore.studies.race import SAME, Goal, amount, arrivals, clock_of, goal, reached, starts_differ
from gdcore.studies.race_names import rates_in_words, run_names, run_parts, settings_of, start_parts
from gdcore.text.language import tr
from gdcore.text.notation import rounded, together
from gdcore.text.readers import isolated


def race_question(scenario: Scenario) -> Question | None:
    """Return a question about all runs; None for a single run, or if nothing sets the runs apart."""
    several = len(scenario.runs) > 1 and (scenario.view == "race" or scenario.is_together)
    if not several or len(set(run_names(scenario))) < len(scenario.runs):
        return None
    limit, when = goal(scenario), _when(scenario)
    there = [time for time in when if time is not None]
    if limit is None or not there:
        return _lowest_minimum(scenario) or _lowest(scenario) or _how_many_fall(scenario)
    return _first(scenario, limit, when) if there.count(min(there)) == 1 else _how_many(scenario, limit, when)


def _when(scenario: Scenario) -> Sequence[float | None]:
    """Return when each run arrived on the clip's clock."""
    return reached(scenario) if clock_of(scenario) == "steps" else arrivals(scenario)


def _time(scenario: Scenario, time: float) -> str:
    if clock_of(scenario) == "steps":
        return steps(int(time))
    return tr("{n} evaluations", n=amount(time))


def _opening(scenario: Scenario) -> str:
    if starts_differ(scenario):
        return _opening_of_starts(scenario)
    given = {
        "subject": subject(scenario.objective),
        "place": _start(scenario),
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
        yield f"{isolated(name)} ({', '.join(lacking)})" if lacking else isolated(name)


def _opening_of_starts(scenario: Scenario) -> str:
    settings = {str(settings_of(run.method)) for run in scenario.runs}
    alike = (
        scenario.method.schedule.is_constant
        and len(settings) == 1
        and len(set(scenario.method.learning_rate.tolist())) == 1
    )
    names = run_names(scenario) if alike else list(_told(scenario, with_method=True))
    runs = [
        name if all(str(part) in map(str, named) for part in start_parts(run))
        else tr("{run} from {place}", run=name, place=_start(run))
        for name, named, run in zip(names, run_parts(scenario), scenario.runs, strict=True)
    ]  # fmt: skip
    if alike:
        return tr(
            "{method}, with a learning rate of {rate}, from several starts: {runs}.",
            method=method_and_subject(scenario),
            rate=rounded(scenario.method.learning_rate[0]),
            runs="; ".join(runs),
        )
    return tr(
        "These runs on {subject} have starts of their own: {runs}.",
        subject=subject(scenario.objective),
        runs="; ".join(runs),
    )


def _start(run: Scenario) -> str:
    start = zip(run.objective.parameters, run.start.tolist(), strict=True)
    return together([f"{name} = {rounded(value, 4)}" for name, value in start])


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


def _lowest_minimum(scenario: Scenario) -> Question | None:
    """Ask how many runs head for the lowest of several minima, where each run's own is known."""
    names, minima = run_names(scenario), [run.objective.minimum for run in scenario.runs]
    known = [least for least in minima if least is not None]
    if len(known) < len(minima) or any(run.verdict.kind != "converging" for run in scenario.runs):
        return None
    room = SAME * max(map(abs, known))
    there = [name for name, least in zip(names, known, strict=True) if least <= min(known) + room]
    if len(there) == len(names):
        return None
    asks = tr("How many of them head for the lowest of their minima?")
    others = [name for name in names if name not in there]
    few = tr("To the lowest minimum go: {runs}.", runs="; ".join(there))
    return _counted(scenario, asks, len(there), few, tr("To a higher one go: {runs}.", runs="; ".join(others)))


def _lowest(scenario: Scenario) -> Question | None:
    names, ends = run_names(scenario), [float(run.trajectory.losses[-1]) for run in scenario.runs]
    read = [str(rounded(end)) for end in ends]
    first, *others = sorted(range(len(names)), key=lambda i: ends[i])
    if read.count(read[first]) > 1:
        return None
    wrong = [Candidate(i, names[i], tr("It ends at a loss of {loss}.", loss=read[i])) for i in others]
    back = Candidate(len(names), tr("none of them ends below the start"), tr("{run} does.", run=names[first]))
    if not starts_differ(scenario) and ends[first] < scenario.trajectory.losses[0]:
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
