"""Questions before the clips whose method remembers its slopes."""

from __future__ import annotations

from gdcore.question import Question
from gdcore.questions.choices import asked, in_words, number
from gdcore.scenario import Scenario
from gdcore.studies.memory_shown import apart, edge_shown, in_own_scale
from gdcore.text.language import tr


def apart_without_memory(scenario: Scenario) -> Question | None:
    """Ask how far apart two parameters stand whose rates have the same proportion as those of the other runs."""
    plain, times = scenario.runs[-1], apart(scenario)[-1]
    own = in_own_scale(plain.trajectory)
    assert times is not None
    assert own is not None
    a, b = plain.method.learning_rate
    steepness = float(own[-1, 0] / own[-1, 1] * b / a)
    wrong = (
        number(1.0, tr("So it is with a memory of the slopes. Here there is none.")),
        number(float(b / a), tr("That is how the rates differ. The curvatures differ too, and by more.")),
        number(steepness, tr("That is how the curvatures differ. The rates make up for some of it.")),
    )
    asks = tr(
        "What a step does along a parameter is told by rate times curvature. Plain descent has a rate of {a} for a "
        "and {b} for b. How many times as large as for b is that product for a?",
        **in_words(a=float(a), b=float(b)),
    )
    told = tr("The rates are the other way round than the curvatures, and do not make up for all of it.")
    return asked(scenario.slug, asks, number(times), wrong, told)


def edge_of_a_mean(scenario: Scenario) -> Question | None:
    """Ask where the edge lies for a method that steps along a mean of its slopes."""
    edge, plain = (edge_shown(run.trajectory) for run in scenario.runs)
    assert edge is not None
    assert plain is not None
    beta = float(scenario.method.hyperparameters["beta1"])
    wrong = (
        number(plain, tr("So it would be if each step followed the last slope alone.")),
        number(plain * (1.0 + beta), tr("So it would be if the slopes were added up. Their mean is weaker.")),
        number(plain / (1.0 - beta), tr("So it would be if a mean only made slopes weaker. It also damps the swing.")),
    )
    asks = tr(
        "A run of plain descent leaves if rate times curvature is above {plain}. Adam steps along a mean of its "
        "slopes, in which the last one counts for {share} %. Above which value does Adam leave?",
        **in_words(plain=plain, share=100.0 * (1.0 - beta)),
    )
    told = tr("A mean of slopes turns round later, but each new slope counts for less in it.")
    return asked(scenario.slug, asks, number(edge), wrong, told)
