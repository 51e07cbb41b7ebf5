"""What the colours of a plane of fates mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import cairo
import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_map import tells_minima
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
from scenes.theme.fate_colours import GROWN, minimum_colours, slower, stayed
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.fate.field import FateField

SEEN = 0.002
"""A fate with a smaller share of the cells is left out of the key: it could hardly be seen."""
KEY_HEIGHT, RAMP, ROW = 0.2, 1.1, 0.44
SQUARE = KEY_HEIGHT * np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
MINIMA_ROWS = 4
"""Lines of the key where it names minima."""


class ColourKey(Painted):
    """What the colours mean: how soon a run arrives, and by how many orders of magnitude the others' losses grow."""

    def __init__(self, field: FateField, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__()
        self.field, self.theme = field, theme
        self.minima_rows = MINIMA_ROWS if tells_minima(scenario, axes_of(scenario)) else 0
        self.left, self.bottom, self.across, _ = place

    @property
    def room(self) -> float:
        """The room that the key may need."""
        return ROW * max(2, self.minima_rows) + 0.07

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
    def places(self) -> list[Outline]:
        """Where each minimum lies."""
        minima = self.field.plane().minima
        places = [] if minima is None else minima.places.tolist()
        found = [_place(place, 3 if len(places) <= self.minima_rows else 2) for place in places]
        return typeset([small(words) for words in found])

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
        minima = self.field.plane().minima
        if minima is None:
            self._paint_ramps(pen)
        else:
            self._paint_minima(pen, minimum_colours(minima, self.theme))
        self._paint_others(pen)

    def _paint_ramps(self, pen: Pen) -> None:
        """Draw the two ramps, one under the other."""
        for i, stops in enumerate((self.theme.safe[::-1], self.theme.wild)):
            if i == 0 and math.isinf(self.field.fast):
                continue
            y = self.bottom + 0.5 - ROW * i
            self._paint_ramp(pen, self.left, self.left + RAMP, y + 0.2, stops)
            pen.text(self.words[i], np.array([self.left + RAMP + 0.15, y]), style.LABEL_SIZE, self.theme.label)

    def _paint_minima(self, pen: Pen, colours: Sequence[str]) -> None:
        """Draw a square of its colour for each minimum, and where it lies, in two columns if that is needed."""
        columns = 1 if len(colours) <= self.minima_rows else 2
        rows, width = math.ceil(len(colours) / columns), self.across / columns
        room = width - KEY_HEIGHT - 0.12
        for i, (words, colour) in enumerate(zip(self.places, colours, strict=True)):
            at = np.array([self.left + width * (i // rows), self.bottom + 0.06 + ROW * (rows - 1 - i % rows)])
            pen.fill(at + SQUARE, colour)
            if words.width * style.LABEL_SIZE <= room:
                pen.text(words, at + [KEY_HEIGHT + 0.12, -0.01], style.LABEL_SIZE, self.theme.label)

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


def _place(numbers: Sequence[float], digits: int) -> str:
    """Return a point in parentheses, or a lone number."""
    written = [f"${rounded(0.0 if abs(number) < 1e-9 else number, digits).typst}$" for number in numbers]
    return written[0] if len(written) == 1 else f"({', '.join(written)})"
