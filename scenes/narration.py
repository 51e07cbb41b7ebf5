"""What is said at each beat: the scenario's own words, or the sentence that fits the verdict."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.scenarios import Scenario

STEPS = {
    "converging": "Each step lands lower than the last.",
    "cycling": "The steps repeat: the run comes back to where it was.",
    "diverging": "Each step lands higher than the last.",
}
DEFAULTS = {
    "introduce": "{title}. The run starts at a loss of {loss_0}.",
    "slope": "The slope gives the direction; the learning rate {rate} sets how far to go.",
    "tail": "Then the steps become small: the loss changes ever less.",
    "pull_back": "The loss outgrows every axis: {loss_orders} orders of magnitude.",
    "log_view": "On a logarithmic axis the growth is a straight line.",
    "rule": "Each step multiplies the distance from the minimum by one number.",
    "verdict": "After {steps} steps the loss is {loss_last}: the run is {kind}.",
}


def narrate(scenario: Scenario, facts: Mapping[str, str], beat: str) -> str:
    """Return the sentence of a beat with its facts filled in."""
    kind = scenario.verdict.kind
    template = scenario.words.get(beat) or (STEPS[kind] if beat == "steps" else DEFAULTS[beat])
    return template.format_map({**facts, "title": scenario.title, "kind": kind})
