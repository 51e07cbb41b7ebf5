"""Questions before the clips of the remedies: the cost of a trial, what saves a run, and who arrives."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.momentum import heavy_ball_edge
from gdcore.descent.trajectory import Trajectory
from gdcore.questions.choices import Candidate, Question, asked, count, number
from gdcore.scenario import Scenario
from gdcore.studies.edges import steps_until
from gdcore.studies.race import SHARE, amount, arrivals, heights
from gdcore.studies.seeds import arrival, reference_of
from gdcore.text.language import tr
from gdcore.text.notation import multiplier, rounded, together
from gdcore.theory.loss_along_step import cuts
from gdcore.theory.standard_units import landing

PERCENT = "{number} %"


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
    return asked(
        scenario.slug,
        tr(
            "Each of {steps} steps first tries the full rates, which alone would blow up, and is halved while the "
            "loss would rise. How many trials are rejected in all?",
            steps=run.n_steps,
        ),
        count(len(run.rejected)),
        wrong,
        tr(
            "A halved step multiplies the error across the valley by {half}, a full one by {full}. "
            "So it takes about {steps} steps until the next one has to be halved.",
            half=multiplier(half),
            full=multiplier(full),
            steps=rounded(regrow, 2),
        ),
    )


def kept_promise(scenario: Scenario) -> Question | None:
    """Ask how much of the decrease promised by the slope the first accepted step achieves."""
    cut = cuts(scenario.trajectory)[0]
    tried, taken = cut.trials[0], cut.trials[-1]
    kept, asks = taken.change / -taken.share, scenario.method.hyperparameters["sufficient"]
    wrong = (
        number(100.0, tr("That would be so if the ground stayed as steep all along the step."), text=PERCENT),
        number(-100.0 * tried.change, tr("That is the full step: it lands higher than it began."), text=PERCENT),
        number(-100.0 * taken.change, tr("That is its share of what a full step promises."), text=PERCENT),
    )
    return asked(
        scenario.slug,
        tr(
            "The first step lands higher and is tried again, {share} times as long. For that the slope promises a fall "
            "of the loss by {promised}. How much of it is kept?",
            share=rounded(taken.share),
            promised=rounded(cut.promised * taken.share),
        ),
        number(100.0 * kept, text=PERCENT),
        wrong,
        tr(
            "The loss falls from {before} to {after}: that is {kept} % of the promise. "
            "The rule asks for {asks} %, and the step is taken.",
            before=rounded(cut.loss),
            after=rounded(taken.loss),
            kept=rounded(100.0 * kept),
            asks=rounded(100.0 * asks),
        ),
    )


def saving_beta(scenario: Scenario) -> Question | None:
    """Ask which of the clip's momenta is the smallest that saves the run."""
    eigenvalues = scenario.verdict.eigenvalues
    assert eigenvalues is not None
    steep = float(eigenvalues[0])
    saved: list[Scenario] = []
    lost: list[Scenario] = []
    for run in sorted(scenario.runs, key=lambda run: run.method.momentum):
        (saved if run.verdict.kind == "converging" else lost).append(run)
    right, *others = saved
    wrong = [Candidate(run.method.momentum, _beta_text(run), _short_of(run, steep)) for run in reversed(lost)]
    wrong += [Candidate(run.method.momentum, _beta_text(run), _more_than(run, steep)) for run in others]
    return asked(
        scenario.slug,
        tr(
            "The rates that blew up have λ = {steep} across the valley. Momentum β moves the edge from {edge} to "
            "2(1 + β). Which is the smallest of these β that saves the run?",
            steep=rounded(steep, 4),
            edge=rounded(heavy_ball_edge(0.0)),
        ),
        Candidate(right.method.momentum, _beta_text(right)),
        wrong,
        tr(
            "With {beta} the edge is at {edge}, just beyond λ = {steep}. The loss falls to {loss}.",
            beta=_beta_text(right),
            edge=rounded(_edge(right), 4),
            steep=rounded(steep, 4),
            loss=rounded(right.trajectory.losses[-1]),
        ),
    )


def rising_steps(scenario: Scenario) -> Question | None:
    """Ask how many steps of a noisy run raise the loss over all rows."""
    run, full, rows = scenario.trajectory, reference_of(scenario), scenario.objective.rows
    assert full is not None
    assert rows is not None
    near = arrival(run)
    wrong = (
        count(
            int(full.rose.sum()),
            tr("So it is when a step asks all {rows} houses. One house knows less.", rows=rows.n_rows),
        ),
        count(
            run.n_steps - near,
            tr("That would be so if every step rose once the run is close, after step {near}.", near=near),
        ),
        count(
            math.ceil(run.n_steps / rows.n_rows),
            tr(
                "That would be so if one house in {rows} led astray. Near the bottom many of them do.", rows=rows.n_rows
            ),
        ),
    )
    disagree = tr("Close to the best line the houses no longer agree where it lies.")
    return asked(
        scenario.slug,
        tr(
            "Each step asks one house of {rows}, drawn at random. How many of {steps} steps raise the loss over all "
            "the houses?",
            rows=rows.n_rows,
            steps=run.n_steps,
        ),
        count(int(run.rose.sum())),
        wrong,
        f"{_when_they_rise(run, near)} {disagree}",
    )


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
    halfway = float(steps_until(SHARE, np.array([whole / 2.0]))[0])
    wrong = (
        count(
            scenario.objective.n_parameters,
            tr("One for each parameter? On a circle downhill points at the centre."),
        ),
        count(
            halfway,
            tr(
                "That is how long it takes to come within {percent} % if each step goes half of the way.",
                percent=f"{100.0 * SHARE:g}",
            ),
        ),
        count(math.inf, tr("That would be so at twice the rate: then each step ends as far away on the other side.")),
    )
    raw, rate = scenario.companions[0].trajectory, float(run.method.learning_rate[0])
    return asked(
        scenario.slug,
        tr(
            "In raw units and with careful rates {steps} steps did not arrive. In standard units both curvatures are "
            "{curvature}, and the learning rate is {rate}. After how many steps does the run stand at the minimum?",
            steps=raw.n_steps,
            curvature=rounded(whole / rate),
            rate=rounded(rate),
        ),
        count(landed),
        wrong,
        tr(
            "Each step goes {percent} % of the way, and straight to the centre. "
            "The loss goes from {before} to {after}, the least there is.",
            percent=rounded(100.0 * whole),
            before=rounded(run.losses[0]),
            after=rounded(run.losses[landed]),
        ),
    )


def how_many_arrive(scenario: Scenario) -> Question | None:
    """Ask how many of several remedies come near the minimum."""
    when, above = arrivals(scenario), heights(scenario)
    there = [cost for cost in when if cost is not None]
    least = scenario.objective.minimum
    assert least is not None
    late = [100.0 * float(gap[-1]) / least for gap, cost in zip(above, when, strict=True) if cost is None]
    still = together([f"{rounded(percent, 2)} %" for percent in late])
    n, goal = len(when), f"{100.0 * SHARE:g} %"
    few = tr(
        "More do: the last of them needs {evaluations} evaluations of loss or gradient.", evaluations=amount(max(there))
    )
    many = tr(
        "Not so many: when their steps are used up, {late} of them are still {still} above the minimum.",
        late=len(late),
        still=still,
    )
    return asked(
        scenario.slug,
        tr(
            "These remedies start at the same line, each with {steps} steps at most. How many of the {runs} come "
            "within {goal} of the minimum?",
            steps=scenario.steps,
            runs=n,
            goal=goal,
        ),
        count(len(there)),
        [count(other, few if other < len(there) else many) for other in range(n, 0, -1) if other != len(there)],
        tr(
            "Within {goal} come {arrived}: after {evaluations} evaluations. "
            "The others stand {still} above the minimum at the end.",
            goal=goal,
            arrived=len(there),
            evaluations=together([amount(cost) for cost in sorted(there)]),
            still=still,
        ),
    )


def _beta_text(run: Scenario) -> str:
    return f"β = {rounded(run.method.momentum)}"


def _edge(run: Scenario) -> float:
    return heavy_ball_edge(run.method.momentum)


def _short_of(run: Scenario, steep: float) -> str:
    return tr(
        "Its edge is at {edge}, and λ = {steep} lies beyond: after {steps} steps the loss is {loss}.",
        edge=rounded(_edge(run)),
        steep=rounded(steep, 4),
        steps=run.trajectory.n_steps,
        loss=rounded(run.trajectory.losses[-1]),
    )


def _more_than(run: Scenario, steep: float) -> str:
    return tr(
        "It does save the run, with λ = {steep} far inside its edge at {edge}. But less is enough.",
        steep=rounded(steep, 4),
        edge=rounded(_edge(run)),
    )
