"""``Scenario``: one run and how to show it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory, checked_start, descend
from gdcore.errors import InputError
from gdcore.methods.registry import has_rates, is_line_search, rule_of
from gdcore.objectives.objective import Objective
from gdcore.question import Question
from gdcore.theory.spectra import has_valley
from gdcore.theory.verdict import Verdict, judge

if TYPE_CHECKING:
    from gdcore.sweeps.sweep import Fates

View = Literal[
    "curve",
    "surface",
    "fit",
    "contour",
    "line",
    "speeds",
    "momentum",
    "trials",
    "noise",
    "circle",
    "race",
    "fate",
    "rates",
    "schedule",
    "memory",
    "directions",
]
VIEWS: tuple[str, ...] = get_args(View)
N_PARAMETERS = {"curve": (1,), "rates": (1,)}
"""The number of parameters of views that are not for two."""
ANY_NUMBER = ("race", "fit", "fate", "schedule", "memory")
"""Views for any number of parameters; a fit has at least two, one of them the constant."""
NEED_DATA = ("fit", "line", "noise", "directions")
NEED_CONSTANT = ("speeds", "momentum", "circle", "rates", "fate")
"""Views that tell what one rate does: no run in them may have a schedule."""
TOGETHER = ("curve", "surface", "contour", "fit", "schedule", "memory")
"""Views that show a run, and its companions beside it on the same function."""
FOR_ONE_AS_WELL = ("schedule", "memory")
"""Those of them that are the same picture for one run."""
Clock = Literal["steps", "evaluations"]
MOST_BESIDE = 7
"""The most companions that can be told apart in one picture."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""File names that Windows reserves for devices, with any extension."""


@dataclass(frozen=True)
class Camera:
    """The viewpoint of a surface, in degrees: around it and above its floor."""

    azimuth: float
    elevation: float


FateColour = Literal["verdict", "minimum"]


@dataclass(frozen=True)
class FateChoice:
    """What a map of fates shows; what is left out is chosen by the run, see ``gdcore.studies.fate_axes``.

    ``axes`` name what differs from run to run, one or two of: ``"learning_rate"``, the rates of all parameters
    together; ``"learning_rate.x"``, that of one parameter; ``"momentum"``; and ``"x"``, the start of a parameter.
    ``reach`` has the lowest and the highest number of an axis by its name, ``colour`` what the colours tell.
    """

    axes: tuple[str, ...] = ()
    colour: FateColour | None = None
    reach: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Scenario:
    """One run and how to show it. ``trajectory`` and ``verdict`` are computed once, on first use.

    Args:
        slug: Its name in file names and addresses: a-z, 0-9 and single hyphens, at most 80 characters.
        title: The title of its clip; of a companion, its label.
        objective: The function to minimise.
        method: The method with its learning rates.
        start: Shape ``(d,)``.
        steps: From 1 to 1,000,000.
        view: The kind of picture; one that fits the number of parameters.
        tolerance: At least 0; see `descend`.
        words: Narration by beat; ``{fact}`` is an entry of ``narration.facts``. A beat without an entry speaks the
            sentence that fits the verdict.
        script: What a voice says at a beat instead of its words: whole sentences, with the same facts.
        companions: Runs shown beside it.
        domain: The range of each parameter that the picture shows, shape ``(d, 2)``; NaN, or None for all, to choose
            it from the run.
        camera: The viewpoint of a surface, by default chosen from the run.
        fate: What a map of fates shows.
        run_title: The label of its own run beside the companions; an empty label is made from what sets the runs apart.
        clock: What several runs on one function are compared by; None for steps. A race has a clock of its own.
        questions: What is asked before its clip, in order; None for what the run suggests.
        alike: Scenarios whose clips show the same part of the same function, so that they can be compared.

    Raises:
        InputError: For an invalid slug, a view that does not fit the objective or the method, too many companions or
            some of another function, a clock of no use, and whatever `descend` rejects.

    >>> from gdcore import gradient_descent, parabola
    >>> Scenario("gentle", "A gentle one", parabola(), gradient_descent([0.25]), [-1.0], 3, "curve").verdict.kind
    'converging'
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
    script: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    companions: tuple[Scenario, ...] = ()
    domain: Array | None = None
    camera: Camera | None = None
    run_title: str = ""
    clock: Clock | None = None
    alike: tuple[Scenario, ...] = ()
    fate: FateChoice = field(default_factory=FateChoice, kw_only=True)
    questions: tuple[Question, ...] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        """Check that the fields fit each other."""
        if len(self.slug) > 80 or not SLUG.fullmatch(self.slug):
            raise InputError(f"slug: expected a-z, 0-9 and single hyphens, at most 80 characters, got {self.slug!r}")
        if self.slug in DEVICES:
            raise InputError(f"slug: Windows reserves this name for a device, got {self.slug!r}")
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
        self._check_method()
        if self.view in ("race", *TOGETHER) and len(self.companions) > MOST_BESIDE:
            raise InputError(f"beside: at most {MOST_BESIDE} runs can be told apart, got {len(self.companions)}")
        self._check_together()
        start = checked_start(self.objective, self.method, self.start, self.steps, self.tolerance)
        object.__setattr__(self, "start", start)

    def _check_method(self) -> None:
        """Raise ``InputError`` unless the view can show what the method does."""
        if self.view == "directions" and not has_valley(self.objective):
            raise InputError(f"view: directions needs one lowest line, got {self.objective.name}")
        if self.view == "trials" and not is_line_search(self.method):
            raise InputError(f"view: trials needs a line search, got the method {self.method.name!r}")
        if self.view == "trials" and not (self.method.monotone and self.method.by_slope):
            raise InputError("view: trials needs a line search without clip or batch, along the slope that it shows")
        changing = [run.method.schedule.name for run in self.runs if not run.method.schedule.is_constant]
        if self.view in NEED_CONSTANT and changing:
            raise InputError(f"view: {self.view} needs constant learning rates, got the schedule {changing[0]!r}")
        if self.view == "fate":
            rule_of(self.method)
        if self.view == "memory" and not any(has_rates(run.method) for run in self.runs):
            raise InputError(
                f"view: memory needs a method with rates times slopes, such as adam, got {self.method.name!r}"
            )

    def _check_together(self) -> None:
        """Raise ``InputError`` unless the runs of one picture belong together, and a clock has several to compare."""
        if self.clock is not None and self.clock not in get_args(Clock):
            raise InputError(f"clock: expected one of {', '.join(get_args(Clock))}, got {self.clock!r}")
        if self.clock is not None and not self.is_together:
            raise InputError(f"clock: only for several runs in the views {', '.join(TOGETHER)}, got {self.view}")
        for run in self.companions if self.is_together else ():
            if run.objective.parameters != self.objective.parameters:
                names = ", ".join(run.objective.parameters)
                raise InputError(f"beside: expected runs on {', '.join(self.objective.parameters)}, got {names}")

    @property
    def is_together(self) -> bool:
        """Whether the picture is one of several runs on a function; some are for one as well."""
        return self.view in FOR_ONE_AS_WELL or (self.view in TOGETHER and len(self.companions) > 0)

    @cached_property
    def trajectory(self) -> Trajectory:
        """The run."""
        return descend(self.objective, self.method, self.start, self.steps, self.tolerance)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the run, measured and predicted."""
        return judge(self.trajectory)

    def with_runs(self, trajectories: Sequence[Trajectory]) -> Scenario:
        """Return the scenario with runs computed earlier: its own first, then those of its companions."""
        own, *others = (
            replace(run, objective=scenario.objective) for run, scenario in zip(trajectories, self.runs, strict=True)
        )
        beside = tuple(run.with_runs([other]) for run, other in zip(self.companions, others, strict=True))
        found = replace(self, companions=beside)
        found.__dict__["trajectory"] = own  # the cache of the cached property
        return found

    @cached_property
    def map_fates(self) -> Fates | None:
        """The fates of the runs of its map of fates, if they have been computed."""
        return None

    def with_map(self, fates: Fates) -> Scenario:
        """Return the scenario with the fates of its map, computed earlier: see ``gdcore.studies.fate_grid``."""
        found = replace(self)
        found.__dict__.update(vars(self), map_fates=fates)
        return found

    @property
    def runs(self) -> tuple[Scenario, ...]:
        """The scenario itself and its companions."""
        return (self, *self.companions)
