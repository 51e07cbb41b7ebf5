"""A fit to several columns: every row stands where its prediction says, every parameter where the run has it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.line_search import halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.models.features import Features
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.scenario import Scenario
from scenes.painting.pacing import Moment
from scenes.plots.data_dots import DOTS
from scenes.render import render_clip
from scenes.stage.hud import MOST_RATES
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.fit.features import FeaturesScene
from scenes.views.race.cost_race import CostRaceScene
from tests.scenes.runs import COARSE

NAMES = ("area", "number of rooms", "age", "distance_to_town", "e", "floors", "x2", "Größe [m²]")


def data(m: int, n: int = 40) -> Features:
    random = np.random.default_rng(5)
    x = random.normal(3.0, 2.0, (n, m))
    y = x @ np.arange(1.0, m + 1.0) + 7.0 + random.normal(0.0, 1.0, n)
    return Features(x, y, y_name="rent", y_unit="€", x_names=NAMES[:m], x_units=("m²",) * m)


def fitted(
    m: int = 3, rule: Method | None = None, *, rate: float = 0.4, steps: int = 30, n: int = 40, raw: bool = False
) -> Scenario:
    objective = (features_error if raw else standardised_features_error)(data(m, n))
    method = rule or gradient_descent(np.full(m + 1, rate))
    return Scenario("rents", "Rents", objective, method, np.zeros(m + 1), steps, "fit")


@np.errstate(all="ignore")
def made(scenario: Scenario, folder: Path) -> FeaturesScene:
    with manim_settings({"media_dir": str(folder), "frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        assert isinstance(scene, FeaturesScene)
        assert scene.rehearse() > 0
        scene.setup()
    return scene


KINDS = {
    "converging": lambda: fitted(),
    "raw units": lambda: fitted(rate=0.01, raw=True),
    "diverging": lambda: fitted(rate=2.5),
    "overflowing": lambda: fitted(rate=1e3, steps=300),
    "one step": lambda: fitted(rate=1.0, steps=1),
    "at rest": lambda: Scenario(
        "rest", "At rest", (error := features_error(data(2))), gradient_descent([0.1] * 3), error.minimiser, 3, "fit"
    ),
    "eight columns": lambda: fitted(8, rate=0.1),
    "different rates": lambda: fitted(3, gradient_descent([0.1, 0.2, 0.3, 0.4])),
    "eight rates": lambda: fitted(8, gradient_descent(np.linspace(0.01, 0.1, 9))),
    "halving": lambda: fitted(rule=halving([3.0] * 4)),
    "momentum": lambda: fitted(rule=momentum([0.3] * 4, 0.5)),
    "sgd": lambda: fitted(rule=sgd([0.05] * 4, batch=3)),
    "many rows": lambda: fitted(n=5000),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_run_becomes_a_clip(name: str, tmp_path: Path) -> None:
    clip = render_clip(KINDS[name](), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) >= 2


def test_it_takes_15_to_20_seconds_with_its_beats(tmp_path: Path) -> None:
    clip = render_clip(fitted(), COARSE, tmp_path)
    assert 15.0 <= clip.duration_s <= 20.0
    assert [cue.text.split()[0] for cue in clip.cues] == ["The", "The", "Each", "Then", "After"]


def test_more_than_two_parameters_keep_the_race() -> None:
    own = fitted()
    racing = Scenario("race", "A race", own.objective, own.method, own.start, 5, "race", companions=(own,))
    assert lesson_for(racing) is CostRaceScene
    assert lesson_for(own) is FeaturesScene
    assert lesson_for(fitted(rate=2.5)) is FeaturesScene  # without a surface there is none to leave


@pytest.mark.parametrize("raw", [False, True])
def test_each_dot_stands_where_its_row_is_predicted(raw: bool, tmp_path: Path) -> None:
    scenario = fitted(rate=0.01, raw=raw)
    plot = made(scenario, tmp_path).predictions
    table, standard = data(3), scenario.objective.standard
    for k in (0, 1, 30):
        plot.at(Moment(k))
        point = scenario.trajectory.iterates[k]
        if standard is not None:
            z = (table.x - table.x.mean(axis=0)) / table.x.std(axis=0)
            expected = z @ point[:-1] + point[-1]
        else:
            expected = table.x @ point[:-1] + point[-1]
        np.testing.assert_allclose(plot.now, expected, rtol=1e-9, atol=1e-9)
        assert np.mean((plot.now - table.y) ** 2) == pytest.approx(scenario.trajectory.losses[k], rel=1e-9)


def test_at_the_end_of_a_good_run_all_dots_are_in_the_frame_and_the_parameters_at_their_marks(tmp_path: Path) -> None:
    scene = made(fitted(rate=0.7, steps=200), tmp_path)
    scene.predictions.at(Moment(200))
    low, high = scene.predictions.frame.y
    assert ((scene.predictions.now > low) & (scene.predictions.now < high)).all()
    for i, frame in enumerate(scene.levers.frames):
        last = frame.place(scene.run.iterates[-1, i], 0.0)
        best = frame.place(scene.run.objective.minimiser[i], 0.0)
        assert np.hypot(*(last - best)) < 0.02


def test_a_run_that_blows_up_leaves_the_data_in_the_picture(tmp_path: Path) -> None:
    scene = made(fitted(rate=1e3, steps=300), tmp_path)
    assert scene.run.stopped == "overflow"
    frame, y = scene.predictions.frame, data(3).y
    assert frame.y[0] < y.min() < y.max() < frame.y[1]
    assert frame.y[1] - frame.y[0] < 5.0 * np.ptp(y)
    scene.predictions.at(Moment(scene.run.n_steps))
    assert np.isfinite(scene.predictions.now).all()


def test_a_range_that_is_asked_for_is_shown(tmp_path: Path) -> None:
    own = fitted(raw=True, rate=0.01)
    domain = np.full((4, 2), np.nan)
    domain[1] = [-5.0, 50.0]
    asked = Scenario("own", "Own", own.objective, own.method, own.start, 5, "fit", domain=domain)
    frames = made(asked, tmp_path).levers.frames
    assert frames[1].x == (-5.0, 50.0)
    assert frames[0].x != (-5.0, 50.0)


def test_few_rates_are_listed_and_many_are_told_by_their_range(tmp_path: Path) -> None:
    few, many = (len(made(KINDS[name](), tmp_path).column.static) for name in ("different rates", "eight rates"))
    alike = len(made(KINDS["converging"](), tmp_path).column.static)
    assert few - alike == MOST_RATES - 1
    assert many == alike


def test_of_many_rows_a_sample_is_drawn(tmp_path: Path) -> None:
    plot = made(KINDS["many rows"](), tmp_path).predictions
    assert len(plot.now) == DOTS
    assert not plot.strokes
