"""The surface: cut exactly, painted in the right order, without seams; contours on their level."""

from __future__ import annotations

import math

import cairo
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from gdcore.models.line_error import mean_squared_error
from gdcore.tables.table import houses
from scenes.geometry import Points
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.space import SIZE, Box, Eye
from scenes.painting.style import DARK
from scenes.surface.cutting import cut
from scenes.surface.mesh import Mesh, surface
from scenes.surface.painting_order import far_to_near

PLACE = (-6.0, -3.5, 9.0, 6.5)
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
slopes = st.floats(0.01, 5.0) | st.floats(-5.0, -0.01)


def area(facet: Points) -> float:
    """Return the area of a convex polygon ``(n, 3)``."""
    spokes = facet[1:] - facet[0]
    return float(np.linalg.norm(np.cross(spokes[:-1], spokes[1:]), axis=1).sum() / 2.0)


def share_below(a: float, b: float, t: float) -> float:
    """Return the share of the unit square where a*x + b*y <= t, for a and b above zero, by its closed form."""
    corners = (t, -1), (t - a, 1), (t - b, 1), (t - a - b, -1)
    return -sum(sign * max(0.0, reach) ** 2 for reach, sign in corners) / (2.0 * a * b)


@given(slopes, slopes, st.floats(-6.0, 6.0))
def test_a_cut_keeps_exactly_what_lies_below(a: float, b: float, base: float) -> None:
    quad = np.column_stack([CORNERS, base + CORNERS @ [a, b]])
    facets, middles = cut(quad[None], 1.0)
    lowest = base + min(a, 0.0) + min(b, 0.0)  # mirrored, so that the plane rises along both sides
    kept = share_below(abs(a), abs(b), 1.0 - lowest) * math.sqrt(1.0 + a * a + b * b)
    assert sum(map(area, facets)) == pytest.approx(kept, rel=1e-9, abs=1e-9)
    assert len(facets) == len(middles) <= 1
    assert (facets[..., 2] <= 1.0 + 1e-12).all()
    np.testing.assert_allclose(facets[..., 2], base + facets[..., :2] @ [a, b], atol=1e-9)
    if len(facets) and quad[:, 2].max() > 1.0 + 1e-6 and quad[:, 2].min() < 1.0 - 1e-6:
        assert (abs(facets[0, :, 2] - 1.0) < 1e-12).sum() >= 2, "the cut edge lies at the top"


def test_whole_cells_stay_and_cells_above_go() -> None:
    low, high = (np.column_stack([CORNERS, np.full(4, z)]) for z in (0.5, 1.5))
    facets, middles = cut(np.stack([low, high]), 1.0)
    np.testing.assert_array_equal(facets, low[None, [0, 1, 2, 3, 3]])
    np.testing.assert_array_equal(middles, [[0.5, 0.5]])


def bowl(parameters: Points) -> Points:
    return parameters[..., 0] ** 2 + 3.0 * parameters[..., 1] ** 2


BOWL = Box(np.array([-1.0, -1.0]), np.array([1.0, 1.0]), 1.5)
ERROR = mean_squared_error(houses())
VALLEY = Box(np.array([-400.0, -80e3]), np.array([700.0, 330e3]), 5e12 / 40)
SURFACES = {"bowl": (bowl, BOWL), "valley": (ERROR.value, VALLEY)}


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_fills_its_box_and_leaves_it_nowhere(name: str) -> None:
    value, box = SURFACES[name]
    mesh = surface(value, box, DARK)
    assert (abs(mesh.facets[..., :2]) <= SIZE[:2] + 1e-12).all()
    assert mesh.facets[..., 2].max() == pytest.approx(SIZE[2], rel=1e-12)
    assert len(mesh.facets) == len(mesh.colours) == len(mesh.cells)
    assert ((mesh.colours >= 0.0) & (mesh.colours <= 1.0)).all()
    below = value(box.parameters(mesh.facets)) / box.top * SIZE[2]
    np.testing.assert_allclose(mesh.facets[..., 2], below, atol=0.01 * SIZE[2])


def test_height_is_told_by_colour_and_a_backdrop_is_dark() -> None:
    mesh, muted = surface(bowl, BOWL, DARK), surface(bowl, BOWL, DARK, muted=True)
    brightness = mesh.colours.sum(axis=1)
    height = mesh.facets[..., 2].mean(axis=1)
    assert np.corrcoef(height, brightness)[0, 1] > 0.8
    assert muted.colours.max() < max(style.rgb(DARK.far)) + 1e-9


@pytest.mark.parametrize("azimuth", np.linspace(-math.pi, math.pi, 9))
@pytest.mark.parametrize("elevation", [0.1, 0.54, 1.4, math.pi / 2 - 1e-3])
@pytest.mark.parametrize("cells", [(7, 5), (40, 2)])
def test_the_order_is_a_painters_order(azimuth: float, elevation: float, cells: tuple[int, int]) -> None:
    """Of two cells the later one lies on the eye's side of a plane between them, so it is never hidden by the other."""
    x, y = (np.linspace(-SIZE[axis], SIZE[axis], cells[axis] + 1) for axis in range(2))
    low = np.array([[a, b] for a in x[:-1] for b in y[:-1]])
    high = np.array([[a, b] for a in x[1:] for b in y[1:]])
    eye = Eye(azimuth, elevation)
    at = eye.position[:2]
    order = far_to_near((low + high) / 2.0, eye)
    assert sorted(order) == list(range(len(low)))
    low, high = low[order], high[order]
    for later in range(1, len(order)):
        first, second = slice(0, later), later
        above = (high[first] <= low[second] + 1e-12) & (at >= high[first] - 1e-9)
        under = (low[first] >= high[second] - 1e-12) & (at <= low[first] + 1e-9)
        assert (above | under).any(axis=1).all()


def painted(mesh: Mesh, eye: Eye, width: int, height: int, background: tuple[float, ...]) -> np.ndarray:
    image = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    ctx = cairo.Context(image)
    ctx.set_source_rgb(*background)
    ctx.paint()
    ctx.translate(width / 2.0, height / 2.0)
    ctx.scale(height / 8.0, -height / 8.0)
    mesh.paint(Pen(ctx), eye)
    image.flush()
    return np.ndarray((height, width, 4), np.uint8, image.get_data())[..., :3].astype(int)


def shrunk(mask: np.ndarray, by: int) -> np.ndarray:
    """Return a mask less a rim ``by`` pixels wide (grown if negative)."""
    rank = ImageFilter.MinFilter if by > 0 else ImageFilter.MaxFilter
    return np.array(Image.fromarray(mask.astype(np.uint8) * 255).filter(rank(2 * abs(by) + 1))) > 0


@pytest.mark.parametrize("size", [(854, 480), (1920, 1080)], ids=["480p", "1080p"])
@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("azimuth", [-1.9, math.pi / 2])
def test_paint_has_no_seams(name: str, azimuth: float, size: tuple[int, int]) -> None:
    value, box = SURFACES[name]
    mesh = surface(value, box, DARK)
    colour = np.array([0.2, 0.2, 0.2])
    plain = Mesh(mesh.facets, np.broadcast_to(colour, mesh.colours.shape), mesh.cells)
    picture = painted(plain, Eye(azimuth, 0.54).fitted(*PLACE), *size, background=(1.0, 1.0, 1.0))
    covered = picture.max(axis=2) < 128
    inside = shrunk(shrunk(covered, -2), 6)  # gaps narrower than four pixels count as inside
    assert inside.sum() > 0.03 * covered.size
    assert abs(picture[inside] - 51).max() <= 2


def test_near_facets_cover_far_ones() -> None:
    """Two walls across the line of sight: only the near one's colour is left where they overlap in the picture."""
    eye = Eye(0.0, 0.2).fitted(*PLACE)
    walls = [[[x, -1, 0], [x, 1, 0], [x, 1, 1], [x, -1, 1], [x, -1, 1]] for x in (1.0, -1.0)]
    colours = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    mesh = Mesh(np.array(walls, float), colours, np.array([[1.0, 0.0], [-1.0, 0.0]]))
    picture = painted(mesh, eye, 320, 180, (0.0, 0.0, 0.0))
    column, row = eye.project(np.array([1.0, 0.0, 0.5])) * [22.5, -22.5] + [160.0, 90.0]
    assert picture[int(row), int(column)].tolist() == [255, 0, 0]  # red, in the order of manim's frames
    swapped = Mesh(mesh.facets[::-1], mesh.colours[::-1], mesh.cells[::-1])
    np.testing.assert_array_equal(painted(swapped, eye, 320, 180, (0.0, 0.0, 0.0)), picture)


@pytest.mark.parametrize("n", [40, 120])
def test_contours_lie_on_their_ellipse(n: int) -> None:
    levels = np.array([0.05, 0.3, 0.9])
    box = Box(np.array([-1.1, -0.8]), np.array([1.3, 0.9]), 2.0)
    spacing = 2.4 / n
    for level, segments in zip(levels, contours(bowl, box, levels, n), strict=True):
        np.testing.assert_allclose(bowl(segments), level, atol=3.0 * spacing**2)
        t = np.linspace(0.0, 2.0 * math.pi, 20_001)
        ellipse = np.column_stack([math.sqrt(level) * np.cos(t), math.sqrt(level / 3.0) * np.sin(t)])
        around = np.hypot(*np.diff(ellipse, axis=0).T).sum()
        assert np.hypot(*(segments[:, 1] - segments[:, 0]).T).sum() == pytest.approx(around, rel=0.02)


def test_a_contour_inside_the_box_is_closed() -> None:
    (segments,) = contours(bowl, BOWL, np.array([0.61]))
    _, counts = np.unique(np.round(segments.reshape(-1, 2), 9), axis=0, return_counts=True)
    assert (counts % 2 == 0).all()


def test_a_level_that_is_not_reached_has_no_contour() -> None:
    assert [len(segments) for segments in contours(bowl, BOWL, np.array([-0.5, 9.0]))] == [0, 0]
