"""Questions about any run: where a step lands, how the losses change, where they end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from gdcore.descent.trajectory import descend
from gdcore.methods.registry import FAMILIES, family_of, rule_of, steps_by_slope
from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, in_words, number, steps
from gdcore.questions.losses import falling, growing
from gdcore.questions.setting import method_and_subject, setting
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import rounded

LONGEST = 20_000
"""Longer runs are not repeated at other rates just for a wrong answer."""


def any_question(scenario: Scenario) -> Question | None:
    """Return the first question that fits, or None for a run without anything to predict.

    A schedule is too long to tell: of a run with one only a step is asked for.
    """
    kinds = KINDS if scenario.method.schedule.is_constant else KINDS[:1]
    return next(filter(None, (ask(scenario) for ask in kinds)), None)


def step_landing(scenario: Scenario) -> Question | None:
    """Ask where a step along one parameter lands: the first, or with momentum the second."""
    run, name = scenario.trajectory, scenario.objective.parameters[0]
    if scenario.objective.n_parameters > 1 or run.n_steps == 0:
        return None
    family = family_of(scenario.method)
    if family is None or scenario.method.noisy or not steps_by_slope(scenario.method):
        return None  # such a step is not the rate times the slope, and cannot be explained
    k = 2 if family.keeps_the_last_step and run.n_steps > 1 else 1
    before, after = (float(run.iterates[i, 0]) for i in (k - 1, k))
    losses = tr("The loss goes from {before} to {after}.", **in_words(before=run.losses[k - 1], after=run.losses[k]))
    told = f"{_step(scenario, k, before, after)} {losses}"
    wrong = filter(_finite, _landings(scenario, k, before, after))
    return asked(scenario.slug, _where(scenario, k, name, before), number(after, significant=4), wrong, told)


def _where(scenario: Scenario, k: int, name: str, before: float) -> str:
    """Return the question, with everything that determines where step k lands."""
    run = scenario.trajectory
    given = in_words(method=method_and_subject(scenario), parameter=name, place=_place(before), k=k)
    given |= in_words(slope=run.gradients[k - 1, 0], rate=scenario.method.schedule.rate(k - 1)[0])
    if k == 1:
        return tr(
            "{method}: at {parameter} = {place} the slope is {slope}. "
            "With a learning rate of {rate}, where does step {k} land?",
            **given,
        )
    return tr(
        "{method}: at {parameter} = {place} the slope is {slope}, "
        "and the last step went there from {start} (β = {beta}). "
        "With a learning rate of {rate}, where does step {k} land?",
        **given,
        start=_place(run.iterates[0, 0]),
        beta=rounded(scenario.method.momentum),
    )


def _landings(scenario: Scenario, k: int, before: float, after: float) -> Iterator[Candidate]:
    """Yield where the step would land under common misconceptions."""
    run, rate = scenario.trajectory, float(scenario.method.schedule.rate(k - 1)[0])
    refused = [trial for trial in run.rejected if trial.k == k - 1]
    if refused:
        height = tr("The full step lands there, and is rejected: the loss is {loss}.", loss=rounded(refused[0].loss))
        yield number(float(refused[0].point[0]), height, 4)
    if k > 1:
        plain = before - rate * float(run.gradients[k - 1, 0])
        yield number(plain, tr("That would be the landing without momentum: nothing of the last step is kept."), 4)
    plain_half = tr("That would be the landing of a step half as long.")
    half = tr("That would be the landing of a step half as long: the slope is twice as steep.")
    yield number((before + after) / 2.0, plain_half if refused or k > 1 else half, 4)
    loss = math.copysign(float(run.losses[k - 1]), after - before)
    by_loss = tr("That steps by the loss, {loss}, and not by the slope.", loss=rounded(abs(loss)))
    yield number(before + rate * loss, by_loss, 4)
    yield number(2.0 * before - after, tr("That step has the right length and the wrong direction."), 4)
    yield number(2.0 * after - before, tr("That would be the landing of a step twice as long."), 4)


def ending(scenario: Scenario) -> Question | None:
    """Ask what the last loss is."""
    run = scenario.trajectory
    if run.n_steps == 0:
        return None
    known = in_words(loss=run.losses[0], second=run.losses[1], last=run.losses[-1], steps=steps(run.n_steps))
    asks = tr("The loss is {loss} there. What is it after {steps}?", **known)
    told = tr("The first step takes it to {second}. After {steps} it is {last}.", **known)
    wrong = filter(_finite, _endings(scenario))
    return asked(scenario.slug, f"{setting(scenario)} {asks}", number(float(run.losses[-1])), wrong, told)


def _endings(scenario: Scenario) -> Iterator[Candidate]:
    run = scenario.trajectory
    first, rise = float(run.losses[0]), float(run.losses[1] - run.losses[0])
    yield number(first, tr("That would be so if it came back to where it began."))
    if run.n_steps <= LONGEST and scenario.method.name in FAMILIES:
        for times, response in (
            (0.5, tr("That is where a learning rate half as large ends.")),
            (2.0, tr("That is where a learning rate twice as large ends.")),
        ):
            method = rule_of(scenario.method)(times * scenario.method.learning_rate)
            other = descend(scenario.objective, method, scenario.start, scenario.steps, scenario.tolerance)
            yield number(float(other.losses[-1]), response)
    even = first + run.n_steps * rise
    if even >= 0.0:
        yield number(even, tr("That would be so if every step changed the loss as much as the first one did."))


def _step(scenario: Scenario, k: int, before: float, after: float) -> str:
    """Return a sentence on the length of step k, its reason, and where it leads."""
    run, rate = scenario.trajectory, float(scenario.method.schedule.rate(k - 1)[0])
    way = {"parameter": scenario.objective.parameters[0], "before": _place(before), "after": _place(after)}
    if k > 1:
        last, downhill = float(run.iterates[1, 0] - run.iterates[0, 0]), -rate * float(run.gradients[1, 0])
        return tr(
            "The last step leaves {kept} and the slope adds {added}, from {parameter} = {before} to {after}.",
            **in_words(kept=scenario.method.momentum * last, added=downhill, **way),
        )
    length = rounded(abs(float(run.iterates[k, 0] - run.iterates[k - 1, 0])))
    if any(trial.k == 0 for trial in run.rejected):
        return tr("The step is {length} long, from {parameter} = {before} to {after}.", length=length, **way)
    return tr(
        "The step is {rate} × {slope} = {length} long, from {parameter} = {before} to {after}.",
        **in_words(rate=rate, slope=abs(run.gradients[k - 1, 0]), length=length, **way),
    )


def _finite(candidate: Candidate) -> bool:
    return math.isfinite(candidate.value)


def _place(value: float) -> str:
    return str(rounded(float(value), 4))


KINDS: tuple[Callable[[Scenario], Question | None], ...] = (step_landing, growing, falling, ending)
