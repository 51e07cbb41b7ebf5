"""What questions are held against: steps and losses of the houses by hand, and numbers out of texts."""

from __future__ import annotations

import re

import numpy as np
import pytest

from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES
from gdcore.questions.by_slug import Question
from gdcore.tables.table import houses

X, Y = houses().x, houses().y
START = np.array([250.0, 250_000.0])
GOOD, GREAT = (np.array(list(rates.values())) for rates in (GOOD_RATES, BLOW_UP_RATES))


def value(text: str) -> float:
    """Return the one number that a text names."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    (found,) = re.findall(r"−?[\d,]+(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    digits, _, power = found.replace("−", "-").replace(",", "").partition(" × 10")
    return float(f"{digits}e{power.translate(raised) or 0}")


def reply(asked_: Question, number: float) -> str:
    """Return what meets the choice of this number."""
    (found,) = [c.response for c in asked_.choices if value(c.text) == pytest.approx(number, rel=5e-3)]
    return found


def loss(point: np.ndarray) -> float:
    return float(np.mean((point[0] * X + point[1] - Y) ** 2))


def step(point: np.ndarray, rates: np.ndarray) -> np.ndarray:
    residual = point[0] * X + point[1] - Y
    return point - rates * np.array([np.mean(X * residual), residual.mean()])


def walk(rates: np.ndarray, n: int) -> np.ndarray:
    points = [START]
    for _ in range(n):
        points.append(step(points[-1], rates))
    return np.array(points)


def checked(found: Question, slug: str) -> None:
    assert found.slug == slug
    assert 3 <= len(found.choices) <= 4
    assert [choice.right for choice in found.choices].count(True) == 1
    texts = [choice.text for choice in found.choices]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & {"", "∞", "−∞", "undefined"}
    assert found.prompt.endswith("?")
    for sentence in (found.prompt, found.explanation, *(choice.response for choice in found.choices)):
        assert sentence[0].isupper() or sentence[0] in "η", sentence
        assert sentence[-1] in ".?", sentence
        assert not re.search(r"nan|inf\b|None|  |\{|\d\.\d{7}", sentence), sentence
