"""One row a step: what the fan, the data and the seeds' plot show is what the runs did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.stochastic import sgd
from gdcore.narration.beats import FIRST_ASKED
from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from gdcore.studies.seeds import arrival, divided, spread_of
from gdcore.text.language import tr
from gdcore.text.notation import computed
from gdcore.theory.verdict_words import kind_word
from scenes.painting.pacing import Moment
from scenes.painting.style import CAPTIONS, DARK, READABLE
from scenes.plots.losses import LossPlot
from scenes.render import render_clip
from scenes.shown_range.zoomed import zoomed
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.noise.fan import near_floor
from scenes.views.noise.scene import NoiseScene, verdict_lines
from scenes.views.noise.seeds import SeedBand
from tests.scenes.frames import Still, stills
from tests.scenes.runs import COARSE

NOISY = built_in("mse-sgd")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NoiseScene]:
    folder = tmp_path_factory.mktemp("noise")
    with manim_settings({"media_dir": str(folder), "frame_rate": 15, "pixel_width": 854, "pixel_height": 480}):
        made = NoiseScene(NOISY)
        made.setup()
        yield made


def test_the_clip_has_words_for_every_beat_and_a_fitting_length(tmp_path: Path) -> None:
    clip = render_clip(NOISY, COARSE, tmp_path)
    assert len(clip.cues) == len(NOISY.words) == 7
    assert 6.0 <= clip.duration_s <= 25.0
    assert all(len(cue.text) <= 20.0 * (cue.end_s - cue.start_s) for cue in clip.cues)


def test_the_fan_holds_the_step_taken_and_its_mean_is_that_of_all_rows(scene: NoiseScene) -> None:
    fan, run = scene.descent, scene.run
    for k in (0, 1, divided(run)):
        tips = fan.frame.place(*(run.iterates[k] + fan.asked(k)).T)
        np.testing.assert_allclose(tips.mean(axis=0), fan.mean_tip(k), atol=1e-6)
        assert np.hypot(*(tips - fan.places[k + 1]).T).min() < 1e-6


def test_the_wide_map_holds_path_fans_and_minimiser(scene: NoiseScene) -> None:
    run, frame = scene.run, scene.wide
    fans = [run.iterates[k] + scene.descent.asked(k) for k in range(FIRST_ASKED)]
    points = np.concatenate([run.iterates, *fans, run.objective.minimiser[None]])
    assert (points > [frame.x[0], frame.y[0]]).all()
    assert (points < [frame.x[1], frame.y[1]]).all()


def test_the_zoom_goes_from_the_whole_path_to_its_trembling_part(scene: NoiseScene) -> None:
    wide, close = scene.wide, near_floor(scene.run, scene.wide)
    assert zoomed(wide, close, 0.0).x == pytest.approx(wide.x)
    end = zoomed(wide, close, 1.0)
    assert [*end.x, *end.y] == pytest.approx([*close.x, *close.y])
    rest = scene.run.iterates[arrival(scene.run) :]
    low, high = zip(close.x, close.y, strict=True)
    assert ((rest > low) & (rest < high)).all()
    widths = [np.ptp(zoomed(wide, close, share).x) for share in np.linspace(0.0, 1.0, 9)]
    np.testing.assert_allclose(np.diff(np.log(widths)), np.log(widths[-1] / widths[0]) / 8)


def test_the_marked_error_is_that_of_the_row_drawn(scene: NoiseScene) -> None:
    plot, run, table = scene.houses, scene.run, scene.run.objective.table
    for k in (0, 1, 20, 149):
        plot.at(Moment(k))
        moved = run.iterates[k + 1] - run.iterates[k]
        (row,) = plot.drawn[k]
        # The row's own area is the ratio of its two partial slopes.
        assert moved[0] / moved[1] * 0.15 / 5e-8 == pytest.approx(table.x[row])
        (point, on_line), = plot.bars(plot.drawn[k])  # fmt: skip
        np.testing.assert_allclose(point, plot.frame.place(table.x[row], table.y[row]))
        fitted = run.iterates[k, 0] * table.x[row] + run.iterates[k, 1]
        np.testing.assert_allclose(on_line, plot.frame.place(table.x[row], fitted))


def test_every_seed_has_its_line_and_the_median_lies_in_the_band(scene: NoiseScene) -> None:
    seeds, least = scene.seeds, scene.run.objective.minimum
    runs = [one.trajectory for one in NOISY.runs if one.method.name == "sgd"]
    assert len(seeds.lines.places) == len(runs) == 20
    for places, run in zip(seeds.lines.places, runs, strict=True):
        np.testing.assert_allclose(places, seeds.frame.place(np.arange(151), np.log10(run.losses - least)))
    band = seeds.band
    assert (band.low[:, 1] <= band.median[:, 1]).all()
    assert (band.median[:, 1] <= band.high[:, 1]).all()
    top = seeds.frame.bottom + seeds.frame.height
    assert seeds.frame.bottom <= band.low[:, 1].min() < band.high[:, 1].max() <= top
    full = built_in("mse-converges").trajectory.losses
    np.testing.assert_allclose(seeds.reference.places[:, 1], seeds.frame.place(0.0, np.log10(full - least))[:, 1])
    assert (np.diff(full) < 0.0).all()


def test_the_key_names_all_lines(scene: NoiseScene) -> None:
    found, key = facts(NOISY), scene.seeds.key
    shown = {text.outline for text in key.texts}
    words = [f"{found['middle']} of {found['seeds']} runs, with their median"]
    words += [f"all {found['rows']} rows in each step", "the run seen before"]
    assert shown == set(typeset(words))
    assert all(text.place[1] > CAPTIONS and text.size >= READABLE for text in key.texts)


def test_the_ends_of_the_runs_are_the_facts(scene: NoiseScene) -> None:
    found, spread = facts(NOISY), spread_of(NOISY)
    ends = spread.losses[:, -1]
    told = [computed(float(loss)).plain for loss in (ends.min(), spread.median[-1], ends.max())]
    assert told == [found["lowest_end"], found["median_end"], found["highest_end"]]
    seeds, least = scene.seeds, scene.run.objective.minimum
    np.testing.assert_allclose(seeds.own.places, seeds.frame.place(np.arange(151), np.log10(scene.run.losses - least)))


@pytest.mark.parametrize("beat", ["seeds", "band"])
def test_the_band_is_there_when_it_is_spoken_of_and_no_other_chart(beat: str, tmp_path: Path) -> None:
    """The first frame of the beat after the seeds' shows the band whole; the numbers and losses of one run are gone."""
    seen: list[tuple[str, float, bool]] = []

    def look(still: Still) -> None:
        bands = [part for part in still.parts if isinstance(part, SeedBand)]
        crowd = any(isinstance(part, LossPlot) for part in still.parts)
        seen.append((still.beat, bands[0].opacity if bands else 0.0, crowd))

    stills(NOISY, tmp_path, look, 2)
    shown = [opacity for said, opacity, _ in seen if said == beat]
    assert shown[-1] == 1.0
    if beat == "band":
        assert min(shown) == 1.0
    assert not any(crowd for _, _, crowd in seen)


def test_the_last_word_counts_the_steps_that_rose(scene: NoiseScene) -> None:
    box = scene.verdict_box
    widths = [outline.width * size for outline, size in zip(box.outlines, box.sizes, strict=True)]
    assert max(widths) < box.place[2]
    assert min(box.sizes) >= READABLE
    assert facts(NOISY)["rose"] == str(np.count_nonzero(np.diff(scene.run.losses) > 0.0))


def test_a_noisy_run_is_called_near_only_if_it_comes_near_and_stays_unsettled() -> None:
    near, kind = tr("near, not settled"), kind_word
    assert near in verdict_lines(NOISY, DARK)[0]
    short = replace(NOISY, steps=arrival(NOISY.trajectory) - 2, companions=())
    assert kind(short.verdict.kind).split()[0] in verdict_lines(short, DARK)[0]
    assert near not in verdict_lines(short, DARK)[0]
    wild = replace(NOISY, method=sgd(4.0 * NOISY.method.learning_rate * [10.0, 1.0], 1, 0), companions=())
    assert wild.verdict.kind == "diverging"
    assert "diverging" in verdict_lines(wild, DARK)[0]
