"""Questions before the clips whose learning rate changes from step to step."""

from __future__ import annotations

from gdcore.question import Question
from gdcore.questions.choices import asked, count, in_words, number
from gdcore.scenario import Scenario
from gdcore.studies.race import heights
from gdcore.studies.range_test import range_tested
from gdcore.studies.rates_in_edges import beyond, rates_in_edges
from gdcore.text.language import tr


def steps_beyond(scenario: Scenario) -> Question | None:
    """Ask how many steps of a run that does well have rates beyond the edge."""
    found, rates = beyond(scenario), rates_in_edges(scenario.trajectory)
    assert rates is not None
    wrong = (
        count(0, tr("So it would be if no rate could ever be that high. But a rate that is not kept may be.")),
        count(1, tr("One alone would spoil what is steep, and be right for a single curvature.")),
        count(len(rates), tr("Then each step would throw the steep part of the error up, and none would mend it.")),
    )
    asks = tr(
        "These {steps} rates are chosen in advance so that all steps together leave little of the error, whichever "
        "its curvatures between the flattest and the steepest. How many of them lie beyond the edge?",
        steps=len(rates),
    )
    told = tr(
        "Each rate is right for a curvature of its own. For the flat ones it lies beyond the edge, up to {most} times "
        "it, and the other steps mend what it spoils.",
        **in_words(most=float(rates.max())),
    )
    return asked(scenario.slug, asks, count(found), wrong, told)


def first_rise(scenario: Scenario) -> Question | None:
    """Ask at which rate of a range test the loss turns."""
    run = scenario.trajectory
    test, rates = range_tested(run), run.learning_rates[:, 0]
    assert test.turn is not None
    assert test.edge is not None
    edge = float(test.edge[0])
    wrong = (
        number(edge / 2.0, tr("With this rate a step lands at the bottom. That is where it falls the most.")),
        number(2.0 * edge, tr("By then every step multiplies the distance by about three.")),
        number(float(rates[-1]), tr("That is the last rate. The loss has been rising for long.")),
    )
    asks = tr(
        "The rate grows from {low} to {high}, by the same factor at each step. Which rate is the first that raises the "
        "loss?",
        **in_words(low=float(rates[0]), high=float(rates[-1])),
    )
    told = tr("It is the first rate that is tried beyond the edge, {edge}.", **in_words(edge=edge))
    return asked(scenario.slug, asks, number(float(rates[test.turn])), wrong, told)


def noise_that_stays(scenario: Scenario) -> Question | None:
    """Ask how much higher a constant rate ends than one that falls to nothing."""
    constant, decay = (float(above[-1]) for above in heights(scenario)[:2])
    wrong = (
        number(1.0, tr("So it would be if the noise did not depend on the rate.")),
        number(1000.0, tr("So it would be if all noise were gone. It takes more steps to average that much of it.")),
    )
    asks = tr(
        "Two runs draw the same houses. One keeps its rate, the other lets it fall to nothing. How many times as far "
        "above the minimum does the first one end?"
    )
    told = tr("A constant rate follows each drawn house as far as the first one. A falling rate averages them.")
    return asked(scenario.slug, asks, number(constant / decay, significant=2), wrong, told)
