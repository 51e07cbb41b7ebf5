"""Scenario files: what they stand for, and how each fault is told."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.lesson.fields.data import Data
from gdcore.lesson.lesson_file import read_document
from gdcore.lesson.toml_file import LIMIT_BYTES
from gdcore.scenario import Scenario
from tests.lessons import load_scenarios

HEAD = '[[scenario]]\nslug = "my-valley"\n'
PARABOLA = HEAD + 'objective = "parabola"\nlearning_rate = 0.1\n'
SALES = HEAD + 'data = { csv = "sales.csv", x = "sqft", y = "price" }\n'
ROWS = "sqft,price\n1,3\n2,5\n4,8\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return the path of a scenario file to be written, with a CSV file beside it."""
    (tmp_path / "sales.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "lesson.toml"


def loaded(lesson: Path, content: str) -> tuple[Scenario, ...]:
    lesson.write_text(content, encoding="utf-8")
    return load_scenarios(lesson)


def faults(lesson: Path, content: str) -> list[str]:
    """Return the lines that the file's faults are told in, without the file's name, which each must begin with."""
    with pytest.raises(InputError) as caught:
        loaded(lesson, content)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{lesson}: ") for line in lines)
    return [line.removeprefix(f"{lesson}: ") for line in lines]


def faults_of_entry(lesson: Path, content: str) -> list[str]:
    return [line.removeprefix('scenario "my-valley": ') for line in faults(lesson, content)]


def test_a_parabola_with_its_defaults(lesson: Path) -> None:
    (scenario,) = loaded(lesson, PARABOLA)
    assert (scenario.slug, scenario.title, scenario.view) == ("my-valley", "My valley", "curve")
    assert scenario.method.name == "gradient_descent"
    np.testing.assert_allclose(scenario.trajectory.iterates[:3, 0], [-1.0, -0.8, -0.64])


def test_every_field_of_a_parabola(lesson: Path) -> None:
    (scenario,) = loaded(
        lesson,
        'theme = "dark"\n'
        + HEAD
        + 'title = "A  ball"\nobjective = "parabola"\nstart = { x = 2 }\nmethod = "momentum"\nmomentum = 0.5\n'
        + 'learning_rate = { x = 0.25 }\nsteps = 2\ntolerance = 1e-9\nview = "curve"\n',
    )
    assert (scenario.title, scenario.steps, scenario.tolerance) == ("A ball", 2, 1e-9)
    # v1 = -0.25 * 4 = -1, x1 = 1; v2 = 0.5 * v1 - 0.25 * 2 = -1, x2 = 0
    np.testing.assert_allclose(scenario.trajectory.iterates[:, 0], [2.0, 1.0, 0.0])
    assert scenario.method.hyperparameters == {"momentum": 0.5}


@pytest.mark.parametrize(
    ("line", "name"), [("", None), ('theme = "light"\n', "light"), ('theme = "a/b.toml"\n', "a/b.toml")]
)
def test_a_theme_is_kept_as_it_is_written(lesson: Path, line: str, name: str | None) -> None:
    loaded(lesson, line + PARABOLA)
    assert read_document(lesson).theme == name


def test_a_theme_in_a_file_with_faults_is_told_of_as_the_file_is(lesson: Path) -> None:
    lesson.write_text("theme = 3\n[[scenario]\n")
    with pytest.raises(InputError) as of_theme:
        read_document(lesson)
    with pytest.raises(InputError) as of_file:
        load_scenarios(lesson)
    assert str(of_theme.value) == str(of_file.value)


def test_data_from_a_csv_file_beside_it(lesson: Path) -> None:
    (scenario,) = loaded(lesson, SALES + "learning_rate = { a = 0.01, b = 0.1 }\nstart = { b = 1, a = 0.5 }\n")
    assert scenario.view == "fit"
    np.testing.assert_array_equal(scenario.trajectory.start, [0.5, 1.0])
    slope, intercept = np.polyfit([1.0, 2.0, 4.0], [3.0, 5.0, 8.0], 1)
    np.testing.assert_allclose(scenario.objective.minimiser, [slope, intercept])


def test_the_halving_remedy(lesson: Path) -> None:
    (scenario,) = loaded(lesson, PARABOLA.replace("0.1", "3") + 'method = "halving"\n')
    assert scenario.trajectory.rejected
    assert not scenario.trajectory.rose.any()


METHODS = {
    'method = "nesterov"\nmomentum = 0.5\n': {"momentum": 0.5},
    'method = "backtracking"\n': {"sufficient": 1e-4, "shrink": 0.5},
    'method = "backtracking"\nsufficient = 0.3\nshrink = 0.8\n': {"sufficient": 0.3, "shrink": 0.8},
    'method = "sgd"\n': {"batch": 1, "seed": 0},
    'method = "sgd"\nbatch = 2\nseed = 7\n': {"batch": 2, "seed": 7},
}


@pytest.mark.parametrize(("lines", "hyperparameters"), METHODS.items())
def test_every_method_with_its_hyperparameters(lesson: Path, lines: str, hyperparameters: dict[str, float]) -> None:
    (scenario,) = loaded(lesson, SALES + "learning_rate = 0.01\n" + lines)
    assert f'"{scenario.method.name}"' in lines
    assert dict(scenario.method.hyperparameters) == hyperparameters
    assert scenario.trajectory.losses[-1] < scenario.trajectory.losses[0]


def test_standardised_data_starts_at_the_same_line(lesson: Path) -> None:
    entry = SALES.replace(" }", ", standardise = true }") + "learning_rate = 1\nstart = { a = 3, b = -4 }\n"
    (scenario,) = loaded(lesson, entry)
    run = scenario.trajectory
    np.testing.assert_allclose(run.losses[0], np.mean((3 * np.array([1, 2, 4]) - 4 - [3, 5, 8]) ** 2))
    np.testing.assert_allclose(
        scenario.objective.standard.original(run.iterates[1]), np.polyfit([1, 2, 4], [3, 5, 8], 1)
    )


def test_scenarios_keep_the_order_of_the_file_and_can_be_sent_to_a_process(lesson: Path) -> None:
    scenarios = loaded(lesson, PARABOLA + SALES.replace("my-valley", "another") + "learning_rate = 1e-3\n")
    assert [scenario.slug for scenario in scenarios] == ["my-valley", "another"]
    there = pickle.loads(pickle.dumps(scenarios[1]))
    np.testing.assert_array_equal(there.trajectory.iterates, scenarios[1].trajectory.iterates)


ENTRY_FAULTS = {
    PARABOLA.replace("0.1", "-0.1"): ["learning_rate: must be > 0, got -0.1"],
    PARABOLA.replace("0.1", "{ x = -0.1 }"): ["learning_rate.x: must be > 0, got -0.1"],
    PARABOLA.replace("0.1", "nan"): ["learning_rate: expected a finite number, got nan"],
    PARABOLA.replace("0.1", "[1, 2]"): [
        "learning_rate: expected a number, got a list; write learning_rate = { x = 1, y = 2 }"
    ],
    PARABOLA.replace("0.1", "true"): ["learning_rate: expected a number, got true; write learning_rate = 0.1"],
    PARABOLA.replace("0.1", "{ y = 1.0 }"): [
        "learning_rate.y: unknown parameter; expected one of x",
        "learning_rate.x: missing",
    ],
    PARABOLA.replace("learning_rate", "learning_rat"): [
        'learning_rat: unknown key; did you mean "learning_rate"?',
    ],
    PARABOLA + "steps = 0\nstart = inf\n": ["start: expected a finite number, got inf", "steps: must be >= 1, got 0"],
    PARABOLA + "steps = 2.5\n": ["steps: expected a whole number, got 2.5; write steps = 50"],
    PARABOLA + "tolerance = -1\n": ["tolerance: must be >= 0, got -1"],
    PARABOLA + 'method = "momentun"\n': ['method: unknown method "momentun"; did you mean "momentum"?'],
    PARABOLA + 'method = "momentum"\n': [
        'momentum: missing; method = "momentum" needs a number of at least 0 and below 1'
    ],
    PARABOLA + 'method = "momentum"\nmomentum = 1\n': ["momentum: must be < 1, got 1"],
    PARABOLA + 'method = "nesterov"\n': [
        'momentum: missing; method = "nesterov" needs a number of at least 0 and below 1'
    ],
    PARABOLA + "momentum = 0.5\n": [
        'momentum: only for method = "momentum" or "nesterov", got method = "gradient_descent"'
    ],
    PARABOLA + 'method = "backtracking"\nshrink = 1\nseed = 3\n': ["shrink: must be <= 0.95, got 1"],
    PARABOLA + 'method = "backtracking"\nseed = 3\n': [
        "seed: only with batch, how many rows a step looks at; got seed = 3 alone"
    ],
    PARABOLA + 'method = "adam"\nbeta1 = 1\ndecay = 0.5\nclip = 0\n': [
        "clip: must be > 0, got 0",
        "beta1: must be < 1, got 1",
    ],
    PARABOLA + 'method = "adam"\ndecay = 0.5\n': ['decay: only for method = "rmsprop", got method = "adam"'],
    PARABOLA + 'method = "sgd"\n': ["batch: needs an objective over rows of data, got parabola"],
    PARABOLA.replace('"parabola"', '"x"') + 'start = 1\nmethod = "polyak"\n': [
        "target: missing; no minimum is known, nor found downhill of the start; expected target = 0.0"
    ],
    SALES + 'learning_rate = 1e-9\nmethod = "sgd"\nbatch = 5000\n': [
        "batch: expected at most the 3 rows of the data, got 5000"
    ],
    PARABOLA + 'view = "surface"\n': ["view: surface needs 2 parameter(s), got 1: x"],
    PARABOLA + "start = 1e200\n": ["start: the objective is too large for double precision at x = 1e+200"],
    PARABOLA.replace("parabola", "x^2"): [
        'objective: "x ^ 2" is not part of the language; write "x**2": ** for a power'
    ],
    PARABOLA.replace("parabola", "rosenbrok"): ['objective: unknown function "rosenbrok"; did you mean "rosenbrock"?'],
    HEAD + "learning_rate = 1\n": ["expected either objective or data, got neither"],
    PARABOLA + SALES.removeprefix(HEAD): ["expected either objective or data, got both"],
    SALES + "learning_rate = 1\nstart = 3\n": ["start: expected a table { a = ..., b = ... }, got 3.0"],
    SALES.replace(" }", ", standardise = true }") + "learning_rate = 1\nstart = { p = 1, q = 2 }\n": [
        "start.p: unknown parameter; expected one of a, b",
        "start.q: unknown parameter; expected one of a, b",
        "start.a: missing",
        "start.b: missing",
    ],
    SALES.replace(" y =", " why =") + "learning_rate = 1\n": [
        'data.y: missing; write y = "price"',
        f"data.why: unknown key; expected one of {', '.join(Data.model_fields)}",
    ],
}


@pytest.mark.parametrize(("content", "told"), ENTRY_FAULTS.items(), ids=range(len(ENTRY_FAULTS)))
def test_a_fault_names_entry_and_field(lesson: Path, content: str, told: list[str]) -> None:
    assert faults_of_entry(lesson, content) == told


FILE_FAULTS = {
    "": ["scenario: expected at least one [[scenario]] entry"],
    "[scenario]\n": ["scenario: expected a list, got a table; write [[scenario]], in double brackets"],
    "scenario = [3]\n": ["scenario 1: expected a table, got 3"],
    'theme = ""\n' + PARABOLA: ["theme: expected at least 1 character, got ''"],
    "theme = 3\n" + PARABOLA: ["theme: expected text in quotes, got 3"],
    "them = 1\n" + PARABOLA: ['them: unknown key; did you mean "theme"?'],
    PARABOLA + PARABOLA: ['scenario "my-valley": slug: used twice, by entries 1 and 2'],
    PARABOLA + 'part = "One"\n' + PARABOLA.replace("my-valley", "other") + 'part = "One "\n': [
        (
            'scenario "other": part: \'One \' begins at scenario "my-valley"; '
            "it goes on by itself, so name a new one or none"
        )
    ],
    PARABOLA.replace("my-valley", "My Valley"): [
        'scenario "My Valley": slug: expected a-z, 0-9 and single hyphens, got \'My Valley\'; write slug = "my-valley"'
    ],
    PARABOLA.replace('slug = "my-valley"\n', ""): ['scenario 1: slug: missing; write slug = "my-valley"'],
    "a = 1\nb = [1,\n": ["end of document: not TOML: Invalid value; write b = [1] in line 2"],
    "a = 1\nb ? 2\n": [
        "line 2, column 3: not TOML: Expected '=' after a key in a key/value pair; expected a line such as steps = 50"
    ],
    "a = 1" + "0" * 5000: ["not TOML: a whole number has too many digits"],
    "a = " + "[" * 5000: ["not TOML: nested too deeply"],
    "#" * LIMIT_BYTES + "#": [f"too large for a scenario file: expected at most {LIMIT_BYTES} bytes"],
}


@pytest.mark.parametrize(("content", "told"), FILE_FAULTS.items(), ids=range(len(FILE_FAULTS)))
def test_a_fault_of_the_whole_file(lesson: Path, content: str, told: list[str]) -> None:
    assert faults(lesson, content) == told


def test_all_faults_of_all_entries_are_told_at_once(lesson: Path) -> None:
    told = faults(lesson, PARABOLA.replace("0.1", "0") + "steps = 0\n" + SALES.replace("my-valley", "sold"))
    assert told == [
        'scenario "my-valley": learning_rate: must be > 0, got 0',
        'scenario "my-valley": steps: must be >= 1, got 0',
        'scenario "sold": learning_rate: missing; write learning_rate = 0.1',
    ]


def test_a_fault_in_the_data_names_the_csv_file_too(lesson: Path) -> None:
    content = SALES + "learning_rate = 1\n"
    (lesson.parent / "sales.csv").write_text(ROWS + "5,many\n", encoding="utf-8")
    sales = lesson.parent / "sales.csv"
    assert faults_of_entry(lesson, content) == [
        f"data: {sales}: line 5: column \"price\": expected a number, got 'many'"
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lesson\.toml: cannot be read: No such file or directory$"):
        load_scenarios(tmp_path / "lesson.toml")


def test_a_file_that_is_not_utf_8(lesson: Path) -> None:
    lesson.write_bytes(b'theme = "dark"\n# caf\xe9\n')
    with pytest.raises(InputError, match=r"line 2: expected UTF-8 text, got byte 0xe9$"):
        load_scenarios(lesson)


@pytest.mark.parametrize("endless", ["/dev/zero"])
def test_an_endless_file(endless: str) -> None:
    with pytest.raises(InputError, match="too large"):
        load_scenarios(Path(endless))
