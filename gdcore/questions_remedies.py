"""What to predict before the clips of the remedies: what a trial costs, what saves a run, and who arrives."""

from __future__ import annotations

import math

import numpy as np

from gdcore.along import cuts
from gdcore.choices import Candidate, Question, asked, count, number
from gdcore.edges import steps_until
from gdcore.notation import rounded
from gdcore.race import SHARE, arrivals, gaps
from gdcore.scenario import Scenario
from gdcore.seeds import arrival, reference_of
from gdcore.spectra import RULES
from gdcore.standard_units import landing

PERCENT = "{} %"


def rejected_trials(scenario: Scenario) -> Question | None:
    """Ask how often a step has to be halved when each begins at its full length."""
    run, eigenvalues = scenario.trajectory, scenario.verdict.eigenvalues
    assert eigenvalues is not None
    full, half = 1.0 - float(eigenvalues[0]), 1.0 - float(eigenvalues[0]) / 2.0
    once = math.ceil(math.log2(float(eigenvalues[0]) / 2.0))
    regrow = math.log(1.0 / abs(half)) / math.log(abs(full))
    wrong = (
        count(run.n_steps, "That would be so if every full step rose. After a halved one, several of them fall."),
        count(once, "That would be so if the rates stayed halved. But each step begins with the full rates again."),
        count(run.n_steps // 2, "That would be so if a full step rose each time after a halved one."),
    )
    return asked(
        scenario.slug,
        f"Each of {run.n_steps} steps first tries the full rates, which alone would blow up, and is halved while the "
        "loss would rise. How many trials are rejected in all?",
        count(len(run.rejected)),
        wrong,
        f"A halved step multiplies the error across the valley by {rounded(half)}, a full one by {rounded(full)}. "
        f"So it takes about {rounded(regrow, 1)} steps until the next one has to be halved.",
    )


def kept_promise(scenario: Scenario) -> Question | None:
    """Ask how much of what the slope promises the first accepted step keeps."""
    cut = cuts(scenario.trajectory)[0]
    tried, taken = cut.trials[0], cut.trials[-1]
    kept, asks = taken.change / -taken.share, scenario.method.hyperparameters["sufficient"]
    wrong = (
        number(100.0, "That would be so if the ground stayed as steep all along the step.", text=PERCENT),
        number(-100.0 * tried.change, "That is the full step: it lands higher than it began.", text=PERCENT),
        number(-100.0 * taken.change, "That is its share of what a full step promises.", text=PERCENT),
    )
    return asked(
        scenario.slug,
        f"The first step lands higher and is tried again, {rounded(taken.share)} times as long. For that the slope "
        f"promises a fall of the loss by {rounded(cut.promised * taken.share)}. How much of it is kept?",
        number(100.0 * kept, text=PERCENT),
        wrong,
        f"The loss falls from {rounded(cut.loss)} to {rounded(taken.loss)}: that is {rounded(100.0 * kept)} % of the "
        f"promise. The rule asks for {rounded(100.0 * asks)} %, and the step is taken.",
    )


def saving_beta(scenario: Scenario) -> Question | None:
    """Ask which of the clip's momenta is the smallest that saves the run."""
    eigenvalues = scenario.verdict.eigenvalues
    assert eigenvalues is not None
    steep = float(eigenvalues[0])
    saved: list[Scenario] = []
    lost: list[Scenario] = []
    for run in sorted(scenario.runs, key=_beta):
        (saved if run.verdict.kind == "converging" else lost).append(run)
    right, *others = saved
    wrong = [Candidate(_beta(run), _beta_text(run), _short_of(run, steep)) for run in reversed(lost)]
    wrong += [Candidate(_beta(run), _beta_text(run), _more_than(run, steep)) for run in others]
    return asked(
        scenario.slug,
        f"The rates that blew up have λ = {rounded(steep, 4)} across the valley. Momentum β moves the edge from "
        f"{rounded(RULES['momentum'].edge(0.0))} to 2(1 + β). Which is the smallest of these β that saves the run?",
        Candidate(_beta(right), _beta_text(right)),
        wrong,
        f"With {_beta_text(right)} the edge is at {rounded(_edge(right), 4)}, just beyond λ = {rounded(steep, 4)}. "
        f"The loss falls to {rounded(right.trajectory.losses[-1])}.",
    )


def rising_steps(scenario: Scenario) -> Question | None:
    """Ask how many steps of a noisy run raise the loss over all rows."""
    run, full, rows = scenario.trajectory, reference_of(scenario), scenario.objective.rows
    assert full is not None
    assert rows is not None
    near = arrival(run)
    wrong = (
        count(int(full.rose.sum()), f"So it is when a step asks all {rows.n_rows} houses. One house knows less."),
        count(run.n_steps - near, f"That would be so if every step rose once the run is close, after step {near}."),
        count(
            math.ceil(run.n_steps / rows.n_rows),
            f"That would be so if one house in {rows.n_rows} led astray. Near the bottom many of them do.",
        ),
    )
    rose = int(run.rose.sum())
    return asked(
        scenario.slug,
        f"Each step asks one house of {rows.n_rows}, drawn at random. How many of {run.n_steps} steps raise the loss "
        "over all the houses?",
        count(rose),
        wrong,
        f"Up to step {near} {_none(int(run.rose[:near].sum()))} rise; after it {int(run.rose[near:].sum())} of "
        f"{run.n_steps - near} do. Close to the best line the houses no longer agree where it lies.",
    )


def landing_step(scenario: Scenario) -> Question | None:
    """Ask how many steps a circle takes when the rate is the inverse of its curvature."""
    eigenvalues = scenario.verdict.eigenvalues
    assert eigenvalues is not None
    run, whole = scenario.trajectory, float(eigenvalues[0])
    landed = landing(run)
    halfway = float(steps_until(SHARE, np.array([whole / 2.0]))[0])
    wrong = (
        count(scenario.objective.n_parameters, "One for each parameter? On a circle downhill points at the centre."),
        count(
            halfway,
            f"That is how long it takes to come within {100.0 * SHARE:g} % if each step goes half of the way.",
        ),
        count(math.inf, "That would be so at twice the rate: then each step ends as far away on the other side."),
    )
    raw, rate = scenario.companions[0].trajectory, float(run.method.learning_rate[0])
    return asked(
        scenario.slug,
        f"In raw units {raw.n_steps} steps did not arrive. In standard units both curvatures are "
        f"{rounded(whole / rate)}, and the learning rate is {rounded(rate)}. After how many steps does the run stand "
        "at the minimum?",
        count(landed),
        wrong,
        f"Each step goes {rounded(100.0 * whole)} % of the way, and straight to the centre. "
        f"The loss goes from {rounded(run.losses[0])} to {rounded(run.losses[landed])}, the least there is.",
    )


def how_many_arrive(scenario: Scenario) -> Question | None:
    """Ask how many of several remedies come near the minimum."""
    when, above = arrivals(scenario), gaps(scenario)
    there = [cost for cost in when if cost is not None]
    least = scenario.objective.minimum
    assert least is not None
    late = [100.0 * float(gap[-1]) / least for gap, cost in zip(above, when, strict=True) if cost is None]
    still = " and ".join(f"{rounded(percent, 2)} %" for percent in late)
    n, goal = len(when), f"{100.0 * SHARE:g} %"
    few = f"More do: the last of them needs {max(there)} evaluations of loss or gradient."
    many = f"Not so many: when their steps are used up, {len(late)} of them are still {still} above the minimum."
    return asked(
        scenario.slug,
        f"These remedies start at the same line, each with {scenario.steps} steps at most. How many of the {n} come "
        f"within {goal} of the minimum?",
        count(len(there)),
        [count(other, few if other < len(there) else many) for other in range(n, 0, -1) if other != len(there)],
        f"Within {goal} come {len(there)}: after {' and '.join(map(str, sorted(there)))} evaluations. "
        f"The others stand {still} above the minimum at the end.",
    )


def _beta(run: Scenario) -> float:
    return run.method.hyperparameters.get("momentum", 0.0)


def _beta_text(run: Scenario) -> str:
    return f"β = {rounded(_beta(run))}"


def _edge(run: Scenario) -> float:
    return RULES["momentum"].edge(_beta(run))


def _short_of(run: Scenario, steep: float) -> str:
    return (
        f"Its edge is at {rounded(_edge(run))}, and λ = {rounded(steep, 4)} lies beyond: "
        f"after {run.trajectory.n_steps} steps the loss is {rounded(run.trajectory.losses[-1])}."
    )


def _more_than(run: Scenario, steep: float) -> str:
    return (
        f"It does save the run, with λ = {rounded(steep, 4)} far inside its edge at {rounded(_edge(run))}. "
        "But less is enough."
    )


def _none(number_of: int) -> str:
    return "none" if number_of == 0 else str(number_of)
