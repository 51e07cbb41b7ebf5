"""The built-in scenarios, in the order of the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from gdcore.arrays import frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.errors import InputError
from gdcore.methods.clipping import clipped
from gdcore.methods.registry import Rule
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.narration.built_in import words_of
from gdcore.narration.script import script_of
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario, View
from gdcore.schedules.spectral import inverse_eigenvalues
from gdcore.studies.edges import best_of
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.tables.table import houses
from gdcore.text.language import current_language, tr
from gdcore.text.notation import rounded
from gdcore.theory.felt_condition import steps_to_leave
from gdcore.theory.spectra import rate_eigenvalues

GOOD_RATES = {"a": 5e-8, "b": 0.15}
BLOW_UP_RATES = {"a": 5.75e-7, "b": 0.15}
HOUSES_START = (250.0, 250_000.0)
N_SEEDS = 20
OPENING = "opening"
"""What the film of the story begins with, and ends at."""
TOGETHER, ALONE = "one-number", ("parabola-converges", "parabola-cycles", "parabola-diverges", OPENING)
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
        _parabola("parabola-converges", 0.8, tr("Learning rate 0.8: too far, yet closer each time")),
        _parabola("parabola-cycles", 1.0, tr("Learning rate 1.0: there and back, for ever")),
        _parabola("parabola-diverges", 1.2, tr("Learning rate 1.2: every jump lands higher")),
        _parabola(
            "parabola-race", 0.1, tr("Five learning rates, one start, one clock"), (0.5, 0.8, 1.0, 1.2), 10, "race"
        ),
        _houses("slope-fit", tr("A point in the valley is a line through the data"), GOOD_RATES, 150, view="line"),
        _houses("mse-converges", tr("Into the valley, then slowly along its floor"), GOOD_RATES, 150, view="fit"),
        _houses("two-speeds", tr("Fast, then seemingly stuck"), GOOD_RATES, 150, view="speeds"),
        _houses("mse-blowup", _higher(), BLOW_UP_RATES, 150),
        _jumping(),
        _parabola("fate-parabola", 0.8, tr("Every learning rate at once"), (1.0, 1.2), 50, "fate"),
        _fates(),
        _houses(
            "mse-halving", tr("The remedy: halve the step until the loss does not rise"), BLOW_UP_RATES, 150, halving
        ),
        _backtracking("mse-backtracking", tr("Backtracking: shrink the step until it pays")),
        _momentum(),
        _sgd(),
        _normalised(
            "mse-normalised",
            tr("Count from the mean: the slanted valley becomes round"),
            (_fastest("raw-units", tr("raw units")),),
        ),
        _two_steps(),
        _clipping(),
        _race(),
        _houses(OPENING, tr("I changed one number"), BLOW_UP_RATES, 7),
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


def _parabola(
    slug: str, rate: float, title: str, others: tuple[float, ...] = (), steps: int = 3, view: View = "curve"
) -> Scenario:
    objective = parabola()
    method = gradient_descent(learning_rates(rate, objective.parameters))
    beside = tuple(_parabola(f"{slug}-{i}", other, "", (), steps) for i, other in enumerate(others, 2))
    return Scenario(
        slug, title, objective, method, frozen([-1.0]), steps, view,
        words=words_of(slug), script=script_of(slug), companions=beside,
    )  # fmt: skip


def _one_number() -> Scenario:
    """Return three rates on one parabola, each with as many steps as its fate needs to be seen."""
    beside = _parabola("one-number-2", 1.0, "", steps=4), _parabola("one-number-3", 1.2, "", steps=3)
    lead = _parabola("one-number", 0.8, tr("How far should each step go?"), steps=6, view="rates")
    return replace(lead, companions=beside)


def _houses(
    slug: str,
    title: str,
    rates: dict[str, float],
    steps: int,
    rule: Rule = gradient_descent,
    view: View = "surface",
    companions: tuple[Scenario, ...] = (),
) -> Scenario:
    objective = mean_squared_error(houses())
    method = rule(learning_rates(rates, objective.parameters))
    start, words = frozen(HOUSES_START), words_of(slug)
    return Scenario(slug, title, objective, method, start, steps, view, 1.0, words, companions, script=script_of(slug))


def _higher() -> str:
    """Return the title of the run that blows up: by what its one rate is larger than the good one."""
    times = BLOW_UP_RATES["a"] / GOOD_RATES["a"]
    return tr("One rate, {times} times as large", times=str(rounded(times)))


def _fates() -> Scenario:
    blowup = _houses("fate-houses-2", tr("the run that blows up"), BLOW_UP_RATES, 150)
    title = tr("Every pair of rates, and the edge between their fates")
    return _houses("fate-houses", title, GOOD_RATES, 150, view="fate", companions=(blowup,))


def _backtracking(slug: str, title: str) -> Scenario:
    return _houses(slug, title, BLOW_UP_RATES, 150, partial(backtracking, sufficient=SUFFICIENT), "trials")


def _jumping() -> Scenario:
    """Return the first jumps of the run that blows up, beside the same at the largest rates that do not."""
    title = tr("Too fast for the valley: seven jumps, each one higher")
    alone = _houses("mse-valley-jumping", title, BLOW_UP_RATES, 7)
    share = alone.verdict.edge_multiple
    assert share is not None  # the error of a line is a quadratic
    edge = {name: share * rate for name, rate in BLOW_UP_RATES.items()}
    return replace(alone, companions=(_houses("mse-valley-jumping-2", "", edge, 7),))


def _momentum() -> Scenario:
    """Return the rescued run beside one without momentum, one just short of the edge and one just beyond it."""
    beside = tuple(
        _houses(f"mse-momentum-{i}", f"β = {beta}", BLOW_UP_RATES, 150, partial(momentum, momentum=beta))
        for i, beta in enumerate((0.0, 0.13, 0.14), 2)
    )
    rule = partial(momentum, momentum=0.5)
    return _houses("mse-momentum", tr("Momentum moves the edge"), BLOW_UP_RATES, 150, rule, "momentum", beside)


def _sgd() -> Scenario:
    """Return the run of seed 0; beside it the other seeds and, last, the run that uses all houses."""
    title = tr("One house a step: a noisy path")
    seeds = tuple(
        _houses(f"mse-sgd-{seed}", tr("seed {seed}", seed=seed), GOOD_RATES, 150, partial(sgd, seed=seed))
        for seed in range(1, N_SEEDS)
    )
    beside = (*seeds, _houses("mse-sgd-all", tr("all houses"), GOOD_RATES, 150))
    return _houses("mse-sgd", title, GOOD_RATES, 150, sgd, "noise", beside)


def _normalised(slug: str, title: str, companions: tuple[Scenario, ...] = ()) -> Scenario:
    """Return plain descent on the standardised data, from the same line, with a rate of 1 for both parameters."""
    objective = standardised_error(houses())
    assert objective.standard is not None
    method = gradient_descent(learning_rates(1.0, objective.parameters))
    start, words = objective.standard.standardised(frozen(HOUSES_START)), words_of(slug)
    return Scenario(
        slug, title, objective, method, start, 150, "circle", 1.0, words, companions, script=script_of(slug)
    )


def _fastest(slug: str, title: str) -> Scenario:
    """Return the run of the fastest pair of rates on the raw data, until of every part of its error 1 % is left."""
    careful = _houses(slug, title, GOOD_RATES, 150)
    rates = best_of(careful)
    assert rates is not None
    steps = steps_to_leave(LEFT_SHARE, careful.objective, rates, careful.start, careful.steps)
    return replace(careful, method=gradient_descent(rates), steps=int(steps))


def _race() -> Scenario:
    """Return halving with the other remedies beside it, all with the same data and start."""
    beside = (
        _backtracking("remedies-race-2", tr("backtracking")),
        _houses("remedies-race-3", tr("momentum, β = 0.5"), BLOW_UP_RATES, 150, partial(momentum, momentum=0.5)),
        _normalised("remedies-race-4", tr("standard units, η = 1")),
    )
    title = tr("Four remedies, counted by what they cost")
    return _houses("remedies-race", title, BLOW_UP_RATES, 150, halving, "race", beside)


def _two_steps() -> Scenario:
    """Return one step along each direction of the valley, the longer one first, and beside it the shorter one first."""
    title = tr("Two steps, one rate for both, and it lands")
    lead = _houses("two-steps", title, dict.fromkeys("ab", 1.0), 2, view="directions")
    ones = lead.method.learning_rate
    eigenvalues = rate_eigenvalues(lead.objective, ones)
    assert eigenvalues is not None  # the error of a line is a quadratic
    orders = (inverse_eigenvalues(ones, eigenvalues, steepest_first=first) for first in (False, True))
    long, short = (replace(lead, method=gradient_descent(order)) for order in orders)
    return replace(long, companions=(replace(short, slug="two-steps-2", title=tr("the short step first")),))


def _clipping() -> Scenario:
    """Return the run that leaves the parabola with its gradients clipped, and beside it without."""
    beside = _parabola("clipping-2", 1.2, tr("not clipped"), steps=8)
    lead = _parabola("clipping", 1.2, tr("A seat belt, not a steering wheel"), steps=8)
    return replace(lead, method=clipped(lead.method, 1.0), companions=(beside,), run_title=tr("clipped at 1"))


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
