"""What to predict about any run: where a step lands, how the losses change, where they end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from gdcore.choices import Candidate, Question, asked, number, steps
from gdcore.edges import MAKERS, rule_of
from gdcore.notation import rounded
from gdcore.questions_losses import falling, growing
from gdcore.scenario import Scenario
from gdcore.trajectory import descend

LONGEST = 20_000
"""A run of more steps is not repeated with other rates for the sake of a wrong answer."""


def any_question(scenario: Scenario) -> Question | None:
    """Return the first question that fits, or None: nothing is to be predicted where nothing happens."""
    return next(filter(None, (ask(scenario) for ask in KINDS)), None)


def step_landing(scenario: Scenario) -> Question | None:
    """Ask where a step along one parameter lands: the second one where it keeps a share of the first."""
    run, name = scenario.trajectory, scenario.objective.parameters[0]
    if scenario.objective.n_parameters > 1 or run.n_steps == 0:
        return None
    heavy = scenario.method.name == "momentum" and run.n_steps > 1
    k = 2 if heavy else 1
    before, after = (float(run.iterates[i, 0]) for i in (k - 1, k))
    kept = ""
    if heavy:
        kept = f", and the last step went there from {_place(run.iterates[0, 0])} (β = {rounded(_beta(scenario))})"
    return asked(
        scenario.slug,
        f"At {name} = {_place(before)} the slope is {rounded(run.gradients[k - 1, 0])}{kept}. With a learning rate of "
        f"{rounded(scenario.method.learning_rate[0])}, where does step {k} land?",
        number(after, significant=4),
        filter(_finite, _landings(scenario, k, before, after)),
        f"{_step(scenario, k)}, from {name} = {_place(before)} to {_place(after)}. "
        f"The loss goes from {rounded(run.losses[k - 1])} to {rounded(run.losses[k])}.",
    )


def _landings(scenario: Scenario, k: int, before: float, after: float) -> Iterator[Candidate]:
    """Yield where the step would land if something about it were otherwise."""
    run, rate = scenario.trajectory, float(scenario.method.learning_rate[0])
    refused = [trial for trial in run.rejected if trial.k == k - 1]
    if refused:
        height = rounded(refused[0].loss)
        yield number(float(refused[0].point[0]), f"The full step lands there, and is refused: the loss is {height}.", 4)
    if k > 1:
        plain = before - rate * float(run.gradients[k - 1, 0])
        yield number(plain, "That would be the landing without momentum: nothing of the last step is kept.", 4)
    because = "" if refused or k > 1 else ": the slope is twice as steep"
    yield number((before + after) / 2.0, f"That would be the landing of a step half as long{because}.", 4)
    loss = math.copysign(float(run.losses[k - 1]), after - before)
    yield number(before + rate * loss, f"That steps by the loss, {rounded(abs(loss))}, and not by the slope.", 4)
    yield number(2.0 * before - after, "That step has the right length and the wrong direction.", 4)
    yield number(2.0 * after - before, "That would be the landing of a step twice as long.", 4)


def ending(scenario: Scenario) -> Question | None:
    """Ask what the last loss is."""
    run = scenario.trajectory
    if run.n_steps == 0:
        return None
    rates = " and ".join(str(rounded(rate)) for rate in run.method.learning_rate)
    return asked(
        scenario.slug,
        f"The loss is {rounded(run.losses[0])} at the start, and the learning rate {rates}. What is it after "
        f"{steps(run.n_steps)}?",
        number(float(run.losses[-1])),
        filter(_finite, _endings(scenario)),
        f"The first step takes it to {rounded(run.losses[1])}. After {steps(run.n_steps)} it is "
        f"{rounded(run.losses[-1])}.",
    )


def _endings(scenario: Scenario) -> Iterator[Candidate]:
    run = scenario.trajectory
    first, rise = float(run.losses[0]), float(run.losses[1] - run.losses[0])
    yield number(first, "That would be so if it came back to where it began.")
    if run.n_steps <= LONGEST and scenario.method.name in MAKERS:
        for times, words in ((0.5, "half"), (2.0, "twice")):
            method = rule_of(scenario.method)(times * scenario.method.learning_rate)
            other = descend(scenario.objective, method, scenario.start, scenario.steps, scenario.tolerance)
            yield number(float(other.losses[-1]), f"That is where a learning rate {words} as large ends.")
    even = first + run.n_steps * rise
    if even >= 0.0:
        yield number(even, "That would be so if every step changed the loss as much as the first one did.")


def _step(scenario: Scenario, k: int) -> str:
    """Return how long step k is, and why."""
    run, rate = scenario.trajectory, float(scenario.method.learning_rate[0])
    if k > 1:
        last, downhill = float(run.iterates[1, 0] - run.iterates[0, 0]), -rate * float(run.gradients[1, 0])
        return f"The last step leaves {rounded(_beta(scenario) * last)} and the slope adds {rounded(downhill)}"
    slope = abs(float(run.gradients[k - 1, 0]))
    length = rounded(abs(float(run.iterates[k, 0] - run.iterates[k - 1, 0])))
    plain = not any(trial.k == 0 for trial in run.rejected)
    return f"The step is {rounded(rate)} × {rounded(slope)} = {length} long" if plain else f"The step is {length} long"


def _finite(candidate: Candidate) -> bool:
    return math.isfinite(candidate.value)


def _beta(scenario: Scenario) -> float:
    return scenario.method.hyperparameters["momentum"]


def _place(value: float) -> str:
    return str(rounded(float(value), 4))


KINDS: tuple[Callable[[Scenario], Question | None], ...] = (step_landing, growing, falling, ending)
