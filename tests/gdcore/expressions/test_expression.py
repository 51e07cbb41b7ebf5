"""The language of users' functions: what it takes, what it refuses, and that it refuses without computing."""

from __future__ import annotations

import ast
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.expressions.derivatives import WrittenFunction
from gdcore.expressions.domain import exists
from gdcore.expressions.expression import ALL_FUNCTIONS, CONSTANTS, FUNCTIONS, OF_SEVERAL, Expression, read_expression


def refused(text: str, parameters: tuple[str, ...] | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_expression(text, parameters)
    return str(caught.value)


def test_parameters_are_the_names_in_it_unless_they_are_given() -> None:
    assert read_expression("y*sin(x) + pi").parameters == ("x", "y")
    assert read_expression("y*sin(x) + pi", ("y", "x")).parameters == ("y", "x")


def test_a_function_may_be_written_over_several_lines() -> None:
    assert read_expression("x**2\n   + 1").source == "x**2 + 1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected a function such as x**2, got nothing"),
        ("3 + pi", 'expected a parameter such as x in it, got "3 + pi"'),
        ("x^2", 'write "x**2": ** for a power'),
        ("x//2", "for a quotient write /"),
        ("2x + 1", 'write "2*x + 1": a sign for every product'),
        ("x**2 + (", "not understood at character 8"),
        ("foo(x)", 'unknown function "foo"'),
        ("sine(x)", 'unknown function "sine"; did you mean "sin"?'),
        ("sin", "sin needs an argument: sin(x)"),
        ("sin(x, y)", 'sin takes one number, got "sin(x, y)"'),
        ("max(x)", 'max takes two numbers or more, got "max(x)"'),
        ("min", "min needs an argument: min(x, y)"),
        ("x if x > 0 else -x", "conditions are not part of it"),
        ("x > 0", "comparisons are not part of it"),
        ("x.real", "functions stand by themselves"),
        ("True*x", '"True" is not part of the language'),
        ("1j*x", '"1j" is not part of the language'),
        ("'x'", "is not part of the language"),
        ("x/0", "divides by zero"),
        ("x/(1 - 1)", "divides by zero"),
        ("(-8)**(1/3)*x", "is not a real number"),
        ("1e400*x", "expected numbers of at most 1e+100 in size"),
        ("x**1000", "expected exponents of at most 100 in size, got 1000"),
        ("lambda: x", "is not part of the language"),
        ("__import__('os').system('true')", "unknown function"),
        ("x.__class__.__bases__", "is not part of the language"),
        ("[x for x in (1, 2)]", "is not part of the language"),
        ("Ж*x", "expected letters a to z and digits"),
    ],
)
def test_what_is_not_in_the_language_is_named(text: str, told: str) -> None:
    assert told in refused(text)


def test_names_that_are_no_parameters_are_all_named() -> None:
    assert refused("a*x + b", ("x", "y")).startswith('unknown name "a", "b"')


@pytest.mark.parametrize("name", ["sin", "pi", "lambda", "2x", "", "x y", "a" * 17])
def test_a_parameter_has_a_name_of_its_own(name: str) -> None:
    assert refused("x", (name,))


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9*x",
        "x**9**9**9",
        "9**99*9**99*x",
        "(" * 10_000 + "x" + ")" * 10_000,
        "(" * 240 + "x" + ")" * 240,
        "-" * 400 + "x",
        "(x + y)**1000000000",
        "*".join(f"(x + {i})" for i in range(60)),
        "tan(" * 60 + "x**y" + ")" * 60,
        "(" * 60 + "x" + "**x)" * 60,
        "x + " * 120 + "x",
    ],
)
def test_what_would_take_for_ever_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    message = refused(text)
    # A bound of the language, not a speed: computing one of these would take longer than the test may run.
    assert time.process_time() - began < 0.1
    assert "\n" not in message
    assert len(message) < 250


NUMBERS = st.one_of(st.integers(0, 10**6).map(str), st.floats(0, 1e9, allow_nan=False).map(repr))
LEAVES = st.one_of(NUMBERS, st.sampled_from(["x", "y", *CONSTANTS]))


def outcome(text: str) -> Expression | str:
    """Return the expression, or the line that refuses it."""
    try:
        return read_expression(text)
    except InputError as error:
        return str(error)


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from(FUNCTIONS), parts).map(lambda pair: f"{pair[0]}({pair[1]})"),
        st.tuples(parts, st.sampled_from(["+", "-", "*", "/", "**"]), parts).map(lambda three: f"({' '.join(three)})"),
        st.tuples(st.sampled_from(OF_SEVERAL), parts, parts).map(lambda three: f"{three[0]}({three[1]}, {three[2]})"),
        parts.map(lambda part: f"(-{part})"),
    )


EXPRESSIONS = st.recursive(LEAVES, combined, max_leaves=25)


@given(EXPRESSIONS)
def test_a_tree_of_the_language_is_taken_or_refused_in_one_line(text: str) -> None:
    found = outcome(text)
    if isinstance(found, str):
        assert found.isprintable()
    else:
        assert set(found.parameters) <= {"x", "y"}
        assert ast.dump(found.tree) == ast.dump(ast.parse(text, mode="eval").body)


@given(st.text(max_size=80))
def test_any_text_is_taken_or_refused_in_one_line(text: str) -> None:
    found = outcome(text)
    assert not isinstance(found, str) or found.isprintable()


def test_constants_are_those_of_mathematics() -> None:
    assert (CONSTANTS["pi"], CONSTANTS["e"]) == (math.pi, math.e)


@pytest.mark.parametrize("name", ALL_FUNCTIONS)
def test_every_function_is_known_to_exist_just_where_it_has_a_value(name: str) -> None:
    expression = read_expression(f"{name}(x, 0.5)" if name in OF_SEVERAL else f"{name}(x)")
    value = WrittenFunction(expression).value
    for x in (-2.5, -1.0, -0.3, 0.0, 0.7, 1.0, 3.0):
        point = np.array([x])
        # At 0 a logarithm is infinite: that is no value either.
        assert exists(expression, point) == bool(np.isfinite(value(point)))
