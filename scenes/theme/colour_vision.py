"""How different two colours look, to most readers and to those who are blind to red or to green."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scenes.theme.theme import rgb

Floats = NDArray[np.float64]

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision
# Deficiency. IEEE Transactions on Visualization and Computer Graphics 15 (2009), severity 1.0, on linear RGB.
VISIONS: Mapping[str, Floats] = {
    "normal colour vision": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# IEC 61966-2-1: sRGB to CIE XYZ under the white D65.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
DARKEST = (6.0 / 29.0) ** 3
"""Below this share of white CIELAB is linear."""


def linear(colour: str) -> Floats:
    """Return the amounts of light ``(3,)``, 0 to 1, that the channels of an sRGB colour stand for."""
    channels = np.array(rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: str = "normal colour vision") -> Floats:
    """Return a colour in CIELAB ``(3,)``, as it looks to readers with one of ``VISIONS``."""
    share = TO_XYZ @ np.clip(VISIONS[vision] @ linear(colour), 0.0, 1.0) / WHITE
    x, y, z = np.where(share > DARKEST, np.cbrt(share), share / (3.0 * DARKEST ** (2.0 / 3.0)) + 4.0 / 29.0)
    return np.array([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])


def least_difference(a: str, b: str) -> tuple[float, str]:
    """Return how different two colours look to those who tell them apart least, and who these are."""
    found = [(ciede2000(lab(a, vision), lab(b, vision)), vision) for vision in VISIONS]
    return min(found, key=lambda each: each[0])


def ciede2000(first: Floats, second: Floats) -> float:
    """Return the CIEDE2000 difference of two CIELAB colours ``(3,)``; about 1 is just noticeable side by side.

    Formulas of G. Sharma, W. Wu, E. N. Dalal: The CIEDE2000 Color-Difference Formula. Color Research and Application
    30 (2005).
    """
    (light1, a1, b1), (light2, a2, b2) = first.tolist(), second.tolist()
    grey = 1.5 - 0.5 * _vividness((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2.0)
    chroma1, chroma2 = math.hypot(grey * a1, b1), math.hypot(grey * a2, b2)
    hue1, hue2 = (math.degrees(math.atan2(b, grey * a)) % 360.0 for a, b in ((a1, b1), (a2, b2)))
    turn = (hue2 - hue1 + 180.0) % 360.0 - 180.0 if chroma1 * chroma2 else 0.0
    light, chroma, hue = (light1 + light2) / 2.0, (chroma1 + chroma2) / 2.0, hue1 + turn / 2.0
    off = (light - 50.0) ** 2
    by_light = (light2 - light1) / (1.0 + 0.015 * off / math.sqrt(20.0 + off))
    by_chroma = (chroma2 - chroma1) / (1.0 + 0.045 * chroma)
    by_hue = 2.0 * math.sqrt(chroma1 * chroma2) * _sin(turn / 2.0) / (1.0 + 0.015 * chroma * _hue_weight(hue))
    blue = -2.0 * _vividness(chroma) * _sin(60.0 * math.exp(-(((hue % 360.0 - 275.0) / 25.0) ** 2)))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + blue * by_chroma * by_hue)


def _vividness(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _hue_weight(hue: float) -> float:
    first = 1.0 - 0.17 * _cos(hue - 30.0) + 0.24 * _cos(2.0 * hue)
    return first + 0.32 * _cos(3.0 * hue + 6.0) - 0.20 * _cos(4.0 * hue - 63.0)


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
