"""The plane of fates: a field of colours over two learning rates, its axes, and the key to the colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import cairo
import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fates import LEFT_SHARE, FatePlane
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen, Pixels
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import small
from scenes.plots.axes import Frame
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

FALLEN, GROWN = 9.0, 150.0
"""Orders of magnitude at which the colours of falling and of growing losses reach their ends."""
FASTEST_SHARE = 0.02
SLOWER = 2.0
"""Orders of magnitude between the fewest steps and those whose colour is that of the slowest."""
SEEN = 0.002
"""A fate with a smaller share of the cells is left out of the key: it could hardly be seen."""
KEY_AT, KEY_HEIGHT, KEY_GAP = (2.35, -2.12), 0.17, 0.2


class FateField(Painted):
    """The colours of fates. ``maps`` is asked for when first painted: a rehearsal computes none.

    ``stage`` lies between the numbers of the two maps that are blended; ``log_shift`` says by how much, in orders of
    magnitude, all have moved.
    """

    def __init__(self, maps: Callable[[], Sequence[FatePlane]], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.maps, self.frame, self.theme = maps, frame, theme
        self.images: list[Pixels] = []
        self.stage, self.log_shift = 0.0, 0.0

    @property
    def fast(self) -> float:
        """The fewest steps of all maps; inf where they are unknown."""
        return min(math.inf if plane.steps is None else float(plane.steps.min()) for plane in self.maps())

    def paint(self, pen: Pen) -> None:
        """Draw the maps on either side of the stage, and the front of a scan under way."""
        frame, ctx = self.frame, pen.ctx
        self.images = self.images or [_image(plane, self.fast, self.theme) for plane in self.maps()]
        below = min(int(self.stage), len(self.images) - 1)
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, self.reveal * frame.width, frame.height)
        ctx.clip()
        self._paint_image(pen, below, 1.0)
        if self.stage > below:
            self._paint_image(pen, below + 1, self.stage - below)
        ctx.restore()
        if 0.0 < self.reveal < 1.0:
            x = frame.left + self.reveal * frame.width
            front = np.array([[x, frame.bottom], [x, frame.bottom + frame.height]])
            pen.line(front, self.theme.ink, style.GHOST_WIDTH)

    def _paint_image(self, pen: Pen, i: int, share: float) -> None:
        ctx, image = pen.ctx, self.images[i]
        rows, columns, _ = image.shape
        across, up = (np.log10(axis[[0, -1]]) for axis in self.maps()[0].rates)
        (left, bottom), (right, top) = self.frame.place(across + self.log_shift, up + self.log_shift)
        ctx.save()
        ctx.translate(left, top)
        # The middles of the outer pixels lie on the ends of the axes.
        ctx.scale((right - left) / (columns - 1), -(top - bottom) / (rows - 1))
        pen.image(image)
        ctx.paint_with_alpha(share * pen.opacity)
        ctx.restore()


def _image(plane: FatePlane, fast: float, theme: Theme) -> Pixels:
    """Return a map's colours, one pixel a cell, the highest row first; ``fast`` are the fewest steps of all maps."""
    growth, kind = plane.growth.ravel(), plane.fates.kind.ravel()
    slow = 1.0 + growth / fallen(plane) if plane.steps is None else np.log10(plane.steps.ravel() / fast) / SLOWER
    safe = style.ramp(theme.safe, np.clip(1.0 - slow, 0.0, 1.0))
    wild = style.ramp(theme.wild, np.clip(growth / GROWN, 0.0, 1.0))
    colours = np.where((kind == Fate.DIVERGING)[:, None], wild, safe)
    for fates, colour in stayed(theme):
        colours[np.isin(kind, fates)] = style.ramp((colour,), np.zeros(1))
    rows, columns = plane.growth.shape
    pixels = np.full((rows, columns, 4), 255, np.uint8)
    pixels[..., 3] = np.where(kind == Fate.UNDEFINED, 0, 255).reshape(rows, columns)[::-1]
    pixels[..., :3] = np.round(255.0 * colours).astype(np.uint8).reshape(rows, columns, 3)[::-1]
    return pixels


def stayed(theme: Theme) -> tuple[tuple[tuple[Fate, ...], str], ...]:
    """Return the fates in which a loss neither falls for good nor grows, each set with its colour."""
    return ((Fate.CYCLING, Fate.WANDERING), theme.same), ((Fate.STANDING,), theme.axis)


def fallen(plane: FatePlane) -> float:
    """Return the orders of magnitude by which the fastest runs of a map lower their loss, 1 to ``FALLEN``."""
    return float(np.clip(-np.quantile(plane.growth, FASTEST_SHARE), 1.0, FALLEN))


class ColourKey(Painted):
    """What the colours mean: how soon a run arrives, and by how many orders of magnitude the others' losses grow."""

    def __init__(self, field: FateField, scenario: Scenario, theme: Theme) -> None:
        super().__init__()
        self.field, self.theme, self.steps = field, theme, scenario.steps

    @cached_property
    def words(self) -> list[Outline]:
        """The names of both ramps, then the numbers at their ends."""
        grown = tr("loss grows in {steps} steps", steps=self.steps)
        if math.isinf(self.field.fast):
            least = rounded(10.0 ** -fallen(self.field.maps()[0]), 1).typst
            falling = tr("loss falls in {steps} steps", steps=self.steps)
            return typeset([falling, grown, f"$times {least}$", "$times 1$", *self._far])
        fast, slow = (rounded(self.field.fast * 10.0**power, 2).typst for power in (0.0, SLOWER))
        until = tr("steps until {share} is left", share=f"{rounded(100.0 * LEFT_SHARE)} %")
        return typeset([until, grown, f"${fast}$", f"${slow}$", *self._far])

    @cached_property
    def others(self) -> list[tuple[Outline, str]]:
        """The names of the fates of one colour each, as far as the maps show them, with their colours."""
        kinds = np.concatenate([plane.fates.kind.ravel() for plane in self.field.maps()])
        found = [([f for f in fates if (kinds == f).mean() > SEEN], colour) for fates, colour in stayed(self.theme)]
        named = [(", ".join(kind_word(fate.kind) for fate in fates), colour) for fates, colour in found if fates]
        return list(zip(typeset([small(name) for name, _ in named]), [colour for _, colour in named], strict=True))

    @property
    def _far(self) -> list[str]:
        return ["$times 1$", f"$times 10^({GROWN:.0f})$"]

    def paint(self, pen: Pen) -> None:
        """Draw the two ramps side by side, each with its name above and its numbers below."""
        x, y = KEY_AT
        half = (RIGHT - x - KEY_GAP) / 2.0
        for i, stops in enumerate((self.theme.safe[::-1], self.theme.wild)):
            left, colour, size = x + i * (half + KEY_GAP), self.theme.label, style.SMALL_TICK_SIZE
            pen.text(self.words[i], np.array([left, y]), size, colour)
            self._paint_ramp(pen, left, left + half, y - 0.14, stops)
            low, high = self.words[2 + 2 * i : 4 + 2 * i]
            below = y - 0.14 - KEY_HEIGHT - 0.27
            pen.text(low, np.array([left, below]), size, colour)
            pen.text(high, np.array([left + half, below]), size, colour, "right")
        self._paint_others(pen)

    def _paint_others(self, pen: Pen) -> None:
        """Draw the key to single colours over the right end of the map."""
        frame, size = self.field.frame, style.SMALL_TICK_SIZE
        right, y = frame.left + frame.width, frame.bottom + frame.height + 0.14
        for name, colour in reversed(self.others):
            pen.text(name, np.array([right, y]), size, self.theme.label, "right")
            right -= name.width * size + 0.1
            corners = np.array([[-KEY_HEIGHT, 0.0], [0.0, 0.0], [0.0, KEY_HEIGHT], [-KEY_HEIGHT, KEY_HEIGHT]])
            pen.fill(corners + [right, y - 0.01], colour)
            right -= KEY_HEIGHT + 0.3

    def _paint_ramp(self, pen: Pen, low: float, high: float, top: float, stops: tuple[str, ...]) -> None:
        ramp = cairo.LinearGradient(low, 0.0, high, 0.0)
        for share, stop in zip(np.linspace(0.0, 1.0, len(stops)), stops, strict=True):
            ramp.add_color_stop_rgba(share, *pen.ordered(style.rgb(stop)), pen.opacity)
        pen.ctx.rectangle(low, top - KEY_HEIGHT, high - low, KEY_HEIGHT)
        pen.ctx.set_source(ramp)
        pen.ctx.fill()
