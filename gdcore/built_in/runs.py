"""How a run of the story is made: on the parabola, or on the houses, in raw or in standard units."""

from __future__ import annotations

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.methods.registry import Rule
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.narration.built_in import words_of
from gdcore.narration.script import script_of
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario, View
from gdcore.tables.table import houses

GOOD_RATES = {"a": 5e-8, "b": 0.15}
BLOW_UP_RATES = {"a": 5.75e-7, "b": 0.15}
HOUSES_START = (250.0, 250_000.0)


def parabola_run(
    slug: str, rate: float, title: str, others: tuple[float, ...] = (), steps: int = 3, view: View = "curve"
) -> Scenario:
    """Return plain descent on x² from −1, with the other rates beside it."""
    objective = parabola()
    method = gradient_descent(learning_rates(rate, objective.parameters))
    beside = tuple(parabola_run(f"{slug}-{i}", other, "", (), steps) for i, other in enumerate(others, 2))
    return Scenario(
        slug, title, objective, method, frozen([-1.0]), steps, view,
        words=words_of(slug), script=script_of(slug), companions=beside,
    )  # fmt: skip


def houses_run(
    slug: str,
    title: str,
    rates: dict[str, float],
    steps: int,
    rule: Rule = gradient_descent,
    view: View = "surface",
    companions: tuple[Scenario, ...] = (),
) -> Scenario:
    """Return a run of the error of a line through the houses, in raw units."""
    objective = mean_squared_error(houses())
    method = rule(learning_rates(rates, objective.parameters))
    start, words = frozen(HOUSES_START), words_of(slug)
    return Scenario(slug, title, objective, method, start, steps, view, 1.0, words, companions, script=script_of(slug))


def normalised_run(slug: str, title: str, companions: tuple[Scenario, ...] = ()) -> Scenario:
    """Return plain descent on the standardised data, from the same line, with a rate of 1 for both parameters."""
    objective = standardised_error(houses())
    assert objective.standard is not None
    method = gradient_descent(learning_rates(1.0, objective.parameters))
    start, words = objective.standard.standardised(frozen(HOUSES_START)), words_of(slug)
    return Scenario(
        slug, title, objective, method, start, 150, "circle", 1.0, words, companions, script=script_of(slug)
    )
