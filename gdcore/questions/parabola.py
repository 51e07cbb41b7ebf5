"""Questions before the clips on the parabola: where a step lands, which rate is fastest, where the edge is."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.trajectory import descend
from gdcore.methods.registry import rule_of
from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, count, in_words, number
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of, limit_of, steps_until
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import between_numbers, tr, translatable
from gdcore.text.notation import SUPERSCRIPTS, rounded

GOOGOL_ORDERS = 100
CREEPS = translatable(
    "{rate} creeps: each step leaves {size} of the distance, and after {steps} steps {left} of it is left."
)
SWINGS = translatable(
    "{rate} overshoots and closes in, × {size} a step. After {steps} steps {left} of the distance is left."
)
HOVERS = translatable("{rate} goes there and back: after {steps} steps it is as far away as it was.")
LEAVES = translatable("{rate} makes the longest steps, and leaves: after {steps} steps it is {left} times as far away.")
LANDS = translatable("{rate} lands at once.")
HALF_THE_RATE = translatable(
    "Half the rate is not half as quick: at {rate} each step leaves {size}, and {steps} steps leave {percent} % of the "
    "distance."
)
SLOWER = translatable("Slower: at {rate} each step leaves {size}, and {steps} steps leave {percent} % of the distance.")


def same_height(scenario: Scenario) -> Question | None:
    """Ask which of several rates makes every jump end as high as it began."""
    arrives, hovers, leaves = scenario.runs
    best = best_of(scenario)
    assert best is not None
    fastest = float(best[0])
    lands = tr("Quicker than any: at {rate} the first step lands.", rate=rounded(fastest))
    wrong = (
        Candidate(*_rate_of(arrives), _fate(arrives)),
        Candidate(*_rate_of(leaves), _fate(leaves)),
        Candidate(fastest, f"η = {rounded(fastest)}", lands),
    )
    asks = tr("Each step is η times the slope. At which rate does every jump land exactly as high as it began?")
    told = tr(
        "At {rate} a step is twice as long as the way to the bottom. So it ends on the other side, at the same height.",
        rate=_rate_of(hovers)[1],
    )
    return asked(scenario.slug, asks, Candidate(*_rate_of(hovers)), wrong, told)


def third_landing(scenario: Scenario) -> Question | None:
    """Ask where the last of a few steps lands."""
    run, rate = scenario.trajectory, float(scenario.method.learning_rate[0])
    k, end = run.n_steps, float(run.iterates[-1, 0])
    x = [str(rounded(value, 4)) for value in run.iterates[:, 0]]
    doubled = tr("That is where a rate twice as large, {rate}, leads.", rate=rounded(2.0 * rate))
    halved = tr("That would be the landing if the slope were half as steep: x, not 2x.")
    wrong = (
        number(-end, tr("The distance is right, the side is not: every step overshoots and changes it."), 4),
        number(_end(scenario, rate / 2.0), halved, 4),
        number(_end(scenario, 2.0 * rate), doubled, 4),
    )
    asks = tr(
        "From x = {start}, at a learning rate of {rate}, the first step lands at x = {first}. "
        "Where does step {k} land?",
        **in_words(start=x[0], rate=rate, first=x[1], k=k),
    )
    told = tr(
        "Each step leaves {size} of the distance and changes the side. So the landings are {landings}.",
        **in_words(size=_size(scenario, rate), landings=between_numbers().join(x[1:])),
    )
    return asked(scenario.slug, asks, number(end, significant=4), wrong, told)


def rates_that_arrive(scenario: Scenario) -> Question | None:
    """Ask below which rate runs arrive, at the very edge."""
    edge, best = limit_of(scenario), best_of(scenario)
    assert edge is not None
    assert best is not None
    fastest, rate = float(best[0]), float(scenario.method.learning_rate[0])
    slow, between, beyond = (
        in_words(fastest=fastest, rate=other, size=_size(scenario, other))
        for other in (fastest / 2.0, (fastest + edge) / 2.0, 1.5 * edge)
    )
    only = tr(
        "At {fastest} one step lands, but others arrive too: at {rate} each step leaves {size} of the distance.", **slow
    )
    gentle = tr(
        "Below {fastest} no step overshoots, but arriving does not ask for that: "
        "at {rate} each step overshoots, and leaves {size} of the distance.",
        **between,
    )
    steep = tr(
        "That would hold if the slope were half as steep. "
        "As it is, at {rate} each step makes the distance {size} times as long.",
        **beyond,
    )
    wrong = (
        _below(fastest, gentle),
        _below(2.0 * edge, steep),
        Candidate(0.0, tr("only {rate}", rate=rounded(fastest)), only),
    )
    known = in_words(rate=rate, multiplier=_multiplier(scenario, rate))
    asks = tr(
        "At a learning rate of {rate} the point neither comes nearer nor goes farther. Which rates make it arrive?",
        **known,
    )
    told = tr(
        "A step multiplies x by 1 − 2η, and at η = {rate} that is {multiplier}. "
        "Any smaller rate makes its size smaller than 1, and the distance shrinks.",
        **known,
    )
    return asked(scenario.slug, asks, _below(edge), wrong, told)


def _below(rate: float, response: str = "") -> Candidate:
    return Candidate(rate, tr("every rate below {rate}", rate=rounded(rate)), response)


def googol(scenario: Scenario) -> Question | None:
    """Ask after how many steps the loss passes a googol, explained by its constant factor per step."""
    run = scenario.trajectory
    size = _size(scenario, float(scenario.method.learning_rate[0]))
    first, rise = float(run.losses[0]), float(run.losses[1] - run.losses[0])
    goal = 10.0**GOOGOL_ORDERS
    orders = GOOGOL_ORDERS - math.log10(first)
    jumps = math.floor(orders / (2.0 * math.log10(size))) + 1
    by_distance = math.floor(orders / math.log10(size)) + 1
    known = in_words(size=size, times=size, loss=first, rise=rise, product=size * size, jumps=jumps)
    wrong = (
        count(by_distance, tr("That would be so if the loss grew {times} times a jump. The distance does.", **known)),
        count(math.sqrt(goal / rise), tr("That would be so if the loss grew with the square of the number of jumps.")),
        count(goal / rise, tr("That would be so if every jump added as much as the first, {rise}.", **known)),
    )
    asks = tr(
        "Each jump ends {times} times as far from the bottom as it began. The loss, at first {loss}, is the square "
        "of that distance. After how many jumps does it pass a googol, {googol}?",
        **known,
        googol=f"10{str(GOOGOL_ORDERS).translate(SUPERSCRIPTS)}",
    )
    told = tr(
        "A jump multiplies the loss by {size} × {size} = {product}. "
        "Doing so {jumps} times makes more than {orders} orders of magnitude.",
        **known,
        orders=GOOGOL_ORDERS,
    )
    return asked(scenario.slug, asks, count(jumps), wrong, told)


def nearest_of_race(scenario: Scenario) -> Question | None:
    """Ask which of several rates ends nearest to the bottom."""
    runs = sorted(scenario.runs, key=lambda one: abs(float(one.trajectory.iterates[-1, 0])))
    *rates, last_rate = [str(rounded(one.method.learning_rate[0])) for one in scenario.runs]
    first, second, third, *_, last = runs
    n, start = scenario.trajectory.n_steps, float(scenario.start[0])
    asks = tr(
        "All runs start at x = {start}, with learning rates of {rates} and {last}. "
        "Which is nearest to the bottom after {steps} steps?",
        **in_words(start=start, rates=between_numbers().join(rates), last=last_rate, steps=n),
    )
    told = tr(
        "At {nearest} the first step is exactly as long as the way to the bottom. "
        "The next nearest, {next_nearest}, has {left} of its distance left after {steps} steps.",
        **in_words(nearest=_rate_of(first)[1], next_nearest=_rate_of(second)[1], left=_left(second), steps=n),
    )
    wrong = [Candidate(*_rate_of(one), _fate(one)) for one in (last, second, third)]
    return asked(scenario.slug, asks, Candidate(*_rate_of(first)), wrong, told)


def same_speed(scenario: Scenario) -> Question | None:
    """Ask which smaller rate is as fast as the run's own, which overshoots."""
    best = best_of(scenario)
    assert best is not None
    fastest, rate = float(best[0]), float(scenario.method.learning_rate[0])
    twin, half = 2.0 * fastest - rate, rate / 2.0
    wrong = (
        number(half, tr(HALF_THE_RATE, **_pace(scenario, half))),
        number(fastest, tr("Quicker than any: at {rate} the first step lands.", rate=rounded(fastest))),
        number(twin / 2.0, tr(SLOWER, **_pace(scenario, twin / 2.0))),
    )
    known = _pace(scenario, rate) | in_words(multiplier=_multiplier(scenario, rate))
    asks = tr(
        "At a learning rate of {rate} each step overshoots, and leaves {size} of the distance. "
        "Which smaller rate is exactly as quick?",
        **known,
    )
    told = tr(
        "A step multiplies x by {smaller_multiplier} at {smaller_rate}, and by {multiplier} at {rate}. "
        "The size is the same, and so both need {steps} steps until {percent} % of the distance is left.",
        **known,
        **in_words(smaller_multiplier=_multiplier(scenario, twin), smaller_rate=twin),
    )
    return asked(scenario.slug, asks, number(twin), wrong, told)


def _end(scenario: Scenario, rate: float) -> float:
    """Return where the run would end at another rate."""
    method = rule_of(scenario.method)(np.array([rate]))
    return float(descend(scenario.objective, method, scenario.start, scenario.steps).iterates[-1, 0])


def _multiplier(scenario: Scenario, rate: float) -> float:
    """Return the factor by which plain descent multiplies the error at a rate."""
    assert scenario.objective.minimiser is not None
    curvature = float(scenario.objective.hessian(scenario.objective.minimiser)[0, 0])
    return 1.0 - rate * curvature


def _size(scenario: Scenario, rate: float) -> float:
    return abs(_multiplier(scenario, rate))


def _pace(scenario: Scenario, rate: float) -> dict[str, object]:
    """Return a rate with its factor per step, and the steps until a small share of the distance is left."""
    size = _size(scenario, rate)
    steps = f"{steps_until(LEFT_SHARE, np.array([size]))[0]:.0f}"
    return in_words(rate=rate, size=size, steps=steps, percent=f"{100.0 * LEFT_SHARE:g}")


def _left(run: Scenario) -> float:
    """Return the remaining distance as a share of that at the start."""
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
    known = in_words(rate=_rate_of(run)[1], size=size, steps=run.trajectory.n_steps, left=_left(run))
    return tr(words if size > 0.0 else LANDS, **known)


def farther_end(scenario: Scenario) -> Question | None:
    """Ask how far out the farther point of a clipped cycle lies."""
    rate, clip = float(scenario.method.learning_rate[0]), scenario.method.hyperparameters["clip"]
    near, far = sorted((float(x) for x in scenario.trajectory.iterates[-2:, 0]), key=abs)
    reach, start = rate * clip, float(scenario.start[0])
    known = in_words(rate=rate, clip=clip, start=start, reach=reach, near=near, far=far)
    asks = tr(
        "A run on x² starts at x = {start} with η = {rate}, and every slope above {clip} in size counts as {clip}. In "
        "the end it jumps between two points, one on either side of the bottom. How far from the bottom is the "
        "farther one?",
        **known,
    )
    wrong = (
        number(reach / 2.0, tr("Then both would be equally far. From x = {start} it does not land there.", **known)),
        number(reach, tr("That is how long each jump is. It passes the bottom on the way.")),
        number(clip / 2.0, tr("There the slope is {clip}. It lands farther out than that, on both sides.", **known)),
    )
    told = tr(
        "Every step is clipped, so each is {reach} long. It ends between {near} and {far}: in size they add up to "
        "{reach}.",
        **known,
    )
    return asked(scenario.slug, asks, number(abs(far)), wrong, told)
