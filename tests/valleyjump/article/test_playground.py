"""The playground's model comes from the built-in runs, and its JSON cannot leave its script element."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES, HOUSES_START
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import LineError
from gdcore.scenarios import catalogue
from gdcore.tables.table import houses
from gdcore.theory.spectra import rate_eigenvalues
from gdcore.theory.verdict import judge
from scenes.painting.style import DARK, LIGHT
from scenes.plots.run_colours import run_colours
from valleyjump.article.playground import CENTRED, make_playground
from valleyjump.markup.messages import script_json
from valleyjump.playgrounds.model import OWN, number_play
from valleyjump.playgrounds.of_run import STANDARD


@pytest.fixture(scope="module")
def runs():
    return {run.slug: run for run in catalogue()}


@pytest.fixture(scope="module")
def play(runs):
    return make_playground(runs)


def by_name(presets):
    return {preset.name: preset for preset in presets}


def test_the_parabola_reaches_beyond_its_edge(play):
    model = play.parabola
    ((rate,), (start,)) = model.spaces[OWN].rates, model.start
    assert (rate.low, rate.high, rate.step) == (0.0, 1.3, 0.001)
    assert (start.low, start.high) == (-2.0, 2.0)
    assert [preset.rates for preset in model.presets if preset.name == "edge"] == [(1.0,)]
    presets = by_name(model.presets)
    rates = {"creep": 0.1, "land": 0.5, "video": 0.8, "edge": 1.0, "break": 1.2}
    assert {name: preset.rates[0] for name, preset in presets.items()} == rates
    assert {preset.start for preset in model.presets} == {(-1.0,)}
    assert presets["video"].steps == 3


def test_each_rate_has_the_colour_that_it_has_in_the_clips(play, runs):
    assert set(play.parabola.colours) == {"0.1", "0.5", "0.8", "1", "1.2"}
    for slug in ("one-number", "parabola-race", "fate-parabola"):
        for i, theme in enumerate((LIGHT, DARK)):
            rates = [f"{run.method.learning_rate[0]:g}" for run in runs[slug].runs]
            assert [play.parabola.colours[rate][i] for rate in rates] == run_colours(runs[slug], theme)


def test_the_presets_of_the_houses_are_the_runs_of_the_clips(play, runs):
    presets = by_name(play.houses.presets)
    assert presets["video"].rates == tuple(GOOD_RATES.values())
    assert presets["break"].rates == tuple(BLOW_UP_RATES.values())
    assert {preset.start for preset in presets.values()} == {HOUSES_START}
    assert {preset.method for preset in presets.values()} == set(play.houses.methods)
    assert (presets["remember"].numbers["momentum"], presets["rescale"].rates) == (0.5, (1.0, 1.0))
    for name, slug in (("video", "mse-converges"), ("halve", "mse-halving")):
        assert presets[name].steps == runs[slug].trajectory.n_steps
    # The run's second step only shows that the first one has landed.
    assert (
        [presets[name].steps for name in ("centre", "rescale")]
        == [1, 1]
        == [runs["mse-normalised"].trajectory.n_steps - 1] * 2
    )


def test_the_edge_is_exactly_there(play, runs):
    edge = by_name(play.houses.presets)["edge"]
    objective = runs["mse-blowup"].objective
    assert rate_eigenvalues(objective, np.array(edge.rates))[0] == pytest.approx(2.0, rel=1e-12)
    assert edge.rates[1] == BLOW_UP_RATES["b"]
    assert judge(descend(objective, gradient_descent(edge.rates), edge.start, 150)).kind == "cycling"


def test_every_preset_lies_within_its_ranges(play):
    for preset in play.houses.presets:
        space = play.houses.spaces[play.houses.methods[preset.method].space]
        for rate, span in zip(preset.rates, space.rates, strict=True):
            assert span.low < rate < span.high
        for name, value in preset.numbers.items():
            assert number_play(name).range.low <= value <= number_play(name).range.high
        for value, span in zip(preset.start, play.houses.start, strict=True):
            assert span.low <= value <= span.high
        for value, span in zip(preset.start, play.houses.sight, strict=True):
            assert span.low < value < span.high


def test_every_fate_is_in_reach(play, runs):
    for name, slug in ((OWN, "mse-converges"), (STANDARD, "mse-normalised")):
        space = play.houses.spaces[name]
        lowest, highest = ([getattr(span, end) for span in space.rates] for end in ("low", "high"))
        objective = runs[slug].objective
        assert rate_eigenvalues(objective, np.array(lowest))[0] < 0.1
        assert rate_eigenvalues(objective, np.array(highest))[0] > 2.0 * (1.0 + 0.9)
        start = runs[slug].start
        assert descend(objective, gradient_descent(highest), start, 400).stopped == "overflow"
        assert judge(descend(objective, momentum(lowest, 0.9), start, 5)).kind == "converging"


def test_the_sums_are_those_of_the_core(play):
    x, y = houses().x, houses().y
    spaces = play.houses.spaces
    raw, centred, standard = (LineError(**spaces[name].objective["sums"]) for name in (OWN, CENTRED, STANDARD))
    assert raw == LineError.on(houses())
    assert standard == LineError.on(replace(houses(), x=(x - x.mean()) / x.std()))
    again = asdict(LineError.on(replace(houses(), x=x - x.mean())))
    assert asdict(centred) == pytest.approx(again, rel=1e-12, abs=1e-9)
    slope, _ = np.polyfit(x, y, 1)
    assert raw.best_a == pytest.approx(slope, rel=1e-10)
    assert raw.least == pytest.approx(standard.least, rel=1e-10)
    assert (spaces[STANDARD].mean, spaces[STANDARD].spread) == (x.mean(), x.std())
    assert (spaces[CENTRED].mean, spaces[CENTRED].spread) == (x.mean(), 1.0)


def test_what_is_felt_is_what_the_table_says(play):
    centred, rates = play.houses.spaces[CENTRED], by_name(play.houses.presets)["centre"].rates
    curvatures = LineError(**centred.objective["sums"]).hessian(np.zeros(2))
    assert np.linalg.cond(np.diag(rates) @ curvatures) == pytest.approx(1.0, rel=1e-12)
    assert centred.default == rates
    assert centred.parameters == ("a", "q")
    found = [
        np.linalg.eigvals(np.diag(one.rates) @ LineError.on(houses()).hessian(np.zeros(2)))
        for one in play.houses.presets[:1]
    ]
    assert found[0].max() / found[0].min() == pytest.approx(28.2, abs=0.05)


def test_the_json_has_every_number_in_full(play):
    model = json.loads(play.houses.json)
    assert model["spaces"]["raw"]["objective"]["sums"]["mean_x"] == houses().x.mean()
    assert model["presets"][2]["rates"] == list(play.houses.presets[2].rates)
    assert json.loads(play.parabola.json)["horizon"] == play.parabola.horizon


def test_json_cannot_end_its_script_element():
    hostile = "</script><script>alert('x')</script><!-- & \u2028 \u2029"
    text = script_json({"unit": hostile})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"unit": hostile}


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))
