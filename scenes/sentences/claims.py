"""Claims about a run as conditions on its numbers; each sentence of the narration names one of these."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory, continued
from gdcore.methods import registry
from gdcore.methods.clipping import CLIP
from gdcore.methods.registry import is_line_search
from gdcore.scenario import Scenario
from gdcore.schedules.ramps import RANGE_TEST
from gdcore.studies.range_test import range_tested
from gdcore.theory.surroundings import Ground, falls_on, ground_at, growth_shape

Condition = Callable[[Scenario], bool]
MOST_RATES_SAID = 3
SMALL = 0.5
"""A step shorter than this share of the longest step counts as small."""
TO_COME = 100
"""Steps that are looked at beyond the end of a run of which it is said how it goes on."""
BACK = 1e-3
"""A run has come back if it is this near to an earlier iterate, as a share of the width of its path."""


def always(_scenario: Scenario) -> bool:
    """Whether a sentence fits any run: it does."""
    return True


def both(one: Condition, other: Condition) -> Condition:
    """Return the condition that two others hold."""
    return lambda scenario: one(scenario) and other(scenario)


def either(one: Condition, *others: Condition) -> Condition:
    """Return the condition that one of several holds."""
    return lambda scenario: one(scenario) or any(other(scenario) for other in others)


def is_method(name: str) -> Condition:
    """Return the condition that a run uses the method of that name."""
    return lambda scenario: scenario.method.name == name


def is_noisy(scenario: Scenario) -> bool:
    """Whether each step uses only some of the data."""
    return scenario.method.noisy


def has_schedule(scenario: Scenario) -> bool:
    """Whether the learning rate changes from step to step."""
    return not scenario.method.schedule.is_constant


def finds_the_edge(scenario: Scenario) -> bool:
    """Whether the rates of a range test grow until a step raises the loss, where the edge is known."""
    run = scenario.trajectory
    if scenario.method.schedule.name != RANGE_TEST.name or not run.n_steps:
        return False
    test = range_tested(run)
    return test.turn is not None and test.edge is not None


def has_one_rate(scenario: Scenario) -> bool:
    """Whether all parameters have the same learning rate in all steps."""
    return not has_schedule(scenario) and len(set(scenario.method.learning_rate.tolist())) == 1


def has_few_rates(scenario: Scenario) -> bool:
    """Whether a sentence has room for all learning rates."""
    return not has_schedule(scenario) and len(set(scenario.method.learning_rate.tolist())) <= MOST_RATES_SAID


def tries(scenario: Scenario) -> bool:
    """Whether the method tries steps before it takes one."""
    return is_line_search(scenario.method)


def steps_by_slope(scenario: Scenario) -> bool:
    """Whether the first step is the slope times the learning rate. Nesterov's is, as it begins at rest."""
    return registry.steps_by_slope(scenario.method) and not tries(scenario) and not is_noisy(scenario)


def tries_by_slope(scenario: Scenario) -> bool:
    """Whether the first trial is the slope times the learning rate."""
    return registry.steps_by_slope(scenario.method) and tries(scenario) and not is_noisy(scenario)


def steps_by_rows(scenario: Scenario) -> bool:
    """Whether the first step is a slope of some of the rows times the learning rate."""
    return registry.steps_by_slope(scenario.method) and not tries(scenario) and is_noisy(scenario)


def is_clipped(scenario: Scenario) -> bool:
    """Whether a slope above a limit counts as that limit."""
    return CLIP.name in scenario.method.hyperparameters


def is_plain(scenario: Scenario) -> bool:
    """Whether the method is plain descent."""
    return registry.is_plain(scenario.method)


def multiplies_one_distance(scenario: Scenario) -> bool:
    """Whether each step multiplies the distance from the minimum by one number: plain descent on a parabola."""
    objective = scenario.objective
    known = objective.quadratic and objective.minimiser is not None and objective.minimum_is != "found"
    return is_plain(scenario) and not has_schedule(scenario) and known and objective.n_parameters == 1


def is_method_refusing(name: str) -> Condition:
    """Return the condition that a run uses the method of that name and rejected trials outside the domain."""

    def claim(scenario: Scenario) -> bool:
        refused = [trial.loss for trial in scenario.trajectory.rejected]
        return scenario.method.name == name and bool(np.isnan(refused).any())

    return claim


def stands(scenario: Scenario) -> bool:
    """Whether the slope is zero at the start."""
    return scenario.verdict.kind == "standing"


def stands_at(ground: Ground) -> Condition:
    """Return the condition that a run starts, and stays, on ground of this kind."""
    return lambda scenario: stands(scenario) and ground_at(scenario.objective, scenario.start) == ground


def leaves_domain(scenario: Scenario) -> bool:
    """Whether the next step would leave the domain."""
    return scenario.trajectory.stopped == "domain"


def lands_outside(scenario: Scenario) -> bool:
    """Whether the next step would land at a point outside the domain."""
    left = scenario.trajectory.left_at
    return left is not None and bool(np.isfinite(left).all())


def ends_without_slope(scenario: Scenario) -> bool:
    """Whether the run ends where no slope exists."""
    return leaves_domain(scenario) and not np.isfinite(scenario.trajectory.gradients[-1]).all()


def overflows(scenario: Scenario) -> bool:
    """Whether the next loss is too large for float64."""
    return scenario.trajectory.stopped == "overflow"


def stalls(scenario: Scenario) -> bool:
    """Whether no step lowers the loss any further."""
    return scenario.trajectory.stopped == "stalled"


def cycles(scenario: Scenario) -> bool:
    """Whether the run cycles with a known period."""
    return scenario.verdict.kind == "cycling" and scenario.verdict.period is not None


def wanders(scenario: Scenario) -> bool:
    """Whether the run settles nowhere and does not leave for good."""
    return scenario.verdict.kind == "wandering"


def repeats(scenario: Scenario) -> bool:
    """Whether a cycling run visibly repeats from its first step on."""
    return cycles(scenario) and _comes_back(scenario, whole=True)


def repeats_in_two(scenario: Scenario) -> bool:
    """Whether a run repeats with period two."""
    return repeats(scenario) and scenario.verdict.period == 2


def ends_repeating(scenario: Scenario) -> bool:
    """Whether a cycling run visibly repeats at its end."""
    return cycles(scenario) and _comes_back(scenario, whole=False)


def ends_in_pairs(scenario: Scenario) -> bool:
    """Whether a run repeats with period two at its end."""
    return ends_repeating(scenario) and scenario.verdict.period == 2


def _comes_back(scenario: Scenario, *, whole: bool) -> bool:
    points, period = scenario.trajectory.iterates, scenario.verdict.period or 0
    seen = points if whole else points[-2 * period :]
    if len(seen) < 2 * period:
        return False
    width = np.ptp(seen / 2.0, axis=0)
    apart = abs(seen[period:] / 2.0 - seen[:-period] / 2.0).max(axis=0)
    return bool((apart <= BACK * width.max()).all())


def all_fall(scenario: Scenario) -> bool:
    """Whether each step lands lower."""
    return bool((scenario.trajectory.outcomes < 0).all())


def all_rise(scenario: Scenario) -> bool:
    """Whether each step lands higher."""
    return bool((scenario.trajectory.outcomes > 0).all())


def none_falls(scenario: Scenario) -> bool:
    """Whether no step lands lower, and one lands higher."""
    return bool((scenario.trajectory.outcomes >= 0).all() and (scenario.trajectory.outcomes > 0).any())


def none_rises(scenario: Scenario) -> bool:
    """Whether no step lands higher."""
    return bool((scenario.trajectory.outcomes <= 0).all())


def some_rise_some_fall(scenario: Scenario) -> bool:
    """Whether some steps land higher and some lower."""
    return bool((scenario.trajectory.outcomes > 0).any() and (scenario.trajectory.outcomes < 0).any())


def falls_without_end(scenario: Scenario) -> bool:
    """Whether the last steps, and those to come, lower the loss one after the other, where there is no minimum."""
    run, verdict = scenario.trajectory, scenario.verdict
    last = run.outcomes[-max(run.n_steps // 2, 2) :]
    if verdict.kind != "diverging" or verdict.minimum is not None or run.n_steps < 2 or not (last < 0).all():
        return False
    return bool((np.diff(continued(run, TO_COME).losses) <= 0.0).all())


def falls_on_to_the_end(scenario: Scenario) -> bool:
    """Whether the last steps lowered the loss one after the other, as much as earlier ones did or without end."""
    run = scenario.trajectory
    last = run.outcomes[-max(run.n_steps // 2, 2) :]
    falls = bool(falls_on(run) and (last < 0).all()) and scenario.verdict.kind in ("converging", "diverging")
    return falls or falls_without_end(scenario)


def calms_down(scenario: Scenario) -> bool:
    """Whether a run visibly converges: the last steps and loss changes are small relative to the first ones."""
    run = scenario.trajectory
    lengths, changes = _lengths(run), abs(np.diff(run.losses))
    third = max(run.n_steps // 3, 1)
    return scenario.verdict.kind == "converging" and all(
        bool(sizes[-third:].max(initial=0.0) < SMALL * sizes[:third].max(initial=0.0)) for sizes in (lengths, changes)
    )


def goes_ever_farther(scenario: Scenario) -> bool:
    """Whether a run visibly diverges: it ends farther from its start than ever, by steps that do not shrink."""
    run = scenario.trajectory
    away, lengths = np.hypot.reduce(run.iterates / 2.0 - run.start / 2.0, axis=1), _lengths(run)
    third = max(run.n_steps // 3, 1)
    farther = away[-third:].max() > away[:-third].max(initial=0.0)
    return scenario.verdict.kind == "diverging" and bool(farther and lengths[-1] >= lengths[:third].max(initial=0.0))


def still_moves(scenario: Scenario) -> bool:
    """Whether the last step is not small relative to the longest."""
    lengths = _lengths(scenario.trajectory)
    return bool(len(lengths)) and bool(lengths[-1] >= SMALL * lengths.max())


def grew_by_orders(scenario: Scenario) -> bool:
    """Whether the loss grew tenfold or more."""
    losses = scenario.trajectory.losses
    return bool(losses[0] > 0.0 and losses[-1] / 10.0 >= losses[0])


def grows_evenly(scenario: Scenario) -> bool:
    """Whether the growth is a straight line on a logarithmic axis."""
    return growth_shape(scenario.trajectory) == "even"


def grows_faster(scenario: Scenario) -> bool:
    """Whether the growth bends upward even on a logarithmic axis."""
    return growth_shape(scenario.trajectory) == "faster"


def _lengths(run: Trajectory) -> Array:
    lengths: Array = np.hypot.reduce(np.diff(run.iterates / 2.0, axis=0), axis=1)
    return lengths
