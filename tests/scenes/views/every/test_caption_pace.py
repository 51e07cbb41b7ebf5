"""Captions on two pictures: none is faster than a reader, longer than two lines, or spoken to a still picture."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from manim import tempconfig

from gdcore.scenarios import built_in
from scenes.painting.style import CAPTIONS
from scenes.views.by_name import lesson_for
from tests.scenes.frames import Still, stills

SLUGS = ["slope-fit", "two-speeds", "mse-sgd", "mse-normalised"]
FASTEST, MOST = 15.2, 84
"""Characters a second, and on two lines of a player."""
STILL_S = 1.55


@pytest.mark.parametrize("slug", SLUGS)
def test_captions_can_be_read_in_their_time_and_nothing_stands_still_for_long(slug: str, tmp_path: Path) -> None:
    scenario = built_in(slug)
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": 30}):
        scene = lesson_for(scenario)(scenario)
        said: list[tuple[str, int]] = []
        held: list[float] = []
        scene.say = lambda beat: said.append((beat, scene.n_frames))  # type: ignore[method-assign]
        hold = scene.hold
        scene.hold = lambda duration_s: (held.append(duration_s), hold(duration_s))[1]  # type: ignore[method-assign]
        n_frames = scene.rehearse()
        texts = {beat: scenario.words[beat].format_map(scene.facts) for beat, _ in said}
    assert list(texts) == list(scenario.words)
    assert 6.0 <= n_frames / 30 <= 25.0
    for (beat, first), (_, last) in pairwise([*said, ("", n_frames)]):
        assert len(texts[beat]) <= min(MOST, FASTEST * (last - first) / 30), (beat, (last - first) / 30)
    assert max(held) <= STILL_S


@pytest.mark.heavy
@pytest.mark.parametrize("slug", SLUGS)
def test_no_word_stands_where_captions_are_drawn(slug: str, tmp_path: Path) -> None:
    low: list[str] = []

    def look(still: Still) -> None:
        low.extend(f"{still.beat}: a text at {box}" for box in still.picture.texts if box[1] < CAPTIONS)

    stills(built_in(slug), tmp_path, look, 2)
    assert not low, "\n".join(low)
