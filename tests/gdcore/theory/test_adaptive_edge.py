"""Methods with effective rates: their edges against eigenvalues of their update maps, and verdicts on their runs."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.trajectory import descend
from gdcore.methods.registry import made
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.preconditioned import preconditioned_sharpness, stable_below
from gdcore.theory.verdict import judge


def spectral_radius(beta1: float, shrink: float, lam: float) -> float:
    """Of p <- (1 - shrink) p - m, m <- beta1 m + (1 - beta1) lam p: Adam with fixed effective rates."""
    step = (1.0 - beta1) * lam
    return float(abs(np.linalg.eigvals([[1.0 - shrink - step, -beta1], [step, beta1]])).max())


@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9, 0.95])
@pytest.mark.parametrize("decay", [0.0, 0.5])
def test_the_edge_of_adam_is_where_its_map_becomes_unstable(beta1: float, decay: float) -> None:
    numbers = {"beta1": beta1} | ({"weight_decay": decay} if decay else {})
    edge = stable_below(made("adamw" if decay else "adam", frozen([0.1, 0.05]), **numbers))
    assert edge is not None
    assert (
        spectral_radius(beta1, 0.1 * decay, edge * (1 - 1e-6))
        < 1.0
        < spectral_radius(beta1, 0.1 * decay, edge * (1 + 1e-6))
    )


@pytest.mark.parametrize(
    ("name", "numbers", "edge"),
    [
        ("adam", {}, 38.0), ("rmsprop", {}, 2.0), ("adagrad", {}, 2.0), ("gradient_descent", {}, 2.0),
        ("momentum", {"momentum": 0.5}, 3.0), ("newton", {}, None), ("polyak", {}, None), ("adam", {"batch": 3}, None),
    ],
)  # fmt: skip
def test_edges(name: str, numbers: dict[str, float], edge: float | None) -> None:
    assert stable_below(made(name, frozen([0.1]), **numbers)) == (None if edge is None else pytest.approx(edge))


def test_the_sharpness_of_adam_comes_to_hover_at_its_edge() -> None:
    run = descend(parabola(), made("adam", frozen([0.1])), [-1.0], 20_000)
    sharpness = preconditioned_sharpness(run)
    assert sharpness is not None
    assert sharpness.shape == (20_000,)
    assert sharpness[0] == pytest.approx(0.1 / 2.0 * 2.0)
    assert 30.0 < np.median(sharpness[10_000:]) < 38.0 < sharpness[10_000:].max() < 60.0
    assert run.losses[10_000:].max() > 1e-4  # it is driven out again and again, and comes back


def test_the_sharpness_of_plain_descent_is_that_of_its_rates() -> None:
    run = descend(mean_squared_error(houses()), made("gradient_descent", frozen([5e-8, 0.15])), [250.0, 250_000.0], 5)
    assert preconditioned_sharpness(run) == pytest.approx([0.32493454] * 5)
    assert preconditioned_sharpness(descend(parabola(), made("newton", frozen([1.0])), [-1.0], 3)) is None


@pytest.mark.parametrize(
    ("name", "rate", "numbers", "kind", "period"),
    [
        ("adam", 0.1, {}, "converging", None), ("adam", 5.0, {}, "converging", None),
        ("adagrad", 0.5, {}, "converging", None), ("rmsprop", 0.1, {}, "cycling", 2),
        ("newton", 1.0, {}, "converging", None), ("newton", 2.0, {}, "cycling", 2),
        ("newton", 2.5, {}, "diverging", None),
        ("polyak", 1.0, {}, "converging", None), ("barzilai_borwein", 0.3, {}, "converging", None),
        ("gradient_descent", 1.2, {"clip": 1.0}, "cycling", 2),
        ("gradient_descent", 0.3, {"clip": 1.0}, "converging", None),
    ],
)  # fmt: skip
def test_a_verdict_tells_what_the_run_does_and_predicts_nothing(
    name: str, rate: float, numbers: dict[str, float], kind: str, period: int | None
) -> None:
    verdict = judge(descend(parabola(), made(name, frozen([rate]), **numbers), [-1.0], 300))
    assert (verdict.kind, verdict.period) == (kind, period)
    assert verdict.eigenvalues is None
    assert verdict.edge_multiple is None
    assert verdict.factors == (None, None)
