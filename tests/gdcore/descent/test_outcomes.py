"""What a step did to the loss: each outcome is told by its mark, shape and word, and follows the losses."""

from __future__ import annotations

from dataclasses import fields

import pytest

from gdcore.descent.method import learning_rates
from gdcore.descent.outcomes import OUTCOMES, REJECTED, START, outcome, outcomes
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.objectives.parabola import parabola
from scenes.theme.theme import Theme


def test_no_two_outcomes_can_be_mistaken() -> None:
    assert len({did.name for did in OUTCOMES}) == len({did.word for did in OUTCOMES}) == len(OUTCOMES)
    steps = [did for did in OUTCOMES if did is not START]
    assert len({did.mark for did in steps}) == len({did.shape for did in steps}) == len(steps)


def test_every_colour_is_a_role_of_a_theme() -> None:
    assert {did.colour for did in OUTCOMES} <= {field.name for field in fields(Theme)}


@pytest.mark.parametrize(("rate", "name"), [(0.4, "fell"), (1.0, "unchanged"), (1.2, "rose")])
def test_an_outcome_follows_the_losses(rate: float, name: str) -> None:
    run = descend(parabola(), gradient_descent(learning_rates(rate, ("x",))), [-1.0], 5)
    assert [did.name for did in outcomes(run)] == ["start", *[name] * 5]
    assert [outcome(run, k) for k in range(6)] == outcomes(run)
    assert REJECTED not in outcomes(run)
