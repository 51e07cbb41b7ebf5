"""What to predict before the clips in the valley of the houses: its scales, its two speeds, its growth, its edge."""

from __future__ import annotations

import math

import numpy as np

from gdcore.choices import Question, asked, count, number
from gdcore.edges import best_of, edge_at_best
from gdcore.notation import rounded
from gdcore.scenario import Scenario
from gdcore.spectra import error_components, rate_eigenvalues
from gdcore.speeds import halving_steps, loss_shares, turning_step

DOLLARS = "{} dollars"


def typical_miss(scenario: Scenario) -> Question | None:
    """Ask how far the first line lies from a typical point of the data: the root of the loss."""
    objective, loss = scenario.objective, float(scenario.trajectory.losses[0])
    assert objective.table is not None
    assert objective.minimum is not None
    rows = len(objective.table.x)
    wrong = (
        number(math.sqrt(loss / 2.0), "That would be so if J were half of the mean square.", text=DOLLARS),
        number(
            math.sqrt(loss * rows), f"That is the root of the sum over {rows} houses, not of the mean.", text=DOLLARS
        ),
        number(
            loss / rows,
            f"That is J divided by {rows}: still in dollars squared, and J is a mean already.",
            text=DOLLARS,
        ),
    )
    return asked(
        scenario.slug,
        f"J is the mean square of the misses, and the line at the start has J = {rounded(loss)}. "
        "By how much does that line miss a typical house?",
        number(math.sqrt(loss), text=DOLLARS),
        wrong,
        f"The root of {rounded(loss)} dollars squared is {rounded(math.sqrt(loss))} dollars. "
        f"The best line still misses a typical house by {rounded(math.sqrt(objective.minimum))}.",
    )


def creeping(scenario: Scenario) -> Question | None:
    """Ask how far the slow parameter comes: not as far as the first step makes believe."""
    run, best = scenario.trajectory, scenario.objective.minimiser
    assert best is not None
    parts = error_components(run)
    slow = float(1.0 - parts.eigenvalues[-1])
    first, second, last = (float(run.iterates[k, 1]) for k in (0, 1, -1))
    floor = float(best[1] + parts.components[0, -1] * parts.directions[1, -1])
    even = first + run.n_steps * (second - first)
    wrong = (
        number(
            best[1],
            f"It is on its way there. But {run.n_steps} steps leave {rounded(slow**run.n_steps)} of the slow error.",
        ),
        number(floor, "The fast part of the error alone would take it there. The slow part shrinks too."),
        number(even, "That would be so if every step were as long as the first. They shrink with the slope."),
    )
    return asked(
        scenario.slug,
        f"The first step takes b from {rounded(first)} to {rounded(second)}. The best b is {rounded(best[1])}. "
        f"Where is b after {run.n_steps} steps?",
        number(last),
        wrong,
        f"On the floor of the valley a step leaves {rounded(slow, 4)} of the error. "
        f"After {run.n_steps} steps b is still {rounded(abs(last - best[1]))} dollars away.",
    )


def slow_part_takes_over(scenario: Scenario) -> Question | None:
    """Ask when the slow part of the error holds more than half of the excess loss."""
    parts = error_components(scenario.trajectory)
    fast, slow = (abs(1.0 - parts.eigenvalues)).tolist()
    share = loss_shares(parts)[0]
    unsquared = math.ceil(math.log(share[0] / share[1]) / math.log(slow / fast))
    fast_half, slow_half = math.ceil(halving_steps(fast)), math.ceil(halving_steps(slow))
    turn = turning_step(parts)
    wrong = (
        count(unsquared, "That would be so if the loss shrank like the errors. It shrinks by their squares."),
        count(slow_half, f"By then the slow error has halved. Of the fast one {rounded(fast**slow_half, 1)} is left."),
        count(fast_half, "By then the fast error has halved. It still has far more of the loss than the slow one."),
    )
    left = parts.losses[turn] / parts.losses[0]
    return asked(
        scenario.slug,
        f"At the start the slow part of the error holds {rounded(100.0 * share[1], 1)} % of the loss above the least. "
        f"A step multiplies the slow error by {rounded(slow, 4)}, the fast one by {rounded(fast)}. "
        "After how many steps does the slow part hold more than half?",
        count(turn),
        wrong,
        f"After {turn} steps {rounded(100.0 * left[0], 1)} % of the fast part’s loss is left, and "
        f"{rounded(100.0 * left[1], 2)} % of the slow part’s. From then on the run seems stuck.",
    )


def growth(scenario: Scenario) -> Question | None:
    """Ask what the loss grows to: geometric growth, not linear, not quadratic, and that of a square."""
    run, factor = scenario.trajectory, scenario.verdict.predicted_factor
    assert factor is not None
    n, first, rise = run.n_steps, float(run.losses[0]), float(run.losses[1] - run.losses[0])
    wrong = (
        number(first + n * rise, "That would be linear growth: every step adds what the first one added."),
        number(first + n * n * rise, "That would be quadratic growth, and even this is far too little."),
        number(
            first * factor**n,
            f"That would be so if the loss grew {rounded(factor)} times a step. The distance does.",
        ),
    )
    return asked(
        scenario.slug,
        f"The first step raises the loss from {rounded(first)} to {rounded(run.losses[1])}. "
        f"What has it grown to after {n} steps?",
        number(float(run.losses[-1])),
        wrong,
        f"The loss grows {rounded(factor * factor)} times a step, again and again: that is geometric growth. "
        f"After {n} steps it has grown {rounded(run.losses[-1] / run.losses[0])} times.",
    )


def back_to_the_edge(scenario: Scenario) -> Question | None:
    """Ask by what to multiply rates that are too high, so that the run stands on its edge."""
    eigenvalues, edge = scenario.verdict.eigenvalues, scenario.verdict.edge_multiple
    assert eigenvalues is not None
    assert edge is not None
    steep = float(eigenvalues[0])
    multiplier = 1.0 - steep

    def shrinks(share: float) -> str:
        return f"With {rounded(share)} times the rates a jump is {rounded(abs(1.0 - share * steep))} times as long"

    wrong = (
        number(1.0 / abs(multiplier), f"{shrinks(1.0 / abs(multiplier))} as the last: they shrink already."),
        number(0.5, f"{shrinks(0.5)} as the last. That is far inside the edge."),
        number(1.0 / steep, "That is more than enough: one step would land on the floor."),
    )
    return asked(
        scenario.slug,
        f"Across the valley each jump is {rounded(abs(multiplier))} times as long as the last. With rates how many "
        "times as large would the jumps just stop growing?",
        number(edge),
        wrong,
        f"A step multiplies the error across the valley by 1 − λ, and λ = {rounded(steep, 4)} grows with the rates. "
        f"The jumps stop growing at λ = {rounded(edge * steep)}, which is {rounded(edge)} times as much.",
    )


def beside_the_edge(scenario: Scenario) -> Question | None:
    """Ask how far the fastest pair of rates is from the edge."""
    best, edge = best_of(scenario), edge_at_best(scenario)
    assert best is not None
    assert edge is not None
    found = rate_eigenvalues(scenario.objective, best)
    own = scenario.verdict.edge_multiple
    assert found is not None
    assert own is not None
    rates = " and ".join(str(rounded(rate)) for rate in np.asarray(best))
    wrong = (
        number(2.0, "So it is on the parabola, with one curvature. Here there are two, far apart."),
        number(own, "That much is left to the careful pair of the clips before, which is far slower."),
        number(1.0, "Then it would stand on the edge, and its jumps would never shrink."),
    )
    return asked(
        scenario.slug,
        "Of all pairs of rates, one arrives soonest. How many times as large could both of its rates be before the "
        "run no longer converges?",
        number(edge),
        wrong,
        f"With the rates {rates}, λ is {rounded(found[1], 2)} along the floor and {rounded(found[0])} across, "
        f"just short of the edge at {rounded(edge * found[0])}. "
        "What is quickest for the floor is nearly too much for the walls.",
    )
