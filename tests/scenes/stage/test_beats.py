"""The table of beats against what the scenes say when they are gone through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.well_known import well_known
from gdcore.narration.beats import BEATS, beats_of, beats_of_view, blows_up
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.stage.settings import manim_settings
from scenes.views.by_name import LESSONS, SEVERAL, lesson_for
from tests.scenes.drawn import drawn
from tests.scenes.runs import ODD_RUNS, on_data, on_houses, on_parabola

OF_LESSON_FILES = ("curve", "surface", "contour", "fit", "race")


@np.errstate(over="ignore", invalid="ignore")
def spoken(scenario: Scenario) -> list[str]:
    """Return the beats that a clip speaks, in their order."""
    scene_class, beats = lesson_for(scenario), []

    class Listening(scene_class):
        def setup(self) -> None:
            beats.clear()
            super().setup()

        def say(self, beat: str) -> None:
            beats.append(beat)
            super().say(beat)

    with manim_settings({"frame_rate": 5}):
        Listening(scenario).rehearse()
    return beats


def race(objective: Objective, start: list[float], steps: int) -> Scenario:
    def run(slug: str, rate: float) -> Scenario:
        rule = gradient_descent(learning_rates(rate, objective.parameters))
        return Scenario(slug, slug, objective, rule, frozen(start), steps, "race")

    own = run("one", 0.01)
    return Scenario("race", "A race", objective, own.method, own.start, steps, "race", companions=(run("two", 0.02),))


LESSONS_OF_FILES = {
    **{f"a parabola, {n} steps": lambda n=n: on_parabola(n, rate=0.8) for n in (1, 2, 25)},
    **{f"a map, {n} steps": lambda n=n: on_houses(n, rates=1e-9, view="contour") for n in (1, 2, 20, 21)},
    **{f"a surface, {n} steps": lambda n=n: on_houses(n, rates=1e-9) for n in (1, 20, 21)},
    **{f"a fit, {n} steps": lambda n=n: on_data([1, 2, 3], [2, 3, 5], 0.1, n) for n in (1, 21)},
    **{f"a race of costs, {n} steps": lambda n=n: race(well_known("booth"), [0, 0], n) for n in (1, 3, 4, 30)},
    "a blow-up": lambda: on_houses(150),
}


@pytest.mark.parametrize("name", LESSONS_OF_FILES)
def test_a_clip_has_the_beats_that_are_told_of_its_run(name: str) -> None:
    scenario = LESSONS_OF_FILES[name]()
    assert tuple(spoken(scenario)) == beats_of(scenario)


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_a_built_in_clip_has_beats_of_its_view_only_and_words_for_none_that_it_lacks(scenario: Scenario) -> None:
    found = spoken(scenario)
    assert [beat for beat in beats_of_view(scenario) if beat in found] == found
    assert set(scenario.words) <= set(found)


@pytest.mark.parametrize("rate", [1e-5, 1e-4])
def test_words_for_the_steps_of_a_blow_up_are_said_even_if_the_second_leaves_the_picture(rate: float) -> None:
    without = on_houses(20, rates=rate)
    told = replace(without, words={"steps": "It leaps."})
    assert blows_up(without)
    assert "steps" not in spoken(without)
    assert tuple(spoken(told)) == beats_of(told)


@pytest.mark.parametrize("name", ODD_RUNS)
def test_no_run_however_odd_has_another_beat(name: str) -> None:
    scenario = ODD_RUNS[name]()
    assert set(spoken(scenario)) <= set(beats_of_view(scenario))


@pytest.mark.parametrize(("n", "view"), [(n, view) for n, view in drawn if view not in ("fate", "surface")])
def test_a_drawn_run_has_the_beats_that_are_told_of_it(n: int, view: str) -> None:
    for seed in range(2):
        scenario = drawn[n, view](seed)
        assert tuple(spoken(scenario)) == beats_of(scenario)


def test_several_rates_have_a_beat_each() -> None:
    lead = replace(on_parabola(2, rate=0.8), view="rates")
    runs = [replace(lead, method=gradient_descent([rate])) for rate in (0.1, 0.2, 0.3, 0.4)]
    for n in range(5):
        scenario = replace(lead, companions=tuple(runs[:n]))
        assert spoken(scenario) == ["introduce", *(f"run_{i}" for i in range(1, n + 2)), "verdict"]
        assert tuple(spoken(scenario)) == beats_of(scenario)


def test_every_picture_has_its_beats() -> None:
    assert {n: set(views) for n, views in BEATS.items()} == {n: {*LESSONS[n], *SEVERAL[n]} for n in LESSONS}
