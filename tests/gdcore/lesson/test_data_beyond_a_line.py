"""Features, conditions, losses and names in the data of a lesson: fits against numpy's, and each fault in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.lesson.entry_draft import clip_inputs
from gdcore.lesson.lesson_file import _entry, read_document
from gdcore.models.features import Features
from gdcore.objectives.objective import Objective
from tests.lessons import load_scenarios

RANDOM = np.random.default_rng(8)
T = np.round(np.linspace(-2.0, 3.0, 30), 3)
Z = np.round(RANDOM.uniform(0.5, 9.0, 30), 3)
H = np.round(1.0 + 0.5 * T - 2.0 * T**2 + 3.0 * np.log(Z) + RANDOM.normal(0.0, 0.2, 30), 3)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return the path of a lesson to be written beside a table of t, z and h."""
    rows = "\n".join(f"{t},{z},{h}" for t, z, h in zip(T, Z, H, strict=True))
    (tmp_path / "throw.csv").write_text(f"t,z,h\n{rows}\n", encoding="utf-8")
    return tmp_path / "lesson.toml"


def objective(lesson: Path, data: str, more: str = "learning_rate = 1e-3") -> Objective:
    lesson.write_text(
        f'[[scenario]]\nslug = "fit"\ndata = {{ csv = "throw.csv", y = "h", {data} }}\n{more}\n', encoding="utf-8"
    )
    return load_scenarios(lesson)[0].objective


def fault(lesson: Path, data: str) -> str:
    with pytest.raises(InputError) as caught:
        objective(lesson, data)
    (line,) = str(caught.value).splitlines()
    return line.removeprefix(f'{lesson}: scenario "fit": ').replace(f"{lesson.parent}/", "")


def test_a_polynomial_is_the_one_that_numpy_fits(lesson: Path) -> None:
    found = objective(lesson, 'features = ["t", "t**2", "t**3"], x_unit = "s", y_unit = "m"')
    assert found.parameters == ("w1", "w2", "w3", "b")
    assert found.minimiser is not None
    np.testing.assert_allclose(found.minimiser[[2, 1, 0, 3]], np.polyfit(T, H, 3), rtol=1e-9)
    assert found.units == ("m/s", "", "", "m")
    table = found.table
    assert isinstance(table, Features)
    assert (table.x_name, table.x_unit, table.x_names) == ("t", "s", ("t", "t²", "t³"))
    np.testing.assert_allclose(table.fitted(T, found.minimiser), np.polyval(np.polyfit(T, H, 3), T), rtol=1e-9)
    assert found.formula == "1/n sum_(i=1)^n (w_1 x_i + w_2 x_i^(2) + w_3 x_i^(3) + b - y_i)^2"


def test_features_of_several_columns(lesson: Path) -> None:
    found = objective(lesson, 'features = ["t", "t*t", "log(z)"]')
    design = np.column_stack([T, T * T, np.log(Z), np.ones(30)])
    np.testing.assert_allclose(found.minimiser, np.linalg.lstsq(design, H)[0], rtol=1e-9)
    assert isinstance(found.table, Features)
    assert found.table.curve is None


def test_standard_units_keep_the_start_in_the_features_own(lesson: Path) -> None:
    more = "start = { w1 = 1, w2 = 2, b = 3 }\nlearning_rate = { p1 = 0.5, p2 = 0.5, q = 1 }"
    found = objective(lesson, 'features = ["t", "t**2"], standardise = true', more)
    assert found.parameters == ("p1", "p2", "q")
    assert found.standard is not None
    (scenario,) = load_scenarios(lesson)
    np.testing.assert_allclose(found.standard.original(scenario.start), [1.0, 2.0, 3.0])


def test_where_chooses_rows_and_says_how_many(lesson: Path) -> None:
    kept = (T > 0.0) & (Z <= 6.0)
    found = objective(lesson, 'x = "t", where = "t > 0 and z <= 6"')
    np.testing.assert_allclose(found.minimiser, np.polyfit(T[kept], H[kept], 1), rtol=1e-9)
    assert found.name == "mean_squared_error"
    (note,) = read_document(lesson).lesson().notes
    assert note.endswith(f'scenario "fit": {30 - kept.sum()} rows of 30 left out by where; {kept.sum()} kept')


def test_where_and_missing_rows_are_told_apart(lesson: Path) -> None:
    path = lesson.parent / "throw.csv"
    path.write_text("t,z,h\n1,1,1\n2,,2\n3,1,5\n4,9,4\n5,1,6\n", encoding="utf-8")
    found = objective(lesson, 'x = "t", missing = "drop", where = "z < 5"')
    np.testing.assert_allclose(found.minimiser, np.polyfit([1.0, 3.0, 5.0], [1.0, 5.0, 6.0], 1), rtol=1e-9)
    assert [note.partition('"fit": ')[2] for note in read_document(lesson).lesson().notes] == [
        "1 row of 5 dropped, where a number is missing; 3 kept",
        "1 row of 5 left out by where; 3 kept",
    ]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ('x = "t"', ("a", "b")),
        ('x = "t", standardise = true', ("p", "q")),
        ('x = ["t", "z"]', ("t", "z", "constant")),
        ('x = "t", loss = "absolute"', ("a", "b")),
        ('x = "t", loss = "huber", delta = 1, standardise = true', ("p", "q")),
        ('x = "t", parameters = ["slope", "height"]', ("slope", "height")),
        ('x = ["t", "z"], parameters = ["u", "v", "c"]', ("u", "v", "c")),
        ('features = ["log(z)"]', ("w1", "b")),
        ('features = ["t", "z"], parameters = ["u", "v", "c"]', ("u", "v", "c")),
    ],
)
def test_names_of_parameters(lesson: Path, data: str, names: tuple[str, ...]) -> None:
    assert objective(lesson, data).parameters == names


def test_a_named_line_is_the_same_line(lesson: Path) -> None:
    plain, named = (objective(lesson, f'x = "t"{more}') for more in ("", ', parameters = ["slope", "height"]'))
    np.testing.assert_allclose(named.minimiser, plain.minimiser, rtol=1e-12)
    np.testing.assert_allclose(named.hessian(np.zeros(2)), plain.hessian(np.zeros(2)), rtol=1e-12)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("x_unit = 's'", 'data.x: missing; write x = "sqft"'),
        ('x = "t", features = ["t"]', "data.features: expected either x or features, got both"),
        ("features = []", "data.features: expected at least 1 entries, got a list"),
        ('features = ["t", "t"]', 'data.features: expected different features, got "t" 2 times'),
        ('features = ["t", "sine(z)"]', 'data.features.2: unknown function "sine"; did you mean "sin"?'),
        ('features = ["t", "u**2"]', 'data: throw.csv: line 1: expected a column "u", got t, z, h'),
        ('features = ["log(t)"]', ('data: throw.csv: feature "log(t)": has no finite value in 12 of 30 rows, '
                                  "the first with t = -2; leave such rows out with where")),
        ('features = ["t", "0*z"]', ('data: throw.csv: column "0z": expected at least two different values, '
                                    "got 0 in every row")),
        ('features = ["t", "2*t + 1"]', ('data: throw.csv: columns "t" and "2t + 1": expected linearly independent '
                                             "columns, got one that is a linear combination of the others")),
        ('x = "t", where = "t"', 'data.where: expected a comparison such as "area > 50 and rooms <= 6", got "t"'),
        ('x = "t", where = "t > 99"', "data: throw.csv: no row of 30 has t > 99"),
        ('x = "t", where = "t > 2.9"', "data: throw.csv: expected at least two rows of data, got 1"),
        ('x = "t", where = "u > 1"', 'data: throw.csv: line 1: expected a column "u", got t, z, h'),
        ('x = "t", loss = "huber"', 'data.delta: missing; loss = "huber" needs it'),
        ('x = "t", delta = 1', 'data.delta: only for loss = "huber", got loss = "squared"'),
        ('x = "t", loss = "huber", delta = 0', "data.delta: must be > 0, got 0"),
        ('x = "t", loss = "l1"', 'data.loss: unknown loss "l1"; expected one of squared, absolute, huber'),
        ('x = "t", parameters = ["a", "b", "c"]', "data.parameters: expected 2 names, the constant's last, got 3"),
        ('x = "t", parameters = ["a", "a"]', 'data.parameters: "a" stands there twice; choose another name'),
        ('x = "t", parameters = ["loss", "b"]', ('data.parameters: "loss" is what facts call the loss; '
                                                "choose another name")),
        ('x = "t", parameters = ["sin", "b"]', 'data.parameters: "sin" cannot be a parameter: it is a known function'),
        ('features = ["t", "z"], x_unit = "s"', "data: x_unit: expected a list of 2 units, one a feature, got 's'"),
        ('features = ["t", "z"], x_unit = ["s", "", "m"]', "data.x_unit: expected 2 units, one a column, got 3"),
    ],
)  # fmt: skip
def test_each_fault_is_one_line(lesson: Path, data: str, line: str) -> None:
    assert fault(lesson, data) == line


def test_a_start_on_a_kink_is_refused(lesson: Path) -> None:
    (lesson.parent / "throw.csv").write_text("t,h\n0,0\n1,2\n2,3\n", encoding="utf-8")
    told = "start: no gradient exists at a = 0, b = 0: abs(error of row 1) has a kink there"
    assert fault(lesson, 'x = "t", loss = "absolute"') == told


@pytest.mark.parametrize(
    "change",
    [
        'loss = "absolute"',
        'loss = "huber", delta = 2',
        'where = "t > 1"',
        'parameters = ["u", "v"]',
        'missing = "drop"',
    ],
)
def test_all_of_it_is_in_the_key_of_the_clip(lesson: Path, change: str) -> None:
    plain = {"slug": "fit", "learning_rate": 1.0, "data": {"csv": "throw.csv", "x": "t", "y": "h"}}
    data = tomllib.loads(f"data = {{ {change} }}")["data"]
    changed = plain | {"data": {**plain["data"], **data}}  # type: ignore[dict-item]
    keys = {clip_inputs(_entry(each), lesson.parent) for each in (plain, changed)}
    assert len(keys) == 2
