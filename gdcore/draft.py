"""``Draft``: a scenario as it stands in a file, known well enough to tell whether anything about it has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError

if TYPE_CHECKING:
    from gdcore.entry_scenario import Runs
    from gdcore.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Draft:
    """A scenario that nothing has been computed of: no derivative, no run.

    ``inputs`` is the SHA-256 of all that a clip of it depends on besides the program. ``make`` returns the scenario,
    checked, its runs computed unless they are known; it raises ``InputError`` with a line for each fault.
    """

    slug: str
    title: str
    inputs: str
    make: Callable[[Runs], Scenario]


def made(drafts: Sequence[Draft], runs: Callable[[str], Runs]) -> tuple[Scenario, ...]:
    """Return the scenarios of ``drafts``; ``runs`` returns by slug what knows their runs.

    Raises ``InputError`` with the faults of all.
    """
    scenarios: list[Scenario] = []
    faults: list[str] = []
    for draft in drafts:
        try:
            scenarios.append(draft.make(runs(draft.slug)))
        except InputError as error:
            faults += str(error).splitlines()
    if faults:
        raise CombinedInputError(faults)
    return tuple(scenarios)
