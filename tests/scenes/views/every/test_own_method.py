"""A method of one's own from Python goes through clip, notebook, page and trace, and is told as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cairo
import numpy as np
import pytest

from gdcore.arrays import Array
from gdcore.descent.method import Method, Move
from gdcore.expressions.well_known import well_known
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.questions.by_slug import questions
from gdcore.scenario import Scenario, View
from gdcore.schedules.schedule import constant
from gdcore.trace import trace
from scenes.maps.map_descent import MapDescent
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.render import render_clip
from scenes.sentences.beat_sentence import narrate
from scenes.stage.settings import manim_settings
from scenes.stage.symbols import symbol
from scenes.typesetting.typeset import typeset
from scenes.views.contour.scene import ContourScene
from tests.scenes.runs import COARSE
from valleyjump.clips_on_page.figure import make_figure


def adam(rates: Array, **others: float) -> Method:
    """Return Adam with its usual numbers, written as somebody would."""
    first, second = 0.9, 0.999

    def step(_o: Objective, point: Array, _loss: Any, gradient: Array, state: Any, rate: Array) -> Move:
        k, mean, square = state
        mean, square = first * mean + (1 - first) * gradient, second * square + (1 - second) * gradient**2
        way = mean / (1 - first ** (k + 1)) / (np.sqrt(square / (1 - second ** (k + 1))) + 1e-8)
        return Move(point - rate * way, (k + 1, mean, square))

    return Method(
        "my_adam", constant(rates), lambda _o, start: (0, 0 * start, 0 * start), step, {"beta1": first, **others}
    )


def scenario(view: View = "curve", **others: float) -> Scenario:
    one = view in ("curve", "race")
    objective, start = (parabola(), [2.0]) if one else (well_known("booth"), [2.0, 1.0])
    return Scenario("own", "Own", objective, adam(np.full(len(start), 0.3), **others), start, 6, view)


@pytest.mark.parametrize(
    ("name", "written"),
    [("beta1", "beta_1"), ("gamma1", "gamma_(1)"), ("gamma_2", "gamma_(2)"), ("eps", '"eps"'), ("epsilon", "epsilon"),
     ("w", "w"), ("weight decay", '"weight decay"'), ('a"b\\', '"a\\"b\\\\"'), ("max_norm", '"max norm"'),
     ("#let", '"#let"')],
)  # fmt: skip
def test_any_hyperparameter_is_set(name: str, written: str) -> None:
    assert symbol(name) == written
    (outline,) = typeset([f"${symbol(name)} = 1$"])
    assert outline.width > 0.0


@pytest.mark.parametrize("view", ["curve", "surface", "contour", "race"])
def test_it_becomes_a_clip(view: View, tmp_path: Path) -> None:
    given = scenario(view, **{'odd "name" \\': 1.0, "beta2": 0.999, "λ": 0.1})
    given = replace(given, companions=(scenario(view),)) if view == "race" else given
    clip = render_clip(given, COARSE, tmp_path)
    assert all(cue.text for cue in clip.cues)
    assert json.loads(json.dumps(trace(given)))["hyperparameters"]["beta1"] == 0.9
    assert "my adam" in make_figure(given, clip).entries[0].words
    assert "my adam" in given.trajectory._repr_html_()


def test_its_arrow_is_the_step_that_it_took(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawn: list[np.ndarray] = []
    arrow = Pen.arrow

    def watch(pen: Pen, tail: np.ndarray, tip: np.ndarray, *others: Any, **more: Any) -> None:
        drawn.append(np.array([tail, tip]))
        arrow(pen, tail, tip, *others, **more)

    monkeypatch.setattr(Pen, "arrow", watch)
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 15}):
        scene = ContourScene(scenario("contour"))
        scene.setup()
    part = next(part for part in scene.moving if isinstance(part, MapDescent))
    pen = Pen(cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8)))
    for k in range(part.run.n_steps):
        part.at(Moment(k, slope=1.0))
        part.paint(pen)
        np.testing.assert_allclose(drawn[-1], part.places[k : k + 2], atol=1e-9)


def test_nothing_is_said_of_a_rule_that_nobody_knows() -> None:
    given = scenario()
    assert "one number" not in narrate(given, {}, "rule")
    asked = questions(given)[0]
    assert asked is None or "× " not in asked.explanation
