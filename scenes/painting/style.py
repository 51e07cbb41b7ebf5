"""Every stroke width and type size of the pictures, and the themes. A frame is 8 units high: lengths are in these."""

from __future__ import annotations

from scenes.theme.theme import RGB, TINT_ALPHA, Theme, mix, ramp, rgb
from scenes.theme.theme_file import BUILT_IN, built_in

__all__ = ["DARK", "LIGHT", "RGB", "TINT_ALPHA", "Theme", "mix", "ramp", "rgb"]

DARK, LIGHT = map(built_in, BUILT_IN)
"""The themes that come with the program. A role is added in scenes/theme/theme.py, its colours in scenes/themes/."""

LEFT, RIGHT, TOP = -6.56, 6.56, 3.3
"""The edges of the frame: where lines of text begin and end, and the baseline of the title."""
CAPTIONS = -3.0
"""The lowest eighth of the frame, below this, is kept free: players draw the captions there."""

TITLE_SIZE = 0.44
FORMULA_SIZE = 0.36
SMALL_FORMULA_SIZE = FORMULA_SIZE * 0.9
FORMULA_Y = TOP - 0.62
"""The baseline of the line under the title."""
VERDICT_SIZE = 0.37
VALUE_SIZE = 0.38
RATE_SIZE = 0.52
"""Of the only learning rate; several are as large as other values."""
LABEL_SIZE = 0.315
TICK_SIZE = 0.27
POINT_SIZE = 0.32
READABLE = 0.311
"""No text is smaller but numbers at axes: 28 pixels at a height of 720. Else it is cut or left out."""

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
"""The row drawn by a stochastic step, and the tips of the steps that each of the rows would take."""
SEED_WIDTH, SEED_ALPHA, SEED_BEHIND = 0.018, 0.5, 0.25
"""The line of one seed among many, and how much of it stays behind their band."""
SEED_BAND_ALPHA = 0.36
MEAN_ARROW_WIDTH, DRAWN_ARROW_WIDTH = 0.07, 0.034
BAND_ALPHA, FAINT_ALPHA = 0.32, 0.55
"""A stretch of a number line that is set apart, and marks that are past."""


def all_rows(theme: Theme) -> str:
    """Return the colour of the step that all rows together ask for, as opposed to a single row."""
    return theme.runs[1]
