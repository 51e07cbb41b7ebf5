"""What the colours of a plane of fates mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import cairo
import numpy as np

from gdcore.studies.reached import OTHER
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import escaped, small
from scenes.theme.fate_colours import GROWN, slower, stayed
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.fate.field import FateField
from scenes.views.fate.minima_key import MinimaKey

SEEN = 0.002
"""A fate with a smaller share of the cells is left out of the key: it could hardly be seen."""
KEY_HEIGHT, RAMP, ROW = 0.2, 1.1, 0.44
RAMPS_ROOM = 2 * ROW + 0.07


class ColourKey(Painted):
    """What the colours mean: how soon a run arrives, and by how many orders of magnitude the others' losses grow."""

    def __init__(self, field: FateField, parameters: Sequence[str], place: Place, most: float, theme: Theme) -> None:
        """``most`` is the height that is left for it at the bottom of ``place``."""
        super().__init__()
        self.field, self.parameters, self.most, self.theme = field, parameters, most, theme
        self.place = place
        self.left, self.bottom, _, _ = place

    @cached_property
    def minima(self) -> MinimaKey | None:
        """The minima that the colours stand for, if they stand for such."""
        minima = self.field.plane().minima
        return None if minima is None else MinimaKey(minima, self.parameters, self.place, self.most, self.theme)

    @property
    def room(self) -> float:
        """The room that the key takes."""
        return RAMPS_ROOM if self.minima is None else self.minima.height

    @cached_property
    def words(self) -> list[Outline]:
        """What the colours of each ramp stand for, from its left end to its right end."""
        fast, grown = self.field.fast, f"{escaped(tr('loss'))} $times 1$ … $times 10^({GROWN:.0f})$"
        if math.isinf(fast):
            return typeset([" ", small(grown)])
        fewest, most = (rounded(fast * 10.0**power, 2).typst for power in (0.0, slower(self.field.plane())))
        falling = tr("{fewest} … {most} steps", fewest=f"${fewest}$", most=f"${most}$")
        return typeset([small(falling), small(grown)])

    @cached_property
    def others(self) -> list[tuple[Outline, str]]:
        """The names of the fates of one colour each, as far as the map shows them, with their colours."""
        kinds = self.field.plane().fates.kind.ravel()
        sets = stayed(self.theme)
        minima = self.field.plane().minima
        if minima is not None:
            sets = (*sets, ((Fate.DIVERGING,), self.theme.wild[len(self.theme.wild) // 2]))
        found = [([f for f in fates if (kinds == f).mean() > SEEN], colour) for fates, colour in sets]
        named = [(", ".join(kind_word(fate.kind) for fate in fates), colour) for fates, colour in found if fates]
        if minima is not None and (minima.reached == OTHER).mean() > SEEN:
            named.append((tr("elsewhere, or on its way"), self.theme.label))
        return list(zip(typeset([small(name) for name, _ in named]), [colour for _, colour in named], strict=True))

    def paint(self, pen: Pen) -> None:
        """Draw the ramps or the minima, each with what it stands for, and the other fates above the map."""
        if self.minima is None:
            self._paint_ramps(pen)
        else:
            self.minima.paint(pen)
        self._paint_others(pen)

    def _paint_ramps(self, pen: Pen) -> None:
        """Draw the two ramps, one under the other."""
        for i, stops in enumerate((self.theme.safe[::-1], self.theme.wild)):
            if i == 0 and math.isinf(self.field.fast):
                continue
            y = self.bottom + 0.5 - ROW * i
            self._paint_ramp(pen, self.left, self.left + RAMP, y + 0.2, stops)
            pen.text(self.words[i], np.array([self.left + RAMP + 0.15, y]), style.LABEL_SIZE, self.theme.label)

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
