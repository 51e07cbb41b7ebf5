"""What to predict about the losses of any run: after how many steps they have grown or fallen so far."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from gdcore.choices import Candidate, Question, asked, count, steps
from gdcore.notation import rounded
from gdcore.scenario import Scenario

GROWN = 1000.0
SHARES = (0.01, 0.1, 0.5)
"""What the loss may have fallen to, the most telling first."""


def growing(scenario: Scenario) -> Question | None:
    """Ask when the loss has passed a thousand times its start."""
    losses = scenario.trajectory.losses
    passed = np.flatnonzero(losses / GROWN > losses[0])
    if scenario.verdict.kind != "diverging" or not len(passed) or losses[0] <= 0.0:
        return None
    k, ratio = int(passed[0]), _first_ratio(scenario)
    return asked(
        scenario.slug,
        f"{_opening(scenario, k)} After how many steps is it more than {GROWN:g} times what it was at the start?",
        count(k),
        _times_to_grow(scenario, k, ratio),
        f"After {steps(k)} it is {rounded(losses[k])}, {rounded(_ratio(losses[k], losses[0]))} times as much. "
        f"{_pace(_ratio(losses[k], losses[0]), k, 'grew')}".strip(),
    )


def _times_to_grow(scenario: Scenario, k: int, ratio: float) -> Iterator[Candidate]:
    if 1.0 < ratio < math.inf:
        times = (GROWN - 1.0) / (ratio - 1.0)
        yield count(math.ceil(times), "That would be linear growth: every step adds what the first one added.")
        yield count(
            math.ceil(math.sqrt(times)), "That would be quadratic growth: the rise goes with the square of the steps."
        )
    if scenario.objective.quadratic and scenario.method.linear:
        yield count(2 * k, "That would be so if the loss grew like the distance. It grows like its square.")
    yield from _other_paces(k)


def falling(scenario: Scenario) -> Question | None:
    """Ask when the loss has fallen to a small share of its start, the smallest that it reaches."""
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
    return asked(
        scenario.slug,
        f"{_opening(scenario, k)} After how many steps is at most {100.0 * share:g} % of the first loss left?",
        count(k),
        _times_to_fall(scenario, share, k),
        f"After {steps(k)} the loss is {rounded(losses[k])}, {rounded(100.0 * losses[k] / losses[0])} % of the first. "
        f"{_pace(_ratio(losses[k], losses[0]), k, 'shrank')}".strip(),
    )


def _times_to_fall(scenario: Scenario, share: float, k: int) -> Iterator[Candidate]:
    ratio, n = _first_ratio(scenario), scenario.trajectory.n_steps
    if 0.0 < ratio < 1.0:
        same = math.ceil(math.log(share) / math.log(ratio) - 1e-9)
        yield count(same, f"That would be so if every step left {rounded(ratio)} of the loss, as the first one does.")
        even = math.ceil((1.0 - share) / (1.0 - ratio) - 1e-9)
        yield count(even, "That would be so if every step took away as much as the first one did.")
    if n > 2 * k:
        yield count(n, f"By then the run has ended, with {rounded(100.0 * _last_ratio(scenario))} % left.")
    yield from _other_paces(k)


def _other_paces(k: int) -> Iterator[Candidate]:
    yield count(2 * k, "That would be so if each step did half of what it does.")
    yield count(math.ceil(k / 2.0), "That would be so if each step did what two of them do.")
    yield count(4 * k, "That would be so if four steps did what one of them does.")


def _opening(scenario: Scenario, k: int) -> str:
    """Return how the run begins; where the first step is the answer, it is not told."""
    losses = scenario.trajectory.losses
    if k == 1:
        return f"The loss is {rounded(losses[0])} at the start."
    return f"The first step takes the loss from {rounded(losses[0])} to {rounded(losses[1])}."


def _first_ratio(scenario: Scenario) -> float:
    losses = scenario.trajectory.losses
    return _ratio(losses[1], losses[0])


def _last_ratio(scenario: Scenario) -> float:
    losses = scenario.trajectory.losses
    return _ratio(losses[-1], losses[0])


def _ratio(value: float, reference: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.float64(value) / np.float64(reference))


def _pace(ratio: float, k: int, verb: str) -> str:
    """Return the sentence about the mean factor a step, where there is one."""
    if k == 1:
        return "One step is enough."
    return f"On average it {verb} to {rounded(100.0 * ratio ** (1.0 / k))} % a step." if ratio < math.inf else ""
