"""Whatever is written, nothing but words is spoken, no minus is lost, and every number can be read back."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdcore.lesson.lesson_file import read_document
from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.speech.spoken import spoken
from gdcore.text.language import thousands_separator, use_language
from gdcore.text.notation import rounded, whole
from scenes.sentences.beat_sentence import narrate
from tests.conftest import ROOT
from tests.gdcore.speech.reading import read

PLAIN_PUNCTUATION = frozenset(".,;:!?…()\"'“”‘’«»‹›¿¡-„")
SIGNS = "−-–—×·*/+=<>≤≥≈±^_%$€°²³⁻⁴₃ₐ√∇∂∞→½¾|‖()[]{}'’\"!?….,;: \u202f\u2068\u200f\n~&#@\\"
LETTERS = (
    "a",
    "b",
    "x",
    "y",
    "J",
    "I",
    "η",
    "λ",
    "ξ",
    "Σ",
    "x\u0302",
    "the ",
    "step ",
    "paso ",
    "una ",
    "ft",
    "km",
    "e",
)
OTHERS = ("10", "1e-7", "1,562", "42nd", "1.º", "漢", "ع", "٣", "①", "Ⅳ", "🎉", "⊕", "∮", "^{", "_(", "⁽⁾", "**")
written = st.lists(st.sampled_from([*SIGNS, *LETTERS, *OTHERS, *"0123456789"]), max_size=25).map("".join)
SENTENCES = {
    "en": (
        ("x = {}.", "X equals ", "."),
        ("From {}: up", "From ", ": up"),
        ("slope {}, then less", "slope ", ", then less"),
        ("{} leaves", "", " leaves"),
        ("({}, 3)", "", ", and three"),
        ("|{}| ≤ 3", "The absolute value of ", " is at most three"),
        ("{} %", "", " percent"),
        ("x = 5 · {} now", "X equals five times ", " now"),
    ),
    "es": (
        ("x = {}.", "X igual a ", "."),
        ("Desde {}: arriba", "Desde ", ": arriba"),
        ("pendiente {}, luego menos", "pendiente ", ", luego menos"),
        ("{} se va", "", " se va"),
        ("({}, 3)", "", ", y tres"),
        ("|{}| ≤ 3", "El valor absoluto de ", " es menor o igual que tres"),
        ("{} %", "", " por ciento"),
    ),
}
"""Sentences with a place for a number, and what is said before and after it."""
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
MINUS = {"en": "minus", "es": "menos"}


def is_spoken(text: str) -> bool:
    """Whether a text has only letters, their marks, spaces, and punctuation that speech programs know."""
    return all(
        letter == " " or letter in PLAIN_PUNCTUATION or unicodedata.category(letter)[0] in "LM" for letter in text
    )


def value_of(number: str) -> Decimal:
    """Return the value of a number in our notation, such as −7.31 × 10⁴²."""
    digits, _, power = number.replace("−", "-").replace(thousands_separator(), "").partition(" × 10")
    return Decimal(digits).scaleb(int(power.translate(RAISED) or "0"))


def check(number: str, value: Decimal, language: str) -> None:
    """Assert that a number is heard as it is written, alone and in sentences."""
    assert read(spoken(number, language), language) == value
    for sentence, before, after in SENTENCES[language]:
        said = spoken(sentence.format(number), language)
        assert said.startswith(before), said
        assert said.endswith(after), said
        assert read(said.removeprefix(before).removesuffix(after), language) == value, said


@pytest.mark.parametrize("language", SENTENCES)
@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 6))
@example(-0.36, 3)
@example(-1e-9, 3)
@example(7.31e42, 3)
@settings(max_examples=60)
def test_rounded_numbers_can_be_read_back(language: str, value: float, significant: int) -> None:
    with use_language(language):
        number = str(rounded(value, significant))
        check(number, value_of(number), language)


@pytest.mark.parametrize("language", SENTENCES)
@given(st.integers(-(10**15), 10**15))
@example(21_021_021)
@example(-101_000)
@settings(max_examples=40)
def test_whole_numbers_can_be_read_back(language: str, n: int) -> None:
    with use_language(language):
        check(str(whole(n)), Decimal(n), language)
    check(f"{n}".replace("-", "−"), Decimal(n), language)
    check(f"{n}", Decimal(n), language)


@pytest.mark.parametrize("language", ["en", "es", "de", "el", "ja", "xx"])
@given(written)
@example("(" * 2000 + "1" + ")" * 2000)
@example("√" * 2000 + "x")
@example("9" * 5000)
@example("x^" * 2000)
@settings(max_examples=60)
def test_only_words_and_punctuation_are_left(language: str, text: str) -> None:
    assert is_spoken(spoken(text, language))


@pytest.mark.parametrize("language", SENTENCES)
@given(written)
@settings(max_examples=60)
def test_no_minus_is_lost(language: str, text: str) -> None:
    assert spoken(text, language).lower().count(MINUS[language]) >= text.count("−")


def scenarios() -> list[Scenario]:
    lessons = (read_document(path).lesson() for path in sorted((ROOT / "examples").glob("*.toml")))
    return [*catalogue(), *(scenario for lesson in lessons for scenario in lesson.scenarios)]


@pytest.mark.heavy
@pytest.mark.parametrize("language", SENTENCES)
def test_every_sentence_and_fact_of_the_clips_is_spoken(language: str) -> None:
    with use_language(language):
        said: set[str] = set()
        told: set[str] = set()
        for scenario in scenarios():
            known = facts(scenario)
            said |= {narrate(scenario, known, beat) for beat in beats_of(scenario)}
            told |= set(known.values())
        heard = {text: spoken(text) for text in said | told}
    assert [text for text, words in heard.items() if not is_spoken(words)] == []
    assert [text for text in said if heard[text].lower().count(MINUS[language]) < text.count("−")] == []
