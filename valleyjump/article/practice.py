"""The numbers of the last part: how a rate is found by trying, on the houses."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.notation import rounded
from gdcore.theory.felt_condition import steps_to_leave
from valleyjump.article.conditions import COUNTED

RUNG = 3.0
"""By so much the rates are raised from one trial to the next."""


def practice_numbers(careful: Scenario) -> dict[str, object]:
    """Return where a search that starts from careful rates, and raises them until the run leaves, ends."""
    edge = careful.verdict.edge_multiple
    assert edge is not None
    kept = 1.0
    while kept * RUNG < edge:
        kept *= RUNG
    before, after = (
        steps_to_leave(LEFT_SHARE, careful.objective, times * careful.method.learning_rate, careful.start, COUNTED)
        for times in (1.0, kept)
    )
    return {
        "kept": rounded(kept),
        "too_much": rounded(kept * RUNG),
        "edge": rounded(edge, 4),
        "before": rounded(before),
        "after": rounded(after),
    }
