"""The viewpoint of a surface: the one asked for, or one that sees most of the run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.scenario import Camera
from scenes.geometry import Points
from scenes.painting.space import SIZE, Box, Eye, visible
from scenes.plots.outcomes import thinned

ELEVATION = math.radians(31.0)
ASIDE = math.radians(14.0)
"""How far the eye stands to the side of the valley's axis."""
HIGHER = tuple(math.radians(degrees) for degrees in (34.0, 46.0, 60.0))
TURNS = tuple(math.radians(degrees) for degrees in (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180))
MARKED_WEIGHT, BETTER = 0.35, 0.02
"""The weight of the start, the end and the minimiser relative to the path; the gain that justifies another view."""
ENOUGH = 0.93
"""The visible share of the run at which the search for a view stops."""
HALF = 0.5
"""The visible share of the runs on data that the one side for all clips must see; otherwise another view is sought."""
LONG = 0.75
"""A run that appears shorter than this share of its length is seen too much end-on."""
LOOKED_AT = 80


def eye_for(objective: Objective, box: Box) -> Eye:
    """Return an eye that looks along the valley, a little from the side."""
    azimuth = math.radians(-62.0)
    if objective.table is not None:
        # One side for every clip on the same data, whatever its ranges: b falls where a rises, or both rise.
        return Eye(azimuth if float(np.mean(objective.table.x)) >= 0.0 else -math.pi - azimuth, ELEVATION)
    if objective.minimiser is not None:
        scale = (box.high - box.low) / (2.0 * SIZE[:2])
        hessian = objective.hessian(objective.minimiser) * np.outer(scale, scale)
        if not np.isfinite(hessian).all():
            return Eye(azimuth, ELEVATION)
        along = np.linalg.eigh(hessian)[1][:, 0]
        # Towards the reader: from the side where the second parameter is small.
        along = along if along[1] < 0.0 else -along
        azimuth = math.atan2(along[1], along[0]) + ASIDE
    return Eye(azimuth, ELEVATION)


def eye_from(camera: Camera) -> Eye:
    """Return the eye that a scenario asks for, its angles in degrees."""
    return Eye(math.radians(camera.azimuth), math.radians(camera.elevation))


@np.errstate(all="ignore")
def eye_on_data(objective: Objective, box: Box, iterates: Points) -> Eye:
    """Return the eye of all clips on the same data, or another if a wall of the valley hides most iterates from it."""
    eye = eye_for(objective, box)
    points, weights = _looked_for(objective, box, iterates)
    if not len(points) or float(visible(points, eye, box, objective.value) @ weights) >= HALF:
        return eye
    return clearest_view(objective, [box], iterates)[1]


@np.errstate(all="ignore")
def clearest_view(objective: Objective, boxes: Sequence[Box], iterates: Points) -> tuple[Box, Eye]:
    """Return the first box, the lowest eye, the least turned from the valley's axis, that see enough of the iterates.

    Enough means most of them, and not in line with the eye, as from behind the hump that a run comes down from.
    A box of a higher top, with the same floor, has gentler walls: a narrow valley hides less.
    """
    best, first = 0.0, Eye(eye_for(objective, boxes[0]).azimuth, HIGHER[0])
    found = boxes[0], first
    for box in boxes:
        points, weights = _looked_for(objective, box, iterates)
        for elevation, turn in product(HIGHER, TURNS):
            eye = Eye(first.azimuth + turn, elevation)
            share = float(visible(points, eye, box, objective.value) @ weights) if len(points) else 1.0
            share *= min(1.0, _apparent_length(points, eye) / LONG)
            if share > best + BETTER:
                best, found = share, (box, eye)
            if best >= ENOUGH:
                return found
    return found


def _apparent_length(points: Points, eye: Eye) -> float:
    """Return how long box points ``(n, 3)`` reach in the picture, as a share of how long they reach in the box."""
    reaches = [np.linalg.norm(p[:, None] - p, axis=-1).max(initial=0.0) for p in (eye.project(points), points)]
    return float(reaches[0] / reaches[1]) if reaches[1] > 0.0 else 1.0


def _looked_for(objective: Objective, box: Box, iterates: Points) -> tuple[Points, Points]:
    """Return box points ``(n, 3)`` that a reader looks for, and what each counts for: 1 in all."""
    path = iterates[thinned(iterates, LOOKED_AT)]
    marked = [iterates[0], iterates[-1], *([objective.minimiser] if objective.minimiser is not None else [])]
    weights = np.append(np.full(len(path), 1.0 / len(path)), np.full(len(marked), MARKED_WEIGHT))
    points = np.concatenate([path, marked])
    points = box.place(points, objective.value(points))
    inside = box.holds(points)
    return points[inside], weights[inside] / max(float(weights[inside].sum()), 1e-300)
