"""A question that a lesson asks in words of its own: which choice is right is told by the run, not by its author."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions.of_columns import OfColumns, read_condition, read_derived
from gdcore.faults import CombinedInputError, collecting, got, in_one_line, located_at
from gdcore.narration.facts import facts
from gdcore.narration.own_words import IN_BRACES, filled, unknown_facts
from gdcore.question import Choice, Question
from gdcore.questions.choices import RIGHT
from gdcore.scenario import Scenario
from gdcore.text.language import decimal_sign, thousands_separator, tr
from gdcore.text.notation import MINUS, SUPERSCRIPTS

LETTERS = "ABCD"
EXAMPLE = "factor < 1"
"""A condition on a run."""
FORMULA = 'expected a fact or a formula of facts such as "loss_0/loss_last"'
NEAR = 0.05
"""A number that is this share of the answer away from it, or less, is meant to be it."""
_LOWERED = {raised: plain for plain, raised in SUPERSCRIPTS.items()}
_POWER = re.compile(r"(?:([-\d.]+) × )?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@dataclass(frozen=True)
class OwnChoice:
    """One choice as it is written; ``right`` is the condition on which it is the right one."""

    text: str
    right: str | None = None
    response: str = ""


@dataclass(frozen=True)
class OwnQuestion:
    """A question as it is written. ``answer`` is a letter, a text with facts, or a formula of facts."""

    text: str
    choices: Sequence[OwnChoice]
    answer: str | None = None
    explanation: str = ""


def own_question(asked: OwnQuestion, scenario: Scenario) -> Question:
    """Return a question with the numbers of a run in it.

    Raises ``CombinedInputError`` with a line for each fact that is none, and unless exactly one choice is right.
    """
    faults: list[str] = []
    texts = {"text": asked.text, "explanation": asked.explanation}
    for number, choice in enumerate(asked.choices, 1):
        texts |= {f"choices.{number}": choice.text, f"choices.{number}.response": choice.response}
    for place, text in texts.items():
        faults += [f"{place}: {line}" for line in unknown_facts(scenario, _names(text))]
    if faults:
        raise CombinedInputError(faults)
    known = facts(scenario)
    shown = [filled(choice.text, known) for choice in asked.choices]
    with located_at("choices"):
        _check_different(shown)
    right = _by_condition(asked.choices, known) if asked.answer is None else _by_answer(asked.answer, shown, known)
    choices = [
        Choice(text, i == right, filled(choice.response, known) or (tr(RIGHT) if i == right else tr("Not this one.")))
        for i, (text, choice) in enumerate(zip(shown, asked.choices, strict=True))
    ]
    told = filled(asked.explanation, known) or choices[right].response
    return Question(scenario.slug, filled(asked.text, known), tuple(choices), told)


def number_of(text: str) -> float | None:
    """Return the number that a fact or a choice reads as in the current language, None for any other text.

    >>> number_of("−1.5 × 10¹¹"), number_of("1,234"), number_of("x = 1")
    (-150000000000.0, 1234.0, None)
    """
    plain = text.strip().replace(MINUS, "-").replace(thousands_separator(), "").replace(decimal_sign(), ".")
    power = _POWER.fullmatch(plain.removeprefix("-"))
    if power:
        sign = "-" if plain.startswith("-") else ""
        plain = f"{sign}{power[1] or 1}e{power[2].translate(_LOWERED)}"
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _names(text: str) -> Iterable[str]:
    return (match[1] for match in IN_BRACES.finditer(text) if match[1] is not None)


def _check_different(shown: Sequence[str]) -> None:
    for text in dict.fromkeys(shown):
        if shown.count(text) > 1:
            raise InputError(f"expected choices that differ, got {got(text)} {shown.count(text)} times")


def _by_condition(choices: Sequence[OwnChoice], known: Mapping[str, str]) -> int:
    """Return the index of the choice whose condition the run fulfils."""
    faults: list[str] = []
    hold: list[int] = []
    for i, choice in enumerate(choices):
        with collecting(faults, f"choices.{i + 1}.right"):
            if bool(_value(read_condition(choice.right or "", EXAMPLE), known)):
                hold.append(i)
    if faults:
        raise CombinedInputError(faults)
    return _only(hold, "choices", "of this run holds")


def _by_answer(answer: str, shown: Sequence[str], known: Mapping[str, str]) -> int:
    """Return the index of the choice that ``answer`` means: by its letter, its text, or as a number near it."""
    if answer in LETTERS[: len(shown)]:
        return LETTERS.index(answer)
    with located_at("answer"):
        if answer in LETTERS:
            raise InputError(f"expected a letter from A to {LETTERS[len(shown) - 1]}, got {answer}")
        text = filled(answer, known)
        if text in shown:
            return shown.index(text)
        value = float(_value(read_derived(IN_BRACES.sub(lambda match: match[1] or match[0], answer), FORMULA), known))
        numbers = [number_of(choice) for choice in shown]
        if None in numbers:
            wrong = shown[numbers.index(None)]
            raise InputError(f"it is {value:.4g}, and not every choice is a number: {got(wrong)}")
        off = [math.inf if number is None else abs(number - value) for number in numbers]
        near = [i for i, distance in enumerate(off) if distance <= NEAR * abs(value)]
        return _only(near, "", f"is within {NEAR:.0%} of {value:.4g}")


def _only(found: Sequence[int], place: str, what: str) -> int:
    if len(found) != 1:
        letters = " and ".join(LETTERS[i] for i in found) or "none"
        said = f"expected exactly one right choice, got {letters}: that {what}"
        raise InputError(f"{place}: {said}" if place else said)
    return found[0]


def _value(formula: OfColumns, known: Mapping[str, str]) -> NDArray[Any]:
    """Return the value of a formula of facts, which are taken as they read."""
    values: dict[str, Array] = {}
    for name in formula.columns:
        number = number_of(known[name]) if name in known else None
        if name not in known:
            raise InputError(f"{in_one_line(name)} is not a fact of this run; valleyjump facts SLUG lists them")
        if number is None:
            raise InputError(f"{name} is no number: {got(known[name])}")
        values[name] = frozen(number)
    found = formula.on(values)
    if found.dtype != np.bool_ and not np.isfinite(found):
        raise InputError(f'"{in_one_line(formula.source)}" has no value in this run')
    return found
