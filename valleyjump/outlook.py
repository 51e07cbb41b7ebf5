"""The runs that the article mentions without a clip: momentum, one exact step, the valley in standard units."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from gdcore.methods import gradient_descent, learning_rates, momentum
from gdcore.notation import rounded
from gdcore.objectives import frozen, mean_squared_error
from gdcore.scenario import Scenario
from gdcore.table import Table
from gdcore.theory import condition_number
from gdcore.trajectory import descend
from valleyjump.typeset import Quantity, quantity

BETAS = (0.13, 0.14, 0.5)


@dataclass(frozen=True)
class MomentumRow:
    """The blow-up rates with one momentum: where 150 steps end, the factor a step, and the verdict."""

    beta: Quantity
    loss: Quantity
    factor: Quantity
    kind: str


def momentum_rows(scenario: Scenario) -> tuple[MomentumRow, ...]:
    """Return the run of ``scenario`` again, with heavy-ball momentum on both sides of the edge."""
    return tuple(_momentum_row(scenario, beta) for beta in BETAS)


def _momentum_row(scenario: Scenario, beta: float) -> MomentumRow:
    run = replace(scenario, method=momentum(scenario.method.learning_rate, beta))
    factor = run.verdict.predicted_factor
    assert factor is not None  # heavy ball on a quadratic is linear
    return MomentumRow(quantity(beta), quantity(float(run.trajectory.losses[-1])), quantity(factor), run.verdict.kind)


def outlook_numbers(run: Scenario) -> dict[str, object]:
    """What conditioning costs, what one row's gradient hides, and the valley in standard units."""
    objective, table = run.objective, run.objective.table
    kappa = condition_number(objective)
    assert table is not None
    assert objective.minimum is not None
    assert kappa is not None
    mean, spread = float(table.x.mean()), float(table.x.std())
    plain = mean_squared_error(Table((table.x - mean) / spread, table.y))
    a, b = run.start
    rate = gradient_descent(learning_rates(1.0, plain.parameters))
    path = descend(plain, rate, frozen([a * spread, b + a * mean]), 1)
    return {
        "kappa": rounded(kappa),
        "worst_gain": rounded(4.0 * kappa / (kappa + 1.0) ** 2),
        "residual": rounded(math.sqrt(objective.minimum), 4),
        "rows": len(table.x),
        "standard_kappa": rounded(condition_number(plain) or math.nan),
        "standard_rate": rounded(1.0),
        "standard_start": rounded(path.losses[0], 4),
        "standard_loss": rounded(path.losses[-1], 4),
    }
