"""One window for the clips of several runs of one function: large enough for all, and no run tiny in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.scenario import Scenario
from gdcore.theory.surroundings import staying
from scenes.geometry import Points

LEAST = 1.0 / 6.0
"""The least share of a shared window's width, in one parameter at least, that a run's own window has: below, the two
are not of one size, and each group of runs has a window of its own."""
STRETCHED = 1.5
"""A run that leaves may widen the window of those that stay so many times, and the heights by the square of that. It
leaves every window, so that where it went says nothing of how large one should be; but its first steps, which go
farther than those of the others, are seen."""


ROOM = 0.06
"""Around a start that such a window does not hold, as a share of its width."""


@dataclass(frozen=True, eq=False)
class Part:
    """A run's own window, ``low`` to ``high`` ``(d,)``, where it begins, and whether it leaves for good."""

    low: Points
    high: Points
    start: Points
    leaves: bool


def family(scenario: Scenario) -> list[Scenario]:
    """Return the runs of a picture of several, or a scenario and those like it, in the same order for each of them."""
    if scenario.is_together:
        return list(scenario.runs)
    return sorted((scenario, *scenario.alike), key=lambda one: one.slug)


def part_of(scenario: Scenario, low: Points, high: Points) -> Part:
    """Return a run's own window as one of several."""
    run = scenario.trajectory
    return Part(low, high, run.start, not bool(staying(run).all()))


def shared(scenario: Scenario, own: Callable[[Scenario], Part]) -> tuple[Points, Points, list[Scenario]]:
    """Return the ends of the window that a scenario's clip shows, and the scenarios that share it.

    ``own`` tells what each would show alone. The starts of several runs in one picture are all in it.
    """
    members = family(scenario)
    parts = [own(member) for member in members]
    if scenario.is_together:
        return *_holding(*_window(parts, range(len(parts))), [part.start for part in parts]), members
    staying_ones = [i for i, part in enumerate(parts) if not part.leaves] or list(range(len(parts)))
    groups = _groups(parts, staying_ones)
    for i in sorted(set(range(len(parts))) - set(staying_ones)):
        _let_in(parts, groups, i)
    group = next(group for group in groups if members.index(scenario) in group)
    low, high = _window(parts, group)
    return low, high, [members[i] for i in group]


def _groups(parts: Sequence[Part], chosen: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i in chosen:
        fitting = (group for group in groups if _are_of_a_size(parts, [*group, i]))
        group = next(fitting, None)
        if group is None:
            groups.append([i])
        else:
            group.append(i)
    return groups


def _are_of_a_size(parts: Sequence[Part], group: Sequence[int]) -> bool:
    low, high = _union(parts, group)
    return all(bool(((parts[i].high - parts[i].low) >= LEAST * (high - low)).any()) for i in group)


def _let_in(parts: Sequence[Part], groups: list[list[int]], i: int) -> None:
    """Add a run that leaves to the group of the smallest window that it begins in, once stretched; else alone."""
    fitting = []
    for group in groups:
        low, high = _stretched(*_union(parts, [j for j in group if not parts[j].leaves] or group))
        if ((low <= parts[i].start) & (parts[i].start <= high)).all():
            fitting.append((float(np.prod(high - low)), group))
    if fitting:
        min(fitting, key=lambda pair: pair[0])[1].append(i)
    else:
        groups.append([i])


def _window(parts: Sequence[Part], group: Sequence[int]) -> tuple[Points, Points]:
    low, high = _union(parts, group)
    stay = [i for i in group if not parts[i].leaves]
    if stay:
        least, most = _stretched(*_union(parts, stay))
        low, high = np.maximum(low, least), np.minimum(high, most)
    return low, high


def _holding(low: Points, high: Points, starts: Sequence[Points]) -> tuple[Points, Points]:
    """Return a window widened, with some room, to hold starts ``(d,)`` that lie outside."""
    points, room = np.array(starts), ROOM * (high - low)
    outside = (points < low) | (points > high)
    least, most = np.where(outside, points - room, low).min(axis=0), np.where(outside, points + room, high).max(axis=0)
    return np.minimum(low, least), np.maximum(high, most)


def _union(parts: Sequence[Part], group: Sequence[int]) -> tuple[Points, Points]:
    return np.min([parts[i].low for i in group], axis=0), np.max([parts[i].high for i in group], axis=0)


def _stretched(low: Points, high: Points) -> tuple[Points, Points]:
    middle, half = low / 2.0 + high / 2.0, STRETCHED * (high / 2.0 - low / 2.0)
    return middle - half, middle + half
