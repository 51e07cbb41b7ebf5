"""Derived columns and conditions: values against numpy written by hand, and what is refused in one line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.expressions.expression import ALL_FUNCTIONS, OF_SEVERAL
from gdcore.expressions.of_columns import read_condition, read_derived

AREA, ROOMS = np.array([20.0, 55.0, 80.0, 120.0]), np.array([1.0, 6.0, 3.0, 9.0])
ROWS = {"area": AREA, "rooms": ROOMS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("area", AREA),
        ("area²", AREA * AREA),
        ("log(area) - 2·rooms", np.log(AREA) - 2.0 * ROOMS),
        ("-area/rooms + pi", np.pi - AREA / ROOMS),
        ("max(area, 10*rooms, 60)", np.array([60.0, 60.0, 80.0, 120.0])),
        ("|rooms - 4|", np.array([3.0, 2.0, 1.0, 5.0])),
    ],
)
def test_a_derived_column_is_what_numpy_makes_of_it(text: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(read_derived(text).on(ROWS), expected, rtol=1e-15)


def test_a_name_that_is_no_word_stands_in_backticks() -> None:
    found = read_derived("`floor area (m²)`**2/rooms + 2·`max-age`")
    assert found.source == "floor area (m²)**2/rooms + 2*max-age"
    assert found.columns == ("floor area (m²)", "max-age", "rooms")
    values = {"floor area (m²)": AREA, "rooms": ROOMS, "max-age": 2.0 * ROOMS}
    np.testing.assert_allclose(found.on(values), AREA**2 / ROOMS + 4.0 * ROOMS, rtol=1e-15)
    condition = read_condition("`max-age` ≥ 12 and not `columns > 3` > column")
    values = {"max-age": 2.0 * ROOMS, "columns > 3": ROOMS, "column": 7.0 + 0.0 * ROOMS}
    assert condition.on(values).tolist() == [False, True, False, False]


@pytest.mark.parametrize("name", ALL_FUNCTIONS)
def test_every_function_of_the_language_takes_columns(name: str) -> None:
    x = np.array([0.1, 0.5])
    given = "x, 0.3" if name in OF_SEVERAL else "x"
    plain = {"ln": "log", "relu": "abs", "acos": "arccos", "asin": "arcsin", "atan": "arctan"}.get(name, name)
    own = {"sigmoid": 1.0 / (1.0 + np.exp(-x)), "softplus": np.log(1.0 + np.exp(x)),
           "max": np.array([0.3, 0.5]), "min": np.array([0.1, 0.3])}  # fmt: skip
    expected = own[name] if name in own else getattr(np, plain)(x)
    np.testing.assert_allclose(read_derived(f"{name}({given})").on({"x": x}), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("area > 50 and rooms <= 6", (AREA > 50.0) & (ROOMS <= 6.0)),
        ("area > 50 or rooms == 1", (AREA > 50.0) | (ROOMS == 1.0)),
        ("not area/rooms < 20", AREA / ROOMS >= 20.0),
        ("50 ≤ area < 100", (AREA >= 50.0) & (AREA < 100.0)),
        ("area != 80 and (rooms > 1 or area < 2)", (AREA != 80.0) & (ROOMS > 1.0)),
    ],
)
def test_a_condition_chooses_rows(text: str, expected: np.ndarray) -> None:
    assert read_condition(text).on(ROWS).tolist() == expected.tolist()


def test_a_condition_holds_nowhere_where_a_number_does_not_exist() -> None:
    assert read_condition("log(z) > 0").on({"z": np.array([-1.0, 0.5, 3.0])}).tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("area", 'expected a comparison such as "area > 50 and rooms <= 6", got "area"'),
        ("area > 50 and rooms", 'expected a comparison such as "area > 50 and rooms <= 6", got "area > 50 and rooms"'),
        ("area in (1, 2)", 'expected a comparison such as "area > 50 and rooms <= 6", got "area in (1, 2)"'),
        ("area = 50", 'not understood: "area = 50"; expected a comparison'),
        ("1 > 2", 'expected the name of a column in it, got "1 > 2"'),
        ("area > __import__('os')", "unknown function"),
        ("area > 9**9**9", "expected exponents of at most 100 in size"),
        ("area > 'x'", "\"'x'\" is not part of the language"),
        ("area > (rooms > 2)", '"rooms > 2" is not part of the language'),
        ("x" * 501, "expected at most 500 characters, got 501"),
    ],
)  # fmt: skip
def test_a_condition_outside_the_language_is_refused(text: str, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        read_condition(text)
    assert str(caught.value).startswith(fault)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "3", "x > 1", "x[0]", "x.real", "sine(x)", "(x", "x if y else z", "lambda: 0"])
def test_a_feature_outside_the_language_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_derived(text)


WORDS = "area rooms z 1 0 -2 1e3 + - * / ** ( ) , < <= > >= == != = and or not "
PIECES = st.sampled_from((WORDS + "abs( log( sqrt( max( | ² π e if else [ ] . : lambda").split())


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=30))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    values = {"area": AREA, "rooms": ROOMS}
    for read in (read_condition, read_derived):
        try:
            found = read(text)
        except InputError:
            continue
        held = found.on({name: values.get(name, AREA) for name in found.columns})
        assert held.shape in ((), (4,))
        assert held.dtype == (np.bool_ if read is read_condition else np.float64)
