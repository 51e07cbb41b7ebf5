"""More than two parameters: no surface can be drawn; the predictions move, and each parameter on its own line."""

from __future__ import annotations

from collections.abc import Sequence

from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.painting import pacing
from scenes.painting.style import LEFT, RIGHT
from scenes.painting.text import SmallText, Text
from scenes.stage.hud import GAP, NEXT_LINE, Column, inset_frame
from scenes.stage.walk import WalkScene
from scenes.views.fit.levers import Levers
from scenes.views.fit.predictions import Predictions

PLOT = (LEFT + 0.86, -2.76, 4.6, 4.36)
LEVERS = (-0.42, -2.82, 3.4, 4.92)
"""Left, bottom, width and height of the two pictures."""
MOST_RATES, RATES_HEIGHT = 5, 1.6
"""The most different rates listed, and the height for them; of more, the smallest and largest. The page has all."""


class FeaturesScene(WalkScene):
    """Shows the fit of a column to several others."""

    column_x = 3.5

    def setup(self) -> None:
        """Build the two pictures and the numbers beside them."""
        super().setup()
        self.column = FeaturesColumn(self.scenario, self.column_x, self.theme)
        self.inset = self.make_inset(inset_frame(self.column))
        self.predictions = Predictions(self.run, PLOT, self.theme)
        self.levers = Levers(self.scenario, LEVERS, self.theme)
        pictures = [self.predictions, self.predictions.counter, self.levers, *self.levers.readouts]
        self.moving = [*pictures, *self.column.readouts, self.inset]

    def introduce(self) -> None:
        """The diagonal, the dots where the start predicts them, and the parameters."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.formula, *self.predictions.furniture, self.predictions, self.predictions.counter])
        self.hold(pacing.SETTLE_S + pacing.FADE_S)
        numbers = [*self.column.static, *self.inset.furniture, *self.column.readouts, self.inset]
        self.fade([*self.levers.furniture, self.levers, *self.levers.readouts, *numbers])
        self.hold(pacing.SETTLE_S)


class FeaturesColumn(Column):
    """Method, rates, step and loss; the iterate stands in a picture of its own."""

    n_blocks = 0

    def _block(self, label: str, lines: Sequence[Sequence[str]], colours: list[str] | None = None) -> None:
        self.n_blocks += 1
        if self.n_blocks == 1:
            self._rates(label, [line for (line,) in lines])
        elif self.n_blocks != 3:  # the third is the iterate
            super()._block(label, lines, colours)

    def _rates(self, label: str, lines: list[str]) -> None:
        """Write the rates: one line if they are equal, one line each if they are few, or their range."""
        rates = self.scenario.trajectory.method.learning_rate
        low, high = rounded(rates.min()).typst, rounded(rates.max()).typst
        if low == high:
            super()._block(label, [[f"$eta = {low}$"]])
        elif len(lines) > MOST_RATES:
            super()._block(label, [[tr("{eta} from {low} to {high}", eta="$eta$", low=f"${low}$", high=f"${high}$")]])
        else:
            self._listed(label, lines)

    def _listed(self, label: str, lines: list[str]) -> None:
        heading = SmallText(label, self.x, self.y, self.theme)
        room, pitch = RIGHT + 0.1 - self.x, min(NEXT_LINE, RATES_HEIGHT / len(lines))
        heading.size /= max(1.0, heading.text_width / room)
        texts = [
            Text(line, self.x, self.y - i * pitch, 0.82 * pitch, self.theme.ink) for i, line in enumerate(lines, 1)
        ]
        size = min(text.size * min(1.0, room / text.text_width) for text in texts)
        for text in texts:
            text.size = size
        self.static += [heading, *texts]
        self.y -= len(lines) * pitch + GAP
