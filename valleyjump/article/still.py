"""A diverging run on the parabola as a finished drawing: what the first screen shows readers without scripts."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.descent.outcomes import Outcome, outcomes
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.objectives.parabola import parabola
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.verdict import judge
from gdcore.theory.verdict_words import kind_word

WIDTH, HEIGHT = 400.0, 208.0
LEFT, RIGHT, TOP, BOTTOM = 12.0, WIDTH - 12.0, 26.0, HEIGHT - 26.0
CURVE_POINTS = 96
ABOVE = 11.0
"""How far a step's length is written above it."""


@dataclass(frozen=True)
class Jump:
    """One step: its length and its drop as SVG paths, and where it lands."""

    line: str
    drop: str
    x: str
    y: str
    outcome: Outcome


@dataclass(frozen=True)
class Label:
    """Words around the middle ``x``."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Still:
    """A drawing in user units, and what is written under it."""

    width: float
    height: float
    floor: str
    curve: str
    start: tuple[str, str]
    jumps: tuple[Jump, ...]
    length: Label
    ticks: tuple[Label, ...]
    rate: str
    kind: str
    verdict: str
    reason: str


def parabola_still(rate: float, start: float, steps: int, reach: float) -> Still:
    """Return the first ``steps`` of a run beyond the edge, with -``reach`` to ``reach`` in view.

    Raises ``ValueError`` for a run that stays in the valley: its words would not be true.
    """
    run = descend(parabola(), gradient_descent([rate]), [start], steps)
    verdict = judge(run)
    if verdict.kind != "diverging" or verdict.predicted_factor is None:
        raise ValueError(f"expected a rate beyond the edge, got {rate}")
    sight = _Sight(reach)
    return Still(
        width=WIDTH,
        height=HEIGHT,
        floor=f"M{LEFT:g} {BOTTOM:g}H{RIGHT:g}",
        curve="M" + "L".join(sight.on(reach * (2 * i / CURVE_POINTS - 1)) for i in range(CURVE_POINTS + 1)),
        start=(_short(sight.x(start)), _short(sight.y(start))),
        jumps=tuple(_jumps(run, sight)),
        length=_length(run, sight),
        ticks=tuple(Label(_short(sight.x(x)), _short(BOTTOM + 19.0), rounded(x).plain) for x in (-1.0, 0.0, 1.0)),
        rate=rounded(rate, 4).plain,
        kind=verdict.kind,
        verdict=kind_word(verdict.kind),
        reason=tr("each jump ends {factor} × as far out", factor=rounded(verdict.predicted_factor, 4).plain),
    )


@dataclass(frozen=True)
class _Sight:
    """From values to the drawing."""

    reach: float

    def x(self, value: float) -> float:
        return LEFT + (value / self.reach + 1.0) / 2.0 * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        """Return the height of the curve at x = ``value``."""
        return BOTTOM - (value / self.reach) ** 2 * (BOTTOM - TOP)

    def on(self, value: float) -> str:
        return f"{_short(self.x(value))} {_short(self.y(value))}"


def _jumps(run: Trajectory, sight: _Sight) -> list[Jump]:
    places = [(sight.x(x), sight.y(x)) for x in run.iterates[:, 0].tolist()]
    return [
        Jump(
            line=f"M{_short(x)} {_short(y)}H{_short(to_x)}",
            drop=f"M{_short(to_x)} {_short(y)}V{_short(to_y)}",
            x=_short(to_x),
            y=_short(to_y),
            outcome=did,
        )
        for (x, y), (to_x, to_y), did in zip(places, places[1:], outcomes(run)[1:], strict=False)
    ]


def _length(run: Trajectory, sight: _Sight) -> Label:
    """Return the last step's length as rate times slope."""
    before, after = run.iterates[-2:, 0].tolist()
    slope, length = float(run.gradients[-2, 0]), abs(after - before)
    parts = rounded(float(run.method.learning_rate[0]), 4), rounded(abs(slope)), rounded(length)
    product = "{} × {} = {}".format(*(part.plain for part in parts))
    middle = (sight.x(before) + sight.x(after)) / 2.0
    if slope < 0.0:
        words = tr("η × |slope| = {product}", product=product)
    else:
        words = tr("η × slope = {product}", product=product)
    return Label(_short(middle), _short(sight.y(before) - ABOVE), words)


def _short(value: float) -> str:
    return f"{value:.1f}"
