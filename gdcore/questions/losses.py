"""Questions about the losses of any run: after how many steps they have grown or fallen this far."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, count, in_words, steps
from gdcore.questions.setting import setting
from gdcore.scenario import Scenario
from gdcore.text.language import tr, translatable
from gdcore.text.notation import rounded

GROWN = 1000.0
SHARES = (0.01, 0.1, 0.5)
"""Shares of the initial loss to ask about, the most telling first."""
GREW = translatable("On average it grew to {percent} % a step.")
SHRANK = translatable("On average it shrank to {percent} % a step.")


def growing(scenario: Scenario) -> Question | None:
    """Ask when the loss has passed a thousand times its start."""
    losses = scenario.trajectory.losses
    passed = np.flatnonzero(losses / GROWN > losses[0])
    if scenario.verdict.kind != "diverging" or not len(passed) or losses[0] <= 0.0:
        return None
    k = int(passed[0])
    times = _ratio(losses[k], losses[0])
    asks = tr("After how many steps is it more than {times} times what it was at the start?", times=f"{GROWN:g}")
    known = in_words(steps=steps(k), loss=losses[k], times=times)
    told = tr("After {steps} it is {loss}, {times} times as much.", **known)
    explanation = f"{told} {_pace(times, k, GREW)}".strip()
    return asked(scenario.slug, f"{_opening(scenario, k)} {asks}", count(k), _times_to_grow(scenario, k), explanation)


def _times_to_grow(scenario: Scenario, k: int) -> Iterator[Candidate]:
    ratio = _first_ratio(scenario)
    if 1.0 < ratio < math.inf:
        times = (GROWN - 1.0) / (ratio - 1.0)
        yield count(math.ceil(times), tr("That would be linear growth: every step adds what the first one added."))
        by_squares = tr("That would be quadratic growth: the rise goes with the square of the steps.")
        yield count(math.ceil(math.sqrt(times)), by_squares)
    if scenario.objective.quadratic and scenario.method.linear:
        yield count(2 * k, tr("That would be so if the loss grew like the distance. It grows like its square."))
    yield from _other_paces(k)


def falling(scenario: Scenario) -> Question | None:
    """Ask when the loss has fallen to a small share of its start: the smallest share it reaches."""
    losses = scenario.trajectory.losses
    if scenario.verdict.kind != "converging" or losses[0] <= 0.0:
        return None
    for share in SHARES:
        below = np.flatnonzero(losses <= share * losses[0])
        if len(below):
            return _falling_to(scenario, share, int(below[0]))
    return None


def _falling_to(scenario: Scenario, share: float, k: int) -> Question | None:
    losses = scenario.trajectory.losses
    asks = tr("After how many steps is at most {percent} % of the first loss left?", percent=f"{100.0 * share:g}")
    known = in_words(steps=steps(k), loss=losses[k], percent=100.0 * losses[k] / losses[0])
    told = tr("After {steps} the loss is {loss}, {percent} % of the first.", **known)
    explanation = f"{told} {_pace(_ratio(losses[k], losses[0]), k, SHRANK)}".strip()
    wrong = _times_to_fall(scenario, share, k)
    return asked(scenario.slug, f"{_opening(scenario, k)} {asks}", count(k), wrong, explanation)


def _times_to_fall(scenario: Scenario, share: float, k: int) -> Iterator[Candidate]:
    ratio, n = _first_ratio(scenario), scenario.trajectory.n_steps
    if 0.0 < ratio < 1.0:
        same = tr(
            "That would be so if every step left {ratio} of the loss, as the first one does.", ratio=rounded(ratio)
        )
        yield count(math.ceil(math.log(share) / math.log(ratio) - 1e-9), same)
        even = math.ceil((1.0 - share) / (1.0 - ratio) - 1e-9)
        yield count(even, tr("That would be so if every step took away as much as the first one did."))
    if n > 2 * k:
        left = 100.0 * _ratio(scenario.trajectory.losses[-1], scenario.trajectory.losses[0])
        yield count(n, tr("By then the run has ended, with {percent} % left.", percent=rounded(left)))
    yield from _other_paces(k)


def _other_paces(k: int) -> Iterator[Candidate]:
    yield count(2 * k, tr("That would be so if each step did half of what it does."))
    yield count(math.ceil(k / 2.0), tr("That would be so if each step did what two of them do."))
    yield count(4 * k, tr("That would be so if four steps did what one of them does."))


def _opening(scenario: Scenario, k: int) -> str:
    """Return the setting and the first step; the latter is left out if it is the answer."""
    losses = scenario.trajectory.losses
    if k == 1:
        told = tr("The loss is {loss} at the start.", loss=rounded(losses[0]))
    else:
        told = tr(
            "The first step takes the loss from {first} to {second}.", **in_words(first=losses[0], second=losses[1])
        )
    return f"{setting(scenario)} {told}"


def _first_ratio(scenario: Scenario) -> float:
    losses = scenario.trajectory.losses
    return _ratio(losses[1], losses[0])


def _ratio(value: float, reference: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.float64(value) / np.float64(reference))


def _pace(ratio: float, k: int, message: str) -> str:
    """Return the sentence about the mean factor per step, if there is one."""
    if k == 1:
        return tr("One step is enough.")
    return tr(message, percent=rounded(100.0 * ratio ** (1.0 / k))) if ratio < math.inf else ""
