"""How numbers read: by example, and by reading them back."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdcore.text.language import tr
from gdcore.text.notation import (
    Number,
    computed,
    fixed,
    orders_of_magnitude,
    orders_told,
    rounded,
    scientific,
    whole,
)

ASCII_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
READABLE = re.compile(r"−?(\d{1,3}(,\d{3})*(\.\d+)?|\d(\.\d+)? × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
numbers = st.floats(allow_nan=False, allow_infinity=False)


def read(plain: str) -> Decimal:
    """Return the number that a reader takes from the text."""
    digits, _, power = plain.partition(" × 10")
    exponent = int(power.translate(ASCII_DIGITS)) if power else 0
    return Decimal(digits.translate(ASCII_DIGITS).replace(",", "")).scaleb(exponent)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.6, "0.6"),
        (-0.36, "−0.36"),
        (-1.96, "−1.96"),
        (2.744, "2.74"),
        (9.994, "9.99"),
        (9.996, "10"),
        (-9.996, "−10"),
        (99.96, "100"),
        (0.9996, "1"),
        (0.15, "0.15"),
        (1234.5, "1,234"),
        (51923.64, "51,924"),
        (250_000.0, "250,000"),
        (100.0, "100"),
        (1000.0, "1,000"),
        (999_999.4, "999,999"),
        (999_999.5, "1.00 × 10⁶"),
        (-999_999.6, "−1.00 × 10⁶"),
        (1e6, "1 × 10⁶"),
        (1e7, "1 × 10⁷"),
        (1e16, "1 × 10¹⁶"),
        (-2e9, "−2 × 10⁹"),
        (2.0001e9, "2.00 × 10⁹"),
        (7.30937e42, "7.31 × 10⁴²"),
        (1.5624917e11, "1.56 × 10¹¹"),
        (9.996e8, "1.00 × 10⁹"),
        (0.001, "0.001"),
        (0.0009999, "0.001"),
        (0.00099949, "9.99 × 10⁻⁴"),
        (0.0005, "5 × 10⁻⁴"),
        (1e-5, "1 × 10⁻⁵"),
        (5e-8, "5 × 10⁻⁸"),
        (5.75e-7, "5.75 × 10⁻⁷"),
        (-5e-8, "−5 × 10⁻⁸"),
        (9.996e-8, "1.00 × 10⁻⁷"),
        (0.1**7, "1 × 10⁻⁷"),
        (1.7976931348623157e308, "1.80 × 10³⁰⁸"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_a_number_reads(value: float, plain: str) -> None:
    assert rounded(value).plain == str(rounded(value)) == plain


@pytest.mark.parametrize(
    ("value", "significant", "plain"),
    [
        (144.8588, 6, "144.859"),
        (51923.64, 6, "51,923.6"),
        (2.27531, 4, "2.275"),
        (0.01892, 1, "0.02"),
        (7.31e42, 1, "7 × 10⁴²"),
        (999_999.5, 7, "999,999.5"),
        (123_456.0, 3, "123,456"),
        (1.00000000000001e9, 15, "1.00000000000001 × 10⁹"),
    ],
)
def test_significant_digits_can_be_chosen(value: float, significant: int, plain: str) -> None:
    assert rounded(value, significant).plain == plain


@pytest.mark.parametrize("exponent", range(-12, 13))
@pytest.mark.parametrize("sign", [1, -1])
def test_powers_of_ten_read_exactly(exponent: int, sign: int) -> None:
    assert read(rounded(sign * float(f"1e{exponent}")).plain) == sign * Decimal(10) ** exponent
    assert read(scientific(sign * float(f"1e{exponent}")).plain) == sign * Decimal(10) ** exponent


@given(value=numbers, significant=st.integers(1, 9))
@example(value=999_999.5, significant=3)
@example(value=0.0009995, significant=3)
@example(value=5e-324, significant=3)
def test_reading_a_number_back_gives_it_within_rounding(value: float, significant: int) -> None:
    text = rounded(value, significant).plain
    assert READABLE.fullmatch(text)
    assert abs(read(text) - Decimal(value)) <= abs(Decimal(value)) * Decimal(5).scaleb(-significant)


@given(value=numbers, significant=st.integers(1, 9))
def test_scientific_reads_back_within_rounding(value: float, significant: int) -> None:
    number = scientific(value, significant)
    assert (number.exponent is None) == (value == 0.0)
    assert abs(read(number.plain) - Decimal(value)) <= abs(Decimal(value)) * Decimal(5).scaleb(-significant)


@given(value=st.one_of(numbers, st.floats(0.9e6, 1.1e6), st.floats(0.9e-3, 1.1e-3)), significant=st.integers(1, 9))
@example(value=999_999.5, significant=3)
@example(value=0.0009996, significant=3)
def test_the_form_depends_on_the_number_as_it_reads(value: float, significant: int) -> None:
    text = rounded(value, significant).plain
    plain = read(text) == 0 or Decimal("0.001") <= abs(read(text)) < 1_000_000
    assert ("×" not in text) == plain


@given(value=numbers)
def test_a_number_and_its_negative_differ_by_the_sign(value: float) -> None:
    assert rounded(-abs(value)).plain.removeprefix("−") == rounded(abs(value)).plain


@given(value=numbers, significant=st.integers(1, 9))
def test_typst_says_the_same_as_the_plain_text(value: float, significant: int) -> None:
    number = rounded(value, significant)
    digits, _, power = number.typst.partition(" times 10^(")
    exponent = int(power.removesuffix(")")) if power else 0
    assert Decimal(digits.replace('class("normal", ",")', "")).scaleb(exponent) == read(number.plain)


@pytest.mark.parametrize(
    ("value", "typst"),
    [
        (7.31e42, "7.31 times 10^(42)"),
        (5e-8, "5 times 10^(-8)"),
        (-1234.0, '-1class("normal", ",")234'),
        (-math.inf, "-∞"),
        (math.nan, '"undefined"'),  # a bare word would be an unknown variable
    ],
)
def test_typst_form(value: float, typst: str) -> None:
    assert rounded(value).typst == typst


@pytest.mark.parametrize(
    ("value", "decimals", "plain"),
    [
        (0.6, 2, "0.60"),
        (1.0, 2, "1.00"),
        (1.275309, 2, "1.28"),
        (1.62641, 4, "1.6264"),
        (-0.4, 1, "−0.4"),
        (-0.001, 2, "0.00"),
        (2e9, 2, "2 × 10⁹"),
        (999_999.999, 2, "1.00 × 10⁶"),
        (math.inf, 2, "∞"),
        (math.nan, 2, "undefined"),
    ],
)
def test_fixed_decimals(value: float, decimals: int, plain: str) -> None:
    assert fixed(value, decimals).plain == plain


@pytest.mark.parametrize(
    ("value", "plain"), [(1.0, "1.000 × 10⁰"), (123_456.0, "1.235 × 10⁵"), (-0.05, "−5.000 × 10⁻²"), (0.0, "0")]
)
def test_scientific_form_whatever_the_size(value: float, plain: str) -> None:
    assert scientific(value).plain == plain


def test_equal_numbers_are_equal() -> None:
    assert rounded(0.1 + 0.2) == rounded(0.3) == Number("0.3")


def test_orders_of_magnitude_survive_a_ratio_that_would_overflow() -> None:
    assert orders_of_magnitude(1e300, 1e-300) == pytest.approx(600.0)
    assert orders_of_magnitude(7.30937e42, 1.56249e11) == pytest.approx(math.log10(7.30937e42 / 1.56249e11))
    assert orders_of_magnitude(1.0, 1000.0) == pytest.approx(-3.0)


def test_whole_numbers_have_all_their_digits() -> None:
    assert (whole(12), whole(1_234_567)) == (Number("12"), Number("1,234,567"))
    assert whole(10_000).typst == '10class("normal", ",")000'


def test_whole_numbers_in_a_sentence_have_their_thousands_set_apart() -> None:
    assert tr("after {steps} steps of {rate}, {sure}", steps=12_000, rate=0.5, sure=True) == (
        "after 12,000 steps of 0.5, True"
    )


@pytest.mark.parametrize(
    ("value", "plain"),
    [(-0.6, "−0.6"), (0.98848, "0.9885"), (-1.27531, "−1.275"), (0.67507, "0.6751"), (51923.64, "51,924"), (0.0, "0")],
)
def test_what_is_computed_has_four_digits(value: float, plain: str) -> None:
    assert computed(value).plain == plain


def test_orders_of_magnitude_are_told_alike_up_and_down() -> None:
    assert orders_told(31.67).plain == orders_told(-31.67).plain == "31.7"
    assert orders_told(1234.0).plain == "1,234.0"
