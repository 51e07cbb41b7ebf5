"""A run as one small drawing in SVG: the curve or the map with the iterates, and the loss against the step.

A drawing carries no id, no style sheet and no script: any number of them stand on one page, on light and dark ground
alike. What must be cut off at a panel's edge lies in an ``<svg>`` of its own, which cuts without a reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array
from gdcore.descent.outcomes import outcome
from gdcore.descent.trajectory import Trajectory
from gdcore.notebook.axes import Axis
from gdcore.notebook.contours import contours, sampled
from gdcore.notebook.marks import CURVE, PATH, cross, line, marks, pair, travelled
from gdcore.text.language import tr

WIDTH, HEIGHT, PANEL = 640, 246, (226.0, 176.0)
LEFTS, TOP = (62.0, 392.0), 24.0
SAMPLES = 241
MOST_MARKS = 60
ROOM = 11
"""Letters for which there is room beside an axis."""


@dataclass(frozen=True)
class Panel:
    """A rectangle ``left`` from the drawing's edge that shows ``x`` and ``y``, with a name for each axis."""

    left: float
    x: Axis
    y: Axis
    names: tuple[str, str]

    def place(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        """Return pixels ``(n, 2)`` from the panel's corner; far outside they stay near enough to be written short."""
        shares = np.stack([self.x.share(x), 1.0 - self.y.share(y)], axis=-1)
        pixels: NDArray[np.float64] = np.clip(shares * PANEL, -2000.0, 2000.0)
        return pixels

    def drawn(self, *parts: str) -> str:
        """Return the panel with its frame, numbers and names around ``parts``."""
        width, height = PANEL
        inner = f'<svg x="{self.left:g}" y="{TOP:g}" width="{width:g}" height="{height:g}" overflow="hidden">'
        frame = (
            f'<rect x="{self.left:g}" y="{TOP:g}" width="{width:g}" height="{height:g}" fill="none" '
            'stroke="currentColor" stroke-opacity="0.45"/>'
        )
        return f"{inner}{''.join(parts)}</svg>{frame}{self._numbers()}"

    def _numbers(self) -> str:
        foot, parts = TOP + PANEL[1], []
        across = self.x.ticks(3)
        # Where numbers need many digits to be told apart, only the outer ones have room.
        across = (
            across if max((len(words) for _, words in across), default=0) <= ROOM else across[:: len(across) - 1 or 1]
        )
        for value, words in across:
            parts.append(_text(self.left + PANEL[0] * float(self.x.share(value)), foot + 15.0, "middle", words))
        for value, words in (tick for tick in self.y.ticks(4) if len(tick[1]) <= ROOM):
            height = TOP + PANEL[1] * (1.0 - float(self.y.share(value)))
            parts.append(_text(self.left - 6.0, height + 4.0, "end", words))
        parts.append(_text(self.left + PANEL[0] / 2.0, foot + 34.0, "middle", self.names[0]))
        parts.append(_text(self.left, TOP - 9.0, "start", self.names[1]))
        return "".join(parts)


def figure(run: Trajectory, n_shown: int, title: str, description: str) -> str:
    """Return the drawing of a run; the curve or map shows its first ``n_shown`` steps, the losses all of them."""
    panels = []
    if run.objective.n_parameters <= 2:
        panels.append(_curve(run, n_shown) if run.objective.n_parameters == 1 else _map(run, n_shown))
    panels.append(_losses(run, LEFTS[len(panels)]))
    width = WIDTH if len(panels) == 2 else LEFTS[1] - 64
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {width:g} {HEIGHT}" width="{width:g}" height="{HEIGHT}" fill="currentColor" '
        'font-family="sans-serif" font-size="11" style="max-width:100%;height:auto;color:inherit">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(panels)}</svg>"
    )


def _curve(run: Trajectory, n_shown: int) -> str:
    """Draw a function of one parameter with the iterates on it."""
    objective, iterates, losses = run.objective, run.iterates[: n_shown + 1, 0], run.losses[: n_shown + 1]
    minimiser = [] if objective.minimiser is None else objective.minimiser.tolist()
    x = Axis.around([*iterates, *minimiser], float(np.ptp(objective.domain[0])))
    across = np.linspace(x.low, x.high, SAMPLES)
    heights = sampled(objective, across[:, None])
    y = Axis.around([losses.max(), max(losses.min() - np.ptp(losses / 2.0), _lowest(heights, losses))])
    if np.ptp(losses) == 0.0:
        y = Axis.around([*losses, *heights[abs(heights) < 1e300]])
    panel = Panel(LEFTS[0], x, y, (_named(run, 0), f"{objective.symbol}({objective.parameters[0]})"))
    places = panel.place(iterates, losses)
    return panel.drawn(line(panel.place(across, heights), CURVE, 2.0), *travelled(places, run))


def _lowest(heights: Array, losses: Array) -> float:
    finite = heights[np.isfinite(heights)]
    return float(min(losses.min(), finite.min())) if finite.size else float(losses.min())


def _map(run: Trajectory, n_shown: int) -> str:
    """Draw a function of two parameters from above, with the path over it."""
    objective, iterates = run.objective, run.iterates[: n_shown + 1]
    seen = iterates if objective.minimiser is None else np.vstack([iterates, objective.minimiser])
    x, y = (Axis.around(seen[:, i], float(np.ptp(objective.domain[i]))) for i in range(2))
    panel = Panel(LEFTS[0], x, y, (_named(run, 0), _named(run, 1)))
    lines = "".join(
        "".join("M" + "L".join(map(pair, segment)) for segment in panel.place(level[..., 0], level[..., 1]))
        for level in contours(objective, x, y)
    )
    drawn = [f'<path d="{lines}" fill="none" stroke="{CURVE}" stroke-opacity="0.8" stroke-linecap="round"/>']
    if objective.minimiser is not None:
        drawn.append(cross(panel.place(*objective.minimiser)))
    return panel.drawn(*drawn, *travelled(panel.place(iterates[:, 0], iterates[:, 1]), run))


def _losses(run: Trajectory, left: float) -> str:
    """Draw the loss against the step."""
    y, n = Axis.of_losses(run.losses), run.n_steps
    panel = Panel(left, Axis(0.0 - 0.03 * max(n, 1), 1.03 * max(n, 1), whole=True), y, (tr("step"), tr("loss")))
    kept = _extremes(run.losses)
    places = panel.place(kept, run.losses[kept])
    shapes = marks(places, [outcome(run, k) for k in kept]) if n <= MOST_MARKS else []
    return panel.drawn(line(places, PATH, 1.6), *shapes)


def _extremes(losses: Array) -> NDArray[np.intp]:
    """Return the steps to draw of many: of every pixel's the lowest and the highest, the first and the last."""
    if len(losses) <= 2 * PANEL[0]:
        return np.arange(len(losses))
    parts = np.array_split(np.arange(len(losses)), int(PANEL[0]))
    ends = [part[[int(losses[part].argmin()), int(losses[part].argmax())]] for part in parts]
    return np.unique(np.concatenate([*ends, [0, len(losses) - 1]]))


def _named(run: Trajectory, i: int) -> str:
    """Return a parameter's name, with its unit in brackets."""
    unit = run.objective.units[i]
    return f"{run.objective.parameters[i]} ({unit})" if unit else run.objective.parameters[i]


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
