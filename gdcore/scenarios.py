"""``Scenario``, and the built-in catalogue in the order of the story."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from gdcore.errors import InputError
from gdcore.methods import Method, gradient_descent, halving, learning_rates
from gdcore.objectives import Array, Objective, frozen, mean_squared_error, parabola
from gdcore.table import houses
from gdcore.theory import Verdict, judge
from gdcore.trajectory import Trajectory, checked_start, descend
from gdcore.words import WORDS

View = Literal["curve", "surface", "fit"]
VIEWS: tuple[str, ...] = get_args(View)
N_PARAMETERS = {"curve": 1, "surface": 2, "fit": 2}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, eq=False)
class Scenario:
    """One run and how to show it. ``trajectory`` and ``verdict`` are computed once, on first use.

    ``words`` maps a beat's name to its narration; ``{fact}`` stands for an entry of ``gdcore.facts``. Beats without an
    entry speak the sentence that fits the verdict. Raises ``InputError`` for a slug that is not one, for a view that
    does not fit the number of parameters, and for what ``checked_start`` refuses.
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

    def __post_init__(self) -> None:
        """Check what the parts promise each other."""
        if len(self.slug) > 80 or not SLUG.fullmatch(self.slug):
            raise InputError(f"slug: expected a-z, 0-9 and single hyphens, at most 80 characters, got {self.slug!r}")
        if self.view not in VIEWS:
            raise InputError(f"view: expected one of {', '.join(VIEWS)}, got {self.view!r}")
        if N_PARAMETERS[self.view] != self.objective.n_parameters:
            raise InputError(
                f"view: {self.view} needs {N_PARAMETERS[self.view]} parameter(s), "
                f"got {self.objective.n_parameters}: {', '.join(self.objective.parameters)}"
            )
        if self.view == "fit" and self.objective.table is None:
            raise InputError("view: fit needs data, got an objective without a table")
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


GOOD_RATES = {"a": 5e-8, "b": 0.15}
BLOW_UP_RATES = {"a": 5.75e-7, "b": 0.15}
HOUSES_START = (250.0, 250_000.0)


def catalogue() -> tuple[Scenario, ...]:
    """Return the built-in scenarios in the order of the story."""
    return (
        _parabola("parabola-converges", 0.8, "Learning rate 0.8: too far, yet closer each time"),
        _parabola("parabola-cycles", 1.0, "Learning rate 1.0: there and back, for ever"),
        _parabola("parabola-diverges", 1.2, "Learning rate 1.2: every jump lands higher"),
        _houses("mse-converges", "Into the valley, then slowly along its floor", GOOD_RATES, 150, view="fit"),
        _houses("mse-blowup", "One rate, eleven times higher", BLOW_UP_RATES, 150),
        _houses("mse-valley-jumping", "Too fast for the valley: seven jumps, each one higher", BLOW_UP_RATES, 7),
        _houses("mse-halving", "The remedy: halve the step until the loss does not rise", BLOW_UP_RATES, 150, halving),
    )


def built_in(slug: str) -> Scenario:
    """Return the built-in scenario of that name, or raise ``InputError``."""
    for scenario in catalogue():
        if scenario.slug == slug:
            return scenario
    raise InputError(f"no scenario {slug!r}: expected one of {', '.join(s.slug for s in catalogue())}")


def _parabola(slug: str, learning_rate: float, title: str) -> Scenario:
    objective = parabola()
    method = gradient_descent(learning_rates(learning_rate, objective.parameters))
    return Scenario(slug, title, objective, method, frozen([-1.0]), 3, "curve", words=WORDS[slug])


def _houses(
    slug: str,
    title: str,
    rates: dict[str, float],
    steps: int,
    rule: Callable[[Array], Method] = gradient_descent,
    view: View = "surface",
) -> Scenario:
    objective = mean_squared_error(houses())
    method = rule(learning_rates(rates, objective.parameters))
    return Scenario(slug, title, objective, method, frozen(HOUSES_START), steps, view, 1.0, WORDS[slug])
