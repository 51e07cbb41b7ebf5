"""``Scenario``: one run and how to show it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, get_args

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory, checked_start, descend
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.theory.verdict import Verdict, judge

View = Literal[
    "curve", "surface", "fit", "contour", "line", "speeds", "momentum", "trials", "noise", "circle", "race", "fate"
]
VIEWS: tuple[str, ...] = get_args(View)
N_PARAMETERS = {"curve": (1,), "fate": (1, 2)}
"""Of the views that are not made for two parameters."""
ANY_NUMBER = ("race", "fit")
"""Views that are made for any number of parameters; a fit has at least two, one of them being the constant."""
NEED_DATA = ("fit", "line", "noise")
MOST_BESIDE = 7
"""So many runs beside another can still be read and told apart in one picture."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for a device, whatever follows after a dot."""


@dataclass(frozen=True)
class Camera:
    """Where a surface is looked at from: degrees around it and above its floor."""

    azimuth: float
    elevation: float


@dataclass(frozen=True, eq=False)
class Scenario:
    """One run and how to show it. ``trajectory`` and ``verdict`` are computed once, on first use.

    ``companions`` are runs shown beside it; their titles are their labels, and ``run_title`` is that of the scenario's
    own run: what is empty is made from what sets the runs apart. ``words`` maps a beat's name to its
    narration; ``{fact}`` is an entry of ``narration.facts``. Beats without an entry speak the sentence that fits
    the verdict. ``domain`` ``(d, 2)``, with NaN for a parameter of which nothing is said, and ``camera`` tell the
    picture what it would otherwise find out from the run. ``alike`` are others whose clips show the same part of the
    same function, so that they can be compared at sight.

    >>> from gdcore import gradient_descent, parabola
    >>> Scenario("gentle", "A gentle one", parabola(), gradient_descent([0.25]), [-1.0], 3, "curve").verdict.kind
    'converging'

    Raises ``InputError`` for a slug that is not one, for a view that does not fit the number of parameters, and for
    what ``checked_start`` refuses.
    """

    slug: str
    title: str
    objective: Objective
    method: Method
    start: Array
    steps: int
    view: View
    tolerance: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    companions: tuple[Scenario, ...] = ()
    domain: Array | None = None
    camera: Camera | None = None
    run_title: str = ""
    alike: tuple[Scenario, ...] = ()

    def __post_init__(self) -> None:
        """Check what the parts promise each other."""
        if len(self.slug) > 80 or not SLUG.fullmatch(self.slug):
            raise InputError(f"slug: expected a-z, 0-9 and single hyphens, at most 80 characters, got {self.slug!r}")
        if self.slug in DEVICES:
            raise InputError(f"slug: Windows takes files of this name for a device, got {self.slug!r}")
        if self.view not in VIEWS:
            raise InputError(f"view: expected one of {', '.join(VIEWS)}, got {self.view!r}")
        fitting = N_PARAMETERS.get(self.view, (2,))
        if self.view not in ANY_NUMBER and self.objective.n_parameters not in fitting:
            raise InputError(
                f"view: {self.view} needs {' or '.join(map(str, fitting))} parameter(s), "
                f"got {self.objective.n_parameters}: {', '.join(self.objective.parameters)}"
            )
        if self.view in NEED_DATA and self.objective.table is None:
            raise InputError(f"view: {self.view} needs data, got an objective without a table")
        if self.view == "race" and len(self.companions) > MOST_BESIDE:
            raise InputError(f"beside: at most {MOST_BESIDE} runs can be told apart, got {len(self.companions)}")
        start = checked_start(self.objective, self.method, self.start, self.steps, self.tolerance)
        object.__setattr__(self, "start", start)

    @cached_property
    def trajectory(self) -> Trajectory:
        """The run itself."""
        return descend(self.objective, self.method, self.start, self.steps, self.tolerance)

    @cached_property
    def verdict(self) -> Verdict:
        """What the run does, measured and predicted."""
        return judge(self.trajectory)

    def with_runs(self, trajectories: Sequence[Trajectory]) -> Scenario:
        """Return the scenario with runs that were computed before, its own first, then those of its companions."""
        own, *others = (
            replace(run, objective=scenario.objective) for run, scenario in zip(trajectories, self.runs, strict=True)
        )
        beside = tuple(run.with_runs([other]) for run, other in zip(self.companions, others, strict=True))
        found = replace(self, companions=beside)
        found.__dict__["trajectory"] = own  # where a cached property keeps what it has computed
        return found

    @property
    def runs(self) -> tuple[Scenario, ...]:
        """The scenario itself and its companions."""
        return (self, *self.companions)
