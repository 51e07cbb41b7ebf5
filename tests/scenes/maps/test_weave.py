"""Narrow valleys: the surface lies on the function between its samples, and nowhere where there is none."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import well_known, written
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario, View
from gdcore.tables.table import Table
from scenes.maps.contours import contours
from scenes.maps.loss_map import ContourMap
from scenes.maps.sampling import WOVEN
from scenes.painting.space import FLOOR, SIZE, Box, Eye
from scenes.painting.style import DARK
from scenes.plots.axes import Frame
from scenes.shown_range.boxes import has_width, reached, shown_box
from scenes.surface.mesh import Mesh, surface
from scenes.views.surface.scene import EVEN_CELLS
from tests.scenes.painted import set_up

YEARS = np.arange(1980.0, 2021.0)
TEMPERATURES = Table(YEARS, 13.8 + 0.018 * (YEARS - 1980.0) + 0.1 * np.sin(YEARS * 2.3))


def own(text: str) -> Objective:
    return written(read_expression(text))


def square(half: float, top: float) -> Box:
    return Box(np.full(2, -half), np.full(2, half), top)


VALLEYS = {
    "rosenbrock": (well_known("rosenbrock"), Box(np.array([-2.0, -1.0]), np.array([2.0, 3.0]), 25.0)),
    "condition 1e4": (well_known("narrow_quadratic", 1e4), square(2.0, 50.0)),
    "years": (mean_squared_error(TEMPERATURES), Box(np.array([-0.05, -110.0]), np.array([0.07, 130.0]), 5.0)),
    "askew": (own("10000*(1.3*x - y)**2 + x**2"), square(2.0, 4.0)),
    "bent": (own("1000*(y - sin(3*x))**2 + x**2"), square(2.0, 5.0)),
    "across": (own("5000*(x - y**2)**2 + (1 - y)**2"), square(2.0, 20.0)),
    "ring": (own("100*(x**2 + y**2 - 1)**2"), square(2.0, 2.0)),
}


@pytest.mark.parametrize("name", VALLEYS)
def test_the_surface_lies_on_the_function_between_its_samples(name: str) -> None:
    """Points inside facets, drawn evenly: their heights, as shares of the box's, against those of the function."""
    objective, box = VALLEYS[name]
    mesh = surface(objective.value, box, DARK, EVEN_CELLS)
    assert len(mesh.facets) > 1000
    shares = np.random.default_rng(1).dirichlet(np.ones(3), len(mesh.facets))
    inside = np.einsum("ni,nij->nj", shares, mesh.facets[:, [0, 2, 1]])
    missed = abs(np.minimum(box.shares(objective.value(box.parameters(inside))), 1.0) - inside[:, 2] / SIZE[2])
    assert missed.mean() < 0.01
    assert np.quantile(missed, 0.98) < 0.06


@pytest.mark.parametrize("name", VALLEYS)
def test_every_corner_lies_on_the_function_also_where_a_facet_is_cut(name: str) -> None:
    objective, box = VALLEYS[name]
    corners = surface(objective.value, box, DARK, EVEN_CELLS).facets
    missed = abs(box.shares(objective.value(box.parameters(corners))) - corners[..., 2] / SIZE[2])
    assert missed.max() < 1e-4


@pytest.mark.parametrize("name", VALLEYS)
def test_the_mesh_stays_small(name: str) -> None:
    objective, box = VALLEYS[name]
    assert len(surface(objective.value, box, DARK, EVEN_CELLS).facets) <= max(math.prod(EVEN_CELLS), math.prod(WOVEN))


@pytest.mark.parametrize("name", VALLEYS)
def test_contours_of_narrow_valleys_lie_on_their_level(name: str) -> None:
    objective, box = VALLEYS[name]
    levels = box.top * np.array([0.05, 0.2, 0.5, 0.9])
    for level, segments in zip(levels, contours(objective.value, box, levels, n=120), strict=True):
        assert len(segments) > 50
        missed = abs(box.shares(objective.value(segments)) - level / box.top)
        assert np.quantile(missed, 0.95) < 0.05


def test_a_contour_of_a_straight_valley_has_no_beads() -> None:
    """Both lines of one level are straight: no end of a segment lies beside the line that is known to be it."""
    (segments,) = contours(own("10000*(x - y)**2").value, square(2.0, 4.0), np.array([1.0]), n=120)
    np.testing.assert_allclose(abs(segments[..., 0] - segments[..., 1]), 0.01, atol=0.0005)
    length = np.hypot(*(segments[:, 1] - segments[:, 0]).T).sum()
    assert length == pytest.approx(2.0 * 4.0 * math.sqrt(2.0), rel=0.03)


def crossed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the cross products of vectors ``(..., 2)``."""
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def is_before(mesh: Mesh, order: np.ndarray, eye: Eye) -> bool:
    """Whether of any two cells between the same warps the one that hides the other comes later."""
    assert mesh.warps is not None
    assert mesh.woven is not None
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    by_cell = {tuple(cell): place[i] for i, cell in enumerate(mesh.woven.tolist())}
    for (strip, row), at in by_cell.items():
        above = by_cell.get((strip, row + 1))
        if above is None:
            continue
        a, b = mesh.warps[strip, row + 1], mesh.warps[strip + 1, row + 1]
        middle = mesh.warps[strip : strip + 2, row + 1 : row + 3].mean(axis=(0, 1))
        side = crossed(b - a, middle - a) * crossed(b - a, eye.position[:2] - a)
        if abs(side) > 1e-12 and (above > at) != (side > 0.0):
            return False
    return True


@pytest.mark.parametrize("azimuth", np.linspace(-math.pi, math.pi, 7))
@pytest.mark.parametrize("name", ["askew", "bent", "across"])
def test_woven_cells_are_painted_from_far_to_near(name: str, azimuth: float) -> None:
    objective, box = VALLEYS[name]
    mesh, eye = surface(objective.value, box, DARK, EVEN_CELLS), Eye(azimuth, 0.6)
    assert mesh.woven is not None
    order = mesh.far_to_near(eye)
    assert sorted(order) == list(range(len(mesh.facets)))
    assert is_before(mesh, order, eye)
    strips = mesh.warps[:, 0, mesh.warp]  # type: ignore[index]
    away = abs((strips[:-1] + strips[1:]) / 2.0 - eye.position[mesh.warp])[mesh.woven[order, 0]]
    assert (np.diff(away) <= 1e-12).all()


BARE = {
    "a logarithm": ("log(x) + y**2", lambda x, _y: x > 0.0),
    "a dome": ("sqrt(1 - x**2 - y**2)", lambda x, y: x**2 + y**2 <= 1.0),
    "two roots": ("sqrt(x) + sqrt(y)", lambda x, y: (x >= 0.0) & (y >= 0.0)),
    "a barrier": ("x - log(1 - x**2 - y**2)", lambda x, y: x**2 + y**2 < 1.0),
    "an arc": ("asin(x)**2 + y**2", lambda x, _y: abs(x) <= 1.0),
}


@pytest.mark.parametrize("name", BARE)
def test_where_a_function_is_not_defined_there_are_no_facets(name: str) -> None:
    text, is_defined = BARE[name]
    box = Box(np.full(2, -1.3), np.full(2, 1.4), 2.0, -1.0)
    mesh = surface(own(text).value, box, DARK, EVEN_CELLS)
    x, y = np.moveaxis(box.parameters(mesh.facets), -1, 0)
    assert is_defined(x * (1.0 - 1e-9), y * (1.0 - 1e-9)).all()
    assert (mesh.facets[..., 2] >= FLOOR * SIZE[2] - 1e-9).all()
    assert (mesh.facets[..., 2] <= SIZE[2] + 1e-9).all()


def test_a_surface_reaches_the_edge_of_its_domain() -> None:
    """The floor under the facets of a dome has the area of its disc: no teeth are bitten out of it."""
    box = square(1.3, 2.0)
    facets = surface(own("sqrt(1 - x**2 - y**2)").value, box, DARK, EVEN_CELLS).facets
    flat = box.parameters(facets)
    spokes = flat[:, 1:] - flat[:, :1]
    area = abs(crossed(spokes[:, :-1], spokes[:, 1:]).sum(axis=1)).sum() / 2.0
    assert area == pytest.approx(math.pi, rel=0.01)


@pytest.mark.parametrize("name", BARE)
def test_a_map_is_clear_where_a_function_is_not_defined_and_nowhere_else(name: str) -> None:
    text, is_defined = BARE[name]
    frame = Frame(0.0, 0.0, 5.0, 5.0, (-1.3, 1.4), (-1.3, 1.4))
    field = ContourMap(own(text), frame, 2.0, DARK).field
    x, y = np.meshgrid(np.linspace(-1.3, 1.4, len(field)), np.linspace(1.4, -1.3, len(field)))
    assert ((field[..., 3] == 255) == is_defined(x, y)).mean() > 0.9999
    assert (field[field[..., 3] == 0] == 0).all()


def test_a_curve_has_no_part_where_its_function_is_none(tmp_path: Path) -> None:
    scene = set_up(run_of(own("-3*log(p) - 7*log(1 - p)"), [0.5], 0.01, "curve"), tmp_path)
    _, curve = scene.graph.furniture
    across = np.concatenate([piece[:, 0] for piece in curve.pieces])
    left, right = scene.graph.frame.place(np.array([0.0, 1.0]), 0.0)[:, 0]
    assert left < across.min() < across.max() < right


def run_of(objective: Objective, start: list[float], rate: object, view: View, steps: int = 20) -> Scenario:
    rule = gradient_descent(learning_rates(rate, objective.parameters))  # type: ignore[arg-type]
    return Scenario("valley", "Valley", objective, rule, frozen(start), steps, view)


@pytest.mark.parametrize(
    ("x", "rates"),
    [
        (2_460_000.5 + 3.1 * np.arange(40), {"a": 1e-13, "b": 0.2}),
        (1.7e9 + 3600.0 * np.arange(48), {"a": 2e-19, "b": 0.2}),
    ],
    ids=["julian days", "unix time"],
)  # fmt: skip
def test_a_valley_too_long_to_have_a_width_is_shown_where_the_run_is(x: np.ndarray, rates: dict[str, float]) -> None:
    error = mean_squared_error(Table(x, 8.0 + 5.0 * (x - x[0]) / np.ptp(x) + np.sin(np.arange(len(x)))))
    run = run_of(error, [0.0, 0.0], rates, "surface").trajectory
    box = shown_box(*reached(run), error)
    assert has_width(error, box)
    assert not ((box.low <= error.minimiser) & (error.minimiser <= box.high)).all()
    assert ((box.low <= run.iterates) & (run.iterates <= box.high)).all()
    assert (np.ptp(run.iterates, axis=0) > (box.high - box.low) / 4.0).all()


def test_the_minimiser_of_years_is_near_enough_to_be_shown() -> None:
    error = mean_squared_error(TEMPERATURES)
    run = run_of(error, [0.0, 0.0], {"a": 2e-7, "b": 0.2}, "surface").trajectory
    box = shown_box(*reached(run), error)
    assert error.minimiser is not None
    assert ((box.low < error.minimiser) & (error.minimiser < box.high)).all()
