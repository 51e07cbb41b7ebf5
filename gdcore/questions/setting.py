"""The setting of a question: the function or the data, the method, the start and the rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gdcore.expressions.derived_formulas import written_as
from gdcore.expressions.written import plain_signs
from gdcore.methods.registry import method_words
from gdcore.models.features import Features
from gdcore.narration.facts import facts
from gdcore.objectives.losses import Absolute, Huber, RowLoss, Squared
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.tables.table import Table
from gdcore.text.language import between_numbers, tr, translatable
from gdcore.text.notation import rounded, together

LONGEST = 70
"""The longest function quoted in a question, in characters: a clip is waiting."""
FEW = 2
_MEANS: Mapping[type[RowLoss], str] = {
    Squared: translatable("the mean squared error"),
    Absolute: translatable("the mean absolute error"),
    Huber: translatable("the mean of Huber’s loss"),
}


def setting(scenario: Scenario) -> str:
    """Return a sentence with everything needed to answer a question: objective, method, start and rates."""
    given = {
        "method": _method(scenario),
        "subject": subject(scenario.objective),
        "start": _start(scenario),
        "rates": _rates(scenario),
    }
    if len(set(scenario.method.learning_rate.tolist())) == 1:
        return tr("{method} on {subject} starts at {start}, with a learning rate of {rates}.", **given)
    return tr("{method} on {subject} starts at {start}, with learning rates of {rates}.", **given)


def method_and_subject(scenario: Scenario) -> str:
    """Return method and objective, for a question that gives the rest itself."""
    return tr("{method} on {subject}", method=_name(scenario), subject=subject(scenario.objective))


def subject(objective: Objective) -> str:
    """Return what is minimised: a function as written, or the residuals of a fit to columns of data."""
    if objective.table is not None:
        return _fit(objective, objective.table)
    expression = written_as(objective)
    if expression is None:
        return "f(x) = x²" if objective.name == "parabola" else objective.name.replace("_", " ")
    if len(expression.source) > LONGEST:
        return tr("its function")
    return f"{objective.symbol}({', '.join(objective.parameters)}) = {plain_signs(expression.source)}"


def _fit(objective: Objective, table: Table) -> str:
    """Return the mean loss of a fit to data, and what is fitted."""
    given: dict[str, object] = {"y": table.y_name, "loss": tr(_MEANS[_loss(objective)])}
    if not isinstance(table, Features) or len(table.x_names) == 1:
        x = table.x_names[0] if isinstance(table, Features) else table.x_name
        return tr("{loss} of a line through {y} against {x}", x=x, **given)
    return tr("{loss} of a fit to {y} from {x}", x=_listed(table.x_names), **given)


def _loss(objective: Objective) -> type[RowLoss]:
    return Squared if objective.rows is None else type(objective.rows.loss)


def _name(scenario: Scenario) -> str:
    words = method_words(scenario.method.name)
    return words[:1].upper() + words[1:]


def _method(scenario: Scenario) -> str:
    beta = scenario.method.hyperparameters.get("momentum")
    return _name(scenario) if beta is None else tr("{method} (β = {beta})", method=_name(scenario), beta=rounded(beta))


def _start(scenario: Scenario) -> str:
    known = facts(scenario)
    if len(scenario.start) > FEW and len({known[f"{name}_0"] for name in scenario.objective.parameters}) == 1:
        return tr("{value} in every parameter", value=known[f"{scenario.objective.parameters[0]}_0"])
    return ", ".join(f"{name} = {known[f'{name}_0']}" for name in scenario.objective.parameters)


def _rates(scenario: Scenario) -> str:
    known, names = facts(scenario), scenario.objective.parameters
    if len(set(scenario.method.learning_rate.tolist())) == 1:
        return known["rate"]
    rates = [tr("{rate} for {parameter}", rate=known[f"rate_{name}"], parameter=name) for name in names]
    return _listed(rates)


def _listed(texts: Sequence[str]) -> str:
    """Return two texts joined by "and", or more with commas."""
    return together(texts) if len(texts) <= FEW else between_numbers().join(texts)
