"""The rates of a run's steps beside the edge of stability: how many times what a constant rate may be at most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import Trajectory
from gdcore.methods.registry import family_of
from gdcore.scenario import Scenario
from gdcore.theory.minimum import located
from gdcore.theory.spectra import rate_eigenvalues


def rates_in_edges(run: Trajectory) -> Array | None:
    """Return the rates of each step as multiples of the edge at the minimum, ``(n_steps,)``.

    1 is a rate that, kept, would neither leave the minimum nor come nearer. None where the method has no edge, or the
    minimum that the run tends to is unknown or has no curvature.
    """
    family, rates = family_of(run.method), run.learning_rates
    if family is None or family.rule is None:
        return None
    felt = rates.max(axis=-1) > 0.0
    objective = located(run.objective, run.iterates, run.losses)
    eigenvalues = rate_eigenvalues(objective, rates[felt]) if felt.any() else None
    if eigenvalues is None or not (eigenvalues[:, 0] > 0.0).all():
        return None
    found = np.zeros(len(rates))
    found[felt] = eigenvalues[:, 0] / family.rule.edge(run.method.momentum)
    return frozen(found)


def rates_shown(scenario: Scenario) -> tuple[Sequence[Array], bool]:
    """Return the rates of each run, ``(n_steps,)`` each, and whether these are multiples of the edge.

    Where a run has no edge, all are as they are, of the first parameter.
    """
    found = [rates_in_edges(run.trajectory) for run in scenario.runs]
    edges = [one for one in found if one is not None]
    if len(edges) == len(found):
        return edges, True
    return [frozen(run.trajectory.learning_rates[:, 0]) for run in scenario.runs], False


def beyond(scenario: Scenario) -> int:
    """Return how many steps of a scenario's own run have rates beyond the edge; 0 where that is unknown."""
    found = rates_in_edges(scenario.trajectory)
    return 0 if found is None else int((found > 1.0).sum())
