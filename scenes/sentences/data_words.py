"""The sentences of the views on data: a point as a line, counting from the mean, and steps that ask a few rows."""

from __future__ import annotations

import numpy as np

from gdcore.descent.stochastic import row_share
from gdcore.scenario import Scenario
from gdcore.studies.seeds import NEAR, arrival, divided, near_unsettled, opposed, reference_of, spread_of
from gdcore.text.language import translatable
from gdcore.theory.standard_units import LANDED, landing
from scenes.sentences import claims
from scenes.sentences.claims import both
from scenes.sentences.sentence import Beats, Sentence

SLANTED = 0.2
"""A valley slants visibly where the mean is at least this many standard deviations from 0."""


def moves(scenario: Scenario) -> bool:
    """Whether the run leaves its start."""
    run = scenario.trajectory
    return bool((run.iterates != run.start).any())


def is_slanted(scenario: Scenario) -> bool:
    """Whether the valley of the raw numbers lies aslant: its column is counted from far off its mean."""
    standard = scenario.objective.standard
    return standard is not None and abs(standard.mean) >= SLANTED * standard.spread


def points_at_the_centre(scenario: Scenario) -> bool:
    """Whether a step of a run in standard units goes straight towards the lowest point, which is not its start."""
    return claims.is_plain(scenario) and claims.has_one_rate(scenario) and not claims.stands(scenario)


def lands(scenario: Scenario) -> bool:
    """Whether the run is at the least loss from some step on."""
    run, least = scenario.trajectory, scenario.objective.minimum
    if least is None or not moves(scenario):
        return False
    return bool(abs(run.losses[landing(run)] - least) <= 2.0 * LANDED * abs(run.losses[0] - least))


def asks_one(scenario: Scenario) -> bool:
    """Whether each step uses one row of several."""
    return scenario.method.hyperparameters.get("batch") == 1 and asks_some(scenario)


def asks_some(scenario: Scenario) -> bool:
    """Whether each step uses only some of the rows."""
    return claims.is_noisy(scenario) and row_share(scenario.method, scenario.objective) < 1.0


def comes_close(scenario: Scenario) -> bool:
    """Whether the loss comes below twice the least."""
    run, least = scenario.trajectory, scenario.objective.minimum
    return least is not None and bool((run.losses < NEAR * least).any()) and arrival(run) > 1


def is_pulled_apart(scenario: Scenario) -> bool:
    """Whether some rows ask for another way than all together, and some steps of the run go up."""
    run = scenario.trajectory
    return opposed(run, divided(run)) > 1 and bool(run.rose.any()) and run.n_steps > 1


def has_seeds(scenario: Scenario) -> bool:
    """Whether runs with other draws stand beside this one."""
    return spread_of(scenario).n_seeds > 1


def has_band(scenario: Scenario) -> bool:
    """Whether some of the runs end between the bounds that leave out the lowest and the highest."""
    return spread_of(scenario).n_middle > 1


def has_reference(scenario: Scenario) -> bool:
    """Whether a run that uses all rows stands beside this one."""
    return reference_of(scenario) is not None


def reference_falls_on(scenario: Scenario) -> bool:
    """Whether the run that uses all rows lowers its loss to the end."""
    full = reference_of(scenario)
    return full is not None and full.n_steps > 1 and bool((np.diff(full.losses[-full.n_steps // 2 - 1 :]) < 0.0).all())


LINE: Beats = {
    "introduce": (
        Sentence(
            translatable("A line through the data is one point on the map."),
            voice=translatable("On the left are the data, and a line. On the right, that line is one point of a map."),
        ),
    ),
    "turn": (Sentence(translatable("Move the point sideways: the line turns.")),),
    "shift": (
        Sentence(
            translatable("Up and down, it shifts. The loss is the mean square of the bars."),
            voice=translatable(
                "Move it up and down, and the line shifts. The loss is the mean of the squares on the bars."
            ),
        ),
    ),
    "steps": (Sentence(translatable("Descent moves the point, and the line with it."), moves),),
}

CIRCLE: Beats = {
    "introduce": (
        Sentence(translatable("Counted from 0, the valley is slanted."), is_slanted),
        Sentence(translatable("This is the valley, counted from 0.")),
    ),
    "stretch": (
        Sentence(translatable("Other rates only stretch it; it stays aslant."), is_slanted),
        Sentence(translatable("Other rates only stretch it.")),
    ),
    "centre": (
        Sentence(translatable("Count from the mean: the slant is gone."), is_slanted),
        Sentence(translatable("Now it is counted from the mean.")),
    ),
    "scale": (Sentence(translatable("Now stretching makes it round: one rate for both.")),),
    "slope": (
        Sentence(
            translatable("Downhill points at the centre: step {landed} lands."), both(points_at_the_centre, lands)
        ),
        Sentence(translatable("Downhill points at the centre."), points_at_the_centre),
    ),
    "verdict": (Sentence(translatable("Counted from the mean, the valley is round."), lands),),
}

NOISE: Beats = {
    "introduce": (
        Sentence(translatable("Descent asks all {rows} rows. Here a step asks one."), asks_one),
        Sentence(translatable("Descent asks all {rows} rows. Here a step asks only some."), asks_some),
    ),
    "slope": (
        Sentence(translatable("Each row asks for its own step; the drawn one decides."), asks_one),
        Sentence(translatable("Each row asks for its own step; the drawn ones decide."), asks_some),
    ),
    "steps": (Sentence(translatable("After {near} steps it is close."), comes_close),),
    "tail": (
        Sentence(
            translatable("Here {opposed} rows pull the other way: {rose} of {steps} steps go up."), is_pulled_apart
        ),
    ),
    "seeds": (
        Sentence(translatable("{seeds} runs, each with other draws."), has_seeds),
        Sentence(translatable("The loss of this run, step by step.")),
    ),
    "band": (
        Sentence(
            translatable("{middle} of {seeds} end in this band; with all rows it falls on."),
            both(has_band, reference_falls_on),
        ),
        Sentence(translatable("{middle} of {seeds} end in this band."), has_band),
        Sentence(translatable("Now the run that asks all rows."), has_reference),
        Sentence(translatable("The axis is logarithmic.")),
    ),
    "verdict": (Sentence(translatable("It came near, and it does not settle."), near_unsettled),),
}
