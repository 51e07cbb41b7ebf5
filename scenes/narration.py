"""What is said at each beat: the scenario's own words, or the sentence that fits the run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdcore.language import later, tr
from gdcore.readers import isolated
from gdcore.scenario import Scenario
from gdcore.surroundings import falls_on, growth_shape
from gdcore.trajectory import Trajectory
from gdcore.vocabulary import kind_word

CYCLING = later("The steps repeat: the run comes back to where it was.")
DEFAULTS = {
    "introduce": later("{title}. The run starts at a loss of {loss_0}."),
    "slope": later("The slope gives the direction; the learning rate {rate} sets how far to go."),
    "pull_back": later("The loss outgrows every axis: {loss_orders} orders of magnitude."),
    "log_view": later("On a logarithmic axis the growth is a straight line."),
    "verdict": later("After {steps} steps the loss is {loss_last}: the run is {kind}."),
}
TAILS = {
    "converging": later("Then the steps become small: the loss changes ever less."),
    "cycling": later("And so it goes on, there and back."),
    "diverging": later("And so it goes on, ever farther."),
}
FALLING = {
    "tail": later("And so it goes on, lower and lower."),
    "verdict": later("After {steps} steps the loss is {loss_last}, and still falling."),
}
"""Of a run that has not arrived anywhere when it ends."""
BENDING = {
    "faster": later("Even on a logarithmic axis the line bends upward: the growth itself grows."),
    "other": later("On a logarithmic axis the whole run is seen at once."),
}
"""Of a run that blows up, but not by the same factor at each step."""
VIEWS: Mapping[str, Mapping[str, str]] = {
    "fate": {
        "introduce": later("At the rate {rate} the run is {kind}."),
        "sweep": later("Now every rate from 0 up. The colour tells the fate."),
        "cost": later("Too small is slow too: at both ends the steps needed explode."),
        "others": later("The other runs stand here."),
        "scan": later("Now every pair of rates. Blue arrives, orange explodes."),
        "edge": later("The edge between the fates is exact."),
        "grow": later("Momentum moves the edge outward."),
        "verdict": later("After {steps} steps the loss is {loss_last}: the run is {kind}."),
    },
    "race": {
        "introduce": later("{title}. One start, one clock. Runs: {n_runs}."),
        "slope": later("First slowly: what does the first step do?"),
        "steps": later("Now all the others, on the same clock."),
        "arrivals": later("Came within the goal: {n_arrived} of {n_runs}."),
        "verdict": later("Converging: {n_converging}. Cycling: {n_cycling}. Diverging: {n_diverging}."),
    },
}
"""The sentences of a view, where it has its own."""
RULES = {
    "gradient_descent": later("Each step multiplies the distance from the minimum by one number."),
    "momentum": later("Each step keeps a share of the one before and adds what the slope asks for."),
    "nesterov": later("Each step keeps a share of the one before and asks for the slope where that alone would lead."),
    "halving": later("A step that would land higher is halved until it does not."),
    "backtracking": later("A step that does not lower the loss enough is shortened and tried again."),
}


def narrate(scenario: Scenario, facts: Mapping[str, str], beat: str) -> str:
    """Return the sentence of a beat with its facts filled in."""
    template = scenario.words.get(beat) or tr(_default(scenario, beat))
    return template.format_map({**facts, "title": isolated(scenario.title), "kind": kind_word(scenario.verdict.kind)})


def _default(scenario: Scenario, beat: str) -> str:
    """Return the sentence that fits the run, still in English."""
    kind, own = scenario.verdict.kind, VIEWS.get(scenario.view, {})
    if beat in own:
        return own[beat]
    if scenario.objective.table is None:
        found = _of_function(scenario, beat)
        if found is not None:
            return found
    if beat == "steps":
        return CYCLING if kind == "cycling" else _outcomes(scenario.trajectory)
    if beat == "tail":
        return TAILS[kind]
    return RULES[scenario.method.name] if beat == "rule" else DEFAULTS[beat]


def _of_function(scenario: Scenario, beat: str) -> str | None:
    """Return what must be said otherwise of a function that is no quadratic, or has no minimiser."""
    run, kind = scenario.trajectory, scenario.verdict.kind
    if beat in FALLING and falls_on(run):
        return FALLING[beat]
    if beat == "tail" and kind == "converging" and not _steps_shrink(run):
        return later("The steps go on, without coming to rest.")
    if beat == "log_view":
        return BENDING.get(growth_shape(run))
    if beat == "rule" and scenario.method.name == "gradient_descent" and not run.objective.quadratic:
        return later("Each step goes against the slope, the farther the steeper it is.")
    return None


def _steps_shrink(run: Trajectory) -> bool:
    """Whether the last step is small beside the longest."""
    lengths = np.hypot.reduce(np.diff(run.iterates, axis=0), axis=1)
    return bool(lengths[-1] < 0.5 * lengths.max()) if len(lengths) else True


def _outcomes(run: Trajectory) -> str:
    """Return whether the steps land lower or higher."""
    change = run.losses[1:] - run.losses[:-1]
    if (change < 0.0).all():
        return later("Each step lands lower than the last.")
    if (change > 0.0).all():
        return later("Each step lands higher than the last.")
    if (change >= 0.0).all():
        return later("No step lands lower than the last.")
    if (change > 0.0).any():
        return later("Some steps land higher, some lower.")
    return later("No step lands higher than the last.")
