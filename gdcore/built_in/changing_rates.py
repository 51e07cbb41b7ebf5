"""The runs of the story whose learning rate changes from step to step."""

from __future__ import annotations

from dataclasses import replace

from gdcore.built_in.runs import GOOD_RATES, houses_run, normalised_run, parabola_run
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.scenario import Scenario
from gdcore.schedules.ramps import cosine, range_test
from gdcore.schedules.spectral import chebyshev, inverse_eigenvalues, silver
from gdcore.text.language import tr
from gdcore.theory.spectra import rate_eigenvalues

CHEBYSHEV_STEPS = 16


def changing_rates() -> tuple[Scenario, ...]:
    """Return them in the order of the story, in the current language."""
    return _two_steps(), _too_high(), _range_test(), _warmup_decay()


def _two_steps() -> Scenario:
    """Return one step along each direction of the valley, the longer one first, and beside it the shorter one first."""
    title = tr("Two steps, one rate for both, and it lands")
    lead = houses_run("two-steps", title, dict.fromkeys("ab", 1.0), 2, view="directions")
    ones = lead.method.learning_rate
    eigenvalues = rate_eigenvalues(lead.objective, ones)
    assert eigenvalues is not None  # the error of a line is a quadratic
    orders = (inverse_eigenvalues(ones, eigenvalues, steepest_first=first) for first in (False, True))
    long, short = (replace(lead, method=gradient_descent(order)) for order in orders)
    return replace(long, companions=(replace(short, slug="two-steps-2", title=tr("the short step first")),))


def chebyshev_run(slug: str) -> Scenario:
    """Return Chebyshev steps on the houses, of good rates."""
    lead = houses_run(slug, "", GOOD_RATES, CHEBYSHEV_STEPS)
    rates, (steepest, flattest) = lead.method.learning_rate, _curvatures(lead)
    return replace(lead, method=gradient_descent(chebyshev(rates, flattest, steepest, lead.steps)))


def _too_high() -> Scenario:
    """Return Chebyshev steps for the houses, beside the constant rate best in the long run, and silver steps."""
    slug = "too-high-on-purpose"
    lead = replace(
        chebyshev_run(slug), title=tr("Too high on purpose"), view="schedule", run_title=tr("Chebyshev steps")
    )
    plain = houses_run(slug, "", GOOD_RATES, lead.steps, view="schedule")
    rates, (steepest, flattest) = plain.method.learning_rate, _curvatures(plain)
    fixed = replace(plain, title=tr("fixed rate"), words={}, script={})
    beside = (
        replace(fixed, slug=f"{slug}-2", method=gradient_descent(2.0 / (steepest + flattest) * rates)),
        replace(fixed, slug=f"{slug}-3", title=tr("silver steps"), method=gradient_descent(silver(rates, steepest))),
    )
    return replace(lead, companions=beside)


def _curvatures(run: Scenario) -> tuple[float, float]:
    """Return the largest and the smallest eigenvalue that the rates of a run make of the curvatures."""
    eigenvalues = rate_eigenvalues(run.objective, run.method.learning_rate)
    assert eigenvalues is not None  # the error of a line is a quadratic
    return float(eigenvalues[0]), float(eigenvalues[-1])


def _range_test() -> Scenario:
    alone = parabola_run("range-test", 0.1, tr("How high may the rate be? Try them all"), (), 100, "schedule")
    return replace(alone, method=gradient_descent(range_test([1e-3], alone.steps, 1e4)))


def _warmup_decay() -> Scenario:
    """Return stochastic descent on the standardised houses with a constant rate, with decay, and with warm-up too."""
    lead = replace(normalised_run("warmup-decay", tr("Let the rate fall, and the noise falls too")), view="schedule")
    rates, steps = 0.2 * lead.method.learning_rate, lead.steps
    beside = (
        (tr("decay"), cosine(rates, steps)),
        (tr("warm-up, then decay"), cosine(rates, steps, warmup=steps // 5)),
    )
    companions = tuple(
        replace(lead, slug=f"warmup-decay-{i}", title=title, method=sgd(schedule), words={}, script={})
        for i, (title, schedule) in enumerate(beside, 2)
    )
    return replace(lead, method=sgd(rates), run_title=tr("constant rate"), companions=companions)
