"""The playground that a scenario asks for: what it may ask, and a line for each thing that is wrong."""

import pytest

from gdcore.errors import InputError
from gdcore.lesson.lesson_file import read_document

WELLS = """
[[scenario]]
slug = "wells"
objective = "x**4 - 3*x**2 + x"
start = {{ x = 1.9 }}
learning_rate = 0.05
steps = 30
{more}
"""
LINE = """
[[scenario]]
slug = "line"
data = {{ csv = "data.csv", x = "u", y = "v", standardise = {standardise} }}
learning_rate = 0.1
{more}
"""


def written(tmp_path, text):
    (tmp_path / "data.csv").write_text("u,w,v\n1,4,2\n2,1,3\n3,3,5\n5,2,4\n", encoding="utf-8")
    (tmp_path / "lesson.toml").write_text(text, encoding="utf-8")
    return read_document(tmp_path / "lesson.toml")


def asked(tmp_path, text):
    lesson = written(tmp_path, text).lesson()
    (scenario,) = lesson.scenarios
    return lesson.playgrounds[scenario.slug].asked(scenario)


def faults(tmp_path, text):
    with pytest.raises(InputError) as error:
        written(tmp_path, text).lesson()
    return [line.split(": ", 2)[2] for line in str(error.value).splitlines()]


def test_every_scenario_has_a_playground_unless_it_asks_for_none(tmp_path):
    assert asked(tmp_path, WELLS.format(more="")) is not None
    assert asked(tmp_path, WELLS.format(more="playground = true")) is not None
    assert asked(tmp_path, WELLS.format(more="playground = false")) is None


def test_intervals_and_settings(tmp_path):
    more = """[scenario.playground]
    learning_rate = [0.001, 0.5]
    start = { x = [-2, 2] }
    presets = [
      { title = "Fast", learning_rate = 0.2, start = { x = -1.5 }, steps = 7 },
      { title = "Heavy", method = "momentum", momentum = 0.8 },
    ]"""
    found = asked(tmp_path, WELLS.format(more=more))
    assert (found.rates, found.start) == ({"x": (0.001, 0.5)}, {"x": (-2.0, 2.0)})
    fast, heavy = found.presets
    assert (fast.title, fast.method.name, fast.method.learning_rate.tolist()) == ("Fast", "gradient_descent", [0.2])
    assert (fast.start.tolist(), fast.steps) == ([-1.5], 7)
    assert (heavy.method.name, heavy.method.momentum) == ("momentum", 0.8)
    assert (heavy.method.learning_rate.tolist(), heavy.start, heavy.steps) == ([0.05], None, None)


def test_a_setting_has_the_method_of_its_scenario(tmp_path):
    more = 'method = "momentum"\nmomentum = 0.3\nplayground = { presets = [{ title = "Slow", learning_rate = 0.01 }] }'
    (slow,) = asked(tmp_path, WELLS.format(more=more)).presets
    assert (slow.method.name, slow.method.momentum, slow.method.learning_rate.tolist()) == ("momentum", 0.3, [0.01])


def test_starts_of_standard_units_are_those_of_the_data(tmp_path):
    more = "playground = { start = { a = [-1, 9], b = [-5, 5] }, learning_rate = { p = [0.01, 3] } }"
    found = asked(tmp_path, LINE.format(standardise="true", more=more))
    assert found.start == {"a": (-1.0, 9.0), "b": (-5.0, 5.0)}
    assert found.rates == {"p": (0.01, 3.0)}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('"yes"', "playground: expected true or false, got 'yes'"),
        ("{ rates = [1, 2] }", "playground.rates: unknown key"),
        ("{ learning_rate = [1, 0.01] }", "playground.learning_rate: expected [low, high], got [1, 0.01]"),
        ("{ learning_rate = [0, 1] }", "playground.learning_rate: expected rates above 0, got [0, 1]"),
        ("{ learning_rate = { y = [0.01, 1] } }", "playground.learning_rate.y: unknown parameter"),
        (
            "{ learning_rate = [0.1, 1] }",
            "playground.learning_rate.x: expected an interval around the scenario's own 0.05, got [0.1, 1]",
        ),
        ("{ start = [-1, 1] }", "playground.start.x: expected an interval around the scenario's own 1.9, got [-1, 1]"),
        ("{ presets = [{ learning_rate = 0.1 }] }", "playground.presets.1.title: missing"),
        (
            '{ presets = [{ title = "A" }, { title = "A" }] }',
            'playground.presets.2.title: used twice, "A"',
        ),
        (
            '{ presets = [{ title = "A", method = "momentum" }] }',
            'playground.presets.1.momentum: missing; method = "momentum" needs a number of at least 0 and below 1',
        ),
        ('{ presets = [{ title = "A", method = "sgd" }] }', "playground.presets.1.method: a page draws no rows"),
        ('{ presets = [{ title = "A", start = { z = 1 } }] }', "playground.presets.1.start.z: unknown parameter"),
        (
            '{ learning_rate = [0.01, 0.1], presets = [{ title = "A", learning_rate = 0.2 }] }',
            "playground.presets.1.learning_rate.x: expected a number in [0.01, 0.1], got 0.2",
        ),
        ('{ presets = [{ title = "A", learning_rate = -1 }] }', "playground.presets.1.learning_rate: must be > 0"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(tmp_path, table, expected):
    found = faults(tmp_path, WELLS.format(more=f"playground = {table}"))
    assert any(line.startswith(expected) for line in found), found


def test_of_several_columns_in_standard_units_no_starts_are_bounded(tmp_path):
    columns = LINE.replace('x = "u"', 'x = ["u", "w"]')
    (fault,) = faults(tmp_path, columns.format(standardise="true", more="playground = { start = [-9, 9] }"))
    assert fault == "playground.start: a fit of several columns in standard units takes no interval of starts"


def test_a_setting_without_a_slope_at_its_start_is_refused(tmp_path):
    text = WELLS.replace("x**4 - 3*x**2 + x", "abs(x)").format(
        more='playground = { presets = [{ title = "A", start = 0 }] }'
    )
    (fault,) = faults(tmp_path, text)
    assert fault.startswith("playground.presets.1: start: no gradient exists at x = 0")


def test_the_table_is_no_part_of_what_a_clip_depends_on(tmp_path):
    (plain,) = written(tmp_path, WELLS.format(more="")).draft_lesson().drafts
    (other,) = written(tmp_path, WELLS.format(more="playground = false")).draft_lesson().drafts
    assert plain.inputs == other.inputs
    words = [written(tmp_path, WELLS.format(more=more)).draft_lesson().words for more in ("", "playground = false")]
    assert words[0] != words[1]
