"""The sentences of the maps of fates and of the views of momentum and of trials, beat by beat."""

from __future__ import annotations

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.edges import blown_up_without, heavy_balls, solvable
from gdcore.studies.fate_axes import axes_of
from gdcore.text.language import translatable
from gdcore.theory.spectra import error_components
from scenes.sentences import claims
from scenes.sentences.claims import both, either
from scenes.sentences.sentence import Beats, Sentence

CANCELLED, ADDED_UP = 0.2, 0.9
"""What is left of pushes that cancel, at most, and of those that add up, at least."""
NARROW = 4.0
"""How many times steeper a valley is across than along its floor."""


def is_rescued(scenario: Scenario) -> bool:
    """Whether a run beside this one blows up because it is without momentum."""
    return blown_up_without(scenario) is not None


def remembers(scenario: Scenario) -> bool:
    """Whether a step is a share of the last one and a push that is the slope's."""
    return scenario.method.momentum > 0.0 and claims.steps_by_slope(scenario) and not claims.stands(scenario)


def pushes_cancel_across(scenario: Scenario) -> bool:
    """Whether a heavy ball is pushed to and fro across a valley, and onward along its floor."""
    if not remembers(scenario) or scenario not in [run for runs in heavy_balls(scenario) for run in runs]:
        return False
    parts = error_components(scenario.trajectory)
    pushes = parts.eigenvalues * parts.components[:-1]
    left = abs(pushes.sum(axis=0)) / np.maximum(abs(pushes).sum(axis=0), 1e-300)
    narrow = parts.eigenvalues[0] > NARROW * parts.eigenvalues[-1] > 0.0
    return bool(narrow and left[0] < CANCELLED and left[-1] > ADDED_UP)


def has_run_outside(scenario: Scenario) -> bool:
    """Whether there is a run with too little momentum."""
    return bool(heavy_balls(scenario)[0])


def takes_a_step(scenario: Scenario) -> bool:
    """Whether the method takes any step."""
    return scenario.trajectory.n_steps > 0


def must_fall(scenario: Scenario) -> bool:
    """Whether a step must keep a share of what the slope predicts."""
    return scenario.method.hyperparameters.get("sufficient", 0.0) > 0.0


def refuses_first(*counts: int) -> claims.Condition:
    """Return the condition that the first step is taken after one of these ``counts`` of trials above the line."""

    def holds(scenario: Scenario) -> bool:
        refused = [trial.loss for trial in scenario.trajectory.rejected if trial.k == 0]
        return takes_a_step(scenario) and len(refused) in counts and bool(np.isfinite(refused).all())

    return holds


def halves(scenario: Scenario) -> bool:
    """Whether a rejected step is halved."""
    return scenario.method.hyperparameters.get("shrink", 0.5) == 0.5


def varies(*kinds: str) -> claims.Condition:
    """Return the condition that what differs on a map of fates is of these kinds, in any order."""

    def holds(scenario: Scenario) -> bool:
        return sorted(axis.kind for axis in axes_of(scenario)) == sorted(kinds)

    return holds


FATE: Beats = {
    "introduce": (
        Sentence(translatable("From this start the run is {kind}."), varies("start", "start")),
        Sentence(translatable("From this start the run is {kind}."), varies("start")),
        Sentence(translatable("At the rate {rate} the run is {kind}."), claims.has_one_rate),
        Sentence(translatable("At the rates {rate} the run is {kind}.")),
    ),
    "sweep": (
        Sentence(
            translatable("Now every rate from 0 up. The colour tells the fate."),
            voice=translatable(
                "Now take every learning rate, from 0 upwards. The colour tells what becomes of each run."
            ),
        ),
    ),
    "cost": (
        Sentence(
            translatable("Too small is slow too: at both ends the steps needed explode."),
            both(solvable, claims.is_plain),
        ),
        Sentence(translatable("And how many steps does it take?")),
    ),
    "others": (Sentence(translatable("The other runs stand here.")),),
    "scan": (
        Sentence(
            translatable("Now every start. The colour tells the fate of each run."),
            varies("start", "start"),
            voice=translatable("Now take every start. Each cell is a run, and its colour tells what became of it."),
        ),
        Sentence(
            translatable("Now every rate from every start. The colour tells the fate."),
            either(varies("rate", "start"), varies("rates", "start")),
            voice=translatable(
                "Now take every rate, from every start. Each cell is a run, and its colour tells what became of it."
            ),
        ),
        Sentence(
            translatable("Now every rate with every momentum. The colour tells the fate."),
            either(varies("rate", "momentum"), varies("rates", "momentum")),
            voice=translatable(
                "Now take every rate, with every momentum. Each cell is a run, and its colour tells what became of it."
            ),
        ),
        Sentence(
            translatable("Now every momentum from every start. The colour tells the fate."),
            varies("momentum", "start"),
            voice=translatable(
                "Now take every momentum, from every start. Each cell is a run, and its colour tells what became of it."
            ),
        ),
        Sentence(
            translatable("Now all rates grow together. The curve is the loss at the end."),
            varies("rates"),
            voice=translatable(
                "Now all rates grow together. The curve tells the loss at the end, and its colour what became of the "
                "run."
            ),
        ),
        Sentence(
            translatable("Now one number changes. The curve is the loss at the end."),
            either(varies("rate"), varies("momentum"), varies("start")),
            voice=translatable(
                "Now one number changes. The curve tells the loss at the end, and its colour what became of the run."
            ),
        ),
        Sentence(
            translatable("Now every pair of rates: each cell is a run, its colour what became of it."),
            voice=translatable(
                "Now take every pair of rates. Each cell is a run, and its colour tells what became of it."
            ),
        ),
    ),
    "edge": (
        Sentence(translatable("The edge between the fates is exact."), solvable),
        Sentence(translatable("Beyond this edge the minimum itself is unstable.")),
    ),
    "paths": (Sentence(translatable("Some of these runs, from start to end.")),),
}

MOMENTUM: Beats = {
    "introduce": (Sentence(translatable("Without momentum these rates blow up."), is_rescued),),
    "slope": (
        Sentence(
            translatable("First push: the slope’s."),
            remembers,
            voice=translatable("The first push is the slope’s alone."),
        ),
    ),
    "steps": (Sentence(translatable("Then {beta} of each step is kept, and the new push is added to it."), remembers),),
    "tail": (
        Sentence(
            translatable("Across the valley the pushes cancel; along the floor they add up."), pushes_cancel_across
        ),
    ),
    "edge": (
        Sentence(
            translatable("Stability needs λ = {largest} below 2(1 + β): {beta_short} is too low."),
            has_run_outside,
            voice=translatable(
                "The run is stable where λ, here {largest}, is below 2(1 + β). With β = {beta_short}, it is not."
            ),
        ),
        Sentence(
            translatable("Stability needs λ = {largest} below 2(1 + β), and so it is."),
            voice=translatable("The run is stable where λ, here {largest}, is below 2(1 + β). And so it is."),
        ),
    ),
    "past": (
        Sentence(
            translatable("Beyond β = {beta_needed} λ is inside."),
            voice=translatable("Beyond β = {beta_needed}, λ is inside the edge."),
        ),
    ),
}
"""Those of the beats "edge" and "past" are true where theory has an edge; there are no such beats elsewhere."""

TRIALS: Beats = {
    "introduce": (
        Sentence(
            translatable("The loss along the first full step."),
            takes_a_step,
            voice=translatable("This curve is the loss along the first full step."),
        ),
    ),
    "enough": (
        Sentence(translatable("The slope predicts a fall. At least {sufficient} of it must come true."), must_fall),
        Sentence(
            translatable("The slope predicts a fall. Enough is not to rise."),
            voice=translatable("The slope promises a certain fall. But it is enough if the loss does not rise."),
        ),
    ),
    "slope": (
        Sentence(translatable("The full step lands low enough, and is taken."), refuses_first(0)),
        Sentence(
            translatable("The full step lands above the line: rejected. Half of it lands below."),
            both(halves, refuses_first(1)),
            voice=translatable(
                "The full step lands above the line, so it is rejected. Half of it lands below, and is taken."
            ),
        ),
        Sentence(
            translatable("Above the line it is rejected and shortened, until low enough."),
            refuses_first(*range(1, 100)),
            voice=translatable(
                "Where it lands above the line, the step is rejected. It is shortened until it lands low enough."
            ),
        ),
    ),
    "steps": (Sentence(translatable("The next step is tried in the same way.")),),
    "tail": (
        Sentence(
            translatable(
                "In all: the loss is computed {loss_evaluations} times, the gradient {gradient_evaluations} times."
            ),
            voice=translatable(
                "In all, the loss is computed {loss_evaluations} times, and the gradient {gradient_evaluations} times."
            ),
        ),
    ),
}
