"""Functions as people write them: understood, or answered by what they meant, in the language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.expressions.derivatives import WrittenFunction
from gdcore.expressions.expression import ALL_FUNCTIONS, read_expression
from gdcore.expressions.hints import meant

Of = Callable[..., float]
POINTS = ((0.3, 0.7, 0.9), (0.6, 0.2, 0.5), (0.9, 0.4, 0.1))


def agree(text: str, wanted: Of) -> None:
    """Assert that a function of the language is the one that was wanted, its parameters in their order."""
    function = WrittenFunction(read_expression(text))
    n = wanted.__code__.co_argcount
    for point in POINTS:
        assert float(function.value(np.array(point[:n]))) == pytest.approx(wanted(*point[:n]), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x²", lambda x: x**2),
        ("3·x² − 2×x", lambda x: 3 * x**2 - 2 * x),
        ("-x²", lambda x: -(x**2)),
        ("(1 + x)⁻¹²", lambda x: (1 + x) ** -12),
        ("x₁² + x₂", lambda x1, x2: x1**2 + x2),
        ("|x|", abs),
        ("||x| - 1| + |y - 2|", lambda x, y: abs(abs(x) - 1) + abs(y - 2)),
        ("(|x - 1|)*|x|²", lambda x: abs(x - 1) * x**2),
        ("√x + √(x + 1) + √2", lambda x: math.sqrt(x) + math.sqrt(x + 1) + math.sqrt(2)),
        ("π*x ÷ 2", lambda x: math.pi * x / 2),
        ("ln(x) + arcsin(x)*log10(x)", lambda x: math.log(x) + math.asin(x) * math.log10(x)),
        ("x\u00a0+\u2009y", lambda x, y: x + y),
        ("max(x, y, 0.5) - min(x, y)", lambda x, y: max(x, y, 0.5) - min(x, y)),
    ],
)
def test_signs_of_printed_mathematics_are_understood(text: str, wanted: Of) -> None:
    agree(text, wanted if hasattr(wanted, "__code__") else lambda x: wanted(x))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("f(x,y) = x**2 + y**2", lambda x, y: x**2 + y**2),
        ("f(x) := x^2", lambda x: x**2),
        ("y = x**2", lambda x: x**2),
        ("x -> x**2", lambda x: x**2),
        ("lambda x: x**2", lambda x: x**2),
        ("lambda x, y: x*y", lambda x, y: x * y),
        ("return x**3", lambda x: x**3),
        ("'x**2'", lambda x: x**2),
        ("x**2;", lambda x: x**2),
        ("(x**2", lambda x: x**2),
        ("sin(x**2", lambda x: math.sin(x**2)),
        ("(x + 1)**2)", lambda x: (x + 1) ** 2),
        ("2x", lambda x: 2 * x),
        ("2(x+1)", lambda x: 2 * (x + 1)),
        ("(x+1)(x-1)", lambda x: (x + 1) * (x - 1)),
        ("x(x+1)", lambda x: x * (x + 1)),
        ("x y", lambda x, y: x * y),
        ("2 x sin(x)", lambda x: 2 * x * math.sin(x)),
        ("1e2x + 2e1", lambda x: 100 * x + 20),
        ("2|x| + 1", lambda x: 2 * abs(x) + 1),
        ("2√x", lambda x: 2 * math.sqrt(x)),
        ("x^2", lambda x: x**2),
        ("2x² + 3x^2", lambda x: 5 * x**2),
        ("e^x", lambda x: math.e**x),
        ("e^(-x^2)", lambda x: math.exp(-(x**2))),
        ("np.sin(x)", lambda x: math.sin(x)),
        ("math.exp(x) + math.pi", lambda x: math.exp(x) + math.pi),
        ("np.square(x - 1)", lambda x: (x - 1) ** 2),
        ("pow(x + 1, 3)*2", lambda x: 2 * (x + 1) ** 3),
        ("np.maximum(0, x - 0.5)", lambda x: max(0.0, x - 0.5)),
        ("torch.nn.functional.softplus(x)", lambda x: math.log1p(math.exp(x))),
        ("sin^2(x)", lambda x: math.sin(x) ** 2),
        ("sin²(x) + cos^4(2x)", lambda x: math.sin(x) ** 2 + math.cos(2 * x) ** 4),
        ("sin x", lambda x: math.sin(x)),
        ("3 sin 2x", lambda x: 3 * math.sin(2 * x)),
        ("exp x + ln y", lambda x, y: math.exp(x) + math.log(y)),
        ("Sin(x) + EXP(x)", lambda x: math.sin(x) + math.exp(x)),
        ("sen(x) + tg(x)", lambda x: math.sin(x) + math.tan(x)),
        ("sgn(x - 0.5)*x", lambda x: math.copysign(x, x - 0.5)),
        ("cot(x) + log2(x)", lambda x: 1 / math.tan(x) + math.log2(x)),
        ("log_{10}(x)", lambda x: math.log10(x)),
        ("[x + 1]**2 * {x}", lambda x: (x + 1) ** 2 * x),
        ("0,5*x + 1,25", lambda x: 0.5 * x + 1.25),
        ("1 000*x", lambda x: 1000 * x),
        ("θ**2 + 2φ", lambda phi, theta: theta**2 + 2 * phi),
        (r"\frac{1}{2}x^2", lambda x: x**2 / 2),
        (r"\frac12 x", lambda x: x / 2),
        (r"$\frac{x^2}{1 + \frac{1}{x}} \cdot 3$", lambda x: x**2 / (1 + 1 / x) * 3),
        (r"x / \frac{2}{x + 1}", lambda x: x / (2 / (x + 1))),
        (r"\sqrt{x^{2} + 1}", lambda x: math.sqrt(x**2 + 1)),
        (r"\left| x - 1 \right|^{3}", lambda x: abs(x - 1) ** 3),
        (r"e^{-x} + \sin x \times \ln(1 + x)", lambda x: math.exp(-x) + math.sin(x) * math.log1p(x)),
    ],
)  # fmt: skip
def test_what_is_refused_is_written_as_it_was_meant(text: str, wanted: Of) -> None:
    with pytest.raises(InputError) as caught:
        read_expression(text)
    told = re.search(r'; write "([^"]+)": ', str(caught.value))
    assert told, caught.value
    assert "\n" not in str(caught.value)
    agree(told[1], wanted)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1/2x", "brackets around one below a line, as in 1/(2*x)"),
        ("x**2 + y**2 = 1", "one side of an equation minus the other, squared"),
        ("x,y", "a comma stands only in max(x, y) and min(x, y)"),
        ("x if x > 0 else 0", "for a kink write max(x, 0), min(x, 1) or abs(x)"),
        ("x > 0", "for a kink write max(x, 0), min(x, 1) or abs(x)"),
        ("exp -x", "exp needs an argument: exp(x)"),
        ("|x", "bars come in pairs, as in |x| or abs(x)"),
        ("√x²", "a root needs brackets, as in sqrt(2*x)"),
        ("x**", "expected a function such as x**2 + 3*x"),
        ("∑x", "expected a function such as x**2 + 3*x"),
        ("x**2 + (", "brackets in pairs"),
    ],
)
def test_what_could_mean_several_things_is_answered_by_an_example(text: str, hint: str) -> None:
    with pytest.raises(InputError, match=re.escape(hint)):
        read_expression(text)


@given(st.text(st.sampled_from("x2(){}[]|^√\\.,=²θ sincofra$_"), max_size=40))
def test_nothing_is_said_that_is_refused_again(text: str) -> None:
    try:
        read_expression(text)
    except InputError as error:
        told = re.search(r'; write "([^"]+)": ', str(error))
        assert told is None or read_expression(told[1])


def test_what_is_right_stays_as_it_is() -> None:
    for text in ("(1 - x)**2 + 20*(y - x**2)**2", "max(x, 1e-3)*log10(x1)", "2.5e-3*sin(x)**2"):
        assert meant(text, ALL_FUNCTIONS) == (text, ())
