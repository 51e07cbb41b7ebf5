"""Axes with round, exact numbers; markers by outcome; a loss plot that picks its scale."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gdcore.objectives.parabola import parabola
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, LIGHT
from scenes.plots.axes import Axes, Curve, Frame
from scenes.plots.losses import LossPlot
from scenes.plots.outcomes import outcome, outcome_colours, runs_of, thinned
from scenes.plots.ticks import nice_ticks, tick_label, unit_power
from tests.scenes.runs import on_houses, on_parabola

PLACE = (1.0, -2.0, 4.0, 3.0)
mantissas = st.floats(1.0, 9.999)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[float, float]:
    """Return a range whose width lies between 1e-12 and 1e45 and is not lost beside its place."""
    span = draw(mantissas) * 10.0 ** draw(st.integers(-12, 45))
    low = span * draw(st.floats(-1e3, 1e3) | st.sampled_from([0.0, -1.0, -0.5]))
    return low, low + span


@given(ranges(), st.integers(2, 12))
@example((0.0, 1.0), 2)
@example((0.0, 10.0), 11)
@example((0.0, 8.18e42), 6)
def test_ticks_are_round_and_inside(shown: tuple[float, float], most: int) -> None:
    low, high = shown
    ticks = nice_ticks(low, high, most)
    slack = 1e-6 * (high - low)
    assert len(ticks) <= most
    assert ((ticks >= low - slack) & (ticks <= high + slack)).all()
    if len(ticks) < 2:
        assert most < 5, "where five numbers may stand, there are two at least"
        return
    step = float(ticks[1] - ticks[0])
    np.testing.assert_allclose(np.diff(ticks), step, rtol=1e-9)
    np.testing.assert_allclose(ticks / step, np.round(ticks / step), atol=1e-6)
    mantissa = step / 10.0 ** math.floor(math.log10(step * (1.0 + 1e-12)))
    assert min(abs(mantissa - round_one) for round_one in (1.0, 2.0, 2.5, 5.0)) < 1e-6


@given(ranges())
def test_an_axis_has_several_numbers(shown: tuple[float, float]) -> None:
    assert len(nice_ticks(*shown, 6)) >= 2


@given(ranges(), st.integers(3, 8))
@example((-1.3e23, 1.3e23), 7)
@example((0.0, 8e42), 6)
@example((0.0, 1.1e-200), 6)
@example((0.0, 0.2), 6)
def test_every_number_on_an_axis_is_exact_and_short(shown: tuple[float, float], most: int) -> None:
    ticks = nice_ticks(*shown, most)
    assume(len(ticks) > 1)
    power = unit_power(*shown)
    assert power % 3 == 0
    unit = 10.0**power
    labels = [tick_label(tick / unit, (ticks[1] - ticks[0]) / unit) for tick in ticks]
    read = [float(label.replace("−", "-").replace(",", "")) for label in labels]
    np.testing.assert_allclose(read, ticks / unit, rtol=1e-9, atol=1e-9 * abs(ticks).max() / unit)
    assert len(set(labels)) == len(labels)
    assert "-" not in "".join(labels), "a minus sign is not a hyphen"
    assert max(map(len, labels)) <= 11
    assert len({len(label.partition(".")[2]) for label in labels if label != "0"}) == 1


def test_zero_is_never_negative() -> None:
    assert [tick_label(value, 0.5) for value in (-1e-17, 0.0, -0.5)] == ["0", "0", "−0.5"]


@pytest.mark.parametrize(
    ("shown", "power"),
    [((0, 1), 0), ((-2.744, 2.744), 0), ((0, 9999), 0), ((0, 2e4), 3), ((0, 8e42), 42), ((-5e-5, 1e-5), -6)],
)
def test_large_and_small_numbers_are_counted_in_powers(shown: tuple[float, float], power: int) -> None:
    assert unit_power(*shown) == power


coordinates = st.floats(-1e6, 1e6)


@given(coordinates, coordinates, coordinates, coordinates, st.floats(-2.0, 3.0))
def test_a_frame_places_linearly(x0: float, y0: float, x1: float, y1: float, share: float) -> None:
    frame = Frame(*PLACE, (-3.0, 5.0), (10.0, 250.0))
    here, there = frame.place(x0, y0), frame.place(x1, y1)
    between = frame.place(x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    np.testing.assert_allclose(between, here + share * (there - here), atol=1e-6)


def test_a_frame_puts_its_ranges_on_its_corners() -> None:
    frame = Frame(*PLACE, (-3.0, 5.0), (10.0, 250.0))
    np.testing.assert_allclose(frame.place(-3.0, 10.0), [1.0, -2.0])
    np.testing.assert_allclose(frame.place(5.0, 250.0), [5.0, 1.0])
    np.testing.assert_allclose(frame.place(np.array([1.0, 5.0]), 130.0), [[3.0, -0.5], [5.0, -0.5]])


@pytest.mark.parametrize("reach", [1e-200, 1e-6, 1.0, 1e23, 1e150])
def test_axes_fit_ranges_of_any_size(reach: float) -> None:
    axes = Axes(Frame(*PLACE, (-reach, reach), (0.0, 2.0 * reach)), DARK, labels=("$x$", "$y$"))
    assert len(axes.x_outlines) == len(axes.x_ticks) >= 3
    assert max(outline.width for outline in (*axes.x_outlines, *axes.y_outlines)) < 3.5
    plain = Axes(Frame(*PLACE, (-1.0, 1.0), (0.0, 2.0)), DARK, labels=("$x$", "$y$"))
    assert (axes.labels[0].width > plain.labels[0].width) == (reach != 1.0), "the power stands beside the name"


def test_steps_are_counted_in_whole_numbers() -> None:
    frame = Frame(*PLACE, (0.0, 2.0), (0.0, 1.0))
    assert Axes(frame, DARK, whole_x=True).x_ticks.tolist() == [0.0, 1.0, 2.0]
    assert len(Axes(frame, DARK).x_ticks) > 3


@pytest.mark.parametrize(
    ("rate", "shape", "colour"), [(0.8, "dot", "fell"), (1.0, "diamond", "same"), (1.2, "triangle", "rose")]
)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_outcomes_have_a_shape_and_a_colour(rate: float, shape: str, colour: str, theme: object) -> None:
    run = on_parabola(4, rate=rate).trajectory
    assert [outcome(run, k) for k in range(5)] == ["dot", *[shape] * 4]
    assert outcome_colours(run, theme) == [theme.ink, *[getattr(theme, colour)] * 4]


def test_outcomes_of_a_mixed_run_follow_each_step() -> None:
    run = on_parabola(30, rate=0.9, method="momentum").trajectory
    rose = run.losses[1:] > run.losses[:-1]
    assert 0 < rose.sum() < 30
    assert [outcome(run, k + 1) == "triangle" for k in range(30)] == rose.tolist()
    assert [colour == DARK.rose for colour in outcome_colours(run, DARK)[1:]] == rose.tolist()


@pytest.mark.parametrize(
    ("run", "log"),
    [
        (on_parabola(3, rate=0.8), False),  # 1 to 0.047
        (on_parabola(5, rate=0.8), True),  # 1 to 0.006
        (on_parabola(9, rate=1.2), True),
        (on_parabola(9, rate=1.0), False),
        (on_parabola(9, rate=0.5), False),  # 1 to 0, which has no logarithm
        (on_houses(7), False),
        (on_houses(40), True),
    ],
)
def test_losses_over_two_orders_of_magnitude_get_a_log_axis(run: object, log: bool) -> None:
    plot = LossPlot(run.trajectory, PLACE, DARK)
    losses = run.trajectory.losses
    assert plot.log is log
    heights = np.log10(losses) if log else losses / losses.max()
    climb, rise = np.ptp(heights), np.ptp(plot.places[:, 1])
    np.testing.assert_allclose(plot.places[:, 1] - plot.places[0, 1], (heights - heights[0]) * rise / (climb or 1.0))
    assert rise > 1.5 or climb == 0.0
    np.testing.assert_allclose(plot.places[:, 0], np.linspace(1.0, 5.0, len(losses)))
    assert (plot.places[:, 1] >= -2.0).all()
    assert (plot.places[:, 1] <= 1.0).all()
    assert LossPlot(run.trajectory, PLACE, DARK, log=False).log is False


def test_a_loss_plot_shows_what_has_landed() -> None:
    plot = LossPlot(on_parabola(3).trajectory, PLACE, DARK)
    plot.at(Moment(2, slope=1.0, move=1.0, land=0.25))
    assert (plot.n, plot.growing) == (2, 0.25)


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_strokes_of_one_colour_cover_the_line(colours: list[str]) -> None:
    points = np.arange(2.0 * (len(colours) + 1)).reshape(-1, 2)
    pieces = runs_of(colours, points)
    assert [colour for colour, piece in pieces for _ in piece[1:]] == colours
    assert all(a[0] != b[0] for a, b in pairwise(pieces))
    for (_, before), (_, after) in pairwise(pieces):
        np.testing.assert_array_equal(before[-1], after[0])


def test_a_curve_ends_where_the_frame_does() -> None:
    curve = Curve(Frame(*PLACE, (-2.0, 2.0), (0.0, 1.0)), parabola().value, DARK)
    (piece,) = curve.pieces
    assert piece[:, 1].max() <= 1.0 + 1e-9
    np.testing.assert_allclose(piece[[0, -1], 0], [2.0, 4.0], atol=0.02)  # where x**2 = 1
    data = piece * [1.0, 1.0 / 3.0] + [-3.0, 2.0 / 3.0]
    np.testing.assert_allclose(data[:, 1], data[:, 0] ** 2, atol=1e-9)


def test_a_curve_that_leaves_and_returns_is_in_pieces() -> None:
    def waves(points: np.ndarray) -> np.ndarray:
        return np.sin(points[..., 0])

    curve = Curve(Frame(*PLACE, (0.1, 4.0 * math.pi - 0.1), (0.0, 0.5)), waves, DARK)
    assert len(curve.pieces) == 4


def test_a_run_of_no_steps_has_a_plot() -> None:
    stalled = on_parabola(5, start=0.0, method="halving")
    assert stalled.trajectory.n_steps == 0
    plot = LossPlot(stalled.trajectory, PLACE, DARK)
    assert len(plot.places) == 1
    assert np.isfinite(plot.places).all()


@given(
    n=st.integers(1, 3000),
    columns=st.integers(1, 2),
    most=st.integers(8, 700),
    seed=st.integers(0, 50),
    wild=st.booleans(),
)
def test_a_thinned_line_keeps_its_ends_and_its_width(n: int, columns: int, most: int, seed: int, wild: bool) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, columns)) if wild else np.linspace(0.0, 1.0, n)[:, None] * np.arange(1, columns + 1)
    kept = thinned(values, most)
    assert (np.diff(kept) > 0).all()
    assert (kept[0], kept[-1]) == (0, n - 1)
    assert len(kept) <= max(most, 2 * columns) + 2
    np.testing.assert_array_equal(values[kept].min(axis=0), values.min(axis=0))
    np.testing.assert_array_equal(values[kept].max(axis=0), values.max(axis=0))
    if n <= most:
        assert len(kept) == n


@pytest.mark.parametrize("span", [1.0, 3.0, 8.0, 11.0, 13.0, 25.0, 45.0, 150.0, 308.0, 4000.0])
@pytest.mark.parametrize("low", [0.0, -7.0, 3.2])
def test_powers_and_steps_are_numbered_by_whole_numbers(low: float, span: float) -> None:
    frame = Frame(*PLACE, (0.0, span), (low, low + span))
    axes = Axes(frame, DARK, log_y=True, whole_x=True)
    for ticks, (left, right) in ((axes.x_ticks, frame.x), (axes.y_ticks, frame.y)):
        np.testing.assert_array_equal(ticks, np.round(ticks))
        assert 1 <= len(ticks) <= 8
        assert ((ticks >= left - 1e-6) & (ticks <= right + 1e-6)).all()
