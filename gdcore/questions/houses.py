"""Questions before the clips in the valley of the houses: scales, two speeds, growth, the edge."""

from __future__ import annotations

import math

from gdcore.questions.choices import Candidate, Question, asked, count, number
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of, edge_at_best
from gdcore.text.language import tr, translatable
from gdcore.text.notation import multiplier, rounded, together
from gdcore.theory.spectra import error_components, rate_eigenvalues
from gdcore.theory.speeds import halving_steps, loss_shares, turning_step

DOLLARS = translatable("{number} dollars")
SHRINK_ALREADY = translatable(
    "With {share} times the rates a jump is {times} times as long as the last: they shrink already."
)
FAR_INSIDE = translatable(
    "With {share} times the rates a jump is {times} times as long as the last. That is far inside the edge."
)


def typical_miss(scenario: Scenario) -> Question | None:
    """Ask how far the first line lies from a typical point of the data: the root of the loss."""
    objective, loss = scenario.objective, float(scenario.trajectory.losses[0])
    assert objective.table is not None
    assert objective.minimum is not None
    rows = len(objective.table.x)
    wrong = (
        number(math.sqrt(loss / 2.0), tr("That would be so if J were half of the mean square."), text=DOLLARS),
        number(
            math.sqrt(loss * rows),
            tr("That is the root of the sum over {rows} houses, not of the mean.", rows=rows),
            text=DOLLARS,
        ),
        number(
            loss / rows,
            tr("That is J divided by {rows}: still in dollars squared, and J is a mean already.", rows=rows),
            text=DOLLARS,
        ),
    )
    return asked(
        scenario.slug,
        tr(
            "J is the mean square of the misses, and the line at the start has J = {loss}. "
            "By how much does that line miss a typical house?",
            loss=rounded(loss),
        ),
        number(math.sqrt(loss), text=DOLLARS),
        wrong,
        tr(
            "The root of {loss} dollars squared is {miss} dollars. "
            "The best line still misses a typical house by {least_miss}.",
            loss=rounded(loss),
            miss=rounded(math.sqrt(loss)),
            least_miss=rounded(math.sqrt(objective.minimum)),
        ),
    )


def creeping(scenario: Scenario) -> Question | None:
    """Ask how far the slow parameter gets: not as far as the first step suggests."""
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
            tr(
                "It is on its way there. But {steps} steps leave {left} of the slow error.",
                steps=run.n_steps,
                left=rounded(slow**run.n_steps),
            ),
        ),
        number(floor, tr("The fast part of the error alone would take it there. The slow part shrinks too.")),
        number(even, tr("That would be so if every step were as long as the first. They shrink with the slope.")),
    )
    return asked(
        scenario.slug,
        tr(
            "The first step takes b from {first} to {second}. The best b is {best}. Where is b after {steps} steps?",
            first=rounded(first),
            second=rounded(second),
            best=rounded(best[1]),
            steps=run.n_steps,
        ),
        number(last),
        wrong,
        tr(
            "On the floor of the valley a step leaves {left} of the error. "
            "After {steps} steps b is still {distance} dollars away.",
            left=multiplier(slow),
            steps=run.n_steps,
            distance=rounded(abs(last - best[1])),
        ),
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
        count(unsquared, tr("That would be so if the loss shrank like the errors. It shrinks by their squares.")),
        count(
            slow_half,
            tr(
                "By then the slow error has halved. Of the fast one {left} is left.",
                left=rounded(fast**slow_half, 1),
            ),
        ),
        count(fast_half, tr("By then the fast error has halved. It still has far more of the loss than the slow one.")),
    )
    left = parts.losses[turn] / parts.losses[0]
    return asked(
        scenario.slug,
        tr(
            "At the start the slow part of the error holds {percent} % of the loss above the least. "
            "A step multiplies the slow error by {slow}, the fast one by {fast}. "
            "After how many steps does the slow part hold more than half?",
            percent=rounded(100.0 * share[1], 1),
            slow=multiplier(slow),
            fast=multiplier(fast),
        ),
        count(turn),
        wrong,
        tr(
            "After {steps} steps {fast_left} % of the fast part’s loss is left, and {slow_left} % of the slow part’s. "
            "From then on the run seems stuck.",
            steps=turn,
            fast_left=rounded(100.0 * left[0], 1),
            slow_left=rounded(100.0 * left[1], 2),
        ),
    )


def growth(scenario: Scenario) -> Question | None:
    """Ask what the loss grows to: geometric growth, not linear, not quadratic, and that of a square."""
    run, factor = scenario.trajectory, scenario.verdict.predicted_factor
    assert factor is not None
    n, first, rise = run.n_steps, float(run.losses[0]), float(run.losses[1] - run.losses[0])
    wrong = (
        number(first + n * rise, tr("That would be linear growth: every step adds what the first one added.")),
        number(first + n * n * rise, tr("That would be quadratic growth, and even this is far too little.")),
        number(
            first * factor**n,
            tr("That would be so if the loss grew {times} times a step. The distance does.", times=multiplier(factor)),
        ),
    )
    return asked(
        scenario.slug,
        tr(
            "The first step raises the loss from {first} to {second}. What has it grown to after {steps} steps?",
            first=rounded(first),
            second=rounded(run.losses[1]),
            steps=n,
        ),
        number(float(run.losses[-1])),
        wrong,
        tr(
            "The loss grows {times} times a step, again and again: that is geometric growth. "
            "After {steps} steps it has grown {times_in_all} times.",
            times=rounded(factor * factor, 5),
            steps=n,
            times_in_all=rounded(run.losses[-1] / run.losses[0]),
        ),
    )


def back_to_the_edge(scenario: Scenario) -> Question | None:
    """Ask by what factor to scale rates that are too high so that the run is on its edge."""
    eigenvalues, edge = scenario.verdict.eigenvalues, scenario.verdict.edge_multiple
    assert eigenvalues is not None
    assert edge is not None
    steep = float(eigenvalues[0])
    across = abs(1.0 - steep)

    def shrinking(share: float, message: str) -> Candidate:
        return number(share, tr(message, share=rounded(share), times=multiplier(abs(1.0 - share * steep))))

    wrong = (
        shrinking(1.0 / across, SHRINK_ALREADY),
        shrinking(0.5, FAR_INSIDE),
        number(1.0 / steep, tr("That is more than enough: one step would land on the floor.")),
    )
    return asked(
        scenario.slug,
        tr(
            "Across the valley each jump is {times} times as long as the last. With rates how many times as large "
            "would the jumps just stop growing?",
            times=multiplier(across),
        ),
        number(edge),
        wrong,
        tr(
            "A step multiplies the error across the valley by 1 − λ, and λ = {steep} grows with the rates. "
            "The jumps stop growing at λ = {edge}, which is {times} times as much.",
            steep=rounded(steep, 4),
            edge=rounded(edge * steep),
            times=rounded(edge),
        ),
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
    wrong = (
        number(2.0, tr("So it is on the parabola, with one curvature. Here there are two, far apart.")),
        number(own, tr("That much is left to the careful pair of the clips before, which is far slower.")),
        number(1.0, tr("Then it would stand on the edge, and its jumps would never shrink.")),
    )
    return asked(
        scenario.slug,
        tr(
            "Of all pairs of rates, one arrives soonest. How many times as large could both of its rates be before the "
            "run no longer converges?"
        ),
        number(edge),
        wrong,
        tr(
            "With the rates {rates}, λ is {along} along the floor and {across} across, just short of the edge at "
            "{edge}. What is quickest for the floor is nearly too much for the walls.",
            rates=together([str(rounded(rate)) for rate in best]),
            along=rounded(found[1], 2),
            across=rounded(found[0]),
            edge=rounded(edge * found[0]),
        ),
    )
