"""Colours of runs: by rate on the parabola, by order elsewhere, and never one colour for two runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.painting.style import DARK, LIGHT
from scenes.plots.run_colours import RATES, rate_colour, run_colours, told_colour
from scenes.theme.theme import Theme
from scenes.views.curve.scene import CurveScene
from tests.scenes.runs import on_parabola


def several(*rates: float, method: str = "gradient_descent") -> Scenario:
    lead, *rest = (on_parabola(3, rate=rate, method=method) for rate in rates)
    return replace(lead, view="race", companions=tuple(rest))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_rate_has_one_colour_in_all_clips(theme: Theme) -> None:
    found: dict[float, set[str]] = {}
    for slug in ("one-number", "parabola-race", "fate-parabola"):
        scenario = built_in(slug)
        for run, colour in zip(scenario.runs, run_colours(scenario, theme), strict=True):
            found.setdefault(float(run.method.learning_rate[0]), set()).add(colour)
    assert set(found) == set(RATES)
    assert all(len(colours) == 1 for colours in found.values())
    assert len(set.union(*found.values())) == len(RATES)


@pytest.mark.parametrize("slug", ["parabola-converges", "parabola-cycles", "parabola-diverges"])
def test_a_run_alone_has_the_colour_of_its_rate(slug: str) -> None:
    scenario = built_in(slug)
    scene = CurveScene(scenario, DARK)
    scene.setup()
    colour = rate_colour(float(scenario.method.learning_rate[0]), DARK)
    assert {colour} == set(scene.descent.colours)
    assert colour in [text.colour for text in scene.column.static]


def test_other_runs_alone_have_the_colours_of_their_outcomes() -> None:
    for scenario in (several(0.3), several(0.8, method="momentum"), built_in("mse-blowup")):
        assert told_colour(scenario, DARK) is None


def test_a_rate_without_a_colour_takes_one_that_is_free() -> None:
    own, strange, other = run_colours(several(0.5, 0.3, 1.2), DARK)
    assert (own, other) == (DARK.runs[1], DARK.runs[4])
    assert strange not in (own, other)
    assert len(set(run_colours(several(0.11, 0.22, 0.33, 0.44, 0.55, 1.2), DARK))) == 6


@pytest.mark.parametrize(
    "scenario",
    [several(0.8, 0.8), several(0.8, 0.1, method="momentum"), several(*(0.8 - i / 50 for i in range(7)))],
    ids=["one rate twice", "another method", "many"],
)
def test_elsewhere_the_order_decides(scenario: Scenario) -> None:
    n = len(scenario.runs)
    assert run_colours(scenario, DARK) == [*DARK.runs[:n]]
    few = replace(DARK, runs=DARK.runs[:6])
    assert run_colours(scenario, few) == [few.runs[i % 6] for i in range(n)]
