"""``Draft``: a scenario as it stands in a file, known well enough to tell whether anything about it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gdcore.descent.trajectory import Trajectory
from gdcore.faults import CombinedInputError, collecting
from gdcore.lesson.alike import with_alike
from gdcore.scenario import Scenario

Runs = Callable[[Scenario], Sequence[Trajectory] | None]
"""From a scenario to its runs and those of its companions, as far as they are known."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A scenario that nothing has been computed of: no derivative, no run.

    ``inputs`` is the SHA-256 of all that a clip of it depends on besides the program. ``make`` returns the scenario,
    checked, its runs computed unless they are known; it raises ``InputError`` with a line for each fault. ``notes``
    returns what is worth telling of it then. ``group`` are the drafts of the same file, itself among them, whose clips
    may share a window with its own; their inputs are part of its own. ``texts`` are its author's words in the clip.
    """

    slug: str
    title: str
    inputs: str
    make: Callable[[Runs], Scenario]
    notes: Callable[[Scenario], Sequence[str]] = lambda _scenario: ()
    group: tuple[Draft, ...] = ()
    texts: tuple[str, ...] = ()


def grouped(drafts: Sequence[Draft], groups: Sequence[str | None]) -> tuple[Draft, ...]:
    """Return the drafts of a file, those of one group in ``groups`` together; None stands for a draft by itself."""
    found = []
    for draft, name in zip(drafts, groups, strict=True):
        group = tuple(other for other, its in zip(drafts, groups, strict=True) if its == name) if name else (draft,)
        inputs = hashlib.sha256("\n".join([draft.inputs, *(other.inputs for other in group)]).encode()).hexdigest()
        found.append(replace(draft, inputs=inputs, group=group))
    return tuple(found)


def made(
    drafts: Sequence[Draft], runs: Callable[[str], Runs], warn: Callable[[str], None] = lambda _note: None
) -> tuple[Scenario, ...]:
    """Return the scenarios of ``drafts``; ``runs`` returns by slug what knows their runs.

    ``warn`` is called with each note. Raises ``InputError`` with the faults of all, and of those that share a window
    with them.
    """
    scenarios: dict[int, Scenario] = {}
    faults: list[str] = []
    needed = {id(one.make): one for draft in drafts for one in draft.group or (draft,)}
    for place, draft in needed.items():
        with collecting(faults):
            scenarios[place] = draft.make(runs(draft.slug))
            for note in draft.notes(scenarios[place]):
                warn(note)
    if faults:
        raise CombinedInputError(faults)
    return tuple(_beside_its_group(draft, scenarios) for draft in drafts)


def _beside_its_group(draft: Draft, scenarios: dict[int, Scenario]) -> Scenario:
    places = [id(one.make) for one in draft.group or (draft,)]
    together = with_alike([scenarios[place] for place in places])
    return together[places.index(id(draft.make))]
