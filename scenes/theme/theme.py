"""A theme as a value: the colours of the pictures by role, and what can be done with one colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdcore.prose.pictures import Picture
from scenes.theme.typeface import Typeface

RGB = tuple[float, float, float]
TINT_ALPHA = 0.12
"""How much of its colour fills a box behind something written in it, such as the verdict."""


@dataclass(frozen=True)
class Theme:
    """Colours by role, as "#RRGGBB"; ``surface`` runs from the valley floor to the rim, ``runs`` tells runs apart.

    The colours themselves stand in ``scenes/themes/``; what each must be able to do, in ``scenes/theme/contrast.py``.
    """

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


@dataclass(frozen=True)
class OwnTheme(Theme):
    """A theme with what is known from whoever teaches: a logo in the head of the page and in each frame, a typeface."""

    logo: Picture | None = None
    typeface: Typeface | None = None


def logo_of(theme: Theme | None) -> Picture | None:
    """Return the logo of a theme, if it has one."""
    return theme.logo if isinstance(theme, OwnTheme) else None


def typeface_of(theme: Theme | None) -> Typeface | None:
    """Return the typeface of a theme, if it has one of its own."""
    return theme.typeface if isinstance(theme, OwnTheme) else None


@lru_cache(4096)
def rgb(colour: str) -> RGB:
    """Return "#rrggbb" as three numbers from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return red, green, blue


def mix(a: str, b: str, share: float) -> str:
    """Return the colour that lies ``share`` of the way from a to b."""
    mixed = [round(255 * (x + (y - x) * share)) for x, y in zip(rgb(a), rgb(b), strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ramp(colours: tuple[str, ...], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return colours ``(n, 3)`` for heights ``(n,)`` from 0 to 1, along evenly spaced stops."""
    stops = np.array([rgb(colour) for colour in colours])
    places = np.linspace(0.0, 1.0, len(stops))
    return np.stack([np.interp(heights, places, stops[:, channel]) for channel in range(3)], axis=-1)
