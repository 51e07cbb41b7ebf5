"""One colour a run: on the parabola each rate of the story keeps its own, in all clips and in the playgrounds."""

from __future__ import annotations

from gdcore.methods.registry import is_plain
from gdcore.scenario import Scenario
from scenes.theme.theme import Theme
from scenes.theme.theme_file import FEWEST

RATES = (0.1, 0.5, 0.8, 1.0, 1.2)
"""The learning rates of plain descent on the parabola that have a colour of their own: the first of ``Theme.runs``."""


def rate_colour(rate: float, theme: Theme) -> str:
    """Return the colour of one of ``RATES``."""
    return theme.runs[RATES.index(rate)]


def told_colour(scenario: Scenario, theme: Theme) -> str | None:
    """Return the colour that the story gives the rate of a run alone, plain descent on the parabola; else None."""
    rates = scenario.method.learning_rate
    return rate_colour(float(rates[0]), theme) if _is_told(scenario) and float(rates[0]) in RATES else None


def _is_told(run: Scenario) -> bool:
    return run.objective.name == "parabola" and is_plain(run.method) and run.method.schedule.is_constant


def run_colours(scenario: Scenario, theme: Theme) -> list[str]:
    """Return a colour for each run of a scenario; where they are more than the theme's colours, these begin again."""
    places = _places(scenario) or list(range(len(scenario.runs)))
    return [theme.runs[place % len(theme.runs)] for place in places]


def _places(scenario: Scenario) -> list[int]:
    """Return which of the theme's colours each run has by its rate, or a free one; empty where order decides."""
    told = list(map(_is_told, scenario.runs))
    rates = [float(run.method.learning_rate[0]) for run in scenario.runs]
    if not all(told) or len(set(rates)) < len(rates) or len(rates) > FEWEST["runs"]:
        return []
    free = iter([i for i in range(FEWEST["runs"]) if i >= len(RATES) or RATES[i] not in rates])
    return [RATES.index(rate) if rate in RATES else next(free) for rate in rates]
