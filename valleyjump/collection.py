"""Sentences about any run, made from its verdict: what the page says where nobody wrote an article."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gdcore.facts import facts
from gdcore.scenario import Scenario
from valleyjump.quantities import method_name
from valleyjump.typeset import typeset


def sentences(scenario: Scenario) -> tuple[Markup, ...]:
    """Return what happens in a run, as HTML: where it starts, where it ends, and why."""
    return tuple(typeset(sentence) for sentence in _sentences(scenario))


def _sentences(scenario: Scenario) -> Iterator[str]:
    run, verdict, known = scenario.trajectory, scenario.verdict, facts(scenario)
    yield (
        f"{method_name(scenario).capitalize()} starts at {_place(scenario, '0')}, where the loss is {known['loss_0']}, "
        f"with {_rates(scenario)}."
    )
    steps = f"{run.n_steps} step" if run.n_steps == 1 else f"{run.n_steps} steps"
    yield f"After {steps} it stands at {_place(scenario, 'last')}, and the loss is {known['loss_last']}."
    if run.overflow_step is not None:
        yield f"The next loss, that of step {run.overflow_step}, is too large for a double-precision number."
    if run.stopped == "stalled":
        yield "There it ends: no step from that point could lower the loss."
    if verdict.predicted_factor is not None:
        turns = ", and it overshoots every time" if verdict.overshoots and scenario.objective.quadratic else ""
        yield f"In theory a step multiplies the error by {known['predicted']}: the run is {verdict.kind}{turns}."
    else:
        yield f"As far as it was followed, the run is {verdict.kind}."
    if run.rejected:
        yield f"On the way {known['rejected']} trial point{'s were' if len(run.rejected) > 1 else ' was'} rejected."
    if "edge" in known:
        rates = "this learning rate" if len(scenario.objective.parameters) == 1 else "these learning rates"
        place = "exactly at" if known["edge"] == "1" else f"at {known['edge']} times"
        yield f"The edge of stability lies {place} {rates}."


def _place(scenario: Scenario, index: str) -> str:
    known = facts(scenario)
    return " and ".join(f"{name} = {known[f'{name}_{index}']}" for name in scenario.objective.parameters)


def _rates(scenario: Scenario) -> str:
    known, names = facts(scenario), scenario.objective.parameters
    if len(names) == 1:
        return f"the learning rate {known['rate']}"
    return "the learning rates " + " and ".join(f"{known[f'rate_{name}']} for {name}" for name in names)
