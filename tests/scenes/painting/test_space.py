"""The box and the eye: linear places, straight lines, and what the surface hides."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.geometry import Points
from scenes.painting.space import FLOOR, LIFT, NAMES_AT, SIZE, Box, Eye, visible

PLACE = (-6.0, -3.5, 8.0, 5.5)
UNIT = Box(np.array([-1.0, -1.0]), np.array([1.0, 1.0]), 2.0)
AZIMUTHS = [-2.9, -1.3, -0.4, 0.0, 0.8, math.pi / 2, 2.2]
CORNERS = np.array(list(itertools.product((-SIZE[0], SIZE[0]), (-SIZE[1], SIZE[1]), (FLOOR * SIZE[2], SIZE[2]))))
angles = st.tuples(st.floats(-math.pi, math.pi), st.floats(0.1, 1.3))


def bowl(parameters: Points) -> Points:
    """A paraboloid whose rim reaches the top of ``UNIT`` at the corners only."""
    return parameters[..., 0] ** 2 + parameters[..., 1] ** 2


@given(angles)
def test_the_whole_box_lies_in_its_place(angle: tuple[float, float]) -> None:
    left, bottom, width, height = PLACE
    flat = Eye(*angle).fitted(*PLACE).project(CORNERS)
    assert (flat >= np.array([left, bottom]) - 1e-9).all()
    assert (flat <= np.array([left + width, bottom + height]) + 1e-9).all()


@given(angles)
def test_names_of_the_axes_lie_in_the_place_too_and_fill_it(angle: tuple[float, float]) -> None:
    left, bottom, width, height = PLACE
    eye = Eye(*angle).fitted(*PLACE)
    near_x, near_y = (1 if toward >= 0.0 else -1 for toward in eye.forward[:2])
    beside = [[near_x * (SIZE[0] + NAMES_AT), sy * SIZE[1], FLOOR * SIZE[2]] for sy in (-1, 1)]
    beyond = [[sx * SIZE[0], near_y * (SIZE[1] + NAMES_AT), FLOOR * SIZE[2]] for sx in (-1, 1)]
    flat = eye.project(np.concatenate([CORNERS, beside, beyond]))
    low, high = flat.min(axis=0), flat.max(axis=0)
    assert (low >= np.array([left, bottom]) - 1e-9).all()
    assert (high <= np.array([left + width, bottom + height]) + 1e-9).all()
    # The room for names on a side that has just turned away goes little by little.
    assert 0.8 <= max((high[0] - low[0]) / width, (high[1] - low[1]) / height) <= 1.0 + 1e-9


@given(st.floats(-3.1, 3.1), st.floats(0.2, 1.2))
def test_the_picture_keeps_its_size_as_the_eye_walks_past_a_corner(azimuth: float, elevation: float) -> None:
    here, there = (Eye(azimuth + turn, elevation).fitted(*PLACE) for turn in (0.0, 1e-3))
    assert there.scale == pytest.approx(here.scale, rel=0.01)


@given(angles, st.floats(0.3, 3.0), st.floats(-2.0, 2.0))
def test_scale_and_centre_act_after_the_projection(angle: tuple[float, float], scale: float, across: float) -> None:
    plain, moved = Eye(*angle), Eye(*angle, scale, (across, -1.0))
    np.testing.assert_allclose(moved.project(CORNERS), scale * plain.project(CORNERS) + [across, -1.0], atol=1e-12)


@given(angles, st.floats(0.0, 1.0))
def test_straight_lines_stay_straight(angle: tuple[float, float], share: float) -> None:
    eye = Eye(*angle)
    a, b = CORNERS[0], CORNERS[6]
    flat = eye.project(np.array([a, a + share * (b - a), b]))
    (ux, uy), (vx, vy) = flat[1] - flat[0], flat[2] - flat[0]
    assert abs(ux * vy - uy * vx) < 1e-9


@given(angles, st.integers(0, 7), st.floats(0.05, 0.9))
def test_all_points_of_a_sight_line_fall_on_one_point(angle: tuple[float, float], corner: int, share: float) -> None:
    eye = Eye(*angle)
    point = CORNERS[corner]
    flat = eye.project(np.array([point, point + share * (eye.position - point)]))
    np.testing.assert_allclose(flat[0], flat[1], atol=1e-9)


def test_up_is_up_and_near_is_large() -> None:
    eye = Eye(0.0, 0.5)
    low, high = eye.project(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
    assert high[1] > low[1]
    assert high[0] == pytest.approx(low[0])
    near, far = (np.ptp(eye.project(np.array([[x, -1.0, 0.0], [x, 1.0, 0.0]]))[:, 0]) for x in (1.0, -1.0))
    assert near > far


def test_a_box_places_its_corners_and_finds_parameters_again() -> None:
    box = Box(np.array([-3.0, 100.0]), np.array([5.0, 900.0]), 40.0)
    placed = box.place(np.array([[-3.0, 100.0], [5.0, 900.0], [1.0, 500.0]]), np.array([0.0, 40.0, 10.0]))
    np.testing.assert_allclose(placed, [[-SIZE[0], -SIZE[1], 0.0], SIZE, [0.0, 0.0, SIZE[2] / 4.0]], atol=1e-12)
    np.testing.assert_allclose(box.parameters(placed), [[-3.0, 100.0], [5.0, 900.0], [1.0, 500.0]])
    assert box.holds(placed).all()
    assert not box.holds(placed + SIZE * [0.0, 0.0, 1.01]).any()
    assert not box.holds(placed * [1.0, 1.01, 1.0])[:2].any()


def test_an_infinite_height_has_a_place() -> None:
    placed = UNIT.place(np.zeros((2, 2)), np.array([np.inf, 2.0]))
    assert np.isfinite(placed).all()
    assert placed[0, 2] > 100.0 * SIZE[2]


def clearance(point: Points, eye: Eye) -> float:
    """Return how far above the shown bowl the sight line from a lifted point stays at its lowest, by brute force."""
    start = point + SIZE * [0.0, 0.0, LIFT]
    t = np.linspace(0.0, 0.6, 5001)[1:, None]
    line = start + t * (eye.position - start)
    parameters = line[:, :2] / SIZE[:2]  # ``UNIT`` runs from -1 to 1
    heights = (parameters**2).sum(axis=1) / 2.0 * SIZE[2]
    shown = (abs(parameters) <= 1.0).all(axis=1) & (heights <= SIZE[2])
    return float((line[:, 2] - heights)[shown].min(initial=np.inf))


@pytest.mark.parametrize("azimuth", AZIMUTHS)
@pytest.mark.parametrize("elevation", [0.4, 0.54, 1.1])
def test_what_is_hidden_agrees_with_a_brute_force_walk(azimuth: float, elevation: float) -> None:
    eye = Eye(azimuth, elevation).fitted(*PLACE)
    rng = np.random.default_rng(5)
    parameters = rng.uniform(-1.0, 1.0, (90, 2))
    heights = bowl(parameters) + np.repeat([0.0, 0.4, -0.3], 30)  # on the bowl, over it, under it
    points = UNIT.place(parameters, heights)
    clear = np.array([clearance(point, eye) for point in points])
    certain = abs(clear) > 0.05 * SIZE[2]  # closer than that, the length of a ray's step decides
    assert certain.sum() > 45
    np.testing.assert_array_equal(visible(points, eye, UNIT, bowl)[certain], clear[certain] > 0.0)


@pytest.mark.parametrize("azimuth", [0.0, math.pi / 2, math.pi, -math.pi / 2])
def test_a_low_eye_sees_the_far_wall_and_not_the_near_one(azimuth: float) -> None:
    eye = Eye(azimuth, 0.15).fitted(*PLACE)
    towards = np.array([math.cos(azimuth), math.sin(azimuth)]) * 0.8
    parameters = np.stack([towards, -towards])
    near, far = visible(UNIT.place(parameters, bowl(parameters)), eye, UNIT, bowl)
    assert (bool(near), bool(far)) == (False, True)


@pytest.mark.parametrize("azimuth", AZIMUTHS)
def test_from_above_the_whole_bowl_is_seen_and_nothing_under_it(azimuth: float) -> None:
    eye = Eye(azimuth, 1.45).fitted(*PLACE)
    parameters = np.random.default_rng(1).uniform(-0.9, 0.9, (60, 2))
    assert visible(UNIT.place(parameters, bowl(parameters)), eye, UNIT, bowl).all()
    assert not visible(UNIT.place(parameters, np.full(60, FLOOR * UNIT.top)), eye, UNIT, bowl).any()


def test_what_is_cut_off_hides_nothing() -> None:
    low = Box(UNIT.low, UNIT.high, 0.5)  # the bowl leaves this box well before its walls
    outside = low.place(np.array([[-0.95, 0.0]]), np.array([0.4]))
    assert visible(outside, Eye(math.pi, 0.3), low, bowl).all()
    assert not visible(outside, Eye(0.0, 0.3), low, bowl).any()
