"""The two parts of an error by step: what is left of each on a log axis, and their shares of the loss as a bar."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from gdcore.text.language import grouped, tr
from gdcore.text.notation import computed, fixed
from gdcore.theory.spectra import ErrorComponents
from gdcore.theory.speeds import halving_steps, loss_shares, shares_left
from scenes.geometry import Align, Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import Each, Readout, SmallText
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset
from scenes.views.speeds.parts import part_colours, part_names

LOWEST = -3.0
"""Of each part the chart shows what is left down to this power of ten."""
BAR_HEIGHT, ABOVE_BAR = 0.4, 0.14
BETWEEN = 0.62
"""From the bar down to the chart, where the name of the chart's axis stands."""
HEADROOM = 0.3
"""How far above its lines the chart reaches, in powers of ten: a label stands there."""
TO_COME = 0.35
"""How strongly the lines are drawn before the run gets there."""
COMING = 6.0
"""Steps over which a label fades in, at most: not before the first one."""


class PartsChart(Painted):
    """What is left of each part by step: straight lines, each with its name and its factor.

    ``halved`` is the opacity of the mark at which the slow part has halved.
    """

    def __init__(self, parts: ErrorComponents, place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.n_steps = theme, len(parts.components) - 1
        with np.errstate(divide="ignore"):
            heights = np.maximum(np.log10(shares_left(parts)), 50.0 * LOWEST)
        top = max(0.0, float(heights.max()))
        shown = (0.0, float(max(self.n_steps, 1))), (LOWEST, 1.04 * top + HEADROOM)
        left, bottom, width, height = place
        self.frame = Frame(left, bottom, width, height - BAR_HEIGHT - BETWEEN, *shown)
        self.furniture = [_axes(self.frame, theme)]
        self.lines = [self.frame.place(np.arange(len(heights)), heights[:, i]) for i in range(2)]
        multipliers = (1.0 - parts.eigenvalues).tolist()
        factors = [computed(value).typst for value in multipliers]
        self.labels = typeset([
            tr("{part}: {factor} a step", part=name, factor=f"$times {factor}$")
            for name, factor in zip(part_names(), factors, strict=True)
        ])  # fmt: skip
        self.half = halving_steps(multipliers[1])
        (self.half_label,) = typeset([tr("half after {steps} steps", steps=grouped(self.half))])
        self.halved = 0.0

    def paint(self, pen: Pen) -> None:
        """Draw both lines, faint where they are still to come, their labels, and the mark of the slow part's half."""
        frame = self.frame
        for line, colour in zip(self.lines, part_colours(self.theme), strict=True):
            with pen.inside((frame.left - 0.1, frame.bottom, frame.width + 0.2, frame.height + 0.2)):
                shown = self._shown(line)
                pen.line(np.concatenate([shown[-1:], line[self.moment.k + 1 :]]), colour, style.GHOST_WIDTH, TO_COME)
                pen.line(shown, colour, style.PATH_WIDTH)
                pen.marker("dot", shown[-1], style.SMALL_MARKER_RADIUS, colour)
        self._paint_labels(pen)
        if self.halved > 0.0 and self.half < self.n_steps:
            self._paint_half(pen)

    def _shown(self, line: Points) -> Points:
        k = self.moment.k
        if self.moment.move <= 0.0 or k + 1 >= len(line):
            return line[: k + 1]
        return np.concatenate([line[: k + 1], [line[k] + self.moment.move * (line[k + 1] - line[k])]])

    def _paint_labels(self, pen: Pen) -> None:
        """Write beside the fast line, low, and under the slow one, at its end, once they have come so far."""
        fast, slow = part_colours(self.theme)
        (beside, reached), under = self._beside_fast(), self.lines[1][-1] + [0.0, -0.42]
        come = pen.with_opacity(pen.opacity * self._come(reached))
        plate(come, self.labels[0], beside, style.POINT_SIZE, fast, self.theme)
        come = pen.with_opacity(pen.opacity * self._come(self.n_steps / 3.0))
        plate(come, self.labels[1], under, style.POINT_SIZE, slow, self.theme, "right")

    def _beside_fast(self) -> tuple[Points, float]:
        """Return where the fast line's label begins, and the step at which the line is as low as that."""
        line = self.lines[0]
        low = self.frame.bottom + 0.18 * self.frame.height
        reached = int(np.argmax(line[:, 1] < low)) if (line[:, 1] < low).any() else len(line) // 2
        room = self.labels[0].width * style.POINT_SIZE
        return np.array([min(line[reached, 0] + 0.2, self.frame.bounds[2] - room), low]), float(reached)

    def _come(self, k: float) -> float:
        return float(np.clip((self.moment.k + self.moment.move - k) / max(min(COMING, k), 1.0) + 1.0, 0.0, 1.0))

    def _paint_half(self, pen: Pen) -> None:
        """Mark the half on the slow line."""
        at = self.frame.place(self.half, math.log10(0.5))
        _, slow = part_colours(self.theme)
        come = pen.with_opacity(pen.opacity * self.halved)
        align: Align = "left" if at[0] + 0.08 + self.half_label.width * style.LABEL_SIZE < RIGHT else "right"
        plate(come, self.half_label, at + [0.08, 0.17], style.LABEL_SIZE, slow, self.theme, align)
        pen.marker("dot", at, style.MARKER_RADIUS, slow, self.theme.background, self.halved)


def _axes(frame: Frame, theme: Theme) -> Axes:
    axes = Axes(frame, theme, ticks=(6, 5), log_y=True, whole_x=True, filled=True)
    axes.labels = typeset([tr("step $k$"), tr("what is left of each part, log scale")])
    return axes


class ShareBar(Painted):
    """How J - J* is divided between both parts: one bar; ``readouts`` are the numbers on it.

    ``divided`` goes from 0, a whole, to 1, both pieces with their numbers.
    """

    def __init__(self, parts: ErrorComponents, symbol: str, place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.shares, self.names = theme, loss_shares(parts), part_names()
        left, bottom, width, height = place
        low, right = bottom + height - BAR_HEIGHT, left + width
        self.place: Place = (left, low, width, BAR_HEIGHT)
        words = tr("loss still to go, {excess}", excess=f"${symbol} - {symbol}^*$")
        self.furniture = [SmallText(words, left, bottom + height + ABOVE_BAR, theme)]
        texts = [Each(len(self.shares), partial(self._text, i)) for i in range(2)]
        inks = [theme.background] * len(self.shares)
        self.readouts = [
            Readout(texts[0], left + 0.12, low + 0.1, style.LABEL_SIZE, inks),
            Readout(texts[1], right - 0.12, low + 0.1, style.LABEL_SIZE, inks, "right"),
        ]
        self.divide(0.0)

    def divide(self, share: float) -> None:
        """Be divided by ``share``, 0 to 1."""
        self.divided = share
        for readout in self.readouts:
            readout.opacity = share

    def _text(self, i: int, k: int) -> str:
        return f"*{self.names[i]}* {percent(float(self.shares[k, i]))}"

    @property
    def fast_share(self) -> float:
        """The share of the fast part that the bar shows."""
        k = self.moment.k
        here, there = self.shares[k, 0], self.shares[min(k + 1, len(self.shares) - 1), 0]
        return float(here + self.moment.move * (there - here))

    def paint(self, pen: Pen) -> None:
        """Draw the bar, or both pieces of it; the numbers stand on it."""
        left, low, width, height = self.place
        middle, end, high = left + self.fast_share * width, left + width, low + height
        fast, slow = part_colours(self.theme)
        whole = left, end, self.theme.label, 1.0 - self.divided
        for start, stop, colour, alpha in (
            whole,
            (left, middle, fast, self.divided),
            (middle, end, slow, self.divided),
        ):
            corners = [[start, low], [stop, low], [stop, high], [start, high]]
            pen.fill(np.array(corners), colour, 0.85 * alpha)


def percent(share: float) -> str:
    """Return a share as a percentage, with two decimals near its ends: a twentieth of a percent is not nothing."""
    value = 100.0 * share
    near_an_end = 0.005 <= min(value, 100.0 - value) < 1.0
    return f"{fixed(value, 2 if near_an_end else 0).plain} %"
