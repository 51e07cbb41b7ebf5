"""Title cards: every title is inside the frame, and they come from the background and go back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from scenes.clip.quality import Quality
from scenes.film.card import (
    BEHIND,
    TITLE_SIZE,
    WIDTH,
    card_picture,
    fitted,
    note_lines,
    title_lines,
    write_card,
    write_fade,
)
from scenes.painting import pacing
from scenes.painting.style import DARK, LIGHT, rgb
from scenes.render import render_clip
from scenes.typesetting.typeset import typeset
from tests.scenes.runs import TINY, on_parabola

TITLES = {
    "short": "Now",
    "one long word": "x" * 200,
    "as long as may be": " ".join(["descend"] * 25),
    "markup": "#1 $x$ *a* _b_ `c` <d> @e [f] ~g = h - i // j",
    "other letters": "Größe, naïve, η → ∞",
}


def titled(title: str) -> Scenario:
    return replace(on_parabola(2), title=title)


def background(theme=DARK) -> np.ndarray:
    return np.round(255 * np.array(rgb(theme.background))).astype(int)


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(container.streams.video[0])]


def same(texts: Sequence[str], title: str) -> bool:
    return all(a is b for a, b in zip(title_lines(title), typeset([f"*{text}*" for text in texts]), strict=True))


@pytest.mark.parametrize("size_px", [(854, 480), (106, 60)])
@pytest.mark.parametrize("name", TITLES)
def test_no_title_leaves_the_frame(name: str, size_px: tuple[int, int]) -> None:
    shown = card_picture(titled(TITLES[name]), DARK, *size_px)[..., 3] > 2
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    height, width = shown.shape
    assert rows[0] > height / 4
    assert rows[-1] < height * 3 / 4
    assert columns[0] + columns[-1] == pytest.approx(width, abs=width / 60)
    assert (columns[-1] - columns[0]) / height * 8 <= WIDTH + 0.3


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_the_titles_of_the_story_are_set_large(scenario: Scenario) -> None:
    lines = title_lines(scenario.title)
    assert len(lines) <= 2
    assert fitted(lines, TITLE_SIZE) >= 0.9 * TITLE_SIZE


def test_a_title_is_broken_where_one_pauses() -> None:
    assert same(["Fast, then seemingly stuck"], "Fast, then seemingly stuck")
    assert same(["Backtracking:", "shrink the step until it pays"], "Backtracking: shrink the step until it pays")
    assert same(["Every pair of rates,", "and the edge between their fates"],
                "Every pair of rates, and the edge between their fates")  # fmt: skip
    assert same(["A point in the valley is", "a line through the data"],
                "A point in the valley is a line through the data")  # fmt: skip


def test_a_card_names_methods_and_rates() -> None:
    assert note_lines(on_parabola(2, rate=0.8)) == ["gradient descent #h(1.2em) $eta = 0.8$"]
    assert "stochastic gradient descent" in note_lines(built_in("mse-sgd"))[0]
    (race,) = note_lines(built_in("parabola-race"))
    assert [number for number in ("0.1", "0.5", "0.8", "1,", "1.2") if number in race.split("=")[1]] == [
        "0.1", "0.5", "0.8", "1,", "1.2"
    ]  # fmt: skip
    race = built_in("remedies-race")
    methods, rates = note_lines(replace(race, companions=race.companions[:3]))
    assert methods == "halving · backtracking · momentum · gradient descent"
    assert "eta_a = 5.75 times 10^(-7)$" in rates  # and not the rate of 1 in standard units
    assert "beta = 0.5" in rates


def test_of_many_rates_the_ends_are_named() -> None:
    objective = parabola()
    runs = [
        Scenario(f"r-{i}", "r", objective, gradient_descent(learning_rates(i / 10, ("x",))), frozen([-1.0]), 2, "curve")
        for i in range(1, 9)
    ]
    (line,) = note_lines(replace(runs[0], companions=tuple(runs[1:])))
    assert line.endswith("$eta = 0.1 dots 0.8$")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_card_comes_from_the_background_and_becomes_the_first_frame(tmp_path: Path, theme) -> None:
    quality = Quality("small", 427, 240, 15)
    first = np.full((240, 427, 4), 255, np.uint8)
    first[..., :3] = (40, 160, 90)
    n_frames = write_card(titled("A title"), first, theme, quality, tmp_path / "card.mp4")
    frames = decoded(tmp_path / "card.mp4")
    assert n_frames == len(frames) == round(pacing.CARD_S * 15)
    contrast = [float(np.abs(frame.astype(int) - background(theme)).max()) for frame in frames]
    assert contrast[0] < 80
    assert np.abs(frames[-1].astype(int) - (40, 160, 90)).max() < 5
    away = [float(np.abs(frame.astype(int) - (40, 160, 90)).max()) for frame in frames]
    assert max(contrast) > 150
    fading = round(pacing.CARD_FADE_S * 15)
    assert all(a <= b + 6 for a, b in pairwise(contrast[: fading + 1]))
    assert all(a >= b - 6 for a, b in pairwise(away[-fading - 1 :]))
    standing = frames[fading:-fading]
    assert min(contrast[fading:-fading]) > 150
    behind = [float(np.abs(frame[:20, :20].mean(axis=(0, 1)) - background(theme)).max()) for frame in standing]
    assert all(a <= b + 1 for a, b in pairwise(behind))
    whole = float(np.abs(np.array((40, 160, 90)) - background(theme)).max())
    assert behind[0] < 0.05 * whole
    assert behind[-1] == pytest.approx(BEHIND * whole, rel=0.15)


def test_the_picture_behind_the_last_title_stands_when_it_is_all_there(tmp_path: Path) -> None:
    picture = np.full((120, 214, 4), 255, np.uint8)
    picture[..., :3] = 200
    quality = Quality("tiny", 214, 120, 30)
    n_frames = write_card(titled("The end"), picture, DARK, quality, tmp_path / "card.mp4", hold_s=0.5)
    frames = decoded(tmp_path / "card.mp4")
    assert n_frames == len(frames) == round(pacing.CARD_S * 30) + 15
    assert all(np.abs(frame.astype(int) - 200).max() < 4 for frame in frames[-16:])
    assert np.abs(frames[-17].astype(int) - 200).max() >= 4


def test_the_fade_begins_with_the_last_frame_and_ends_with_the_background(tmp_path: Path) -> None:
    picture = np.full((120, 214, 4), 255, np.uint8)
    n_frames = write_fade(picture, DARK, Quality("tiny", 214, 120, 30), tmp_path / "fade.mp4")
    means = [frame.mean() for frame in decoded(tmp_path / "fade.mp4")]
    assert len(means) == n_frames == round(pacing.CARD_FADE_S * 30)
    assert means[0] > 230
    assert all(a > b for a, b in pairwise(means))
    assert means[-1] == pytest.approx(background().mean(), abs=3)
    assert (picture == 255).all()


def test_what_stands_around_a_clip_is_encoded_like_it(tmp_path: Path) -> None:
    clip = render_clip(on_parabola(1), TINY, tmp_path)
    headers = {}
    for kind, n_frames in (("card", clip.card_frames), ("mp4", clip.n_frames), ("fade", clip.fade_frames)):
        with av.open(str(clip.files[kind])) as container:
            (stream,) = container.streams
            headers[kind] = stream.codec_context.extradata, stream.time_base
            assert sum(1 for _ in container.decode(stream)) == n_frames
    assert headers["card"] == headers["mp4"] == headers["fade"]
