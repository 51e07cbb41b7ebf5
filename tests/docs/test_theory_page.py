"""The numbers on the page about theory, computed once more from the data, without the core."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.docs.links import Page

X, Y = np.loadtxt(ROOT / "gdcore/data/houses.csv", delimiter=",", skiprows=1, unpack=True, usecols=(0, 1))
H = np.array([[np.mean(X * X), X.mean()], [X.mean(), 1.0]])
GOOD, GREAT = np.array([5e-8, 0.15]), np.array([5.75e-7, 0.15])
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


@pytest.fixture(scope="module")
def text(pages: dict[str, Page]) -> str:
    return " ".join(pages["theory.html"].text.split())


def read(words: str) -> float:
    """Return the number that is written so."""
    digits, _, power = words.replace("\u202f", "").replace(",", "").translate(SUPERSCRIPTS).partition(" × 10")
    return float(f"{digits}e{power or 0}")


def after(text: str, words: str) -> float:
    """Return the first number after these words."""
    found = re.search(re.escape(words) + r"\W*?(−?[\d.]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)", text)
    assert found, words
    return read(found[1].rstrip("."))


def last_loss(beta: float) -> float:
    point, velocity = np.array([250.0, 250_000.0]), np.zeros(2)
    for _ in range(150):
        residual = point[0] * X + point[1] - Y
        velocity = beta * velocity - GREAT * np.array([np.mean(X * residual), residual.mean()])
        point = point + velocity
    return float(np.mean((point[0] * X + point[1] - Y) ** 2))


def largest_root(beta: float) -> float:
    eigenvalues = np.linalg.eigvals(np.diag(GREAT) @ H).real
    return max(abs(np.roots([1.0, -(1.0 + beta - lam), beta])).max() for lam in eigenvalues)


def test_the_two_directions_of_the_good_run(text: str) -> None:
    fast, slow = sorted(1.0 - np.linalg.eigvals(np.diag(GOOD) @ H).real)
    assert after(text, "At the first pair a step keeps") == pytest.approx(fast, rel=2e-3)
    assert after(text, "of the error in one direction and") == pytest.approx(slow, rel=2e-4)


def test_how_the_other_run_grows(text: str) -> None:
    first = max(np.linalg.eigvals(np.diag(GREAT) @ H).real)
    assert after(text, "the first direction is multiplied by") == pytest.approx(1.0 - first, rel=5e-3)
    assert after(text, "In the long run the loss grows by") == pytest.approx((1.0 - first) ** 2, rel=1e-4)
    assert after(text, "are stable once β >") == pytest.approx(first / 2.0 - 1.0, abs=5e-6)


@pytest.mark.parametrize("beta", ["0", "0.13", "0.14", "0.5"])
def test_the_table_of_momenta(beta: str, text: str) -> None:
    row = re.search(rf"(?<![\d.]){re.escape(beta)} ([\d.]+) ([\d.]+ × 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    assert row
    assert read(row[1]) == pytest.approx(largest_root(float(beta)), rel=1e-4)
    assert read(row[2]) == pytest.approx(last_loss(float(beta)), rel=5e-3)


def test_what_the_best_rates_would_bring(text: str) -> None:
    curvatures = np.linalg.eigvalsh(H)
    condition = curvatures[-1] / curvatures[0]
    assert after(text, "For the houses κ is") == pytest.approx(condition, rel=5e-3)
    assert after(text, "The best single rate would remove") == pytest.approx(2.0 / (condition + 1.0), rel=5e-3)
    assert after(text, "for the houses it would remove") == pytest.approx(2.0 / (np.sqrt(condition) + 1.0), rel=5e-3)
