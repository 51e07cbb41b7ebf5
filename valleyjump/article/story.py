"""The numbers of the article that belong to no single run: ratios, edges and waiting times."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from markupsafe import Markup

from gdcore.descent.trajectory import descend
from gdcore.narration.facts import own_facts
from gdcore.scenario import Scenario
from gdcore.text.language import grouped, tr, translatable
from gdcore.text.notation import computed, fixed, rounded
from valleyjump.article.beyond import numbers_beyond
from valleyjump.article.choosing import choosing_numbers
from valleyjump.article.conditions import condition_numbers
from valleyjump.article.practice import practice_numbers
from valleyjump.article.remedies import remedy_numbers
from valleyjump.markup.quantity import typeset

COUNTS = (
    translatable("no"),
    translatable("one"),
    translatable("two"),
    translatable("three"),
    translatable("four"),
    translatable("five"),
    translatable("six"),
    translatable("seven"),
    translatable("eight"),
    translatable("nine"),
    translatable("ten"),
    translatable("eleven"),
    translatable("twelve"),
)
LONG_RUN = 10_000
"""More steps than the great rates need to leave the range of float64."""
Numbers = Mapping[str, Markup]


def story_numbers(runs: Mapping[str, Scenario]) -> dict[str, Numbers]:
    """Return every number that the article's prose names: by run (slug with underscores), and by topic."""
    found: dict[str, dict[str, object]] = {slug.replace("-", "_"): dict(own_facts(run)) for slug, run in runs.items()}
    found["parabola"] = _parabola(runs["parabola-converges"])
    found["valley"] = _valley(runs["mse-converges"])
    found["blowup"] = _blowup(runs["mse-blowup"], runs["mse-converges"])
    found["remedy"] = _remedy(runs["mse-halving"])
    found |= remedy_numbers(runs) | numbers_beyond(runs)
    found["choosing"] = choosing_numbers(runs)
    found["conditions"] = condition_numbers(runs["mse-converges"])
    found["practice"] = practice_numbers(runs["mse-converges"])
    return {topic: {name: typeset(str(value)) for name, value in numbers.items()} for topic, numbers in found.items()}


def count_word(number: float) -> str:
    """Return a count as a word up to twelve; what is beyond the point is dropped."""
    whole = int(number)
    return tr(COUNTS[whole]) if whole < len(COUNTS) else str(whole)


def _parabola(run: Scenario) -> dict[str, object]:
    """How the first step of the first run compares with the way to the minimiser."""
    path, verdict = run.trajectory, run.verdict
    assert verdict.eigenvalues is not None
    assert verdict.stability_limit is not None
    limit = float(verdict.stability_limit[0])
    return {
        "distance": rounded(abs(path.iterates[0, 0])),
        "jump": rounded(abs(path.iterates[1, 0] - path.iterates[0, 0])),
        "steepness": rounded(abs(path.gradients[0, 0])),
        "covers": rounded(verdict.eigenvalues[0]),
        "left": computed(verdict.predicted_factor or 0.0),
        "curvature": rounded(float(run.objective.hessian(path.start)[0, 0])),
        "limit": rounded(limit),
        "half_limit": rounded(limit / 2.0),
        "n_steps": count_word(path.n_steps),
    }


def _valley(run: Scenario) -> dict[str, object]:
    """How fast the two directions of the valley shrink, and how the good run divides between them."""
    path, objective, verdict = run.trajectory, run.objective, run.verdict
    assert objective.table is not None
    assert objective.minimum is not None
    assert verdict.eigenvalues is not None
    steep, flat = (1.0 - float(lam) for lam in verdict.eigenvalues)
    near = int(np.argmax(path.losses < 2.0 * objective.minimum))
    return {
        "rows": len(objective.table.x),
        "mean_x": computed(float(objective.table.x.mean())),
        "steep": computed(steep),
        "flat": computed(flat),
        "half_life": round(math.log(0.5) / math.log(flat)),
        "near": near,
        "b_near": computed(path.iterates[near, 1]),
        "near_loss": computed(path.losses[near]),
        "last": computed(path.losses[-1]),
        "least": computed(objective.minimum),
    }


def _blowup(run: Scenario, good: Scenario) -> dict[str, object]:
    """How far beyond the edge the great rate is, and how the loss grows."""
    rates = run.method.learning_rate
    steep = 1.0 - _steepest(run)
    ratio = float(rates[0] / good.method.learning_rate[0])
    limit = limit_of_first_rate(run)
    return {
        "ratio": rounded(ratio),
        "steep": computed(steep),
        "steep_size": computed(abs(steep)),
        "growth": rounded(steep**2, 5),
        "steps_per_order": rounded(1.0 / math.log10(steep**2), 2),
        "overflow": _overflow_step(run),
        "limit_a": computed(limit),
        "limit_ratio": rounded(limit / float(good.method.learning_rate[0])),
        "excess": fixed(100.0 * (float(rates[0]) / limit - 1.0), 0),
    }


def limit_of_first_rate(run: Scenario) -> float:
    """Return the first of two rates at which plain descent reaches its edge while the second stays as it is.

    There the largest eigenvalue of diag(rate) H is 2, so det(2 I - diag(rate) H) = 0; solved for the first rate.
    """
    curvature = run.objective.hessian(run.start)
    rate_b = float(run.method.learning_rate[1])
    determinant = float(np.linalg.det(curvature))
    return float((4.0 - 2.0 * rate_b * curvature[1, 1]) / (2.0 * curvature[0, 0] - rate_b * determinant))


def _overflow_step(run: Scenario) -> str:
    path = descend(run.objective, run.method, run.start, LONG_RUN)
    assert path.overflow_step is not None
    return grouped(path.overflow_step)


def _steepest(run: Scenario) -> float:
    eigenvalues = run.verdict.eigenvalues
    assert eigenvalues is not None
    return float(eigenvalues[0])


def _remedy(run: Scenario) -> dict[str, object]:
    """What a halved step does to the steep error, and how often one is needed once the run has settled."""
    path = run.trajectory
    steps = sorted({trial.k for trial in path.rejected})
    gaps = np.diff(steps)[len(steps) // 2 :]
    half, full = 1.0 - _steepest(run) / 2.0, 1.0 - _steepest(run)
    return {
        "half": computed(half),
        "regrow": rounded(math.log(1.0 / abs(half)) / math.log(abs(full)), 2),
        "gap_low": count_word(gaps.min()),
        "gap_high": count_word(gaps.max()),
        "last": computed(path.losses[-1]),
    }
