"""What is said at each beat: the scenario's own words, or the sentence that fits the run."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.scenario import Scenario
from gdcore.trajectory import Trajectory

CYCLING = "The steps repeat: the run comes back to where it was."
DEFAULTS = {
    "introduce": "{title}. The run starts at a loss of {loss_0}.",
    "slope": "The slope gives the direction; the learning rate {rate} sets how far to go.",
    "pull_back": "The loss outgrows every axis: {loss_orders} orders of magnitude.",
    "log_view": "On a logarithmic axis the growth is a straight line.",
    "verdict": "After {steps} steps the loss is {loss_last}: the run is {kind}.",
}
TAILS = {
    "converging": "Then the steps become small: the loss changes ever less.",
    "cycling": "And so it goes on, there and back.",
    "diverging": "And so it goes on, ever farther.",
}
VIEWS: Mapping[str, Mapping[str, str]] = {
    "fate": {
        "introduce": "At the rate {rate} the run is {kind}.",
        "sweep": "Now every rate from 0 up. The colour tells the fate.",
        "cost": "Too small is slow too: at both ends the steps needed explode.",
        "others": "The other runs stand here.",
        "scan": "Now every pair of rates. Blue arrives, orange explodes.",
        "edge": "The edge between the fates is exact.",
        "grow": "Momentum moves the edge outward.",
        "verdict": "After {steps} steps the loss is {loss_last}: the run is {kind}.",
    },
    "race": {
        "introduce": "{title}. One start, one clock. Runs: {n_runs}.",
        "slope": "First slowly: what does the first step do?",
        "steps": "Now all the others, on the same clock.",
        "arrivals": "Came within the goal: {n_arrived} of {n_runs}.",
        "verdict": "Converging: {n_converging}. Cycling: {n_cycling}. Diverging: {n_diverging}.",
    },
}
"""The sentences of a view, where it has its own."""
RULES = {
    "gradient_descent": "Each step multiplies the distance from the minimum by one number.",
    "momentum": "Each step keeps a share of the one before and adds what the slope asks for.",
    "nesterov": "Each step keeps a share of the one before and asks for the slope where that alone would lead.",
    "halving": "A step that would land higher is halved until it does not.",
    "backtracking": "A step that does not lower the loss enough is shortened and tried again.",
}


def narrate(scenario: Scenario, facts: Mapping[str, str], beat: str) -> str:
    """Return the sentence of a beat with its facts filled in."""
    template = scenario.words.get(beat) or _default(scenario, beat)
    return template.format_map({**facts, "title": scenario.title, "kind": scenario.verdict.kind})


def _default(scenario: Scenario, beat: str) -> str:
    kind, own = scenario.verdict.kind, VIEWS.get(scenario.view, {})
    if beat in own:
        return own[beat]
    if beat == "steps":
        return CYCLING if kind == "cycling" else _outcomes(scenario.trajectory)
    if beat == "tail":
        return TAILS[kind]
    return RULES[scenario.method.name] if beat == "rule" else DEFAULTS[beat]


def _outcomes(run: Trajectory) -> str:
    """Return whether the steps land lower or higher."""
    change = run.losses[1:] - run.losses[:-1]
    if (change < 0.0).all():
        return "Each step lands lower than the last."
    if (change > 0.0).all():
        return "Each step lands higher than the last."
    if (change >= 0.0).all():
        return "No step lands lower than the last."
    return "Some steps land higher, some lower." if (change > 0.0).any() else "No step lands higher than the last."
