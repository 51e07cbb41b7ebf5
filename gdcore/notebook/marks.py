"""The marks of a small drawing in SVG: lines, dots, triangles and paths, in pixels ``(n, 2)``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdcore.descent.outcomes import Outcome, outcome
from gdcore.descent.trajectory import Trajectory

PATH, CURVE = "#d55e00", "#0080c8"
"""Of Okabe and Ito's colours, the second a little lighter: at least 3:1 on white and on near-black."""
MOST_MARKS, MOST_POINTS, MOST_LOOKED_AT = 60, 600, 5000
CORNERS = {"triangle": "l4.2 7.4h-8.4", "diamond": "l4.5 4.5-4.5 4.5-4.5-4.5"}
"""From the top of a mark, in pixels."""
SPACE = 6.0
"""Between two marks, in pixels."""
APART = 1.0
"""Iterates nearer to each other than this, in pixels, are drawn as one."""


def travelled(places: NDArray[np.float64], run: Trajectory) -> list[str]:
    """Draw the first iterates of ``run``, at ``places`` ``(n, 2)``: the path, marks that can be told apart, a ring.

    The ring is the start.
    """
    path = places[apart(places)]
    shown = [0, *_spaced(places)]
    shapes = marks(places[shown[1:]], [outcome(run, i) for i in shown[1:]])
    x, y = path[0]
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="none" stroke="{PATH}" stroke-width="2"/>'
    return [line(path, PATH, 1.4), *shapes, ring]


def _spaced(places: NDArray[np.float64]) -> list[int]:
    """Return which of ``places`` ``(n, 2)`` to mark: none on top of another, a bounded number, always the last."""
    taken = places[:1]
    chosen: list[int] = []
    for i in range(1, min(len(places), MOST_LOOKED_AT)):
        if len(chosen) < MOST_MARKS and (abs(taken - places[i]).sum(axis=1) >= SPACE).all():
            chosen.append(i)
            taken = places[[0, *chosen]]
    last = len(places) - 1
    return [i for i in chosen if abs(places[i] - places[last]).sum() >= SPACE] + [last] * bool(last)


def apart(places: NDArray[np.float64]) -> list[int]:
    """Return which of ``places`` ``(n, 2)`` to draw: each a pixel or more from the last, no line twice, a bounded few.

    A run that goes there and back for ever is then two places and not a hundred thousand.
    """
    kept, drawn = [0], set()
    before = places[0].tolist()
    for i, (x, y) in enumerate(places[1:].tolist(), 1):
        if abs(x - before[0]) + abs(y - before[1]) < APART:
            continue
        line = (round(before[0]), round(before[1]), round(x), round(y))
        before = [x, y]
        if line not in drawn:
            drawn.add(line)
            kept.append(i)
        if len(kept) == MOST_POINTS:
            break
    return kept


def marks(places: NDArray[np.float64], outcomes: Sequence[Outcome]) -> list[str]:
    """Draw the shape of each outcome at its place."""
    drawn = []
    for (x, y), did in zip(places, outcomes, strict=True):
        if np.isnan([x, y]).any():
            continue
        shape = did.shape
        if shape in CORNERS:
            drawn.append(f'<path d="M{x:.1f} {y - 4.5:.1f}{CORNERS[shape]}z" fill="{PATH}"/>')
        else:
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{PATH}"/>')
    return drawn


def line(places: NDArray[np.float64], colour: str, width: float) -> str:
    """Draw a line through ``places`` ``(n, 2)``, broken where one of them has no place."""
    steps, pen_down = [], False
    for place in places:
        if np.isnan(place).any():
            pen_down = False
            continue
        steps.append(("L" if pen_down else "M") + pair(place))
        pen_down = True
    return f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'


def cross(place: NDArray[np.float64]) -> str:
    """Draw a cross."""
    x, y = place.tolist()
    return f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8" stroke="currentColor" stroke-width="1.6"/>'


def pair(place: NDArray[np.float64]) -> str:
    """Return a place as SVG writes it, to a tenth of a pixel."""
    return f"{place[0]:.1f} {place[1]:.1f}"
