"""Several columns: the error against loops over the rows, the fit against least squares, the fates against theory."""

from __future__ import annotations

import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import Array
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import drawn_rows, sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.models.features import Features
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.models.read_rows import chosen_rows
from gdcore.objectives.objective import Objective
from gdcore.tables.table import Table
from gdcore.theory.verdict import judge
from tests.lessons import load_scenarios

SIZES, OFFSETS = np.array([30.0, 1.5, 0.02]), np.array([90.0, 3.0, -5.0])
TRUE, CONSTANT = np.array([9.0, -40.0, 800.0]), 200.0
KINDS = [features_error, standardised_features_error]


def sample(n: int = 50, seed: int = 3) -> Features:
    random = np.random.default_rng(seed)
    x = random.normal(0.0, 1.0, (n, 3)) * SIZES + OFFSETS
    x[:, 1] += 0.03 * x[:, 0]
    return Features(x, x @ TRUE + CONSTANT + random.normal(0.0, 10.0, n), x_names=("area", "rooms", "slope"))


def design(features: Features, objective: Objective) -> Array:
    """Return the rows with a column of ones, in the objective's units."""
    x = features.x
    if objective.standard is not None:
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return np.column_stack([x, np.ones(len(x))])


def points(objective: Objective) -> Array:
    """Return a few points at the objective's own scale."""
    low, high = objective.domain.T
    return low + np.random.default_rng(0).random((5, 4)) * (high - low)


@pytest.mark.parametrize("kind", KINDS)
def test_the_minimiser_is_that_of_least_squares(kind: object) -> None:
    features = sample()
    objective = kind(features)  # type: ignore[operator]
    found, squares, *_ = np.linalg.lstsq(design(features, objective), features.y)
    np.testing.assert_allclose(objective.minimiser, found, rtol=1e-9)
    np.testing.assert_allclose(objective.minimum, squares[0] / len(features.y), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_value_gradient_and_hessian_are_those_of_a_loop_over_the_rows(kind: object) -> None:
    features = sample()
    objective = kind(features)  # type: ignore[operator]
    rows = design(features, objective)
    for point in points(objective):
        residuals = [row @ point - y for row, y in zip(rows, features.y, strict=True)]
        gradient = sum(row * r for row, r in zip(rows, residuals, strict=True)) / len(rows)
        np.testing.assert_allclose(objective.value(point), np.mean(np.square(residuals)), rtol=1e-9)
        np.testing.assert_allclose(objective.gradient(point), gradient, rtol=1e-9)
        np.testing.assert_allclose(objective.hessian(point), rows.T @ rows / len(rows), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_is_that_of_half_the_error_by_central_differences(kind: object) -> None:
    objective = kind(sample())  # type: ignore[operator]
    widths = 1e-3 * np.diff(objective.domain, axis=1)[:, 0]
    for point in points(objective):
        for i, step in enumerate(np.diag(widths)):
            slope = (objective.value(point + step) - objective.value(point - step)) / (2.0 * widths[i])
            assert objective.gradient(point)[i] == pytest.approx(0.5 * slope, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_many_points_at_once_give_the_bits_of_each_alone(kind: object) -> None:
    objective = kind(sample())  # type: ignore[operator]
    grid = points(objective).reshape(5, 1, 4).repeat(3, axis=1)
    for i, point in enumerate(points(objective)):
        assert (objective.value(grid)[i] == objective.value(point)).all()
        assert (objective.gradient(grid)[i] == objective.gradient(point)).all()
    assert objective.hessian(grid).shape == (5, 3, 4, 4)


@pytest.mark.parametrize(
    ("kind", "line"), [(features_error, mean_squared_error), (standardised_features_error, standardised_error)]
)
def test_one_column_is_a_line(kind: object, line: object) -> None:
    one = sample()
    features = Features(one.x[:, :1], one.y, x_names=("area",))
    several, alone = kind(features), line(Table(one.x[:, 0], one.y))  # type: ignore[operator]
    np.testing.assert_allclose(several.minimiser, alone.minimiser, rtol=1e-12)
    point = alone.minimiser * 1.5 + 1.0
    np.testing.assert_allclose(several.value(point), alone.value(point), rtol=1e-12)
    np.testing.assert_allclose(several.gradient(point), alone.gradient(point), rtol=1e-12)
    np.testing.assert_allclose(several.domain, alone.domain, rtol=1e-9)


@pytest.mark.parametrize("beta", [0.0, 0.5])
@pytest.mark.parametrize("kind", KINDS)
def test_just_inside_the_edge_converges_and_just_outside_diverges(kind: object, beta: float) -> None:
    features = sample()
    objective = kind(features)  # type: ignore[operator]
    rows = design(features, objective)
    edge = 2.0 * (1.0 + beta) / np.linalg.eigvalsh(rows.T @ rows / len(rows))[-1]
    start = objective.minimiser + 1.0
    for times, kind_there in ((0.99, "converging"), (1.01, "diverging")):
        rates = np.full(4, times * edge)
        run = descend(objective, momentum(rates, beta) if beta else gradient_descent(rates), start, 600)
        verdict = judge(run)
        assert verdict.kind == kind_there
        assert verdict.edge_multiple == pytest.approx(1.0 / times, rel=1e-9)
        above = run.losses - objective.minimum
        assert (above[-1] < above[0]) == (kind_there == "converging")


def test_standard_units_lead_there_and_back_and_name_the_same_fit() -> None:
    features = sample()
    raw, standard = features_error(features), standardised_features_error(features)
    assert standard.standard is not None
    assert standard.standard.parameters == raw.parameters == ("area", "rooms", "slope", "constant")
    assert standard.parameters == ("p_area", "p_rooms", "p_slope", "q")
    np.testing.assert_allclose(standard.standard.original(standard.minimiser), raw.minimiser, rtol=1e-9)
    there = points(raw)
    np.testing.assert_allclose(standard.standard.original(standard.standard.standardised(there)), there, rtol=1e-9)
    np.testing.assert_allclose(standard.value(standard.standard.standardised(there)), raw.value(there), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stochastic_step_is_the_mean_over_the_rows_drawn(kind: object) -> None:
    features = sample()
    objective = kind(features)  # type: ignore[operator]
    rows, start, rate = design(features, objective), objective.minimiser + 1.0, np.full(4, 1e-5)
    run = descend(objective, sgd(rate, batch=7, seed=2), start, 3)
    for k in range(3):
        drawn = drawn_rows(len(rows), 7, 2, k)
        residual = rows[drawn] @ run.iterates[k] - features.y[drawn]
        expected = run.iterates[k] - rate * (rows[drawn].T @ residual) / 7.0
        np.testing.assert_allclose(run.iterates[k + 1], expected, rtol=1e-9)


def test_sent_to_another_process_it_is_the_same() -> None:
    for kind in KINDS:
        objective = kind(sample())
        sent = pickle.loads(pickle.dumps(objective))
        point = points(objective)
        assert (sent.value(point) == objective.value(point)).all()
        assert (sent.gradient(point) == objective.gradient(point)).all()
        assert sent.table.x_names == ("area", "rooms", "slope")


def test_a_step_on_a_million_rows_touches_no_array_of_rows() -> None:
    """Memory instead of time: a column of the data takes eight million bytes."""
    objective = features_error(sample(1_000_000))
    tracemalloc.start()
    descend(objective, gradient_descent(np.full(4, 1e-5)), [0.0] * 4, 30)
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 100_000


def test_the_offset_of_a_column_costs_no_digits() -> None:
    """Far from zero, sums of raw squares would lose what the error is made of."""
    near = sample()
    far = Features(near.x + np.array([0.0, 1e6, 0.0]), near.y, x_names=near.x_names)
    assert features_error(far).minimum == pytest.approx(features_error(near).minimum, rel=1e-6)


@pytest.mark.parametrize(
    ("names", "parameters"),
    [
        (("area", "rooms"), ("area", "rooms", "constant")),
        (("living area", "rooms"), ("x1", "rooms", "constant")),
        (("living area", "x1"), ("x1", "x2", "constant")),
        (("constant", "loss"), ("x1", "x2", "constant")),
        (("lambda", "sin"), ("x1", "x2", "constant")),
        (("Größe", "e"), ("x1", "x2", "constant")),
    ],
)
def test_parameters_are_named_like_their_columns(names: tuple[str, str], parameters: tuple[str, ...]) -> None:
    assert Features(sample().x[:, :2], sample().y, x_names=names).parameters == parameters


def test_columns_that_follow_from_each_other_are_refused_by_name() -> None:
    x = sample().x
    x = np.column_stack([x, 2.0 * x[:, 0] - 3.0 * x[:, 1] + 7.0])
    features = Features(x, sample().y, x_names=("area", "rooms", "slope", "both"), source="rents.csv")
    for kind in KINDS:
        with pytest.raises(InputError, match=r'^rents.csv: columns "area", "rooms" and "both": expected linearly ind'):
            kind(features)


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        (np.ones((4, 2)), [1.0, 2, 3, 4], 'column "x1": expected at least two different values, got 1 in every row'),
        (np.full((4, 2), np.inf), [1.0, 2, 3, 4], 'column "x1": expected finite numbers, got NaN or infinity'),
        (np.eye(2), [1.0, 2], "expected at least 3 rows for 3 parameters, got 2"),
        (np.eye(4, 2), [1.0, 2], r"expected a row of x for each y, got shapes \(4, 2\) and \(2,\)"),
    ],
)
def test_rows_that_fit_nothing_are_refused(x: Array, y: list[float], fault: str) -> None:
    with pytest.raises(InputError, match=fault), np.errstate(all="ignore"):
        Features(x, y)


def test_faults_of_several_columns_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "rents.csv"
    path.write_text("area,rooms,rent\n1,2,3\n4,x,z\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        chosen_rows(path, ["area", "rooms", "rent"], None)
    assert [line.partition(": line ")[2] for line in str(caught.value).splitlines()] == [
        "3: column \"rooms\": expected a number, got 'x'",
        "3: column \"rent\": expected a number, got 'z'",
    ]


START = "start = { area = 1.0, rooms = 2.0, constant = 3.0 }\n"
HEAD = '[[scenario]]\nslug = "rents"\nlearning_rate = 1e-6\n'


def entry(x: str, more: str = "", data: str = "") -> str:
    return f'{HEAD}data = {{ csv = "rents.csv", x = {x}, y = "rent"{data} }}\n{more}'


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    features = sample(20)
    rows = [",".join(f"{value:.6f}" for value in (*row, y)) for row, y in zip(features.x, features.y, strict=True)]
    (tmp_path / "rents.csv").write_text("\n".join(["area,rooms,slope,rent", *rows]), encoding="utf-8")
    return tmp_path / "lesson.toml"


def test_a_scenario_with_a_list_of_columns(lesson: Path) -> None:
    lesson.write_text(entry('["area", "rooms"]', START, ', x_unit = ["m²", ""], y_unit = "€"'), encoding="utf-8")
    (scenario,) = load_scenarios(lesson)
    assert scenario.view == "fit"
    assert scenario.objective.parameters == ("area", "rooms", "constant")
    assert scenario.objective.units == ("€/m²", "", "€")
    assert scenario.start.tolist() == [1.0, 2.0, 3.0]
    assert scenario.verdict.eigenvalues is not None
    assert len(scenario.verdict.eigenvalues) == 3
    assert pickle.loads(pickle.dumps(scenario)).trajectory.losses.tolist() == scenario.trajectory.losses.tolist()


def test_the_start_is_given_in_the_columns_own_units(lesson: Path) -> None:
    lesson.write_text(entry('["area", "rooms"]', START, ", standardise = true"), encoding="utf-8")
    (scenario,) = load_scenarios(lesson)
    assert scenario.objective.standard is not None
    np.testing.assert_allclose(scenario.objective.standard.original(scenario.start), [1.0, 2.0, 3.0], rtol=1e-12)


FAULTS = {
    entry("[]"): ["data.x: expected at least 2 entries, got a list"],
    entry('["area"]'): ["data.x: expected at least 2 entries, got a list"],
    entry(str([f"c{i}" for i in range(9)])): ["data.x: expected at most 8 entries, got a list"],
    entry("3"): ['data.x: expected text in quotes, got 3; write x = "sqft"'],
    entry('["area", 3]'): ['data.x.2: expected text in quotes, got 3; write x = "sqft"'],
    entry('["area", "area"]'): ['data.x: expected different columns, got "area" 2 times'],
    entry('["area", "rooms"]', "", ', x_unit = "m²"'): [
        "data.x_unit: expected a list of 2 units, one a column, got 'm²'"
    ],
    entry('["area", "rooms"]', "", ', x_unit = ["m²", "", "km"]'): [
        "data.x_unit: expected 2 units, one a column, got 3"
    ],
    entry('"area"', "", ', x_unit = ["m²", ""]'): [
        "data.x_unit: expected text in quotes, as x is one column, got 2 entries"
    ],
    entry('["area", "rooms", "width"]'): [
        'data: {csv}: line 1: expected a column "width", got area, rooms, slope, rent'
    ],
    entry('["area", "rooms"]', "start = { area = 1, b = 2, constant = 3 }\n"): [
        "start.b: unknown parameter; expected one of area, rooms, constant",
        "start.rooms: missing",
    ],
    entry('["area", "rooms"]', 'view = "surface"\n'): [
        "view: surface needs 2 parameter(s), got 3: area, rooms, constant"
    ],
    f'{HEAD}objective = "x**2"\nview = "fit"\n': ["view: fit needs data, got an objective without a table"],
}


@pytest.mark.parametrize("content", FAULTS)
def test_each_fault_is_one_line(lesson: Path, content: str) -> None:
    lesson.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenarios(lesson)
    before = f'{lesson}: scenario "rents": '
    wanted = [before + line.format(csv=lesson.parent / "rents.csv") for line in FAULTS[content]]
    assert str(caught.value).splitlines() == wanted
