"""What a question must say before it asks: the function or the data, the method, where it starts and its rates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gdcore.descent.by_name import method_words
from gdcore.expressions.derived_formulas import written_as
from gdcore.models.features import Features
from gdcore.narration.facts import facts
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import MINUS, SUPERSCRIPTS, rounded, together

LONGEST = 70
"""Characters of a function in a question; a longer one is not read while a clip waits."""
FEW = 2
POWER = re.compile(r"\*\*\s*(\d+)(?![\d.eE])")
TIMES = re.compile(r"\s*\*\s*")
NUMBER_TIMES = re.compile(r"(?<![\w.])(\d[\d.]*)·(?=[A-Za-z(])")


def setting(scenario: Scenario) -> str:
    """Return a sentence that says what runs on what, from where and how fast: with it a question can be answered."""
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
    """Return what runs on what, for a question that tells the rest itself."""
    words = method_words(scenario.method.name)
    return tr("{method} on {subject}", method=words[:1].upper() + words[1:], subject=subject(scenario.objective))


def subject(objective: Objective) -> str:
    """Return what is minimised: a function as it is written, or the misses of a fit to columns of data."""
    table = objective.table
    if isinstance(table, Features):
        return tr("the mean squared error of a fit to {y} from {x}", y=table.y_name, x=_listed(table.x_names))
    if table is not None:
        return tr("the mean squared error of a line through {y} against {x}", y=table.y_name, x=table.x_name)
    expression = written_as(objective)
    if expression is None:
        return "f(x) = x²" if objective.name == "parabola" else objective.name.replace("_", " ")
    if len(expression.source) > LONGEST:
        return tr("its function")
    return f"{objective.symbol}({', '.join(objective.parameters)}) = {readable(expression.source)}"


def readable(source: str) -> str:
    """Return a function in the notation of lesson files as people write it in a line: 20(y − x²)² for 20*(y - x**2)**2.

    >>> readable("(1 - x)**2 + 20*(y - x**2)**2")
    '(1 − x)² + 20(y − x²)²'
    """
    raised = POWER.sub(lambda power: power[1].translate(SUPERSCRIPTS), " ".join(source.split()))
    return NUMBER_TIMES.sub(r"\1", TIMES.sub("·", raised.replace("**", "^"))).replace("-", MINUS)


def _method(scenario: Scenario) -> str:
    words = method_words(scenario.method.name)
    words = words[:1].upper() + words[1:]
    beta = scenario.method.hyperparameters.get("momentum")
    return words if beta is None else tr("{method} (β = {beta})", method=words, beta=rounded(beta))


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
    """Return two things with an "and", more with commas."""
    return together(texts) if len(texts) <= FEW else ", ".join(texts)
