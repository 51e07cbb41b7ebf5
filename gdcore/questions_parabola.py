"""What to predict before the clips on the parabola: where a step lands, which rate is quick, where the edge is."""

from __future__ import annotations

import math

import numpy as np

from gdcore.choices import Candidate, Question, asked, count, number
from gdcore.edges import best_of, limit_of, rule_of, steps_until
from gdcore.fates import LEFT_SHARE
from gdcore.notation import SUPERSCRIPTS, rounded
from gdcore.scenario import Scenario
from gdcore.trajectory import descend

GOOGOL_ORDERS = 100
CREEPS = "{rate} creeps: each step leaves {size} of the distance, and after {steps} steps {left} of it is left."
SWINGS = "{rate} overshoots and closes in, × {size} a step. After {steps} steps {left} of the distance is left."
HOVERS = "{rate} goes there and back: after {steps} steps it is as far away as it was."
LEAVES = "{rate} makes the longest steps, and leaves: after {steps} steps it is {left} times as far away."
LANDS = "{rate} lands at once."


def third_landing(scenario: Scenario) -> Question | None:
    """Ask where the last of a few steps lands."""
    run, rate = scenario.trajectory, float(scenario.method.learning_rate[0])
    k, end = run.n_steps, float(run.iterates[-1, 0])
    x = [str(rounded(value, 4)) for value in run.iterates[:, 0]]
    wrong = (
        number(-end, "The distance is right, the side is not: every step overshoots and changes it.", 4),
        number(_end(scenario, rate / 2.0), "That would be the landing if the slope were half as steep: x, not 2x.", 4),
        number(_end(scenario, 2.0 * rate), f"That is where a rate twice as large, {rounded(2.0 * rate)}, leads.", 4),
    )
    return asked(
        scenario.slug,
        f"From x = {x[0]}, at a learning rate of {rounded(rate)}, the first step lands at x = {x[1]}. "
        f"Where does step {k} land?",
        number(end, significant=4),
        wrong,
        f"Each step leaves {rounded(_size(scenario, rate))} of the distance and changes the side. "
        f"So the landings are {', '.join(x[1:])}.",
    )


def rates_that_arrive(scenario: Scenario) -> Question | None:
    """Ask from which rate on down a run arrives, at the very edge."""
    edge, best = limit_of(scenario), best_of(scenario)
    assert edge is not None
    assert best is not None
    fastest = float(best[0])
    slow, between, beyond = fastest / 2.0, (fastest + edge) / 2.0, 1.5 * edge
    only = (
        f"At {rounded(fastest)} one step lands, but others arrive too: "
        f"at {rounded(slow)} each step leaves {rounded(_size(scenario, slow))} of the distance."
    )
    gentle = (
        f"Below {rounded(fastest)} no step overshoots, but arriving does not ask for that: "
        f"at {rounded(between)} each step overshoots, and leaves {rounded(_size(scenario, between))} of the distance."
    )
    steep = (
        f"That would hold if the slope were half as steep. "
        f"As it is, at {rounded(beyond)} each step makes the distance {rounded(_size(scenario, beyond))} times as long."
    )
    wrong = (
        Candidate(fastest, f"every rate below {rounded(fastest)}", gentle),
        Candidate(2.0 * edge, f"every rate below {rounded(2.0 * edge)}", steep),
        Candidate(0.0, f"only {rounded(fastest)}", only),
    )
    rate = float(scenario.method.learning_rate[0])
    return asked(
        scenario.slug,
        f"At a learning rate of {rounded(rate)} the point neither comes nearer nor goes farther. "
        "Which rates make it arrive?",
        Candidate(edge, f"every rate below {rounded(edge)}"),
        wrong,
        f"A step multiplies x by 1 − 2η, and at η = {rounded(rate)} that is {rounded(_multiplier(scenario, rate))}. "
        "Any smaller rate makes its size smaller than 1, and the distance shrinks.",
    )


def googol(scenario: Scenario) -> Question | None:
    """Ask after how many steps the loss passes a googol; told from the factor, which is the same at every step."""
    run = scenario.trajectory
    size = _size(scenario, float(scenario.method.learning_rate[0]))
    first, rise = float(run.losses[0]), float(run.losses[1] - run.losses[0])
    goal = 10.0**GOOGOL_ORDERS
    orders = GOOGOL_ORDERS - math.log10(first)
    steps = math.floor(orders / (2.0 * math.log10(size))) + 1
    by_distance = math.floor(orders / math.log10(size)) + 1
    wrong = (
        count(by_distance, f"That would be so if the loss grew {rounded(size)} times a jump. The distance does."),
        count(math.sqrt(goal / rise), "That would be so if the loss grew with the square of the number of jumps."),
        count(goal / rise, f"That would be so if every jump added as much as the first, {rounded(rise)}."),
    )
    return asked(
        scenario.slug,
        f"Each jump ends {rounded(size)} times as far from the bottom as it began. The loss, at first "
        f"{rounded(first)}, is the square of that distance. After how many jumps does it pass a googol, "
        f"10{str(GOOGOL_ORDERS).translate(SUPERSCRIPTS)}?",
        count(steps),
        wrong,
        f"A jump multiplies the loss by {rounded(size)} × {rounded(size)} = {rounded(size * size)}. "
        f"Doing so {steps} times makes more than {GOOGOL_ORDERS} orders of magnitude.",
    )


def nearest_of_race(scenario: Scenario) -> Question | None:
    """Ask which of several rates ends nearest to the bottom."""
    runs = sorted(scenario.runs, key=lambda one: abs(float(one.trajectory.iterates[-1, 0])))
    rates = [str(rounded(one.method.learning_rate[0])) for one in scenario.runs]
    first, second, third, *_, last = runs
    n = scenario.trajectory.n_steps
    return asked(
        scenario.slug,
        f"All runs start at x = {rounded(scenario.start[0])}, with learning rates of {', '.join(rates[:-1])} and "
        f"{rates[-1]}. Which is nearest to the bottom after {n} steps?",
        Candidate(*_rate_of(first)),
        [Candidate(*_rate_of(one), _fate(one)) for one in (last, second, third)],
        f"At {_rate_of(first)[1]} the first step is exactly as long as the way to the bottom. "
        f"The next nearest, {_rate_of(second)[1]}, has {rounded(_left(second))} of its distance left after {n} steps.",
    )


def same_speed(scenario: Scenario) -> Question | None:
    """Ask which smaller rate is as quick as the run's own, which overshoots."""
    best = best_of(scenario)
    assert best is not None
    fastest, rate = float(best[0]), float(scenario.method.learning_rate[0])
    twin, half = 2.0 * fastest - rate, rate / 2.0
    wrong = (
        number(half, _pace(scenario, half, "Half the rate is not half as quick")),
        number(fastest, f"Quicker than any: at {rounded(fastest)} the first step lands."),
        number(twin / 2.0, _pace(scenario, twin / 2.0, "Slower")),
    )
    return asked(
        scenario.slug,
        f"At a learning rate of {rounded(rate)} each step overshoots, and leaves {rounded(_size(scenario, rate))} of "
        "the distance. Which smaller rate is exactly as quick?",
        number(twin),
        wrong,
        f"A step multiplies x by {rounded(_multiplier(scenario, twin))} at {rounded(twin)}, and by "
        f"{rounded(_multiplier(scenario, rate))} at {rounded(rate)}. The size is the same, and so both need "
        f"{_steps(scenario, rate)} steps until {100.0 * LEFT_SHARE:g} % of the distance is left.",
    )


def _end(scenario: Scenario, rate: float) -> float:
    """Return where the run would end at another rate."""
    method = rule_of(scenario.method)(np.array([rate]))
    return float(descend(scenario.objective, method, scenario.start, scenario.steps).iterates[-1, 0])


def _multiplier(scenario: Scenario, rate: float) -> float:
    """Return what plain descent multiplies the error by at a rate."""
    assert scenario.objective.minimiser is not None
    curvature = float(scenario.objective.hessian(scenario.objective.minimiser)[0, 0])
    return 1.0 - rate * curvature


def _size(scenario: Scenario, rate: float) -> float:
    return abs(_multiplier(scenario, rate))


def _steps(scenario: Scenario, rate: float) -> str:
    return f"{steps_until(LEFT_SHARE, np.array([_size(scenario, rate)]))[0]:.0f}"


def _pace(scenario: Scenario, rate: float, words: str) -> str:
    return (
        f"{words}: at {rounded(rate)} each step leaves {rounded(_size(scenario, rate))}, and "
        f"{_steps(scenario, rate)} steps leave {100.0 * LEFT_SHARE:g} % of the distance."
    )


def _left(run: Scenario) -> float:
    """Return what is left of the distance at the start."""
    assert run.objective.minimiser is not None
    distances = abs(run.trajectory.iterates[[0, -1], 0] - run.objective.minimiser[0])
    return float(distances[1] / distances[0])


def _rate_of(run: Scenario) -> tuple[float, str]:
    rate = float(run.method.learning_rate[0])
    return rate, f"η = {rounded(rate)}"


def _fate(run: Scenario) -> str:
    multiplier = _multiplier(run, float(run.method.learning_rate[0]))
    size = abs(multiplier)
    words = {"cycling": HOVERS, "diverging": LEAVES}.get(run.verdict.kind, CREEPS if multiplier > 0.0 else SWINGS)
    return (words if size > 0.0 else LANDS).format(
        rate=_rate_of(run)[1], size=rounded(size), steps=run.trajectory.n_steps, left=rounded(_left(run))
    )
