"""Numbers at an axis: exact and short however far from 0 they lie, in no other's way and inside the frame."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.expressions.written import typst_of
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.scenario import Scenario, View
from gdcore.tables.table import Table
from gdcore.text.notation import written_out
from scenes.plots.data_dots import data_range
from scenes.plots.ticks import MOST_DIGITS, scale_of, told_apart
from scenes.shown_range.window import window_of
from tests.scenes.overprints import crowded, observed
from tests.scenes.painted import set_up

FAR = [
    (99_999.7, 100_004.2), (1e6 - 0.3, 1e6 + 5.0), (1e9, 1e9 + 5.6), (2_460_000.5, 2_460_121.0), (1.7e9, 1.7e9 + 1.7e5),
    (1_700_123_456.0, 1_700_124_000.0), (-100_005.0, -99_999.0), (0.99999, 1.00001), (101_300.2, 101_300.9),
    (1e12, 1e12 + 3.0), (-1e6 - 5.0, -1e6 + 0.2), (1980.0, 2020.0), (47.0, 55.0), (0.0, 8e42), (-2.0, 2.0),
]  # fmt: skip


def number(typst: str) -> float:
    """Return the number that Typst mathematics shows."""
    text = typst.replace('class("normal", ",")', "").replace(",", "").replace("−", "-")
    text = re.sub(r"^(-?)10\^", r"\g<1>1 times 10^", text)
    digits, _, power = text.partition(" times 10^")
    return float(f"{digits}e{power.strip('()') or 0}")


@pytest.mark.parametrize(("low", "high"), FAR)
def test_what_a_reader_adds_up_is_the_tick(low: float, high: float) -> None:
    scale = scale_of(low, high)
    assert len(scale.ticks) >= 3
    counted = scale.counted()
    offset = number(counted.split(" +$")[0].strip("$")) if "+" in counted else 0.0
    power = re.search(r"\$10\^\((-?\d+)\)\$$", counted)
    unit = 10.0 ** int(power[1]) if power else 1.0
    read = [offset + unit * float(text.replace("−", "-").replace(",", "")) for text in scale.texts]
    np.testing.assert_allclose(read, scale.ticks, rtol=0.0, atol=1e-6 * (high - low))
    assert len(set(scale.texts)) == len(scale.texts)
    assert all(len(re.sub(r"\D", "", text).lstrip("0")) <= MOST_DIGITS for text in scale.texts)


@pytest.mark.parametrize(
    ("value", "reads"),
    [(1e6, "1,000,000"), (1e9, "10⁹"), (-1e9, "−10⁹"), (2.5e8, "2.5 × 10⁸"), (0.1, "0.1"), (1e-5, "10⁻⁵"),
     (1234567891.0, "1,234,567,891"), (0.00025, "0.00025"), (0.0, "0"), (100000.0, "100,000")],
)  # fmt: skip
def test_a_constant_reads_as_a_person_writes_it(value: float, reads: str) -> None:
    assert written_out(value).plain == reads
    assert number(written_out(value).typst) == pytest.approx(value, rel=1e-11)


def test_a_power_of_ten_keeps_its_brackets() -> None:
    assert typst_of("(1000000000)**2*x") == "(10^(9))^(2) x"
    assert typst_of("x**2 + 1000000") == 'x^(2) + 1class("normal", ",")000class("normal", ",")000'


def test_numbers_with_the_same_first_digits_are_told_apart() -> None:
    losses = 1e9 + 4.0 * 0.36 ** np.arange(6)
    written_each = [told_apart(losses)(float(loss)) for loss in losses]
    assert len(set(written_each)) == 6
    read = [number(text.split(" + ")[0]) + number(text.split(" + ")[1]) for text in written_each]
    np.testing.assert_allclose(read, losses, rtol=0.0, atol=0.01)
    assert told_apart(np.array([1.0, 0.25]))(0.25) == "0.25"


@pytest.mark.parametrize(
    ("values", "has_zero"),
    [((1980.0, 2020.0), False), ((2_460_000.5, 2_460_121.0), False), ((47.0, 55.0), False), ((-8580.0, -8000.0), False),
     ((2.0, 13.0), True), ((-3.0, 2.0), True), ((-13.0, -2.0), True), ((0.0, 5.0), True)],
)  # fmt: skip
def test_zero_is_in_a_picture_of_data_only_where_it_is_near(values: tuple[float, float], has_zero: bool) -> None:
    low, high = data_range(np.array(values), 1.06)
    assert low <= values[0] < values[1] <= high
    assert (low <= 0.0 <= high) == has_zero
    assert values[1] - values[0] >= 0.45 * (high - low), "the data fill a good part of it"


@pytest.mark.parametrize("value", [0.0, 3.0, -1e9])
def test_equal_values_have_room_around_them(value: float) -> None:
    low, high = data_range(np.full(4, value), 1.06)
    assert low < value < high


YEARS = np.arange(1980.0, 2021.0)
FAR_DATA = {
    "years": YEARS, "julian days": 2_460_000.5 + 3.1 * np.arange(40), "unix time": 1.7e9 + 3600.0 * np.arange(48),
    "latitude": 47.0 + 0.17 * np.arange(45), "pressure": 990.0 + 1.2 * np.arange(30),
}  # fmt: skip


def on_far_data(x: np.ndarray, view: View, standardise: bool) -> Scenario:
    wave = np.sin(np.arange(len(x)) * 2.3)
    table = Table(x, 13.8 + 0.7 * (x - x[0]) / np.ptp(x) + 0.1 * wave, "time", "load", "d", "kW")
    error = (standardised_error if standardise else mean_squared_error)(table)
    rates = np.array([0.2, 0.2]) if standardise else np.array([0.8 / np.mean(x**2), 0.2])
    return Scenario("far", "Far", error, gradient_descent(rates), frozen([0.0, 0.0]), 20, view)


@pytest.mark.parametrize(("view", "standardise"), [("fit", False), ("fit", True), ("line", False)])
@pytest.mark.parametrize("name", FAR_DATA)
def test_data_far_from_zero_are_seen_apart_and_numbers_keep_apart(
    name: str, view: View, standardise: bool, tmp_path: Path
) -> None:
    x = FAR_DATA[name]
    scene = set_up(on_far_data(x, view, standardise), tmp_path)
    plot = scene.fit if view == "fit" else scene.plot
    places = plot.frame.place(x, plot.frame.y[0])[:, 0]
    assert np.ptp(places) > 0.8 * plot.frame.width
    picture = observed([plot.furniture[0]])
    assert picture.texts
    assert list(crowded(picture)) == []


def shifted(text: str, start: list[float], view: View, rule: str = "plain") -> Scenario:
    objective = written(read_expression(text))
    rates = learning_rates(0.1, objective.parameters)
    method = gradient_descent(rates) if rule == "plain" else momentum(rates, 0.5)
    return Scenario("shifted", "Shifted", objective, method, frozen(start), 10, view)


@pytest.mark.parametrize("offset", ["100000", "1000000", "1000000000", "-123456", "1000000000000"])
def test_a_large_constant_changes_no_window(offset: str) -> None:
    plain, moved = (window_of(shifted(text, [2.0], "curve")) for text in ("x**2", f"x**2 + {offset}"))
    np.testing.assert_allclose([moved.low, moved.high], [plain.low, plain.high], rtol=0.02)
    np.testing.assert_allclose([moved.top - moved.base], [plain.top - plain.base], rtol=0.1)
    assert moved.base <= float(offset) <= moved.base + 0.1 * (moved.top - moved.base)


@pytest.mark.parametrize(
    ("text", "start", "view"),
    [("x**2 + 100000", [2.0], "curve"), ("x**2 + 1000000", [2.0], "curve"),
     ("(x - 1700000000)**2", [1.7e9 + 3], "curve"),
     ("1000000000 + x**2 + y**2", [2.0, 1.0], "surface"), ("x**2 + y**2 - 123456", [2.0, 1.0], "surface"),
     ("(x - 2020)**2 + y**2 - 50000", [2021.5, 1.0], "contour")],
)  # fmt: skip
def test_no_number_of_a_far_axis_is_cut_or_covers_another(
    text: str, start: list[float], view: View, tmp_path: Path
) -> None:
    scene = set_up(shifted(text, start, view), tmp_path)
    parts = scene.graph.furniture if view == "curve" else [scene.room if view == "surface" else scene.map]
    picture = observed([*parts, *scene.inset.furniture, scene.inset, *scene.column.static, *scene.column.readouts])
    assert picture.texts
    assert list(crowded(picture)) == []
