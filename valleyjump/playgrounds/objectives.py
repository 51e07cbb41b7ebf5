"""Objectives as the page's scripts make them again: from sums of data, or by the name of a written function."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gdcore.arrays import Array
from gdcore.expressions.derived_formulas import written_as
from gdcore.expressions.known import KNOWN
from gdcore.models.feature_error import FeatureError
from gdcore.models.line_error import LineError
from gdcore.models.row_error import RowError
from gdcore.objectives.losses import Absolute, Huber
from gdcore.objectives.objective import Objective, Rows
from gdcore.objectives.parabola import Parabola
from gdcore.scenario import Scenario

if TYPE_CHECKING:
    from gdcore.expressions.derivatives import WrittenFunction


def objective_model(
    objective: Objective, start: Array | None = None, *, with_rows: bool = False
) -> dict[str, Any] | None:
    """Return what ``objectiveOf`` of ``objectives.js`` takes, or None for an objective that it cannot make.

    A minimiser that was found is the one that the run from ``start`` tends to. Models ``with_rows`` have the data, for
    methods that draw some of them; those of losses that are no squares always do.
    """
    function, rows = objective.function, objective.rows
    if isinstance(function, RowError) and rows is not None and objective.minimiser is not None:
        return rows_model(rows, objective.minimiser)
    if with_rows and rows is not None:
        model = objective_model(objective, start)
        return None if model is None else {**model, "rows": _table(rows)}
    if isinstance(function, Parabola):
        return {"kind": "parabola"}
    if isinstance(function, LineError):
        return line_model(function)
    if isinstance(function, FeatureError):
        arrays = {name: getattr(function, name).tolist() for name in ("means", "factor", "best")}
        numbers = {"mean_y": function.mean_y, "least": function.least, "root": function.hessian_root.tolist()}
        return {"kind": "features", "sums": arrays | numbers}
    if written_as(objective) is None:
        return None
    known = KNOWN[objective.name].minimisers if objective.name in KNOWN else ()
    if objective.minimiser is not None and objective.minimum_is == "exact":
        known = (tuple(objective.minimiser.tolist()),)
    found = objective.minimiser is not None and objective.minimum_is == "found"
    return {
        "kind": "written",
        "name": function_name(objective),
        "parameters": objective.parameters,
        "quadratic": objective.quadratic,
        "minimisers": known,
        "found": objective.minimiser.tolist() if found and objective.minimiser is not None else None,
        "start": None if start is None else start.tolist(),
    }


def line_model(sums: LineError) -> dict[str, Any]:
    """Return the model of the error of a line."""
    return {"kind": "line", "sums": asdict(sums)}


def rows_model(rows: Rows, minimiser: Array) -> dict[str, Any]:
    """Return the model of the mean loss of rows."""
    return {"kind": "rows", "minimisers": (minimiser.tolist(),), "rows": _table(rows)}


def _table(rows: Rows) -> dict[str, Any]:
    loss, columns = rows.loss, rows.x.reshape(rows.n_rows, -1).T.tolist()
    delta = loss.delta if isinstance(loss, Huber) else None
    name = "huber" if isinstance(loss, Huber) else "absolute" if isinstance(loss, Absolute) else "squared"
    return {"x": columns, "y": rows.y.tolist(), "loss": name, "delta": delta}


def function_name(objective: Objective) -> str:
    """Return what a written function is called in the scripts: the same for the same function of the same axes."""
    expression = written_as(objective)
    assert expression is not None
    text = "\n".join([expression.source, *expression.parameters])
    return f"f{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def written_functions(scenarios: Iterable[Scenario]) -> Mapping[str, WrittenFunction]:
    """Return the written functions of scenarios by name, each once."""
    from gdcore.expressions.derivatives import WrittenFunction  # late: SymPy

    objectives = (scenario.objective for scenario in scenarios)
    found = {function_name(one): one.function for one in objectives if written_as(one) is not None}
    return {name: function for name, function in found.items() if isinstance(function, WrittenFunction)}
