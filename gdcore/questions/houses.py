"""Questions before the clips in the valley of the houses: scales, two speeds, growth, the edge."""

from __future__ import annotations

import math

from gdcore.question import Question
from gdcore.questions.choices import asked, count, in_words, number
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of, edge_at_best
from gdcore.text.language import tr, translatable
from gdcore.text.notation import computed, rounded, together
from gdcore.theory.spectra import error_components, rate_eigenvalues
from gdcore.theory.speeds import halving_steps, loss_shares, turning_step

DOLLARS = translatable("{number} dollars")


def typical_miss(scenario: Scenario) -> Question | None:
    """Ask how far the first line lies from a typical point of the data: the root of the loss."""
    objective, loss = scenario.objective, float(scenario.trajectory.losses[0])
    assert objective.table is not None
    assert objective.minimum is not None
    rows, miss = len(objective.table.x), math.sqrt(loss)
    known = in_words(rows=rows, loss=loss, miss=miss, least_miss=math.sqrt(objective.minimum))
    summed = tr("That is the root of the sum over {rows} houses, not of the mean.", **known)
    divided = tr("That is J divided by {rows}: still in dollars squared, and J is a mean already.", **known)
    wrong = (
        number(math.sqrt(loss / 2.0), tr("That would be so if J were half of the mean square."), text=DOLLARS),
        number(math.sqrt(loss * rows), summed, text=DOLLARS),
        number(loss / rows, divided, text=DOLLARS),
    )
    asks = tr(
        "J is the mean square of the misses, and the line at the start has J = {loss}. "
        "By how much does that line miss a typical house?",
        **known,
    )
    told = tr(
        "The root of {loss} dollars squared is {miss} dollars. "
        "The best line still misses a typical house by {least_miss}.",
        **known,
    )
    return asked(scenario.slug, asks, number(miss, text=DOLLARS), wrong, told)


def creeping(scenario: Scenario) -> Question | None:
    """Ask how far the slow parameter gets: not as far as the first step suggests."""
    run, minimiser = scenario.trajectory, scenario.objective.minimiser
    assert minimiser is not None
    parts, best = error_components(run), float(minimiser[1])
    slow = float(1.0 - parts.eigenvalues[-1])
    first, second, last = (float(run.iterates[k, 1]) for k in (0, 1, -1))
    floor = float(best + parts.components[0, -1] * parts.directions[1, -1])
    even = first + run.n_steps * (second - first)
    known = in_words(first=first, second=second, best=best, steps=run.n_steps, distance=abs(last - best))
    left = rounded(slow**run.n_steps)
    wrong = (
        number(
            best, tr("It is on its way there. But {steps} steps leave {left} of the slow error.", **known, left=left)
        ),
        number(floor, tr("The fast part of the error alone would take it there. The slow part shrinks too.")),
        number(even, tr("That would be so if every step were as long as the first. They shrink with the slope.")),
    )
    asks = tr(
        "The first step takes b from {first} to {second}. The best b is {best}. Where is b after {steps} steps?",
        **known,
    )
    told = tr(
        "On the floor of the valley a step leaves {left} of the error. "
        "After {steps} steps b is still {distance} dollars away.",
        **known,
        left=computed(slow),
    )
    return asked(scenario.slug, asks, number(last), wrong, told)


def slow_part_takes_over(scenario: Scenario) -> Question | None:
    """Ask when the slow part of the error holds more than half of the excess loss."""
    parts = error_components(scenario.trajectory)
    fast, slow = (abs(1.0 - parts.eigenvalues)).tolist()
    share = loss_shares(parts)[0]
    unsquared = math.ceil(math.log(share[0] / share[1]) / math.log(slow / fast))
    fast_half, slow_half = math.ceil(halving_steps(fast)), math.ceil(halving_steps(slow))
    turn = turning_step(parts)
    left = rounded(fast**slow_half, 1)
    wrong = (
        count(unsquared, tr("That would be so if the loss shrank like the errors. It shrinks by their squares.")),
        count(slow_half, tr("By then the slow error has halved. Of the fast one {left} is left.", left=left)),
        count(fast_half, tr("By then the fast error has halved. It still has far more of the loss than the slow one.")),
    )
    asks = tr(
        "At the start the slow part of the error holds {percent} % of the loss above the least. "
        "A step multiplies the slow error by {slow}, the fast one by {fast}. "
        "After how many steps does the slow part hold more than half?",
        **in_words(percent=rounded(100.0 * share[1], 1), slow=computed(slow), fast=computed(fast)),
    )
    fast_left, slow_left = 100.0 * parts.losses[turn] / parts.losses[0]
    told = tr(
        "After {steps} steps {fast_left} % of the fast part’s loss is left, and {slow_left} % of the slow part’s. "
        "From then on the run seems stuck.",
        **in_words(steps=turn, fast_left=rounded(fast_left, 1), slow_left=rounded(slow_left, 2)),
    )
    return asked(scenario.slug, asks, count(turn), wrong, told)


def growth(scenario: Scenario) -> Question | None:
    """Ask what the loss grows to: geometric growth, not linear, not quadratic, and that of a square."""
    run, factor = scenario.trajectory, scenario.verdict.predicted_factor
    assert factor is not None
    n, first, second, last = run.n_steps, *(float(run.losses[k]) for k in (0, 1, -1))
    known = in_words(steps=n, first=first, second=second, times_in_all=last / first)
    by_distance = tr(
        "That would be so if the loss grew {times} times a step. The distance does.", times=computed(factor)
    )
    wrong = (
        number(
            first + n * (second - first), tr("That would be linear growth: every step adds what the first one added.")
        ),
        number(
            first + n * n * (second - first), tr("That would be quadratic growth, and even this is far too little.")
        ),
        number(first * factor**n, by_distance),
    )
    asks = tr(
        "The first step raises the loss from {first} to {second}. What has it grown to after {steps} steps?", **known
    )
    told = tr(
        "The loss grows {times} times a step, again and again: that is geometric growth. "
        "After {steps} steps it has grown {times_in_all} times.",
        **known,
        times=rounded(factor * factor, 5),
    )
    return asked(scenario.slug, asks, number(last), wrong, told)


def back_to_the_edge(scenario: Scenario) -> Question | None:
    """Ask by what factor to scale rates that are too high so that the run is on its edge."""
    eigenvalues, edge = scenario.verdict.eigenvalues, scenario.verdict.edge_multiple
    assert eigenvalues is not None
    assert edge is not None
    steep = float(eigenvalues[0])
    times, half = abs(1.0 - steep), abs(1.0 - 0.5 * steep)
    shrink_already = tr(
        "With {share} times the rates a jump is {times} times as long as the last: they shrink already.",
        **in_words(share=1.0 / times, times=computed(abs(1.0 - steep / times))),
    )
    far_inside = tr(
        "With {share} times the rates a jump is {times} times as long as the last. That is far inside the edge.",
        **in_words(share=0.5, times=computed(half)),
    )
    wrong = (
        number(1.0 / times, shrink_already),
        number(0.5, far_inside),
        number(1.0 / steep, tr("That is more than enough: one step would land on the floor.")),
    )
    asks = tr(
        "Across the valley each jump is {times} times as long as the last. With rates how many times as large "
        "would the jumps just stop growing?",
        times=computed(times),
    )
    told = tr(
        "A step multiplies the error across the valley by 1 − λ, and λ = {steep} grows with the rates. "
        "The jumps stop growing at λ = {edge}, which is {times} times as much.",
        **in_words(steep=rounded(steep, 4), edge=edge * steep, times=edge),
    )
    return asked(scenario.slug, asks, number(edge), wrong, told)


def beside_the_edge(scenario: Scenario) -> Question | None:
    """Ask how far the fastest pair of rates is from the edge."""
    best, edge, own = best_of(scenario), edge_at_best(scenario), scenario.verdict.edge_multiple
    assert best is not None
    assert edge is not None
    assert own is not None
    found = rate_eigenvalues(scenario.objective, best)
    assert found is not None
    wrong = (
        number(2.0, tr("So it is on the parabola, with one curvature. Here there are two, far apart.")),
        number(own, tr("That much is left to the careful pair of the clips before, which is far slower.")),
        number(1.0, tr("Then it would stand on the edge, and its jumps would never shrink.")),
    )
    asks = tr(
        "Of all pairs of rates, one arrives soonest. How many times as large could both of its rates be before the "
        "run no longer converges?"
    )
    rates = together([str(rounded(rate)) for rate in best])
    told = tr(
        "With the rates {rates}, λ is {along} along the floor and {across} across, just short of the edge at "
        "{edge}. What is quickest for the floor is nearly too much for the walls.",
        **in_words(rates=rates, along=rounded(found[1], 2), across=found[0], edge=edge * found[0]),
    )
    return asked(scenario.slug, asks, number(edge), wrong, told)


def second_landing(scenario: Scenario) -> Question | None:
    """Ask what the loss is after a step far beyond the edge and one more."""
    run, least = scenario.trajectory, scenario.objective.minimum
    assert least is not None
    first, thrown, last = (float(loss) for loss in run.losses)
    rates = [float(rate) for rate in run.learning_rates[:, 0]]
    asks = tr(
        "One learning rate for both parameters. The first step has the rate {long}, and takes the loss from {first} to "
        "{thrown}. The second has the rate {short}. What is the loss then?",
        **in_words(long=rates[0], first=first, thrown=thrown, short=rates[1]),
    )
    wrong = (
        number(thrown * thrown / first, tr("That would be so if the second step did what the first one did.")),
        number(first, tr("That would be so if the second step took the first one back. Its rate is another one.")),
        number(
            thrown / 2.0, tr("So short a step moves little where it is flat. But the point lies where it is steep.")
        ),
    )
    told = tr(
        "It is the least of all. The first step leaves no error along the flat direction, the second none along the "
        "steep one: together they land on the best line, in either order."
    )
    return asked(scenario.slug, asks, number(last), wrong, told)
