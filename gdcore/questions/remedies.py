"""Questions before the clips of the remedies: the cost of a trial, what saves a run, and who arrives."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.momentum import heavy_ball_edge
from gdcore.descent.trajectory import Trajectory
from gdcore.question import Question
from gdcore.questions.choices import Candidate, asked, count, in_words, number
from gdcore.scenario import Scenario
from gdcore.studies.edges import steps_until
from gdcore.studies.race import SHARE, amount, arrivals, heights
from gdcore.studies.seeds import arrival, reference_of
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import tr, translatable
from gdcore.text.notation import computed, rounded, together
from gdcore.theory.loss_along_step import cuts
from gdcore.theory.standard_units import landing

PERCENT = "{number} %"
SHORT_OF = translatable("Its edge is at {edge}, and λ = {steep} lies beyond: after {steps} steps the loss is {loss}.")
MORE_THAN = translatable("It does save the run, with λ = {steep} far inside its edge at {edge}. But less is enough.")


def rejected_trials(scenario: Scenario) -> Question | None:
    """Ask how often a step has to be halved when each begins at its full length."""
    run, eigenvalues = scenario.trajectory, scenario.verdict.eigenvalues
    assert eigenvalues is not None
    full, half = 1.0 - float(eigenvalues[0]), 1.0 - float(eigenvalues[0]) / 2.0
    once = math.ceil(math.log2(float(eigenvalues[0]) / 2.0))
    regrow = math.log(1.0 / abs(half)) / math.log(abs(full))
    wrong = (
        count(run.n_steps, tr("That would be so if every full step rose. After a halved one, several of them fall.")),
        count(once, tr("That would be so if the rates stayed halved. But each step begins with the full rates again.")),
        count(run.n_steps // 2, tr("That would be so if a full step rose each time after a halved one.")),
    )
    asks = tr(
        "Each of {steps} steps first tries the full rates, which alone would blow up, and is halved while the "
        "loss would rise. How many trials are rejected in all?",
        steps=run.n_steps,
    )
    told = tr(
        "A halved step multiplies the error across the valley by {half}, a full one by {full}. "
        "So it takes about {steps} steps until the next one has to be halved.",
        **in_words(half=computed(half), full=computed(full), steps=rounded(regrow, 2)),
    )
    return asked(scenario.slug, asks, count(len(run.rejected)), wrong, told)


def kept_promise(scenario: Scenario) -> Question | None:
    """Ask how much of the decrease promised by the slope the first accepted step achieves."""
    cut = cuts(scenario.trajectory)[0]
    tried, taken = cut.trials[0], cut.trials[-1]
    kept, asked_for = 100.0 * taken.change / -taken.share, scenario.method.hyperparameters["sufficient"]
    wrong = (
        number(100.0, tr("That would be so if the ground stayed as steep all along the step."), text=PERCENT),
        number(-100.0 * tried.change, tr("That is the full step: it lands higher than it began."), text=PERCENT),
        number(-100.0 * taken.change, tr("That is its share of what a full step promises."), text=PERCENT),
    )
    asks = tr(
        "The first step lands higher and is tried again, {share} times as long. For that the slope promises a fall "
        "of the loss by {promised}. How much of it is kept?",
        **in_words(share=taken.share, promised=cut.promised * taken.share),
    )
    told = tr(
        "The loss falls from {before} to {after}: that is {kept} % of the promise. "
        "The rule asks for {asks} %, and the step is taken.",
        **in_words(before=cut.loss, after=taken.loss, kept=kept, asks=100.0 * asked_for),
    )
    return asked(scenario.slug, asks, number(kept, text=PERCENT), wrong, told)


def saving_beta(scenario: Scenario) -> Question | None:
    """Ask which of the clip's momenta is the smallest that saves the run."""
    eigenvalues = scenario.verdict.eigenvalues
    assert eigenvalues is not None
    steep = rounded(float(eigenvalues[0]), 4)
    saved: list[Scenario] = []
    lost: list[Scenario] = []
    for run in sorted(scenario.runs, key=lambda run: run.method.momentum):
        (saved if run.verdict.kind == "converging" else lost).append(run)
    right, *others = saved
    wrong = [_beta(run, tr(SHORT_OF, steep=steep, **_saved(run))) for run in reversed(lost)]
    wrong += [_beta(run, tr(MORE_THAN, steep=steep, **_saved(run))) for run in others]
    asks = tr(
        "The rates that blew up have λ = {steep} across the valley. Momentum β moves the edge from {edge} to "
        "2(1 + β). Which is the smallest of these β that saves the run?",
        **in_words(steep=steep, edge=heavy_ball_edge(0.0)),
    )
    edge = rounded(heavy_ball_edge(right.method.momentum), 4)
    told = tr(
        "With {beta} the edge is at {edge}, just beyond λ = {steep}. The loss falls to {loss}.",
        **{**_saved(right), "edge": edge},
        beta=_beta(right).text,
        steep=steep,
    )
    return asked(scenario.slug, asks, _beta(right), wrong, told)


def _beta(run: Scenario, response: str = "") -> Candidate:
    beta = run.method.momentum
    return Candidate(beta, f"β = {rounded(beta)}", response)


def _saved(run: Scenario) -> dict[str, object]:
    """Return the edge of a run's momentum, its steps and its last loss."""
    losses = run.trajectory.losses
    return in_words(edge=heavy_ball_edge(run.method.momentum), steps=run.trajectory.n_steps, loss=losses[-1])


def rising_steps(scenario: Scenario) -> Question | None:
    """Ask how many steps of a noisy run raise the loss over all rows."""
    run, full, rows = scenario.trajectory, reference_of(scenario), scenario.objective.rows
    assert full is not None
    assert rows is not None
    near = arrival(run)
    known = {"rows": rows.n_rows, "steps": run.n_steps, "near": near}
    all_asked = tr("So it is when a step asks all {rows} houses. One house knows less.", **known)
    from_near = tr("That would be so if every step rose once the run is close, after step {near}.", **known)
    one_astray = tr("That would be so if one house in {rows} led astray. Near the bottom many of them do.", **known)
    wrong = (
        count(int(full.rose.sum()), all_asked),
        count(run.n_steps - near, from_near),
        count(math.ceil(run.n_steps / rows.n_rows), one_astray),
    )
    disagree = tr("Close to the best line the houses no longer agree where it lies.")
    asks = tr(
        "Each step asks one house of {rows}, drawn at random. How many of {steps} steps raise the loss over all "
        "the houses?",
        **known,
    )
    return asked(scenario.slug, asks, count(int(run.rose.sum())), wrong, f"{_when_they_rise(run, near)} {disagree}")


def _when_they_rise(run: Trajectory, near: int) -> str:
    """Return how many steps raise the loss before the run is close, and how many after."""
    early = int(run.rose[:near].sum())
    counted = {"near": near, "late": int(run.rose[near:].sum()), "rest": run.n_steps - near}
    if early == 0:
        return tr("Up to step {near} none rise; after it {late} of {rest} do.", **counted)
    return tr("Up to step {near} {early} rise; after it {late} of {rest} do.", early=early, **counted)


def landing_step(scenario: Scenario) -> Question | None:
    """Ask how many steps a circle takes if the rate is the inverse of its curvature."""
    eigenvalues = scenario.verdict.eigenvalues
    assert eigenvalues is not None
    run, whole = scenario.trajectory, float(eigenvalues[0])
    landed = landing(run)
    halfway = tr(
        "That is how long it takes to come within {percent} % if each step goes half of the way.",
        percent=f"{100.0 * SHARE:g}",
    )
    beyond = tr("That would be so at twice the rate: then each step ends as far away on the other side.")
    wrong = (
        count(
            scenario.objective.n_parameters, tr("One for each parameter? On a circle downhill points at the centre.")
        ),
        count(float(steps_until(SHARE, np.array([whole / 2.0]))[0]), halfway),
        count(math.inf, beyond),
    )
    raw, rate = scenario.companions[0].trajectory, float(run.method.learning_rate[0])
    asks = tr(
        "In raw units the best two rates take {steps} steps until {percent} % of the error is left. In standard units "
        "both curvatures are {curvature}, and the learning rate is {rate}. After how many steps does the run stand at "
        "the minimum?",
        **in_words(steps=raw.n_steps, percent=100.0 * LEFT_SHARE, curvature=whole / rate, rate=rate),
    )
    told = tr(
        "Each step goes {percent} % of the way, and straight to the centre. "
        "The loss goes from {before} to {after}, the least there is.",
        **in_words(percent=100.0 * whole, before=run.losses[0], after=run.losses[landed]),
    )
    return asked(scenario.slug, asks, count(landed), wrong, told)


def how_many_arrive(scenario: Scenario) -> Question | None:
    """Ask how many of several remedies come near the minimum."""
    when, above = arrivals(scenario), heights(scenario)
    there = sorted(cost for cost in when if cost is not None)
    least = scenario.objective.minimum
    assert least is not None
    late = [100.0 * float(gap[-1]) / least for gap, cost in zip(above, when, strict=True) if cost is None]
    n, n_there, goal = len(when), len(there), f"{100.0 * SHARE:g} %"
    known = {"goal": goal, "still": together([f"{rounded(percent, 2)} %" for percent in late])}
    few = tr(
        "More do: the last of them needs {evaluations} evaluations of loss or gradient.", evaluations=amount(there[-1])
    )
    many = tr(
        "Not so many: when their steps are used up, {late} of them are still {still} above the minimum.",
        **known,
        late=len(late),
    )
    wrong = [count(other, few if other < n_there else many) for other in range(n, 0, -1) if other != n_there]
    asks = tr(
        "These remedies start at the same line, each with {steps} steps at most. How many of the {runs} come "
        "within {goal} of the minimum?",
        **known,
        steps=scenario.steps,
        runs=n,
    )
    told = tr(
        "Within {goal} come {arrived}: after {evaluations} evaluations. "
        "The others stand {still} above the minimum at the end.",
        **known,
        arrived=n_there,
        evaluations=together([amount(cost) for cost in there]),
    )
    return asked(scenario.slug, asks, count(n_there), wrong, told)
