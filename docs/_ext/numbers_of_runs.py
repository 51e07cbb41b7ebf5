"""``{number}`` and ``{trace}`` in a page: numbers of built-in runs, computed when it is built, as clips write them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gdcore import InputError, Trajectory, built_in, descend, judge, momentum
from gdcore.arrays import Array
from gdcore.descent.momentum import nesterov_edge
from gdcore.narration.facts import facts
from gdcore.studies.edges import best_of, needed_momentum
from gdcore.studies.seeds import spread_of
from gdcore.text.notation import rounded
from gdcore.theory.felt_condition import felt_condition_number
from gdcore.theory.verdict import Tuning, best_heavy_ball, best_rate
from valleyjump.markup.trace_output import FORMATS

BLOWUP, GOOD, NOISY = "mse-blowup", "mse-converges", "mse-sgd"


def rescued(beta: float) -> Trajectory:
    """Return the run that blows up, with a share ``beta`` of the last step kept."""
    run = built_in(BLOWUP).trajectory
    return descend(run.objective, momentum(run.method.learning_rate, beta), run.iterates[0], run.n_steps)


def largest_root(beta: float) -> str:
    """Return what a step of that run multiplies the error by in the long run."""
    return str(rounded(judge(rescued(beta)).predicted_factor or math.nan, 5))


@cache
def noisy_losses() -> Array:
    """Return the last losses of the stochastic run, one a seed."""
    return spread_of(built_in(NOISY)).losses[:, -1]


def removed(best: Callable[[Array], Tuning]) -> float:
    """Return the share of the error that the best tuning for the houses removes a step, one rate for all directions."""
    objective = built_in(GOOD).objective
    return 1.0 - best(np.linalg.eigvalsh(objective.hessian(objective.minimiser))).factor


def kept(place: int) -> float:
    """Return what a step of the good run keeps of its error along one eigenvector."""
    return float(1.0 - built_in(GOOD).verdict.eigenvalues[place])


def best_pair() -> str:
    """Return the condition number that the houses keep with the best rate for each parameter."""
    good = built_in(GOOD)
    rates = best_of(good)
    assert rates is not None
    return str(rounded(felt_condition_number(good.objective, rates) or math.nan, 4))


COMPUTED: Mapping[str, Callable[[], float | str]] = {
    "best-heavy-ball": lambda: removed(best_heavy_ball),
    "best-pair": best_pair,
    "best-plain": lambda: removed(best_rate),
    "fast-share": lambda: kept(0),
    "slow-share": lambda: str(rounded(kept(1), 4)),
    "least-momentum": lambda: str(rounded(needed_momentum(built_in(BLOWUP)) or math.nan, 5)),
    "nesterov-edge-0.5": lambda: nesterov_edge(0.5),
    "sgd-high": lambda: float(noisy_losses().max()),
    "sgd-low": lambda: float(noisy_losses().min()),
    "sgd-seeds": lambda: str(len(noisy_losses())),
    "sgd-median": lambda: float(np.median(noisy_losses())),
    **{f"largest-root-{beta:g}": partial(largest_root, beta) for beta in (0.0, 0.13, 0.14, 0.5)},
    **{f"last-loss-{beta:g}": lambda beta=beta: float(rescued(beta).losses[-1]) for beta in (0.13, 0.14, 0.5)},
}
"""What is no fact of one run alone, by its name in the pages."""


@cache
def number(name: str) -> str:
    """Return a number as people read it: one of ``COMPUTED``, or ``slug.fact`` for a fact of a built-in run.

    Facts are those that sentences may name, the method's own numbers, and ``verdict``.
    Raises ``InputError`` for an unknown slug and ``KeyError`` for an unknown fact.
    """
    if name in COMPUTED:
        found = COMPUTED[name]()
        return found if isinstance(found, str) else str(rounded(found))
    slug, _, fact = name.partition(".")
    scenario = built_in(slug)
    settings = {setting: str(rounded(value)) for setting, value in scenario.method.hyperparameters.items()}
    return {"verdict": scenario.verdict.kind, **settings, **facts(scenario)}[fact]


def _role(
    _name: str, rawtext: str, text: str, lineno: int, inliner: Any, _options: Any = None, _content: Sequence[str] = ()
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    try:
        return [nodes.inline(rawtext, number(text), classes=["number"])], []
    except (InputError, KeyError) as error:
        told = inliner.reporter.error(f"number {text}: {error}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, told)], [told]


class Trace(SphinxDirective):
    """Takes the slug of a built-in run and prints its numbers as JSON, a line for each entry."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a code block."""
        numbers = json.loads(FORMATS["json"](built_in(self.arguments[0])))
        verdict = _in_lines(numbers.pop("verdict"), "    ")
        lines = f'{_in_lines(numbers, "  ")},\n  "verdict": {{\n{verdict}\n  }}'
        return self.parse_text_to_nodes(f"```json\n{{\n{lines}\n}}\n```")


def _in_lines(table: Mapping[str, Any], indent: str) -> str:
    return ",\n".join(f"{indent}{json.dumps(name)}: {json.dumps(value)}" for name, value in table.items())


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the role and the directive."""
    app.add_role("number", _role)
    app.add_directive("trace", Trace)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
