"""What a step did to the loss: its word, mark, shape and colour, the same in clips, pages, notebooks and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr, translatable

Shape = Literal["dot", "triangle", "diamond", "ring"]


@dataclass(frozen=True)
class Outcome:
    """One outcome; ``name`` is its class in style sheets and scripts, ``colour`` its role in a theme."""

    name: str
    message: str
    mark: str
    shape: Shape
    colour: str

    @property
    def word(self) -> str:
        """The word for it in the current language."""
        return tr(self.message)


START = Outcome("start", translatable("start"), "", "dot", "ink")
FELL = Outcome("fell", translatable("fell"), "●", "dot", "fell")
ROSE = Outcome("rose", translatable("rose"), "▲", "triangle", "rose")
REJECTED = Outcome("rejected", translatable("rejected"), "○", "ring", "rejected")
UNCHANGED = Outcome("unchanged", translatable("unchanged"), "◆", "diamond", "same")
OUTCOMES = (START, FELL, ROSE, REJECTED, UNCHANGED)


def outcome(run: Trajectory, k: int) -> Outcome:
    """Return what the step to iterate ``k`` of ``run`` did to the loss."""
    return of_sign(run.outcomes[k - 1]) if k else START


def outcomes(run: Trajectory) -> list[Outcome]:
    """Return the outcome of the step to each iterate, ``n_steps + 1`` of them; the first is ``START``."""
    return [START, *map(of_sign, run.outcomes.tolist())]


def of_sign(change: float) -> Outcome:
    """Return the outcome of a step that changed the loss by a number of this sign."""
    return UNCHANGED if change == 0 else ROSE if change > 0 else FELL
