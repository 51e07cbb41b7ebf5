"""Mistakes that people make in a lesson: each is told in one line, and what it says to write instead is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdcore.errors import InputError
from tests.lessons import load_scenarios

PLANE = """[[scenario]]
slug = "a-valley"
objective = "x**2 + y**2"
start = { x = 1.0, y = 2.0 }
learning_rate = 0.1
steps = 20
"""
SOLD = """[[scenario]]
slug = "sold"
data = { csv = "sales.csv", x = "sqft", y = "price" }
learning_rate = 0.01
"""
MISTAKES = [
    # As it should be, as it is, and what is told of it.
    ("[[scenario]]", "[scenario]", "write [[scenario]], in double brackets"),
    ("[[scenario]]", "[[scenario]", "write [[scenario]]"),
    ("[[scenario]]", "[scenarios]]", "write [[scenario]]"),
    ('slug = "a-valley"', "slug = a-valley", 'write slug = "a-valley"'),
    ('slug = "a-valley"', 'slug = "A Valley"', 'write slug = "a-valley"'),
    ('slug = "a-valley"', "slug = “a-valley”", 'write slug = "a-valley"'),
    ('slug = "a-valley"', "slug = 'a-valley", "write slug = 'a-valley'"),
    ('slug = "a-valley"', 'name = "a-valley"', 'did you mean "slug"?'),
    ('slug = "a-valley"', "", 'missing; write slug = "my-valley"'),
    ("objective =", "func =", 'did you mean "objective"?'),
    ("objective =", "function =", 'did you mean "objective"?'),
    ("objective =", "loss =", 'did you mean "objective"?'),
    ('"x**2 + y**2"', "x**2 + y**2", 'write objective = "x**2 + y**2"'),
    ('"x**2 + y**2"', '"x^2 + y^2"', 'write "x**2 + y**2"'),
    ('"x**2 + y**2"', '"x**2 + y**2', 'write objective = "x**2 + y**2"'),
    ('"x**2 + y**2"', '"xy + x**2"', "write x*y"),
    ("start =", "init =", 'did you mean "start"?'),
    ("start =", "x0 =", 'did you mean "start"?'),
    ("{ x = 1.0, y = 2.0 }", "[1.0, 2.0]", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "(1.0, 2.0)", "write start = [1.0, 2.0]"),
    ("{ x = 1.0, y = 2.0 }", "{ x: 1.0, y: 2.0 }", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "x = 1.0, y = 2.0", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = 1.0 y = 2.0 }", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = 1.0, y = 2.0, }", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = 1.0, y = 2.0", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = 1., y = 2. }", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = 1,0, y = 2,0 }", "write start = { x = 1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "{ x = −1.0, y = 2.0 }", "write start = { x = -1.0, y = 2.0 }"),
    ("{ x = 1.0, y = 2.0 }", "3", "expected a table { x = ..., y = ... }"),
    ("{ x = 1.0, y = 2.0 }", "{\n", "a table in braces stands on one line"),
    ("learning_rate =", "lr =", 'did you mean "learning_rate"?'),
    ("learning_rate =", "learning-rate =", 'did you mean "learning_rate"?'),
    ("learning_rate =", "learning rate =", "write learning_rate = 0.1"),
    ("learning_rate =", "η =", "write learning_rate = 0.1"),
    ("learning_rate =", "Learning_Rate =", 'did you mean "learning_rate"?'),
    ("learning_rate = 0.1", "learning_rate: 0.1", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate == 0.1", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate = 0,1", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate = .1", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate = 1/10", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", 'learning_rate = "0.1"', "write learning_rate = 0.1"),
    ("learning_rate = 0.1", 'learning_rate = "0,1"', "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate = [0.1, 0.2]", "write learning_rate = { x = 0.1, y = 0.2 }"),
    ("learning_rate = 0.1", "learning_rate = 0.1;", "write learning_rate = 0.1"),
    ("learning_rate = 0.1", "learning_rate = 10 %", "a number stands alone, without unit"),
    ("learning_rate = 0.1", "learning_rate =", "a value is missing behind ="),
    ("learning_rate = 0.1", "learning_rate = -0.1", "must be > 0"),
    ("steps = 20", "iterations = 20", 'did you mean "steps"?'),
    ("steps = 20", "epochs = 20", 'did you mean "steps"?'),
    ("steps = 20", "n_steps = 20", 'did you mean "steps"?'),
    ("steps = 20", 'steps = "20"', "write steps = 20"),
    ("steps = 20", "steps = 2e1", "write steps = 20"),
    ("steps = 20", "steps = 1.000.000", "a number has no sign between thousands"),
    ("steps = 20", "steps = 20 # all\n// more", "write # more"),
    ("steps = 20", "steps = 20\nsteps = 30", "steps stands twice, in lines 6 and 7"),
    ("steps = 20", 'title = "L"\ntitle = "S"', "the lesson's title stands above the first [[scenario]]"),
    ("steps = 20", 'author = "A. Teacher"', "author = ... belongs above the first [[scenario]]"),
    ("steps = 20", "tol = 1e-6", 'did you mean "tolerance"?'),
    ("steps = 20", 'view = "3d"', "expected one of curve, surface, contour, fit, race"),
    ("steps = 20", "view = contour", 'write view = "contour"'),
    ("steps = 20", 'method = "halving', 'write method = "halving"'),
    ("steps = 20", 'method = "Momentum"', 'did you mean "momentum"?'),
    ("steps = 20", 'method = "momentum"', "needs a number of at least 0 and below 1"),
    ("steps = 20", "momentum = 0.9", 'only for method = "momentum" or "nesterov"'),
    ("steps = 20", "domain = [-2, 2]", "write domain = { x = [-2, 2] }"),
    ("steps = 20", "camera = 30", "write camera = { azimuth = -60, elevation = 31 }"),
    ("steps = 20", "tolerance = None", "what has no value is left out"),
    ("steps = 20", 'words = "So."', "write words = { introduce ="),
    (
        "steps = 20",
        'steps = 20\nwords = { tail = "So." }',
        "which exists only where more than 20 steps are taken; it has ",
    ),
    ("steps = 20", 'words = { log_view = "So." }', "this clip has introduce, slope, steps, tail, verdict"),
    ("steps = 20", 'words = { intro = "So." }', 'unknown beat "intro"; did you mean "introduce"?'),
    ("steps = 20", 'before = "From {loss}."', "expected one such as {loss_0} (5), {loss_last} ("),
    ("steps = 20", 'before = "From {x}."', "expected one such as {x_0} (1), {x_last} ("),
    ("steps = 20", 'before = "To {final_loss}."', "expected one such as {loss_last} ("),
    ("steps = 20", 'before = "To {loss_50}."', "expected one such as {loss_0} (5), {loss_last} ("),
    ("steps = 20", 'before = "With {lr}."', "did you mean {rate} (0.1)?"),
    ("steps = 20", 'before = "After {iterations}."', "did you mean {steps} ("),
    ("steps = 20", 'before = "To {whatever}."', "expected one such as {steps} ("),
]
DATA_MISTAKES = [
    ("csv =", "file =", 'did you mean "csv"?'),
    ('{ csv = "sales.csv", x = "sqft", y = "price" }', '"sales.csv"', 'write data = { csv = "sales.csv"'),
    ('y = "price" }', 'y = "price", standardise = "true" }', "write standardise = true"),
    ('y = "price" }', 'y = "price", normalize = true }', 'did you mean "standardise"?'),
    ('y = "price" }', 'y = "price", standardise = True }', "write data = "),
    ('"sales.csv"', r'"data\sales.csv"', r"write data = { csv = 'data\sales.csv'"),
    ('y = "price"', "y = price", 'write data = { csv = "sales.csv", x = "sqft", y = "price" }'),
]


@pytest.mark.parametrize(("right", "wrong", "told"), [*MISTAKES, *DATA_MISTAKES])
def test_a_mistake_is_told_in_one_line_with_what_to_write(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    (tmp_path / "sales.csv").write_text("sqft,price\n1,3\n2,5\n4,8\n", encoding="utf-8")
    lesson = tmp_path / "lesson.toml"
    good = PLANE if (right, wrong, told) in MISTAKES else SOLD
    lesson.write_text(good, encoding="utf-8")
    assert len(load_scenarios(lesson)) == 1
    lesson.write_text(good.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenarios(lesson)
    line = str(caught.value)
    assert "\n" not in line
    assert told in line, line


def test_a_backslash_within_a_long_text_is_told_of_as_one(tmp_path: Path) -> None:
    lesson = tmp_path / "lesson.toml"
    quotes = 3 * '"'
    text = f"before = {quotes}\nOf all\n$\\alpha$ the first.\n{quotes}\n"
    lesson.write_text(PLANE + text, encoding="utf-8")
    with pytest.raises(InputError, match=r"single quotes .* or double the backslash$"):
        load_scenarios(lesson)


GREEK_AND_MORE = (
    *("nu", "nabla", "ne", "ni", "neg", "rho", "rightarrow", "right", "theta", "tau", "times", "to", "tanh", "text"),
    *("beta", "bar", "begin", "bigl", "frac", "forall", "binom"),
)


@pytest.mark.parametrize("command", GREEK_AND_MORE)
@pytest.mark.parametrize(
    "written",
    [
        'before = "The {}."',
        'title = "The {}"',
        'words = {{ introduce = "The {}." }}',
        'after = """\n# not a comment\n\nThe {}.\n"""',
    ],
)
def test_a_command_of_a_formula_that_toml_takes_for_a_sign_of_its_own(
    tmp_path: Path, command: str, written: str
) -> None:
    lesson = tmp_path / "lesson.toml"
    for formula in (f"$\\{command}{{x}}$", f"$x \\{command} y$", f"$$x - \\{command}$$"):
        line = PLANE.count("\n") + 1 + written.count("\n", 0, written.index("{}"))
        lesson.write_text(PLANE + written.format(formula) + "\n", encoding="utf-8")
        with pytest.raises(InputError, match=rf"line {line}: .* of \\{command} .* or double the backslash$"):
            load_scenarios(lesson)


@pytest.mark.parametrize(
    "text",
    [
        r'"The $\\nu$ and $\\nabla J$"',
        r"'The $\nu$, $x \ne y$, $\theta$'",
        "'''\n\"$\\beta$\" and\n$\\rho$\n'''",
        r'"It costs $5.\nu is $6"  # not "$\nu$"',
        r'"A break\nin $x$\nonly"',
    ],
)
def test_a_formula_that_toml_leaves_alone_is_read(tmp_path: Path, text: str) -> None:
    lesson = tmp_path / "lesson.toml"
    lesson.write_text(f"{PLANE}before = {text}\n", encoding="utf-8")
    assert len(load_scenarios(lesson)) == 1


REPLACEMENTS = {
    told.removeprefix("write ")
    for _right, wrong, told in MISTAKES
    if re.match(r"write \w+ = ", told) and not re.search(r"\(|words|camera|domain", wrong)
}
"""Lines to write instead, but for examples, and mistakes that lead to another."""


@pytest.mark.parametrize("line", sorted(REPLACEMENTS))
def test_a_line_that_is_to_be_written_instead_is_a_good_one(tmp_path: Path, line: str) -> None:
    others = [other for other in PLANE.splitlines() if other.split(" =")[0] != line.split(" =")[0]]
    lesson = tmp_path / "lesson.toml"
    lesson.write_text("\n".join([*others, line, ""]), encoding="utf-8")
    assert len(load_scenarios(lesson)) == 1
