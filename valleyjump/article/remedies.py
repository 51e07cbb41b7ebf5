"""The second half of the story: every remedy on the same houses, counted alike, and the numbers of its section."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup

from gdcore.descent.method import Method
from gdcore.descent.momentum import nesterov
from gdcore.descent.stochastic import row_share
from gdcore.methods.registry import made
from gdcore.scenario import Scenario
from gdcore.studies.race import arrivals, goal
from gdcore.text.language import tr, tr_p
from gdcore.text.notation import computed, rounded
from gdcore.theory.felt_condition import felt_condition_number
from valleyjump.markup.quantity import NBSP, Quantity, count, quantity, typeset


@dataclass(frozen=True)
class ComparedRun:
    """What one method spent on the houses, and how near it came to least squares."""

    label: str
    note: Markup
    known: str
    """What one has to know to set it up."""
    arrived: Quantity | None
    """The evaluations until it first was near the minimum, as in the race; None if it never was."""
    steps: Quantity
    losses: Quantity
    gradients: Quantity
    loss: Quantity
    distance: Quantity


def _with_method(scenario: Scenario, method: Method) -> Scenario:
    return replace(scenario, method=method)


def comparison(runs: Mapping[str, Scenario]) -> tuple[ComparedRun, ...]:
    """Return all methods on the houses, in the order of the story."""
    return (*_remedies(runs), *_changing(runs), *_choosing(runs))


def _remedies(runs: Mapping[str, Scenario]) -> tuple[ComparedRun, ...]:
    beta = runs["mse-momentum"].method.momentum
    ahead = _with_method(runs["mse-blowup"], nesterov(runs["mse-blowup"].method.learning_rate, beta))
    plain, same_rates, nothing = tr("plain descent"), tr("the same rates"), tr("nothing")
    with_beta = tr("the same rates, β = {beta}", beta=rounded(beta))
    standard_rate = rounded(runs["mse-normalised"].method.learning_rate[0])
    below = tr("rates below the edge")
    rescuing = tr("a β that moves the edge far enough")
    return (
        _compared(runs["mse-converges"], plain, tr("rates that suit the valley"), below),
        _compared(runs["mse-blowup"], plain, tr("the rates that blew up"), nothing),
        _compared(runs["mse-halving"], tr_p("method, in a table", "halving"), same_rates, nothing),
        _compared(runs["mse-backtracking"], tr_p("method, in a table", "backtracking"), same_rates, nothing),
        _compared(runs["mse-momentum"], tr_p("method, in a table", "heavy ball"), with_beta, rescuing),
        _compared(ahead, "Nesterov", with_beta, nothing),
        _compared(
            runs["mse-sgd"],
            tr_p("method, in a table", "stochastic"),
            tr("rates that suit; one house a step"),
            below,
        ),
        _compared(
            runs["mse-normalised"],
            tr_p("method, in a table", "standard units"),
            f"η = {standard_rate}",
            tr("means and spreads of the data"),
        ),
    )


def _changing(runs: Mapping[str, Scenario]) -> tuple[ComparedRun, ...]:
    spectrum, steps = tr("the spectrum"), runs["too-high-on-purpose"].steps
    return (
        _compared(
            runs["two-steps"], tr_p("method, in a table", "two steps"), tr("one rate for both parameters"), spectrum
        ),
        _compared(runs["too-high-on-purpose"], "Chebyshev", tr("{n} steps", n=steps), spectrum),
    )


def _choosing(runs: Mapping[str, Scenario]) -> tuple[ComparedRun, ...]:
    blowup, adam = runs["mse-blowup"], runs["adaptive"]
    rates, ones = blowup.method.learning_rate, np.ones(blowup.objective.n_parameters)
    newton, polyak, two_point = (
        _with_method(blowup, made(name, given))
        for name, given in (("newton", ones), ("polyak", ones), ("barzilai_borwein", rates))
    )
    of_each = ", ".join(f"{rounded(rate)}" for rate in adam.method.learning_rate.tolist())
    return (
        _compared(adam, "Adam", f"η = {of_each}", tr("how far each parameter has to go, roughly")),
        _compared(newton, "Newton", "η = 1", tr("the Hessian, at every step")),
        _compared(polyak, "Polyak", "η = 1", tr("the least loss")),
        _compared(two_point, "Barzilai–Borwein", tr("the same rates, for its first step"), tr("nothing")),
    )


def _compared(scenario: Scenario, label: str, note: str, known: str) -> ComparedRun:
    run, least = scenario.trajectory, scenario.objective.minimum
    assert least is not None
    losses, gradients = run.evaluations[-1].tolist()
    share = row_share(run.method, run.objective)
    (arrived,) = arrivals(replace(scenario, companions=()))
    return ComparedRun(
        label=label,
        note=typeset(note),
        known=known,
        arrived=None if arrived is None else quantity(arrived),
        steps=count(run.n_steps),
        losses=count(losses),
        gradients=count(gradients) if share == 1.0 else quantity(share * gradients),
        loss=quantity(float(run.losses[-1])),
        # J - J* is the mean square of the difference between two lines' prices: the residuals of least squares are
        # orthogonal to every line.
        distance=quantity(math.sqrt(max(float(run.losses[-1]) - least, 0.0)), 3),
    )


def remedy_numbers(runs: Mapping[str, Scenario]) -> dict[str, dict[str, object]]:
    """Return what the prose of the remedies names beyond the facts of their runs, by topic."""
    return {
        "momentum": _momentum(runs["mse-momentum"], runs["mse-blowup"]),
        "backtracking": _backtracking(runs["mse-backtracking"]),
        "stochastic": _stochastic(runs["mse-sgd"]),
        "standard": _standard(runs["mse-normalised"]),
        "bill": _bill(runs["remedies-race"]),
    }


def _bill(race: Scenario) -> dict[str, object]:
    """What counts as having arrived."""
    aim = goal(race)
    assert aim is not None
    return {"goal": aim.words}


def _momentum(run: Scenario, blowup: Scenario) -> dict[str, object]:
    """Where the edge must lie for the rescue, and what Nesterov's momentum does at the same rates."""
    beta = run.method.momentum
    ahead = _with_method(blowup, nesterov(blowup.method.learning_rate, beta))
    assert blowup.verdict.eigenvalues is not None
    assert ahead.verdict.edge_multiple is not None
    steepest = float(blowup.verdict.eigenvalues[0])
    return {
        "edge": computed(steepest / 2.0 - 1.0),
        "beta": rounded(beta),
        "nesterov_edge": computed(ahead.verdict.edge_multiple * steepest),
        "nesterov_loss": computed(ahead.trajectory.losses[-1]),
    }


def _backtracking(run: Scenario) -> dict[str, object]:
    """What the search asks for, and what even an exact one cannot do."""
    felt = felt_condition_number(run.objective, run.method.learning_rate)
    sufficient = run.method.hyperparameters["sufficient"]
    assert felt is not None
    return {
        "sufficient": rounded(sufficient),
        # Along its direction a quadratic falls by s*t*(1 - t/(2*best)), s the slope: enough while t <= 2*(1 - c)*best.
        "twice": rounded(2.0),
        "reach": rounded(2.0 * (1.0 - sufficient)),
        "felt": rounded(felt),
        # Kantorovich's inequality, in the metric in which diag(rate) H is symmetric.
        "worst_gain": f"{rounded(100.0 * 4.0 * felt / (felt + 1.0) ** 2)}{NBSP}%",
    }


def _stochastic(run: Scenario) -> dict[str, object]:
    """How the seeds end, and what a single row hides."""
    objective = run.objective
    assert objective.table is not None
    assert objective.minimum is not None
    seeds = [one for one in run.runs if one.method.name == run.method.name]
    last = np.array([float(one.trajectory.losses[-1]) for one in seeds])
    return {
        "rows": len(objective.table.x),
        "residual": computed(math.sqrt(objective.minimum)),
        "n_seeds": len(seeds),
        "low": computed(float(last.min())),
        "median": computed(float(np.median(last))),
        "high": computed(float(last.max())),
    }


def _standard(run: Scenario) -> dict[str, object]:
    """The rate in standard units, and the line that one step finds, in the data's own units."""
    standard = run.objective.standard
    assert standard is not None
    a, b = standard.original(run.trajectory.iterates[1])
    return {
        "rate": rounded(float(run.method.learning_rate[0])),
        "a": computed(float(a)),
        "b": computed(float(b)),
    }
