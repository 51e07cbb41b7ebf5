"""The plane of fates: a field of colours over two learning rates, its axes, and the key to the colours."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

import cairo
import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fates import FatePlane
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen, Pixels
from scenes.painting.style import Theme
from scenes.painting.text import escaped, small
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
FAINT = 0.25
"""How strongly the map is seen before it is scanned."""
KEY_HEIGHT, RAMP, ROW = 0.2, 1.1, 0.44


class FateField(Painted):
    """The colours of fates. ``plane`` is asked for when first painted: a rehearsal computes none."""

    def __init__(self, plane: Callable[[], FatePlane], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.plane, self.frame, self.theme = plane, frame, theme

    @cached_property
    def image(self) -> Pixels:
        """The map's colours."""
        return _image(self.plane(), self.fast, self.theme)

    @property
    def fast(self) -> float:
        """The fewest steps of the map; inf where they are unknown."""
        steps = self.plane().steps
        return math.inf if steps is None else float(steps.min())

    def paint(self, pen: Pen) -> None:
        """Draw the map, faintly where it is yet to be scanned, and the front of a scan under way."""
        frame = self.frame
        if self.reveal < 1.0:
            self._paint_up_to(1.0, pen, FAINT)
        self._paint_up_to(self.reveal, pen, 1.0)
        if 0.0 < self.reveal < 1.0:
            x = frame.left + self.reveal * frame.width
            front = np.array([[x, frame.bottom], [x, frame.bottom + frame.height]])
            pen.line(front, self.theme.ink, style.GHOST_WIDTH)

    def _paint_up_to(self, share: float, pen: Pen, strength: float) -> None:
        frame, ctx = self.frame, pen.ctx
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, share * frame.width, frame.height)
        ctx.clip()
        rows, columns, _ = self.image.shape
        ctx.translate(frame.left, frame.bottom + frame.height)
        # The middles of the outer pixels lie on the ends of the axes.
        ctx.scale(frame.width / (columns - 1), -frame.height / (rows - 1))
        pen.image(self.image)
        ctx.paint_with_alpha(strength * pen.opacity)
        ctx.restore()


def _image(plane: FatePlane, fast: float, theme: Theme) -> Pixels:
    """Return a map's colours, one pixel a cell, the highest row first; ``fast`` are the fewest steps."""
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

    def __init__(self, field: FateField, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__()
        self.field, self.theme, self.steps = field, theme, scenario.steps
        self.left, self.bottom, self.width, _ = place

    @cached_property
    def words(self) -> list[Outline]:
        """What the colours of each ramp stand for, from its left end to its right end."""
        fast, loss = self.field.fast, escaped(tr("loss"))
        if math.isinf(fast):
            falling = f"{loss} $times {rounded(10.0 ** -fallen(self.field.plane()), 1).typst}$ … $times 1$"
        else:
            fewest, most = (rounded(fast * 10.0**power, 2).typst for power in (0.0, SLOWER))
            falling = tr("{fewest} … {most} steps", fewest=f"${fewest}$", most=f"${most}$")
        return typeset([small(falling), small(f"{loss} $times 1$ … $times 10^({GROWN:.0f})$")])

    @cached_property
    def others(self) -> list[tuple[Outline, str]]:
        """The names of the fates of one colour each, as far as the map shows them, with their colours."""
        kinds = self.field.plane().fates.kind.ravel()
        found = [([f for f in fates if (kinds == f).mean() > SEEN], colour) for fates, colour in stayed(self.theme)]
        named = [(", ".join(kind_word(fate.kind) for fate in fates), colour) for fates, colour in found if fates]
        return list(zip(typeset([small(name) for name, _ in named]), [colour for _, colour in named], strict=True))

    def paint(self, pen: Pen) -> None:
        """Draw the two ramps, one under the other, each with what it stands for."""
        for i, stops in enumerate((self.theme.safe[::-1], self.theme.wild)):
            y = self.bottom + 0.5 - ROW * i
            self._paint_ramp(pen, self.left, self.left + RAMP, y + 0.2, stops)
            pen.text(self.words[i], np.array([self.left + RAMP + 0.15, y]), style.LABEL_SIZE, self.theme.label)
        self._paint_others(pen)

    def _paint_others(self, pen: Pen) -> None:
        """Draw the key to single colours over the right end of the map."""
        frame, size = self.field.frame, style.LABEL_SIZE
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
