"""Every colour, stroke width and type size of the pictures. Lengths are scene units: a frame is 8 units high."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Theme:
    """Colours by role, as "#rrggbb"; ``surface`` runs from the valley floor to the rim, ``runs`` tells runs apart."""

    background: str
    ink: str
    label: str
    axis: str
    grid: str
    curve: str
    fell: str
    rose: str
    same: str
    slope: str
    rejected: str
    far: str
    overshoot: str
    safe: tuple[str, ...]
    wild: tuple[str, ...]
    surface: tuple[str, ...]
    runs: tuple[str, ...]


# Okabe and Ito's blue and vermilion-orange tell falling from rising for every kind of colour vision.
DARK = Theme(
    background="#0F1419",
    ink="#E6E9EF",
    label="#97A1B3",
    axis="#7C8798",
    grid="#27303B",
    curve="#D5DBE3",
    fell="#56B4E9",
    rose="#E69F00",
    same="#4FC9A4",
    slope="#CC79A7",
    rejected="#D9DFE8",
    far="#3A4C60",
    overshoot="#A18DF5",
    safe=("#14232F", "#1B4A6B", "#3B8FC2", "#A6DBF7"),
    wild=("#3A2708", "#7A5206", "#B87E04"),
    surface=("#1A2340", "#1F4B78", "#2A788E", "#4FA58C", "#9CBE86", "#D3C089"),
    runs=("#56B4E9", "#45D6A0", "#CC79A7", "#F0E442", "#E8833A", "#D5DBE3"),
)
LIGHT = Theme(
    background="#FBFAF7",
    ink="#1B2027",
    label="#56606E",
    axis="#6B7583",
    grid="#DCDDDA",
    curve="#2E353E",
    fell="#0A6AA8",
    rose="#A85800",
    same="#0B7A5B",
    slope="#9C3F75",
    rejected="#66707E",
    far="#C9CED3",
    overshoot="#5B3FB5",
    safe=("#E4EEF4", "#A9CFE6", "#4E9CCB", "#0A5A91"),
    wild=("#F7E9D3", "#E9C48C", "#C98A35"),
    surface=("#20306B", "#2C69A0", "#3E97A6", "#6DBDA3", "#B4D5A2", "#EBDCA8"),
    runs=("#0A6AA8", "#0B7A5B", "#9C3F75", "#857000", "#8E2A00", "#2E353E"),
)

TITLE_SIZE = 0.40
FORMULA_SIZE = 0.34
VERDICT_SIZE = 0.32
VALUE_SIZE = 0.36
STRIP_VALUE_SIZE = 0.31
LABEL_SIZE = 0.25
TICK_SIZE = 0.245
SMALL_TICK_SIZE = 0.215
POINT_SIZE = 0.29

CURVE_WIDTH = 0.036
AXIS_WIDTH = 0.016
GRID_WIDTH = 0.011
PATH_WIDTH = 0.036
GHOST_WIDTH = 0.022
ARROW_WIDTH = 0.05
ERROR_WIDTH = 0.017
MARKER_RADIUS = 0.088
CASING = 0.03
"""How far the dark edge of a ghost reaches beyond its line, so that it reads on any height."""
SMALL_MARKER_RADIUS = 0.05
DATA_RADIUS = 0.036
SPECK_RADIUS = 0.035
DRAWN_RADIUS, FAN_RADIUS = 0.075, 0.022
"""The row that a stochastic step draws, and the tips of the steps that all rows ask for."""
SEED_WIDTH, SEED_ALPHA, SEED_BEHIND = 0.018, 0.5, 0.25
"""The line of one seed among many, and how much of it stays behind their band."""
SEED_BAND_ALPHA = 0.36
MEAN_ARROW_WIDTH, DRAWN_ARROW_WIDTH = 0.07, 0.034
BAND_ALPHA, FAN_ALPHA, FAINT_ALPHA = 0.32, 0.45, 0.55
"""A stretch of a number line that is set apart, the fan from a line to its magnified part, and marks that are past."""


def all_rows(theme: Theme) -> str:
    """Return the colour of what all rows together ask for, beside a single one's."""
    return theme.runs[1]


RGB = tuple[float, float, float]


def rgb(colour: str) -> RGB:
    """Return "#rrggbb" as three numbers from 0 to 1."""
    return tuple(int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))  # type: ignore[return-value]


def mix(a: str, b: str, share: float) -> str:
    """Return the colour that lies ``share`` of the way from a to b."""
    mixed = [round(255 * (x + (y - x) * share)) for x, y in zip(rgb(a), rgb(b), strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ramp(colours: tuple[str, ...], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return colours ``(n, 3)`` for heights ``(n,)`` from 0 to 1, along evenly spaced stops."""
    stops = np.array([rgb(colour) for colour in colours])
    places = np.linspace(0.0, 1.0, len(stops))
    return np.stack([np.interp(heights, places, stops[:, channel]) for channel in range(3)], axis=-1)
