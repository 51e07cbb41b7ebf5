"""One chart for two figures: the factor |1 − s| by which a step of plain descent multiplies the error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdcore.descent.outcomes import FELL, ROSE, UNCHANGED, Outcome, of_sign
from gdcore.text.language import tr, translatable
from valleyjump.markup.quantity import Quantity, quantity

WIDTH, HEIGHT = 420, 262
LEFT, RIGHT, TOP, BOTTOM = 44.0, 404.0, 16.0, 214.0
S_MAX, FACTOR_MAX = 2.75, 1.75
LABEL_GAP = 11.0

FATES = {FELL: translatable("shrinks"), UNCHANGED: translatable("stays"), ROSE: translatable("grows")}
"""What the error does where every step has this outcome."""


@dataclass(frozen=True)
class Point:
    """One run or direction to mark: ``strength`` is rate times curvature; ``name`` is its label where there is room."""

    strength: float
    label: str
    name: str = ""


@dataclass(frozen=True)
class Text:
    """A piece of text at a place in the drawing; ``anchor`` is SVG's."""

    x: str
    y: str
    anchor: str
    words: str


@dataclass(frozen=True)
class Mark:
    """A marker, drawn around its own origin, with its label."""

    x: str
    y: str
    outcome: Outcome
    label: Text


@dataclass(frozen=True)
class Row:
    """The same in the chart's table: name, strength, factor, and whether the error shrinks."""

    name: str
    strength: Quantity
    factor: Quantity
    fate: str


@dataclass(frozen=True)
class Chart:
    """A finished drawing in user units; the template only prints it."""

    slug: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    curve: str
    one: str
    edge: str
    x_ticks: tuple[Text, ...]
    y_ticks: tuple[Text, ...]
    stable: Text
    across: Text
    up: Text
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]


def factor_chart(slug: str, points: Sequence[Point]) -> Chart:
    """Return the chart with ``points`` marked on the curve; what lies inside the picture is the caller's affair."""
    corners = ((0.0, 1.0), (1.0, 0.0), (S_MAX, S_MAX - 1.0))
    return Chart(
        slug=slug,
        width=WIDTH,
        height=HEIGHT,
        left=_coordinate(LEFT),
        right=_coordinate(RIGHT),
        top=_coordinate(TOP),
        bottom=_coordinate(BOTTOM),
        curve=" ".join(f"{_x(s)},{_y(factor)}" for s, factor in corners),
        one=_y(1.0),
        edge=_x(2.0),
        x_ticks=tuple(Text(_x(s), _coordinate(BOTTOM + 18.0), "middle", f"{s:g}") for s in (0.0, 1.0, 2.0)),
        y_ticks=tuple(Text(_coordinate(LEFT - 8.0), _y(f), "end", f"{f:g}") for f in (0.0, 1.0)),
        stable=Text(_coordinate(float(_x(2.0)) - 8.0), _coordinate(TOP + 16.0), "end", tr("stable")),
        across=Text(_coordinate(RIGHT), _coordinate(BOTTOM + 40.0), "end", ""),
        up=Text(_coordinate(LEFT + 8.0), _coordinate(TOP + 16.0), "start", ""),
        marks=tuple(_mark(point) for point in points),
        rows=tuple(_row(point) for point in points),
    )


def _row(point: Point) -> Row:
    factor = abs(1.0 - point.strength)
    return Row(point.name or point.label, quantity(point.strength), quantity(factor), tr(FATES[_outcome(factor)]))


def _outcome(factor: float) -> Outcome:
    return of_sign(0.0 if abs(factor - 1.0) < 1e-9 else factor - 1.0)


def _mark(point: Point) -> Mark:
    factor = abs(1.0 - point.strength)
    x, y = float(_x(point.strength)), float(_y(factor))
    rise = LABEL_GAP if point.strength < 1.0 else -LABEL_GAP  # on either arm the free side is to the right
    label = Text(_coordinate(x + LABEL_GAP), _coordinate(y - rise), "start", point.label)
    return Mark(_coordinate(x), _coordinate(y), _outcome(factor), label)


def _x(strength: float) -> str:
    return _coordinate(LEFT + (RIGHT - LEFT) * strength / S_MAX)


def _y(factor: float) -> str:
    return _coordinate(BOTTOM - (BOTTOM - TOP) * factor / FACTOR_MAX)


def _coordinate(value: float) -> str:
    return f"{value:.1f}"
