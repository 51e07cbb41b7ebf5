"""A lesson on real data as a teacher would make it: a file from a class, a line, and rates on both sides of the edge.

The data are the 442 patients of B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least angle regression (2004),
which scikit-learn ships: the body mass index against how far diabetes had progressed a year later.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdcore.scenario import Scenario
from tests.lessons import load_scenarios

STEPS = 60
RATES = np.array([1e-3, 0.5])
ENTRY = """
[[scenario]]
slug = "{slug}"
data = {{ csv = "patients.{kind}", x = "bmi", y = "progression", x_unit = "kg/m²", standardise = {standardise} }}
start = {{ a = 0.0, b = 0.0 }}
learning_rate = {rate}
method = "{method}"
steps = {steps}
"""


def by_name(rates: np.ndarray) -> str:
    return f"{{ a = {rates[0]!r}, b = {rates[1]!r} }}".replace("np.float64(", "").replace(")", "")


@pytest.fixture(scope="module")
def patients() -> tuple[np.ndarray, list[str], np.ndarray]:
    from sklearn.datasets import load_diabetes  # in seconds, which no other test should wait for

    found = load_diabetes(scaled=False)
    names = [*found.feature_names, "progression"]
    return np.column_stack([found.data, found.target]), names, found.data[:, found.feature_names.index("bmi")]


@pytest.fixture(scope="module")
def fit(patients: tuple[np.ndarray, list[str], np.ndarray]) -> Any:
    from sklearn.linear_model import LinearRegression

    rows, _names, bmi = patients
    return LinearRegression().fit(bmi[:, None], rows[:, -1])


@pytest.fixture(scope="module")
def hessian(patients: tuple[np.ndarray, list[str], np.ndarray]) -> np.ndarray:
    bmi = patients[2]
    design = np.stack([bmi, np.ones_like(bmi)], axis=1)
    return design.T @ design / len(bmi)


@pytest.fixture(scope="module")
def edge(hessian: np.ndarray) -> float:
    """By how much the rates may be multiplied before the largest eigenvalue of diag(rates) H reaches 2."""
    return float(2.0 / np.linalg.eigvals(np.diag(RATES) @ hessian).real.max())


@pytest.fixture(scope="module", params=["csv", "tsv"])
def lesson(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    patients: tuple[np.ndarray, list[str], np.ndarray],
    edge: float,
) -> dict[str, Scenario]:
    rows, names, _bmi = patients
    folder, separator = tmp_path_factory.mktemp("class"), {"csv": ",", "tsv": "\t"}[request.param]
    lines = [separator.join(names), *(separator.join(map(repr, row)) for row in rows.tolist())]
    (folder / f"patients.{request.param}").write_text("\n".join(lines) + "\n")
    runs = {
        "stable": ("gradient_descent", by_name(0.99 * edge * RATES), "false"),
        "unstable": ("gradient_descent", by_name(1.01 * edge * RATES), "false"),
        "halving": ("halving", by_name(1.01 * edge * RATES), "false"),
        "standard": ("gradient_descent", "1.0", "true"),
    }
    path = folder / "lesson.toml"
    path.write_text(
        "".join(
            ENTRY.format(slug=slug, kind=request.param, method=method, rate=rate, standardise=standard, steps=STEPS)
            for slug, (method, rate, standard) in runs.items()
        )
    )
    return {scenario.slug: scenario for scenario in load_scenarios(path)}


def best(fit: Any) -> np.ndarray:
    return np.array([fit.coef_[0], fit.intercept_])


def test_the_lowest_point_is_the_fit_of_another_library(lesson: dict[str, Scenario], fit: Any) -> None:
    assert lesson["stable"].view == "fit"
    assert lesson["stable"].objective.minimiser == pytest.approx(best(fit), rel=1e-9)
    standard = lesson["standard"].objective
    assert standard.standard is not None
    assert standard.minimiser is not None
    assert standard.standard.original(standard.minimiser) == pytest.approx(best(fit), rel=1e-9)


@pytest.mark.parametrize(("slug", "share", "kind"), [("stable", 0.99, "converging"), ("unstable", 1.01, "diverging")])
def test_the_runs_on_both_sides_of_the_edge(
    lesson: dict[str, Scenario],
    fit: Any,
    hessian: np.ndarray,
    edge: float,
    slug: str,
    share: float,
    kind: str,
) -> None:
    run, verdict = lesson[slug].trajectory, lesson[slug].verdict
    update = np.eye(2) - share * edge * np.diag(RATES) @ hessian
    error = run.start - best(fit)
    for k in range(STEPS + 1):
        assert run.iterates[k] - best(fit) == pytest.approx(error, rel=1e-8, abs=1e-8)
        error = update @ error
    assert verdict.kind == kind
    multipliers = np.linalg.eigvals(update).real
    assert verdict.overshoots == bool(multipliers[abs(multipliers).argmax()] < 0.0)
    assert verdict.edge_multiple == pytest.approx(1.0 / share, rel=1e-9)
    assert verdict.predicted_factor == pytest.approx(abs(np.linalg.eigvals(update)).max(), rel=1e-9)


def test_near_the_edge_the_losses_fall_or_rise_as_the_factor_says(lesson: dict[str, Scenario], fit: Any) -> None:
    least = lesson["unstable"].objective.minimum
    losses = lesson["unstable"].trajectory.losses
    assert least is not None
    # The other direction still shrinks: what is left of it after 60 steps is below 1 in 1000 of the loss.
    assert (losses[-1] - least) / (losses[-2] - least) == pytest.approx(1.02**2, rel=2e-3)
    assert lesson["stable"].trajectory.losses[-1] < lesson["stable"].trajectory.losses[0]


def test_halving_mends_the_rates_that_are_too_large(
    lesson: dict[str, Scenario], patients: tuple[np.ndarray, list[str], np.ndarray], fit: Any
) -> None:
    run = lesson["halving"].trajectory
    assert run.rejected
    assert not run.rose.any()
    rows, _names, bmi = patients
    assert run.losses[0] == pytest.approx(np.mean(rows[:, -1] ** 2), rel=1e-12)
    residual = run.iterates[-1] @ np.stack([bmi, np.ones_like(bmi)]) - rows[:, -1]
    assert run.losses[-1] == pytest.approx(np.mean(residual**2), rel=1e-12)


def test_in_standard_units_one_step_lands(lesson: dict[str, Scenario], fit: Any) -> None:
    objective, run = lesson["standard"].objective, lesson["standard"].trajectory
    assert objective.standard is not None
    assert objective.standard.original(run.iterates[1]) == pytest.approx(best(fit), rel=1e-9)
