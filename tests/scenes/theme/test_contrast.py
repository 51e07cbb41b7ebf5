"""What a theme must be able to do, against published values, and each rule on a theme that breaks it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore.models.line_error import mean_squared_error
from gdcore.tables.table import houses
from scenes.maps.loss_map import LINE_SHARE, ContourMap
from scenes.painting.style import DARK, LIGHT
from scenes.plots.axes import Frame
from scenes.theme import contrast
from scenes.theme.colour_vision import VISIONS, ciede2000, lab, least_difference, linear
from scenes.theme.contrast import shortfalls
from scenes.theme.theme import Theme, mix

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])

# Of the test data in Sharma, Wu and Dalal (2005): both colours in CIELAB, and their difference.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -1.1848, -84.8006), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -0.9009, -85.5211), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, 2.5000, 0.0), (50.0, 0.0, -2.5000), 4.3065),
    ((50.0, 2.5000, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5000, 0.0), (50.0, 3.1736, 0.5854), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
]


@pytest.mark.parametrize(("first", "second", "difference"), SHARMA)
def test_differences_are_the_published_ones(
    first: tuple[float, ...], second: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(difference, abs=5e-5)
    assert ciede2000(np.array(second), np.array(first)) == pytest.approx(difference, abs=5e-5)


def test_the_primaries_have_their_published_places_in_cielab() -> None:
    np.testing.assert_allclose(lab("#FFFFFF"), [100.0, 0.0, 0.0], atol=0.02)
    np.testing.assert_allclose(lab("#FF0000"), [53.24, 80.09, 67.20], atol=0.05)
    np.testing.assert_allclose(lab("#000000"), [0.0, 0.0, 0.0], atol=1e-9)


@pytest.mark.parametrize("vision", VISIONS)
def test_nobody_sees_a_colour_in_grey(vision: str) -> None:
    for grey in ("#000000", "#7F7F7F", "#FFFFFF"):
        np.testing.assert_allclose(VISIONS[vision] @ linear(grey), linear(grey), atol=1e-5)


def test_a_red_and_a_green_are_alike_to_those_who_are_blind_to_one_of_them() -> None:
    measured, readers = least_difference("#B46E2D", "#828C2D")
    assert measured < 8.0
    assert readers in ("protanopia", "deuteranopia")
    assert ciede2000(lab("#B46E2D"), lab("#828C2D")) > 25.0


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast.contrast("#FFFFFF", "#FFFFFF") == 1.0
    # The lightest grey that may be read on white is known to be #767676.
    assert contrast.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast.contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)


@THEMES
def test_the_built_in_themes_can_do_everything_with_something_to_spare(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(shortfalls(theme)) == []
    for limit in ("TEXT", "MARK", "APART"):
        monkeypatch.setattr(contrast, limit, 1.02 * getattr(contrast, limit))
    assert list(shortfalls(theme)) == []


BROKEN = {
    "text": ({"label": "#5B6473"}, "label: contrast with background is 3.0, expected at least 4.5"),
    "one of several": (
        {"runs": (*DARK.runs[:5], "#303840")},
        "runs 6: contrast with background is 1.5, expected at least 4.5",
    ),
    "mark": ({"axis": "#4A5260"}, "axis: contrast with background is 2.3, expected at least 3"),
    "alike to all": ({"rose": DARK.fell}, "fell: difference from rose with normal colour vision is 0.0"),
    "alike to some": ({"fell": "#8FB53C"}, "fell: difference from rose with protanopia is 2.6"),
    "the cross in the valley": (
        {"surface": DARK.surface[::-1]},
        "surface 1: contrast with ink is 1.4, expected at least 3",
    ),
    "the speck": ({"surface": DARK.surface[:2]}, "surface 2: contrast with background is 2.0, expected at least 3"),
    "an uneven ramp": (
        {"wild": (DARK.wild[0], DARK.wild[2], DARK.wild[1])},
        "wild: expected colours that grow lighter from each to the next, or darker",
    ),
}


@pytest.mark.parametrize(("change", "line"), BROKEN.values(), ids=BROKEN)
def test_what_a_theme_cannot_do_is_named_and_measured(change: dict[str, object], line: str) -> None:
    found = [shortfall.line for shortfall in shortfalls(replace(DARK, **change))]
    assert [told for told in found if told.startswith(line)]


def test_the_verdict_is_readable_on_its_own_box() -> None:
    (found,) = shortfalls(replace(LIGHT, rose="#A85800"))
    assert found.line == "rose: contrast with a box of thin rose is 4.2, expected at least 4.5"


def test_a_ratio_is_never_rounded_up_to_what_would_be_enough() -> None:
    theme = replace(LIGHT, background="#FFFFFF", label="#777777")
    assert "label: contrast with background is 4.4, expected at least 4.5" in [s.line for s in shortfalls(theme)]


@THEMES
def test_contours_are_seen_at_every_height_of_their_field(theme: Theme) -> None:
    frame = Frame(0.0, 0.0, 4.0, 2.0, (50.0, 300.0), (-1e5, 3e5))
    for tone in ContourMap(mean_squared_error(houses()), frame, 2e11, theme, axes=False).tones:
        assert contrast.contrast(tone, mix(tone, theme.ink, LINE_SHARE)) > 1.3
