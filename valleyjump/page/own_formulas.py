"""The formulas beside a user's function: what it is, its gradient, its Hessian, as the run computed with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from valleyjump.markup.mathml import mathml

LONGEST = 260
"""Characters of Typst: a longer formula would leave every column of text, and nobody would read it."""


def own_formulas(scenarios: Iterable[Scenario]) -> Mapping[str, tuple[Markup, ...]]:
    """Return by slug the formulas of scenarios whose objective was written down, set in one go; long ones are left out.

    A run on data or on the parabola has none: the article has theirs.
    """
    sources = {
        (scenario.slug, number): f"$ {source} $"
        for scenario in scenarios
        for number, source in enumerate(_sources(scenario.objective))
        if len(source) <= LONGEST
    }
    made = mathml({f"{slug} {number}": source for (slug, number), source in sources.items()}) if sources else {}
    found: dict[str, list[Markup]] = {}
    for slug, number in sources:
        found.setdefault(slug, []).append(made[f"{slug} {number}"])
    return {slug: tuple(elements) for slug, elements in found.items()}


def _sources(objective: Objective) -> Iterable[str]:
    gradient = gradient_equation(objective)
    if not gradient:
        return
    names = ", ".join(typst_name(name) for name in objective.parameters)
    yield f"{objective.symbol}({names}) = {objective.formula}"
    yield gradient
    hessian = hessian_equation(objective)
    if hessian:
        yield hessian
