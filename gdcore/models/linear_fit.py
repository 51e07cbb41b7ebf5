"""Linear models of several features as objectives: y = w1*x1 + w2*x2 + ... + constant, with any loss."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions.written import typst_name, typst_of
from gdcore.models.feature_error import FeatureError
from gdcore.models.features import Features
from gdcore.models.line_error import fit_objective
from gdcore.models.robust_fit import robust_minimiser
from gdcore.models.row_error import RowError
from gdcore.objectives.losses import SQUARED, Absolute, Huber, RowLoss, Squared
from gdcore.objectives.objective import Objective, Rows, Standard
from gdcore.text.notation import written_out

WRITTEN_OUT = 3
"""The most columns that the formula lists; of more, it shows the first and the last."""
MOST_ROWS = 20_000
"""A loss that is no square looks at every row at every point of a picture."""
_NAMES: Mapping[type, str] = {Squared: "mean_squared_error", Absolute: "mean_absolute_error", Huber: "mean_huber_loss"}


def features_error(features: Features, loss: RowLoss = SQUARED) -> Objective:
    """Return the mean loss of p.x + c on features; of squared errors, by convention with half its gradient.

    Raises ``InputError`` for features that are linearly dependent, and for too many rows for a loss that is no square.

    >>> rows = Features(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), [1.0, 3.0, 4.0, 6.0])
    >>> features_error(rows).minimiser.round(12).tolist()
    [2.0, 3.0, 1.0]
    """
    means, spreads = abs(features.x.mean(axis=0)), features.x.std(axis=0)
    return _fit(
        "features_", features, features.x, loss, features.parameters, _terms(features),
        scale=np.append(np.maximum(means, spreads), 1.0), units=features.parameter_units,
    )  # fmt: skip


def standardised_features_error(features: Features, loss: RowLoss = SQUARED) -> Objective:
    """Return the same error with each column in standard units; its parameters are p_area, p_rooms, ... and q.

    ``standard.parameters`` names the parameters of the original columns, in which lesson files give the start.
    """
    means, spreads = features.x.mean(axis=0), features.x.std(axis=0)
    names, m = _standard_names(features.parameters), features.x.shape[1]
    return _fit(
        "standardised_features_", features, frozen((features.x - means) / spreads), loss, names,
        [f"z_({i} i)" for i in range(1, m + 1)] if m > 1 else ["z_i"],
        scale=np.ones(m + 1), units=(features.y_unit,) * (m + 1),
        standard=Standard(
            tuple(means.tolist()), tuple(spreads.tolist()), features.parameters, features.parameter_units
        ),
    )  # fmt: skip


def _fit(
    name: str, features: Features, x: Array, loss: RowLoss, parameters: tuple[str, ...], terms: Sequence[str],
    **others: Any,
) -> Objective:  # fmt: skip
    """Return the objective of a fit to the columns ``x`` ``(n, m)``, which ``terms`` write in Typst."""
    squares: FeatureError | RowError = FeatureError.on(x, features.y, features.x_names, features.source)
    others |= {"formula": _formula(parameters, terms, loss), "rows": Rows(x, features.y, loss)}
    if isinstance(loss, Absolute | Huber):
        if len(x) > MOST_ROWS:
            few = f"expected at most {MOST_ROWS:,} rows for a loss that is not squared"
            raise InputError(f"{features.source}: {few}, got {len(x):,}")
        others |= {"minimiser": robust_minimiser(x, features.y, loss), "minimum_is": "found", "quadratic": False}
        others |= {"gradient_scale": loss.scale}
        others |= {"value_unit": features.y_unit} if isinstance(loss, Absolute) else {}
        squares = RowError(x, features.y, loss)
    return fit_objective(name + _NAMES[type(loss)], parameters, squares, features, **others)


def _standard_names(parameters: tuple[str, ...]) -> tuple[str, ...]:
    """Return names that differ from those for the original columns: p_area for area, p1 for x1, q for the constant."""
    slopes = [f"p{i}" if name in (f"x{i}", f"w{i}") else f"p_{name}" for i, name in enumerate(parameters[:-1], 1)]
    return ("p", "q") if len(slopes) == 1 else (*slopes, "q")


def _terms(features: Features) -> list[str]:
    """Return the features of row i in Typst mathematics: x_(2 i) is that of the second, x_i^(2) a square."""
    curve = features.curve
    if curve is None:
        return [f"x_({i} i)" for i in range(1, features.x.shape[1] + 1)]
    named = (re.sub(rf"(?<!\w){re.escape(curve.name)}(?!\w)", "x", one.source) for one in curve.functions)
    written = [re.sub(r"(?<![\w\"])x(?![\w\"])", "x_i", typst_of(source)) for source in named]
    return [f"({term})" if re.match(r"[-\d]", term) or re.search(" [-+] ", term) else term for term in written]


def _formula(parameters: tuple[str, ...], terms: Sequence[str], loss: RowLoss) -> str:
    """Return the definition of the mean loss in Typst mathematics."""
    products = [f"{typst_name(name)} {term}" for name, term in zip(parameters, terms, strict=False)]
    shown = products if len(products) <= WRITTEN_OUT else [products[0], "dots.c", products[-1]]
    residual = f"{' + '.join(shown)} + {typst_name(parameters[-1])} - y_i"
    if isinstance(loss, Huber):
        return f'1/n sum_(i=1)^n op("huber")_({written_out(loss.delta).typst})({residual})'
    return f"1/n sum_(i=1)^n abs({residual})" if isinstance(loss, Absolute) else f"1/n sum_(i=1)^n ({residual})^2"
