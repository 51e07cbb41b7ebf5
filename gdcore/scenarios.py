"""The built-in scenarios, in the order of the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from gdcore.built_in.changing_rates import changing_rates, chebyshev_run
from gdcore.built_in.choosing_methods import ADAM_RATES, choosing_methods
from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES, houses_run, normalised_run, parabola_run
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.errors import InputError
from gdcore.methods.registry import made
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import current_language, tr
from gdcore.text.notation import rounded
from gdcore.theory.felt_condition import steps_to_leave

N_SEEDS = 20
OPENING = "opening"
"""What the film of the story begins with, and ends at."""
TOGETHER, ALONE = (
    "one-number",
    ("parabola-converges", "parabola-cycles", "parabola-diverges", OPENING),
)
"""The story shows three rates in one clip. Those with one rate each are there to be embedded in other pages."""
LEFT_OUT = ("parabola-race", "mse-valley-jumping", "fate-houses", "mse-backtracking")
"""What the film of the story leaves out, so that it is told in eight minutes: more of what another clip shows."""
SUFFICIENT = 0.3
"""Boyd and Vandenberghe (Convex Optimization, 2004, section 9.2) name 0.01 to 0.3; less would look like halving."""


def catalogue() -> tuple[Scenario, ...]:
    """Return the built-in scenarios in the order of the story, then its opening, in the current language.

    >>> [scenario.slug for scenario in catalogue()][:3]
    ['one-number', 'parabola-converges', 'parabola-cycles']
    """
    return _catalogue_in(current_language())


@cache
def _catalogue_in(_language: str) -> tuple[Scenario, ...]:
    """Return the catalogue, built once per language; ``_language`` is only the cache key."""
    return (
        _one_number(),
        parabola_run("parabola-converges", 0.8, tr("Learning rate 0.8: too far, yet closer each time")),
        parabola_run("parabola-cycles", 1.0, tr("Learning rate 1.0: there and back, for ever")),
        parabola_run("parabola-diverges", 1.2, tr("Learning rate 1.2: every jump lands higher")),
        parabola_run(
            "parabola-race", 0.1, tr("Five learning rates, one start, one clock"), (0.5, 0.8, 1.0, 1.2), 10, "race"
        ),
        houses_run("slope-fit", tr("A point in the valley is a line through the data"), GOOD_RATES, 150, view="line"),
        houses_run("mse-converges", tr("Into the valley, then slowly along its floor"), GOOD_RATES, 150, view="fit"),
        houses_run("two-speeds", tr("Fast, then seemingly stuck"), GOOD_RATES, 150, view="speeds"),
        houses_run("mse-blowup", _higher(), BLOW_UP_RATES, 150),
        _jumping(),
        parabola_run("fate-parabola", 0.8, tr("Every learning rate at once"), (1.0, 1.2), 50, "fate"),
        _fates(),
        houses_run(
            "mse-halving", tr("The remedy: halve the step until the loss does not rise"), BLOW_UP_RATES, 150, halving
        ),
        _backtracking("mse-backtracking", tr("Backtracking: shrink the step until it pays")),
        _momentum(),
        _sgd(),
        normalised_run(
            "mse-normalised",
            tr("Count from the mean: the slanted valley becomes round"),
            (_fastest("raw-units", tr("raw units")),),
        ),
        *changing_rates(),
        *choosing_methods(),
        _race(),
        houses_run(OPENING, tr("I changed one number"), BLOW_UP_RATES, 7),
    )


def built_in(slug: str) -> Scenario:
    """Return the built-in scenario with that slug.

    Args:
        slug: One of the slugs of `catalogue`, such as ``"mse-blowup"``.

    Raises:
        InputError: For an unknown slug.

    >>> built_in("parabola-cycles").trajectory.iterates.ravel().tolist()
    [-1.0, 1.0, -1.0, 1.0]
    """
    for scenario in catalogue():
        if scenario.slug == slug:
            return scenario
    raise InputError(f"no scenario {slug!r}: expected one of {', '.join(s.slug for s in catalogue())}")


def _one_number() -> Scenario:
    """Return three rates on one parabola, each with as many steps as its fate needs to be seen."""
    beside = parabola_run("one-number-2", 1.0, "", steps=4), parabola_run("one-number-3", 1.2, "", steps=3)
    lead = parabola_run("one-number", 0.8, tr("How far should each step go?"), steps=6, view="rates")
    return replace(lead, companions=beside)


def _higher() -> str:
    """Return the title of the run that blows up: by what its one rate is larger than the good one."""
    times = BLOW_UP_RATES["a"] / GOOD_RATES["a"]
    return tr("One rate, {times} times as large", times=str(rounded(times)))


def _fates() -> Scenario:
    blowup = houses_run("fate-houses-2", tr("the run that blows up"), BLOW_UP_RATES, 150)
    title = tr("Every pair of rates, and the edge between their fates")
    return houses_run("fate-houses", title, GOOD_RATES, 150, view="fate", companions=(blowup,))


def _backtracking(slug: str, title: str) -> Scenario:
    return houses_run(slug, title, BLOW_UP_RATES, 150, partial(backtracking, sufficient=SUFFICIENT), "trials")


def _jumping() -> Scenario:
    """Return the first jumps of the run that blows up, beside the same at the largest rates that do not."""
    title = tr("Too fast for the valley: seven jumps, each one higher")
    alone = houses_run("mse-valley-jumping", title, BLOW_UP_RATES, 7)
    share = alone.verdict.edge_multiple
    assert share is not None  # the error of a line is a quadratic
    edge = {name: share * rate for name, rate in BLOW_UP_RATES.items()}
    return replace(alone, companions=(houses_run("mse-valley-jumping-2", "", edge, 7),))


def _momentum() -> Scenario:
    """Return the rescued run beside one without momentum, one just short of the edge and one just beyond it."""
    beside = tuple(
        houses_run(f"mse-momentum-{i}", f"β = {beta}", BLOW_UP_RATES, 150, partial(momentum, momentum=beta))
        for i, beta in enumerate((0.0, 0.13, 0.14), 2)
    )
    rule = partial(momentum, momentum=0.5)
    return houses_run("mse-momentum", tr("Momentum moves the edge"), BLOW_UP_RATES, 150, rule, "momentum", beside)


def _sgd() -> Scenario:
    """Return the run of seed 0; beside it the other seeds and, last, the run that uses all houses."""
    title = tr("One house a step: a noisy path")
    seeds = tuple(
        houses_run(f"mse-sgd-{seed}", tr("seed {seed}", seed=seed), GOOD_RATES, 150, partial(sgd, seed=seed))
        for seed in range(1, N_SEEDS)
    )
    beside = (*seeds, houses_run("mse-sgd-all", tr("all houses"), GOOD_RATES, 150))
    return houses_run("mse-sgd", title, GOOD_RATES, 150, sgd, "noise", beside)


def _fastest(slug: str, title: str) -> Scenario:
    """Return the run of the fastest pair of rates on the raw data, until of every part of its error 1 % is left."""
    careful = houses_run(slug, title, GOOD_RATES, 150)
    rates = best_of(careful)
    assert rates is not None
    steps = steps_to_leave(LEFT_SHARE, careful.objective, rates, careful.start, careful.steps)
    return replace(careful, method=gradient_descent(rates), steps=int(steps))


def _race() -> Scenario:
    """Return halving with five other ways beside it, all with the same data and start."""
    beside = (
        _backtracking("remedies-race-2", tr("backtracking")),
        houses_run("remedies-race-3", tr("momentum, β = 0.5"), BLOW_UP_RATES, 150, partial(momentum, momentum=0.5)),
        normalised_run("remedies-race-4", tr("standard units, η = 1")),
        replace(chebyshev_run("remedies-race-5"), title=tr("Chebyshev steps")),
        houses_run("remedies-race-6", "Adam", ADAM_RATES, 150, partial(made, "adam")),
    )
    title = tr("Six ways to the best line, and what they cost")
    return houses_run("remedies-race", title, BLOW_UP_RATES, 150, halving, "race", beside)


def tells_the_story(scenarios: Sequence[Scenario]) -> bool:
    """Whether all built-in runs are among ``scenarios``, as they were built in."""
    return {scenario.slug for scenario in catalogue()} <= {given.slug for given in scenarios if is_built_in(given)}


def shown(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return what a page of ``scenarios`` and its packages show: of the story not the clips that are built apart."""
    left_out = ALONE if tells_the_story(scenarios) else ()
    return tuple(scenario for scenario in scenarios if scenario.slug not in left_out)


def filmed(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return what the film of ``scenarios`` shows, but for the opening of the story."""
    left_out = LEFT_OUT if tells_the_story(scenarios) else ()
    return tuple(scenario for scenario in shown(scenarios) if scenario.slug not in left_out)


def is_built_in(scenario: Scenario) -> bool:
    """Whether a scenario is one of ``catalogue()`` and does not only borrow its slug."""
    own = {built.slug: built for built in catalogue()}.get(scenario.slug)
    return own is not None and _given(scenario) == _given(own)


def is_opening(scenario: Scenario) -> bool:
    """Whether a scenario is that which the film of the story begins with."""
    return scenario.slug == OPENING and is_built_in(scenario)


def _rates(method: Method) -> tuple[object, ...]:
    schedule = method.schedule
    return schedule.learning_rate.tolist(), schedule.name, dict(schedule.numbers)


def _given(scenario: Scenario) -> tuple[object, ...]:
    """Return all that determines a run and the runs beside it; the minimiser tells the data behind a name apart."""
    objective, method, best = scenario.objective, scenario.method, scenario.objective.minimiser
    return (
        scenario.view, objective.name, None if best is None else best.tolist(),
        method.name, dict(method.hyperparameters), *_rates(method),
        scenario.start.tolist(), scenario.steps, scenario.tolerance, [_given(one) for one in scenario.companions],
    )  # fmt: skip
